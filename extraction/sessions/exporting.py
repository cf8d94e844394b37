"""Export: the coded themes as files, and the file that says what records are cited by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extraction.exporters import exporter_named
from extraction.sessions.coding import Coding
from extraction.sessions.themes_document import themes_document
from extraction.synthesis.references import References
from screening.console import write_file
from screening.errors import BadInput, UsageError
from screening.records import RecordId
from screening.sessions.outputs import outputs
from screening.sessions.table_file import read_table


def export_themes(
    coding: Coding,
    format_name: str,
    folder: Path,
    *,
    references: References | None = None,
    among: Sequence[str] = (),
    replace: bool = False,
) -> list[Path]:
    """Write the coded themes in one format; each file whole or not at all. Returns the files.

    Raises:
        UsageError: no such format or theme.
        CannotWrite: the folder cannot be written, or holds a file that is not to be replaced.
    """
    exporter = exporter_named(format_name)
    files = exporter.files(themes_document(coding, references=references, among=among))
    paths = [folder / name for name in files]
    home = coding.review.folder
    with outputs(paths, kind="export themes", review=home, replace=replace, folder=folder):
        for path, data in zip(paths, files.values(), strict=True):
            write_file(path, data)
    return paths


def read_references(coding: Coding, path: Path) -> References:
    """Read which reference each record is cited by: a CSV file with ``record`` and ``reference``.

    Raises:
        BadInput: a missing column, an unknown record, or a record or reference named twice.
    """
    table = read_table(path)
    if not {"record", "reference"} <= set(table.columns):
        raise BadInput(
            f"{path} has the columns {', '.join(table.columns)}.",
            "Needed are 'record' (R0017) and 'reference' (what it is cited by).",
        )
    found: dict[RecordId, str] = {}
    for line, cells in table.rows:
        try:
            record = coding.review.known(cells.get("record", ""))
        except UsageError as error:
            raise BadInput(f"{path}, line {line}: {error.message}", error.hint) from error
        reference = cells.get("reference", "").strip()
        if not reference or record in found or reference in found.values():
            raise BadInput(
                f"{path}, line {line}: {record} with the reference {reference!r} is empty or comes"
                " a second time.",
                "Give each record one reference of its own.",
            )
        found[record] = reference
    return References(found)
