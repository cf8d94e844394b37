from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from screening.errors import BadInput
from screening.readers import detect, open_source, reader_named
from screening.readers.columns import columns_of
from screening.readers.delimited import ends_open
from screening.readers.rows import split_authors
from screening.records import RecordContent, Rejected
from tests.readers.specimens import FOLDER, only, read_all, records, titles


def test_scopus() -> None:
    first, second = records("csv_scopus.csv")
    assert first.title == "Mentoring, in wards"
    assert first.abstract == "CO2 was measured.\nTwice."
    assert [author.name for author in first.authors] == ["Lind A.", "Berg B."]
    assert ("Author full names", "Lind, Ada (12345678901); Berg, Bo (12345678902)") in first.extra
    assert (first.pages, first.pmid, first.type) == ("10-19", "10000001", "Article")
    assert first.keywords == ("wards", "nurses")
    assert first.other_ids == (("eid", "2-s2.0-1"),)
    assert second.abstract == ""
    assert second.line == 4


def test_web_of_science_tabs() -> None:
    record = only("csv_wos_tabs.txt")
    assert record.title == "Mentoring"
    assert record.venue == "NURSING TODAY"
    assert record.pages == "10-19"
    assert [author.family for author in record.authors] == ["Lind", "Berg"]


def test_semicolons_and_the_separator_line_of_spreadsheets() -> None:
    first, second = records("csv_semicolons.csv")
    assert (first.title, first.abstract, first.year) == ("One", "a; b", 2001)
    assert second.title == "Two"


def test_pubmed_has_no_abstracts() -> None:
    record = only("csv_pubmed_no_abstracts.csv")
    assert [author.name for author in record.authors] == ["Lind A", "Berg B."]
    assert record.abstract == ""
    assert record.other_ids == (("pmc", "PMC1"),)


def test_old_pubmed_table_has_its_authors_under_description() -> None:
    record = only("csv_old_pubmed.csv")
    assert [author.name for author in record.authors] == ["Lind A", "Berg B."]
    assert (record.year, record.pmid) == (2019, "10000001")
    assert ("ShortDetails", "N Today. 2019") in record.extra


def test_embase_hides_year_and_doi() -> None:
    record = only("csv_embase.csv")
    assert (record.year, record.doi) == (2014, "10.1000/demo.1")
    assert record.keywords == ("cyst (diagnosis, surgery)", "human")


def test_rayyan_keeps_earlier_decisions() -> None:
    record = only("csv_rayyan.csv")
    assert ("notes", 'RAYYAN-INCLUSION: {"Reviewer A"=>"Excluded"}') in record.extra
    assert record.keywords == ("wards", "nurses")
    assert [author.given for author in record.authors] == ["Ada", "Bo"]


def test_a_quote_that_is_never_closed_costs_one_line() -> None:
    entries = read_all(FOLDER / "csv_quote_never_closed.csv")
    assert titles(entries) == ["One", "-", "Three"]
    rejected = entries[1]
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.raw) == (3, '"Two,b,2002')


def test_ragged_rows_are_told_and_kept() -> None:
    long, short, right = records("csv_ragged_rows.csv")
    assert long.extra == (("(column 4)", "left over"),)
    assert "4 cells" in long.problems[0].message
    assert "only 1 cells" in short.problems[0].message
    assert not right.problems


@pytest.mark.parametrize(
    "name",
    [
        "csv_no_title_column.csv",
        "excel_no_title_column.xlsx",
        "excel_old_no_title_column.xls",
    ],
)
def test_no_title_column_names_the_header_and_what_is_understood(name: str) -> None:
    source = open_source(FOLDER / name)
    reader = detect(source).reader
    with pytest.raises(BadInput) as caught:
        list(reader.read(source))
    assert "name" in caught.value.message.casefold()
    assert "document title" in caught.value.hint


def test_prose_forced_to_be_csv_is_refused() -> None:
    source = open_source(FOLDER / "foreign_prose.txt")
    with pytest.raises(BadInput, match="no table"):
        list(reader_named("csv").read(source))


def test_excel_reads_the_sheet_with_a_header_and_says_so() -> None:
    first, second = records("excel_two_sheets.xlsx")
    assert (first.title, first.year, first.volume) == ("One", 2001, "3")
    assert ("Screened", "TRUE") in first.extra
    assert first.dates == (("published", "2001-03-04"),)
    assert "'About'" in first.problems[0].message
    assert (second.title, second.volume, second.line) == ("Two", "3.5", 5)
    assert not second.problems


