"""Reads all that is remembered of a film out of the library."""

from collections.abc import Mapping, Sequence

from storyreel.export.document import (
    Feeling,
    FilmDocument,
    FilmFacts,
    Line,
    Person,
    Scene,
    ShotPiece,
    Writing,
)
from storyreel.memory import characters, timeline
from storyreel.memory.facts import Facts
from storyreel.memory.library import Library
from storyreel.memory.records import Caption, Character, Film, ScreenText, Segment, Shot
from storyreel.memory.shots import join_continued
from storyreel.tools.captioner import fill_names, placeholder_names


def collect(library: Library, film: Film) -> FilmDocument:
    """The film's document as its facts are now. Raises LibraryError."""
    facts = library.facts
    people = characters.characters(facts, film.id)
    names = {one.id: one.name for one in people}
    return FilmDocument(
        film=_film(library, film),
        characters=tuple(_person(facts, one) for one in people),
        shots=tuple(map(_shot, join_continued(facts.find(film.id, Shot)))),
        segments=_scenes(facts, film.id, people),
        utterances=tuple(_line(line, names) for line in timeline.dialogue(facts, film.id)),
        emotions=_feelings(facts, film.id, names),
        screen_texts=tuple(map(_writing, facts.find(film.id, ScreenText))),
        notes=(*film.warnings, *facts.notes(film.id)),
    )


def _film(library: Library, film: Film) -> FilmFacts:
    shared = {name: getattr(film, name) for name in FilmFacts.model_fields if name != "depth"}
    return FilmFacts(**shared, depth=library.recall(film.id, "depth"))


def _person(facts: Facts, one: Character) -> Person:
    spans = timeline.presence(facts, one.film_id, one.id)
    return Person(
        id=one.id,
        name=one.name,
        name_evidence=one.name_evidence,
        screen_time_s=timeline.screen_time_s(facts, one.film_id, one.id),
        speech_time_s=timeline.speech_time_s(facts, one.film_id, one.id),
        spans=tuple((span.start_s, span.end_s) for span in spans),
        tracks=one.tracks,
    )


def _shot(shot: Shot) -> ShotPiece:
    return ShotPiece(start_s=shot.span.start_s, end_s=shot.span.end_s, opening=shot.opening)


def _writing(text: ScreenText) -> Writing:
    return Writing(
        start_s=text.span.start_s, end_s=text.span.end_s, words=text.words, confidence=text.confidence
    )


def _scenes(facts: Facts, film_id: str, people: Sequence[Character]) -> tuple[Scene, ...]:
    captions = facts.find(film_id, Caption)
    names = placeholder_names(people)
    return tuple(
        Scene(
            id=segment.local_id,
            start_s=segment.span.start_s,
            end_s=segment.span.end_s,
            captions=tuple(
                fill_names(one.words, names) for one in captions if segment.span.holds(one.span.middle_s)
            ),
        )
        for segment in facts.find(film_id, Segment)
    )


def _line(line: timeline.Line, names: Mapping[str, str]) -> Line:
    said = line.utterance
    return Line(
        start_s=said.span.start_s,
        end_s=said.span.end_s,
        id=said.utterance_id,
        words=said.words,
        manner=said.manner,
        speaker=names[line.character_id] if line.character_id else said.speaker,
        speaker_id=line.character_id,
        source=said.source,
        confidence=said.confidence,
        language=said.language,
    )


def _feelings(facts: Facts, film_id: str, names: Mapping[str, str]) -> tuple[Feeling, ...]:
    return tuple(
        Feeling(
            start_s=one.span.start_s,
            end_s=one.span.end_s,
            character_id=one.character_id,
            character=names[one.character_id] if one.character_id else None,
            emotion=one.emotion,
            confidence=one.confidence,
            modalities=one.modalities,
            evidence=one.evidence,
        )
        for one in timeline.emotion_intervals(facts, film_id)
    )
