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

# Each with the columns that name a row: what is there may be neither changed nor replaced.
APPEND_ONLY = {
    "events": ("seq",),
    "records": ("number",),
    "rejected": ("search", "position"),
}


MOVED_GUARD = "events_moved"


def guards() -> dict[str, str]:
    """The triggers that a sound SQLite file has: name -> the SQL they are made and kept with.

    INSERT OR REPLACE fires no trigger for the row it removes (https://sqlite.org/lang_conflict.html),
    so an insert over a row that is there is refused too.
    """
    made: dict[str, str] = {}
    for table, key in APPEND_ONLY.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        there = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - own names
        for verb, when in (("update", ""), ("delete", ""), ("insert", there)):
            name = f"{table}_no_{'replace' if verb == 'insert' else verb}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table}{when} "
                f"BEGIN SELECT RAISE(ABORT, 'the {table} of a review are append-only'); END"
            )
    return made


def _create_everything(connection: Connection) -> None:
    metadata.create_all(connection)
    for sql in guards().values() if connection.dialect.name == "sqlite" else ():
        connection.exec_driver_sql(sql)


# One function per schema version, in order; a released one is never edited, only followed.
MIGRATIONS = (_create_everything,)


def migrate(connection: Connection, version: int) -> int:
    """Bring a database from ``version`` (0: empty) to the newest schema; returns that version."""
    for step in MIGRATIONS[version:]:
        step(connection)
    return len(MIGRATIONS)
