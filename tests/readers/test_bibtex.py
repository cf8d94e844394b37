from __future__ import annotations

from pathlib import Path

import pytest

from screening.readers.bibtex_fields import plain_fields
from screening.readers.bibtex_text import decode_latex, names
from tests.readers.specimens import FOLDER, only, read_all, records, titles


def test_plain() -> None:
    first, _ = records("bibtex_plain.bib")
    assert first.title == "Mentoring of Nurses a1"
    assert first.abstract == "We asked 20 nurses."
    assert [author.name for author in first.authors] == ["Lind, Ada", "Ward Group"]
    assert first.pages == "10-19"
    assert first.dates == (("published", "2019-03"),)
    assert first.other_ids == (("key", "a1"),)


def test_macros_are_resolved_and_comments_are_no_records() -> None:
    assert only("bibtex_macros_and_comments.bib").venue == "Nursing Today Extra"


def test_repeated_keys_are_two_records() -> None:
    assert len(records("bibtex_repeated_key.bib")) == 2


def test_repeated_fields_are_all_kept() -> None:
    extra = only("bibtex_repeated_field.bib").extra
    assert [pair for pair in extra if pair[0] == "note"] == [("note", "one"), ("note", "two")]


def test_latex_is_decoded() -> None:
    record = only("bibtex_latex_accents.bib")
    assert record.title == "Erdős, Gödel & 50% of wards"
    assert record.authors[0].name == "Müller, Zoë"


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        ("{COVID}-19 -- a ``view''", "COVID-19 – a “view”"),
        (r"$\alpha$-helix", "\u03b1-helix"),
        (r"costs \$5 & 3% # more", "costs $5 & 3% # more"),
        (r"p {\textless} 0.05", "p < 0.05"),
        ("US$ 5", "US$ 5"),
    ],
)
def test_latex_words(latex: str, plain: str) -> None:
    assert decode_latex(latex) == plain


def test_names_in_every_order() -> None:
    found = list(names("van der Berg, Jan and Jean de la Fontaine and Lind A. and {A and B Group}"))
    assert [author.name for author in found] == [
        "van der Berg, Jan",
        "de la Fontaine, Jean",
        "Lind, A.",
        "A and B Group",
    ]


def test_missing_brace_costs_no_neighbour() -> None:
    first, second = records("bibtex_brace_missing.bib")
    assert (first.title, first.year) == ("Unclosed", 2001)
    assert "well-formed" in first.problems[0].message
    assert second.title == "Mentoring of Nurses a2"
    assert not second.problems


def test_truncated_end_is_rescued_and_told() -> None:
    _, last = records("bibtex_truncated.bib")
    assert (last.title, last.abstract) == ("Cut off", "Some te")
    assert last.problems


def test_endnote_style() -> None:
    first, second = records("bibtex_endnote_style.bib")
    assert first.keywords == ("Wards", "Nurses")
    assert (first.year, second.year) == (2001, 2002)


def test_nothing_to_screen_by() -> None:
    assert titles(read_all(FOLDER / "bibtex_nothing_to_screen_by.bib")) == [
        "-",
        "Mentoring of Nurses a2",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "@article{lind, title = {Care}, year = 2020}",
        '@article{lind,\n title = "Care",\n year = {2020},\n}\n',
        "@article{ lind, title={{Care {of} wards}},year={2020} }",
        "@article{lind, title = {A 5\\% rise}, title = {Twice}}",
    ],
)
def test_plain_entries_are_read_as_the_parser_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    path = tmp_path / "plain.bib"
    path.write_text(entry)
    assert plain_fields(entry)
    by_pattern = read_all(path)
    monkeypatch.setattr("screening.readers.formats.bibtex.plain_fields", lambda _text: None)
    assert read_all(path) == by_pattern


@pytest.mark.parametrize(
    "entry",
    [
        "@article{lind, title = {Care} year = {2020}}",
        "@article{lind, title = {Care}, year = {2020}} note = {outside}",
        "@article{lind, title = {Ca{re}, year = {2020}}",
        "@article{lind, title = {An escaped \\} brace}}",
        "@article{lind, title = jan # { 2020}}",
        "@article{lind}",
    ],
)
def test_entries_with_another_reading_are_left_to_the_parser(entry: str) -> None:
    assert plain_fields(entry) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It cost \\$5, then \\&c. $\\alpha$ rose.", "It cost $5, then &c. \u03b1 rose."),
        (
            "A {brace. that} spans, \\emph{two. clauses}, here",
            "A brace. that spans, two. clauses, here",
        ),
        ("Formula $a. b$, and \\'{e}", "Formula a. b, and é"),
    ],
)
def test_latex_is_decoded_clause_by_clause(text: str, plain: str) -> None:
    assert decode_latex(text) == plain
