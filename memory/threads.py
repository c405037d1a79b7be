"""Conversations about films, as LangGraph's SqliteSaver keeps them: here they are only forgotten."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storyreel.errors import LibraryError

TABLES = ("checkpoints", "writes")
"""Of the saver; each row says whose thread it is."""
WAIT_S = 5.0
"""For another process that writes a conversation."""


def thread_id(film_id: str, thread: str) -> str:
    """Under which a conversation of this name about a film is kept."""
    return f"{film_id}/{thread}"


def forget(path: Path, film_id: str) -> None:
    """Takes the conversations about a film out of a file, which need not be there, to the last byte.

    Raises LibraryError if the file cannot be read or written.
    """
    if not path.is_file():
        return
    beginning = thread_id(film_id, "")
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            for table in _tables(connection):
                query = f"DELETE FROM {table} WHERE substr(thread_id, 1, ?) = ?"  # noqa: S608 -- one of ours
                connection.execute(query, [len(beginning), beginning])
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"Conversations about the film cannot be taken out of {str(path)!r} ({error}): see that the file "
            "may be written, or delete it with all conversations."
        ) from error


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {name for (name,) in rows}
    return [table for table in TABLES if table in there]
