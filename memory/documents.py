"""What a segment is found by: its caption and what is said in it, as one text."""

from collections.abc import Iterable, Sequence

from storyreel.memory import queue
from storyreel.memory.facts import Facts
from storyreel.memory.records import Caption, Observation, Segment, Span, Utterance


def queue_segments(facts: Facts, film_id: str) -> None:
    """Brings the queue to the segments' texts as they are now; does nothing if nothing changed."""
    revision = facts.revision(film_id)
    texts = _texts(facts, film_id)
    with facts.database.write() as connection:
        queue.replace_all(connection, film_id, "segments", {entry.id: entry for entry in texts})
        connection.execute("UPDATE films SET index_revision = ? WHERE id = ?", [revision, film_id])


def films_changed(facts: Facts) -> list[str]:
    """Films of which something new is known since their segments' texts were made."""
    with facts.database.read() as connection:
        rows = connection.execute("SELECT id FROM films WHERE index_revision IS NOT revision").fetchall()
    return [row["id"] for row in rows]


def _texts(facts: Facts, film_id: str) -> list[queue.Entry]:
    segments = facts.observations(film_id, kind=Segment.kind)
    captions = facts.find(film_id, Caption) if segments else []
    lines = facts.find(film_id, Utterance) if segments else []
    return [
        _entry(segment, text)
        for segment in segments
        if (text := _words_in(segment.span, captions) + _words_in(segment.span, lines))
    ]


def _words_in(span: Span, findings: Iterable[Caption | Utterance]) -> list[str]:
    return [finding.words for finding in findings if span.holds(finding.span.middle_s)]


def _entry(segment: Observation, words: Sequence[str]) -> queue.Entry:
    return queue.Entry(
        segment.id,
        segment.film_id,
        "segments",
        segment.span.start_s,
        segment.span.end_s,
        Segment.model_validate(segment.payload).local_id,
        "\n".join(words),
        queue.NOT_EMBEDDED,
    )
