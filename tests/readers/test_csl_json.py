from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.readers import json_cut, open_source, reader_named
from screening.records import RecordContent, Rejected
from tests.readers.specimens import FOLDER, read_all, titles

SPECIMEN = FOLDER / "csl_json_zotero.json"
WHOLE = ['Counting E. coli on "busy" wards', "Wards of the world", "-"]


def _read_text(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "items.json"
    path.write_text(text, encoding="utf-8")
    source = open_source(path)
    reader = reader_named("csl_json")
    entries = list(reader.read(source))
    assert reader.count(source) == len(entries)
    return titles(entries)


def test_items_of_zotero() -> None:
    first, book, empty = read_all(SPECIMEN)
    assert isinstance(first, RecordContent)
    assert first.abstract == "Wards are “busy {”.\nWe asked; p < 0.05."
    assert [author.name for author in first.authors] == [
        "Lind, Ada B.",
        "de Waal, Bo",
        "Ward Group",
    ]
    assert (first.doi, first.pmid, first.year) == ("10.1000/demo.1", "10000001", 2019)
    assert first.dates == (("published", "2019-09-18"),)
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert first.keywords == ("wards", "nurses")
    assert ("custom/shelf", "7") in first.extra
    assert ("custom/lent", "true") in first.extra
    assert isinstance(book, RecordContent)
    assert (book.year, book.publisher, book.line) == (2009, "Ward Press", 24)
    assert ("editor", "Berg, Bo") in book.extra
    assert isinstance(empty, Rejected)


@pytest.mark.parametrize("lines", [False, True])
def test_other_layouts_give_the_same_records(tmp_path: Path, lines: bool) -> None:
    items = json.loads(SPECIMEN.read_text(encoding="utf-8"))
    if lines:
        text = "\n".join(json.dumps(item) for item in items)
    else:
        text = json.dumps({"status": "ok", "items": items, "next": {"cursor": "x"}})
    assert _read_text(tmp_path, text) == WHOLE


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"lent": true}\n\t}', '"lent": true}\n\t', ["-", *WHOLE[1:]]),
        ('{"literal": "Ward Group"}\n\t\t]', '{"literal": "Ward Group"}\n\t\t', ["-", *WHOLE[1:]]),
        ('"volume": "3"', '"volume": "3', ["-", *WHOLE[1:]]),
        ('"volume": "3"', '"volume": 3"', ["-", *WHOLE[1:]]),
        ('{\n\t\t"id": "berg2009"', '\n\t\t"id": "berg2009"', [WHOLE[0], "-", "-"]),
        ('"id": "empty",\n\t\t"type": "book"\n\t}\n]\n', '"id": "em', WHOLE),
    ],
)
def test_a_broken_item_costs_only_itself(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    assert old in text
    assert _read_text(tmp_path, text.replace(old, new, 1)) == expected


def test_works_of_the_crossref_api(tmp_path: Path) -> None:
    work = {
        "DOI": "10.1000/demo.1",
        "type": "journal-article",
        "title": ["Nights"],
        "container-title": ["Nursing today"],
        "ISSN": ["1234-5679", "1234-5687"],
        "published-print": {"date-parts": [[2019, 9]]},
        "author": [{"family": "Lind", "given": "A", "affiliation": [{"name": "Ward School"}]}],
    }
    path = tmp_path / "works.json"
    path.write_text(json.dumps({"status": "ok", "message": {"items": [work]}}), encoding="utf-8")
    (record,) = read_all(path)
    assert isinstance(record, RecordContent)
    assert (record.title, record.venue, record.year) == ("Nights", "Nursing today", 2019)
    assert record.issn == ("1234-5679", "1234-5687")
    assert record.authors[0].affiliations == ("Ward School",)


def test_blocks_cut_nothing_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cut, "_LOOK_AHEAD", 100)
    text = SPECIMEN.read_text(encoding="utf-8")
    for block in range(90, 130):
        monkeypatch.setattr(json_cut, "_BLOCK", block)
        assert _read_text(tmp_path, text) == WHOLE


def test_objects_inside_that_begin_like_the_first_are_no_records(tmp_path: Path) -> None:
    item = {"id": "1", "type": "book", "title": "T", "related": [{"id": "2", "type": "book"}]}
    assert _read_text(tmp_path, json.dumps([item, item])) == ["T", "T"]
