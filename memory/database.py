"""One SQLite file shared by threads and processes: connections, transactions, errors in one line."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from storyreel.errors import LibraryError

BUSY_TIMEOUT_S = 30.0
"""How long a transaction waits for another process's; ours last milliseconds."""

_MEANINGS = {
    sqlite3.SQLITE_FULL: "there is no space left for it; free some and try again",
    sqlite3.SQLITE_IOERR: "the disk failed or is full; check its space and try again",
    sqlite3.SQLITE_READONLY: "it cannot be written; check its permissions",
    sqlite3.SQLITE_PERM: "it cannot be written; check its permissions",
    sqlite3.SQLITE_CANTOPEN: "its files cannot be opened or made; check permissions and space",
    sqlite3.SQLITE_BUSY: "another process holds it; try again when that has finished",
    sqlite3.SQLITE_LOCKED: "another process holds it; try again when that has finished",
    sqlite3.SQLITE_CORRUPT: "its facts are damaged; restore them from a copy or ingest into a new library",
    sqlite3.SQLITE_NOTADB: "facts.sqlite3 in it is not a Storyreel file; name another folder",
}
"""What SQLite's primary result codes mean to a user. Any other code is a defect."""


class Database:
    """Connections to one file, lent to one thread at a time. Usable from any thread.

    `writable` tells whether the file and its folder may be written; if not, it can be read all the same.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file throughout. Raises LibraryError."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or none. Raises LibraryError."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Closes the idle connections; lent ones close when they are garbage."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with explained(self.path.parent):
            connection = self._borrow()
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._idle.put(connection)

    def _borrow(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        # The pool lends a connection to one thread at a time, which is all that SQLite asks for.
        connection = sqlite3.connect(
            self._address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        try:
            # Kept facts survive a kill with NORMAL; a power cut may lose the last commits, never the file.
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                if self.writable:
                    connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        connection.row_factory = sqlite3.Row
        return connection

    @property
    def _address(self) -> str:
        """Where nothing may be written, the log that SQLite shares with a writer is only there if one is."""
        if self.writable:
            return self.path.as_uri()
        log = self.path.with_name(f"{self.path.name}-wal")
        return f"{self.path.as_uri()}?mode=ro{'' if log.exists() else '&immutable=1'}"


@contextmanager
def explained(directory: Path) -> Iterator[None]:
    """Raises LibraryError for what a disk or a user can cause; defects pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        meaning = None if code is None else _MEANINGS.get(code & 0xFF)
        if meaning is None:
            raise
        raise LibraryError(f"The library {str(directory)!r} cannot be used: {meaning}.") from error
    except OSError as error:
        meaning = _meaning_of(error)
        if meaning is None:
            raise
        raise LibraryError(f"The library {str(directory)!r} cannot be used: {meaning}.") from error


def _meaning_of(error: OSError) -> str | None:
    """None for what no disk and no user can cause."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _MEANINGS[sqlite3.SQLITE_FULL]
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _MEANINGS[sqlite3.SQLITE_PERM]
    if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
        return f"{error.filename!r} is in the way; move it elsewhere"
    return None
