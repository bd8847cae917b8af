"""The migrations of the project file's tables, one function a version.

``MIGRATIONS[v]`` takes a file from version v to v + 1; version 0 is an empty file, so a new project
is made by the same steps as an old one is brought up to date. A step that was once released is
never changed: write the next one. ``PRAGMA user_version`` holds the file's version.
"""

import sqlite3
from collections.abc import Callable


def _version_1(db: sqlite3.Connection) -> None:
    for statement in (
        """
        CREATE TABLE sequences (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            path TEXT NOT NULL,            -- posix, relative to the project file where possible
            fingerprint TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            dtype TEXT NOT NULL,
            frame_count INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE targets (
            id INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            frame INTEGER NOT NULL,
            track INTEGER NOT NULL,
            x0 INTEGER NOT NULL,
            y0 INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            mask BLOB NOT NULL,            -- rows one after another, 8 pixels a byte, first on top
            seeds TEXT NOT NULL,           -- JSON [[x, y], ...]
            origin TEXT NOT NULL,
            state TEXT NOT NULL,
            algorithm TEXT NOT NULL,
            parameters TEXT NOT NULL,      -- JSON object
            centroid_x REAL NOT NULL,      -- from here on: follow from the mask
            centroid_y REAL NOT NULL,
            radius REAL NOT NULL,
            area INTEGER NOT NULL
        )
        """,
        "CREATE INDEX targets_by_frame ON targets (sequence, frame, track)",
        "CREATE INDEX targets_by_track ON targets (sequence, track, frame)",
        """
        CREATE TABLE frame_states (        -- a frame without a row is unseen
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            frame INTEGER NOT NULL,
            state TEXT NOT NULL,
            PRIMARY KEY (sequence, frame)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE history (             -- the undo history; the undone entries are the newest
            id INTEGER PRIMARY KEY,
            label TEXT NOT NULL,
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            frame INTEGER NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE history_change (
            history INTEGER NOT NULL REFERENCES history(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            frame INTEGER,                 -- null: a target; else the frame whose state changes
            before TEXT,                   -- JSON of the target, or the state's word
            after TEXT,
            PRIMARY KEY (history, position)
        )
        """,
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            folder TEXT NOT NULL,
            status TEXT NOT NULL,
            started TEXT NOT NULL,
            record TEXT NOT NULL           -- JSON object
        )
        """,
        """
        CREATE TABLE models (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            run INTEGER REFERENCES runs(id)
        )
        """,
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE counter (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO counter VALUES ('target', 1)",
    ):
        db.execute(statement)


def _version_2(db: sqlite3.Connection) -> None:
    db.execute(
        """
        CREATE TABLE tracks (              -- a track without a row is named and coloured by number
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            track INTEGER NOT NULL,
            name TEXT NOT NULL,            -- empty: by number
            colour TEXT NOT NULL,          -- #rrggbb, or empty: by number
            PRIMARY KEY (sequence, track)
        ) WITHOUT ROWID
        """
    )
    # Not null: the change is of this track's name and colour, as JSON.
    db.execute("ALTER TABLE history_change ADD COLUMN track INTEGER")


def _version_3(db: sqlite3.Connection) -> None:
    db.execute(
        """
        CREATE TABLE predictions (         -- what a detector found: no targets
            id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: undo steps name it
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            frame INTEGER NOT NULL,
            x REAL NOT NULL,
            y REAL NOT NULL,
            radius REAL NOT NULL,
            score REAL NOT NULL,
            detector TEXT NOT NULL,
            rejected INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    db.execute(
        "CREATE INDEX predictions_by_frame ON predictions (sequence, frame, rejected, score)"
    )
    # Not null: the change is of this prediction, as JSON.
    db.execute("ALTER TABLE history_change ADD COLUMN prediction INTEGER")


def _version_4(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE models ADD COLUMN in_use INTEGER NOT NULL DEFAULT 0")  # one at most
    db.execute("ALTER TABLE models ADD COLUMN provenance TEXT NOT NULL DEFAULT '{}'")  # JSON object


def _version_5(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE targets ADD COLUMN category TEXT NOT NULL DEFAULT ''")


def _version_6(db: sqlite3.Connection) -> None:
    for statement in (
        "ALTER TABLE targets ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]'",  # JSON [text, ...]
        "ALTER TABLE targets ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE targets ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0",
        # Few targets have these, so the indices are small, and lists of them need no other row.
        "CREATE INDEX targets_by_category ON targets (sequence, track, category) "
        "WHERE category != ''",
        "CREATE INDEX targets_by_attributes ON targets (attributes) WHERE attributes != '[]'",
        "CREATE INDEX targets_flagged ON targets (sequence, frame) WHERE flagged",
        "CREATE INDEX targets_noted ON targets (sequence, frame) WHERE note != ''",
        """
        CREATE TABLE notes (
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            frame INTEGER NOT NULL,        -- -1: the sequence as a whole
            note TEXT NOT NULL,
            flagged INTEGER NOT NULL,
            PRIMARY KEY (sequence, frame)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE ignored (             -- regions without targets
            id INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL REFERENCES sequences(id),
            first INTEGER NOT NULL,        -- frames, both included
            last INTEGER NOT NULL,
            x0 INTEGER NOT NULL,
            y0 INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            mask BLOB NOT NULL,            -- as of targets
            kind TEXT NOT NULL,
            enabled INTEGER NOT NULL
        )
        """,
        # The name of a sequence that was removed, while undo can bring it back; else null.
        "ALTER TABLE sequences ADD COLUMN removed TEXT",
        "CREATE INDEX ignored_by_sequence ON ignored (sequence)",
        "INSERT INTO counter VALUES ('ignored', 1)",
        # Null as before; 'note' of the frame, or of the sequence where frame is null; 'ignored',
        # a region; 'vocabulary', the project's classes and attributes; 'removal' of the sequence.
        "ALTER TABLE history_change ADD COLUMN kind TEXT",
    ):
        db.execute(statement)


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [
    _version_1, _version_2, _version_3, _version_4, _version_5, _version_6,
]  # fmt: skip


def newest_version() -> int:
    """Return the version of the files that this program writes."""
    return len(MIGRATIONS)


def version_of(db: sqlite3.Connection) -> int:
    """Return the version of an open project file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file up to date, in one transaction: all steps or none."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for version in range(version_of(db), newest_version()):
            MIGRATIONS[version](db)
            db.execute(f"PRAGMA user_version = {version + 1}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
