"""``tamis extract`` as a person uses it, from the form to the table that came back from Excel."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extraction.extractors.roles import RoleReader
from tests.commands.running import Ran, tamis
from tests.extraction.extractors.test_roles import reader
from tests.extraction.logs import coding_review, with_abstract

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
label = "Design of the study"
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three included studies and a form; the roles of sentences come from weights by hand."""
    found = [with_abstract(n, text, f"Study {n}") for n, text in enumerate(TEXTS, start=1)]
    made = coding_review(tmp_path / "review", found=found).review
    made.close()
    protocol = made.folder / "review.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + FORM, encoding="utf-8")
    monkeypatch.setattr("extraction.sessions.proposing_cells.RoleReader", by_hand)
    monkeypatch.chdir(made.folder)
    return made.folder


def by_hand(**_folders: Path) -> RoleReader:
    return reader()


def extract(*arguments: str | Path, keys: str = "", by: str = "Ann") -> Ran:
    """Run a command of the group that must succeed."""
    ran = tamis("extract", *arguments, keys=keys, by=by)
    assert ran.code == 0, ran.err
    return ran


def refused(*arguments: str | Path, by: str = "Ann") -> str:
    """Run a command of the group that must fail with a sentence, and say nothing as data."""
    ran = tamis("extract", *arguments, by=by)
    assert ran.code != 0
    assert ran.out == ""
    assert "Traceback" not in ran.err
    return ran.err


def values() -> dict[str, dict[str, str]]:
    lines = extract("list", "--json").out.splitlines()
    return {row["study"]: row["values"] for row in map(json.loads, lines)}


def proposals() -> dict[tuple[str, str, str], int]:
    """(study, field, value) -> number."""
    rows = map(json.loads, extract("list", "--proposals", "--json").out.splitlines())
    return {(at["study"], at["field"], at["value"]): at["proposal"] for at in rows}


def test_the_form_is_shown(folder: Path) -> None:
    told = extract("form")
    assert told.out.splitlines()[0].split() == [
        "field", "label", "type", "unit", "required", "takes",
    ]  # fmt: skip
    assert "Design of the study" in told.out
    assert "cohort study; survey" in told.out
    assert told.err == ""
    fields = [json.loads(line) for line in extract("form", "--json").out.splitlines()]
    assert [field["name"] for field in fields] == ["country", "sample_size", "design", "dropouts"]
    protocol = folder / "review.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8").replace(FORM, ""), encoding="utf-8")
    told = extract("form")
    assert "sample_size" in told.out
    assert "no [[extraction]] tables" in told.err


def test_values_are_proposed_and_what_is_left_to_do_is_told(folder: Path) -> None:
    assert "No proposal waits. Next: tamis extract propose" in extract("review").err
    told = extract("propose")
    assert told.out.startswith("7 values proposed for 5 cells of 3 studies; 0 were proposed before")
    assert "Nothing found for 4 cells: fill them in by hand." in told.err
    assert "Next: tamis extract review" in told.err
    assert "0 values proposed" in extract("propose", "R1", "--field", "country").out
    assert "Nothing proposes values for dropouts" in refused("propose", "--field", "dropouts")
    assert "no record R0009" in refused("propose", "R9")


def test_the_list_says_what_waits_what_is_missing_and_who_signed(folder: Path) -> None:
    extract("propose")
    told = extract("list")
    header, first, *_ = told.out.splitlines()
    assert header.split() == [
        "study", "title", "country", "sample_size", "design", "dropouts", "waiting", "missing",
        "signed", "by",
    ]  # fmt: skip
    assert first.split() == ["R0001", "Study", "1", "3", "country"]
    assert "3 studies, 0 signed; 5 cells with open proposals." in told.err
    told = extract("list", "--proposals")
    assert "24 students" in told.out
    assert "7 proposals waiting." in told.err
    rows = list(csv.DictReader(io.StringIO(extract("list", "--proposals", "--csv").out)))
    assert [row["value"] for row in rows if row["field"] == "country"] == ["Ghana", "Kenya", "Mali"]
    first_row = json.loads(extract("list", "--proposals", "--json").out.splitlines()[0])
    assert first_row["context"] == TEXTS[0]


