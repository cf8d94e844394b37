"""The codebook as a tree in columns, each node with the number of its studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from extraction.synthesis.figures.page import (
    GREY,
    LARGE,
    MARGIN,
    SMALL,
    Page,
    notes_in,
    written,
)
from extraction.synthesis.pooling.forest_text import wrapped

_COLUMN, _GUTTER, _INDENT, _LINE = 3.3, 0.25, 0.18, 0.145
_TALLEST, _MOST_COLUMNS = 10.0, 6
# The part of a column that must be filled before it may end early.
_FILLED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A node in the order of the tree, ``depth`` nodes below the top; a theme is ``strong``.

    ``studies`` is None for a heading that is no node.
    """

    label: str
    depth: int
    studies: int | None
    strong: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row with its lines of text, and for each depth whether a sibling of it still follows."""

    row: TreeRow
    lines: tuple[str, ...]
    open_above: tuple[bool, ...]

    @property
    def height(self) -> float:
        before = 0.08 if self.row.depth == 0 else 0.0
        return _LINE * len(self.lines) + 0.04 + before


def draw_tree(
    rows: Sequence[TreeRow], kind: str, *, title: str = "", of: int = 0, dpi: int = 200
) -> bytes:
    """The tree in as many columns as it needs.

    Args:
        rows: all nodes, each followed by what stands under it; at least one.
        kind: svg or png.
        title: above the picture.
        of: the number of included studies.
        dpi: dots per inch of a PNG.
    """
    return written(
        lambda keep_text: _figure(rows, title, of, keep_text=keep_text),
        kind,
        title=title or "Codebook",
        dpi=dpi,
    )


def _figure(rows: Sequence[TreeRow], title: str, of: int, *, keep_text: bool) -> Figure:
    columns = _columns(list(_laid(rows)))
    width = 2 * MARGIN + len(columns) * _COLUMN + (len(columns) - 1) * _GUTTER
    inside = width - 2 * MARGIN
    heading = wrapped(title, inside, size=LARGE) if title.strip() else []
    notes = notes_in(
        [f"In brackets: included studies with a finding under the node, of {of}."],
        inside,
        [title, *(row.label for row in rows)],
        keep_text=keep_text,
    )
    top = MARGIN + 0.2 * len(heading) + 0.1
    tallest = max(sum(at.height for at in column) for column in columns)
    height = top + tallest + 0.2 + 0.155 * len(notes) + MARGIN
    page = Page(width, height, keep_text=keep_text)
    for number, line in enumerate(heading):
        page.text(MARGIN, MARGIN + 0.08 + 0.2 * number, line, size=LARGE)
    for number, column in enumerate(columns):
        _put_column(page, column, MARGIN + number * (_COLUMN + _GUTTER), top)
    page.lines(MARGIN, top + tallest + 0.2, notes, size=SMALL)
    return page.figure()


def _laid(rows: Sequence[TreeRow]) -> Iterator[_Laid]:
    for number, row in enumerate(rows):
        yield _Laid(
            row,
            _lines(row),
            tuple(_follows(rows, number, depth) for depth in range(1, row.depth + 1)),
        )


def _lines(row: TreeRow) -> tuple[str, ...]:
    room = _COLUMN - row.depth * _INDENT
    text = row.label if row.studies is None else f"{row.label} ({row.studies})"
    return tuple(wrapped(text, room - 0.08, size=_size(row), lines=4, bold=row.strong))


def _size(row: TreeRow) -> float:
    return SMALL + 1 if row.strong else SMALL


def _follows(rows: Sequence[TreeRow], number: int, depth: int) -> bool:
    """Whether, after a row, another node of this depth comes before the branch ends."""
    for later in rows[number + 1 :]:
        if later.depth < depth:
            return False
        if later.depth == depth:
            return True
    return False


def _columns(laid: Sequence[_Laid]) -> list[list[_Laid]]:
    """The rows in columns of about equal height; very large trees grow downwards.

    A column ends before a theme rather than before a subtheme, and before that rather than before
    a code, where it is filled well enough by then; what is cut is named again in the next one.
    """
    total = sum(at.height for at in laid)
    tallest = max(_TALLEST, total / _MOST_COLUMNS * 1.02 + 0.3)
    number = max(1, -(-int(total * 100) // int(tallest * 100)))
    goal = max(total / number * 1.02 + 0.2, *(at.height for at in laid))
    while len(columns := list(_cut(laid, goal))) > number:
        goal *= 1.04
    return columns


def _cut(laid: Sequence[_Laid], goal: float) -> Iterator[list[_Laid]]:
    start = 0
    while start < len(laid):
        heads = _continued(laid, start)
        used = sum(at.height for at in heads) + laid[start].height
        end, well = start + 1, start + 1
        while end < len(laid) and used + laid[end].height <= goal:
            used += laid[end].height
            end += 1
            well = well if used > _FILLED * goal else end
        if end < len(laid):
            end = min(range(min(well, end), end + 1), key=lambda at: (laid[at].row.depth, -at))
        yield [*heads, *laid[start:end]]
        start = end


def _continued(laid: Sequence[_Laid], start: int) -> list[_Laid]:
    """What a column begins with that starts within a branch: the nodes above, named again."""
    heads: list[_Laid] = []
    depth = laid[start].row.depth
    for at in reversed(laid[:start]):
        if at.row.depth < depth:
            depth = at.row.depth
            row = replace(at.row, label=f"{at.row.label}, continued", studies=None)
            heads.insert(0, _Laid(row, _lines(row), at.open_above))
    return heads


def _put_column(page: Page, column: Sequence[_Laid], left: float, top: float) -> None:
    for at in column:
        depth = at.row.depth
        first = top + (0.08 if depth == 0 else 0.0) + 0.02 + _LINE / 2
        for level, is_open in enumerate(at.open_above, start=1):
            x = left + (level - 1) * _INDENT + 0.06
            is_own = level == depth
            end = top + at.height if is_open else first
            if is_open or is_own:
                page.line((x, x), (top, end), width=0.6, colour=GREY)
            if is_own:
                page.line((x, x + 0.09), (first, first), width=0.6, colour=GREY)
        for number, line in enumerate(at.lines):
            page.text(
                left + depth * _INDENT,
                first + number * _LINE,
                line,
                size=_size(at.row),
                bold=at.row.strong,
            )
        top += at.height
