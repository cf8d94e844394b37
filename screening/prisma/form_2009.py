"""The form of PRISMA 2009, which many journals still ask for: one column, records and articles.

Moher D et al., BMJ 2009;339:b2535. It has no box for reports that could not be had: they are
among the full-text articles excluded, as a reason of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.prisma.chart import Bar, Cell, Chart, Form, Line, Tone, number
from screening.prisma.steps import (
    NOT_READ,
    NOT_SCREENED,
    Step,
    arrows_of,
    bars,
    cells_of,
    update_lines,
)
from screening.prisma.told import OTHER_METHODS, SEARCHED, Told

_WIDTHS = (262.0, 262.0)
_SOURCE = (
    "Flow diagram after PRISMA 2009: Moher D, et al. BMJ 2009;339:b2535. doi: 10.1136/bmj.b2535."
)
_UNREAD = "records_not_screened"
_META = "studies_in_meta_analysis"
_POOLED = "Studies included in quantitative synthesis (meta-analysis)"


def prisma2009(told: Told) -> Chart:
    """The diagram of PRISMA 2009."""
    steps = list(_steps(told))
    top = Cell(key="additional", row=0, column=1, lines=tuple(_other(told)))
    last = len(steps)
    end = Cell(key="included", row=last, column=0, lines=tuple(_included(told)), tone=Tone.END)
    cells = [top, *cells_of(steps), end]
    arrows = [*arrows_of(steps, "included"), ("additional", "unique")]
    if pooled := told.numbers.get(_META):
        line = Line(text=_POOLED, n=pooled, boxes=(_META,), strong=True)
        cells.append(Cell(key="pooled", row=last + 1, column=0, lines=(line,), tone=Tone.END))
        arrows.append(("included", "pooled"))
    return Chart(
        form=Form.PRISMA2009,
        widths=_WIDTHS,
        cells=tuple(cells),
        arrows=tuple(arrows),
        bars=tuple(_bars(told, last, last + bool(pooled))),
        banner=told.banner,
        notes=tuple(_notes(told)),
    )


def _bars(told: Told, last: int, end: int) -> tuple[Bar, ...]:
    screened = 1 + bool(told.some(_UNREAD)) + told.screens_records
    return bars(
        ("Identification", 0, 1),
        ("Screening", 2, screened),
        ("Eligibility", screened + 1, screened + told.assesses_reports),
        ("Included", last, end),
    )


def _other(told: Told) -> Iterator[Line]:
    text = "Additional records identified through other sources"
    yield told.line("other_identified", text, strong=True)
    yield from told.sources(told.kinds(OTHER_METHODS), indent=1)


def _steps(told: Told) -> Iterator[Step]:
    head = told.line("dbr_identified", "Records identified through database searching", strong=True)
    found = (head, *told.sources(told.kinds(SEARCHED), indent=1))
    yield Cell(key="identified", row=0, column=0, lines=found), None
    unique = told.line("to_screen", "Records after duplicates removed", strong=True)
    yield Cell(key="unique", row=1, column=0, lines=(unique,)), None
    row = 2
    if told.some(_UNREAD):
        yield _left_unread(told, row)
        row += 1
    if told.screens_records:
        yield _screened(told, row)
        row += 1
    if told.assesses_reports:
        yield _assessed(told, row)


def _screened(told: Told, row: int) -> Step:
    head = told.line("records_screened", "Records screened", strong=True)
    gone = told.line("records_excluded", "Records excluded", strong=True)
    return (
        Cell(
            key="screened",
            row=row,
            column=0,
            lines=(head, *told.still_open("records_unscreened")),
        ),
        Cell(key="screened-out", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _left_unread(told: Told, row: int) -> Step:
    """What was left unread is left behind before screening, since it is no part of it."""
    reached = told.line("to_screen", "Records to be screened", strong=True)
    gone = told.line(_UNREAD, NOT_SCREENED, strong=True)
    return (
        Cell(key="to-screen", row=row, column=0, lines=(reached,)),
        Cell(key="unread", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _assessed(told: Told, row: int) -> Step:
    text = "Full-text articles assessed for eligibility"
    head = told.line("articles_assessed", text, strong=True)
    gone = told.line("articles_excluded", "Full-text articles excluded, with reasons", strong=True)
    missing = told.line("not_retrieved_fulltext", "Full text not retrieved", indent=1)
    reasons = told.parts("excluded_fulltext")
    lines = (gone, *([missing] if missing.n else []), *reasons)
    return (
        Cell(
            key="assessed",
            row=row,
            column=0,
            lines=(head, *told.still_open("open_fulltext")),
        ),
        Cell(key="assessed-out", row=row, column=1, lines=lines, tone=Tone.ASIDE),
    )


def _included(told: Told) -> Iterator[Line]:
    text = "Studies included in qualitative synthesis"
    yield told.line("studies_included", text, strong=True)
    yield told.line("reports_included", "Reports of included studies")
    yield from update_lines(told)


def _notes(told: Told) -> Iterator[str]:
    if told.some(_UNREAD) and not told.typed:
        yield NOT_READ
    if n := told.some("not_screened_fulltext"):
        yield f"{number(n)} full-text articles were not assessed after stopping."
    yield _SOURCE