def test_a_cell_is_filled_approved_cleared_and_all_is_shown(folder: Path) -> None:
    extract("propose")
    number = proposals()
    told = extract("approve", str(number["R0001", "country", "Ghana"]), "--note", "see map")
    assert told.out == "R0001, country: Ghana\n"
    assert "taken back with tamis extract undo" in told.err
    one = str(number["R0001", "sample_size", "24"])
    assert extract("approve", one, "--value", "25").out == "R0001, sample_size: 25\n"
    extract("fill", "R1", "dropouts", "3 of 40", "--origin", "table 2", "--note", "by post")
    extract("fill", "R1", "design", "Cohort Study", "--quote", "a cohort study")
    shown = extract("show", "R1").out.splitlines()
    assert shown[0] == "R0001 Study 1"
    cells = {line.split(":")[0]: (line, below) for line, below in pairwise(shown)}
    assert cells["country"][1].startswith("    abstract: “Ghana”; see map; Ann, ")
    assert cells["sample_size"][0] == "sample_size: 25 students"
    assert cells["dropouts"][0] == "dropouts: 3/40"
    assert cells["dropouts"][1].startswith("    typed in; table 2; by post; Ann, ")
    assert cells["design"][0] == "design: cohort study"
    past = shown[shown.index("History:") + 1 :]
    assert all(line.startswith("    ") for line in past)
    assert any("'Ghana' proposed by country" in line for line in past)
    assert extract("clear", "R1", "design", "--why", "guessed").out == (
        "R0001, design: emptied; it held 'cohort study'.\n"
    )
    only = extract("show", "R1", "Design of the study").out
    assert "emptied" in only
    assert "R0001, country" not in only
    waiting = extract("show", "R2", "country").out
    assert "country? Mali" in waiting
    assert "“We asked 12 students in Kenya. Later 31 students in Mali took part.”" in waiting
    assert json.loads(extract("show", "R1", "--json").out)["study"] == "R0001"


def test_what_was_rejected_stays_rejected(folder: Path) -> None:
    extract("propose")
    numbers = proposals()
    wrong = str(numbers["R0002", "country", "Mali"])
    assert extract("reject", wrong, "--why", "a second study").out == "Rejected 1 value.\n"
    assert "0 values proposed" in extract("propose").out
    assert ("R0002", "country", "Mali") not in proposals()
    assert "rejected: a second study" in extract("show", "R2").out
    assert f"Proposal {wrong} was rejected by Ann" in refused("reject", wrong)
    assert extract("undo").out.startswith("Took back: R0002, country: proposal of event")
    assert ("R0002", "country", "Mali") in proposals()


def test_a_walk_decides_with_one_key_each(folder: Path) -> None:
    extract("propose")
    walked = extract("review", keys="?\na\ne 25\ns\nr unclear\nu\n1\n2\nq\n")
    assert "country? (5 cells waiting in all)" in walked.out
    assert "    abstract: “We asked 24 students in Ghana. It was a cohort study.”" in walked.out
    assert "Skipped R0001, design." in walked.out
    assert "Took back: R0002, country" in walked.out
    assert walked.out.splitlines()[-1] == "4 decided, 1 cell waiting."
    assert "Next: tamis extract review" in walked.err
    assert values() == {
        "R0001": {"country": "Ghana", "sample_size": "25", "design": "cohort study"},
        "R0002": {"country": "Mali"},
        "R0003": {},
    }


def test_a_key_that_means_nothing_stops_a_piped_walk(folder: Path) -> None:
    extract("propose")
    ran = tamis("extract", "review", keys="a\nz\na\n")
    assert ran.code == 4
    assert "Line 2 of the keys: The key 'z' means nothing here." in ran.err
    assert "Everything before this line is kept." in ran.err
    assert values()["R0001"] == {"country": "Ghana"}


