"""The line-tagged formats that are a dialect and a table of tags."""

from __future__ import annotations

import pytest

from screening.readers.chinese import chinese_names
from screening.readers.ovid_words import source_parts
from tests.readers.specimens import FOLDER, only, read_all, records, titles

BOTH = ["Mentoring of nurses 1", "Mentoring of nurses 2"]
SAME = [
    "endnote_enw_plain.enw",
    "endnote_enw_no_blank_line.enw",
    "endnote_enw_without_type.enw",
    "endnote_enw_second_type_missing.enw",
    "cochrane_text_cr_only.txt",
    "cochrane_text_plain.txt",
    "cochrane_text_number_missing.txt",
    "refworks_legend.txt",
    "refworks_plain.txt",
    "refworks_start_missing.txt",
    "refworks_unknown_type.txt",
    "noteexpress_plain.net",
    "noteexpress_start_missing.net",
    "ovid_text_tags.txt",
    "ovid_text_leading_blanks.txt",
    "ovid_text_number_missing.txt",
    "ovid_text_one_blank.txt",
    "ovid_text_names.txt",
    "ovid_text_names_number_missing.txt",
    "proquest_text_report.txt",
    "proquest_text_number_missing.txt",
    "proquest_text_line_missing.txt",
]


@pytest.mark.parametrize("name", SAME)
def test_dialects_give_the_same_records(name: str) -> None:
    found = records(name)
    assert [record.title.rstrip(".") for record in found] == BOTH
    assert [record.doi for record in found] == ["10.1000/demo.1", "10.1000/demo.2"]
    assert [record.year for record in found] == [2011, 2012]
    assert [record.venue for record in found] == ["Nursing Today"] * 2
    assert [(r.volume, r.issue, r.pages) for r in found] == [("3", "4", "10-19")] * 2
    assert all(record.abstract.startswith("We asked ") for record in found)
    assert all("mentoring" in record.keywords[0].casefold() for record in found)
    assert [[author.name.split()[0] for author in record.authors] for record in found] in (
        [["Lind,", "Berg,"]] * 2,
        [["Lind", "Berg"]] * 2,
        [["Ada", "Bo"]] * 2,
    )


@pytest.mark.parametrize(
    "name",
    [
        "endnote_enw_nothing_to_screen_by.enw",
        "cochrane_text_nothing_to_screen_by.txt",
        "refworks_nothing_to_screen_by.txt",
        "noteexpress_nothing_to_screen_by.net",
        "ovid_text_nothing_to_screen_by.txt",
        "proquest_text_nothing_to_screen_by.txt",
    ],
)
def test_entry_without_text_or_id_is_rejected(name: str) -> None:
    found = [title.rstrip(".") for title in titles(read_all(FOLDER / name))]
    assert found == [BOTH[0], "-", BOTH[1]]


def test_endnote() -> None:
    first = records("endnote_enw_plain.enw")[0]
    assert first.abstract == "We asked 1 nurses. They said so."
    assert first.keywords == ("Mentoring", "Nurses", "Wards", "Care")
    assert first.dates == (("published", "2011-03-02"),)
    assert (first.type, first.language, first.issn) == ("Journal Article", "eng", ("1234-5679",))
    assert first.other_ids == (("accession", "1001"),)
    assert ("%P", "5") in first.extra
    assert ("%Z", "odd") in first.extra
    assert ("%+", "Ward School, Lund") in first.extra
    assert first.url == "https://example.org/1"


def test_chinese_endnote() -> None:
    record = only("endnote_enw_chinese.enw")
    assert [author.name for author in record.authors] == ["张会佳", "侯相竹"]
    assert (record.keywords, record.doi) == (("黄芪", "多糖"), "10.1000/demo.3")
    assert ("%~", "年鉴 PageCount-页码 0") in record.extra


def test_cochrane() -> None:
    first = records("cochrane_text_plain.txt")[0]
    assert first.abstract == "We asked 1 nurses. AIM: to know. QQ: kept not"
    assert (first.pmid, first.type) == ("10000001", "Journal article")
    assert first.other_ids == (("cochrane", "CN-00000001"), ("embase", "70000001"))
    assert ("CC", "SR-WARDS QQ: kept") not in first.extra
    assert ("QQ", "kept") in first.extra
    assert ("PT", "Randomized controlled trial") in first.extra


def test_refworks_abstract_is_not_cut_by_words_that_look_like_tags() -> None:
    first = records("refworks_plain.txt")[0]
    assert first.abstract == "We asked 1 nurses after RT in wards and QQ units."
    assert first.dates == (("published", "2011-03-02"),)
    assert first.other_ids == (("key", "201"), ("accession", "771"))
    assert ("QQ", "kept") in first.extra


def test_refworks_start_missing_is_told() -> None:
    _, second = records("refworks_start_missing.txt")
    assert "RT" in second.problems[0].message


