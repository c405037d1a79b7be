"""Finds what was said, seen or read by words and by meaning, both at once."""

from collections.abc import Sequence

from storyreel.errors import LibraryError
from storyreel.memory.chroma import CollectionName, Vectors
from storyreel.memory.library import Library
from storyreel.memory.queue import Embedding
from storyreel.memory.records import Caption, Observation, Record, ScreenText, Segment, Span, Utterance
from storyreel.memory.vectors import Embed, is_behind

FUSION_K = 60
"""Cormack, Clarke and Buettcher 2009: reciprocal rank fusion."""
DEEPER = 3
"""Each index is asked for this many times the hits wanted, so that both may know the same ones."""
KINDS = (Utterance.kind, Segment.kind, Caption.kind, ScreenText.kind)
_COLLECTIONS: dict[str, CollectionName] = {Utterance.kind: "dialogue", Segment.kind: "segments"}


class Hit(Record):
    """Something found."""

    observation: Observation
    score: float
    """Sum over indexes of 1 / (60 + rank): higher is better, at most 2 / 61."""


class Hits(Record):
    """What a search found, the best first."""

    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    """Why something may be missing, one line each."""


def search(
    library: Library,
    film_id: str,
    text: str,
    embed: Embed | None = None,
    kinds: Sequence[str] = KINDS,
    span: Span | None = None,
    limit: int = 10,
) -> Hits:
    """What fits a text in one film, by its words and, where there is an `embed`, by its meaning.

    Where the vector index lags, is damaged or no model is given, words alone must do, and a note says so.
    """
    by_words = [one for one, _ in library.facts.search(film_id, text, DEEPER * limit, kinds=kinds, span=span)]
    by_meaning, notes = _by_meaning(library, film_id, text, embed, kinds, span, DEEPER * limit)
    known = {one.id: one for one in by_words}
    missing = [id_ for id_ in by_meaning if id_ not in known]
    known |= {one.id: one for one in library.facts.observations(film_id, ids=missing)}
    best = fused([[one.id for one in by_words], [id_ for id_ in by_meaning if id_ in known]])[:limit]
    return Hits(hits=tuple(Hit(observation=known[id_], score=score) for id_, score in best), notes=notes)


def fused(rankings: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
    """Ids with their reciprocal rank fusion scores, the best first.

    >>> [id_ for id_, _ in fused([["a", "b"], ["b", "c"]])]
    ['b', 'a', 'c']
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, start=1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (FUSION_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])


def _by_meaning(
    library: Library,
    film_id: str,
    text: str,
    embed: Embed | None,
    kinds: Sequence[str],
    span: Span | None,
    limit: int,
) -> tuple[list[str], tuple[str, ...]]:
    """Observation ids by similarity, and what the user should know."""
    if embed is None:
        return [], ("Searched by words alone.",)
    if not library.vectors.exists:
        return [], ("Searched by words alone: nothing is indexed by meaning yet.",)
    try:
        found = _nearest(library.vectors, embed([text])[0], film_id, kinds, span, limit)
    except LibraryError as error:
        return [], (f"Searched by words alone: {error}",)
    return found, ("Not everything is indexed by meaning yet.",) if is_behind(library, film_id) else ()


def _nearest(
    vectors: Vectors, vector: Embedding, film_id: str, kinds: Sequence[str], span: Span | None, limit: int
) -> list[str]:
    collections = [collection for kind, collection in _COLLECTIONS.items() if kind in kinds]
    near = [
        one
        for collection in collections
        for one in vectors.query(collection, vector, film_id=film_id, span=span, limit=limit)
    ]
    return [one.id for one in sorted(near, key=lambda one: -one.similarity)]
