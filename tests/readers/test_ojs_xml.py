from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import open_source, reader_named
from screening.records import LocalText, RecordContent, Rejected
from tests.readers.specimens import FOLDER, only, read_all, records, titles


def test_articles_with_several_locales() -> None:
    first, second, third = records("ojs_several_locales.xml")
    assert first.title == "Mentoring of nurses 1"
    assert first.abstract == (
        "Background: Wards are “busy.”\nMethods: We asked 1 nurses; p < 0.05."
    )
    assert LocalText(field="title", locale="fa_IR", text="عنوان 1") in first.local_texts
    assert LocalText(field="abstract", locale="fa_IR", text="چکیده 1") in first.local_texts
    assert LocalText(field="affiliation", locale="fa_IR", text="دانشگاه") in first.local_texts
    assert first.authors[0].affiliations == ("4. Ward School, Lund, Sweden.",)
    assert (first.year, first.volume, first.issue, first.pages) == (2025, "3", "1", "10-19")
    assert first.issn == ("1234-5679",)
    assert first.venue == "Nursing Today"
    assert first.publisher == "Ward University"
    assert first.url == "https://example.org/article/1"
    assert first.dates == (
        ("epublish", "2025-04-07"),
        ("received", "2024-11-05"),
        ("accepted", "2024-11-22"),
    )
    assert ("pdf_url", "https://example.org/article/1.pdf") in first.extra
    assert (second.position, third.position) == (2, 3)
    assert first.line == 3


def test_articleset_of_the_pubmed_dtd() -> None:
    first, second = records("ojs_articleset.xml")
    assert first.title == "Mentoring in situ"
    assert first.abstract == "Objectives: To ask nurses.\nWe did ask."
    assert first.doi == "10.1000/demo.1"
    assert first.pmid == "10000001"
    assert first.pages == "e12"
    assert first.keywords == ("wards", "nurses")
    assert first.dates == (("epublish", "2019-04-05"), ("received", "2018-10"))
    lind, group, plato = first.authors
    assert (lind.name, lind.given, lind.orcid) == (
        "Lind, Ada B, Jr",
        "Ada B",
        "0000-0002-1825-0097",
    )
    assert lind.affiliations == ("Ward School", "Lund Clinic")
    assert (group.name, plato.name, plato.family) == ("Ward Group", "Plato", "")
    assert {text.locale for text in first.local_texts if text.field == "abstract"} == {"eng", "swe"}
    assert LocalText(field="title", locale="SWE", text="Handledning") in first.local_texts
    assert ("Replaces IdType=doi", "10.1000/old") in first.extra
    assert ("Object grant id", "G-1") in first.extra
    assert ("ReferenceList/Reference/Citation", "Berg B. Old work. 2001.") in first.extra
    assert ("pii", "e00001") in first.other_ids
    assert (second.title, second.abstract) == ("Bara svenska", "Enkel text.")


def test_truncated_tail_is_rejected_and_the_rest_kept() -> None:
    entries = read_all(FOLDER / "ojs_truncated_tail.xml")
    assert titles(entries) == ["Mentoring of nurses 1", "Mentoring of nurses 2", "-"]
    last = entries[-1]
    assert isinstance(last, Rejected)
    assert last.line == 65
    assert "</Article> is missing" in last.reason
    assert "Mentoring of nurses 3" in last.raw


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ojs_broken_in_the_middle.xml", ["1", "-", "3"]),
        ("ojs_end_tag_missing.xml", ["-", "2", "3"]),
    ],
)
def test_a_broken_article_costs_only_itself(name: str, expected: list[str]) -> None:
    assert [title[-1] for title in titles(read_all(FOLDER / name))] == expected


def test_an_article_without_its_start_tag_is_rejected_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "headless.xml"
    text = (FOLDER / "ojs_several_locales.xml").read_text(encoding="utf-8")
    path.write_text(text.replace("  <Article>\n", "", 1), encoding="utf-8")
    entries = read_all(path)
    assert [title[-1] for title in titles(entries)] == ["-", "2", "3"]
    assert isinstance(entries[0], Rejected)
    assert "Mentoring of nurses 1" in entries[0].raw


