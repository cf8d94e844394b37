"""What a simulation is made with, and the folder that keeps it so that a broken one goes on.

``simulation.json`` holds the plan; ``seed-N.csv`` the records of one seed in the order shown, a
line written as soon as its record is shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from screening.codec import from_json, to_json
from screening.console import cannot_write, write_file
from screening.errors import BadReview, UsageError

_PLAN = "simulation.json"
_HEADER = "record,included,known\n"
_IN_WORDS = {
    "file": "the file's name",
    "sha256": "what the file holds",
    "field": "where the labels are read from",
    "records": "the number of judged records",
    "relevant": "the number of included records",
    "ranker": "the ranker",
    "version": "the ranker's version",
    "model": "the sentence model",
    "title": "the review's title",
    "questions": "the review's questions",
    "include": "the inclusion criteria",
    "known_included": "the number of included records known at the start",
    "known_excluded": "the number of excluded records known at the start",
    "n_query": "the number of records between two rankings",
    "shuffle_seed": "the seed of the shuffle",
}
_LONG = {"sha256", "model", "title", "questions", "include"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that the orders of a simulation depend on, the seeds apart.

    Attributes:
        file: the name of the labelled file.
        sha256: of that file.
        field: where the labels were read from.
        records: how many judged records it holds.
        relevant: how many of them were included.
        ranker: the ranker's name.
        version: the ranker's version.
        model: the sentence model and its SHA-256, empty without.
        title: the review's title or question, known to the ranker; empty if not.
        questions: of the review's protocol, known to the ranker as well.
        include: its inclusion criteria, likewise.
        known_included: included records whose labels are given before the start.
        known_excluded: excluded ones.
        n_query: records shown between two rankings.
        shuffle_seed: of the shuffle that makes the file's order forgotten.
    """

    file: str
    sha256: str
    field: str
    records: int
    relevant: int
    ranker: str
    version: str
    model: str
    title: str
    questions: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    known_included: int
    known_excluded: int
    n_query: int
    shuffle_seed: int

    @property
    def queries(self) -> tuple[str, ...]:
        """All that the ranker knows of what is looked for; nothing at all if it is told nothing."""
        return tuple(text for text in (self.title, *self.questions, *self.include) if text)


def open_folder(folder: Path, plan: Plan) -> None:
    """Start a folder for a plan, or go on with one that has the same.

    Raises:
        UsageError: the folder holds something else, or a simulation by another plan.
        CannotWrite: the folder cannot be made or written to.
    """
    path = folder / _PLAN
    if path.exists():
        _check_same(folder, path, plan)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is not empty and holds no simulation.", "Name a new folder with --out."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    write_file(path, to_json(plan).encode())


def _check_same(folder: Path, path: Path, plan: Plan) -> None:
    try:
        there = from_json(path.read_text(encoding="utf-8"), Plan, str(path))
    except (BadReview, OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as the plan of a simulation.", "Name a new folder with --out."
        ) from error
    if there != plan:
        raise UsageError(
            f"{folder} holds a simulation made otherwise. What differs:"
            f" {'; '.join(_differing(there, plan))}.",
            "Repeat the options it was made with to go on, or name a new folder with --out.",
        )


def _differing(there: Plan, plan: Plan) -> Iterator[str]:
    """What differs, in words; with its values where these are short."""
    for field in fields(Plan):
        before, now = getattr(there, field.name), getattr(plan, field.name)
        if before != now:
            long = field.name in _LONG
            yield _IN_WORDS[field.name] + ("" if long else f" ({before}, now {now})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line of a seed's file."""

    record: str
    included: bool
    known: bool


def shown_so_far(path: Path) -> tuple[Shown, ...]:
    """The whole lines of a seed's file; a line cut off by a crash is dropped, also from the file.

    Raises:
        UsageError: the file is not one of ours.
        CannotWrite: the cut line cannot be taken out.
    """
    if not path.exists():
        return ()
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        write_file(path, whole.encode())
    rows = list(csv.DictReader(io.StringIO(whole)))
    try:
        return tuple(
            Shown(record=row["record"], included=row["included"] == "1", known=row["known"] == "1")
            for row in rows
        )
    except KeyError as error:
        raise UsageError(
            f"{path} is no order of a simulation: it has no column {error}.",
            "Move it away, or name a new folder with --out.",
        ) from error


def found_so_far(path: Path) -> int:
    """How many relevant records a seed's file holds that were not known before."""
    return path.read_text(encoding="utf-8").count(",1,0\n") if path.exists() else 0


class SeedFile:
    """Appends to a seed's file, line by line, each handed to the system at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("a", encoding="utf-8", newline="")
        except OSError as error:
            raise cannot_write(path, error) from error
        if not self._file.tell():
            self._file.write(_HEADER)

    def add(self, line: Shown) -> None:
        """Keep one record."""
        self._file.write(f"{line.record},{int(line.included)},{int(line.known)}\n")
        self._file.flush()

    def close(self) -> None:
        """Nothing more will be shown."""
        self._file.close()
