"""Specimens by quirk, and short ways to read them."""

from __future__ import annotations

from pathlib import Path

from screening.readers import Entry, detect, open_source, reader_named, readers
from screening.records import RecordContent, Rejected

FOLDER = Path(__file__).parent.parent / "data" / "readers"
# File name up to the first underscore -> the reader it must be read by. Specimens of other readers
# begin with the reader's name.
READER_OF = {"ris": "ris", "nbib": "nbib", "bibtex": "bibtex", "csv": "csv", "excel": "excel"}
READER_OF["ojs"] = "ojs_xml"
REFUSED = frozenset(
    {
        "csv_no_title_column.csv",
        "excel_no_title_column.xlsx",
        "excel_old_no_title_column.xls",
        "ojs_entity_bomb.xml",
        "ojs_external_entity.xml",
    }
)


def specimens(reader: str = "") -> list[Path]:
    """The files of one reader, or of all; those refused as a whole are left out."""
    return [
        path
        for path in sorted(FOLDER.iterdir())
        if (name := expected_reader(path)) and path.name not in REFUSED and reader in {"", name}
    ]


def expected_reader(path: Path) -> str:
    """The reader a specimen is made for, empty for what is foreign to all."""
    named = [reader.name for reader in readers() if path.name.startswith(f"{reader.name}_")]
    return max(named, key=len, default="") or READER_OF.get(path.name.partition("_")[0], "")


def read_all(path: Path, reader: str = "") -> list[Entry]:
    """Every entry of a file, by the reader its content shows or by the one that is named."""
    source = open_source(path)
    chosen = reader_named(reader) if reader else detect(source).reader
    return list(chosen.read(source))


def records(name: str) -> list[RecordContent]:
    """The records of a specimen, in which nothing must be rejected."""
    entries = read_all(FOLDER / name)
    assert not [entry for entry in entries if isinstance(entry, Rejected)]
    return [entry for entry in entries if isinstance(entry, RecordContent)]


def only(name: str) -> RecordContent:
    """The one record of a specimen."""
    (record,) = records(name)
    return record


def titles(entries: list[Entry]) -> list[str]:
    """Titles in order, ``-`` for a rejected entry."""
    return [entry.title if isinstance(entry, RecordContent) else "-" for entry in entries]
