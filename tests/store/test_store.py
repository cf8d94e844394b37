"""The store appends and never rewrites; what fails leaves nothing behind."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from screening.errors import BadReview, CannotWrite
from screening.events import Event, chain_faults, unseal
from screening.events.kinds import Noted
from screening.records import RecordId
from screening.store import RejectedRow, ReviewStore, schema
from screening.store.store import _columns as columns

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _event(seq: int) -> Event:
    return Event(seq=seq, at=AT, by="A", body=Noted(record=RecordId("R0001"), text=f"n{seq}"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with three events, two records and a rejected entry."""
    store = ReviewStore.create(tmp_path / "review.db")
    with store.writing() as writing:
        for seq in (1, 2, 3):
            writing.append(_event(seq))
        writing.add_records([(1, "S01", "{}"), (2, "S01", "{}")])
        writing.add_rejected([RejectedRow("S01", 3, "{}")])
    store.close()
    return tmp_path / "review.db"


def test_what_was_appended_is_read_back(path: Path) -> None:
    store = ReviewStore.open(path)
    assert [unseal(row) for row in store.rows()] == [_event(1), _event(2), _event(3)]
    assert [row.seq for row in store.rows(after=2)] == [3]
    assert list(chain_faults(store.rows(), store.head())) == []
    assert list(store.record_bodies()) == [(1, "S01", "{}"), (2, "S01", "{}")]
    assert list(store.record_bodies([2, 2])) == [(2, "S01", "{}")]
    assert list(store.rejected()) == [RejectedRow("S01", 3, "{}")]
    assert store.damage() == []
    store.close()


def test_a_failed_change_leaves_nothing(path: Path) -> None:
    store = ReviewStore.open(path)
    with pytest.raises(RuntimeError), store.writing() as writing:
        writing.append(_event(4))
        writing.add_records([(3, "S02", "{}")])
        raise RuntimeError
    assert store.head()[0] == 3
    assert len(list(store.record_bodies())) == 2
    store.close()


def test_events_must_follow_each_other(path: Path) -> None:
    store = ReviewStore.open(path)
    with pytest.raises(ValueError, match="cannot follow"), store.writing() as writing:
        writing.append(_event(9))
    store.close()


def test_events_added_together_are_chained_like_single_ones(path: Path) -> None:
    store = ReviewStore.open(path)
    with store.writing() as writing:
        assert writing.append_all([]) == []
        writing.append_all([_event(4), _event(5)])
        writing.append(_event(6))
    assert list(chain_faults(store.rows(), store.head())) == []
    with pytest.raises(ValueError, match="cannot follow"), store.writing() as writing:
        writing.append_all([_event(7), _event(9)])
    assert store.head()[0] == 6
    store.close()


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM {}",
        "UPDATE {} SET body = 'x'",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_history_cannot_be_rewritten(path: Path, table: str, statement: str) -> None:
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="only"):
        connection.execute(statement.format(table))
    connection.close()


def test_a_removed_guard_is_reported(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER events_no_update")
    connection.commit()
    connection.close()
    store = ReviewStore.open(path)
    assert store.damage() == ["The guard events_no_update was removed from the database."]
    store.close()


def test_a_guard_that_guards_nothing_is_reported(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute(
        "CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT 1; END"
    )
    connection.execute("CREATE TRIGGER own AFTER INSERT ON events BEGIN SELECT 1; END")
    connection.commit()
    connection.close()
    store = ReviewStore.open(path)
    assert store.damage() == [
        "The guard events_no_update of the database was replaced by another.",
        "The trigger own in the database is none of Tamis.",
    ]
    store.close()


def test_settings_are_safe(path: Path) -> None:
    store = ReviewStore.open(path)
    with store._reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": schema.APPLICATION_ID,
    }
    store.close()


def test_the_file_alone_is_complete_after_closing(path: Path) -> None:
    assert not path.with_name("review.db-wal").exists()


def test_a_newer_schema_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(BadReview, match="newer version"):
        ReviewStore.open(path)


def test_an_older_schema_is_migrated_forward(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_column(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE head ADD COLUMN remark TEXT")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, add_column))
    store = ReviewStore.open(path)
    assert store.head()[0] == 3
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "review.db"
    path.write_bytes(content)
    with pytest.raises(BadReview):
        ReviewStore.open(path)


def test_an_existing_database_is_not_overwritten(path: Path) -> None:
    with pytest.raises(CannotWrite, match="there already"):
        ReviewStore.create(path)


def test_a_full_disk_is_told_and_nothing_is_kept(path: Path) -> None:
    store = ReviewStore.open(path)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    with pytest.raises(CannotWrite, match="full"), store.writing() as writing:
        writing.append(_event(4))
        writing.add_records([(n, "S02", "x" * 5000) for n in range(3, 50)])
    assert store.head()[0] == 3
    store.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_store import _event
from screening.store import ReviewStore
store = ReviewStore.open(Path(sys.argv[1]))
for seq in range(4, 400):
    with store.writing() as writing:
        writing.append(_event(seq))
    print(seq, flush=True)
    if seq == 40:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_loses_no_acknowledged_event(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False
    )
    acknowledged = int(done.stdout.split()[-1])
    assert acknowledged == 40
    store = ReviewStore.open(path)
    assert store.head()[0] == acknowledged
    assert list(chain_faults(store.rows(), store.head())) == []
    store.close()


RACING = """
import sys
from pathlib import Path
from tests.store.test_store import _event
from screening.store import ReviewStore
store = ReviewStore.open(Path(sys.argv[1]))
for _ in range(50):
    with store.writing() as writing:
        writing.append(_event(writing.seq + 1))
"""


def test_processes_writing_at_once_lose_and_double_nothing(path: Path) -> None:
    racers = [
        subprocess.Popen([sys.executable, "-c", RACING, str(path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [racer.communicate()[1] for racer in racers] == [b"", b"", b""]
    store = ReviewStore.open(path)
    assert store.head()[0] == 3 + 150
    assert list(chain_faults(store.rows(), store.head())) == []
    store.close()


@pytest.mark.parametrize("name", ["Review #1", "100 %23 sure?", "a'b;c&d=e", "Übersicht"])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    store = ReviewStore.create(folder / "review.db")
    with store.writing() as writing:
        writing.append(_event(1))
    store.close()
    assert (folder / "review.db").is_file()
    assert [found.name for found in tmp_path.iterdir()] == [name]
    assert ReviewStore.open(folder / "review.db").head()[0] == 1


def test_columns_are_looked_up_once_for_all_rows(path: Path) -> None:
    columns.cache_clear()
    store = ReviewStore.open(path)
    assert len([*store.rows(), *store.rows(), *store.record_bodies()]) == 8
    store.close()
    assert columns.cache_info().misses == 2
