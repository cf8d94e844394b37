"""Every format says the same, is harmless to spreadsheets, and comes out equal twice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extraction.exporters import ThemesDocument, exporter_named, exporters
from extraction.exporters.formats.workbook import cell_text
from extraction.exporters.tables import printed, tables
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.exporting import export_themes, read_references
from extraction.sessions.findings import add_finding
from extraction.sessions.proposing import choose_similarity, propose_themes
from extraction.sessions.themes_document import nodes_shown, themes_document
from extraction.themes import Level
from screening.errors import CannotWrite, UsageError
from tests.extraction.logs import coding_review
from tests.older_logs import written_by_an_older_version

FORMULA = '=HYPERLINK("http://example.org","trust")'


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        add_finding(made, "R1", FORMULA, quote="Mentors help.")
        with written_by_an_older_version():
            add_finding(made, "R2", "trust, \x01control")
        add_finding(made, "R4", "trust outside", outside=True)
        add_finding(made, "R3", "not coded")
        add_node(made, "Relations", level=Level.THEME)
        add_node(made, "People", level=Level.SUBTHEME, under="T1", definition="who meets")
        add_node(made, FORMULA, under="S1", findings=["F1", "F2", "F3"])
        add_node(made, "loose")
        propose_themes(made, choose_similarity(made, without_model=True).similarity)
        yield made


@pytest.fixture
def document(coding: Coding) -> ThemesDocument:
    return themes_document(coding, among=["Relations"])


def test_the_document_tells_who_proposed_approved_and_quoted(document: ThemesDocument) -> None:
    theme, subtheme, code, loose = document.nodes()
    assert code.path == ("Relations", "People", FORMULA)
    assert (code.findings, code.studies, code.studies_included) == (3, 3, 2)
    assert (code.references, code.references_outside) == ("1, 2, R0004", "R0004")
    assert printed(code).endswith("(1, 2, R0004)")
    assert theme.effect_size == pytest.approx(2 / 3)
    assert (subtheme.definition, loose.path, code.approved_by) == ("who meets", ("loose",), "Ann")
    first = document.codings[0]
    assert (first.quote, first.start, first.coded_by) == ("Mentors help.", 12, "Ann")
    assert [at.included for at in document.codings] == [True, True, False]
    assert document.uncoded_findings == ("F0004",)
    assert {at.status for at in document.proposals} == {"pending"}
    assert [at.unit for at in document.shares_among] == ["codes", "links", "studies"]


def test_equal_documents_are_equal_bytes(document: ThemesDocument) -> None:
    assert {exporter.name for exporter in exporters()} >= {"csv", "dta", "json", "xlsx"}
    for exporter in exporters():
        assert exporter.files(document) == exporter.files(document)


def test_every_table_has_a_csv_file_harmless_to_spreadsheets(document: ThemesDocument) -> None:
    files = exporter_named("csv").files(document)
    assert {name.removesuffix(".csv") for name in files} == {at.name for at in tables(document)}
    for data in files.values():
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]
    (line,) = [
        row
        for row in csv.DictReader(io.StringIO(files["codebook.csv"].decode("utf-8-sig")))
        if row["level"] == "subtheme"
    ]
    assert (line["theme"], line["subtheme"], line["code"]) == ("Relations", "People", "")
    assert (line["definition"], line["findings"]) == ("who meets", "3")


def test_the_matrix_says_who_has_what(document: ThemesDocument) -> None:
    files = exporter_named("csv").files(document)
    rows = list(csv.DictReader(io.StringIO(files["matrix.csv"].decode("utf-8-sig"))))
    assert [row["record"] for row in rows] == ["R0001", "R0002", "R0003", "R0004"]
    assert [row["included"] for row in rows] == ["yes", "yes", "yes", "no"]
    assert [row[f"C0001 {FORMULA}"] for row in rows] == ["1", "1", "0", "1"]


def test_the_workbook_holds_numbers_and_no_formula(document: ThemesDocument) -> None:
    data = exporter_named("xlsx").files(document)["themes.xlsx"]
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [table.name.replace("_", " ") for table in tables(document)]
    sheet = book["codebook"]
    assert sheet.freeze_panes == "B2"
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert FORMULA in [cell.value for cell in cells]
    header = [cell.value for cell in sheet[1]]
    assert sheet.cell(row=4, column=header.index("findings") + 1).value == 3
    effect = sheet.cell(row=4, column=header.index("frequency_effect_size") + 1)
    assert effect.value == 0.6667


def test_cells_hold_what_a_workbook_can() -> None:
    assert cell_text("a\x01\ud800b") == "a\ufffd\ufffdb"
    assert cell_text("x" * 40_000).endswith(" […]")
    assert len(cell_text("x" * 40_000)) == 32_767


def test_the_json_document_is_whole(document: ThemesDocument) -> None:
    found = json.loads(exporter_named("json").files(document)["themes.json"])
    assert found["schema"] == "tamis-themes/1"
    assert found["themes"][0]["children"][0]["children"][0]["label"] == FORMULA
    assert found["proposals"][0]["maker"]["name"]
    assert found["without_place"][0]["label"] == "loose"


def test_files_are_written_where_asked(coding: Coding, tmp_path: Path) -> None:
    written = export_themes(coding, "csv", tmp_path / "out" / "here")
    assert all(path.is_file() for path in written)
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        export_themes(coding, "json", tmp_path / "file")
    with pytest.raises(UsageError, match="no export format called 'pdf'"):
        export_themes(coding, "pdf", tmp_path)
    with pytest.raises(UsageError, match="is a subtheme, not a theme"):
        export_themes(coding, "csv", tmp_path, among=["S1"])


def test_records_are_cited_as_asked(coding: Coding, tmp_path: Path) -> None:
    table = tmp_path / "refs.csv"
    table.write_text("record,reference\nR1,33\nR2,34\nR4,35\n")
    (code,) = nodes_shown(coding, "C1", references=read_references(coding, table))
    assert (code.references, code.children) == ("33-35", ())


def test_an_empty_codebook_can_be_exported(tmp_path: Path) -> None:
    empty = coding_review(tmp_path / "empty", included=())
    with empty.review:
        document = themes_document(empty)
        for exporter in exporters():
            if exporter.name != "qdc":  # which has no form for an empty codebook
                assert all(exporter.files(document).values())


def test_a_workbook_is_whole_whatever_the_review_is_called(document: ThemesDocument) -> None:
    named = replace(document, review="Bell \x07 and \ufffe")
    (data,) = exporter_named("xlsx").files(named).values()
    assert load_workbook(io.BytesIO(data)).properties.title == "Bell \ufffd and \ufffd"


def test_a_cell_is_as_long_as_the_workbook_counts() -> None:
    held = cell_text("\N{GRINNING FACE}" * 20_000)
    assert held.endswith("\N{GRINNING FACE} […]")
    assert len(held.encode("utf-16-le")) // 2 in (32_766, 32_767)


def test_the_stata_matrix_is_read_back_with_its_labels(document: ThemesDocument) -> None:
    from pandas import read_stata
    from pandas.io.stata import StataReader

    data = exporter_named("dta").files(document)["matrix.dta"]
    frame = read_stata(io.BytesIO(data))
    with StataReader(io.BytesIO(data)) as reader:
        labels = reader.variable_labels()
    codes = [node for node in document.nodes() if node.level == "code"]
    assert [labels[node.id.lower()] for node in codes] == [node.label for node in codes]
    assert list(frame["record"]) == [study.record for study in document.studies]
    assert list(frame[codes[0].id.lower()]) == [
        min(study.counts.get(codes[0].id, 0), 1) for study in document.studies
    ]
