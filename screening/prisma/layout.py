"""Where everything of a diagram stands: wrapped text, boxes that fit it, arrows. Pure geometry.

All lengths are points (1/72 inch), x to the right and y downwards from the top left corner. Text
is measured by a function handed in, so that nothing here knows a font.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from screening.prisma.chart import Cell, Chart, Line
from screening.prisma.placed import LEADING, PAD, SIZE, Layout, Paragraph, Placed, Route, Text
from screening.prisma.wording import SPACE, Measure, clean, printed, wrap

SMALL = 7.5
TITLE = 12.0
INDENT = 10.0
HANG = 8.0
GAP_X = 32.0
GAP_Y = 24.0
MARGIN = 18.0
BAR = 20.0
BAR_GAP = 12.0
ASCENT = 0.80
_SYMBOLS = ("†", "‡", "§", "¶")


def lay_out(
    chart: Chart,
    measure: Measure,
    *,
    title: str = "",
    note: str = "",
    marks: Mapping[str, str] | None = None,
) -> Layout:
    """Measure, wrap and place a chart.

    Args:
        chart: what the diagram says.
        measure: the width of a text.
        title: printed above, may be empty.
        note: printed below the footnotes, may be empty.
        marks: box name -> explanation; the number gets a dagger and the explanation a footnote.
    """
    return _Page(chart, measure, dict(marks or {})).laid_out(title, note)


class _Page:
    """One layout under way; ``y`` is how far down the page is filled."""

    def __init__(self, chart: Chart, measure: Measure, marks: dict[str, str]) -> None:
        self.chart = chart
        self.measure = measure
        self.marks = marks
        self.symbols: dict[str, str] = {}
        self.widths = chart.widths
        self.left = MARGIN + BAR + BAR_GAP
        self.inner = sum(self.widths) + GAP_X * (len(self.widths) - 1)
        self.width = self.left + self.inner + MARGIN
        self.y = MARGIN
        self.boxes: dict[str, Placed] = {}
        self.texts: list[Text] = []
        self.outside: list[Placed] = []

    def laid_out(self, title: str, note: str) -> Layout:
        self.paragraph(title, TITLE, bold=True, after=10)
        self.banner()
        self.headers()
        self.grid()
        routes = tuple(self.route(start, end) for start, end in self.chart.arrows)
        self.footnotes(note)
        return Layout(
            width=self.width,
            height=self.y + MARGIN,
            boxes=tuple(self.boxes.values()),
            texts=tuple(replace(text, text=text.text.replace(SPACE, " ")) for text in self.texts),
            routes=routes,
            links=self.chart.arrows,
            outside=tuple(self.outside),
        )

    def paragraph(self, text: str, size: float, *, bold: bool = False, after: float = 2) -> None:
        text = clean(text)
        if not text:
            return
        full, top = self.width - 2 * MARGIN, self.y
        for line in wrap(text, full, self.measure, size, bold=bold):
            self.write("", MARGIN, self.y, line, size, bold=bold)
            self.y += size * LEADING
        self.outside.append(
            Placed(
                key=f"text-{len(self.outside)}",
                kind="",
                x=MARGIN,
                y=top,
                width=full,
                height=self.y - top,
                said=(Paragraph(text=text, size=size, bold=bold),),
            )
        )
        self.y += after

    def write(
        self, owner: str, x: float, top: float, text: str, size: float, *, bold: bool = False
    ) -> None:
        """Put a line with the top of its capitals about ``top``."""
        base = top + size * (LEADING - 1) / 2 + size * ASCENT
        self.texts.append(Text(owner=owner, x=x, y=base, text=text, size=size, bold=bold))

    def banner(self) -> None:
        if self.chart.banner:
            self.block("banner", "banner", self.left, self.inner, self.chart.banner)
            self.y = self.boxes["banner"].bottom + 14

    def headers(self) -> None:
        if not self.chart.headers:
            return
        for at, header in enumerate(self.chart.headers):
            x = self.x_of(header.first)
            width = self.x_of(header.last) + self.widths[header.last] - x
            self.block(f"header-{at}", "header", x, width, header.label)
        self.y = max(box.bottom for box in self.boxes.values() if box.kind == "header") + 14

    def block(self, key: str, kind: str, x: float, width: float, text: str) -> None:
        """A box across the page with bold, centred text."""
        lines = wrap(text, width - 2 * PAD, self.measure, SIZE, bold=True)
        height = len(lines) * SIZE * LEADING + PAD
        said = (Paragraph(text=text, bold=True),)
        box = Placed(key=key, kind=kind, x=x, y=self.y, width=width, height=height, said=said)
        self.boxes[key] = box
        for at, line in enumerate(lines):
            top = self.y + PAD / 2 + at * SIZE * LEADING
            shift = (width - self.measure(line, SIZE, bold=True)) / 2
            self.write(key, x + shift, top, line, SIZE, bold=True)

    def x_of(self, column: int) -> float:
        return self.left + sum(self.widths[:column]) + GAP_X * column

    def grid(self) -> None:
        wrapped = {cell.key: list(self.cell_lines(cell)) for cell in self.chart.cells}
        heights = self.row_heights({key: _height(lines) for key, lines in wrapped.items()})
        tops: list[float] = []
        for height in heights:
            tops.append(self.y)
            self.y += height + GAP_Y
        self.y -= GAP_Y
        for cell in self.chart.cells:
            self.place(cell, wrapped[cell.key], tops[cell.row], heights[cell.row])
        for bar in self.chart.bars:
            self.bar(bar.label, tops[bar.first], tops[bar.last] + heights[bar.last])

    def row_heights(self, cells: Mapping[str, float]) -> list[float]:
        """Per row the highest box; a row grows where its side bar's label needs it."""
        rows = 1 + max(cell.row for cell in self.chart.cells)
        heights = [
            max(cells[cell.key] for cell in self.chart.cells if cell.row == row)
            for row in range(rows)
        ]
        for bar in self.chart.bars:
            span = range(bar.first, bar.last + 1)
            there = sum(heights[row] for row in span) + GAP_Y * (len(span) - 1)
            needed = self.measure(bar.label, SIZE, bold=True) + 2 * PAD
            heights[bar.last] += max(0.0, needed - there)
        return heights

    def cell_lines(self, cell: Cell) -> Iterator[tuple[float, str, bool]]:
        """(indent, text, bold) of every line, wrapped, further lines hanging."""
        inner = self.widths[cell.column] - 2 * PAD
        for line in cell.lines:
            indent = INDENT * line.indent
            room = inner - indent
            text = printed(line, self.symbol(line))
            if line.indent and self.measure(text, SIZE, bold=line.strong) > room:
                room -= HANG
            for at, part in enumerate(wrap(text, room, self.measure, SIZE, bold=line.strong)):
                yield indent + (HANG if at and line.indent else 0), part, line.strong

    def said(self, cell: Cell) -> Iterator[Paragraph]:
        for line in cell.lines:
            text = printed(line, self.symbol(line))
            yield Paragraph(text=text, indent=INDENT * line.indent, bold=line.strong)

    def symbol(self, line: Line) -> str:
        """The dagger of a marked line; lines marked with the same words share it."""
        told = next((self.marks[name] for name in line.boxes if name in self.marks), "")
        if not told:
            return ""
        at = len(self.symbols)
        fresh = _SYMBOLS[at % len(_SYMBOLS)] * (1 + at // len(_SYMBOLS))
        return self.symbols.setdefault(told, fresh)

    def place(
        self, cell: Cell, lines: Sequence[tuple[float, str, bool]], top: float, height: float
    ) -> None:
        """Put a cell in the middle of its row."""
        own = _height(lines)
        x, y = self.x_of(cell.column), top + (height - own) / 2
        self.boxes[cell.key] = Placed(
            key=cell.key,
            kind=cell.tone.value,
            x=x,
            y=y,
            width=self.widths[cell.column],
            height=own,
            said=tuple(self.said(cell)),
        )
        for at, (indent, text, bold) in enumerate(lines):
            down = y + PAD + at * SIZE * LEADING
            self.write(cell.key, x + PAD + indent, down, text, SIZE, bold=bold)

    def bar(self, label: str, top: float, bottom: float) -> None:
        key = f"bar-{label.lower()}"
        self.boxes[key] = Placed(
            key=key,
            kind="bar",
            x=MARGIN,
            y=top,
            width=BAR,
            height=bottom - top,
            said=(Paragraph(text=label, bold=True),),
        )
        self.texts.append(
            Text(
                owner=key,
                x=MARGIN + BAR / 2 + SIZE * 0.36,
                y=(top + bottom) / 2,
                text=label,
                bold=True,
                centred=True,
                upright=False,
            )
        )

    def route(self, start: str, end: str) -> Route:
        """Down within a column, across within a row, down and then aside otherwise."""
        one, two = self.boxes[start], self.boxes[end]
        x, y = one.x + one.width / 2, two.y + two.height / 2
        if one.x == two.x:
            return (x, one.bottom), (x, two.y)
        if two.y < one.bottom:
            return (one.right, y), (two.x, y)
        side = two.x if x < two.x else two.right
        return (x, one.bottom), (x, y), (side, y)

    def footnotes(self, note: str) -> None:
        self.y += 12
        for told, symbol in self.symbols.items():
            self.paragraph(f"{symbol} {told}", SMALL)
        for text in (*self.chart.notes, note):
            self.paragraph(text, SMALL)


def _height(lines: Sequence[tuple[float, str, bool]]) -> float:
    return len(lines) * SIZE * LEADING + 2 * PAD
