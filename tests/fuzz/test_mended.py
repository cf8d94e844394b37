"""Inputs that once broke a promise, smallest form, named by what was odd about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.readers import Entry, open_source, reader_named
from screening.records import RecordContent
from tests.fuzz.promises import examine

_LONG = 200_000
_RIS = "TY  - JOUR\nTI  - One\n{}ER  - \n"
_BIB = "@article{{k,\n title = {{{}}},\n year = {{2011}}\n}}\n"
_OVID = "VN  - Ovid Technologies\nDB  - PsycINFO\nTI  - One\n"


def _entries(reader: str, text: str, folder: Path) -> list[Entry]:
    path = folder / "input"
    path.write_text(text, encoding="utf-8")
    examine(reader_named(reader), path)
    return list(reader_named(reader).read(open_source(path)))


def _record(reader: str, text: str, folder: Path) -> RecordContent:
    (entry,) = _entries(reader, text, folder)
    assert isinstance(entry, RecordContent)
    return entry


def test_ris_start_line_with_an_odd_blank_opens_an_entry(tmp_path: Path) -> None:
    record = _record("ris", "TY  -\xa0JOUR\nTI  - One\nER  - \n", tmp_path)
    assert (record.type, record.title) == ("JOUR", "One")


def test_utf32_with_a_number_no_character_has_costs_only_that_character(tmp_path: Path) -> None:
    path = tmp_path / "input"
    text = _RIS.format("AB  - Before X after\n").encode("utf-32-le")
    no_character = b"\x43\xb9\x00\xff"
    path.write_bytes(b"\xff\xfe\x00\x00" + text.replace("X".encode("utf-32-le"), no_character))
    examine(reader_named("ris"), path)
    (record,) = reader_named("ris").read(open_source(path))
    assert isinstance(record, RecordContent)
    assert record.abstract == "Before \N{REPLACEMENT CHARACTER} after"


def test_nbib_history_without_a_day_is_kept_as_text(tmp_path: Path) -> None:
    record = _record("nbib", "PMID- 1\nTI  - One\nPHST- [received]\n", tmp_path)
    assert record.extra == (("PHST", "[received]"),)


@pytest.mark.parametrize("nested", ["{" * 900 + "\\alpha" + "}" * 900, "\\begin{a}" * 900])
def test_bibtex_nested_without_end_costs_only_its_field(tmp_path: Path, nested: str) -> None:
    record = _record("bibtex", _BIB.format(nested), tmp_path)
    assert record.year == 2011
    assert record.title
    assert "nested too deeply" in record.problems[0].message


@pytest.mark.parametrize("title", ["On groups \\author", "\\title and \\date"])
def test_latex_commands_without_their_part_cost_only_their_field(
    tmp_path: Path, title: str
) -> None:
    record = _record("bibtex", _BIB.format(title), tmp_path)
    assert record.year == 2011
    assert title in (record.title, *(text for _name, text in record.extra))
    assert "lacks a part" in record.problems[0].message


def test_an_author_that_is_no_latex_loses_none_of_the_names(tmp_path: Path) -> None:
    entry = "@article{a, author = {Lind, A. and Moe \\author}, title = {One}, year = 2011}"
    record = _record("bibtex", entry, tmp_path)
    assert record.title == "One"
    assert record.authors == ()
    assert ("author", "Lind, A. and Moe \\author") in record.extra


def test_repeated_numbers_of_journals_are_kept_once(tmp_path: Path) -> None:
    record = _record("ris", _RIS.format("SN  - 1234-5679\nSN  - 2345-6787\n" * 2), tmp_path)
    assert record.issn == ("1234-5679", "2345-6787")


def test_marks_after_a_doi_are_not_its_own(tmp_path: Path) -> None:
    record = _record("ris", _RIS.format("DO  - 10.1000/a(b)c)].;)\n"), tmp_path)
    assert record.doi == "10.1000/a(b)c"


@pytest.mark.parametrize("number", ["&#{};", "&lt;i&gt;&#x{};"])
def test_a_number_no_character_has_is_read_as_the_sign_for_that(
    tmp_path: Path, number: str
) -> None:
    text = _RIS.format(f"AB  - we {number.format('9' * 6_000)} asked\n")
    assert _record("ris", text, tmp_path).abstract == "we \ufffd asked"


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        pytest.param("csv", "Title,Abstract\n" + 'a"b,"\n' * (_LONG // 6), id="quotes_stay_open"),
        pytest.param("csv", "Title,Abstract\n" + "a," * _LONG + '"\n', id="quote_after_commas"),
        pytest.param(
            "csl_json",
            '[{"id": "1", "type": "book", "title": "' + 'x \\"b {' * (_LONG // 7),
            id="text_without_end_full_of_quotes",
        ),
        pytest.param(
            "ris", _RIS.format("AB  - we\n" + "HR  - x\n" * (_LONG // 8)), id="text_like_tags"
        ),
        pytest.param("ris", _RIS.format("DO  - 10.1000/a" + ")" * _LONG + "\n"), id="doi_brackets"),
        pytest.param(
            "ris", _RIS.format("DO  - " + "10.1234.1" * (_LONG // 9) + "\n"), id="doi_without_slash"
        ),
        pytest.param(
            "ris",
            _RIS.format("AB  - <AbstractText " + 'Label="' * (_LONG // 7) + "\n"),
            id="labels_without_end",
        ),
        pytest.param(
            "ris",
            _RIS.format("SN  - " + " ".join(f"{i:04d}-{i:04d}" for i in range(10_000)) + "\n"),
            id="journal_numbers",
        ),
        pytest.param("bibtex", "@article{k,\n title = {a" + "}" * _LONG, id="closing_braces"),
        pytest.param(
            "ovid_text",
            _OVID + "".join(f"AU  - A{i}\nIN  - A{i}: W\n" for i in range(8_000)),
            id="authors_and_institutions",
        ),
        pytest.param(
            "wos_text",
            "PT J\nTI One\nAF "
            + "\n   ".join(f"L, A{i}" for i in range(6_000))
            + "\nC1 "
            + "\n   ".join(f"[L, A{i}] W" for i in range(6_000))
            + "\nOI "
            + ";".join(f"L, A{i}/0000-0001-0002-0003" for i in range(6_000))
            + "\nER\n",
            id="authors_and_addresses",
        ),
    ],
)
def test_long_inputs_take_a_time_in_step_with_their_length(
    reader: str, text: str, tmp_path: Path
) -> None:
    assert _entries(reader, text, tmp_path)
