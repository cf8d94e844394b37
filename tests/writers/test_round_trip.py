"""Written, then read by Tamis's own reader: the same records, in every field the format holds."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.codec import from_json
from screening.records import Author, LinkKind, LocalText, RecordContent
from screening.records.links import link_to
from screening.records.normalise import (
    clean_text,
    is_copyright_notice,
    is_missing,
    normal_doi,
)
from screening.writers import writer_named
from screening.writers.formats.json_lines import Line
from tests.readers.specimens import read_all, specimens
from tests.writers.rows import PLAIN, excluded, only, read_back, record, written

MARK = "Tamis"
TEXTS = ("title", "venue", "volume", "issue", "language", "publisher")
EXACT = (*TEXTS, "abstract", "year", "pages", "doi", "pmid", "issn", "url", "keywords", "links")
# Fields beside these come back as they were, in every format below.
HELD: Mapping[str, tuple[str, ...]] = {
    "ris": EXACT,
    "nbib": EXACT,
    "csv": (*EXACT, "type"),
    "xlsx": (*EXACT, "type"),
    "bibtex": EXACT,
    "endnote_xml": EXACT,
    "csl_json": EXACT,
}
formats = pytest.mark.parametrize("name", HELD)

# What LaTeX prints as dashes and quotation marks, and a circumflex, come back as such from BibTeX.
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn")
)
_WORD = st.text(_LETTERS, min_size=1, max_size=8)
_LIST_MARKS = (";", "|", "&", "<", "`", "''", "^", "--")
_ADDRESS = st.from_regex(r"https://example\.org/[a-z0-9/?=_%-]{1,20}", fullmatch=True)


def _is_plain(text: str) -> bool:
    """Whether reading would leave the text as it is, whatever the format."""
    return (
        clean_text(text) == text
        and not is_missing(text)
        and not is_copyright_notice(text)
        and not normal_doi(text)
        and not text.startswith(("=", "+", "-", "@", "–"))
        and not any(mark in text for mark in _LIST_MARKS)
    )


TEXT = st.lists(_WORD, min_size=1, max_size=6).map(" ".join).filter(_is_plain)
KEYWORD = TEXT.filter(lambda text: "," not in text and not text.startswith(MARK))
NAME = st.from_regex(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{1,8}", fullmatch=True)
PERSON = st.builds(
    lambda family, given: Author(name=f"{family}, {given}", family=family, given=given), NAME, NAME
)
DIGITS = st.integers(1, 999).map(str)
LINK = st.builds(
    link_to,
    kind=st.sampled_from(LinkKind),
    text=TEXT,
    pmid=st.one_of(st.just(""), DIGITS),
    doi=st.sampled_from(["", "10.5555/a", "10.5555/b(1)"]),
)
LOCAL_TEXT = st.builds(
    LocalText,
    field=st.sampled_from(["title", "abstract"]),
    locale=st.sampled_from(["fa_IR", "ger", "de", "zh-CN"]),
    text=TEXT,
)
RECORD = st.builds(
    RecordContent,
    position=st.just(1),
    title=TEXT,
    abstract=st.one_of(st.just(""), TEXT),
    authors=st.lists(PERSON, max_size=4).map(tuple),
    year=st.one_of(st.none(), st.integers(1500, 2099)),
    venue=st.one_of(st.just(""), TEXT),
    volume=st.one_of(st.just(""), DIGITS),
    issue=st.one_of(st.just(""), DIGITS),
    pages=st.one_of(st.just(""), DIGITS, st.tuples(DIGITS, DIGITS).map("-".join)),
    doi=st.one_of(st.just(""), st.from_regex(r"10\.5555/[a-z0-9]{1,9}", fullmatch=True)),
    pmid=st.one_of(st.just(""), st.integers(1, 99_999_999).map(str)),
    issn=st.sampled_from([(), ("1234-5679",), ("1234-5679", "2345-678X")]),
    url=st.one_of(st.just(""), _ADDRESS),
    keywords=st.lists(KEYWORD, max_size=4, unique=True).map(tuple),
    language=st.sampled_from(["", "eng", "fa", "German"]),
    type=st.sampled_from(["", "Journal Article", "JOUR", "Book", "article"]),
    publisher=st.one_of(st.just(""), TEXT),
    links=st.lists(LINK, max_size=3, unique=True).map(tuple),
    local_texts=st.lists(LOCAL_TEXT, max_size=3, unique=True).map(tuple),
)


def _without_marks(found: RecordContent) -> RecordContent:
    own = tuple(word for word in found.keywords if not word.startswith(MARK))
    return replace(found, keywords=own)


def _differences(
    name: str, content: RecordContent, number: int = 1
) -> dict[str, tuple[object, object]]:
    with tempfile.TemporaryDirectory() as folder:
        rows = [excluded(content, number)]
        found = _without_marks(only(read_back(writer_named(name), rows, Path(folder))))
    held = [field for field in (*HELD[name], "authors") if getattr(content, field)]
    assert set(found.local_texts) == set(content.local_texts)
    return {
        field: (getattr(content, field), getattr(found, field))
        for field in held
        if getattr(content, field) != getattr(found, field)
    }


@formats
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=RECORD)
def test_written_and_read_again_is_the_same(name: str, content: RecordContent) -> None:
    assert _differences(name, content) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=RECORD)
def test_json_lines_hold_everything(content: RecordContent) -> None:
    (line,) = written(writer_named("jsonl"), [excluded(content)]).decode().splitlines()
    assert from_json(line, Line, "the line").record == record(content)


@formats
def test_a_record_of_the_usual_kind_comes_back(name: str) -> None:
    flat = {"ris": PLAIN.abstract.replace("\n", " ")}
    differences = _differences(name, replace(PLAIN, abstract=flat.get(name, PLAIN.abstract)))
    whose = {} if name == "nbib" else {"authors"}
    assert set(differences) == set(whose)


def test_medline_text_holds_whose_affiliation_and_orcid_it_is() -> None:
    author = replace(PLAIN.authors[0], orcid="0000-0002-1825-0097")
    assert _differences("nbib", replace(PLAIN, authors=(author, PLAIN.authors[1]))) == {}


@pytest.mark.parametrize("name", ["ris", "nbib", "bibtex"])
def test_what_came_in_a_format_goes_out_in_it_with_all_its_tags(name: str, tmp_path: Path) -> None:
    for path in specimens(name):
        found = [entry for entry in read_all(path, name) if isinstance(entry, RecordContent)]
        rows = [excluded(content, number, name) for number, content in enumerate(found, start=1)]
        back = read_back(writer_named(name), rows, tmp_path)
        assert len(back) == len(found)
        for before, after in zip(found, back, strict=True):
            assert isinstance(after, RecordContent)
            held = [field for field in (*EXACT, "authors", "type") if getattr(before, field)]
            kept = _without_marks(after)
            flat = " ".join(before.abstract.split())
            assert " ".join(kept.abstract.split()) == flat
            for field in set(held) - {"abstract"}:
                assert getattr(kept, field) == getattr(before, field), (path.name, field)
            lost = [pair for pair in before.extra if pair not in after.extra]
            assert [pair for pair in lost if _could_return(pair)] == [], path.name


def _could_return(pair: tuple[str, str]) -> bool:
    """Text outside any tag has no tag to return under; a year alone is said by the year."""
    return not pair[0].startswith("(") and pair[0] != "PY"


def test_labels_of_an_earlier_export_are_written_afresh(tmp_path: Path) -> None:
    before = replace(
        PLAIN,
        keywords=("mentoring", "Tamis: pending", "Tamis reason: Old"),
        extra=(("N1", "Tamis: pending"), ("N1", "Tamis title stage: pending"), ("N1", "mine")),
    )
    after = only(read_back(writer_named("ris"), [excluded(before, 1, "ris")], tmp_path))
    assert after.keywords == ("mentoring", "Tamis: excluded", "Tamis reason: Off topic")
    notes = [text for tag, text in after.extra if tag == "N1"]
    assert "mine" in notes
    assert not [text for text in notes if "pending" in text]


def test_what_a_format_has_no_field_for_stands_in_its_notes(tmp_path: Path) -> None:
    after = only(read_back(writer_named("ris"), [excluded(PLAIN)], tmp_path))
    notes = [text for tag, text in after.extra if tag == "N1"]
    assert "Tamis id pmc: PMC77" in notes
    assert "Tamis date received: 2010-12-01" in notes
    assert "Tamis title in fa_IR: راهنمایی دانشجویان".encode() in written(
        writer_named("ris"), [excluded(PLAIN)]
    )
    assert "Tamis note of Ben: Ask the authors." in notes
    assert "Tamis title stage: excluded, Off topic; Ann: exclude, Off topic (about mice)" in notes
