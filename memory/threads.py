"""Conversations about films, as LangGraph's SqliteSaver keeps them: here they are thinned and forgotten."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storyreel.errors import LibraryError

TABLES = ("checkpoints", "writes")
"""Of the saver; each row says whose thread it is."""
WAIT_S = 5.0
"""For another process that writes a conversation."""


def thread_id(film_id: str, thread: str) -> str:
    """Under which a conversation of this name about a film is kept."""
    return f"{film_id}/{thread}"


def keep_newest(path: Path, thread_id: str) -> None:
    """Leaves of a conversation its newest checkpoint alone: each holds all that was said before it.

    Raises sqlite3.DatabaseError if the file cannot be read or written.
    """
    with _opened(path) as connection:
        for table in TABLES:
            connection.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < "  # noqa: S608 -- one of ours
                "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?)",
                [thread_id, thread_id],
            )


def forget(path: Path, film_id: str) -> None:
    """Takes the conversations about a film out of a file, which need not be there, to the last byte.

    Raises LibraryError if the file cannot be read or written.
    """
    if not path.is_file():
        return
    beginning = thread_id(film_id, "")
    try:
        with _opened(path) as connection:
            for table in _tables(connection):
                query = f"DELETE FROM {table} WHERE substr(thread_id, 1, ?) = ?"  # noqa: S608 -- one of ours
                connection.execute(query, [len(beginning), beginning])
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"Conversations about the film cannot be taken out of {str(path)!r} ({error}): see that the file "
            "may be written, or delete it with all conversations."
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, in which nothing that is deleted leaves a byte behind."""
    with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        yield connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {name for (name,) in rows}
    return [table for table in TABLES if table in there]
