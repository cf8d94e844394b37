"""What a method proposed of records whose import was taken back is in no list of proposals."""

from __future__ import annotations

from pathlib import Path

from extraction.sessions.coding import Coding
from extraction.sessions.sheet import OpenSheet
from screening.events import CodeId, FindingId, Maker, Place
from screening.events.kinds import CellProposed, CodeProposed, FindingProposed
from screening.records import RecordId
from screening.sessions.imports import take_back_import
from tests.reviews_builder import add_search, contents, make_review, reopen

MAKER = Maker(name="a method", version="1")
PLACE = Place(source="abstract", text_sha256="0" * 64, start=0, end=1)


def _finding(number: int) -> FindingProposed:
    return FindingProposed(
        finding=FindingId(f"F000{number}"), record=RecordId(f"R000{number}"), statement="It helps.",
        place=PLACE, maker=MAKER, score=0.5, why="",
    )  # fmt: skip


def _code(number: int, *findings: int) -> CodeProposed:
    return CodeProposed(
        code=CodeId(f"C000{number}"), label=f"Code {number}", level=2, parent=None, options=(),
        findings=tuple(FindingId(f"F000{at}") for at in findings), maker=MAKER, score=0.5, why="",
    )  # fmt: skip


def _cell(number: int) -> CellProposed:
    return CellProposed(
        record=RecordId(f"R000{number}"), field="country", value="x", place=PLACE, maker=MAKER,
        score=0.5, why="",
    )  # fmt: skip


def test_proposals_go_with_the_records_whenever_the_log_is_read(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 1) as review:
        add_search(review, contents(2)[1:], "ERIC")
        with review.writing() as writer:
            writer.append_all([_finding(1), _finding(2), _code(1, 1), _code(2, 2), _code(3, 1, 2)])
            writer.append_all([_cell(1), _cell(2)])
        coding, sheet = Coding(review), OpenSheet(review)
        assert len(coding.findings) == 2
        take_back_import(review, "S02")
        coding.refresh()
        sheet.refresh()
        with reopen(review.folder) as other:
            for seen in (coding, Coding(other)):
                assert list(seen.findings) == ["F0001"]
                assert [at.code for at in seen.book.pending()] == ["C0001", "C0003"]
            for table in (sheet, OpenSheet(other)):
                assert [at.record for at in table.sheet.proposals.values()] == ["R0001"]
