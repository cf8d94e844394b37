from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.readers import detect, open_source
from screening.readers.ris_cut import count, entries
from screening.records import Rejected
from tests.readers.specimens import FOLDER, only, read_all, records, titles

BOTH = ["Mentoring of nurses 1", "Mentoring of nurses 2"]


@pytest.mark.parametrize(
    "name",
    [
        "ris_plain.ris",
        "ris_bom.ris",
        "ris_cr_only.ris",
        "ris_mixed_line_ends.ris",
        "ris_utf16.ris",
        "ris_cp1252.ris",
        "ris_first_end_missing.ris",
        "ris_last_end_missing.ris",
        "ris_end_without_dash.ris",
        "ris_one_space_tags.ris",
        "ris_leading_blanks.ris",
        "ris_text_between_records.ris",
        "ris_cochrane_two_blanks.ris",
    ],
)
def test_dialects_give_the_same_records(name: str) -> None:
    found = records(name)
    assert [record.title for record in found] == BOTH
    assert [record.doi for record in found] == ["10.1000/demo.1", "10.1000/demo.2"]
    assert [record.year for record in found] == [2011, 2012]
    assert [record.abstract for record in found] == ["We asked 1 nurses.", "We asked 2 nurses."]
    assert found[0].dates == (("published", "2011-03-02"),)
    assert [len(record.authors) for record in found] == [1, 1]


def test_windows_letters_survive() -> None:
    assert records("ris_cp1252.ris")[0].authors[0].name == "Müller, Zoë – “A”"


def test_missing_end_is_told() -> None:
    first, second = records("ris_first_end_missing.ris")
    assert "ER" in first.problems[0].message
    assert not second.problems


def test_text_between_records_is_kept() -> None:
    first, second = records("ris_text_between_records.ris")
    assert ("(outside any tag)", "Provider: A") in first.extra
    assert ("(outside any tag)", "Record #2 of 2") in second.extra
    assert ("(outside any tag)", "Link to the Ovid Full Text") in second.extra


def test_copyright_notice_is_no_abstract() -> None:
    record = only("ris_ebsco_two_abstracts.ris")
    assert record.abstract == "We asked 1 nurses."
    assert ("AB", "Copyright of Nursing Today is the property of Some Press and its content "
            "may not be copied.") in record.extra  # fmt: skip


def test_na_is_missing() -> None:
    record = only("ris_missing_marker.ris")
    assert record.abstract == ""
    assert record.authors == ()


def test_wrapped_line_that_looks_like_a_tag_is_text() -> None:
    record = only("ris_wrapped_lines.ris")
    assert record.title == "A title that is wrapped"
    assert record.abstract == (
        "The risk was higher with an odds ratio HR  - 1.5 (95% CI 1.2 to 1.9) and it stayed so."
    ).replace("  ", " ")
    assert ("ZZ", "kept") in record.extra


def test_entry_without_type_line() -> None:
    first, second = records("ris_start_missing.ris")
    assert (first.title, second.title) == ("No type line", "Second")
    assert "TY" in first.problems[0].message


def test_repeated_tags_are_kept_and_the_preferred_one_wins() -> None:
    record = only("ris_repeated_tags.ris")
    assert record.title == "Twice"
    assert record.doi == "10.1000/first"
    assert record.year == 2018
    assert record.venue == "Nursing Today"
    assert record.pages == "10-19"
    assert record.keywords == ("mentoring", "nurses", "wards")
    for pair in [("T1", "Twice, longer"), ("DO", "10.1000/second"), ("Y1", "2019"), ("Y1", "2020")]:
        assert pair in record.extra


def test_entry_without_text_or_id_is_rejected_with_its_raw_text() -> None:
    entries = read_all(FOLDER / "ris_nothing_to_screen_by.ris")
    assert titles(entries) == [BOTH[0], "-", BOTH[1]]
    rejected = entries[1]
    assert isinstance(rejected, Rejected)
    assert "PY  - 2001" in rejected.raw
    assert rejected.reason.endswith(".")
    assert rejected.remedy


