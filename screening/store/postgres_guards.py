"""The triggers that refuse to rewrite history on PostgreSQL, and whether they are still there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from screening.store import schema

_REFUSE = "tamis_refuse"
_MOVED = "tamis_moved"
_QUOTE = "$moved$"
_AFTER_WORDS = " USING ERRCODE = 'integrity_constraint_violation';"
_BODY = (
    " BEGIN RAISE EXCEPTION 'the % of a review are append-only', TG_TABLE_NAME"
    " USING ERRCODE = 'integrity_constraint_violation'; END "
)
# pg_trigger.tgtype: row 1, before 2, insert 4, delete 8, update 16, truncate 32.
_ROWS, _WHOLE = 1 + 2 + 8 + 16, 2 + 32

_FOUND = """
SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NULL, p.proname, p.prosrc
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def statements() -> Iterator[str]:
    """What makes the guards: no update, no deletion, no truncation of what is append-only."""
    yield f"CREATE FUNCTION {_REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
    for table in schema.APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {_REFUSE}()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_REFUSE}()"
        )


def moved_statements(told: str) -> Iterator[str]:
    """What makes a review that has moved refuse every further event, with these words."""
    words = told.replace(_QUOTE, "").replace("'", "''").replace("%", "%%")
    yield (
        f"CREATE OR REPLACE FUNCTION {_MOVED}() RETURNS trigger LANGUAGE plpgsql AS {_QUOTE} BEGIN"
        f" RAISE EXCEPTION '{words}'{_AFTER_WORDS} END {_QUOTE}"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {schema.MOVED_GUARD} BEFORE INSERT ON events"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {_MOVED}()"
    )


def moved_words(connection: Connection) -> str:
    """The words with which a review that has moved refuses; empty for an open one."""
    found = {row[0]: str(row[-1]) for row in connection.exec_driver_sql(_FOUND)}
    words = found.get(schema.MOVED_GUARD, "").rsplit(f"'{_AFTER_WORDS}", 1)[0]
    return words.replace("%%", "%").replace("''", "'")


def changed(connection: Connection) -> Iterator[str]:
    """Sentences about guards that are not as they were made."""
    wanted = {
        f"{table}_{name}": (table, kind)
        for table in schema.APPEND_ONLY
        for name, kind in (("no_change", _ROWS), ("no_truncate", _WHOLE))
    }
    found = {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(_FOUND)}
    for name in sorted(wanted.keys() - found.keys()):
        yield f"The guard {name} was removed from the database."
    for name in sorted(wanted.keys() & found.keys()):
        table, kind, enabled, always, function, source = found[name]
        sound = (table, kind) == wanted[name] and always and function == _REFUSE
        if not sound or source != _BODY:
            yield f"The guard {name} of the database was replaced by another."
        elif enabled not in ("O", "A"):
            yield f"The guard {name} of the database was switched off."
    for name in sorted(found.keys() - wanted.keys() - {schema.MOVED_GUARD}):
        yield f"The trigger {name} in the database is none of Tamis."
