"""The tables of facts.sqlite3 and how an older file becomes a newer one."""

import sqlite3
from collections.abc import Sequence

from storyreel.errors import LibraryError

APPLICATION_ID = 0x5354_524C
"""`STRL`: marks the file as ours in SQLite's header."""

Migration = tuple[str, ...]

_FIRST: Migration = (
    """CREATE TABLE films (
        id TEXT PRIMARY KEY,
        content_hash TEXT NOT NULL UNIQUE,
        record TEXT NOT NULL,              -- Film as JSON
        revision INTEGER NOT NULL DEFAULT 0,     -- goes up whenever what is known of the film changes
        cast_revision INTEGER,             -- the revision that characters and speakers were made from
        index_revision INTEGER,            -- the revision that the vectors' texts were made from
        identities_made INTEGER NOT NULL DEFAULT 0   -- ids given to people; they are never given again
    ) STRICT""",
    """CREATE TABLE film_files (
        path TEXT PRIMARY KEY,
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        size_bytes INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE film_choices (
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (film_id, key)
    ) STRICT""",
    """CREATE TABLE works (
        number INTEGER PRIMARY KEY,
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        tool TEXT NOT NULL,
        version TEXT NOT NULL,
        inputs TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        notes TEXT NOT NULL,
        seconds REAL NOT NULL,
        findings INTEGER NOT NULL,
        UNIQUE (film_id, tool, start_s, end_s)
    ) STRICT""",
    """CREATE TABLE observations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        work INTEGER NOT NULL REFERENCES works ON DELETE CASCADE,
        film_id TEXT NOT NULL,
        tool TEXT NOT NULL,
        tool_version TEXT NOT NULL,
        kind TEXT NOT NULL,
        local_id TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        subject TEXT,
        label TEXT NOT NULL,
        score REAL,
        text TEXT NOT NULL,
        payload TEXT NOT NULL,             -- the finding as JSON
        digest TEXT NOT NULL               -- of the payload
    ) STRICT""",
    "CREATE INDEX observations_by_work ON observations (work)",
    "CREATE INDEX observations_by_kind ON observations (film_id, kind, start_s, end_s)",
    "CREATE INDEX observations_by_name ON observations (film_id, kind, local_id)",
    "CREATE INDEX observations_by_tool ON observations (film_id, tool, start_s, end_s, id, digest)",
    # Not SQLite's external content: what is indexed is the text as split into words by memory.words. Of 600
    # lines asked for by three of their words with other endings, porter finds 0.95 (mean reciprocal rank),
    # trigram 0.22, unicode61 alone 0; with the words as they are, all find 0.98.
    "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')",
    """CREATE TRIGGER words_follow_observations AFTER DELETE ON observations BEGIN
        DELETE FROM words WHERE rowid = old.number;
    END""",
    """CREATE TABLE readings (             -- of emotions, as the timeline reads them: fast
        film_id TEXT NOT NULL,
        about TEXT NOT NULL,
        id TEXT NOT NULL,
        observation INTEGER NOT NULL REFERENCES observations ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        modality TEXT NOT NULL,
        probabilities BLOB NOT NULL,       -- little-endian float32 in the order of records.EMOTIONS
        PRIMARY KEY (film_id, about, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX readings_by_observation ON readings (observation)",
    """CREATE TABLE vectors (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        observation INTEGER REFERENCES observations ON DELETE CASCADE,
        collection TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        about TEXT NOT NULL,               -- local id of what it shows or says
        text TEXT NOT NULL,
        vector BLOB,                       -- little-endian float32; none until embedded
        indexed INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX vectors_by_observation ON vectors (observation)",
    "CREATE INDEX vectors_by_film ON vectors (film_id, collection)",
    "CREATE INDEX vectors_waiting ON vectors (collection) WHERE indexed = 0",
    "CREATE TABLE vectors_gone (id TEXT PRIMARY KEY, collection TEXT NOT NULL) STRICT",
    """CREATE TRIGGER vectors_leave_traces AFTER DELETE ON vectors BEGIN
        INSERT OR IGNORE INTO vectors_gone VALUES (old.id, old.collection);
    END""",
    """CREATE TABLE identities (
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        number INTEGER NOT NULL,
        label TEXT,                        -- of a person known by a subtitle label alone
        tracks TEXT NOT NULL,
        anchors TEXT NOT NULL,
        PRIMARY KEY (film_id, number)
    ) STRICT""",
    """CREATE TABLE corrections (
        number INTEGER PRIMARY KEY,
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        record TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE characters (
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        id TEXT NOT NULL,
        place INTEGER NOT NULL,
        record TEXT NOT NULL,              -- Character as JSON
        PRIMARY KEY (film_id, id)
    ) STRICT""",
    """CREATE TABLE appearances (
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        track_id TEXT NOT NULL,
        character_id TEXT NOT NULL,
        PRIMARY KEY (film_id, track_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE speakers (
        film_id TEXT NOT NULL REFERENCES films ON DELETE CASCADE,
        utterance_id TEXT NOT NULL,
        character_id TEXT NOT NULL,
        confidence REAL NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (film_id, utterance_id)
    ) STRICT, WITHOUT ROWID""",
)

MIDDLE_LOOK = "'$.looks[' || (json_array_length(payload, '$.looks') / 2) || ']'"
"""SQL for the path of a face track's middle look in its payload."""

_TRACKS_BY_MOMENT: Migration = (  # a newer face tool gives the names of tracks to other faces
    f"""UPDATE identities SET tracks = (
        SELECT json_group_array(json_object(
            'track_id', local_id,
            'time_s', json_extract(payload, {MIDDLE_LOOK} || '.time_s'),
            'box', json_extract(payload, {MIDDLE_LOOK} || '.box')))
        FROM json_each(identities.tracks) AS track JOIN observations
        ON observations.film_id = identities.film_id AND kind = 'face_track' AND local_id = track.value
    )""",  # noqa: S608 -- our path
)

_VOICES: Migration = ("ALTER TABLE identities ADD COLUMN voice TEXT",)  # of a person known by it alone

_HEARD: Migration = (
    "ALTER TABLE identities ADD COLUMN heard TEXT NOT NULL DEFAULT '[]'",  # when the voice is, in seconds
    "ALTER TABLE identities ADD COLUMN joined INTEGER",  # who it was found to be one with
    "ALTER TABLE films ADD COLUMN cast_notes TEXT NOT NULL DEFAULT '[]'",  # corrections that wait
    "UPDATE films SET cast_revision = NULL",  # characters are made otherwise now
)

_WEIGHTS: Migration = (
    "ALTER TABLE readings ADD COLUMN weight REAL NOT NULL DEFAULT 1",  # how well it could be perceived
)

_OUTLIVING: Migration = (  # what the user said, and whom it means, stays when a film is removed
    """CREATE TABLE kept_identities (
        film_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        label TEXT,                        -- of a person known by a subtitle label alone
        tracks TEXT NOT NULL,
        anchors TEXT NOT NULL,
        voice TEXT,                        -- of a person known by it alone
        heard TEXT NOT NULL,               -- when the voice is, in seconds
        joined INTEGER,                    -- who it was found to be one with
        PRIMARY KEY (film_id, number)
    ) STRICT""",
    """INSERT INTO kept_identities
       SELECT film_id, number, label, tracks, anchors, voice, heard, joined FROM identities""",
    "DROP TABLE identities",
    "ALTER TABLE kept_identities RENAME TO identities",
    """CREATE TABLE kept_corrections (
        number INTEGER PRIMARY KEY,
        film_id TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO kept_corrections SELECT number, film_id, record FROM corrections",
    "DROP TABLE corrections",
    "ALTER TABLE kept_corrections RENAME TO corrections",
)

_SIGHTINGS: Migration = ("UPDATE films SET cast_revision = NULL",)  # labels find their faces otherwise now

MIGRATIONS: tuple[Migration, ...] = (
    _FIRST,
    _TRACKS_BY_MOMENT,
    _VOICES,
    _HEARD,
    _WEIGHTS,
    _OUTLIVING,
    _SIGHTINGS,
)
"""What makes version n + 1 out of version n; the first makes a new file. Never edit one that was released."""


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Brings a file to the newest version, inside the transaction that is open.

    Raises LibraryError for a newer version than this program knows, or another program's file.
    """
    for migration in migrations[_version(connection, migrations) :]:
        for statement in migration:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def check_current(connection: sqlite3.Connection) -> None:
    """Raises LibraryError for a file of an older or a newer version, or of another program."""
    if _version(connection, MIGRATIONS) < len(MIGRATIONS):
        raise LibraryError(
            "The library is of an older version and cannot be brought up to date, as it may not be written: "
            "change its permissions."
        )


def _version(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    has_tables = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    if has_tables and owner != APPLICATION_ID:
        raise LibraryError("facts.sqlite3 was made by another program; name another folder for the library.")
    if version > len(migrations):
        raise LibraryError(
            f"The library has version {version}, this program knows {len(migrations)}: upgrade storyreel."
        )
    return version
