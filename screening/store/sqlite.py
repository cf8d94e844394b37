"""SQLite as the store's engine: safe settings, and its failures as sentences.

WAL with synchronous=FULL: an acknowledged decision survives a killed process and a power cut.
Every writing transaction begins IMMEDIATE, since a deferred one that turns into a writer fails
at once when another process writes (https://www.sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError

from screening.errors import BadReview, CannotWrite, ReviewError
from screening.store import schema
from screening.store.moved import MOVED, moved, place_told

_WAIT_SECONDS = 30


class SqliteFile:
    """A review in a SQLite file; keeps ``Backend``."""

    shared = False
    snapshot: Mapping[str, str] = {}

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = connect(path)

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self.path)

    def create(self) -> None:
        """Make a new file.

        Raises:
            CannotWrite: the file is there already, or its folder cannot be written.
        """
        if self.path.exists():
            raise CannotWrite(f"{self.path} is there already.", "Choose another folder.")
        with self.sentences():
            create(self.engine)

    def check_version(self) -> None:
        """Refuse what is no review or newer than this program; migrate what is older."""
        with self.sentences():
            check_version(self.engine, self.path)

    def sentences(self) -> AbstractContextManager[None]:
        """Turn the database's failures inside the block into errors a person can act on."""
        return sentences(self.path)

    def damage(self, connection: Connection) -> Iterator[str]:
        """Sentences about a damaged file or a changed guard."""
        return damage(connection)

    def close_for(self, connection: Connection, new_place: str) -> None:
        """Refuse every further event: the review has moved."""
        told = f"{MOVED} {new_place}".replace("'", "''")
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {schema.MOVED_GUARD} BEFORE INSERT ON events "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        )

    def moved_to(self, connection: Connection) -> str:
        """The place for which the review was closed; empty for an open one."""
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
        sql = connection.exec_driver_sql(query, (schema.MOVED_GUARD,)).scalar()
        return place_told(str(sql).rsplit("'); END", 1)[0].replace("''", "'"))


def connect(path: Path) -> Engine:
    """An engine on an existing or new database file; nothing is opened yet."""
    engine = create_engine(_url(path), connect_args={"timeout": _WAIT_SECONDS, "uri": True})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _url(path: Path) -> URL:
    # Made of parts: a URL parsed from text loses the escapes, and "#" in a name would end the path.
    name = f"file:{quote(os.fsencode(path.resolve()))}"
    if path.exists() and not os.access(path.parent, os.W_OK):
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise CannotWrite(
                f"{path} has decisions waiting in {wal.name}, and its folder is read-only.",
                "Copy the whole folder to a place you may write to, and work there.",
            )
        query = {"mode": "ro", "immutable": "1", "uri": "true"}
        return URL.create("sqlite", database=name, query=query)
    return URL.create("sqlite", database=name, query={"uri": "true"})


def _configure(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own
    for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={_WAIT_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create(engine: Engine) -> None:
    """Make the tables of a new database."""
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA journal_mode=WAL")  # not possible inside a transaction
    raw.close()
    _upgrade(engine, 0)


def check_version(engine: Engine, path: Path) -> None:
    """Refuse what is no review or newer than this program; migrate what is older."""
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if application != schema.APPLICATION_ID:
        raise BadReview(
            f"{path} is not the database of a review.",
            "Go to the folder of your review, or start one with 'tamis init'.",
        )
    if version > len(schema.MIGRATIONS):
        raise BadReview(
            f"{path} was written by a newer version of Tamis (schema {version}).",
            "Update Tamis, then try again.",
        )
    if version < len(schema.MIGRATIONS):
        _upgrade(engine, version)


def _upgrade(engine: Engine, version: int) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        reached = schema.migrate(connection, version)
        connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={reached}")


def damage(connection: Connection) -> Iterator[str]:
    """Sentences about a damaged file or a removed guard; none for a sound database."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if line != "ok":
            yield f"The database file is damaged: {line}."
    yield from _changed_guards(connection)
    heads = connection.exec_driver_sql("SELECT count(*) FROM head").scalar_one()
    if heads > 1:
        yield f"The end of the log is noted {heads} times; it must be noted once."


def _changed_guards(connection: Connection) -> Iterator[str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type='trigger'"
    found = {str(name): str(sql) for name, sql in connection.exec_driver_sql(query).all()}
    guards = schema.guards()
    for name in sorted(guards.keys() - found.keys()):
        yield f"The guard {name} was removed from the database."
    for name in sorted(guards.keys() & found.keys()):
        if found[name] != guards[name]:
            yield f"The guard {name} of the database was replaced by another."
    for name in sorted(found.keys() - guards.keys() - {schema.MOVED_GUARD}):
        yield f"The trigger {name} in the database is none of Tamis."


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn the database's failures inside the block into errors a person can act on."""
    try:
        yield
    except IntegrityError as error:
        if MOVED in str(error.orig):
            raise moved(str(error.orig)) from error
        raise BadReview(
            f"{path} refused a change: {error.orig}.", "Run 'tamis log verify' and report this."
        ) from error
    except DatabaseError as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: DatabaseError) -> ReviewError:
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name.startswith("SQLITE_FULL"):
        return CannotWrite(
            f"The disk of {path.parent.resolve()} is full; nothing of this step was kept.",
            "Make room, then repeat the step. Everything acknowledged before is safe.",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CannotWrite(
            f"{path} cannot be written: the file or its folder is read-only or missing.",
            "Check the folder's permissions, or copy the review to a place you may write to.",
        )
    if name.startswith("SQLITE_BUSY"):
        return CannotWrite(
            f"{path} is being written by another process for more than {_WAIT_SECONDS} seconds.",
            "Wait until the other command has ended, then try again.",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return BadReview(
            f"{path} is damaged or not a database: {error.orig}.",
            "Restore the review from a backup; 'tamis log verify' checks it.",
        )
    if name.startswith("SQLITE_IOERR"):
        return CannotWrite(
            f"The disk of {path.parent.resolve()} failed while writing ({name}); nothing of this"
            " step was kept.",
            "The disk may be full or a file-size limit reached: make room, then repeat the step.",
        )
    return BadReview(f"{path} cannot be used: {error.orig}.", "Run 'tamis log verify'.")
