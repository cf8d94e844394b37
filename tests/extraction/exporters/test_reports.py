"""Markdown and Word say the same, whatever a label holds; JSON keeps to its schema."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from jsonschema import Draft202012Validator, ValidationError

from extraction.exporters import ThemesDocument, exporter_named
from extraction.exporters.blocks import Block, Grid, Heading, Paragraph
from extraction.exporters.cerqual import cerqual, evidence
from extraction.exporters.document import no_theme
from extraction.exporters.json_schema import document_schema
from extraction.exporters.markdown import markdown
from extraction.exporters.report import report
from extraction.exporters.word import word
from extraction.sessions.proposing import choose_similarity, propose_themes
from extraction.sessions.themes_document import themes_document
from tests.extraction.exporters.specimens import FORMULA, hard_review

PUBLISHED = Path(__file__).parents[3] / "docs" / "schemas" / "tamis-themes-1.schema.json"


@pytest.fixture
def document(tmp_path: Path) -> Iterator[ThemesDocument]:
    made = hard_review(tmp_path / "review")
    with made.review:
        propose_themes(made, choose_similarity(made, without_model=True).similarity)
        yield themes_document(made, among=["Relations"])


def test_codes_are_printed_with_their_references(document: ThemesDocument) -> None:
    text = exporter_named("markdown").files(document)["themes.md"].decode("utf-8")
    assert "| Relations | People | Trust (1, 2); trust (1) |" in text
    assert "|  | Places | Trust (1, 2); Trust (People) |" in text
    assert f"| {no_theme('theme')} |  | =HYPERLINK" in text
    assert "N = 3 included studies." in text
    assert "| theme | Relations | 2 | 66.7 | 1, 2 |" in text
    assert "Unit: links; of all links" in text


def test_reports_use_the_words_of_the_protocol(document: ThemesDocument) -> None:
    renamed = replace(document, levels=("component", "sub-component", "label"))
    text = markdown(report(renamed)).decode()
    for told in (
        "## Components, sub-components and labels (references)",
        "| Component | Sub-component | Labels (references) |",
        "| component | Relations |",
        "## Share of each component",
        "## Most frequent labels",
        "(under no component yet)",
    ):
        assert told in text
    assert "heme" not in text.replace("themes compared", "").replace("several themes", "")
    assert "One row for each sub-component." in markdown(cerqual(renamed, "subtheme")).decode()


def test_review_findings_of_equal_names_are_told_apart(document: ThemesDocument) -> None:
    told = [at.name for at in evidence(document, "code")]
    assert len({name.casefold() for name in told if "rust" in name}) > 1
    assert "Relations: People: Trust" in told


def test_markup_in_a_text_stays_text() -> None:
    page: list[Block] = [
        Heading(text="a # b", level=1),
        Paragraph(text="*x* <b> [l](u)"),
        Grid(headers=("h",), rows=(("p | q\n\nr",),)),
    ]
    assert markdown(page).decode() == (
        "# a \\# b\n\n\\*x\\* \\<b\\> \\[l\\](u)\n\n| h |\n| --- |\n| p \\| q<br>r |\n"
    )


def test_word_holds_the_same_tables(document: ThemesDocument) -> None:
    (data,) = exporter_named("docx").files(document).values()
    page = Document(io.BytesIO(data))
    grids = [block for block in report(document) if isinstance(block, Grid)]
    assert len(page.tables) == len(grids)
    for table, grid in zip(page.tables, grids, strict=True):
        cells = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert cells == [grid.headers, *grid.rows]
    assert page.core_properties.title == "Mentoring of students"
    assert FORMULA in page.tables[0].rows[-1].cells[2].text


def test_a_word_file_survives_what_xml_does_not_hold() -> None:
    made = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    data = word(
        [Heading(text="a\x07", level=1), Grid(headers=("\ufffe",), rows=(("\x00",),))],
        title="t\x01",
        author="",
        made=made,
    )
    page = Document(io.BytesIO(data))
    assert page.paragraphs[0].text == "a\ufffd"
    assert page.core_properties.modified == made


def test_the_json_keeps_to_the_schema_beside_it(document: ThemesDocument) -> None:
    files = exporter_named("json").files(document)
    schema, found = (json.loads(files[f"themes{at}.json"]) for at in (".schema", ""))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    for spoil in ({"schema": "other/1"}, {"more": 1}, {"studies_in_review": "three"}):
        with pytest.raises(ValidationError):
            Draft202012Validator(schema).validate(found | spoil)
    del found["log"]
    with pytest.raises(ValidationError):
        Draft202012Validator(schema).validate(found)


def test_the_published_schema_is_the_one_exported() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == document_schema()


def test_quotes_of_the_json_stand_in_its_sources(document: ThemesDocument) -> None:
    texts = {(at.record, at.source, at.sha256): at.text for at in document.sources}
    for entry in document.codings:
        if entry.start is not None:
            text = texts[entry.record, entry.source, entry.text_sha256]
            assert text[entry.start : entry.end] == entry.quote


def test_the_log_comes_along_with_what_was_undone(tmp_path: Path) -> None:
    from extraction.sessions.undo import undo

    made = hard_review(tmp_path / "review")
    with made.review:
        undo(made)
        last, undoing = themes_document(made).log[-2:]
    assert (last.undone, last.kind, last.by) == (True, "CodeApproved", "Ann")
    assert (undoing.undone, undoing.kind) == (False, "CodingUndone")
