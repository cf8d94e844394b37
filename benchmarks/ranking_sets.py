"""The labelled reviews of the ranking benchmark: read, shuffled once, grouped by overlap."""

from __future__ import annotations

import csv
import gzip
import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from screening.simulation.draw import shuffled

SHUFFLE_SEED = 20261122
PROTOCOLS = Path(__file__).with_name("ranking_protocols.toml")

LEFT_OUT = {
    "FlashFloods_2019_Covidence": "80 % of the records are relevant: no order saves work",
}

UNITS = {
    "Cohen drug classes": ("Cohen_2006_", "SYNERGY_Nelson_2002"),
    "Kwok": ("Kwok_2020",),
    "Nagtegaal": ("Nagtegaal_2019",),
    "Flash floods": ("FlashFloods_",),
}
"""Overlapping sets, by the beginning of their names; each unit counts once in the statistics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A labelled review in its shuffled order.

    Attributes:
        name: the file's name without ending.
        records: record ids, shuffled.
        rows: where each of them stands in the file, from 0: the row of its vector.
        titles: one per record.
        abstracts: one per record, empty if there is none.
        keywords: one text per record, empty if there are none.
        labels: True for relevant.
        sha256: of the file.
    """

    name: str
    records: tuple[str, ...]
    rows: tuple[int, ...]
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    keywords: tuple[str, ...]
    labels: tuple[bool, ...]
    sha256: str

    @property
    def truth(self) -> dict[str, bool]:
        """Labels by record id."""
        return dict(zip(self.records, self.labels, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewText:
    """What a review says of itself.

    Attributes:
        title: as published, else the subject as the set's source states it.
        questions: review questions or aims.
        inclusion: inclusion criteria.
        published: whether questions and criteria are in published words, not restated.
    """

    title: str
    questions: tuple[str, ...]
    inclusion: tuple[str, ...]
    published: bool

    @property
    def protocol(self) -> tuple[str, ...]:
        """All of it, as a review's protocol in Tamis holds it."""
        return (self.title, *self.questions, *self.inclusion)


@cache
def review_texts() -> dict[str, ReviewText]:
    """The text of each review of ``ranking_protocols.toml``, by the name of its set."""
    told = tomllib.loads(PROTOCOLS.read_text(encoding="utf-8"))
    return {
        name: ReviewText(
            title=text["title"],
            questions=tuple(text["questions"]),
            inclusion=tuple(text["inclusion"]),
            published=text["wording"] == "published",
        )
        for name, text in told.items()
    }


def text_of(name: str) -> ReviewText:
    """The text of a set's review; a translated set has that of the set it was made from."""
    texts = review_texts()
    return texts[name] if name in texts else texts[name.rsplit("_", 1)[0]]


def unit_of(name: str) -> str:
    """The unit a set counts in: its own, or that of the sets it overlaps with."""
    for unit, beginnings in UNITS.items():
        if name.startswith(beginnings):
            return unit
    return name


def set_names(folder: Path, wanted: Sequence[str] = ()) -> list[str]:
    """The sets of a folder, small ones first, without those left out."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        sizes = {row["name"]: int(row["n"]) for row in csv.DictReader(file)}
    for path in folder.glob("*.csv.gz"):
        sizes.setdefault(path.name.removesuffix(".csv.gz"), 2500)
    names = sorted(sizes, key=lambda name: (sizes[name], name))
    return [name for name in names if name not in LEFT_OUT and (not wanted or name in wanted)]


def read_set(folder: Path, name: str) -> LabelledSet:
    """Read a set (columns record_id, title, abstract, label_included) and shuffle it."""
    path = folder / f"{name}.csv.gz"
    rows = list(_rows(path))
    places = {row["record_id"]: place for place, row in enumerate(rows)}
    order = shuffled(places, SHUFFLE_SEED)
    kept = [rows[places[record]] for record in order]
    return LabelledSet(
        name=name,
        records=order,
        rows=tuple(places[record] for record in order),
        titles=tuple(row["title"] for row in kept),
        abstracts=tuple(row["abstract"] for row in kept),
        keywords=tuple(row.get("keywords") or "" for row in kept),
        labels=tuple(row["label_included"] == "1" for row in kept),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def vector_file(folder: Path, name: str) -> Path:
    """Where the vectors of a set's records stand, float32, a row per record of the file."""
    return folder / f"{name}.npy"


def query_file(folder: Path, queries: Sequence[str]) -> Path:
    """Where the vector of a question stands: named by its text, so that sets may share one."""
    digest = hashlib.sha256(query_text(queries).encode()).hexdigest()
    return folder / f"query-{digest[:16]}.npy"


def query_text(queries: Sequence[str]) -> str:
    """A question as one text, as it is given to the sentence model."""
    return "\n".join(queries)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 27)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_shuffled(data: LabelledSet, path: Path) -> None:
    """The shuffled set as CSV for another program: title, abstract, label_included."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("title", "abstract", "label_included"))
        for title, abstract, label in zip(data.titles, data.abstracts, data.labels, strict=True):
            sheet.writerow((title, abstract, int(label)))
