"""The film library: a folder that holds what is remembered of all films."""

import difflib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import filelock

from storyreel.errors import LibraryError
from storyreel.memory import removed, threads
from storyreel.memory.chroma import Vectors
from storyreel.memory.database import Database, explained
from storyreel.memory.facts import Facts
from storyreel.memory.records import Anchor, Film
from storyreel.memory.schema import check_current, migrate
from storyreel.memory.vectors import forget_gone

INGEST_WAIT_S = 3.0
"""Long enough for another process to finish a question's deepening, too short to seem hung."""


class BusyError(LibraryError):
    """Another process holds a film for ingest."""


class Library:
    """Films by id, title and path, their facts and vectors. A context manager; `open` makes one."""

    def __init__(self, directory: Path, database: Database) -> None:
        self.directory = directory
        self.facts = Facts(database)
        self._database = database

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Opens the library in a folder, which is made where it is missing.

        One that may not be written can be read; what would change it raises LibraryError. So do a newer
        version's library, a folder that cannot be made, and a full disk.
        """
        directory = directory.expanduser().absolute()
        with explained(directory):
            _make_folder(directory)
            database = Database(directory / "facts.sqlite3")
            try:
                _make_current(database)
            except BaseException:
                database.close()
                raise
        return cls(directory, database)

    def close(self) -> None:
        """Lets go of files."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def vectors(self) -> Vectors:
        """The vector index; Chroma is loaded when it is first asked something."""
        return Vectors(self.directory / "vectors")

    def films(self) -> list[Film]:
        """All films, in the order they were added."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT record FROM films ORDER BY rowid").fetchall()
        return [Film.model_validate_json(row["record"]) for row in rows]

    def film(self, which: str) -> Film:
        """The film with this path, id, beginning of an id, or title (case does not matter).

        A file that was moved or copied is known by its content. Raises LibraryError, naming near titles, if
        no film or more than one fits.
        """
        path = os.path.expanduser(which).replace("\0", "")
        is_readable = os.path.isfile(path) and os.access(path, os.R_OK)
        at_path = self.film_at(Path(path)) if is_readable else self._film_last_at(path)
        if at_path is not None:
            return at_path
        films = self.films()
        for fits in (_has_id, _has_title, _id_begins):
            found = [film for film in films if fits(film, which)]
            if len(found) == 1:
                return found[0]
            if found:
                names = ", ".join(f"{film.title!r} ({film.id})" for film in found)
                raise LibraryError(f"{which!r} may be any of {names}: name one by its id.")
        raise LibraryError(_unknown(which, films))

    def film_at(self, path: Path) -> Film | None:
        """The film that a file is, if it is in the library.

        The file is read only where path, size and time of change do not tell. Raises OSError if it is gone.
        """
        path = path.resolve()
        status = path.stat()
        query = """SELECT films.record FROM film_files JOIN films ON films.id = film_id
                   WHERE path = ? AND size_bytes = ? AND modified_ns = ?"""
        with self._database.read() as connection:
            row = connection.execute(query, [str(path), status.st_size, status.st_mtime_ns]).fetchone()
        if row is not None:
            return Film.model_validate_json(row["record"])
        return self._film_of_content(path)

    def replaced(self, film: Film) -> Film | None:
        """The other film that lies, or was last seen, where this one did; None if there is none."""
        other = self._film_last_at(film.path)
        return other if other is not None and other.id != film.id else None

    def add(self, film: Film) -> None:
        """Puts a film into the library, or renews what is known of its file; its path is made absolute."""
        film = film.model_copy(update={"path": os.path.realpath(film.path)})
        with self._database.write() as connection:
            connection.execute(
                """INSERT INTO films (id, content_hash, record) VALUES (?, ?, ?)
                   ON CONFLICT (id) DO UPDATE SET record = excluded.record""",
                [film.id, film.content_hash, film.model_dump_json()],
            )
            removed.take_up(connection, film.id)
            _note_file(connection, film)

    def remove(self, film_id: str) -> None:
        """Forgets a film: facts, choices, vectors, pictures, traces, conversations; never the film's file.

        Corrections hold again when the film comes back. Raises LibraryError if the film is unknown or being
        ingested.
        """
        with self.ingest_lock(film_id):
            threads.forget(self.threads_path, film_id)
            with self._database.write() as connection:
                if connection.execute("DELETE FROM films WHERE id = ?", [film_id]).rowcount == 0:
                    raise LibraryError(f"There is no film {film_id!r} in the library.")
                removed.leave(connection, film_id)
            shutil.rmtree(self.pictures_dir(film_id), ignore_errors=True)
            for trace in self.traces_dir.glob(f"*-{film_id}-*"):
                trace.unlink(missing_ok=True)
        forget_gone(self)

    def forget_corrections(self, film_id: str) -> int:
        """Forgets the corrections of a film that was removed, and returns how many there were."""
        with self._database.write() as connection:
            return removed.forget(connection, film_id)

    def pictures_dir(self, film_id: str) -> Path:
        """Where pictures of a film may be kept."""
        return self.directory / "pictures" / film_id

    @property
    def threads_path(self) -> Path:
        """Where conversations are kept."""
        return self.directory / "threads.sqlite3"

    @property
    def traces_dir(self) -> Path:
        """Where runs leave their traces, in files named by time, film and chance."""
        return self.directory / "traces"

    def portrait(self, anchor: Anchor) -> Path:
        """Where the picture of an anchor is, once it was cut out; named by its time and place in the film."""
        name = f"{anchor.time_s:.3f}_{anchor.box.x:.3f}_{anchor.box.y:.3f}.jpg"
        return self.pictures_dir(anchor.film_id) / name

    @contextmanager
    def ingest_lock(self, film_id: str, wait_s: float = INGEST_WAIT_S) -> Iterator[None]:
        """Holds a film for ingest; one process at a time.

        Raises BusyError if another still holds it after `wait_s` seconds.
        """
        locks = self.directory / "locks"
        with explained(self.directory):
            locks.mkdir(exist_ok=True)
            lock = filelock.FileLock(locks / f"film-{film_id}.lock")
            try:
                lock.acquire(timeout=wait_s)
            except filelock.Timeout:
                raise BusyError(
                    f"Another process is ingesting film {film_id}: ask meanwhile, or try again later."
                ) from None
        try:
            yield
        finally:
            lock.release()

    def remember(self, film_id: str, key: str, value: object) -> None:
        """Keeps a choice made for a film, such as its subtitle file: anything JSON can say."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO film_choices VALUES (?, ?, ?)", [film_id, key, json.dumps(value)]
            )

    def recall(self, film_id: str, key: str) -> Any:  # noqa: ANN401 -- whatever JSON was kept
        """The choice kept under a key, or None."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT value FROM film_choices WHERE film_id = ? AND key = ?", [film_id, key]
            ).fetchone()
        return None if row is None else json.loads(row["value"])

    def _film_last_at(self, path: str) -> Film | None:
        query = "SELECT films.record FROM film_files JOIN films ON films.id = film_id WHERE path = ?"
        with self._database.read() as connection:
            row = connection.execute(query, [os.path.realpath(path)]).fetchone()
        return None if row is None else Film.model_validate_json(row["record"])

    def _film_of_content(self, path: Path) -> Film | None:
        with path.open("rb") as file:
            content_hash = hashlib.file_digest(file, "sha256").hexdigest()
        with self._database.read() as connection:
            query = "SELECT record FROM films WHERE content_hash = ?"
            row = connection.execute(query, [content_hash]).fetchone()
        if row is None:
            return None
        film = Film.model_validate_json(row["record"]).model_copy(update={"path": str(path)})
        self.add(film)
        return film


def _make_current(database: Database) -> None:
    if database.writable or not database.path.exists():
        with database.write() as connection:
            migrate(connection)
    else:
        with database.read() as connection:
            check_current(connection)


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise LibraryError(f"{str(directory)!r} is or lies under a file: name another folder.") from None
    except OSError as error:
        raise LibraryError(
            f"The library {str(directory)!r} cannot be made ({error.strerror}): check permissions and space, "
            "or name another folder."
        ) from None


def _note_file(connection: sqlite3.Connection, film: Film) -> None:
    if not os.path.isfile(film.path):
        return
    status = os.stat(film.path)
    connection.execute(
        "INSERT OR REPLACE INTO film_files VALUES (?, ?, ?, ?)",
        [film.path, film.id, status.st_size, status.st_mtime_ns],
    )


def _has_id(film: Film, which: str) -> bool:
    return film.id == which.lower()


def _has_title(film: Film, which: str) -> bool:
    return film.title.casefold() == which.casefold()


def _id_begins(film: Film, which: str) -> bool:
    return which != "" and film.id.startswith(which.lower())


def _unknown(which: str, films: list[Film]) -> str:
    if not films:
        return f"There is no film {which!r}: the library is empty. Ingest a film first."
    names = {film.title.casefold(): film.title for film in films}
    near = difflib.get_close_matches(which.casefold(), names, n=3, cutoff=0.5)
    listed = ", ".join(repr(names[name]) for name in near or list(names)[:3])
    hint = f"did you mean {listed}?" if near else f"it has {listed}{'…' if len(names) > 3 else '.'}"
    return f"There is no film {which!r} in the library; {hint}"
