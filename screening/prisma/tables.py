"""The flow as rows for a terminal, as JSON and as a tidy CSV; the same lines as the diagram."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening import codec
from screening.console import safe_cell
from screening.prisma.chart import Cell, Form, Tone
from screening.prisma.counts import FlowCounts, box_counts
from screening.prisma.forms import chart
from screening.prisma.rules import Violation, violations
from screening.prisma.told import Told

SCHEMA = "tamis-flow/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; ``n`` is None where a line only introduces those below it.

    ``box`` is the name ``flow_records`` knows it by, empty where no record can ever be counted.
    ``indent`` is 0 for the head of a box and more for its parts. ``unknown``: nobody told ``n``.
    """

    label: str
    n: int | None
    indent: int
    box: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of the table of one form."""

    form: Form
    box: str
    label: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowDocument:
    """What ``to_json`` writes: the counts, every box by name, and the rules that do not hold.

    ``rows`` are the numbers of the forms asked for, as their diagrams tell them.
    """

    schema: str
    counts: FlowCounts
    boxes: dict[str, int]
    violations: tuple[Violation, ...]
    rows: tuple[FormRow, ...] = ()


def table_rows(counts: FlowCounts | Told, form: Form) -> tuple[Row, ...]:
    """The lines of one form in reading order, without the footnotes' asterisks."""
    return tuple(_rows(counts, form))


def _rows(counts: FlowCounts | Told, form: Form) -> Iterator[Row]:
    for cell in sorted(chart(counts, form).cells, key=_reading_order):
        for line in cell.lines:
            yield Row(
                label=line.text.replace("*", ""),
                n=line.n,
                indent=line.indent,
                box=line.boxes[0] if line.boxes else "",
                unknown=line.unknown,
            )


def _reading_order(cell: Cell) -> tuple[int, int, int]:
    """Databases and registers from the top, then other methods, then what both lead to."""
    part = 2 if cell.tone is Tone.END else int(cell.key.startswith("other"))
    return part, cell.row, cell.column


def form_rows(counts: FlowCounts | Told, forms: Iterable[Form] = Form) -> tuple[FormRow, ...]:
    """The numbers of each form in reading order; lines without a number are left out."""
    return tuple(
        FormRow(form=form, box=row.box, label=row.label, n=row.n)
        for form in forms
        for row in table_rows(counts, form)
        if row.n is not None
    )


def to_json(counts: FlowCounts, forms: Iterable[Form] = Form) -> str:
    """Canonical JSON of a ``FlowDocument``, schema ``tamis-flow/1``."""
    return codec.to_json(
        FlowDocument(
            schema=SCHEMA,
            counts=counts,
            boxes=box_counts(counts),
            violations=violations(counts),
            rows=form_rows(counts, forms),
        )
    )


def to_csv(counts: FlowCounts | Told, forms: Iterable[Form] = Form) -> str:
    """Tidy CSV: form, box, label, n; one line per number of each diagram.

    No label runs as a formula in a spreadsheet.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("form", "box", "label", "n"))
    for row in form_rows(counts, forms):
        writer.writerow((row.form, row.box, safe_cell(row.label), row.n))
    return file.getvalue()
