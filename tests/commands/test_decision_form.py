"""Decisions through a spreadsheet: a form written, filled in, read back, every wrong cell named."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.protocol import Stage, Verdict
from screening.sessions.batch import decide_from
from screening.sessions.decision_form import write_form
from screening.sessions.screen import decide
from tests.commands.running import Ran, tamis
from tests.house.tree import ROOT
from tests.reviews_builder import REASONS, contents, make_review, protocol_text, reopen

EVIL = "=cmd|' /C calc'!A0"
FORM = "form.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = contents(5)
    found[1] = replace(found[1], title=EVIL, abstract="\x07bell and\r\nlines " + "x" * 40_000)
    text = protocol_text(stages=("abstract",), reasons=("Off topic, far", "Wrong population"))
    make_review(tmp_path / "r", found=found, text=text).close()
    return tmp_path / "r"


def write(folder: Path, *more: str) -> Ran:
    return tamis("decide", "--template", "xlsx", "-o", folder / FORM, *more, "-C", folder)


def read(folder: Path, *more: str, by: str = "Ann") -> Ran:
    return tamis("decide", "--from", folder / FORM, *more, "-C", folder, by=by)


def fill(folder: Path, cells: Mapping[str, object], sheet: str = "Decisions") -> None:
    book = openpyxl.load_workbook(folder / FORM)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(folder / FORM)


def verdicts(folder: Path) -> dict[str, tuple[str, str, str]]:
    with reopen(folder) as review:
        made = review.state.decisions[Stage.ABSTRACT]
        return {
            record: (at["Ann"][-1].verdict.value, at["Ann"][-1].reason, at["Ann"][-1].note)
            for record, at in made.items()
        }


def last(folder: Path) -> int:
    with reopen(folder) as review:
        return review.state.last_seq


def test_the_form_offers_lists_and_locks_everything_else(folder: Path) -> None:
    ran = write(folder)
    assert ran.code == 0, ran.err
    assert ran.out == f"{folder / FORM}: 5 records for Ann, abstract stage.\n"
    assert f"tamis decide --from '{folder / FORM}' --as 'Ann'" in ran.err
    book = openpyxl.load_workbook(folder / FORM)
    sheet = book["Decisions"]
    assert [cell.value for cell in sheet[1]] == [
        "record", "title", "abstract", "verdict", "reason", "note",
    ]  # fmt: skip
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2]] == [True, True, True, False, False, False]
    assert all(cell.protection.locked for cell in sheet[1])
    lists = {str(at.sqref): at.formula1 for at in sheet.data_validations.dataValidation}
    assert lists == {"D2:D6": "lists!$D$1:$D$3", "E2:E6": "lists!$E$1:$E$2"}
    assert [cell.value for cell in book["lists"]["D"]] == [at.value for at in Verdict]
    assert [book["lists"][f"E{row}"].value for row in (1, 2)] == [
        "Off topic, far",
        "Wrong population",
    ]
    assert {name: book[name].sheet_state for name in book.sheetnames} == {
        "Decisions": "visible", "guide": "visible", "lists": "hidden", "about": "hidden",
    }  # fmt: skip
    assert any("Off topic, far" in str(cell.value) for cell in book["guide"]["A"])


def test_no_text_is_a_formula_and_long_ones_are_cut_visibly(folder: Path) -> None:
    write(folder)
    sheet = openpyxl.load_workbook(folder / FORM)["Decisions"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == (EVIL, "s")
    assert sheet["C3"].value.startswith("bell and\nlines xxx")
    assert sheet["C3"].value.endswith(" […]")


def test_a_form_filled_in_is_read_back_once(folder: Path) -> None:
    write(folder)
    filled = {"D2": "include", "D3": "Exclude", "E3": 2, "F3": 1, "D4": "unsure", "F4": "=1+1"}
    fill(folder, {**filled, "F4": "see p. 3"})
    ran = read(folder)
    assert ran.code == 0, ran.err
    assert ran.out == (
        "form.xlsx: 5 rows = 3 decisions added + 0 in force already + 2 without a verdict\n"
    )
    assert verdicts(folder) == {
        "R0001": ("include", "", ""),
        "R0002": ("exclude", "Wrong population", "1"),
        "R0003": ("unsure", "", "see p. 3"),
    }
    before = last(folder)
    assert "0 decisions added + 3 in force already" in read(folder).out
    assert last(folder) == before


def test_changed_cells_are_changed_decisions(folder: Path) -> None:
    write(folder)
    fill(folder, {"D2": "include", "D3": "unsure"})
    read(folder)
    fill(folder, {"D2": "exclude", "E2": "Off topic, far"})
    assert "1 decision added (1 of them changed) + 1 in force already" in read(folder).out
    assert verdicts(folder)["R0001"] == ("exclude", "Off topic, far", "")
    (folder / FORM).unlink()
    assert "3 records for Ann" in write(folder).out
    (folder / FORM).unlink()
    write(folder, "--all")
    sheet = openpyxl.load_workbook(folder / FORM)["Decisions"]
    assert [cell.value for cell in sheet["A"]][1:] == ["R0003", "R0004", "R0005", "R0001", "R0002"]
    assert [cell.value for cell in sheet[5]][3:5] == ["exclude", "Off topic, far"]
    assert "0 decisions added + 2 in force already" in read(folder).out


WRONG = {
    "D2": "maybe",
    "E3": "Wrong population",
    "A4": "R0099",
    "D4": "include",
    "B5": "Mentoring of medical students, study 5",
    "D5": "include",
    "D6": "exclude",
    "E6": "Dull",
}


def test_every_bad_cell_is_named_and_nothing_is_taken(folder: Path) -> None:
    write(folder)
    fill(folder, WRONG)
    before = last(folder)
    ran = read(folder)
    assert (ran.code, ran.out) == (4, "")
    for words in (
        "has 5 wrong rows:",
        "Sheet 'Decisions', cell D2: There is no verdict 'maybe'. The verdicts are: include,",
        "Sheet 'Decisions', cell D3: There is a reason or a note, but no verdict.",
        "Sheet 'Decisions', cell A4: There is no record R0099",
        "Sheet 'Decisions', cell B5: This is not the title of R0004.",
        "Sheet 'Decisions', cell E6: There is no reason 'Dull' at the abstract stage. The reasons",
        "Nothing was taken over.",
    ):
        assert words in ran.err, ran.err
    assert last(folder) == before


def test_the_good_rows_are_taken_if_that_is_asked_for(folder: Path) -> None:
    write(folder)
    fill(folder, {"D2": "maybe", "D3": "include", "F4": '=HYPERLINK("http://x")'})
    ran = read(folder, "--accept-good")
    assert ran.code == 0
    assert "1 decision added + 0 in force already + 2 without a verdict + 2 wrong" in ran.out
    assert "cell D2: There is no verdict 'maybe'" in ran.err
    assert "cell F4: The cell holds a formula. Write the text itself." in ran.err
    assert verdicts(folder) == {"R0002": ("include", "", "")}


def test_another_reviews_or_reviewers_form_is_refused(folder: Path, tmp_path: Path) -> None:
    write(folder)
    fill(folder, {"D2": "include"})
    ran = read(folder, by="Ben")
    assert ran.code == 4
    assert "was made for Ann, and you are Ben." in ran.err
    make_review(tmp_path / "other", text=protocol_text(stages=("abstract",))).close()
    ran = tamis("decide", "--from", folder / FORM, "-C", tmp_path / "other")
    assert ran.code == 4
    assert "was made for another review." in ran.err


def test_a_form_is_never_written_over(folder: Path) -> None:
    write(folder)
    ran = write(folder)
    assert ran.code == 6
    assert "is there already, and may be filled in." in ran.err
    assert tamis("decide", "--template", "ods", "-C", folder).code == 2


def test_nothing_to_decide_gives_no_form(folder: Path) -> None:
    with reopen(folder) as review:
        for number in range(1, 6):
            decide(review, Stage.ABSTRACT, review.known(str(number)), Verdict.INCLUDE)
    ran = write(folder)
    assert ran.code == 2
    assert "Nothing waits for Ann at the abstract stage." in ran.err
    assert write(folder, "--all").code == 0


def test_the_title_stage_shows_no_abstract_and_full_texts_a_link(tmp_path: Path) -> None:
    for stage, names in (("title", "record,title"), ("fulltext", "record,title,abstract,link")):
        folder = tmp_path / stage
        make_review(folder, text=protocol_text(stages=(stage,))).close()
        path = folder / "form.csv"
        ran = tamis("decide", "--template", "csv", "-o", path, "--json", "-C", folder)
        assert json.loads(ran.out) == {
            "file": str(path), "records": 5, "reviewer": "Ann", "stage": stage,
        }  # fmt: skip
        head = path.read_text(encoding="utf-8-sig").splitlines()[0]
        assert head == f"{names},verdict,reason,note,review,reviewer,stage"


def test_a_csv_form_goes_round_too(folder: Path, tmp_path: Path) -> None:
    path = folder / "form.csv"
    assert tamis("decide", "--template", "csv", "-o", path, "-C", folder).code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[1]["title"] == f"'{EVIL}"
    rows[1] |= {"verdict": "exclude", "reason": "Off topic, far"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert "line" not in tamis("decide", "--from", path, "-C", folder).err
    assert verdicts(folder) == {"R0002": ("exclude", "Off topic, far", "")}
    ran = tamis("decide", "--from", path, "-C", folder, by="Ben")
    assert "Line 3: The row is of Ann, and you are Ben. Use --as 'Ann'." in ran.err
    rows[3] |= {"verdict": "include"}
    rows[4] |= {"verdict": "include"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = tamis("decide", "--from", path, "-C", folder, by="Ben")
    assert ran.err.count("The row is of Ann") == 1
    assert "has 3 wrong rows:" in ran.err
    assert "Line 3 and 2 more rows: The row is of Ann, and you are Ben. Use --as 'Ann'." in ran.err
    make_review(tmp_path / "other", text=protocol_text(stages=("abstract",))).close()
    ran = tamis("decide", "--from", path, "-C", tmp_path / "other")
    assert "Line 3 and 2 more rows: The row is of another review." in ran.err


def saved_by_excel(folder: Path, encoding: str, note: str) -> Ran:
    """A form as CSV, its second record decided, saved again in another encoding and read back."""
    path = folder / "form.csv"
    path.unlink(missing_ok=True)
    assert tamis("decide", "--template", "csv", "-o", path, "-C", folder).code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    row = next(row for row in rows if row["record"] == "R0003")
    row |= {"verdict": "exclude", "reason": "Wrong population", "note": note}
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return tamis("decide", "--from", path, "-C", folder)


def test_a_csv_that_excel_saved_in_windows_1252_is_read_and_said_to_be(tmp_path: Path) -> None:
    """Letters that the code page lacks come back as question marks; the title is known all the
    same, and another one is not taken for it."""
    found = contents(5)
    found[2] = replace(found[2], title="Naïve β-blockers at ≥ 40 °C: a Škoda")
    text = protocol_text(stages=("abstract",), reasons=("Off topic, far", "Wrong population"))
    make_review(tmp_path / "r", found=found, text=text).close()
    ran = saved_by_excel(tmp_path / "r", "cp1252", "für später")
    assert ran.code == 0, ran.err
    assert "form.csv is no UTF-8 text and was read as Windows-1252, as Excel saves" in ran.err
    assert "such as 'Naïve', 'Škoda', 'für'." in ran.err
    assert verdicts(tmp_path / "r")["R0003"] == ("exclude", "Wrong population", "für später")
    path = tmp_path / "r" / "form.csv"
    path.write_bytes(path.read_bytes().replace(b"40 ", b"41 "))
    ran = tamis("decide", "--from", path, "-C", tmp_path / "r")
    assert "This is not the title of R0003." in ran.err
    assert "was read as Windows-1252" in ran.err


@pytest.mark.parametrize("encoding", ["mac_roman", "cp437", "utf-8"])
def test_a_csv_in_neither_encoding_or_in_two_is_refused(folder: Path, encoding: str) -> None:
    """A file partly in UTF-8 is one that was put together or broken."""
    assert saved_by_excel(folder, encoding, "für Zürich à école").code == (encoding != "utf-8") * 4
    path = folder / "form.csv"
    path.write_bytes(path.read_bytes() + b";\xe9")
    ran = tamis("decide", "--from", path, "-C", folder)
    assert ran.code == 4
    assert "form.csv is not a UTF-8 text." in ran.err


def test_a_csv_that_excel_saved_as_unicode_text_is_read(folder: Path) -> None:
    ran = saved_by_excel(folder, "utf-16", "für später ≥")
    assert ran.code == 0, ran.err
    assert "Windows" not in ran.err
    assert verdicts(folder) == {"R0003": ("exclude", "Wrong population", "für später ≥")}


def test_a_plain_workbook_is_a_table_like_any_other(folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Record ID", "Decision"), ("R0001", "include"), (2, "maybe")):
        book.active.append(row)
    book.save(folder / FORM)
    ran = read(folder, "--stage", "abstract")
    assert "Sheet 'Sheet', cell B3: There is no verdict 'maybe'." in ran.err


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04 no zip", "is no workbook that can be read"), (b"", "is empty")],
)
def test_files_that_are_no_form_are_told(folder: Path, data: bytes, words: str) -> None:
    (folder / FORM).write_bytes(data)
    ran = read(folder)
    assert ran.code == 4
    assert words in ran.err


PAGE = ROOT / "docs" / "howto" / "screen-in-excel.md"


def test_the_page_about_it_says_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = protocol_text(stages=("title",), reasons=("Off topic", "Wrong population"))
    make_review(tmp_path, text=text, count=5).close()
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    first, second = (shlex.split(at)[1:] for at in re.findall(r"^tamis .+$", page, re.MULTILINE))
    assert tamis(*first).code == 0
    (form,) = tmp_path.glob("*.xlsx")

    def filled(cells: Mapping[str, str]) -> Ran:
        book = openpyxl.load_workbook(form)
        for address, value in cells.items():
            book["Decisions"][address] = value
        book.save(form)
        return tamis(*second)

    wrong = filled({"C2": "maybe", "C6": "exclude", "D6": "Dull"}).err
    told = re.findall(r"^Sheet .+$", page, re.MULTILINE)
    assert [line for line in wrong.splitlines() if line.startswith("Sheet")] == told
    assert (
        filled({"C2": "include", "C3": "unsure", "C6": "", "D6": "", "C4": "include"}).out in page
    )


NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
DECIDED = st.one_of(
    st.tuples(st.sampled_from([Verdict.INCLUDE, Verdict.UNSURE]), st.just(""), NOTES),
    st.tuples(st.just(Verdict.EXCLUDE), st.sampled_from(REASONS), NOTES),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(DECIDED, min_size=1, max_size=3), kind=st.sampled_from(["xlsx", "csv"]))
def test_decisions_come_back_as_they_were_made(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[Verdict, str, str]],
    kind: str,
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with make_review(folder / "r", len(made), text=protocol_text(stages=("title",))) as review:
        for number, (verdict, reason, note) in enumerate(made, start=1):
            record = review.known(str(number))
            decide(review, Stage.TITLE, record, verdict, reason=reason, note=note)
        path = folder / f"form.{kind}"
        write_form(review, Stage.TITLE, path, kind, decided=True)
        seq = review.state.last_seq
        done = decide_from(review, path)
        assert (done.rows, done.same, review.state.last_seq) == (len(made), len(made), seq)
