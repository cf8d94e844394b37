"""Read a review whose records are all judged, from any export that can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from screening.errors import BadInput
from screening.readers import Source, detect, open_source, reader_named
from screening.records import RecordContent, Rejected, to_record_id
from screening.simulation.draw import shuffled
from screening.simulation.labels import label_field, label_of

_FEW_RUNS = 0.25
_ENOUGH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A labelled review.

    Attributes:
        file: the file's name.
        sha256: of the file.
        field: where the labels were read from.
        records: ids by position in the file, ``R0001`` its first entry.
        titles: one per record.
        abstracts: one per record, empty if there is none.
        keywords: one text per record, empty if there are none.
        labels: True for included, one per record.
        unlabelled: how many records nobody has judged; they are left out.
        rejected: how many entries could not be read.
        is_sorted: the file as it stands is sorted by label, wholly or in blocks.
    """

    file: str
    sha256: str
    field: str
    records: tuple[str, ...]
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    keywords: tuple[str, ...]
    labels: tuple[bool, ...]
    unlabelled: int
    rejected: int
    is_sorted: bool

    @property
    def truth(self) -> dict[str, bool]:
        """Labels by record id."""
        return dict(zip(self.records, self.labels, strict=True))

    @property
    def bare(self) -> frozenset[str]:
        """The records without an abstract."""
        pairs = zip(self.records, self.abstracts, strict=True)
        return frozenset(record for record, abstract in pairs if not abstract.strip())

    @property
    def relevant(self) -> int:
        """How many records were included."""
        return sum(self.labels)

    def shuffled(self, seed: int) -> Labelled:
        """The same review in a random order that forgets the file's."""
        places = {record: place for place, record in enumerate(self.records)}
        order = shuffled(self.records, seed)
        rows = [places[record] for record in order]
        return replace(
            self,
            records=order,
            titles=tuple(self.titles[row] for row in rows),
            abstracts=tuple(self.abstracts[row] for row in rows),
            keywords=tuple(self.keywords[row] for row in rows),
            labels=tuple(self.labels[row] for row in rows),
        )


def read_labelled(path: Path, *, label: str = "", format_name: str = "") -> Labelled:
    """Read a file of labelled records.

    Args:
        path: any file that ``tamis import`` reads.
        label: the column or tag that holds the labels; else found by its name.
        format_name: the format; else told by the content.

    Raises:
        BadInput: the file cannot be read, holds no labels, or no record of one kind.
        UsageError: there is no such format, or no such field.
    """
    source = open_source(path)
    contents, rejected = _entries(source, format_name)
    field = label_field(contents, label)
    judged = [(entry, label_of(entry, field)) for entry in contents]
    kept = [(entry, is_in) for entry, is_in in judged if is_in is not None]
    labels = tuple(is_in for _, is_in in kept)
    _check(path, field, labels)
    return Labelled(
        file=path.name,
        sha256=source.sha256,
        field=field,
        records=tuple(to_record_id(entry.position) for entry, _ in kept),
        titles=tuple(entry.title for entry, _ in kept),
        abstracts=tuple(entry.abstract for entry, _ in kept),
        keywords=tuple("; ".join(entry.keywords) for entry, _ in kept),
        labels=labels,
        unlabelled=len(contents) - len(kept),
        rejected=rejected,
        is_sorted=sorted_by_label(labels),
    )


def _entries(source: Source, format_name: str) -> tuple[list[RecordContent], int]:
    reader = reader_named(format_name) if format_name else detect(source).reader
    entries = list(reader.read(source))
    contents = [entry for entry in entries if not isinstance(entry, Rejected)]
    if not contents:
        raise BadInput(
            f"{source.path} has no entry that can be read as {reader.name} ({reader.label}).",
            "Is it the right file, and the right --format?",
        )
    return contents, len(entries) - len(contents)


def _check(path: Path, field: str, labels: Sequence[bool]) -> None:
    if sum(labels) < 2 or all(labels):
        raise BadInput(
            f"{path} has {sum(labels)} included of {len(labels)} judged records"
            f" (labels from {field!r}).",
            "A simulation needs at least two included records and one excluded record. If the"
            " labels stand in another column, name it with --label.",
        )


def sorted_by_label(labels: Sequence[bool]) -> bool:
    """Whether like labels stand together far more than chance puts them.

    Fewer than a quarter of the runs of equal labels that a random order would have, on average
    1 + 2 R (N - R) / N (Wald and Wolfowitz 1940). Orders with fewer than five of either kind
    are too short to tell, unless all included records come first or last.
    """
    included, excluded = sum(labels), len(labels) - sum(labels)
    if not included or not excluded:
        return False
    runs = 1 + sum(one != other for one, other in pairwise(labels))
    if min(included, excluded) < _ENOUGH:
        return runs == 2 and min(included, excluded) > 1
    return runs < _FEW_RUNS * (1 + 2 * included * excluded / len(labels))
