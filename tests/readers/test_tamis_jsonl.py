from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from screening.readers import detect, open_source
from screening.records import RecordContent, Rejected
from screening.writers import writer_named
from tests.readers.specimens import FOLDER, read_all
from tests.writers.rows import PLAIN, excluded, read_back

SPECIMEN = FOLDER / "tamis_jsonl_own_export.jsonl"


def test_an_export_of_its_own_is_known_by_its_members() -> None:
    found = detect(open_source(SPECIMEN))
    assert found.reader.name == "tamis_jsonl"


def test_records_come_back_and_a_damaged_one_is_told() -> None:
    first, second, third = read_all(SPECIMEN)
    assert isinstance(first, RecordContent)
    assert isinstance(second, RecordContent)
    kept = json.loads(SPECIMEN.read_text("utf-8").splitlines()[0])["record"]
    assert (first.title, first.year, first.pages) == (kept["title"], kept["year"], kept["pages"])
    assert [author.name for author in first.authors] == [at["name"] for at in kept["authors"]]
    assert (second.position, second.line) == (2, 2)
    assert isinstance(third, Rejected)
    assert "the record cannot be read" in third.reason


def test_what_is_written_is_read_back_whole(tmp_path: Path) -> None:
    rows = [excluded(PLAIN, number) for number in (1, 2)]
    for number, entry in enumerate(read_back(writer_named("jsonl"), rows, tmp_path), start=1):
        assert isinstance(entry, RecordContent)
        assert entry == replace(PLAIN, position=number, line=number)


def test_a_line_with_nothing_to_screen_by_is_rejected(tmp_path: Path) -> None:
    line = json.loads(SPECIMEN.read_text("utf-8").splitlines()[0])
    line["record"].update(title="", abstract="", doi="", pmid="")
    path = tmp_path / "empty.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (entry,) = read_all(path)
    assert isinstance(entry, Rejected)
