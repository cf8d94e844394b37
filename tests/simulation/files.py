"""A small labelled review as files: mentoring is included, volcanoes are not."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

WANTED = tuple(f"Mentoring of medical students, part {number}" for number in range(1, 9))
OTHER = tuple(f"Lava and ash of volcano number {number}" for number in range(1, 25))
ROWS = tuple(
    sorted(((title, title in WANTED) for title in WANTED + OTHER), key=lambda row: row[0][::-1])
)
"""Title and label, both kinds mixed: in the order of the last digits."""


def write_csv(
    path: Path,
    rows: Sequence[tuple[str, object]] = ROWS,
    *,
    label: str = "label_included",
) -> Path:
    """A CSV file with title, abstract and a column of labels; every third has no abstract."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("title", "abstract", label))
        for number, (title, value) in enumerate(rows):
            abstract = "" if number % 3 == 0 else f"About {title.casefold()}."
            sheet.writerow((title, abstract, int(value) if isinstance(value, bool) else value))
    return path


def write_ris(path: Path, notes: Sequence[str]) -> Path:
    """A RIS file, one record per note."""
    records = (
        f"TY  - JOUR\nTI  - A study of case {number}\nN1  - {note}\nER  - \n"
        for number, note in enumerate(notes, start=1)
    )
    path.write_text("\n".join(records), encoding="utf-8")
    return path


def write_project(
    path: Path, shown: Sequence[tuple[int, int | None, int | None]], truth: Sequence[int | None]
) -> Path:
    """A project file as ASReview 3 writes it, of what is read of it.

    Args:
        path: the file.
        shown: (record, label, training set) in the order of time.
        truth: label of each record, None if the file had none; odd records have no abstract.
    """
    database = path.with_suffix(".db")
    with closing(sqlite3.connect(database)) as link:
        link.execute("CREATE TABLE record (record_id INTEGER, abstract TEXT, included INTEGER)")
        link.execute(
            "CREATE TABLE results (record_id INTEGER, label INTEGER, training_set INTEGER,"
            " time FLOAT)"
        )
        link.executemany(
            "INSERT INTO record VALUES (?, ?, ?)",
            [(n, "" if n % 2 else "Text.", label) for n, label in enumerate(truth)],
        )
        link.executemany(
            "INSERT INTO results VALUES (?, ?, ?, ?)",
            [(*row, float(time)) for time, row in enumerate(shown)],
        )
        link.commit()
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(database, "results.db")
    return path
