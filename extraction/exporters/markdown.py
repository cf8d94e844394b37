"""Blocks as Markdown with tables (CommonMark and the table extension of GitHub and Pandoc)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.exporters.blocks import Block, Grid, Heading
from screening.console import harmless

# Characters that could become markup inside of a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def markdown(blocks: Iterable[Block]) -> bytes:
    """The page as UTF-8; texts show as they are, whatever characters they hold."""
    return ("\n\n".join(_written(block) for block in blocks) + "\n").encode("utf-8", "replace")


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_inline(block.text)}"
    if isinstance(block, Grid):
        rule = "|".join(["", *(" --- " for _ in block.headers), ""])
        return "\n".join([_row(block.headers), rule, *(_row(row) for row in block.rows)])
    return _inline(block.text)


def _row(cells: Iterable[str]) -> str:
    lines = (
        "<br>".join(_inline(line) for line in cell.splitlines() if line.strip()) for cell in cells
    )
    return f"| {' | '.join(lines)} |"


def _inline(text: str) -> str:
    return _MARKUP.sub(r"\\\1", harmless(" ".join(text.split())))
