"""What every store keeps, tried on a SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from screening.errors import BadReview, CannotWrite, UsageError
from screening.events import chain_faults, unseal
from screening.store import RejectedRow, ReviewStore, has_password, schema, sqlite
from screening.store import postgres as postgres_backend
from screening.store.postgres import parse_address, printable
from tests import postgres_server as servers
from tests.store.test_store import _event

Place = Path | str


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place for a store."""
    if request.param == "sqlite":
        return tmp_path / "review.db"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def store(place: Place) -> ReviewStore:
    """A store with three events, two records and a rejected entry, opened again."""
    made = ReviewStore.create(place)
    with made.writing() as writing:
        for seq in (1, 2, 3):
            writing.append(_event(seq))
        writing.add_records([(1, "S01", '{"a":"é\\u0000%"}'), (2, "S01", "{}")])
        writing.add_rejected([RejectedRow("S01", 3, "{}")])
    made.close()
    return ReviewStore.open(place)


def _run(store: ReviewStore, sql: str) -> None:
    with store._backend.sentences(), store._engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(sql)


def test_what_was_appended_is_read_back(store: ReviewStore) -> None:
    assert [unseal(row) for row in store.rows()] == [_event(1), _event(2), _event(3)]
    assert [row.seq for row in store.rows(after=2)] == [3]
    assert list(chain_faults(store.rows(), store.head())) == []
    assert list(store.record_bodies()) == [(1, "S01", '{"a":"é\\u0000%"}'), (2, "S01", "{}")]
    assert list(store.record_bodies([2, 2])) == [(2, "S01", "{}")]
    assert list(store.rejected()) == [RejectedRow("S01", 3, "{}")]
    assert store.damage() == []
    with store.writing() as writing:
        assert [row.seq for row in writing.rows(1)] == [2, 3]
    store.close()


def test_a_failed_change_leaves_nothing(store: ReviewStore) -> None:
    with pytest.raises(RuntimeError), store.writing() as writing:
        writing.append(_event(4))
        writing.add_records([(3, "S02", "{}")])
        raise RuntimeError
    assert store.head()[0] == 3
    assert len(list(store.record_bodies())) == 2
    with pytest.raises(ValueError, match="cannot follow"), store.writing() as writing:
        writing.append(_event(9))
    store.close()


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET body = 'x'"])
def test_history_cannot_be_rewritten(store: ReviewStore, table: str, statement: str) -> None:
    with pytest.raises(BadReview, match="append-only"):
        _run(store, statement.format(table))
    store.close()


def test_a_snapshot_is_of_one_moment(place: Place, store: ReviewStore) -> None:
    other = ReviewStore.open(place)
    with store.snapshot():
        assert store.head()[0] == 3
        with other.writing() as writing:
            writing.append(_event(4))
        assert store.head()[0] == 3
        assert len(list(store.rows())) == 3
    assert store.head()[0] == 4
    store.close()
    other.close()