def test_a_signature_holds_until_something_changes(folder: Path) -> None:
    assert "R0001 cannot be signed: empty are country." in refused("sign", "R1")
    extract("fill", "R1", "country", "Ghana")
    assert extract("sign", "R1", "--note", "checked").out == "R0001: signed by Ann.\n"
    assert "3 studies, 1 signed" in extract("list").err
    extract("fill", "R1", "design", "survey", by="Ben")
    assert "3 studies, 0 signed" in extract("list").err
    extract("undo", by="Ben")
    assert "3 studies, 1 signed" in extract("list").err
    assert "no act of Ben" in refused("undo", by="Ben")
    assert "signed" in extract("undo").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fill", "R1", "colour", "red"), "no field 'colour'"),
        (("fill", "R9", "country", "Mali"), "no record R0009"),
        (("fill", "R1", "sample_size", "many"), "'many' is no whole number"),
        (("fill", "R1", "sample_size", "1"), "below the least value 2"),
        (("fill", "R1", "design", "trial"), "none of: cohort study, survey"),
        (("fill", "R1", "dropouts", "50/40"), "between 0 and the total"),
        (("fill", "R1", "country", "Mali", "--quote", "Mali"), "does not stand in the abstract"),
        (("fill", "R1", "country", "x", "--quote", "x", "--source", "fulltext"), "no fulltext"),
        (("approve", "99"), "There is no proposal 99"),
        (("reject", "99"), "There is no proposal 99"),
        (("clear", "R1", "country"), "country"),
        (("show", "R9"), "no record R0009"),
        (("sign", "R9"), "no record R0009"),
        (("undo",), "no act of Ann"),
        (("export", "table.doc"), "End the file name in one of: .xlsx, .csv, .json."),
        (("import", "none.xlsx"), "none.xlsx cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(*arguments)
    assert values() == {"R0001": {}, "R0002": {}, "R0003": {}}


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


def test_the_table_goes_to_excel_and_comes_back(folder: Path, tmp_path: Path) -> None:
    extract("propose")
    extract("fill", "R1", "country", "Ghana", "--quote", "Ghana")
    path = tmp_path / "table.xlsx"
    told = extract("export", path)
    assert f"Written: {path} (3 studies)" in told.err
    book = openpyxl.load_workbook(path)
    sheet = book["extraction"]
    at = columns(sheet)
    for number, (country, size, design, dropouts) in enumerate(
        (("Ghana", 24, "survey", "3/40"), ("Kenya", "1,012", "Survey", "12 of 40")), start=2
    ):
        sheet.cell(number, at["country"]).value = country
        sheet.cell(number, at["sample_size"]).value = size
        sheet.cell(number, at["design"]).value = design
        sheet.cell(number, at["dropouts"]).value = dropouts
    book.save(path)
    told = extract("import", path)
    assert told.out == "3 rows, 8 values: 7 taken, 1 known already, 0 cells emptied.\n"
    assert values()["R0002"] == {
        "country": "Kenya", "design": "survey", "dropouts": "12/40", "sample_size": "1012",
    }  # fmt: skip
    again = extract("import", path)
    assert "0 taken, 8 known already" in again.out
    assert "undo" not in again.err
    extract("undo")
    assert values()["R0002"] == {}


def test_a_workbook_is_laid_out_to_be_filled_in(folder: Path, tmp_path: Path) -> None:
    extract("propose")
    extract("fill", "R1", "country", "Ghana", "--quote", "Ghana")
    path = tmp_path / "table.xlsx"
    extract("export", path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["extraction", "sources", "proposals", "form"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
        assert all(12 <= at.width <= 50 for at in sheet.column_dimensions.values())
    sheet = book["extraction"]
    at = columns(sheet)
    assert sheet.column_dimensions[sheet.cell(1, at["country"]).column_letter].width >= 30
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, offered.showErrorMessage) == ('"cohort study,survey"', True)
    assert str(offered.sqref) == "H2:H4" == f"{sheet.cell(2, at['design']).coordinate}:H4"
    filled = [name for name, column in at.items() if sheet.cell(1, column).fill.fill_type]
    assert filled == ["country", "sample_size", "design", "dropouts"]
    assert "Takes events and total, such as 12/40." in sheet.cell(1, at["dropouts"]).comment.text
    assert sheet.cell(2, at["dropouts"]).number_format == "@"
    sources = list(book["sources"].values)
    assert dict(zip(sources[0], sources[1], strict=True))["quote"] == "Ghana"
    assert "Ghana" not in [row[3] for row in book["proposals"].values]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_bad_cell_is_named_and_nothing_is_taken(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"table.{ending}"
    rows = [
        ["study", "country", "sample_size", "design"],
        ["R1", "Ghana", "24", "survey"],
        ["R2", "Kenya", "many", "trial"],
        ["R9", "Mali", "12", ""],
    ]
    if ending == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    told = refused("import", path)
    assert "has 3 cells that cannot be taken, so none was" in told
    assert "line 3, column sample_size: sample size: 'many' is no whole number." in told
    assert "line 3, column design: Design of the study: 'trial' is none of" in told
    assert "line 4, column study: There is no record R0009" in told
    assert values() == {"R0001": {}, "R0002": {}, "R0003": {}}


def test_a_csv_comes_back_and_empties_cells_only_when_asked(folder: Path, tmp_path: Path) -> None:
    extract("fill", "R1", "country", "Ghana")
    extract("fill", "R1", "design", "survey")
    path = tmp_path / "table.csv"
    extract("export", path)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Ghana", ""), encoding="utf-8")
    assert "0 taken, 1 known already, 0 cells emptied" in extract("import", path).out
    assert "1 cell emptied" in extract("import", path, "--clear-empty").out
    assert values()["R0001"] == {"design": "survey"}


def test_the_table_as_json_is_not_for_import(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    told = extract("export", path)
    assert "come back" not in told.err
    assert {"form", "studies", "cells", "proposals"} == set(json.loads(path.read_text("utf-8")))
