"""What every writer promises, tried on a plain record and on hostile ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import BadInput, UsageError
from screening.readers import detect, open_source
from screening.records import RecordContent
from screening.writers import ExportedRecord, Writer, writer_named, writers
from tests.writers.rows import HOSTILE, PLAIN, READER_OF, excluded, read_back, written

READABLE = [writer for writer in writers() if writer.name != "jsonl"]
by_name = pytest.mark.parametrize("writer", writers(), ids=lambda writer: writer.name)
readable = pytest.mark.parametrize("writer", READABLE, ids=lambda writer: writer.name)
hostile = pytest.mark.parametrize("quirk", HOSTILE)


def test_the_formats_asked_for_are_there() -> None:
    assert {writer.name for writer in writers()} >= {
        "bibtex", "csl_json", "csv", "endnote_xml", "jsonl", "nbib", "ris", "xlsx",
    }  # fmt: skip


def test_unknown_name_lists_the_formats() -> None:
    with pytest.raises(UsageError) as caught:
        writer_named("word")
    assert "ris" in caught.value.hint
    assert "xlsx" in caught.value.hint


@by_name
def test_writer_says_what_it_is(writer: Writer) -> None:
    assert writer.name == writer.name.casefold()
    assert writer.label
    assert writer.decision_in
    assert writer.extension.startswith(".")


@by_name
def test_equal_records_give_equal_bytes(writer: Writer) -> None:
    rows = [excluded(PLAIN), excluded(HOSTILE["scripts"], 2)]
    assert written(writer, rows) == written(writer, rows)


@by_name
def test_records_are_taken_one_by_one(writer: Writer) -> None:
    taken: list[int] = []

    def rows() -> Iterator[ExportedRecord]:
        for number in range(1, 4):
            taken.append(number)
            yield excluded(PLAIN, number)

    chunks = writer.write(rows())
    next(chunks)
    assert len(taken) <= 1 or writer.name == "xlsx"
    assert all(chunks)
    assert taken == [1, 2, 3]


@by_name
def test_no_record_at_all_is_a_file_as_well(writer: Writer) -> None:
    assert isinstance(written(writer, []), bytes)


@by_name
@hostile
def test_hostile_records_are_written(writer: Writer, quirk: str) -> None:
    rows = [excluded(HOSTILE[quirk])]
    if writer.name == "jsonl" and quirk == "halves":
        with pytest.raises(BadInput):
            written(writer, rows)
        return
    data = written(writer, rows)
    if writer.name != "xlsx":
        assert "\x00" not in data.decode("utf-8")


@readable
def test_own_reader_recognises_the_file(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "disguised.dat"
    path.write_bytes(written(writer, [excluded(PLAIN, 1), excluded(PLAIN, 2)]))
    assert detect(open_source(path)).reader.name == READER_OF.get(writer.name, writer.name)


@readable
@hostile
def test_hostile_records_are_one_record_to_the_reader(
    writer: Writer, quirk: str, tmp_path: Path
) -> None:
    rows = [excluded(PLAIN, 1), excluded(HOSTILE[quirk], 2), excluded(PLAIN, 3)]
    entries = read_back(writer, rows, tmp_path)
    assert [isinstance(entry, RecordContent) for entry in entries] == [True] * 3
    first, _, last = entries
    assert isinstance(first, RecordContent)
    assert isinstance(last, RecordContent)
    assert first.title == last.title == PLAIN.title


def test_listing_the_writers_loads_no_heavy_library() -> None:
    code = (
        "import sys; from screening.writers import writers; writers();"
        "print(sorted({'lxml','pandas','openpyxl','numpy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
