"""The three-stage form: title, abstract and full text one by one, each with its reasons.

As ROSES does: Haddaway NR et al., Environmental Evidence 2018;7:7.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.prisma.chart import Cell, Chart, Form, Line, Tone
from screening.prisma.counts import KIND_FIELDS
from screening.prisma.steps import (
    NOT_READ,
    NOT_SCREENED,
    Step,
    arrows_of,
    bars,
    cells_of,
    included,
    update_lines,
)
from screening.prisma.told import Told
from screening.protocol import NotRetrieved, Stage

_WIDTHS = (225.0, 285.0)


def three_stage(told: Told) -> Chart:
    """The diagram of three stages."""
    steps = [_identified(told)]
    for stage in told.stages:
        steps.extend(_stage_steps(told, stage, len(steps)))
    last = len(steps)
    lines = (*included(told), *update_lines(told))
    end = Cell(key="included", row=last, column=0, lines=lines, tone=Tone.END)
    return Chart(
        form=Form.THREE_STAGE,
        widths=_WIDTHS,
        cells=(*cells_of(steps), end),
        arrows=arrows_of(steps, "included"),
        bars=bars(("Identification", 0, 0), ("Screening", 1, last - 1), ("Included", last, last)),
        banner=told.banner,
        notes=_notes(told),
    )


def _notes(told: Told) -> tuple[str, ...]:
    """Where the records left unread are explained; behind typed numbers stands no log."""
    unread = any(told.some(_unread(stage)) for stage in told.stages)
    return (NOT_READ,) if unread and not told.typed else ()


def _unread(stage: Stage) -> str:
    return f"not_screened_{stage}"


def _identified(told: Told) -> Step:
    kinds = told.kinds(KIND_FIELDS)
    lines = (
        told.parts(f"source:{kinds[0]}")
        if len(kinds) == 1 and any(told.named(f"source:{kinds[0]}"))
        else told.sources(kinds, indent=1)
    )
    head = told.line("identified", "Records identified", strong=True)
    gone = told.line("duplicates", "Duplicate records removed", strong=True)
    each = told.duplicates(KIND_FIELDS, indent=1)
    return (
        Cell(key="identified", row=0, column=0, lines=(head, *lines)),
        Cell(key="duplicates", row=0, column=1, lines=(gone, *each), tone=Tone.ASIDE),
    )


def _stage_steps(told: Told, stage: Stage, row: int) -> Iterator[Step]:
    fulltext = stage is Stage.FULLTEXT
    if fulltext and told.not_retrieved_as is NotRetrieved.SEPARATE:
        yield _sought(told, row)
        row += 1
    if told.some(_unread(stage)):
        yield _left_unread(told, stage, row)
        row += 1
    what = "Reports" if fulltext else "Records"
    excluded = f"excluded_{stage}"
    gone = told.line(excluded, f"{what} excluded by {stage.label}", strong=True)
    tools = f"excluded_by_tools_{stage}"
    by_tools = [told.line(tools, "of them by automation tools alone", indent=1)]
    yield (
        Cell(key=stage, row=row, column=0, lines=tuple(_decided(told, stage))),
        Cell(
            key=f"{stage}-out",
            row=row,
            column=1,
            lines=(gone, *(by_tools if told.some(tools) else ()), *told.parts(excluded)),
            tone=Tone.ASIDE,
        ),
    )


def _left_unread(told: Told, stage: Stage, row: int) -> Step:
    """What was left unread is a step of its own, since it is no part of what was screened."""
    text = f"Records to be screened by {stage.label}"
    reached = told.line(f"reached_{stage}", text, strong=True)
    gone = told.line(_unread(stage), NOT_SCREENED, strong=True)
    return (
        Cell(key=f"{stage}-reached", row=row, column=0, lines=(reached,)),
        Cell(key=f"{stage}-unread", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _decided(told: Told, stage: Stage) -> Iterator[Line]:
    decided, reached, waiting = f"decided_{stage}", f"reached_{stage}", f"open_{stage}"
    apart = told.some(waiting) + told.some(_unread(stage))
    n = told.numbers.get(decided)
    boxes = (decided,) if apart else (decided, reached)
    text = _screened(told, stage)
    yield Line(text=text, n=n, unknown=n is None, boxes=boxes, strong=True)
    yield from told.still_open(waiting)


def _screened(told: Told, stage: Stage) -> str:
    if stage is not Stage.FULLTEXT:
        return f"Records screened by {stage.label}"
    if told.not_retrieved_as is NotRetrieved.SEPARATE:
        return "Reports assessed by full text"
    return "Reports sought and assessed by full text"


def _sought(told: Told, row: int) -> Step:
    sought = told.line("reached_fulltext", "Reports sought for retrieval", strong=True)
    gone = told.line("not_retrieved_fulltext", "Reports not retrieved", strong=True)
    return (
        Cell(key="sought", row=row, column=0, lines=(sought,)),
        Cell(key="sought-out", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )
