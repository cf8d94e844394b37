"""What every format's reader makes of a folder of exports, beside the best library for it.

    python -m benchmarks.ingest FOLDER [--format ris --format nbib ...] [--repeat 3] [--markdown]

Prints one JSON line per format and program, all in one run on the same files: files, those that
failed, records found / imported / rejected, CPU seconds per 1,000 records (the best of the
repetitions, the first of which warms up), how many records have each field, how many values have
no field of their own but are kept, and, where the folder has an ``index.csv`` with the columns
``file`` and ``records``, the files whose count differs from it; last the files that no reader
recognises, which are refused with a sentence. rispy, nbib, bibtexparser and
pubmed-parser are measured where they are installed, alone and with the cleaning that every record
of Tamis gets. A peer's file that raises an error counts as failed, with none of its records; a
value that is empty or only says that there is none ("NA") fills no field, nor does a list of such.
``--markdown`` prints the tables of docs/formats.md instead.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gc
import importlib.util
import io
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.ingest_peers import PEERS, Entry, Peer, normalised
from screening.errors import ReviewError
from screening.readers import Reader, Source, detect, open_source
from screening.records import RecordContent
from screening.records.normalise import is_missing

FIELDS = (
    *("title", "abstract", "authors", "year", "venue", "volume", "issue", "pages", "doi", "pmid"),
    *("issn", "url", "keywords", "language", "type", "publisher"),
)


@dataclass
class Tally:
    """Sums over the files of one format, read by one program."""

    format: str
    program: str
    files: int = 0
    failed: int = 0
    found: int = 0
    imported: int = 0
    rejected: int = 0
    cpu_seconds: float = 0.0
    filled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    other_values: int = 0
    differs_from_index: list[str] = field(default_factory=list)

    @property
    def per_1000(self) -> float:
        """CPU seconds per 1,000 entries, rejected ones included."""
        return round(1000 * self.cpu_seconds / max(self.imported + self.rejected, 1), 3)

    def line(self) -> str:
        """The sums as one JSON line."""
        sums = {**vars(self), "cpu_seconds": round(self.cpu_seconds, 4)}
        return json.dumps({"benchmark": "ingest", **sums, "per_1000": self.per_1000})


@dataclass(frozen=True)
class Exports:
    """The files of one format, and what the folder's index counts in each."""

    reader: Reader
    sources: list[Source]
    indexed: dict[str, int]


def timed(read: Callable[[], object], repeat: int) -> float:
    """CPU seconds of the fastest of the runs."""
    runs = []
    for _ in range(repeat):
        gc.collect()
        started = time.process_time()
        read()
        runs.append(time.process_time() - started)
    return min(runs)


def ours(exports: Exports, folder: Path, repeat: int) -> Tally:
    """Read the files with our reader: once to look at the records, then for the time."""
    tally = Tally(exports.reader.name, "tamis")
    readable: list[Source] = []
    for source in exports.sources:
        tally.files += 1
        try:
            _look_at(exports, source, source.path.relative_to(folder).as_posix(), tally)
            readable.append(source)
        except ReviewError:  # a file refused as a whole, with a sentence
            tally.failed += 1
    reader = exports.reader
    tally.cpu_seconds = timed(lambda: [list(reader.read(source)) for source in readable], repeat)
    return tally


def _look_at(exports: Exports, source: Source, name: str, tally: Tally) -> None:
    entries = list(exports.reader.read(source))
    records = [entry for entry in entries if isinstance(entry, RecordContent)]
    found = exports.reader.count(source)
    tally.found += found
    tally.imported += len(records)
    tally.rejected += len(entries) - len(records)
    tally.other_values += sum(len(record.extra) for record in records)
    if exports.indexed.get(name, found) != found:
        tally.differs_from_index.append(name)
    for attribute in FIELDS:
        tally.filled[attribute] += sum(bool(getattr(record, attribute)) for record in records)


