"""PostgreSQL as the store's engine, for teams that work at the same time.

A review is a schema of its own, ``tamis`` unless the URL says ``?schema=NAME``. A writing
transaction locks the table ``head`` in EXCLUSIVE mode, so that the log grows by one writer at a
time while everybody reads (https://www.postgresql.org/docs/current/explicit-locking.html).
``synchronous_commit`` is switched on whatever the server's default: an acknowledged decision is on
disk. The one address of psycopg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from screening.errors import BadReview, CannotWrite, ReviewError, UsageError
from screening.store import postgres_guards, schema
from screening.store.moved import MOVED, moved, place_told

DRIVER = "postgresql+psycopg"
_SCHEMES = ("postgresql", "postgres", DRIVER)
_SCHEMA = "tamis"
_WAIT_SECONDS = 30
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_EXAMPLE = "Write it as postgresql://NAME@HOST/DATABASE, with ?schema=NAME for one of several."


class PostgresSchema:
    """A review in a schema of a PostgreSQL database; keeps ``Backend``."""

    shared = True
    snapshot: Mapping[str, str] = {"isolation_level": "REPEATABLE READ"}

    def __init__(self, address: str) -> None:
        self.url, self.schema = parse_address(address)
        self.engine = _engine(self.url, self.schema)

    @property
    def where(self) -> str:
        """The URL without its password."""
        return printable(self.url, self.schema)

    def create(self) -> None:
        """Make schema and tables; a schema that holds nothing yet is taken as it is.

        Raises:
            CannotWrite: there is something in the schema already.
        """
        with self.sentences(), self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            tables = self._tables(connection)
            if tables and (tables != self._own_tables() or _holds_events(connection)):
                raise CannotWrite(
                    f"{self.where} is not empty.",
                    "Name another schema with ?schema=NAME; to work on the review there, 'tamis"
                    " join'.",
                )
            if not tables:
                self._make(connection)

    def _make(self, connection: Connection) -> None:
        reached = schema.migrate(connection, 0)
        for sql in postgres_guards.statements():
            connection.exec_driver_sql(sql.replace("%", "%%"))
        connection.exec_driver_sql("CREATE TABLE about (program text, version integer)")
        connection.execute(
            text("INSERT INTO about VALUES ('tamis', :version)"), {"version": reached}
        )

    def _own_tables(self) -> set[str]:
        return {"about", *schema.metadata.tables}

    def _tables(self, connection: Connection) -> set[str]:
        query = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema")
        return {str(name) for (name,) in connection.execute(query, {"schema": self.schema})}

    def check_version(self) -> None:
        """Refuse what is no review or newer than this program; migrate what is older.

        Raises:
            BadReview: it cannot be used.
        """
        with self.sentences(), self.engine.connect() as connection, connection.begin():
            if "about" not in self._tables(connection):
                raise BadReview(
                    f"There is no review at {self.where}.",
                    "Look at the address, or start one with 'tamis init --store URL'.",
                )
            version = connection.exec_driver_sql("SELECT version FROM about").scalar_one()
            if version > len(schema.MIGRATIONS):
                raise BadReview(
                    f"{self.where} was written by a newer version of Tamis (schema {version}).",
                    "Update Tamis, then try again.",
                )
            if version < len(schema.MIGRATIONS):
                self._upgrade(connection)

    def _upgrade(self, connection: Connection) -> None:
        connection.exec_driver_sql("LOCK TABLE about IN ACCESS EXCLUSIVE MODE")
        version = connection.exec_driver_sql("SELECT version FROM about").scalar_one()
        reached = schema.migrate(connection, version)
        connection.execute(text("UPDATE about SET version = :reached"), {"reached": reached})

    def damage(self, connection: Connection) -> Iterator[str]:
        """Sentences about a changed guard or a second end of the log."""
        yield from postgres_guards.changed(connection)
        heads = connection.exec_driver_sql("SELECT count(*) FROM head").scalar_one()
        if heads > 1:
            yield f"The end of the log is noted {heads} times; it must be noted once."

    def close_for(self, connection: Connection, new_place: str) -> None:
        """Refuse every further event: the review has moved."""
        for sql in postgres_guards.moved_statements(f"{MOVED} {new_place}"):
            connection.exec_driver_sql(sql.replace("%", "%%"))

    def moved_to(self, connection: Connection) -> str:
        """The place for which the review was closed; empty for an open one."""
        return place_told(postgres_guards.moved_words(connection))

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turn the database's failures inside the block into errors a person can act on."""
        try:
            yield
        except IntegrityError as error:
            if MOVED in str(error.orig):
                raise moved(str(error.orig)) from None
            raise BadReview(
                f"{self.where} refused a change: {_first_line(error)}.",
                "Run 'tamis log verify' and report this.",
            ) from None
        except DBAPIError as error:
            raise _explain(self.where, error) from None


