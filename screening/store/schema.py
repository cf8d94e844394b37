"""Tables, the triggers that refuse to rewrite history, and forward-only migrations."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text

# "TAMI": what `file` and SQLite show of a review's database.
APPLICATION_ID = 0x54414D49

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
)

# The one row that moves: number and digest of the last event, so that a cut-off end shows.
head = Table(
    "head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("search", Text, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

rejected = Table(
    "rejected",
    metadata,
    Column("search", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

APPEND_ONLY = ("events", "records", "rejected")


def guards() -> dict[str, str]:
    """The triggers that a sound database has: name -> the SQL they are made and kept with."""
    return {
        f"{table}_no_{verb}": f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the {table} of a review are append-only'); END"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
    }


def _create_everything(connection: Connection) -> None:
    metadata.create_all(connection)
    for sql in guards().values():
        connection.exec_driver_sql(sql)


# One function per schema version, in order; a released one is never edited, only followed.
MIGRATIONS = (_create_everything,)


def migrate(connection: Connection, version: int) -> int:
    """Bring a database from ``version`` (0: empty) to the newest schema; returns that version."""
    for step in MIGRATIONS[version:]:
        step(connection)
    return len(MIGRATIONS)
