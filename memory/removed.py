"""What the user said of a film's people outlives the film in the library: it may be ingested again.

A film's id is the beginning of its content's hash, so the same film finds it again wherever it lies.
"""

import sqlite3


def leave(connection: sqlite3.Connection, film_id: str) -> None:
    """Keeps, of a film that is removed, its corrections and whom their ids mean, and no looks of anybody.

    Where nothing was ever corrected, nothing is kept.
    """
    connection.execute("UPDATE identities SET anchors = '[]' WHERE film_id = ?", [film_id])
    connection.execute(
        """DELETE FROM identities WHERE film_id = :film
           AND NOT EXISTS (SELECT 1 FROM corrections WHERE film_id = :film)""",
        {"film": film_id},
    )


def take_up(connection: sqlite3.Connection, film_id: str) -> None:
    """Sees to it that a film that comes back gives no id again that was given before."""
    connection.execute(
        """UPDATE films SET identities_made = max(
               identities_made,
               (SELECT coalesce(max(number), 0) FROM identities WHERE film_id = :film),
               (SELECT coalesce(max(CAST(substr(record ->> '$.new_id', 2) AS INTEGER)), 0)
                FROM corrections WHERE film_id = :film))
           WHERE id = :film""",
        {"film": film_id},
    )


def forget(connection: sqlite3.Connection, film_id: str) -> int:
    """Forgets what was kept of a film; returns how many corrections that were."""
    connection.execute("DELETE FROM identities WHERE film_id = ?", [film_id])
    query = "DELETE FROM corrections WHERE film_id = ? AND record ->> '$.kind' <> 'undo' RETURNING number"
    count = len(connection.execute(query, [film_id]).fetchall())
    connection.execute("DELETE FROM corrections WHERE film_id = ?", [film_id])
    return count
