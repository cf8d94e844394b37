"""Findings of full texts: proposed, confirmed, quoted to the letter, exported, brought back.

Every page, blank and letter of more than one byte before a quote would shift it, were it counted
otherwise somewhere.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from lxml import etree
from pyrefiqda import RefiProject

from extraction.documents import SourceText
from extraction.exporters import ThemesDocument, exporter_named
from extraction.extractors import Candidate
from extraction.extractors.methods.finding_sentences import FindingSentences
from extraction.findings import FindingStatus
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.exporting import export_themes
from extraction.sessions.extracting import propose_findings
from extraction.sessions.findings import add_finding, confirm, finding_rows
from extraction.sessions.qda_import import import_qda
from extraction.sessions.themes_document import themes_document
from extraction.sessions.walk import Walk
from extraction.spans import place_at
from screening.errors import BadReview, UsageError
from screening.events.kinds import Maker
from screening.sessions.fulltexts import Attaching, attach, detach, full_texts, read_file
from tests.commands.running import tamis
from tests.extraction.extractors.test_roles import reader
from tests.extraction.logs import MAKER, coding_review, with_abstract
from tests.fulltext.pdf_made import pdf

NS = {"p": "urn:QDA-XML:project:1.0"}
PAGES = [
    ["Mentoring caf\u00e9s", "Twelve mentors met.", "1 of 2"],
    ["Results", "Trust grew in all groups.", "So did doubt."],
]
FOUND = "Trust grew in all groups."
PLAIN = "Caf\u00e9 \U0001f600 & more.\r\n\r\nFunding fell <soon>.\fPage two says it again.\n"


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    """R1 has an article of two pages, R2 a text; R4, which is not included, one too."""
    found = [with_abstract(number, "Abstracts say little.") for number in range(1, 6)]
    made = coding_review(tmp_path / "review", found=found)
    with made.review:
        for record, name, data in (
            ("R0001", "article.pdf", pdf(PAGES)),
            ("R0002", "article.txt", PLAIN.encode()),
            ("R0004", "other.txt", b"Nobody reads this."),
        ):
            put(made, tmp_path, record, name, data)
        yield made


def put(coding: Coding, folder: Path, record: str, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    read = read_file(folder / name)
    assert attach(coding.review, read, coding.review.known(record), Attaching())


def coded(coding: Coding) -> None:
    """Three quotes of full texts under one code."""
    add_finding(coding, "R1", "", quote=FOUND, source="fulltext")
    add_finding(coding, "R2", "", quote="\U0001f600 & more.", source="full text")
    add_finding(coding, "R2", "both pages", quote="<soon>.\fPage two", source="fulltext")
    add_node(coding, "trust", findings=["F1", "F2", "F3"])


def archive(document: ThemesDocument) -> zipfile.ZipFile:
    (data,) = exporter_named("qdpx").files(document).values()
    return zipfile.ZipFile(io.BytesIO(data))


def cut_out(held: zipfile.ZipFile) -> list[str]:
    """The quotes of an archive as a reader of it cuts them out."""
    root = etree.fromstring(held.read("project.qde"))
    found = []
    for source in root.iterfind(".//p:TextSource", NS):
        path = source.get("plainTextPath", "").replace("internal://", "sources/")
        text = held.read(path).decode("utf-8")
        found += [
            text[int(at.get("startPosition", "")) : int(at.get("endPosition", ""))]
            for at in source.iterfind("p:PlainTextSelection", NS)
        ]
    return found


def test_sentences_of_full_texts_are_proposed_and_confirmed(coding: Coding) -> None:
    method = FindingSentences(reader())
    propose_findings(coding, records=["R1"], per_record=0, extractor=method)
    (row,) = (at for at in finding_rows(coding, record="R1") if at.quote == FOUND)
    assert (row.source, row.status) == ("fulltext", FindingStatus.PROPOSED)
    # The label at the top of the second page counts, whatever ends the first one.
    assert "section RESULTS" in row.why
    confirm(coding, [row.finding])
    finding = coding.findings[row.finding]
    (text,) = full_texts(coding.review, coding.review.known("R1"))
    assert finding.counts
    assert finding.place is not None
    assert text.text[finding.place.start : finding.place.end] == row.quote
    assert finding.place.text_sha256 == text.sha256


class ByLength:
    """Ranks sentences by their length, so that those of a full text come first."""

    name, label = "by length", "Longer is better."

    def prepared(self, vectors: Path, checked: Path) -> ByLength:  # noqa: ARG002 - of the contract
        return self

    def maker(self) -> Maker:
        return MAKER

    def candidates(self, text: SourceText) -> tuple[Candidate, ...]:
        found = [(at.start(), at.end()) for at in re.finditer(r"[^.]+\.", text.text)]
        return tuple(
            Candidate(
                text=text,
                place=place_at(text.source, text.text, start, end),
                quote=text.text[start:end],
                score=min(1.0, (end - start) / 100),
                why="long",
            )
            for start, end in found
        )


def test_a_full_text_takes_no_proposals_from_the_abstract(coding: Coding, tmp_path: Path) -> None:
    told = "Mentors who met weekly stayed in the programme a year longer than the others"
    text = "Abstracts  say LITTLE. " + " ".join(f"{told} in group {n}." for n in range(9))
    put(coding, tmp_path, "R0003", "long.txt", text.encode())
    done = propose_findings(coding, records=["R3"], per_record=3, extractor=ByLength())
    rows = list(finding_rows(coding, record="R3"))
    assert [row.source for row in rows].count("fulltext") == 3
    short = [row.quote for row in rows if row.source != "fulltext"]
    assert "Abstracts say little." in short
    assert not any("LITTLE" in row.quote for row in rows)
    assert done.left_out == done.candidates - len(rows)
    assert (done.records, done.without_text) == (1, 0)


def test_an_altered_or_missing_text_is_told(coding: Coding) -> None:
    coded(coding)
    (text,) = full_texts(coding.review, coding.review.known("R1"))
    path = coding.review.folder / "fulltexts" / f"{text.sha256}.txt"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"Trust", b"Doubt"))
    for ask in (
        lambda: list(finding_rows(coding)),
        lambda: themes_document(coding),
        lambda: add_finding(coding, "R1", "", quote="Doubt grew", source="fulltext"),
        lambda: propose_findings(coding, extractor=FindingSentences(reader())),
    ):
        with pytest.raises(BadReview, match="was altered"):
            ask()
    path.unlink()
    with pytest.raises(BadReview, match="is missing"):
        list(finding_rows(coding))
    path.write_bytes(kept)
    assert [row.quote for row in finding_rows(coding, record="R1")] == [FOUND]


def test_a_walk_shows_quotes_of_full_texts(coding: Coding) -> None:
    coded(coding)
    walk = Walk(coding)
    quotes = [walk.quote(finding) for finding in coding.findings.values()]
    assert quotes == [FOUND, "\U0001f600 & more.", "<soon>.\fPage two"]


def test_a_quote_must_stand_in_the_full_text(coding: Coding) -> None:
    before = coding.review.state.last_seq
    with pytest.raises(UsageError, match="does not stand in the fulltext"):
        add_finding(coding, "R1", "", quote="Trust fell", source="fulltext")
    with pytest.raises(UsageError, match="R0003 has no fulltext"):
        add_finding(coding, "R3", "", quote="Trust", source="fulltext")
    assert coding.review.state.last_seq == before


def test_without_a_name_the_one_text_that_has_the_words_is_quoted(coding: Coding) -> None:
    finding = add_finding(coding, "R1", "Trust", quote=FOUND)
    place = coding.findings[finding].place
    assert place is not None
    assert place.source == "fulltext"
    finding = add_finding(coding, "R1", "", quote="Abstracts say")
    place = coding.findings[finding].place
    assert place is not None
    assert place.source == "abstract"
    with pytest.raises(UsageError, match="does not stand in the abstract"):
        add_finding(coding, "R1", "", quote="Trust fell")


def test_where_words_stand_elsewhere_that_is_said(coding: Coding) -> None:
    with pytest.raises(UsageError, match="of R0001; it stands in its fulltext") as told:
        add_finding(coding, "R1", "", quote=FOUND, source="abstract")
    assert "--source fulltext" in told.value.hint
    with pytest.raises(UsageError, match="fulltext of R0003; it stands in its abstract"):
        add_finding(coding, "R3", "", quote="Abstracts say", source="fulltext")


def test_the_command_says_which_text_it_quotes(coding: Coding) -> None:
    folder = coding.review.folder
    done = tamis("findings", "add", "R1", "Trust", "--quote", FOUND, "-C", folder)
    assert "The words stand in the fulltext, not in the abstract: quoted from there." in done.err
    done = tamis("findings", "add", "R1", "--quote", "Abstracts say", "-C", folder)
    assert (done.code, "quoted from there" in done.err) == (0, False)


def test_an_export_carries_the_full_texts_of_included_records(coding: Coding) -> None:
    coded(coding)
    document = themes_document(coding)
    held = [(at.record, at.source) for at in document.sources]
    assert held == [
        ("R0001", "abstract"), ("R0001", "fulltext"), ("R0002", "abstract"),
        ("R0002", "fulltext"), ("R0003", "abstract"),
    ]  # fmt: skip
    texts = {at.sha256: at.text for at in document.sources}
    for entry in document.codings:
        assert texts[entry.text_sha256][entry.start : entry.end] == entry.quote


def test_a_project_cuts_every_quote_out_of_its_full_text(coding: Coding) -> None:
    coded(coding)
    held = archive(themes_document(coding))
    # Pages are parted by a form feed here, which XML does not know: a line end there.
    assert cut_out(held) == [FOUND, "\U0001f600 & more.", "<soon>.\nPage two"]
    names = [
        at.get("name") for at in etree.fromstring(held.read("project.qde")).iter("{*}TextSource")
    ]
    assert "1 R0001 fulltext" in names
    assert len(set(names)) == len(names) == 5


def test_another_library_reads_the_full_texts(coding: Coding, tmp_path: Path) -> None:
    coded(coding)
    (path,) = export_themes(coding, "qdpx", tmp_path)
    folder = tmp_path / "unpacked"
    found = []
    for source in RefiProject.load(path, extract_dir=str(folder)).sources.text_source:
        name = source.plain_text_path.replace("internal://", "sources/")
        text = (folder / name).read_text(encoding="utf-8")
        found += [text[at.start_position : at.end_position] for at in source.plain_text_selection]
    assert found == [FOUND, "\U0001f600 & more.", "<soon>.\nPage two"]


def test_taguette_counts_bytes_in_full_texts(coding: Coding) -> None:
    coded(coding)
    (data,) = exporter_named("taguette").files(themes_document(coding)).values()
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(data)
        rows = opened.execute(
            "SELECT contents, start_offset, end_offset FROM highlights"
            " JOIN documents ON documents.id = document_id ORDER BY highlights.id"
        ).fetchall()
    found = []
    for contents, start, end in rows:
        plain = unescape(contents.replace("<p>", "").replace("</p>", ""))
        found.append(plain.encode("utf-8")[start:end].decode("utf-8"))
    assert found == [FOUND, "\U0001f600 & more.", "<soon>.\nPage two"]


def test_a_text_that_was_taken_back_goes_along_where_it_is_quoted(coding: Coding) -> None:
    coded(coding)
    for record in ("R0001", "R0002"):
        detach(coding.review, coding.review.known(record), why="the wrong one")
    assert len(cut_out(archive(themes_document(coding)))) == 3
    add_finding(coding, "R4", "", quote="Nobody reads this.", source="fulltext", outside=True)
    add_node(coding, "nobody", findings=["F4"])
    held = [(at.record, at.source) for at in themes_document(coding).sources]
    assert ("R0004", "fulltext") in held
    assert ("R0004", "abstract") not in held


def test_two_files_of_a_report_have_names_of_their_own(coding: Coding, tmp_path: Path) -> None:
    put(coding, tmp_path, "R0001", "second.txt", b"A second file.")
    names = [
        at.get("name", "")
        for at in etree.fromstring(archive(themes_document(coding)).read("project.qde")).iter(
            "{*}TextSource"
        )
    ]
    assert sum("R0001 fulltext" in name for name in names) == 2
    assert sum("(another file, " in name for name in names) == 1


def test_codings_of_full_texts_come_back_to_their_places(coding: Coding, tmp_path: Path) -> None:
    coded(coding)
    (path,) = export_themes(coding, "qdpx", tmp_path / "out")
    again = import_qda(coding, path)
    assert (again.codings.known, again.codings.added, again.codings.left) == (3, 0, 0)
    found = [with_abstract(number, "Abstracts say little.") for number in range(1, 6)]
    other = coding_review(tmp_path / "other", found=found)
    with other.review:
        put(other, tmp_path, "R0001", "article.pdf", pdf(PAGES))
        put(other, tmp_path, "R0002", "article.txt", PLAIN.encode())
        assert import_qda(other, path).codings.added == 3
        here, there = (
            sorted((at.record, at.source, at.start, at.end, at.quote) for at in one.codings)
            for one in (themes_document(coding), themes_document(other))
        )
    assert here == there