def test_named_entities_and_bare_ampersands_are_read_and_told() -> None:
    first, second = records("ojs_named_entities_without_dtd.xml")
    assert first.title == "Care & café R & D"
    assert ["&nbsp;" in first.problems[0].message, "&eacute;" in first.problems[1].message] == [
        True,
        True,
    ]
    assert first.problems[0].line == 12
    assert not second.problems


def test_escaped_markup_is_cleaned_and_the_raw_text_kept() -> None:
    record = only("ojs_escaped_markup.xml")
    assert record.title == "CO2 in vivo"
    assert ("title (raw)", "CO<sub>2</sub> in vivo") in record.extra


def test_articles_in_comments_are_not_there() -> None:
    assert only("ojs_commented_out_article.xml").position == 1


def test_utf16() -> None:
    assert len(records("ojs_utf16.xml")) == 2


@pytest.mark.parametrize("name", ["ojs_entity_bomb.xml", "ojs_external_entity.xml"])
def test_own_entities_are_refused(name: str) -> None:
    source = open_source(FOLDER / name)
    with pytest.raises(BadInput, match="entities of its own") as caught:
        list(reader_named("ojs_xml").read(source))
    assert name in caught.value.message


def test_entities_hidden_behind_a_commented_doctype_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xml"
    text = (FOLDER / "ojs_external_entity.xml").read_text(encoding="utf-8")
    path.write_text(
        text.replace("<!DOCTYPE", "<!-- <!DOCTYPE x> --><!DOCTYPE", 1), encoding="utf-8"
    )
    with pytest.raises(BadInput, match="entities of its own"):
        list(reader_named("ojs_xml").read(open_source(path)))


def test_windows_letters_without_a_declaration(tmp_path: Path) -> None:
    path = tmp_path / "old.xml"
    text = (FOLDER / "ojs_commented_out_article.xml").read_text(encoding="utf-8")
    text = "".join(char for char in text if ord(char) < 256).replace("Lind", "Sörén")
    path.write_bytes(text.encode("cp1252"))
    record = read_all(path)[0]
    assert isinstance(record, RecordContent)
    assert record.authors[0].family == "Sörén"


def test_an_entity_cut_by_a_block_is_mended_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "blocks.xml"
    for shift in range(8):
        filler = "x" * (65536 - 60 + shift)
        path.write_text(
            f"<Articles><Article><title>{filler}&eacute;&amp;z</title></Article></Articles>",
            encoding="utf-8",
        )
        (record,) = read_all(path)
        assert isinstance(record, RecordContent)
        assert record.title == f"{filler}é&z"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    whole = (FOLDER / "ojs_several_locales.xml").read_text(encoding="utf-8")
    start, end = whole.index("  <Article>"), whole.index("</Articles>")
    with path.open("w", encoding="utf-8") as file:
        file.write(whole[:start])
        for _ in range(4000):
            file.write(whole[start:end])
        file.write(whole[end:])
    assert path.stat().st_size > 15_000_000
    code = (
        "import resource, sys\n"
        "from screening.readers import open_source, reader_named\n"
        "reader = reader_named('ojs_xml')\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "list(reader.read(open_source(sys.argv[1])))\n"
        "before = peak()\n"
        "print(sum(1 for _ in reader.read(open_source(sys.argv[2]))), peak() - before)\n"
    )
    small = FOLDER / "ojs_several_locales.xml"
    run = subprocess.run(
        [sys.executable, "-c", code, str(small), str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found, grown = (int(word) for word in run.stdout.split())
    assert found == 12_000
    unit = 1 if sys.platform == "darwin" else 1024
    assert grown * unit < 12_000_000


def test_an_encoding_nobody_knows_is_read_as_what_the_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "search.xml"
    text = (FOLDER / "ojs_articleset.xml").read_text(encoding="utf-8")
    path.write_text(text.replace('encoding="UTF-8"', 'encoding="foo-8"'), encoding="utf-8")
    assert "foo-8" in path.read_text(encoding="utf-8")
    assert titles(read_all(path)) == titles(read_all(FOLDER / "ojs_articleset.xml"))
