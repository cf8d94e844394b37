"""Orders that another program showed: an ASReview project file, or a table of labels.

The one address of sqlite3 beside the store: ASReview keeps its results in SQLite.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput
from screening.simulation.labels import label_in_row
from screening.simulation.metrics import Figures, figures, ranks_in

_RESULTS = "results.db"
_LARGEST = 1 << 31
_KNOWN_NAMES = ("known", "prior", "asreview_prior")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Labels in the order in which the records were shown, known ones left out.

    Attributes:
        file: the file's name.
        labels: True for relevant.
        bare: whether each of them has no abstract; empty if the file does not say.
        known: how many records were known before the start.
        total: how many records were ranked, shown or not.
        relevant: how many of them are relevant, shown or not.
        notes: sentences to show with the figures.
    """

    file: str
    labels: tuple[bool, ...]
    bare: tuple[bool, ...] = ()
    known: int = 0
    total: int
    relevant: int
    notes: tuple[str, ...] = ()

    @property
    def ranks(self) -> tuple[int, ...]:
        """Ranks of all relevant records; those never shown take the last ones."""
        missing = self.relevant - sum(self.labels)
        return ranks_in(self.labels, missing=missing, total=self.total)

    def figures(self) -> Figures:
        """The figures, by the functions that measure our own orders."""
        if not self.bare:
            return figures(self.ranks, self.total)
        marked = enumerate(zip(self.labels, self.bare, strict=True), start=1)
        bare = tuple(rank for rank, (relevant, without) in marked if relevant and without)
        return figures(self.ranks, self.total, bare)


def read_order(path: Path, *, records: int = 0, relevant: int = 0) -> Order:
    """Read an order: ``.asreview`` projects of version 3, else CSV or TSV with a row per record.

    A table has a column of labels (``label``, ``included`` ...) in the order shown, and may have
    one called ``known`` or ``prior`` (1: known before the start, not measured).

    Args:
        path: the file.
        records: how many records there were to show, if the table holds only those shown.
        relevant: how many of these were relevant, if not all were found.

    Raises:
        BadInput: the file cannot be read, or says less than these numbers need.
    """
    made = _of_project(path) if zipfile.is_zipfile(path) else _of_table(path, records, relevant)
    if not made.relevant:
        raise BadInput(
            f"{path} shows no relevant record, so there is nothing to measure.",
            "Give an order whose labels name at least one, such as 1 in the column of labels.",
        )
    return made


def _of_project(path: Path) -> Order:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                if archive.getinfo(_RESULTS).file_size > _LARGEST:
                    raise BadInput(
                        f"{path} holds more than 2 GB of results; is it a project?",
                        "Export the project from ASReview again, or give its records as a table.",
                    )
                database = archive.extract(_RESULTS, folder)
            with closing(sqlite3.connect(database)) as link:
                return _from_results(path, link)
        except (KeyError, zipfile.BadZipFile, sqlite3.Error) as error:
            raise BadInput(
                f"{path} is no project of ASReview 3: {error}.",
                "Older projects: export the labels as CSV, in the order shown, and give that.",
            ) from error


def _from_results(path: Path, link: sqlite3.Connection) -> Order:
    shown = link.execute(
        "SELECT record_id, label, training_set IS NULL, trim(record.abstract) = ''"
        " FROM results JOIN record USING (record_id)"
        " WHERE label IS NOT NULL ORDER BY results.time, results.rowid"
    ).fetchall()
    every = link.execute("SELECT record_id, included FROM record").fetchall()
    known = {record for record, _, is_known, _ in shown if is_known}
    ranked = [(label == 1, bool(bare)) for _, label, is_known, bare in shown if not is_known]
    labels = tuple(label for label, _ in ranked)
    truth = [included == 1 for record, included in every if record not in known]
    told = any(included is not None for _, included in every)
    return Order(
        file=path.name,
        labels=labels,
        bare=tuple(bare for _, bare in ranked),
        known=len(known),
        total=len(truth),
        relevant=max(sum(truth), sum(labels)) if told else sum(labels),
        notes=() if told else (_only_found(path),),
    )


def _only_found(path: Path) -> str:
    return (
        f"{path.name} does not say which of the records never shown are relevant: the figures"
        " count those found as all."
    )


def _of_table(path: Path, records: int, relevant: int) -> Order:
    rows = _rows(path)
    judged = [(label_in_row(row, n), _is_known(row)) for n, row in enumerate(rows, start=1)]
    kept = [label for label, is_known in judged if not is_known]
    labels = tuple(label for label in kept if label is not None)
    total, all_relevant = records or len(kept), relevant or sum(labels)
    _check_counts(path, labels, total, all_relevant)
    is_open = not relevant and len(labels) < total
    return Order(
        file=path.name,
        labels=labels,
        known=len(judged) - len(kept),
        total=total,
        relevant=all_relevant,
        notes=(_only_found(path),) if is_open else (),
    )


def _check_counts(path: Path, labels: Sequence[bool], total: int, relevant: int) -> None:
    found = sum(labels)
    if len(labels) <= total and found <= relevant <= total - len(labels) + found:
        return
    raise BadInput(
        f"{path} shows {len(labels)} records, {found} of them relevant; that does not fit"
        f" {relevant} relevant of {total} records.",
        "--records and --relevant count those never shown too, and leave known ones out.",
    )


def _rows(path: Path) -> Sequence[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(
            f"{path} cannot be read as an order: {reason}.",
            "Give an .asreview project, or a CSV file with a column of labels.",
        ) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not rows:
        raise BadInput(f"{path} has no rows.", "Give a header and one row per record shown.")
    return rows


def _is_known(row: dict[str, str]) -> bool:
    names = {name.strip().casefold(): value for name, value in row.items() if name}
    values = (names.get(name) or "" for name in _KNOWN_NAMES)
    return any(value.strip().casefold() in {"1", "1.0", "true", "yes"} for value in values)
