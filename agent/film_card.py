"""Makes the film card out of the library."""

from storyreel.agent.card import CardPerson, FilmCard
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Segment, Shot, Span, Utterance

_SAMPLE_S = 300.0
"""The lines of the first minutes tell a film's language."""


def card_of(library: Library, film: Film, budget_s: float) -> FilmCard:
    """The card of a film as it is known now."""
    facts = library.facts
    works = facts.works(film.id)
    found = {
        tool: sum(work.findings for work in works if work.tool == tool) for tool in ("dialogue", "speech")
    }
    sample = facts.find(film.id, Utterance, Span(start_s=0, end_s=_SAMPLE_S))
    return FilmCard(
        film_id=film.id,
        title=film.title,
        duration_s=film.duration_s,
        budget_s=budget_s,
        characters=tuple(CardPerson(id=one.id, name=one.name) for one in characters(facts, film.id)),
        depth=library.recall(film.id, "depth"),
        has_picture=film.has_picture,
        has_sound=film.has_sound,
        width_px=film.width_px,
        height_px=film.height_px,
        frame_rate_hz=film.frame_rate_hz,
        audio=tuple(" ".join(filter(None, (track.codec, track.language))) for track in film.audio_tracks),
        subtitles=tuple(track.language or track.codec for track in film.subtitle_tracks),
        lines=found["dialogue"] or found["speech"],
        recognised=not found["dialogue"] and found["speech"] > 0,
        languages=tuple(dict.fromkeys(line.language for line in sample if line.language)),
        shots=facts.count(film.id, Shot) - facts.count(film.id, Shot, "continued"),
        scenes=facts.count(film.id, Segment),
    )
