"""What is said: by whom, with certain words, in a stretch of film."""

import re
from collections.abc import Sequence

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import character_of, few, found, span_of
from storyreel.agent.recall.items import spoken
from storyreel.agent.recall.sought import observations_for
from storyreel.agent.results import Asked, Found
from storyreel.agent.scenes import names_of
from storyreel.agent.understanding.text import content_words, word_set
from storyreel.agent.watched import Need
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import joined, total_s
from storyreel.memory.records import Span, Utterance
from storyreel.memory.timeline import Line

_OWNED = re.compile(r"(\w)['’]s(?!\w)", re.IGNORECASE)
_PERSONS = word_set("i you he she we they me him us them my your not")
"""Words that stand in what somebody says, not in what is spoken of."""


def dialogue(
    context: Context,
    speaker: str | None = None,
    words: str | None = None,
    exact: bool = False,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """What is said: of one speaker, with certain words, in a stretch of film."""
    span = span_of(context, start_s, end_s)
    who = character_of(context, speaker) if speaker else None
    lines = timelines.dialogue(context.library.facts, context.film.id, span, who.id if who else None)
    notes: tuple[str, ...] = ()
    if words:
        lines, notes = _with_words(context, lines, words, exact, span)
    asked = Asked(kinds=("speech",), people=(who.name,) if who else (), words=words or "")
    names = names_of(context.library, context.film)
    items = [spoken(line, names) for line in _few(lines)]
    needs: tuple[Need, ...] = ("lines", "people") if speaker else ("lines",)
    seconds = total_s(joined(line.utterance.span for line in lines))
    return found(context, items, span, needs, len(lines), seconds, notes, asked)


def _few(lines: Sequence[Line]) -> list[Line]:
    """The first of many lines, the longest, shortest and last that is spoken, and the last."""
    kept = few(lines)
    spoken = [line for line in lines if line.utterance.manner != "sound"]
    edges = [pick(spoken, key=_length_s) for pick in (max, min)] if spoken else []
    missing = [line for line in lines if line in (*edges, *spoken[-1:]) and line not in kept]
    return [*kept[: len(kept) - 1 - len(missing)], *missing, *kept[-1:]]


def _length_s(line: Line) -> float:
    return line.utterance.span.duration_s


def _with_words(
    context: Context, lines: Sequence[Line], words: str, exact: bool, span: Span | None
) -> tuple[list[Line], tuple[str, ...]]:
    """Lines that have the phrase, else all its words, else, unless `exact`, those nearest to it.

    In quotation marks, only the phrase itself: “robot” is not robotics. So too of a saying, where it
    is to be exact: `I love you` is more than its words.
    """
    phrase = _with_phrase(lines, words)
    is_phrase = words.startswith('"') or (exact and _is_saying(words))
    if is_phrase or (phrase and len(words.split()) > 1):
        return phrase, ()
    every = _with_all(context, lines, words, span)
    if every or exact:
        return every, ()
    hits, notes = observations_for(context, words, (Utterance.kind,), span)
    order = {hit.id: place for place, hit in enumerate(hits)}
    near = sorted(
        (line for line in lines if line.observation_id in order), key=lambda line: order[line.observation_id]
    )
    return near[:5], (
        f"No line has all the words of '{words}'; these are the nearest.",
        *notes,
    ) if near else notes


def _with_phrase(lines: Sequence[Line], words: str) -> list[Line]:
    """Lines that the phrase stands in; it may run over from one to the next."""
    stream = [(word, place) for place, line in enumerate(lines) for word in _plain(line.utterance.words)]
    sought = _plain(words)
    starts = [
        at
        for at in range(len(stream) - len(sought) + 1)
        if sought and all(stream[at + step][0] == word for step, word in enumerate(sought))
    ]
    places = {stream[at + step][1] for at in starts for step in range(len(sought))}
    return [lines[place] for place in sorted(places)]


def _is_saying(words: str) -> bool:
    """Whether it is a sentence of somebody's, as `I love you`, rather than a thing."""
    return len(words.split()) > 1 and not _PERSONS.isdisjoint(re.findall(r"[a-z]+", words.lower()))


def _plain(text: str) -> list[str]:
    """Words in small letters and without marks; `victim's` is not `victims`."""
    plain = (_bare(_OWNED.sub(r"\1 ", word)) + ("'s" if _OWNED.search(word) else "") for word in text.split())
    return [word for word in plain if word]


def _bare(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum()).lower()


def _with_all(context: Context, lines: Sequence[Line], words: str, span: Span | None) -> list[Line]:
    ids: set[str] | None = None
    for word in content_words(words) or tuple(words.split()):
        hits = context.library.facts.search(context.film.id, word, 10_000, kinds=(Utterance.kind,), span=span)
        having = {hit.id for hit, _ in hits}
        ids = having if ids is None else ids & having
    return [line for line in lines if line.observation_id in (ids or set())]
