"""What is merged without asking in files whose duplicates nobody labelled, to be read one by one.

    python -m benchmarks.dedup_merged FILE.csv[.gz] ... [--without COLUMN ...] [--show]

Each file is read as in an import, without the columns that tell of its screening (``label_...``,
``duplicate...``, codes) and those named with ``--without``, for instance the identifiers. Prints
one JSON line per file: records, merged, asked. ``--show`` prints each merged pair before it: the
rule, then titles, authors, year and identifiers of both.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from screening.dedup import Found, find, prepare
from screening.readers import detect, open_source
from screening.records import RecordContent

_HIDDEN = re.compile(r"label_.*|duplicate.*|codes|exclusion_reason|source_db|record_id")


def contents(path: Path, hidden: Iterable[str]) -> list[RecordContent]:
    """The records of a table, less some columns."""
    csv.field_size_limit(1 << 27)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [name for name in rows[0] if not _HIDDEN.fullmatch(name) and name not in set(hidden)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, kept, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        source = open_source(table)
        read = detect(source).reader.read(source)
        return [entry for entry in read if isinstance(entry, RecordContent)]


def shown(entries: list[RecordContent], found: Found) -> Iterator[str]:
    """Each certain pair in three lines."""
    for edge in found.certain:
        yield f"{edge.rule}: {edge.evidence}"
        for entry in (entries[edge.one - 1], entries[edge.two - 1]):
            authors = "; ".join(author.name for author in entry.authors[:3])
            yield f"    {entry.title} | {authors} | {entry.year} | {entry.doi} | {entry.pmid}"


def main() -> None:
    """One line per file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--without", action="append", default=[], metavar="COLUMN")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for path in options.files:
        entries = contents(path, options.without)
        found = find([prepare(number, entry) for number, entry in enumerate(entries, start=1)])
        for line in shown(entries, found) if options.show else ():
            print(line)
        merged = sum(len(cluster) - 1 for cluster in found.clusters)
        facts = {"records": len(entries), "merged": merged, "asked": len(found.asked)}
        print(json.dumps({"benchmark": "dedup_merged", "file": path.name, **facts}))


if __name__ == "__main__":
    main()
