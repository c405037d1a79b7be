"""Makes the film card out of the library."""

from typing import Any

from storyreel.agent.card import CardPerson, FilmCard
from storyreel.agent.cast import cast_of
from storyreel.agent.recall.named import other_names
from storyreel.memory.facts import Facts
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Segment, Shot, Span, Utterance

_SAMPLE_S = 300.0
"""The lines of the first minutes tell a film's language."""


def card_of(library: Library, film: Film, budget_s: float) -> FilmCard:
    """The card of a film as it is known now."""
    facts = library.facts
    # without a picture, segments are stretches of equal length, not scenes
    scenes = facts.find(film.id, Segment) if film.has_picture else []
    return FilmCard(
        **_of_file(film),
        **_of_lines(facts, film.id),
        budget_s=budget_s,
        characters=tuple(
            CardPerson(id=one.id, name=one.name, perhaps=other_names(one)) for one in cast_of(library, film)
        ),
        depth=library.recall(film.id, "depth"),
        shots=facts.count(film.id, Shot) - facts.count(film.id, Shot, "continued"),
        scenes=len(scenes),
        scene_spans=tuple(scene.span for scene in scenes),
    )


def _of_file(film: Film) -> dict[str, Any]:
    """What the file itself says."""
    return {
        "film_id": film.id,
        "title": film.title,
        "duration_s": film.duration_s,
        "has_picture": film.has_picture,
        "has_sound": film.has_sound,
        "width_px": film.width_px,
        "height_px": film.height_px,
        "frame_rate_hz": film.frame_rate_hz,
        "audio": tuple(" ".join(filter(None, (one.codec, one.language))) for one in film.audio_tracks),
        "subtitles": tuple(one.language or one.codec for one in film.subtitle_tracks),
    }


def _of_lines(facts: Facts, film_id: str) -> dict[str, Any]:
    """How many lines are known, where from, and in which languages."""
    works = facts.works(film_id)
    read, heard = (sum(one.findings for one in works if one.tool == tool) for tool in ("dialogue", "speech"))
    sample = facts.find(film_id, Utterance, Span(start_s=0, end_s=_SAMPLE_S))
    return {
        "lines": read or heard,
        "recognised": not read and heard > 0,
        "languages": tuple(dict.fromkeys(line.language for line in sample if line.language)),
    }
