"""What a flow diagram says, before anything is measured: boxes in a grid, with lines and arrows.

Both forms of the diagram, the terminal table and the description read aloud by screen readers are
made from a ``Chart``, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from screening.prisma.counts import KIND_FIELDS, FlowCounts, ReasonCount
from screening.records import SourceKind


class Form(StrEnum):
    """The two forms of the diagram."""

    THREE_STAGE = "three-stage"
    PRISMA2020 = "prisma2020"


class Tone(StrEnum):
    """What a box is: on the way through, left behind, or the end."""

    MAIN = "main"
    ASIDE = "aside"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a box: words, a number unless None, and the box names a mark may use for it."""

    text: str
    n: int | None = None
    boxes: tuple[str, ...] = ()
    indent: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box at a place of the grid; rows count from the top, columns from the left, from 0."""

    key: str
    row: int
    column: int
    lines: tuple[Line, ...]
    tone: Tone = Tone.MAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A side bar along the rows ``first`` to ``last``."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A heading above the columns ``first`` to ``last``."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A diagram in words. ``arrows`` are pairs of cell keys; ``banner`` is empty when finished."""

    form: Form
    cells: tuple[Cell, ...]
    arrows: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    headers: tuple[Header, ...] = ()
    banner: str = ""
    notes: tuple[str, ...] = ()


KIND_LABELS = {
    SourceKind.DATABASE: "Databases",
    SourceKind.REGISTER: "Registers",
    SourceKind.WEBSITE: "Websites",
    SourceKind.ORGANISATION: "Organisations",
    SourceKind.CITATION: "Citation searching",
    SourceKind.OTHER: "Other sources",
}


def banner(counts: FlowCounts) -> str:
    """What is printed across the diagram while screening is unfinished; empty afterwards."""
    if counts.finished:
        return ""
    if counts.identified == 0:
        return "In progress: no records have been imported yet"
    plural = "record" if counts.open_records == 1 else "records"
    return f"In progress: {number(counts.open_records)} {plural} still to be decided"


def number(n: int) -> str:
    """A count as printed: digits, with commas from 10,000 on."""
    return f"{n:,}" if n >= 10_000 else str(n)


def box(name: str, text: str, n: int, *, indent: int = 0, strong: bool = False) -> Line:
    """A line with a number that belongs to one box."""
    return Line(text=text, n=n, boxes=(name,), indent=indent, strong=strong)


def reason_lines(name: str, reasons: Iterable[ReasonCount]) -> Iterator[Line]:
    """One indented line per reason."""
    for reason in reasons:
        yield box(f"{name}:{reason.reason}", reason.reason, reason.n, indent=1)


def kind_lines(counts: FlowCounts, kinds: Iterable[SourceKind], *, indent: int) -> Iterator[Line]:
    """A total per kind of source, each followed by its sources."""
    for kind in kinds:
        field = KIND_FIELDS[kind]
        yield box(field, KIND_LABELS[kind], getattr(counts, field), indent=indent)
        yield from _named_sources(counts, kind, indent=indent + 1)


def source_lines(counts: FlowCounts, kind: SourceKind, *, indent: int) -> Iterator[Line]:
    """One line per source of a kind."""
    for source in counts.sources:
        if source.kind is kind:
            name = f"source:{kind}:{source.name}"
            yield box(name, source.name, source.n, indent=indent)


def _named_sources(counts: FlowCounts, kind: SourceKind, *, indent: int) -> Iterator[Line]:
    """Sources of a kind, unless the only one is called like the kind itself."""
    lines = list(source_lines(counts, kind, indent=indent))
    same = len(lines) == 1 and lines[0].text.casefold() == KIND_LABELS[kind].casefold()
    yield from () if same else lines


def still_open(n: int, name: str) -> Iterator[Line]:
    """The line about what is still open, if anything is."""
    if n:
        yield box(name, "Still to be decided", n, indent=1)
