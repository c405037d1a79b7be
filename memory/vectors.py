"""Brings the vector index up to what the facts know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from storyreel.memory import queue
from storyreel.memory.chroma import BATCH, CollectionName, Vectors
from storyreel.memory.documents import films_changed, queue_segments
from storyreel.memory.facts import Facts

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to vectors of shape (n, d)."""


class Indexed(Protocol):
    """What a library has that is needed here."""

    @property
    def facts(self) -> Facts:
        """Where everything is known."""
        ...

    @property
    def vectors(self) -> Vectors:
        """The index to fill."""
        ...


def index_pending(library: Indexed, embed: Embed) -> int:
    """Indexes what is not indexed yet and takes out what is gone; returns how many vectors were indexed.

    Killed at any moment, the next call finishes the work. Raises LibraryError if the index is damaged.
    """
    database = library.facts.database
    for film_id in films_changed(library.facts):
        queue_segments(library.facts, film_id)
    if not library.vectors.exists:
        queue.mark_all_waiting(database)
    if not queue.has_work(database):
        return 0
    with library.vectors.indexing():
        forget_gone(library)
        return sum(_index(library, name, embed) for name in get_args(CollectionName))


def rebuild(library: Indexed, embed: Embed) -> int:
    """Makes the whole index again from the facts; returns how many vectors it has.

    Texts that were embedded before need no model.
    """
    with library.vectors.indexing():
        library.vectors.clear()
        queue.mark_all_waiting(library.facts.database)
    return index_pending(library, embed)


def is_behind(library: Indexed, film_id: str) -> bool:
    """Whether the index lacks some of a film's texts."""
    return film_id in films_changed(library.facts) or queue.has_texts_waiting(library.facts.database, film_id)


def forget_gone(library: Indexed) -> None:
    """Takes out of the index what the facts no longer have."""
    database = library.facts.database
    gone = queue.gone(database)
    if library.vectors.exists:
        for collection, ids in gone.items():
            library.vectors.delete(collection, ids)
    queue.forget_traces(database, [id_ for ids in gone.values() for id_ in ids])


def _index(library: Indexed, collection: CollectionName, embed: Embed) -> int:
    database, count = library.facts.database, 0
    while entries := queue.waiting(database, collection, BATCH):
        entries = _embedded(library, entries, embed)
        library.vectors.upsert(collection, entries)
        queue.mark_indexed(database, entries)
        count += len(entries)
    return count


def _embedded(library: Indexed, entries: list[queue.Entry], embed: Embed) -> list[queue.Entry]:
    bare = [entry for entry in entries if not len(entry.vector)]
    if not bare:
        return entries
    vectors = np.asarray(embed([entry.text for entry in bare]), dtype="<f4")
    queue.keep_embedded(library.facts.database, bare, vectors)
    made = {entry.id: replace(entry, vector=vector) for entry, vector in zip(bare, vectors, strict=True)}
    return [made.get(entry.id, entry) for entry in entries]
