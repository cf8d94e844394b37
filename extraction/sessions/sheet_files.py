"""The extraction table as a file: Excel to be filled in, CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from extraction.exporters.tables import Cell, Table
from extraction.sessions.sheet import OpenSheet
from extraction.sessions.sheet_rows import cell_rows, proposal_rows, study_rows
from screening.codec import to_json
from screening.console import safe_cell, write_file
from screening.errors import UsageError
from screening.protocol import FieldType, FormField

ENDINGS = (".xlsx", ".csv", ".json")
LEAD = ("study", "reports", "title", "authors", "year")
TAIL = ("signed_by", "signed", "as_of")
_YES_NO = ("yes", "no", "unclear")


def export_sheet(opened: OpenSheet, path: Path) -> None:
    """Write the table: ``.xlsx`` with sources and proposals, ``.csv`` or ``.json``.

    Raises:
        UsageError: another ending.
        BadReview: a quote is not what its text says.
        CannotWrite: the folder is missing or read-only.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise UsageError(
            f"The table cannot be written to {str(path)!r}.",
            f"End the file name in one of: {', '.join(ENDINGS)}.",
        )
    if ending == ".csv":
        write_file(path, _as_csv(_values(opened)))
    elif ending == ".json":
        write_file(path, _as_json(opened))
    else:
        write_file(path, _as_workbook(opened))


def _as_csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.headers)
    writer.writerows([safe_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _as_json(opened: OpenSheet) -> bytes:
    document = {
        "form": opened.form.fields,
        "studies": list(study_rows(opened)),
        "cells": list(cell_rows(opened)),
        "proposals": list(proposal_rows(opened)),
    }
    return (to_json(document) + "\n").encode()


def _as_workbook(opened: OpenSheet) -> bytes:
    from extraction.exporters.sheet_workbook import fillable_workbook

    fields = opened.form.fields
    return fillable_workbook(
        (_values(opened), _sources(opened), _proposals(opened), _form(opened)),
        choices={field.name: _offered(field) for field in fields},
        notes={field.name: _note(field) for field in fields},
        sentences={field.name for field in fields if field.type is FieldType.TEXT},
    )


def _offered(field: FormField) -> Sequence[str]:
    if field.type is FieldType.CHOICE:
        return field.choices
    return _YES_NO if field.type is FieldType.YES_NO else ()


def _note(field: FormField) -> str:
    parts = (
        field.label,
        field.help,
        f"Takes {field.type.example}.",
        f"Unit: {field.unit}." if field.unit else "",
        f"Choices: {'; '.join(field.choices)}." if field.choices else "",
        "Required." if field.required else "",
    )
    return "\n".join(part for part in parts if part)


def _values(opened: OpenSheet) -> Table:
    fields = opened.form.fields
    return Table(
        name="extraction",
        headers=(*LEAD, *(field.name for field in fields), *TAIL),
        rows=tuple(
            (
                row.study,
                " ".join(row.reports),
                row.title,
                row.authors,
                row.year,
                *(row.values.get(field.name, "") for field in fields),
                "; ".join(row.signed_by),
                row.signed_at.isoformat(timespec="seconds") if row.signed_at else "",
                opened.last_seen,
            )
            for row in study_rows(opened)
        ),
    )


def _sources(opened: OpenSheet) -> Table:
    headers = (
        "study", "field", "value", "unit", "record", "source", "quote", "start", "end", "origin",
        "note", "by", "at", "proposed", "proposed_by",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            at.study, at.field, at.value, at.unit, at.record, at.source, at.quote, at.start, at.end,
            at.origin, at.note, at.by, at.at.isoformat(timespec="seconds"), at.proposed,
            at.proposed_by,
        )
        for at in cell_rows(opened)
    ]  # fmt: skip
    return Table(name="sources", headers=headers, rows=tuple(rows))


def _proposals(opened: OpenSheet) -> Table:
    headers = ("study", "field", "proposal", "value", "score", "source", "quote", "why", "by")
    return Table(
        name="proposals",
        headers=headers,
        rows=tuple(
            (
                at.study,
                at.field,
                at.proposal,
                at.value,
                at.score,
                at.source,
                at.quote,
                at.why,
                at.by,
            )
            for at in proposal_rows(opened)
        ),
    )


def _form(opened: OpenSheet) -> Table:
    headers = ("field", "label", "type", "unit", "choices", "min", "max", "required", "help")
    return Table(
        name="form",
        headers=headers,
        rows=tuple(
            (
                field.name, field.label, field.type.value, field.unit, "; ".join(field.choices),
                field.least, field.most, "yes" if field.required else "no", field.help,
            )
            for field in opened.form.fields
        ),
    )  # fmt: skip
