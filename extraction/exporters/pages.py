"""Blocks as a file of a kind: Markdown, Word, or the first table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from extraction.exporters.blocks import Block, Grid
from screening.console import safe_cell
from screening.errors import UsageError

ENDINGS = {".md": "markdown", ".docx": "word", ".csv": "csv"}


def page_bytes(
    blocks: Sequence[Block], ending: str, *, title: str, author: str, made: datetime
) -> bytes:
    """The page as the bytes of a file.

    Raises:
        UsageError: another ending than .md, .docx or .csv.
    """
    match ENDINGS.get(ending.casefold()):
        case "markdown":
            from extraction.exporters.markdown import markdown

            return markdown(blocks)
        case "word":
            from extraction.exporters.word import word

            return word(blocks, title=title, author=author, made=made)
        case "csv":
            return _csv(blocks)
        case _:
            raise UsageError(
                f"A table cannot be written as {ending or 'a file without an ending'!r}.",
                f"Name the file with one of: {', '.join(ENDINGS)}.",
            )


def _csv(blocks: Sequence[Block]) -> bytes:
    grid = next(block for block in blocks if isinstance(block, Grid))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in (grid.headers, *grid.rows))
    return text.getvalue().encode("utf-8-sig", "replace")
