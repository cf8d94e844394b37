"""Records to write: a plain one, hostile ones, and short ways to write and read them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from screening.events import Decision, Outcome
from screening.protocol import Stage, Verdict
from screening.readers import Entry, open_source, reader_named
from screening.records import (
    Author,
    LocalText,
    Record,
    RecordContent,
    RecordId,
    Search,
    SearchId,
    to_record_id,
)
from screening.writers import ExportedRecord, StageFacts, Writer

READER_OF = {
    "jsonl": "tamis_jsonl",
    "xlsx": "excel",
    "rayyan": "csv",
    "covidence": "csv",
    "asreview": "csv",
    "asreview_ris": "ris",
}


def search(format_name: str = "csv", source: str = "ERIC") -> Search:
    """A search whose file came in a format."""
    return Search(
        id=SearchId("S01"),
        source=source,
        file_name=f"export.{format_name}",
        file_sha256="0" * 64,
        file_bytes=1,
        format=format_name,
    )


def record(content: RecordContent, number: int = 1) -> Record:
    """The content as a record of a review."""
    values = {name: getattr(content, name) for name in RecordContent.__dataclass_fields__}
    return Record(id=to_record_id(number), search=SearchId("S01"), **values)


def decision(verdict: Verdict, reason: str = "", *, by: str = "Ann", note: str = "") -> Decision:
    """A decision at the title stage."""
    return Decision(
        seq=7,
        at=datetime(2021, 7, 1, tzinfo=UTC),
        by=by,
        record=RecordId("R0001"),
        stage=Stage.TITLE,
        verdict=verdict,
        reason=reason,
        note=note,
    )


def excluded(content: RecordContent, number: int = 1, format_name: str = "csv") -> ExportedRecord:
    """A record excluded at the title stage, with a note."""
    made = decision(Verdict.EXCLUDE, "Off topic", note="about mice")
    at = StageFacts(
        stage=Stage.TITLE, outcome=Outcome.EXCLUDED, reason="Off topic", decisions=(made,)
    )
    return ExportedRecord(
        record=record(content, number),
        search=search(format_name),
        stages=(at,),
        notes=(("Ben", "Ask the authors."),),
    )


PLAIN = RecordContent(
    position=3,
    line=40,
    title="Mentoring of students: what helps?",
    abstract="BACKGROUND: Mentors help.\nMETHODS: We asked 12 students.",
    authors=(
        Author(name="Roe, Jane", family="Roe", given="Jane", affiliations=("Univ. of Lund",)),
        Author(name="Mentoring Group"),
    ),
    year=2011,
    venue="Journal of Mentoring",
    volume="3",
    issue="2",
    pages="10-19",
    doi="10.5555/12",
    pmid="12345678",
    issn=("1234-5679",),
    url="https://example.org/1?a=b_c",
    keywords=("mentoring", "students, medical"),
    language="eng",
    type="Journal Article",
    publisher="Some Press",
    dates=(("published", "2011-03-02"), ("received", "2010-12-01")),
    other_ids=(("pmc", "PMC77"), ("accession", "A-1")),
    local_texts=(LocalText(field="title", locale="fa_IR", text="راهنمایی دانشجویان"),),
    extra=(("N1", "kept as it was"), ("XX", "odd tag")),
)
HOSTILE = {
    "formula": RecordContent(
        position=1,
        title="=cmd|' /C calc'!A0",
        abstract="@SUM(A1:A9)",
        authors=(Author(name="+1"),),
        venue="-2+3",
    ),
    "controls": RecordContent(
        position=1, title="A\x00B\x1b[31m \x07 title \x85 of \ufffe four", abstract="a\x0bb\x0cc"
    ),
    "halves": RecordContent(position=1, title="half \ud83d of a character"),
    "lines": RecordContent(
        position=1,
        title="A title\non two\r\nlines\u2028and more",
        abstract="TY  - JOUR\nER  - \n\nPMID- 1\n@article{x,\n}\nAB  - more",
        authors=(Author(name="Two\nLines"),),
    ),
    "long": RecordContent(position=1, title="Long", abstract="Very long. " * 20_000),
    "scripts": RecordContent(
        position=1,
        title="مرور نظام‌مند 系統的レビュー обзор Ünïcödé 🧪",
        authors=(Author(name="张, 伟", family="张", given="伟"),),
    ),
    "latex": RecordContent(
        position=1,
        title=r"100% of {curly, braces} & $5 #1 a_b ~ ^ \ @article{x, } and }{",
        abstract="One } too many",
        authors=(Author(name="{Odd}, N"), Author(name="Ministry of Health and Care")),
        url="https://example.org/{x}\\",
    ),
    "markup": RecordContent(
        position=1, title='A <b>bold</b> "title" & ]]> <!-- x', abstract="p < 0.05 > 0.01"
    ),
    "empty": RecordContent(position=1, doi="10.5555/1"),
}


def written(writer: Writer, rows: Iterable[ExportedRecord]) -> bytes:
    """The whole file."""
    return b"".join(writer.write(rows))


def read_back(writer: Writer, rows: Iterable[ExportedRecord], folder: Path) -> list[Entry]:
    """What Tamis's own reader of the format finds in the file."""
    path = folder / f"written{writer.extension}"
    path.write_bytes(written(writer, rows))
    reader = reader_named(READER_OF.get(writer.name, writer.name))
    source = open_source(path)
    entries = list(reader.read(source))
    assert reader.count(source) == len(entries)
    return entries


def only(entries: list[Entry]) -> RecordContent:
    """The one record among the entries."""
    (entry,) = entries
    assert isinstance(entry, RecordContent)
    return entry