def test_only_one_writes_at_a_time(
    place: Place, store: ReviewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a writer reads is what it appends to: nobody comes between."""
    for backend in (sqlite, postgres_backend):
        monkeypatch.setattr(backend, "_WAIT_SECONDS", 1)
    other = ReviewStore.open(place)
    with store.writing() as writing:
        writing.append(_event(4))
        with pytest.raises(CannotWrite, match="another process"), other.writing():
            pytest.fail("two wrote at once")
    with other.writing() as writing:
        assert writing.seq == 4
    store.close()
    other.close()


def test_a_place_that_is_not_empty_is_refused(place: Place, store: ReviewStore) -> None:
    store.close()
    with pytest.raises(CannotWrite):
        ReviewStore.create(place)


def test_a_review_that_has_moved_takes_no_event(place: Place, store: ReviewStore) -> None:
    with store.writing() as writing:
        store.refuse_if_moved(writing, Path("elsewhere.db"))
        store.close_for(writing, "it's 100 % there, $HOME")
        store.close_for(writing, "it's 100 % there, $HOME")
        store.refuse_if_moved(writing, Path("it's 100 % there, $HOME"))
        with pytest.raises(CannotWrite, match=r"has moved to it's 100 % there, \$HOME;"):
            store.refuse_if_moved(writing, Path("elsewhere.db"))
    with pytest.raises(CannotWrite, match=r"has moved to it's 100 % there, \$HOME"):  # noqa: SIM117
        with store.writing() as writing:
            writing.append(_event(4))
    assert len(list(store.rows())) == 3
    assert store.damage() == []
    store.close()


def test_a_newer_schema_is_refused_and_an_older_one_migrated(
    place: Place, store: ReviewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_column(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE head ADD COLUMN remark TEXT")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, add_column))
    store.close()
    again = ReviewStore.open(place)
    assert again.head()[0] == 3
    again.close()
    monkeypatch.undo()
    with pytest.raises(BadReview, match="newer version"):
        ReviewStore.open(place)


# PostgreSQL alone


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DROP TRIGGER events_no_change ON events", "events_no_change was removed"),
        ("ALTER TABLE events DISABLE TRIGGER events_no_change", "no_change of the database was sw"),
        (
            "CREATE OR REPLACE FUNCTION tamis_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
            "events_no_change of the database was replaced",
        ),
        (
            "CREATE TRIGGER own BEFORE INSERT ON events FOR EACH ROW"
            " EXECUTE FUNCTION tamis_refuse()",
            "trigger own in the database is none",
        ),
        ("INSERT INTO head VALUES (2, 9, 'x')", "noted 2 times"),
    ],
)
def test_a_changed_guard_is_reported(postgres: str, sql: str, told: str) -> None:
    store = ReviewStore.create(postgres)
    with store.writing() as writing:
        writing.append(_event(1))
    assert store.damage() == []
    _run(store, sql)
    assert any(told in fault for fault in store.damage())
    store.close()


def test_truncation_and_a_replacing_insert_are_refused(postgres: str) -> None:
    store = ReviewStore.create(postgres)
    with store.writing() as writing:
        writing.append(_event(1))
    for sql in (
        "TRUNCATE events",
        "INSERT INTO events SELECT * FROM events ON CONFLICT (seq) DO UPDATE SET body = 'x'",
    ):
        with pytest.raises(BadReview, match="append-only"):
            _run(store, sql)
    store.close()


def test_commits_wait_for_the_disk_whatever_the_server_says(postgres: str) -> None:
    store = ReviewStore.create(postgres)
    _run(store, "ALTER DATABASE postgres SET synchronous_commit = off")
    store.close()
    store = ReviewStore.open(postgres)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    _run(store, "ALTER DATABASE postgres RESET synchronous_commit")
    store.close()


def test_no_review_and_no_server_are_told(postgres: str, tmp_path: Path) -> None:
    with pytest.raises(BadReview, match="There is no review at"):
        ReviewStore.open(postgres)
    with pytest.raises(CannotWrite, match="cannot be reached") as told:
        ReviewStore.open(f"postgresql://me:secret@/db?host={tmp_path}")
    assert "secret" not in f"{told.value} {told.value.__cause__} {told.value.hint}"


@pytest.mark.parametrize(
    "address", ["mysql://h/d", "postgresql://h", "not a url", "postgresql://h/d?schema=A;B"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(UsageError) as told:
        ReviewStore.open(address)
    assert told.value.hint


def test_an_address_is_printed_without_its_password() -> None:
    address = "postgres://ann:s3cret@db.example.org:5433/reviews?schema=mentoring&sslmode=require"
    url, name = parse_address(address)
    shown = printable(url, name)
    assert shown.startswith("postgresql://ann@db.example.org:5433/reviews?")
    assert "schema=mentoring" in shown
    assert "sslmode=require" in shown
    assert "s3cret" not in shown
    assert parse_address(shown)[1] == "mentoring"
    assert has_password(address)
    assert not has_password(shown)


def test_where_no_server_is_installed_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIS_TEST_POSTGRES_BIN", "/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    assert "apt-get install postgresql" in servers.why_none()
