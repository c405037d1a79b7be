"""The vector index: Chroma in the library's folder. It can always be made again from the facts."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import filelock
import numpy as np

from storyreel.errors import LibraryError
from storyreel.memory.database import explained
from storyreel.memory.queue import Embedding, Entry
from storyreel.memory.records import Span

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

CollectionName = Literal["segments", "dialogue", "faces", "voices", "anchors"]
BATCH = 250
"""The most vectors that Chroma is given at once."""
WAIT_S = 120.0
"""How long to wait for others who have the index or fill it."""


@dataclass(frozen=True)
class Near:
    """A vector found near another."""

    id: str
    film_id: str
    about: str
    span: Span
    similarity: float
    """Cosine, -1 to 1."""


class Vectors:
    """Vectors by cosine similarity, in collections that hold one length of vector each.

    Chroma's client is not safe beside a writing process, for reading neither: it crashes on files that change
    while it loads them. So one process and thread at a time has the index, for one short operation. Raises
    LibraryError if the index is damaged or held for too long.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._seen_ns = 0
        self._access = filelock.FileLock(directory.with_suffix(".lock"))
        self._indexing = filelock.FileLock(directory.with_name("indexing.lock"))

    @property
    def exists(self) -> bool:
        """Whether anything is indexed."""
        index = self.directory / "chroma.sqlite3"
        return index.is_file() and index.stat().st_size > 0

    @contextmanager
    def indexing(self) -> Iterator[None]:
        """Keeps everybody else from bringing the index up to the facts; others may go on reading it."""
        with explained(self.directory), _held(self._indexing):
            yield

    def upsert(self, collection: CollectionName, entries: Sequence[Entry]) -> None:
        """Puts entries with vectors into a collection, in place of earlier ones of their ids."""
        by_length: dict[int, list[Entry]] = {}
        for entry in entries:
            by_length.setdefault(len(entry.vector), []).append(entry)
        with self._open():
            for length, group in by_length.items():
                store = self._made(f"{collection}-{length}")
                for first in range(0, len(group), BATCH):
                    _upsert_batch(store, group[first : first + BATCH])

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Takes ids out of a collection; ids that are not there are no matter."""
        with self._open():
            for store in self._stores(collection):
                for first in range(0, len(ids), BATCH):
                    store.delete(ids=list(ids[first : first + BATCH]))

    def query(
        self,
        collection: CollectionName,
        vector: Embedding,
        *,
        film_id: str,
        span: Span | None = None,
        limit: int = 20,
    ) -> list[Near]:
        """What lies nearest to a vector of shape (d,) in one film, the nearest first."""
        name = f"{collection}-{len(vector)}"
        if not self.exists:
            return []
        with self._open():
            stores = [store for store in self._stores(collection) if store.name == name]
            return [
                near for store in stores for near in _nearest(store, vector, _where(film_id, span), limit)
            ]

    def count(self, collection: CollectionName) -> int:
        """How many vectors a collection holds, of all films."""
        if not self.exists:
            return 0
        with self._open():
            return sum(store.count() for store in self._stores(collection))

    def clear(self) -> None:
        """Throws the whole index away, damaged or not."""
        self.close()
        with explained(self.directory), _held(self._access):
            if self.directory.is_dir():
                shutil.rmtree(self.directory)
            else:
                self.directory.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of Chroma's files."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    def _changed_ns(self) -> int:
        return (self.directory / "chroma.sqlite3").stat().st_mtime_ns if self.exists else 0

    @cached_property
    def _client(self) -> "ClientAPI":
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        try:
            return chromadb.PersistentClient(str(self.directory), settings)
        except BaseException as error:
            # Chroma keeps clients by folder, those that failed to start too: a rebuild would get that one.
            SharedSystemClient.clear_system_cache()
            if isinstance(error, ValueError):  # so it says, in vain, that it has no tenant
                raise self._damage(error) from error
            raise

    def _stores(self, collection: str) -> list["Collection"]:
        names = [store.name for store in self._client.list_collections()]
        wanted = [name for name in names if name.rpartition("-")[0] == collection]
        return [self._client.get_collection(name, embedding_function=None) for name in wanted]

    def _made(self, name: str) -> "Collection":
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Sees the index as it is now, and says in one line if it is damaged.

        A client goes on with the index as it first saw it, so it is opened anew after others have written.
        """
        with explained(self.directory), _held(self._access):
            from chromadb.errors import ChromaError

            if self._changed_ns() != self._seen_ns:
                self.close()
            try:
                yield
                self._seen_ns = self._changed_ns()
            except ChromaError as error:
                raise self._damage(error) from error

    def _damage(self, error: Exception) -> LibraryError:
        return LibraryError(
            f"The vector index in {str(self.directory)!r} cannot be used ({_first_line(error)}): see that "
            "the disk has space, then run `storyreel memory rebuild`; no fact is lost."
        )


@contextmanager
def _held(lock: filelock.BaseFileLock) -> Iterator[None]:
    try:
        lock.acquire(timeout=WAIT_S, poll_interval=0.01)
    except filelock.Timeout:
        raise LibraryError("Another process fills the vector index: try again later.") from None
    try:
        yield
    finally:
        lock.release()


def _upsert_batch(store: "Collection", entries: Sequence[Entry]) -> None:
    metadatas: list[Any] = [
        {"film_id": entry.film_id, "about": entry.about, "start_s": entry.start_s, "end_s": entry.end_s}
        for entry in entries
    ]
    store.upsert(
        ids=[entry.id for entry in entries],
        embeddings=np.stack([entry.vector for entry in entries]),
        metadatas=metadatas,
        documents=[entry.text for entry in entries],
    )


def _where(film_id: str, span: Span | None) -> Any:  # noqa: ANN401 -- Chroma's own nested filter
    if span is None:
        return {"film_id": film_id}
    begins, ends = {"start_s": {"$lt": span.end_s}}, {"end_s": {"$gt": span.start_s}}
    return {"$and": [{"film_id": film_id}, begins, ends]}


def _nearest(store: "Collection", vector: Embedding, where: Any, limit: int) -> list[Near]:  # noqa: ANN401 -- as _where
    answer: Any = store.query(
        query_embeddings=vector[None], n_results=limit, where=where, include=["metadatas", "distances"]
    )
    return [
        Near(
            id_,
            str(known["film_id"]),
            str(known["about"]),
            Span(start_s=float(known["start_s"]), end_s=float(known["end_s"])),
            1.0 - float(distance),
        )
        for id_, known, distance in zip(
            answer["ids"][0], answer["metadatas"][0], answer["distances"][0], strict=True
        )
    ]


def _first_line(error: BaseException) -> str:
    """What went wrong first, where one failure led to another."""
    while error.__context__ is not None:
        error = error.__context__
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
