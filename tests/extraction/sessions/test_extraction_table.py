"""Proposing, approving, signing, undoing, and the table as a file that comes back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from extraction.extractors.roles import RoledSentence
from extraction.sessions.cells import (
    Source,
    approve,
    approve_all,
    clear,
    fill,
    history,
    reject,
    sign,
)
from extraction.sessions.pooling import extracted_studies, studies_of
from extraction.sessions.proposing_cells import propose_cells
from extraction.sessions.sheet import OpenSheet, undo_latest
from extraction.sessions.sheet_files import export_sheet
from extraction.sessions.sheet_import import import_sheet
from extraction.sessions.sheet_rows import cell_rows, proposal_rows, study_rows
from extraction.sessions.sheet_walk import SheetWalk
from screening.errors import BadInput, BadReview, UsageError
from screening.events.kinds import ReportsGrouped
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.studies import group_reports
from tests.extraction.logs import coding_review, with_abstract
from tests.overtaken import Meanwhile, Overtaken
from tests.reviews_builder import reopen

FORM = """
[[extraction]]
name = "country"
required = true

[[extraction]]
name = "sample_size"
type = "integer"
unit = "students"
min = 2

[[extraction]]
name = "design"
type = "choice"
choices = ["cohort study", "survey"]

[[extraction]]
name = "dropouts"
type = "events_total"
"""
TEXTS = (
    "We asked 24 students in Ghana. It was a cohort study.",
    "We asked 12 students in Kenya. Later 31 students in Mali took part.",
    "Nothing is told.",
)


class FakeModel:
    """Stands in for the weights: their name and version go into the log."""

    name, version = "by hand", "1"


class FakeReader:
    """Cuts at full stops; every sentence is a method."""

    model, parts = FakeModel(), "no encoder"

    def read(self, text: str) -> tuple[RoledSentence, ...]:
        found, at = [], 0
        for number, part in enumerate(text.split(". "), start=1):
            start = text.index(part, at)
            at = start + len(part)
            found.append(
                RoledSentence(
                    number=number, start=start, end=at, text=part, section="", roles={"method": 1.0}
                )
            )
        return tuple(found)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenSheet]:
    texts = [with_abstract(number, text) for number, text in enumerate(TEXTS, start=1)]
    made = coding_review(tmp_path / "review", included=(1, 2, 3), found=texts)
    made.review.close()
    path = tmp_path / "review" / "review.toml"
    path.write_text(path.read_text(encoding="utf-8") + FORM, encoding="utf-8")
    with reopen(tmp_path / "review") as review:
        yield OpenSheet(review)


def propose(opened: OpenSheet, **told: object) -> tuple[int, int, int, int]:
    done = propose_cells(opened, reader=FakeReader(), **told)  # type: ignore[arg-type]
    assert done.values == done.proposed + done.known + done.left_out + done.unfit
    return done.proposed, done.known, done.left_out, done.nothing


def other(opened: OpenSheet, by: str = "Ben") -> OpenSheet:
    return OpenSheet(reopen(opened.review.folder, by))


def test_values_are_proposed_with_their_quotes(opened: OpenSheet) -> None:
    assert propose(opened) == (7, 0, 0, 4)
    found = [(at.study, at.field, at.value, at.quote) for at in proposal_rows(opened)]
    assert found == [
        ("R0001", "country", "Ghana", "Ghana"),
        ("R0001", "sample_size", "24", "24 students"),
        ("R0001", "design", "cohort study", "cohort study"),
        ("R0002", "country", "Kenya", "Kenya"),
        ("R0002", "country", "Mali", "Mali"),
        ("R0002", "sample_size", "31", "31 students"),
        ("R0002", "sample_size", "12", "12 students"),
    ]


def test_nothing_is_proposed_twice_nor_for_filled_cells(opened: OpenSheet) -> None:
    propose(opened)
    first = next(proposal_rows(opened)).proposal
    reject(opened, [first], why="wrong")
    fill(opened, "R0002", "country", "Kenya")
    again = propose_cells(opened, reader=FakeReader())  # type: ignore[arg-type]
    assert (again.proposed, again.filled) == (0, 1)


def test_what_was_left_out_is_counted_and_can_be_had(opened: OpenSheet) -> None:
    assert propose(opened, fields=["sample_size"], per_cell=1)[2] == 1
    assert propose(opened, fields=["sample_size"], per_cell=0)[0] == 1
    with pytest.raises(UsageError, match="Nothing proposes values for dropouts"):
        propose(opened, fields=["dropouts"])


def test_a_person_approves_edits_and_takes_back(opened: OpenSheet) -> None:
    propose(opened)
    (country, size, design, *_) = [at.proposal for at in proposal_rows(opened)]
    assert [cell.value for cell in approve_all(opened, [country, size])] == ["Ghana", "24"]
    with pytest.raises(UsageError, match=f"Proposal {country} was approved by Ann"):
        approve(opened, country)
    with pytest.raises(UsageError, match="none of: cohort study, survey"):
        approve(opened, design, value="trial")
    assert approve(opened, design, value="Survey").value == "survey"
    (_, _, row) = [at for at in cell_rows(opened) if at.study == "R0001"]
    assert (row.quote, row.proposed, row.by) == ("cohort study", "cohort study", "Ann")
    assert "survey" in undo_latest(opened)
    assert "R0001, country approved: Ghana; R0001" in undo_latest(opened)
    assert list(cell_rows(opened)) == []
    told = [(at.what.partition(":")[0], at.undone) for at in history(opened, "R0001", "country")]
    assert told == [("R0001, country", False), ("R0001, country approved", True)]
    with pytest.raises(UsageError, match="no act of Ann"):
        undo_latest(opened)


def test_a_value_is_quoted_or_typed_in(opened: OpenSheet) -> None:
    fill(opened, "R0001", "sample size", "24", Source(quote="24 students"))
    fill(opened, "R0003", "dropouts", "3 of 40", Source(origin="table 2", note="by post"))
    one, two = cell_rows(opened)
    assert (one.quote, one.start, one.source) == ("24 students", 9, "abstract")
    assert (two.value, two.source, two.origin, two.note) == (
        "3/40",
        "typed in",
        "table 2",
        "by post",
    )
    before = opened.review.state.last_seq
    for arguments, words in (
        (("R0001", "sample_size", "1"), "below the least value 2"),
        (("R0009", "country", "x"), "There is no record R0009"),
        (("R0001", "colour", "x"), "no field 'colour'"),
        (("R0001", "country", "x", Source(quote="Mali")), "does not stand in the abstract"),
        (("R0001", "country", "x", Source(quote="x", text="fulltext")), "no fulltext"),
    ):
        with pytest.raises(UsageError, match=words):
            fill(opened, *arguments)
    assert opened.review.state.last_seq == before


def test_a_tampered_text_is_seen(opened: OpenSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(opened, "R0001", "country", "Ghana", Source(quote="Ghana"))
    record = opened.review.record(opened.study("R0001"))
    changed = replace(record, abstract="Gone.")
    monkeypatch.setattr("extraction.sessions.texts.versions_of", lambda *_: [changed])
    with pytest.raises(BadReview, match="not the text that the quote was taken from"):
        list(cell_rows(opened))


def test_nobody_overwrites_what_they_have_not_seen(opened: OpenSheet) -> None:
    theirs = other(opened)
    fill(theirs, "R0001", "country", "Mali")
    with pytest.raises(UsageError, match="Ben changed the extraction table meanwhile"):
        fill(opened, "R0001", "country", "Ghana")
    opened.refresh()
    assert fill(opened, "R0001", "country", "Ghana").value == "Ghana"
    theirs.review.close()


def test_a_row_is_signed_when_it_is_complete(opened: OpenSheet) -> None:
    with pytest.raises(UsageError, match="R0001 cannot be signed: empty are country"):
        sign(opened, ["R0001"])
    fill(opened, "R0001", "country", "Ghana")
    assert sign(opened, ["R0001"]) == ["R0001"]
    assert study_rows(opened)[0].signed_by == ("Ann",)
    with pytest.raises(UsageError, match="signed by Ann already"):
        sign(opened, ["R0001"])
    clear(opened, "R0001", "country", why="unsure")
    assert study_rows(opened)[0].signed_by == ()
    with pytest.raises(UsageError, match="the cell is empty"):
        clear(opened, "R0001", "country")


def test_reports_of_one_study_have_one_row(opened: OpenSheet) -> None:
    with opened.review.writing() as writer:
        writer.append(ReportsGrouped(reports=(opened.study("R0001"), opened.study("R0002"))))
    opened.refresh()
    fill(opened, "R0002", "country", "Kenya")
    rows = [(row.study, row.reports, dict(row.values)) for row in study_rows(opened)]
    assert rows[0] == ("R0001", ("R0001", "R0002"), {"country": "Kenya"})
    assert [row[0] for row in rows] == ["R0001", "R0003"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_filled_in_table_comes_back(opened: OpenSheet, tmp_path: Path, ending: str) -> None:
    fill(opened, "R0001", "country", "=Ghana")
    path = tmp_path / f"table.{ending}"
    export_sheet(opened, path)
    assert import_sheet(opened, path).same == 1
    set_cells(path, {("R0002", "sample_size"): "31", ("R0003", "dropouts"): "3/40"})
    done = import_sheet(opened, path)
    assert (done.rows, done.filled, done.same, done.cleared, done.unread) == (3, 2, 1, 0, ())
    assert [(at.field, at.value, at.origin) for at in cell_rows(opened)][1:] == [
        ("sample_size", "31", f"file table.{ending}"),
        ("dropouts", "3/40", f"file table.{ending}"),
    ]
    set_cells(path, {("R0001", "country"): ""})
    assert import_sheet(opened, path).cleared == 0
    assert import_sheet(opened, path, clear_empty=True).cleared == 1
    assert "emptied" in undo_latest(opened)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_bad_cell_is_named_and_nothing_is_taken(
    opened: OpenSheet, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"table.{ending}"
    export_sheet(opened, path)
    theirs = other(opened)
    fill(theirs, "R0001", "country", "Mali")
    opened.refresh()
    set_cells(
        path,
        {
            ("R0001", "country"): "Ghana",
            ("R0001", "design"): "trial",
            ("R0002", "sample_size"): "many",
            ("R0003", "study"): "R0002",
        },
    )
    before = opened.review.state.last_seq
    with pytest.raises(BadInput, match="4 cells that cannot be taken") as caught:
        import_sheet(opened, path)
    for words in (
        "line 2, column country: Ben filled in 'Mali' after the file was written",
        "line 2, column design: design: 'trial' is none of",
        "line 3, column sample_size: sample size: 'many' is no whole number",
        "line 4, column study: R0002 stands in line 3 already",
    ):
        assert words in caught.value.message
    assert opened.review.state.last_seq == before
    theirs.review.close()


def set_cells(path: Path, values: dict[tuple[str, str], str]) -> None:
    """Write into an exported table as a person would."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book["extraction"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        lines = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
        for (study, name), value in values.items():
            sheet.cell(row=lines[study], column=columns[name]).value = value or None
        book.save(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    for (study, name), value in values.items():
        next(row for row in rows if row[0] == study)[header.index(name)] = value
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def test_a_workbook_explains_its_columns(opened: OpenSheet, tmp_path: Path) -> None:
    propose(opened)
    export_sheet(opened, tmp_path / "table.xlsx")
    book = openpyxl.load_workbook(tmp_path / "table.xlsx")
    assert book.sheetnames == ["extraction", "sources", "proposals", "form"]
    header = {cell.value: cell for cell in book["extraction"][1]}
    assert "Unit: students." in header["sample_size"].comment.text
    offered = book["extraction"].data_validations.dataValidation
    assert [at.formula1 for at in offered] == ['"cohort study,survey"']
    assert book["extraction"].cell(row=2, column=header["dropouts"].column).number_format == "@"


def test_the_table_as_json_holds_everything(opened: OpenSheet, tmp_path: Path) -> None:
    propose(opened)
    export_sheet(opened, tmp_path / "table.json")
    document = json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in document["form"]][:2] == ["country", "sample_size"]
    assert {"studies", "cells", "proposals"} < set(document)
    with pytest.raises(UsageError, match="cannot be written"):
        export_sheet(opened, tmp_path / "table.doc")


