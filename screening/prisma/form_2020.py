"""PRISMA 2020 with its exact wording: new or updated review, with or without other methods.

Page MJ et al., The PRISMA 2020 statement, BMJ 2021;372:n71. The template that fits is chosen by
the numbers: a previous version makes an update, a source that is neither database nor register
brings in the column of other methods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screening.prisma.chart import Cell, Chart, Form, Header, Line, Tone, number
from screening.prisma.steps import SOURCE_2020, Step, arrows_of, bars, cells_of, included
from screening.prisma.told import OTHER_METHODS, SEARCHED, Told
from screening.records import SourceKind

_WIDTH = 230.0
_PREVIOUS_WIDTH = 170.0
_PER_SOURCE = "* Records by database or register searched, duplicates among them."
_BY_PEOPLE = "** Decided by reviewers; no record was excluded by an automation tool."
_BY_BOTH = "** By automation tools: records excluded without the decision of any reviewer."
_BY_AUTOMATION = "Records marked as ineligible by automation tools"
_NOT_READ = (
    " Records marked as ineligible by automation tools were left unread"
    " when screening was stopped; the log holds the stop and what is certified."
)


def prisma2020(told: Told) -> Chart:
    """The diagram of PRISMA 2020, of the four templates the one that fits."""
    update = "previous_studies" in told.numbers
    at = 1 if update else 0
    left = list(_left(told, at))
    right = list(_right(told, at + 2)) if _has_other(told) else []
    last = len(left)
    end = [Cell(key="included", row=last, column=at, lines=_end(told), tone=Tone.END)]
    arrows = [*arrows_of(left, "included"), *(arrows_of(right, "included") if right else ())]
    if update:
        end += _previous(told, last + 1)
        arrows += [("previous", "total"), ("included", "total")]
    return Chart(
        form=Form.PRISMA2020,
        widths=(*([_PREVIOUS_WIDTH] if update else []), *[_WIDTH] * (4 if right else 2)),
        cells=(*cells_of((*left, *right)), *end),
        arrows=tuple(arrows),
        bars=bars(
            ("Identification", 0, 0), ("Screening", 1, last - 1), ("Included", last, last + update)
        ),
        headers=tuple(_headers(at, new=update, other=bool(right))),
        banner=told.banner,
        notes=tuple(_notes(told)),
    )


def _has_other(told: Told) -> bool:
    return bool(told.kinds(OTHER_METHODS)) or bool(told.some("other_identified"))


def _headers(at: int, *, new: bool, other: bool) -> Iterator[Header]:
    what = "new studies" if new else "studies"
    if new:
        yield Header(label="Previous studies", first=0, last=0)
    yield Header(
        label=f"Identification of {what} via databases and registers", first=at, last=at + 1
    )
    if other:
        label = f"Identification of {what} via other methods"
        yield Header(label=label, first=at + 2, last=at + 3)


def _end(told: Told) -> tuple[Line, ...]:
    if "previous_studies" not in told.numbers:
        return included(told)
    return (
        told.line("studies_included", "New studies included in review", strong=True),
        told.line("reports_included", "Reports of new included studies"),
    )


def _previous(told: Told, row: int) -> list[Cell]:
    of = "included in previous version of review"
    before = (
        told.line("previous_studies", f"Studies {of}", strong=True),
        told.line("previous_reports", f"Reports of studies {of}"),
    )
    total = (
        told.line("total_studies", "Total studies included in review", strong=True),
        told.line("total_reports", "Reports of total included studies"),
    )
    return [
        Cell(key="previous", row=0, column=0, lines=before),
        Cell(key="total", row=row, column=1, lines=total, tone=Tone.END),
    ]


def _left(told: Told, at: int) -> Iterator[Step]:
    yield _identified(told, at)
    if told.screens_records:
        yield _screened(told, at)
    if told.assesses_reports:
        yield from _reports(told, "dbr", 1 + told.screens_records, at)


def _right(told: Told, at: int) -> Iterator[Step]:
    kinds = told.kinds(OTHER_METHODS)
    head = _from(told, "other_identified", "", kinds)
    lines = (head, *told.sources(kinds, indent=1))
    yield Cell(key="other-identified", row=0, column=at, lines=lines), None
    if told.assesses_reports:
        yield from _reports(told, "other", 1 + told.screens_records, at)


def _from(told: Told, box: str, star: str, kinds: Sequence[SourceKind]) -> Line:
    """The head of a first box: with a number of its own only where no kind of source is told."""
    if kinds:
        return Line(text=f"Records identified from{star}:", boxes=(box,), strong=True)
    return told.line(box, "Records identified", strong=True)


def _identified(told: Told, at: int) -> Step:
    kinds = SEARCHED if told.kinds(SEARCHED) or not told.typed else ()
    head = _from(told, "dbr_identified", "*" if _names_sources(told) else "", kinds)
    removed = (
        Line(text="Records removed before screening:", strong=True),
        told.line("dbr_duplicates", "Duplicate records removed", indent=1),
        *told.duplicates(SEARCHED, indent=2),
        *_removed_otherwise(told),
    )
    return (
        Cell(key="identified", row=0, column=at, lines=(head, *told.sources(kinds, indent=1))),
        Cell(key="removed", row=0, column=at + 1, lines=removed, tone=Tone.ASIDE),
    )


def _removed_otherwise(told: Told) -> Iterator[Line]:
    """Removed by tools and for other reasons; no log knows records removed for other reasons."""
    tools, others = "dbr_records_not_screened", "dbr_removed_otherwise"
    text = "Records removed for other reasons"
    if tools in told.numbers:
        yield told.line(tools, _BY_AUTOMATION, indent=1)
    else:
        yield Line(text=_BY_AUTOMATION, n=0, indent=1)
    if others in told.numbers:
        yield told.line(others, text, indent=1)
    else:
        yield Line(text=text, n=0, indent=1)


def _screened(told: Told, at: int) -> Step:
    head = told.line("dbr_records_screened", "Records screened", strong=True)
    stars = "" if told.typed else "**"
    gone = told.line("dbr_records_excluded", f"Records excluded{stars}", strong=True)
    both = (
        told.line("dbr_records_excluded_by_people", "by reviewers", indent=1),
        told.line("dbr_records_excluded_by_tools", "by automation tools", indent=1),
    )
    apart = both if told.some("dbr_records_excluded_by_tools") else ()
    waiting = told.still_open("dbr_records_unscreened")
    return (
        Cell(key="screened", row=1, column=at, lines=(head, *waiting)),
        Cell(key="screened-out", row=1, column=at + 1, lines=(gone, *apart), tone=Tone.ASIDE),
    )


def _reports(told: Told, name: str, row: int, at: int) -> Iterator[Step]:
    sought = told.line(f"{name}_reports_sought", "Reports sought for retrieval", strong=True)
    missing = told.line(f"{name}_reports_not_retrieved", "Reports not retrieved", strong=True)
    yield (
        Cell(key=f"{name}-sought", row=row, column=at, lines=(sought,)),
        Cell(key=f"{name}-missing", row=row, column=at + 1, lines=(missing,), tone=Tone.ASIDE),
    )
    yield _assessed(told, name, row + 1, at)


def _assessed(told: Told, name: str, row: int, at: int) -> Step:
    head = told.line(f"{name}_reports_assessed", "Reports assessed for eligibility", strong=True)
    waiting = told.still_open(f"{name}_reports_unassessed")
    excluded = f"{name}_reports_excluded"
    reasons = tuple(told.parts(excluded))
    gone = (
        (Line(text="Reports excluded:", boxes=(excluded,), strong=True), *reasons)
        if reasons
        else (told.line(excluded, "Reports excluded", strong=True),)
    )
    return (
        Cell(key=f"{name}-assessed", row=row, column=at, lines=(head, *waiting)),
        Cell(key=f"{name}-out", row=row, column=at + 1, lines=gone, tone=Tone.ASIDE),
    )


def _names_sources(told: Told) -> bool:
    named = any(told.named("source:database")) or any(told.named("source:register"))
    return named or not told.typed


def _notes(told: Told) -> Iterator[str]:
    if _names_sources(told):
        yield _PER_SOURCE
    if told.screens_records and not told.typed:
        unread = told.some("dbr_records_not_screened") + told.some("other_records_not_screened")
        tools = told.some("dbr_records_excluded_by_tools")
        tools += told.some("other_records_excluded_by_tools")
        yield (_BY_BOTH if tools else _decided(unread)) + (_NOT_READ if unread else "")
    before = (
        ("other_duplicates", _as_duplicates(told.some("other_duplicates"))),
        ("other_records_excluded", "excluded before retrieval"),
        ("other_records_excluded_by_tools", "of them by automation tools"),
        ("other_records_unscreened", "still to be decided"),
        ("other_records_not_screened", "not screened after stopping"),
    )
    gone = [f"{number(n)} {what}" for box, what in before if (n := told.some(box))]
    if gone:
        yield f"Of the records identified via other methods: {', '.join(gone)}."
    yield SOURCE_2020


def _as_duplicates(number: int) -> str:
    return "removed as a duplicate" if number == 1 else "removed as duplicates"


def _decided(unread: int) -> str:
    return "** Decided by reviewers." if unread else _BY_PEOPLE