def test_chinese_refworks() -> None:
    record = only("refworks_chinese.txt")
    assert [author.name for author in record.authors] == ["辛宁", "陈建康"]
    assert (record.volume, record.pages) == ("49", "1106-1111+1117")
    assert record.abstract == "目的利用生物信息学 方法基因表达汇编"


def test_noteexpress() -> None:
    first = records("noteexpress_plain.net")[0]
    assert first.abstract == "We asked 1 nurses.\nThey said so."
    assert ("{Author Address}", "Ward School;;Lund ,Sweden") in first.extra
    assert ("{Odd Tag}", "kept") in first.extra
    record = only("noteexpress_chinese.net")
    assert [author.name for author in record.authors] == ["谢昕", "王小增"]
    assert (record.venue, record.year) == ("人民公安报", 2019)
    assert record.dates == (("published", "2019-01-29"),)


@pytest.mark.parametrize(
    "name",
    ["cnki_text_plain.txt", "cnki_text_database_first.txt", "cnki_text_start_missing.txt"],
)
def test_cnki(name: str) -> None:
    first, second = records(name)
    assert (first.title, second.title) == ("乳腺癌 1", "乳腺癌 2")
    assert first.abstract == "苯妥英钠作为 Note-x: 一种"
    assert [author.name for author in first.authors] == ["柯洪琴", "陈璿英"]
    assert (first.year, first.volume, first.issue, first.pages) == (2011, "19", "01", "168-170")
    assert (first.type, first.dates) == ("期刊", (("published", "2011-01-18"),))
    assert ("Organ", "医院;") in first.extra


@pytest.mark.parametrize(
    ("text", "names"),
    [("甲,乙", ["甲", "乙"]), ("Lind, Ada;;Berg, Bo;", ["Lind, Ada", "Berg, Bo"])],
)
def test_chinese_names(text: str, names: list[str]) -> None:
    assert chinese_names(text) == names


def test_ovid() -> None:
    first = records("ovid_text_tags.txt")[0]
    assert first.abstract == "We asked 1 nurses. The risk was HR - 1.5 and it stayed so."
    assert [author.name for author in first.authors] == ["Lind, Ada", "Berg, Bo"]
    assert first.authors[0].affiliations == ("Ward School, Lund",)
    assert first.keywords == ("mentoring", "nurses", "Wards")
    assert first.dates == (("published", "2011-03"),)
    assert (first.issn, first.url) == (("1234-5679",), "https://example.org/1")
    for pair in [
        ("TI (raw)", "Mentoring of nurses 1. [References]."),
        ("AU (raw)", "Lind, Ada 1,2,+"),
        ("IN", "Elsewhere: Malmo"),
        ("SO", "Nursing Today. Vol.3(4), Mar 2011, pp. 10-19."),
        ("QQ", "kept"),
    ]:
        assert pair in first.extra


def test_ovid_with_names_on_their_own_lines() -> None:
    first = records("ovid_text_names.txt")[0]
    assert [author.name for author in first.authors] == ["Lind, Ada MD", "Berg, Bo"]
    assert ("Odd Name", "kept") in first.extra
    record = only("ovid_text_medline.txt")
    assert (record.pmid, record.venue) == ("10000001", "Nursing Today")
    assert [author.name for author in record.authors] == ["Lind A.", "Berg B."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wards. Vol.43(5), Sep 2015, pp. 623-634.", ("Wards", "43", "5", "623-634")),
        ("Wards January/February 2010;14(1):56", ("Wards", "14", "1", "56")),
        ("Wards. 366(9503):2112-20, 2005 Dec 17", ("Wards", "366", "9503", "2112-20")),
        ("Wards. 12 (3) (pp 23-45), 2010.", ("Wards", "12", "3", "23-45")),
        ("Wards. 12(3) (pp 23-45), 2010.", ("Wards", "12", "3", "23-45")),
        ("Wards. 1288(3), Nov. 16, 2004.", ("Wards", "1288", "3", "")),
        ("Wards 12, Winter 2007: 7-14.", ("Wards", "", "", "")),
        ("Lind, A [Ed]. (2012). Wards", ("", "", "", "")),
    ],
)
def test_ovid_sources(text: str, parts: tuple[str, ...]) -> None:
    found = source_parts(text)
    assert tuple(found.get(name, "") for name in ("venue", "volume", "issue", "pages")) == parts


def test_proquest() -> None:
    first = records("proquest_text_report.txt")[0]
    assert first.abstract == "We asked 1 nurses. Aim: to know."
    assert first.url == "https://example.org/1"
    assert first.keywords == ("Mentoring", "Nurses", "Wards", "Care")
    assert first.dates == (("published", "2011-03-02"),)
    assert first.other_ids == (("proquest", "771"),)
    assert ("Odd name", "kept") in first.extra
    assert not [pair for pair in first.extra if "Report Information" in pair[1]]


def test_proquest_heading_stands_in_for_a_title() -> None:
    record = only("proquest_text_heading_only.txt")
    assert (record.title, record.abstract) == ("Wards: a history of ours", "We read.")
    assert record.extra == ()
