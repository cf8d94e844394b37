"""What each format does with what is special to it."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from lxml import etree

from screening.codec import from_json
from screening.errors import UsageError
from screening.events import Outcome
from screening.protocol import Stage
from screening.records import Author, RecordContent, RecordId
from screening.writers import ExportedRecord, StageFacts, writer_named
from screening.writers.facts import is_included
from screening.writers.formats import workbook
from screening.writers.formats.bibtex import escaped, key_of
from screening.writers.formats.json_lines import Line
from screening.writers.kinds import Kind, kind_of
from screening.writers.text import one_line, plain, printed_date
from tests.writers.rows import HOSTILE, PLAIN, excluded, record, search, written

CSL_FIELDS = frozenset(
    {"id", "type", "title", "author", "issued", "container-title", "volume", "issue", "page"}
    | {"DOI", "PMID", "PMCID", "ISSN", "URL", "accessed", "submitted", "publisher", "language"}
    | {"keyword", "abstract", "source", "custom"}
)


def _table(*contents: RecordContent) -> list[dict[str, str]]:
    rows = [excluded(content, number) for number, content in enumerate(contents, start=1)]
    data = written(writer_named("csv"), rows)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _sheet(*contents: RecordContent) -> Any:
    rows = [excluded(content, number) for number, content in enumerate(contents, start=1)]
    return openpyxl.load_workbook(io.BytesIO(written(writer_named("xlsx"), rows))).active


def test_csv_holds_one_record_a_row_with_all_that_is_known() -> None:
    first, second = _table(PLAIN, HOSTILE["lines"])
    assert first["authors"] == "Roe, Jane; Mentoring Group"
    assert (first["year"], first["pmc_id"], first["other_ids"]) == (
        "2011",
        "PMC77",
        "accession: A-1",
    )
    assert (first["outcome"], first["included"], first["reason"]) == ("excluded", "0", "Off topic")
    assert first["title_decisions"] == "Ann: exclude, Off topic (about mice)"
    assert first["fulltext_outcome"] == ""
    assert first["unmapped"] == "N1: kept as it was\nXX: odd tag"
    assert (first["database"], first["file"], first["entry"]) == ("ERIC", "export.csv", "3")
    assert second["key"] == "R0002"


def test_csv_runs_nothing_in_a_spreadsheet() -> None:
    (row,) = _table(HOSTILE["formula"])
    assert row["title"].startswith("'=")
    assert row["abstract"].startswith("'@")


def test_workbook_is_typed_frozen_and_free_of_formulas() -> None:
    sheet = _sheet(PLAIN, HOSTILE["formula"])
    names = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.endswith("3")
    assert sheet.cell(2, names.index("year") + 1).value == 2011
    title = sheet.cell(3, names.index("title") + 1)
    assert (title.data_type, title.value) == ("s", HOSTILE["formula"].title)


def test_workbook_cuts_what_a_cell_cannot_hold_and_says_so() -> None:
    sheet = _sheet(HOSTILE["long"])
    names = [cell.value for cell in sheet[1]]
    text = sheet.cell(2, names.index("abstract") + 1).value
    assert len(text) == 32_767
    assert text.endswith(" […]")
    assert len(workbook.cell_text("\N{TEST TUBE}" * 20_000).encode("utf-16-le")) <= 2 * 32_767


def test_workbook_refuses_more_records_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_RECORDS", 1)
    with pytest.raises(UsageError, match="An Excel sheet holds 1 record"):
        written(writer_named("xlsx"), [excluded(PLAIN, 1), excluded(PLAIN, 2)])
    gc.collect()  # a sheet left open would complain here


def test_workbook_keeps_no_time_of_writing() -> None:
    data = written(writer_named("xlsx"), [excluded(PLAIN)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"dcterms" not in re.sub(rb"xmlns:dcterms", b"", archive.read("docProps/core.xml"))


def test_json_lines_hold_the_record_as_the_review_keeps_it() -> None:
    row = excluded(PLAIN)
    line = from_json(written(writer_named("jsonl"), [row]).decode(), Line, "The line")
    assert (line.record, line.search, line.stages) == (row.record, row.search, row.stages)
    assert (line.outcome, line.reason, line.notes) == ("excluded", "Off topic", row.notes)


def test_csl_has_the_fields_of_the_schema_only_and_decisions_in_custom() -> None:
    rows = [excluded(PLAIN, 1), excluded(HOSTILE["latex"], 2)]
    items = json.loads(written(writer_named("csl_json"), rows))
    assert all(set(item) <= CSL_FIELDS for item in items)
    assert items[0]["author"] == [
        {"family": "Roe", "given": "Jane"},
        {"literal": "Mentoring Group"},
    ]
    assert items[0]["issued"] == {"date-parts": [[2011, 3, 2]]}
    assert items[0]["custom"]["tamis"]["outcome"] == "excluded"
    assert json.loads(written(writer_named("csl_json"), [])) == []


def test_bibtex_keys_are_unique_stable_and_plain() -> None:
    other = replace(PLAIN, authors=(Author(name="张, 伟", family="张", given="伟"),), year=None)
    assert key_of(record(PLAIN, 17)) == "roe2011R0017"
    assert key_of(record(other, 18)) == "R0018"
    assert key_of(record(PLAIN, 18)) != key_of(record(PLAIN, 17))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("{a}", r"\{a\}"),
        ("}{", r"$\rbrace$$\lbrace$"),
        ("ada@example.org @article{x", "ada@example.org {@}article$\\lbrace$x"),
    ],
)
def test_latex_is_escaped_with_braces_in_balance(text: str, made: str) -> None:
    assert escaped(text) == made


def test_endnote_xml_is_well_formed_whatever_the_text() -> None:
    rows = [excluded(content, at) for at, content in enumerate(HOSTILE.values(), start=1)]
    tree = etree.fromstring(written(writer_named("endnote_xml"), rows))
    assert len(tree.findall("records/record")) == len(HOSTILE)


def test_nbib_without_pubmed_number_begins_at_its_owner() -> None:
    rows = [excluded(replace(PLAIN, pmid=""), 1), excluded(PLAIN, 2)]
    text = written(writer_named("nbib"), rows).decode()
    first, second = text.strip().split("\r\n\r\n")
    assert first.startswith("OWN - TAMIS\r\nTI  - ")
    assert second.startswith("PMID- 12345678\r\nOWN - TAMIS\r\n")


@pytest.mark.parametrize(
    ("type_name", "venue", "kind"),
    [
        ("Book chapter", "", Kind.CHAPTER),
        ("CPAPER", "", Kind.CONFERENCE),
        ("Journal Article", "", Kind.JOURNAL),
        ("", "Nursing today", Kind.JOURNAL),
        ("", "", Kind.OTHER),
        ("phdthesis", "", Kind.THESIS),
    ],
)
def test_kinds_are_told_by_the_words_of_the_type(type_name: str, venue: str, kind: Kind) -> None:
    assert kind_of(type_name, venue) is kind


def test_a_duplicate_and_an_open_record_have_no_label() -> None:
    duplicate = ExportedRecord(
        record=record(PLAIN), search=search(), duplicate_of=RecordId("R0002")
    )
    waiting = replace(
        duplicate,
        duplicate_of=None,
        stages=(StageFacts(stage=Stage.TITLE, outcome=Outcome.PENDING),),
    )
    assert (duplicate.outcome, is_included(duplicate)) == ("duplicate", None)
    assert (waiting.outcome, is_included(waiting)) == ("pending", None)
    assert is_included(excluded(PLAIN)) == 0


def test_text_is_cleaned_of_what_no_file_can_hold() -> None:
    assert plain("a\x00b\r\nc\td\ud800") == "ab\nc\td\N{REPLACEMENT CHARACTER}"
    assert one_line(" a\n\u2028b  c ") == "a b c"


def test_dates_are_printed_as_precise_as_they_are() -> None:
    dates = ("2011-03-02", "2011-03", "2011", "2011-13")
    assert [printed_date(date) for date in dates] == ["2011 Mar 2", "2011 Mar", "2011", "2011"]