def test_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "records.xlsx"
    path.write_bytes((FOLDER / "excel_two_sheets.xlsx").read_bytes()[:3000])
    with pytest.raises(BadInput, match="damaged"):
        list(reader_named("excel").read(open_source(path)))


def test_workbook_with_a_wrong_extent_is_read_whole(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["title", "abstract"])
    for number in range(50):
        sheet.append([f"Title {number}", "a"])
    path = tmp_path / "records.xlsx"
    book.save(path)
    assert len(read_all(path)) == 50


def test_every_row_of_a_large_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    row = '"Title {n}","line one\nline ""two"", {n}",{year}\n'
    text = "".join(row.format(n=n, year=2000 + n % 20) for n in range(3000))
    path.write_text("title,abstract,year\n" + text, encoding="utf-8")
    entries = read_all(path)
    assert len(entries) == 3000
    last = entries[-1]
    assert isinstance(last, RecordContent)
    assert last.abstract == 'line one\nline "two", 2999'


@pytest.mark.parametrize(
    ("line", "is_open"),
    [('a,"b', True), ('a,"b"', False), ('a,b"c', False), ('a,"b""', True), ('"a","b"",""', True)],
)
def test_open_quotes(line: str, *, is_open: bool) -> None:
    assert ends_open(line, ",", is_open=False) is is_open


def test_two_letter_names_count_only_in_a_header_of_tags() -> None:
    assert columns_of(["title", "abstract", "so"])[2].field == ""
    assert columns_of(["TI", "AB", "SO"])[2].field == "venue"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Smith, John", ["Smith, John"]),
        ("Smith J., Berg B.", ["Smith J.", "Berg B."]),
        ("Smith, John; Berg, Bo", ["Smith, John", "Berg, Bo"]),
        ("Smith, John and Berg, Bo", ["Smith, John", "Berg, Bo"]),
        ("Smith|Berg", ["Smith", "Berg"]),
        ("Ek, A and Berg, B and Lind, C; Dahl, D", ["Ek, A", "Berg, B", "Lind, C", "Dahl, D"]),
    ],
)
def test_authors_of_one_cell(cell: str, names: list[str]) -> None:
    assert [author.name for author in split_authors(cell)] == names


def test_a_small_workbook_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.readers.formats.excel._UNPACKED_FREE", 1 << 20)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Title"])
    for _row in range(100):
        book.worksheets[0].append(["a" * 32_000])
    book.save(tmp_path / "search.xlsx")
    with pytest.raises(BadInput, match="unpacks to"):
        read_all(tmp_path / "search.xlsx")


def test_old_workbook_of_web_of_science() -> None:
    first, second = records("excel_old_web_of_science.xls")
    assert (first.title, second.title) == ("Mentoring of nurses 1", "Mentoring of nurses 2")
    assert (first.line, second.line) == (2, 4)
    assert (first.year, first.volume, first.pages) == (2011, "3", "10-19")
    assert (first.doi, first.pmid) == ("10.1000/demo.1", "10000001")
    assert first.keywords == ("mentoring", "nurses", "WARDS")
    assert first.dates == (("epublish", "2011-02-01"),)
    assert first.other_ids == (("accession", "WOS:1"),)
    assert ("Highly Cited", "TRUE") in first.extra
    assert "notes" in first.problems[0].message
    assert not second.problems


def test_damaged_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "savedrecs.xls"
    path.write_bytes((FOLDER / "excel_old_web_of_science.xls").read_bytes()[:1500])
    with pytest.raises(BadInput, match="damaged"):
        read_all(path)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Medline PMID", "pmid"),
        ("PUI", "id:embase"),
        ("Embase Accession ID", "id:embase"),
        ("Date of Publication", "year"),
        ("Art. No.", "start_page"),
        ("Article Number", "start_page"),
        ("Keywords Plus", "keywords"),
        ("Early Access Date", "date:epublish"),
        ("UT (Unique WOS ID)", "id:accession"),
    ],
)
def test_columns_of_embase_scopus_and_web_of_science_workbooks(header: str, field: str) -> None:
    assert columns_of(["Title", header, "Source title"])[1].field == field