def test_identifiers_are_found_where_managers_hide_them() -> None:
    record = only("ris_doi_in_note.ris")
    assert (record.doi, record.pmid) == ("10.1000/hidden", "123456")


def test_four_dialects_in_one_file_lose_nothing(tmp_path: Path) -> None:
    """Exports of several databases put together with a blank line between, as people do."""
    names = (
        "ris_bom.ris",
        "ris_cochrane_two_blanks.ris",
        "ris_ebsco_two_abstracts.ris",
        "ris_one_space_tags.ris",
        "ris_wrapped_lines.ris",
    )
    texts = [(FOLDER / name).read_text(encoding="utf-8-sig") for name in names]
    together = tmp_path / "together.ris"
    together.write_text("\n".join(texts), encoding="utf-8-sig")
    apart = [record for name in names for record in records(name)]
    found = records(str(together))
    assert [(r.title, r.abstract, r.authors, r.doi) for r in found] == [
        (r.title, r.abstract, r.authors, r.doi) for r in apart
    ]
    source = open_source(together)
    assert detect(source).reader.count(source) == len(apart)


@pytest.mark.parametrize(
    "line",
    [
        "AB - one blank",
        " AB  - a blank before",
        "AB  \u2013 another dash",
        "XX  - no tag, and the sentence before is not over",
        "ER",
        "Record #2 of 2",
        "TY  - BOOK",
    ],
)
def test_the_short_way_takes_only_what_is_beyond_doubt(tmp_path: Path, line: str) -> None:
    """An entry with a doubtful line is the same as with its first line broken for the short way."""
    body = f"TI  - Care\nN2  - of wards\n{line}\nAU  - Lind, Ada\nER  - \n"
    short, long = tmp_path / "short.ris", tmp_path / "long.ris"
    short.write_text("TY  - JOUR\n" + body, encoding="utf-8")
    long.write_text(" TY  - JOUR\n" + body, encoding="utf-8")
    assert read_all(short) == read_all(long)


def test_an_entry_over_the_end_of_a_block_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.ris"
    entry = "TY  - JOUR\nTI  - Care {0}\nAB  - of wards\n  and more\nDO  - 10.5555/{0}\nER  - \n\n"
    path.write_text("".join(entry.format(number) for number in range(20)))
    whole = read_all(path)
    for size in (7, 50, 64, 333):
        monkeypatch.setattr("screening.readers.source._BLOCK", size)
        assert read_all(path) == whole


_LINES = st.sampled_from(
    ["TY  - JOUR", " TY - JOUR", "ER  - ", "ER", "", "text", "TI  - Care", "Record #1 of 2", "TYPE"]
)


@given(st.lists(_LINES, max_size=30))
def test_entries_are_counted_by_blocks_as_by_lines(lines: list[str]) -> None:
    by_lines = count((number, line + "\n") for number, line in enumerate(lines, start=1))
    assert count([(1, "\n".join(lines) + "\n")]) == by_lines
    assert count([(1, "\n".join(lines))]) == by_lines
    assert len(list(entries([(1, "\n".join(lines) + "\n")]))) == by_lines


def test_a_cleaned_value_is_the_same_in_the_short_way(tmp_path: Path) -> None:
    """Characters of other scripts, entities, blanks and lists of keywords."""
    body = (
        "TI  - Caf\u00e9  e\u0301 &amp; <i>care</i>\u00a0\nKW  - one; two\nKW  - a &amp; b\n"
        "three\nAU  - Lind,  Ada\nUR  - https://x.org/?a=1&copy=2\nAB  - NA\nSP  - 7-9\nER  - \n"
    )
    short, long = tmp_path / "short.ris", tmp_path / "long.ris"
    short.write_text("TY  - JOUR\n" + body, encoding="utf-8")
    long.write_text(" TY  - JOUR\n" + body, encoding="utf-8")
    assert read_all(short) == read_all(long)
    (record,) = records(str(short))
    assert record.keywords == ("one", "two", "a & b", "three")
    assert (record.title, record.pages) == ("Caf\u00e9 \u00e9 & care", "7-9")
    assert (record.url, record.abstract) == ("https://x.org/?a=1&copy=2", "")
