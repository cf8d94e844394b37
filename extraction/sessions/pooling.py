"""Pooling proportions: studies read from a table, the result as table, JSON and forest plot."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from extraction.sessions.sheet import look_at_sheet
from extraction.sessions.sheet_rows import approved_counts
from extraction.sheet import counts_of
from extraction.synthesis.pooling.checks import count_faults
from extraction.synthesis.pooling.proportions import pool_proportions
from extraction.synthesis.pooling.types import (
    Bounds,
    Estimate,
    IntervalMethod,
    Pooled,
    Study,
    Tau2Method,
    Transform,
)
from extraction.synthesis.pooling.words import told
from screening.console import safe_cell, write_file
from screening.errors import BadInput, UsageError
from screening.sessions.table_file import Table, read_table

__all__ = [
    "IntervalMethod",
    "Pooled",
    "Study",
    "Tau2Method",
    "Transform",
    "picture_kind",
    "pool_proportions",
    "read_studies",
    "studies_of",
    "told",
    "write_forest",
    "write_pooled",
]

COLUMNS = ("study", "events", "total")
PICTURES = ("svg", "png")
_LONGEST_NUMBER = 9


def read_studies(path: Path) -> list[Study]:
    """Read studies from a CSV file or an Excel workbook with the columns study, events, total.

    Other columns are passed over; rows without anything in the three columns too.

    Raises:
        BadInput: the file or a column is missing, or cells cannot be; every bad cell is named.
    """
    table = _table(path)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise BadInput(
            f"{path} has no column {' and no column '.join(map(repr, missing))}; its columns are"
            f" {', '.join(name or '(empty)' for name in table.columns)}.",
            "Name them study, events and total in the first row.",
        )
    studies: list[Study] = []
    faults: list[str] = []
    for line, cells in table.rows:
        if any(cells.get(name, "") for name in COLUMNS):
            found = _study(f"line {line}", cells)
            if isinstance(found, Study):
                studies.append(found)
            else:
                faults += found
    if faults:
        raise BadInput(
            f"{path} holds what cannot be pooled.\n" + "\n".join(faults),
            "Correct these cells; nothing was pooled.",
        )
    return studies


def studies_of(file: Path | None, field: str, folder: Path) -> list[Study]:
    """The studies of a file, or of a field of the extraction table.

    Raises:
        UsageError: neither is named, or both.
    """
    if (file is None) is not bool(field):
        raise UsageError(
            "Name a file or --field, one of both.",
            "For example: tamis synthesis pool counts.csv, or tamis synthesis pool --field deaths",
        )
    return read_studies(file) if file else extracted_studies(folder, field)


def extracted_studies(folder: Path, field: str) -> list[Study]:
    """The studies whose cell of an events/total field was filled and approved.

    Raises:
        UsageError: no such field, one of another type, or no cell of it is filled.
    """
    with look_at_sheet(folder) as opened:
        found = list(approved_counts(opened, field))
    if not found:
        raise UsageError(
            f"No study has a value in the field {field}.",
            f"To fill one in: tamis extract fill RECORD {field} 12/40",
        )
    return [
        Study(name=name, events=events, total=total, place=study)
        for study, name, (events, total) in (
            (study, name, counts_of(value)) for study, name, value in found
        )
    ]


def _table(path: Path) -> Table:
    if path.suffix.casefold() not in {".xlsx", ".xlsm", ".xls"}:
        return read_table(path)
    from extraction.exporters.workbook_rows import sheet_with

    (_line, header), *rows = sheet_with(path, COLUMNS)
    columns = tuple(cell.casefold() for cell in header)
    if twice := [name for name in COLUMNS if columns.count(name) > 1]:
        raise BadInput(
            f"{path} has the column {twice[0]!r} twice.", "Keep one of them, or rename the other."
        )
    return Table(
        columns=columns,
        rows=tuple((line, dict(zip(columns, cells, strict=False))) for line, cells in rows),
    )


def _study(place: str, cells: Mapping[str, str]) -> Study | list[str]:
    """The study of a row, or all its faults."""
    name = " ".join(cells.get("study", "").split())
    faults = [] if name else [f"{place}, column study: the cell is empty."]
    counts: list[int] = []
    for column in COLUMNS[1:]:
        cell = cells.get(column, "")
        if (count := _whole_number(cell)) is not None:
            counts.append(count)
        else:
            what = f"{cell!r} is no whole number" if cell else "the cell is empty"
            faults.append(f"{place}, column {column}: {what}.")
    if len(counts) == 2:
        faults += [f"{place}: {fault}" for fault in count_faults(*counts)]
    return faults or Study(name=name, events=counts[0], total=counts[1], place=place)


def _whole_number(cell: str) -> int | None:
    digits = cell.removeprefix("-").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return None
    return int(digits) * (-1 if cell.startswith("-") else 1)


def picture_kind(path: Path) -> str:
    """The kind of picture that a file name says.

    Raises:
        UsageError: neither .svg nor .png.
    """
    kind = path.suffix[1:].casefold()
    if kind not in PICTURES:
        raise UsageError(
            f"A forest plot cannot be drawn into {str(path)!r}.",
            "End the file name in .svg or .png.",
        )
    return kind


def write_forest(pooled: Pooled, path: Path, *, title: str = "") -> None:
    """Draw the forest plot into a file, whole or not at all.

    Raises:
        UsageError: neither .svg nor .png.
        CannotWrite: the folder is missing or read-only.
    """
    kind = picture_kind(path)
    from extraction.synthesis.pooling.forest import draw_forest

    write_file(path, draw_forest(pooled, kind, title=title))


def write_pooled(pooled: Pooled, path: Path) -> None:
    """Write all numbers as a CSV table: studies, estimates, and each study left out.

    Raises:
        CannotWrite: the folder is missing or read-only.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for row in (*_study_rows(pooled), *_estimate_rows(pooled), *_left_out_rows(pooled)):
        writer.writerow([safe_cell(cell) for cell in row])
    write_file(path, text.getvalue().encode("utf-8-sig"))