def test_a_file_of_other_columns_is_refused(opened: OpenSheet, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("study,colour\nR0001,red\n", encoding="utf-8")
    with pytest.raises(BadInput, match="has the columns study, colour"):
        import_sheet(opened, path)


def test_approved_counts_are_pooled(opened: OpenSheet) -> None:
    folder = opened.review.folder
    with pytest.raises(UsageError, match="No study has a value in the field dropouts"):
        extracted_studies(folder, "dropouts")
    fill(opened, "R0001", "dropouts", "3/40")
    fill(opened, "R0003", "dropouts", "5/50")
    found = studies_of(None, "dropouts", folder)
    assert [(at.events, at.total, at.place) for at in found] == [(3, 40, "R0001"), (5, 50, "R0003")]
    with pytest.raises(UsageError, match="is of type text, not events_total"):
        extracted_studies(folder, "country")
    with pytest.raises(UsageError, match="one of both"):
        studies_of(None, "", folder)


def test_a_walk_decides_cell_by_cell(opened: OpenSheet) -> None:
    propose(opened)
    walk = SheetWalk(opened)
    assert walk.lines()[0].startswith("R0001")
    assert walk.press("a") == "R0001, country: Ghana"
    assert walk.press("e", "25") == "R0001, sample_size: 25"
    assert walk.press("s").startswith("Skipped R0001, design")
    assert {row.study for row in walk.current} == {"R0002"}
    assert walk.press("r", "no") == f"Rejected {len_of(walk)} of R0002, country."
    assert walk.press("u").startswith("Took back: R0002, country")
    for key, words in (("x", "means nothing"), ("9", "means nothing"), ("e", "needs a value")):
        with pytest.raises(UsageError, match=words):
            walk.press(key)


def test_a_walk_takes_in_what_somebody_fills_meanwhile(opened: OpenSheet) -> None:
    propose(opened)
    walk = SheetWalk(opened)
    theirs = other(opened)
    fill(theirs, "R0001", "country", "Mali")
    theirs.review.close()
    with pytest.raises(UsageError, match="Ben changed the extraction table meanwhile"):
        walk.press("a")
    assert {row.field for row in walk.current} == {"sample_size"}
    assert walk.press("a") == "R0001, sample_size: 24"
    assert opened.sheet.row(opened.study("R0001")).values["country"] == "Mali"


def test_undo_in_a_walk_over_cells_ends_where_the_sitting_began(opened: OpenSheet) -> None:
    propose(opened)
    SheetWalk(opened).press("a")
    walk = SheetWalk(opened)
    walk.press("a")
    walk.press("u")
    with pytest.raises(UsageError, match="nothing to undo in this sitting") as refused:
        walk.press("u")
    assert "tamis extract undo" in refused.value.hint
    assert undo_latest(opened).startswith("R0001, country")


def len_of(walk: SheetWalk) -> str:
    """How many values were rejected last."""
    rejected = [at for at in walk.opened.sheet.proposals.values() if at.status == "rejected"]
    return f"{len(rejected)} value" + ("s" if len(rejected) != 1 else "")


def _excluded(review: Review) -> None:
    review.by = "Ann"
    decide(review, Stage.TITLE, RecordId("R0002"), Verdict.EXCLUDE, reason="Off topic")


def _grouped(review: Review) -> None:
    group_reports(review, [RecordId("R0001"), RecordId("R0002")])


WRITING: dict[str, Callable[[OpenSheet], object]] = {
    "fill": lambda at: fill(at, "R0002", "country", "Kenya"),
    "approve": lambda at: approve(
        at, next(iter(at.sheet.of_cell(RecordId("R0002"), "country"))).seq
    ),
    "propose": lambda at: propose(at, records=["R0002"], fields=["sample_size"]),
}


@pytest.mark.parametrize("meanwhile", [_excluded, _grouped])
@pytest.mark.parametrize("act", WRITING.values(), ids=WRITING)
def test_a_row_whose_reports_changed_meanwhile_is_looked_at_first(
    opened: OpenSheet, meanwhile: Meanwhile, act: Callable[[OpenSheet], object]
) -> None:
    propose(opened, fields=["country"])
    late = OpenSheet(Overtaken(opened.review, meanwhile))
    before = len(late.events)
    with pytest.raises(UsageError, match="The row of R0002 has become another meanwhile"):
        act(late)
    assert len(late.events) == before
    assert RecordId("R0002") not in late.studies


def test_a_row_that_has_become_another_is_not_signed(opened: OpenSheet) -> None:
    fill(opened, "R0002", "country", "Kenya")
    late = OpenSheet(Overtaken(opened.review, _grouped))
    with pytest.raises(UsageError, match="The row of R0002"):
        sign(late, ["R0002"])
    assert not any(row.signed_by for row in study_rows(late))


def test_other_rows_that_changed_meanwhile_are_no_matter(opened: OpenSheet) -> None:
    late = OpenSheet(Overtaken(opened.review, _excluded))
    assert fill(late, "R0001", "country", "Ghana").value == "Ghana"
