"""Blocks as a Word document: landscape, tables with a header row that repeats on every page.

The one address of python-docx.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from extraction.exporters.archives import timeless
from extraction.exporters.blocks import Block, Grid, Heading
from extraction.exporters.exchange import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_PAGE = (29.7, 21.0)
_MARGIN = 2.0
_SMALL = 9


def word(blocks: Iterable[Block], *, title: str, author: str, made: datetime) -> bytes:
    """The page as ``.docx``, A4; equal blocks are equal bytes.

    ``made`` is the time of the document's properties; its zone is taken as UTC.
    """
    import docx

    made = made.replace(tzinfo=None)
    page = docx.Document()
    _set_page(page)
    properties = page.core_properties
    properties.title, properties.author = clean(title)[:255], clean(author)[:255]
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = made
    for block in blocks:
        _put(page, block)
    target = io.BytesIO()
    page.save(target)
    return timeless(target.getvalue(), made)


def _set_page(page: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_PAGE[0]), Cm(_PAGE[1])
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)
    page.styles["Normal"].font.size = Pt(10)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        page.styles[name].font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)


def _put(page: Document, block: Block) -> None:
    if isinstance(block, Heading):
        page.add_heading(clean(block.text), level=block.level - 1)
    elif isinstance(block, Grid):
        _put_grid(page, block)
    else:
        page.add_paragraph(clean(block.text))


def _put_grid(page: Document, grid: Grid) -> None:
    from docx.shared import Cm

    table = page.add_table(rows=1 + len(grid.rows), cols=len(grid.headers))
    table.style = "Table Grid"
    table.autofit = False
    shares = grid.widths or tuple(1.0 for _ in grid.headers)
    widths = [Cm((_PAGE[0] - 2 * _MARGIN) * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cells, row in zip(_rows(table), (grid.headers, *grid.rows), strict=True):
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = width
            _put_text(cell, text, bold=row is grid.headers)
    _repeat_header(table)
    page.add_paragraph()


def _rows(table: Table) -> list[tuple[_Cell, ...]]:
    return [tuple(row.cells) for row in table.rows]


def _put_text(cell: _Cell, text: str, *, bold: bool) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(clean(text))
    run.bold = bold
    run.font.size = Pt(_SMALL)


def _repeat_header(table: Table) -> None:
    from docx.oxml import OxmlElement

    mark: Any = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
