from __future__ import annotations

from pathlib import Path

from screening.readers import Entry, open_source, reader_named
from screening.records import RecordContent, Rejected


def _read(tmp_path: Path, text: str) -> list[Entry]:
    path = tmp_path / "items.json"
    path.write_text(text, encoding="utf-8")
    source = open_source(path)
    reader = reader_named("csl_json")
    entries = list(reader.read(source))
    assert reader.count(source) == len(entries)
    return entries


def test_depth_without_end_costs_only_its_record(tmp_path: Path) -> None:
    for depth in (5_000, 100_000):
        deep = '{"x":' * depth + "1" + "}" * depth
        first, second = _read(
            tmp_path,
            f'[{{"id": "1", "type": "book", "deep": {deep}}}, {{"id": "2", "title": "T"}}]',
        )
        assert isinstance(first, Rejected)
        assert isinstance(second, RecordContent)


def test_numbers_too_long_to_read_cost_only_their_record(tmp_path: Path) -> None:
    first, second = _read(
        tmp_path, f'[{{"id": "1", "title": "A", "n": {"9" * 6000}}}, {{"id": "2", "title": "T"}}]'
    )
    assert isinstance(first, Rejected)
    assert isinstance(second, RecordContent)


def test_half_a_character_can_be_kept(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, r'[{"id": "1", "title": "half \ud83d here, \ud83d\ude00 whole"}]')
    assert isinstance(record, RecordContent)
    assert record.title == "half ? here, \U0001f600 whole"
    assert record.problems