def theirs(peer: Peer, exports: Exports, repeat: int) -> list[Tally]:
    """Read the files with a library, alone and with our cleaning after it."""
    name = f"{peer.package} {version(peer.package)}"
    alone = Tally(exports.reader.name, name)
    cleaned = Tally(exports.reader.name, f"{name} + the same cleaning")
    with tempfile.TemporaryDirectory() as folder, _silence():
        paths = [peer.prepare(source.path, Path(folder)) for source in exports.sources]
        readable = [path for path in paths if _try(peer, path, alone)]
        alone.cpu_seconds = timed(lambda: [peer.read(path) for path in readable], repeat)
        for path in readable:
            _count(peer, peer.read_decoded(path), cleaned)
        cleaned.failed, cleaned.files = alone.failed, alone.files
        cleaned.cpu_seconds = timed(
            lambda: [normalised(peer.read_decoded(path), peer.names) for path in readable], repeat
        )
    return [alone, cleaned]


def _silence() -> contextlib.ExitStack:
    import logging

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
    stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
    return stack


def _try(peer: Peer, path: Path, tally: Tally) -> bool:
    tally.files += 1
    try:
        _count(peer, peer.read(path), tally)
    except Exception:  # a peer may fail in any way; that is a result
        tally.failed += 1
        return False
    return True


def _count(peer: Peer, entries: list[Entry], tally: Tally) -> None:
    mapped = {key for keys in peer.names.values() for key in keys}
    tally.found += len(entries)
    tally.imported += len(entries)
    tally.other_values += sum(len(entry.keys() - mapped) for entry in entries)
    for name, keys in peer.names.items():
        tally.filled[name] += sum(any(_says(entry.get(key)) for key in keys) for entry in entries)


def _says(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_says, value))
    return bool(value) and not (isinstance(value, str) and is_missing(value))


def exports_in(folder: Path, formats: list[str]) -> tuple[list[Exports], list[str]]:
    """The files that one of the readers recognises, by format; and the names of the others."""
    indexed = _index(folder / "index.csv")
    found: dict[str, Exports] = {}
    refused: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if indexed and name not in indexed:
            continue
        try:
            source = open_source(path)
            reader = detect(source).reader
        except ReviewError:
            refused.append(name)
            continue
        if not formats or reader.name in formats:
            found.setdefault(reader.name, Exports(reader, [], indexed)).sources.append(source)
    return [found[name] for name in sorted(found)], refused


def _index(path: Path) -> dict[str, int]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: int(row["records"] or -1) for row in csv.DictReader(file)}


def measured(exports: Exports, folder: Path, repeat: int) -> list[Tally]:
    """One format, read by every program."""
    peer = PEERS.get(exports.reader.name)
    others = theirs(peer, exports, repeat) if peer and importlib.util.find_spec(peer.module) else []
    return [ours(exports, folder, repeat), *others]


def markdown(tallies: list[Tally]) -> str:
    """The two tables of docs/formats.md: what adds up, and how many records have each field."""
    head = "| format | program | files | found | imported | rejected | s / 1,000 |"
    lines = [head, "|---" * 7 + "|"]
    for tally in tallies:
        files = f"{tally.files - tally.failed} of {tally.files}"
        counts = f"{tally.found:,} | {tally.imported:,} | {tally.rejected:,}"
        lines.append(
            f"| `{tally.format}` | {tally.program} | {files} | {counts} | {tally.per_1000:.3f} |"
        )
    lines += ["", f"| format | program | {' | '.join(FIELDS)} | others |", "|---" * 19 + "|"]
    for tally in tallies:
        if not tally.program.endswith("cleaning"):
            filled = " | ".join(f"{tally.filled[name]:,}" for name in FIELDS)
            others = f"{tally.other_values:,}"
            lines.append(f"| `{tally.format}` | {tally.program} | {filled} | {others} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", default=[], dest="formats")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    tallies: list[Tally] = []
    found, refused = exports_in(options.folder, options.formats)
    for exports in found:
        for tally in measured(exports, options.folder, options.repeat):
            tallies.append(tally)
            if not options.markdown:
                print(tally.line(), flush=True)
    if not options.markdown:
        print(json.dumps({"benchmark": "ingest", "refused": refused}))
    else:
        print(markdown(tallies))


if __name__ == "__main__":
    main()