def parse_address(address: str) -> tuple[URL, str]:
    """A URL as people write it, and the name of the schema.

    Raises:
        UsageError: it is no URL of a PostgreSQL database.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise UsageError("The address of the database is no URL.", _EXAMPLE) from None
    if url.drivername not in _SCHEMES or not url.database:
        raise UsageError(
            f"{url.render_as_string(hide_password=True)} is no address of a PostgreSQL database.",
            _EXAMPLE,
        )
    name = str(url.query.get("schema", _SCHEMA))
    if not _NAME.fullmatch(name) or name.startswith("pg_"):
        raise UsageError(
            f"{name!r} is no name for a schema.",
            "It may have small letters, digits and underscores, a letter first.",
        )
    rest = {key: value for key, value in url.query.items() if key != "schema"}
    return url.set(drivername=DRIVER, query=rest), name


def printable(url: URL, name: str) -> str:
    """An address as people write it, without its password."""
    open_parts = url._replace(drivername="postgresql", password=None)  # set() keeps what is None
    query = {**open_parts.query, **({"schema": name} if name != _SCHEMA else {})}
    return open_parts.set(query=query).render_as_string(hide_password=True)


def _engine(url: URL, name: str) -> Engine:
    options = (
        f"-c search_path={name} -c synchronous_commit=on -c lock_timeout={_WAIT_SECONDS}s"
        " -c client_encoding=UTF8"
    )
    try:
        engine = create_engine(url, connect_args={"options": options}, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise UsageError(
            "PostgreSQL needs the library psycopg, which is not installed.",
            "Install it with: pip install 'tamis[postgres]'",
        ) from None
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("LOCK TABLE head IN EXCLUSIVE MODE")


def _holds_events(connection: Connection) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM records)"
    return bool(connection.exec_driver_sql(query).scalar_one())


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def _explain(where: str, error: DBAPIError) -> ReviewError:
    state = str(getattr(error.orig, "sqlstate", "") or "")
    told = _first_line(error)
    if not state or state.startswith(("08", "28", "3D", "57P")):
        return CannotWrite(
            f"The database {where} cannot be reached: {told}.",
            "Check that the server runs and lets you in. The password belongs into the variable"
            " PGPASSWORD or the file ~/.pgpass. Everything acknowledged before is safe.",
        )
    if state == "55P03":
        return CannotWrite(
            f"{where} is being written by another process for more than {_WAIT_SECONDS} seconds.",
            "Wait until the other command has ended, then try again.",
        )
    if state == "53100":
        return CannotWrite(
            f"The disk of {where} is full; nothing of this step was kept.",
            "Make room, then repeat the step. Everything acknowledged before is safe.",
        )
    if state in ("42501", "25006"):
        return CannotWrite(
            f"You may not write to {where}: {told}.", "Ask who runs the database for the right."
        )
    return BadReview(f"{where} cannot be used: {told}.", "Run 'tamis log verify'.")
