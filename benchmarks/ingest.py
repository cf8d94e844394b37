"""What every format's reader makes of a folder of exports, beside the best library for it.

    python -m benchmarks.ingest FOLDER [--format ris --format nbib ...]

Prints one JSON line: per format the files, records found / imported / rejected, how many records
have each of five fields, and CPU seconds per 1,000 records; beside them the same of rispy, nbib,
bibtexparser and pubmed-parser where they are installed, on the same files in the same run. A peer's
file that raises an error counts as failed, with none of its records.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from screening.errors import ReviewError
from screening.readers import Source, detect, open_source
from screening.records import RecordContent

FIELDS = ("title", "abstract", "authors", "year", "doi")
Entry = dict[str, Any]


@dataclass
class Tally:
    """Sums over the files of one format."""

    files: int = 0
    failed: int = 0
    found: int = 0
    imported: int = 0
    rejected: int = 0
    cpu_seconds: float = 0.0
    filled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))

    def result(self) -> dict[str, Any]:
        """The sums, with the seconds per 1,000 records."""
        per_1000 = 1000 * self.cpu_seconds / self.imported if self.imported else None
        rounded = None if per_1000 is None else round(per_1000, 3)
        return {**asdict(self), "cpu_seconds": round(self.cpu_seconds, 3), "per_1000": rounded}


@dataclass(frozen=True)
class Peer:
    """A library: its distribution, its module, how it reads a file, its names of our fields."""

    package: str
    module: str
    read: Callable[[Path], list[Entry]]
    names: dict[str, tuple[str, ...]]


def _rispy(path: Path) -> list[Entry]:
    import rispy

    with path.open(encoding="utf-8-sig") as file:
        return list(rispy.load(file))


def _nbib(path: Path) -> list[Entry]:
    import nbib

    return list(nbib.read_file(str(path)))


def _bibtexparser(path: Path) -> list[Entry]:
    from bibtexparser.entrypoint import parse_file

    library = parse_file(str(path))
    return [{key: value.value for key, value in at.fields_dict.items()} for at in library.entries]


def _pubmed_parser(path: Path) -> list[Entry]:
    import pubmed_parser

    return list(pubmed_parser.parse_medline_xml(str(path)))


PEERS = {
    "ris": Peer(
        "rispy",
        "rispy",
        _rispy,
        {
            "title": ("title", "primary_title"),
            "abstract": ("abstract", "notes_abstract"),
            "authors": ("authors", "first_authors"),
            "year": ("year", "publication_year", "date"),
            "doi": ("doi",),
        },
    ),
    "nbib": Peer(
        "nbib",
        "nbib",
        _nbib,
        {
            "title": ("title",),
            "abstract": ("abstract",),
            "authors": ("authors",),
            "year": ("publication_date",),
            "doi": ("doi",),
        },
    ),
    "bibtex": Peer(
        "bibtexparser",
        "bibtexparser",
        _bibtexparser,
        {
            "title": ("title", "Title"),
            "abstract": ("abstract", "Abstract"),
            "authors": ("author", "Author"),
            "year": ("year", "Year", "date"),
            "doi": ("doi", "DOI"),
        },
    ),
    "pubmed_xml": Peer(
        "pubmed-parser",
        "pubmed_parser",
        _pubmed_parser,
        {
            "title": ("title",),
            "abstract": ("abstract",),
            "authors": ("authors",),
            "year": ("pubdate",),
            "doi": ("doi",),
        },
    ),
}


def ours(source: Source, tally: Tally) -> str:
    """Read one file with our reader; returns the format's name."""
    reader = detect(source).reader
    started = time.process_time()
    entries = list(reader.read(source))
    tally.cpu_seconds += time.process_time() - started
    records = [entry for entry in entries if isinstance(entry, RecordContent)]
    tally.files += 1
    tally.found += reader.count(source)
    tally.imported += len(records)
    tally.rejected += len(entries) - len(records)
    for name in FIELDS:
        tally.filled[name] += sum(bool(getattr(record, name)) for record in records)
    return reader.name


def theirs(peer: Peer, path: Path, tally: Tally) -> None:
    """Read one file with a peer."""
    tally.files += 1
    started = time.process_time()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            entries = peer.read(path)
    except Exception:  # a peer may fail in any way; that is a result
        tally.failed += 1
        return
    tally.cpu_seconds += time.process_time() - started
    tally.found += len(entries)
    tally.imported += len(entries)
    for name, keys in peer.names.items():
        tally.filled[name] += sum(any(entry.get(key) for key in keys) for entry in entries)


def files_of(folder: Path, formats: list[str]) -> Iterator[tuple[str, Path, Source]]:
    """The files that one of the readers recognises: format, path, opened source."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            source = open_source(path)
            name = detect(source).reader.name
        except ReviewError:
            continue
        if not formats or name in formats:
            yield name, path, source


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", default=[], dest="formats")
    options = parser.parse_args()
    mine: dict[str, Tally] = {}
    peers: dict[str, Tally] = {}
    for name, path, source in files_of(options.folder, options.formats):
        try:
            ours(source, mine.setdefault(name, Tally()))
        except ReviewError:  # a file refused as a whole, with a sentence
            mine[name].failed += 1
        peer = PEERS.get(name)
        if peer and importlib.util.find_spec(peer.module):
            theirs(peer, path, peers.setdefault(name, Tally()))
    result: dict[str, Any] = {
        name: {"tamis": tally.result()}
        | ({f"{PEERS[name].package} {version(PEERS[name].package)}": peers[name].result()}
           if name in peers else {})
        for name, tally in sorted(mine.items())
    }  # fmt: skip
    print(json.dumps({"benchmark": "ingest", "folder": options.folder.name, "formats": result}))


if __name__ == "__main__":
    main()
