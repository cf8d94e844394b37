"""Labelled sets of records, and what may be wrong with their labels.

A folder holds pairs of files ``NAME__records.csv.gz`` (columns ID, title, author, year, journal,
volume, number, pages, doi, abstract ...) and ``NAME__groups.csv`` (ID, group: the records of one
group are the same report).
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from screening.records import Author, RecordContent
from screening.records.dates import year_of
from screening.records.normalise import clean_text, is_missing

Pairs = frozenset[tuple[str, str]]

_AUTHORS = re.compile(r"\s+and\s+|;\s*")
_WRONG_LABELS = Path(__file__).with_name("dedup_wrong_labels.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A labelled set: its name, records file, number of records and groups of two and more.

    ``wrongly_one`` are pairs that the labels take for one report and that are two, ``wrongly_two``
    pairs that they keep apart and that are one; each is argued in docs/duplicates.md.
    """

    name: str
    path: Path
    total: int
    groups: tuple[frozenset[str], ...]
    wrongly_one: Pairs = frozenset()
    wrongly_two: Pairs = frozenset()

    @property
    def truth(self) -> Pairs:
        """The pairs that the labels take for one report."""
        return pairs_of(self.groups)


def pairs_of(groups: Iterable[Iterable[str]]) -> Pairs:
    """All pairs within groups, each in alphabetical order."""
    return frozenset(pair for group in groups for pair in combinations(sorted(group), 2))


def gold_sets(folder: Path, names: Sequence[str] = ()) -> Iterator[GoldSet]:
    """The labelled sets of a folder, by name; all where no name is given."""
    for path in sorted(folder.glob("*__records.csv.gz")):
        name = path.name.removesuffix("__records.csv.gz")
        if names and name not in names:
            continue
        members: dict[str, set[str]] = {}
        with (folder / f"{name}__groups.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                members.setdefault(row["group"], set()).add(row["ID"])
        yield GoldSet(
            name=name,
            path=path,
            total=sum(1 for _ in rows_of(path)),
            groups=tuple(frozenset(group) for group in members.values() if len(group) > 1),
            wrongly_one=wrong_labels(name, "one"),
            wrongly_two=wrong_labels(name, "two"),
        )


def wrong_labels(name: str, labelled: str) -> Pairs:
    """The pairs of a set that are wrongly labelled one report, or two."""
    with _WRONG_LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    return frozenset(
        (min(row["one"], row["other"]), max(row["one"], row["other"]))
        for row in rows
        if row["labelled"] == labelled
    )


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a records file."""
    csv.field_size_limit(1 << 27)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def content_of(row: dict[str, str], position: int) -> RecordContent:
    """A row as a reader would hand it on."""

    def text(*names: str) -> str:
        found = (clean_text(row.get(name) or "") for name in names)
        return next((value for value in found if value and not is_missing(value)), "")

    names = (name.strip() for name in _AUTHORS.split(text("author")))
    return RecordContent(
        position=position,
        title=text("title"),
        abstract=text("abstract"),
        authors=tuple(Author(name=name) for name in names if name),
        year=year_of(text("year")),
        venue=text("journal", "booktitle"),
        volume=text("volume"),
        issue=text("number"),
        pages=text("pages"),
        doi=text("doi"),
        type=text("ENTRYTYPE"),
    )
