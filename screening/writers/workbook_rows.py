"""Some rows of a workbook as a workbook of their own: the values as they stand, without styles."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path


def chosen_rows(path: Path, sheet: str, header: int, rows: Collection[int]) -> Iterator[bytes]:
    """The rows up to the header and those chosen, as a new ``.xlsx`` file.

    Args:
        path: the workbook.
        sheet: the sheet that holds the rows.
        header: the number of the header's row, from 1.
        rows: the numbers of the rows to keep.
    """
    import openpyxl

    with warnings.catch_warnings(), path.open("rb") as stream:
        # openpyxl warns of styles and print settings it drops; no cell is concerned.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        made = openpyxl.Workbook(write_only=True)
        target = made.create_sheet(sheet)
        source = book[sheet]
        source.reset_dimensions()
        for number, values in enumerate(source.iter_rows(values_only=True), start=1):
            if number <= header or number in rows:
                target.append(values)
        book.close()
        whole = io.BytesIO()
        made.save(whole)
    yield whole.getvalue()
