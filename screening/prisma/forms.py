"""The two forms of the diagram: stage by stage, and PRISMA 2020 with its exact wording.

The first shows title, abstract and full text one by one, as ROSES does (Haddaway NR et al.,
Environmental Evidence 2018;7:7). The second is the template of Page MJ et al., BMJ 2021;372:n71.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from screening.prisma.chart import (
    Bar,
    Cell,
    Chart,
    Form,
    Header,
    Line,
    Tone,
    banner,
    box,
    kind_lines,
    number,
    reason_lines,
    source_lines,
    still_open,
)
from screening.prisma.counts import KIND_FIELDS, ColumnCount, FlowCounts, StageCount
from screening.protocol import NotRetrieved, Stage
from screening.records import SourceKind

Step = tuple[Cell, Cell | None]

_SOURCE = (
    "Flow diagram after the PRISMA 2020 template: Page MJ, et al. BMJ 2021;372:n71. "
    "doi: 10.1136/bmj.n71. CC BY 4.0."
)
_PER_SOURCE = "* Records by database or register searched, duplicates among them."
_BY_PEOPLE = "** Decided by reviewers; no record was excluded by an automation tool."
_BY_AUTOMATION = "Records marked as ineligible by automation tools"
_NOT_READ = (
    "** Decided by reviewers. Records marked as ineligible by automation tools were left unread"
    " when screening was stopped; the log holds the stop and what is certified."
)


def chart(counts: FlowCounts, form: Form) -> Chart:
    """The boxes, lines and arrows of one form."""
    return _three_stage(counts) if form is Form.THREE_STAGE else _prisma2020(counts)


def _three_stage(counts: FlowCounts) -> Chart:
    steps = [_all_identified(counts)]
    for stage in counts.stages:
        steps.extend(_stage_steps(counts, stage, len(steps)))
    last = len(steps)
    cells = [cell for step in steps for cell in step if cell is not None]
    end = Cell(key="included", row=last, column=0, lines=_included(counts), tone=Tone.END)
    mains = [*(main.key for main, _ in steps), "included"]
    asides = [(main.key, aside.key) for main, aside in steps if aside is not None]
    return Chart(
        form=Form.THREE_STAGE,
        cells=(*cells, end),
        arrows=(*pairwise(mains), *asides),
        bars=_bars(last),
        banner=banner(counts),
    )


def _bars(last: int) -> tuple[Bar, ...]:
    screening = (Bar(label="Screening", first=1, last=last - 1),) if last > 1 else ()
    return (
        Bar(label="Identification", first=0, last=0),
        *screening,
        Bar(label="Included", first=last, last=last),
    )


def _all_identified(counts: FlowCounts) -> Step:
    kinds = [kind for kind in KIND_FIELDS if any(kind is s.kind for s in counts.sources)]
    lines = (
        source_lines(counts, kinds[0], indent=1)
        if len(kinds) == 1
        else kind_lines(counts, kinds, indent=1)
    )
    head = box("identified", "Records identified", counts.identified, strong=True)
    gone = box("duplicates", "Duplicate records removed", counts.duplicates, strong=True)
    return (
        Cell(key="identified", row=0, column=0, lines=(head, *lines)),
        Cell(key="duplicates", row=0, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _stage_steps(counts: FlowCounts, stage: StageCount, row: int) -> Iterator[Step]:
    fulltext = stage.stage is Stage.FULLTEXT
    if fulltext and counts.not_retrieved_as is NotRetrieved.SEPARATE:
        yield _sought(stage, row)
        row += 1
    name = stage.stage.value
    head = Line(
        text=_screened(stage, counts),
        n=stage.decided,
        boxes=(
            f"decided_{name}",
            *(() if stage.open + stage.not_screened else (f"reached_{name}",)),
        ),
        strong=True,
    )
    what = "Reports" if fulltext else "Records"
    gone = box(
        f"excluded_{name}", f"{what} excluded by {stage.stage.label}", stage.excluded, strong=True
    )
    reasons = reason_lines(f"excluded_{name}", stage.reasons)
    yield (
        Cell(key=name, row=row, column=0, lines=(head, *_unread(stage, name))),
        Cell(key=f"{name}-out", row=row, column=1, lines=(gone, *reasons), tone=Tone.ASIDE),
    )


def _unread(stage: StageCount, name: str) -> Iterator[Line]:
    yield from still_open(stage.open, f"open_{name}")
    if n := stage.not_screened:
        yield box(f"not_screened_{name}", "Not screened after stopping", n, indent=1)


def _screened(stage: StageCount, counts: FlowCounts) -> str:
    if stage.stage is not Stage.FULLTEXT:
        return f"Records screened by {stage.stage.label}"
    if counts.not_retrieved_as is NotRetrieved.SEPARATE:
        return "Reports assessed by full text"
    return "Reports sought and assessed by full text"


def _sought(stage: StageCount, row: int) -> Step:
    name = stage.stage.value
    sought = box(f"reached_{name}", "Reports sought for retrieval", stage.reached, strong=True)
    gone = box(f"not_retrieved_{name}", "Reports not retrieved", stage.not_retrieved, strong=True)
    return (
        Cell(key="sought", row=row, column=0, lines=(sought,)),
        Cell(key="sought-out", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _included(counts: FlowCounts) -> tuple[Line, ...]:
    studies = box(
        "studies_included", "Studies included in review", counts.studies_included, strong=True
    )
    reports = box("reports_included", "Reports of included studies", counts.reports_included)
    return (studies, reports)


def _prisma2020(counts: FlowCounts) -> Chart:
    left = list(_left(counts))
    right = list(_right(counts)) if counts.other.identified else []
    last = len(left)
    end = Cell(key="included", row=last, column=0, lines=_included(counts), tone=Tone.END)
    cells = [cell for step in (*left, *right) for cell in step if cell is not None]
    arrows = [(main.key, aside.key) for main, aside in (*left, *right) if aside is not None]
    for steps in (left, right):
        if steps:
            arrows.extend(pairwise([*(main.key for main, _ in steps), "included"]))
    return Chart(
        form=Form.PRISMA2020,
        cells=(*cells, end),
        arrows=tuple(arrows),
        bars=_bars(last),
        headers=tuple(_headers(other=bool(right))),
        banner=banner(counts),
        notes=tuple(_notes(counts)),
    )


def _headers(*, other: bool) -> Iterator[Header]:
    yield Header(label="Identification of studies via databases and registers", first=0, last=1)
    if other:
        yield Header(label="Identification of studies via other methods", first=2, last=3)


def _left(counts: FlowCounts) -> Iterator[Step]:
    yield _dbr_identified(counts)
    row = 1
    if counts.screens_records:
        yield _records_screened(counts.dbr, row)
        row += 1
    if counts.assesses_reports:
        yield from _reports(counts.dbr, "dbr", row, 0)


def _right(counts: FlowCounts) -> Iterator[Step]:
    kinds = [
        kind
        for kind in (
            SourceKind.WEBSITE,
            SourceKind.ORGANISATION,
            SourceKind.CITATION,
            SourceKind.OTHER,
        )
        if any(source.kind is kind for source in counts.sources)
    ]
    head = Line(text="Records identified from:", boxes=("other_identified",), strong=True)
    lines = (head, *kind_lines(counts, kinds, indent=1))
    yield Cell(key="other-identified", row=0, column=2, lines=lines), None
    if counts.assesses_reports:
        yield from _reports(counts.other, "other", 2 if counts.screens_records else 1, 2)


def _dbr_identified(counts: FlowCounts) -> Step:
    head = Line(text="Records identified from*:", boxes=("dbr_identified",), strong=True)
    kinds = (SourceKind.DATABASE, SourceKind.REGISTER)
    unread = counts.dbr.records_not_screened
    names = ("dbr_records_not_screened",) if counts.screens_records else ()
    removed = (
        Line(text="Records removed before screening:", strong=True),
        box("dbr_duplicates", "Duplicate records removed", counts.dbr.duplicates, indent=1),
        Line(text=_BY_AUTOMATION, n=unread, boxes=names, indent=1),
        Line(text="Records removed for other reasons", n=0, indent=1),
    )
    return (
        Cell(
            key="identified",
            row=0,
            column=0,
            lines=(head, *kind_lines(counts, kinds, indent=1)),
        ),
        Cell(key="removed", row=0, column=1, lines=removed, tone=Tone.ASIDE),
    )


def _records_screened(column: ColumnCount, row: int) -> Step:
    head = box("dbr_records_screened", "Records screened", column.records_screened, strong=True)
    waiting = still_open(column.records_unscreened, "dbr_records_unscreened")
    gone = box("dbr_records_excluded", "Records excluded**", column.records_excluded, strong=True)
    return (
        Cell(key="screened", row=row, column=0, lines=(head, *waiting)),
        Cell(key="screened-out", row=row, column=1, lines=(gone,), tone=Tone.ASIDE),
    )


def _reports(column: ColumnCount, name: str, row: int, at: int) -> Iterator[Step]:
    sought = box(
        f"{name}_reports_sought",
        "Reports sought for retrieval",
        column.reports_sought,
        strong=True,
    )
    missing = box(
        f"{name}_reports_not_retrieved",
        "Reports not retrieved",
        column.reports_not_retrieved,
        strong=True,
    )
    yield (
        Cell(key=f"{name}-sought", row=row, column=at, lines=(sought,)),
        Cell(key=f"{name}-missing", row=row, column=at + 1, lines=(missing,), tone=Tone.ASIDE),
    )
    yield _assessed(column, name, row + 1, at)


def _assessed(column: ColumnCount, name: str, row: int, at: int) -> Step:
    head = box(
        f"{name}_reports_assessed",
        "Reports assessed for eligibility",
        column.reports_assessed,
        strong=True,
    )
    waiting = still_open(column.reports_unassessed, f"{name}_reports_unassessed")
    excluded = f"{name}_reports_excluded"
    gone = (
        (
            Line(text="Reports excluded:", boxes=(excluded,), strong=True),
            *reason_lines(excluded, column.reasons),
        )
        if column.reasons
        else (box(excluded, "Reports excluded", column.reports_excluded, strong=True),)
    )
    return (
        Cell(key=f"{name}-assessed", row=row, column=at, lines=(head, *waiting)),
        Cell(key=f"{name}-out", row=row, column=at + 1, lines=gone, tone=Tone.ASIDE),
    )


def _left_unread(counts: FlowCounts) -> int:
    return counts.dbr.records_not_screened + counts.other.records_not_screened


def _notes(counts: FlowCounts) -> Iterator[str]:
    yield _PER_SOURCE
    if counts.screens_records:
        yield _NOT_READ if _left_unread(counts) else _BY_PEOPLE
    column = counts.other
    before = (
        (column.duplicates, "removed as duplicates"),
        (column.records_excluded, "excluded before retrieval"),
        (column.records_unscreened, "still to be decided"),
        (column.records_not_screened, "not screened after stopping"),
    )
    told = [f"{number(n)} {what}" for n, what in before if n]
    if told:
        yield f"Of the records identified via other methods: {', '.join(told)}."
    yield _SOURCE