HEADER = (
    "row", "name", "events", "total", "proportion", "low", "high", "interval", "effect",
    "variance", "half_added", "weight_common", "weight_random", "tau2", "i2_q",
)  # fmt: skip
Row = tuple[object, ...]


def _study_rows(pooled: Pooled) -> Iterator[Row]:
    for row in pooled.studies:
        study = row.study
        yield (
            "study", study.name, study.events, study.total, _short(study.proportion),
            _short(row.low), _short(row.high), "exact (Clopper-Pearson)", _short(row.effect),
            _short(row.variance), "yes" if row.corrected else "no", _short(row.weight_common),
            _short(row.weight_random), "", "",
        )  # fmt: skip


def _estimate_rows(pooled: Pooled) -> Iterator[Row]:
    between = pooled.heterogeneity
    for name, interval, found in estimates(pooled):
        of_all = (_short(between.tau2), _short(between.i2_q)) if "random" in name else ("", "")
        value = _short(found.value) if isinstance(found, Estimate) else ""
        yield (
            "estimate", name, pooled.events, pooled.total, value, _short(found.low),
            _short(found.high), interval, "", "", "", "", "", *of_all,
        )  # fmt: skip


def _left_out_rows(pooled: Pooled) -> Iterator[Row]:
    for row in pooled.without_one:
        yield (
            "left out", row.left_out, "", "", _short(row.value), _short(row.low),
            _short(row.high), pooled.interval.value, "", "", "", "", "", _short(row.tau2),
            _short(row.i2_q),
        )  # fmt: skip


def estimates(pooled: Pooled) -> Iterator[tuple[str, str, Estimate | Bounds]]:
    """(name, kind of interval, numbers) of every pooled value; the one asked for comes first."""
    by_t = ("random effects", "Hartung-Knapp", pooled.random_hartung_knapp)
    wald = ("random effects", "Wald", pooled.random_wald)
    yield from (wald, by_t) if pooled.interval is IntervalMethod.WALD else (by_t, wald)
    how = "t, k - 1 df" if pooled.interval is IntervalMethod.HARTUNG_KNAPP else "normal"
    yield "prediction interval", how, pooled.prediction
    yield "common effect", "Wald", pooled.common
    if (model := pooled.binomial_normal) is not None:
        found = Estimate(value=model.value, se=model.se, low=model.low, high=model.high)
        yield "binomial-normal model", "Wald", found
    yield "all as one sample", "exact (Clopper-Pearson)", pooled.crude


def _short(value: float) -> str:
    return f"{value:.6g}"
