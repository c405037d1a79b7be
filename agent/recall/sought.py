"""What fits some words, said, seen or read: a search, and all that can be read in the picture."""

from collections.abc import Sequence

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import found, span_of
from storyreel.agent.recall.items import described, spoken
from storyreel.agent.results import Asked, Found
from storyreel.agent.scenes import names_of
from storyreel.agent.understanding.text import content_words
from storyreel.memory import timeline as timelines
from storyreel.memory.records import NameClaim, Observation, ScreenText, Span

MOST, SOUGHT = 10, 40
"""So many are handed back, the most telling of so many that fit."""


def search(
    context: Context,
    words: str,
    kinds: Sequence[str] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """What was said, seen or read that fits some words, the best first."""
    span = span_of(context, start_s, end_s)
    near, notes = observations_for(context, words, kinds, span, SOUGHT)
    hits = _telling_first(context, near, words)[:MOST]
    names = names_of(context.library, context.film)
    spoken_now = {
        line.observation_id: line for line in timelines.dialogue(context.library.facts, context.film.id, span)
    }
    others = described(context, [hit for hit in hits if hit.id not in spoken_now])
    items = [spoken(spoken_now[hit.id], names) if hit.id in spoken_now else others[hit.id] for hit in hits]
    return found(context, [item for item in items if item.text], span, ("lines",), notes=notes)


def observations_for(
    context: Context, words: str, kinds: Sequence[str], span: Span | None, most: int = MOST
) -> tuple[list[Observation], tuple[str, ...]]:
    """By words alone where they do: meaning needs a model and an index, which take a second to load."""
    from storyreel.memory.search import KINDS, search

    wanted = tuple(kinds) or KINDS
    by_words = [
        hit
        for hit, _ in context.library.facts.search(
            context.film.id, " ".join(content_words(words)) or words, most, kinds=wanted, span=span
        )
    ]
    if by_words and _covers(by_words[0].text, words):
        return by_words, ()
    from storyreel.tools.models import minilm

    hits = search(context.library, context.film.id, words, minilm.embed, wanted, span, most)
    return [hit.observation for hit in hits.hits], hits.notes


def _telling_first(context: Context, hits: Sequence[Observation], words: str) -> list[Observation]:
    """First what has a word asked about that is no name, last what has nothing but names."""
    claims = context.library.facts.find(context.film.id, NameClaim)
    names = {word.lower() for claim in claims for word in claim.name.split()}
    beside = {word.lower() for word in content_words(words)} - names

    def rank(hit: Observation) -> int:
        own = {word.lower() for word in content_words(hit.text)}
        return 0 if own & beside else 2 if own <= names else 1

    return sorted(hits, key=rank)


def _covers(text: str, words: str) -> bool:
    """Whether two thirds of the words, or more, stand in a text, whatever their endings."""
    stems = [word.lower()[: max(4, len(word) - 3)] for word in content_words(words)]
    return sum(stem in text.lower() for stem in stems) * 3 >= len(stems) * 2


def screen_text(context: Context, start_s: float | None = None, end_s: float | None = None) -> Found:
    """What can be read in the picture."""
    span = span_of(context, start_s, end_s)
    texts = context.library.facts.observations(context.film.id, kind=ScreenText.kind, span=span)
    items = list(described(context, texts).values())
    return found(context, items, span, ("screen_text",), asked=Asked(kinds=("text",)))
