from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadInput, UsageError
from screening.readers import detect, open_source, reader_named, readers
from tests.readers.specimens import FOLDER


def test_reader_by_name() -> None:
    assert reader_named("RIS").name == "ris"


def test_unknown_name_lists_the_formats() -> None:
    with pytest.raises(UsageError) as caught:
        reader_named("word")
    assert "ris" in caught.value.hint


@pytest.mark.parametrize("name", ["foreign_news_feed.xml", "foreign_prose.txt"])
def test_unknown_content_shows_its_first_lines_and_the_formats(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        detect(open_source(FOLDER / name))
    first = (FOLDER / name).read_text(encoding="utf-8").splitlines()[0]
    assert first in caught.value.message
    assert all(reader.name in caught.value.hint for reader in readers())


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", ".xls"), (b"PK\x03\x04\x00", "ZIP")],
)
def test_containers_are_named(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "records.dat"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=word):
        detect(open_source(path))


def test_extension_does_not_decide(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_bytes((FOLDER / "ris_plain.ris").read_bytes())
    assert detect(open_source(path)).reader.name == "ris"
