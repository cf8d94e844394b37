"""``log verify`` finds every change to the log, the records and the imported files."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.log import log_rows, verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import open_review
from screening.sessions.screen import decide, postpone
from screening.sessions.start import start_review
from tests.sessions.test_importing import RIS

COLUMNS = ("seq", "at", "by", "kind", "body", "previous", "digest")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with an import and a decision."""
    folder = tmp_path_factory.mktemp("log") / "review"
    export = folder.parent / "eric.ris"
    export.write_text(RIS, encoding="utf-8")
    with start_review(folder, title="A review", by="A") as review:
        import_file(review, export, SearchFacts(source="ERIC"))
        decide(review, Stage.TITLE, review.known("1"), Verdict.EXCLUDE, note="quite so")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "review")
    return tmp_path / "review"


def _faults(folder: Path) -> list[str]:
    with open_for_proof(folder) as proof:
        return list(verify(proof))


def _tamper(folder: Path, *statements: str) -> None:
    """Change the database behind the program's back, guards and all."""
    connection = sqlite3.connect(folder / "review.db")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type='trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def test_an_untouched_review_holds(folder: Path) -> None:
    assert _faults(folder) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_every_cell_of_the_log_is_guarded(folder: Path, column: str, seq: int) -> None:
    change = f"{column} + 100" if column == "seq" else f"substr({column}, 1, length({column}) - 1)"
    _tamper(folder, f"UPDATE events SET {column} = {change} WHERE seq = {seq}")
    assert _faults(folder)


@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_every_removed_event_is_missed(folder: Path, seq: int) -> None:
    _tamper(folder, f"DELETE FROM events WHERE seq = {seq}")
    assert _faults(folder)


def test_the_removed_end_is_missed_even_if_the_numbers_fit(folder: Path) -> None:
    _tamper(folder, "DELETE FROM events WHERE seq = 4")
    assert any("the end was cut off" in fault for fault in _faults(folder))


def test_exchanged_events_are_found(folder: Path) -> None:
    _tamper(
        folder,
        "UPDATE events SET seq = 99 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 4",
        "UPDATE events SET seq = 4 WHERE seq = 99",
    )
    assert _faults(folder)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE records SET body = replace(body, 'What', 'Whit')", "records were altered"),
        ("DELETE FROM records WHERE number = 2", "missing or too many"),
        ("UPDATE records SET number = 9 WHERE number = 2", "records were altered"),
        ("INSERT INTO records VALUES (3, 'S01', '{}')", "missing or too many"),
        ("INSERT INTO records VALUES (3, 'S09', '{}')", "not in the log"),
        ("UPDATE rejected SET body = replace(body, 'TY', 'TX')", "rejected entries were altered"),
        ("DELETE FROM rejected", "rejected entries were altered"),
    ],
)
def test_records_and_rejected_entries_are_guarded_too(
    folder: Path, statement: str, words: str
) -> None:
    _tamper(folder, statement)
    assert any(words in fault for fault in _faults(folder))


def test_the_imported_file_is_guarded_too(folder: Path) -> None:
    (original,) = (folder / "originals").iterdir()
    original.write_text(RIS.replace("2011", "2012"), encoding="utf-8")
    assert any("was altered" in fault for fault in _faults(folder))
    original.unlink()
    assert any("is missing" in fault for fault in _faults(folder))


def test_any_byte_of_the_log_on_disk_is_guarded(folder: Path, whole: Path) -> None:
    path = folder / "review.db"
    data = path.read_bytes()
    with open_review(whole) as review:
        rows = list(log_rows(review))
    for text in (value for row in rows for value in (row.at, row.body, row.digest)):
        middle = len(text) // 2
        parts = (text[:30], text[middle : middle + 30], text[-30:])
        # A long text goes on in other pages of the file, so that one part may be cut in two.
        places = [place for part in parts if (place := data.find(part.encode())) >= 0]
        assert len(places) >= 2
        for place in places:
            changed = bytearray(data)
            changed[place] ^= 1
            path.write_bytes(changed)
            assert _faults(folder), f"byte {place} was changed unseen"


@pytest.mark.parametrize("table", ["events", "records", "rejected"])
@pytest.mark.parametrize("kind", ["BLOB", "deep"])
def test_cells_that_were_never_written_so_are_told_in_a_sentence(
    folder: Path, table: str, kind: str
) -> None:
    deep = "'{\"zz\":' || replace(hex(zeroblob(50000)), '0', '[') || '}'"
    value = "CAST(body AS BLOB)" if kind == "BLOB" else deep
    _tamper(folder, f"UPDATE {table} SET body = {value}")
    assert _faults(folder)


def test_a_second_end_of_the_log_is_found(folder: Path) -> None:
    _tamper(folder, "INSERT INTO head VALUES (2, 9, 'x')")
    assert any("noted 2 times" in fault for fault in _faults(folder))


def test_what_others_write_during_the_proof_is_no_fault(folder: Path) -> None:
    with open_for_proof(folder) as proof, open_review(folder, by="A") as other:
        faults = verify(proof)
        head = proof.store.head

        def interrupted() -> tuple[int, str]:
            found = head()
            postpone(other, Stage.TITLE, other.known("2"))
            return found

        proof.store.head = interrupted  # type: ignore[method-assign]
        assert list(faults) == []
