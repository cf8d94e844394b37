"""The parts of a report that coding and extraction give; words and numbers only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme, subtheme or code with the included studies that support it, or only a heading."""

    heading: str = ""
    level: str = ""
    depth: int = 0
    label: str = ""
    definition: str = ""
    studies: int = 0
    share: float | None = None
    references: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A theme's part of all codes, links or studies, as ``unit`` says."""

    unit: str
    basis: str
    label: str
    count: int
    total: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPart:
    """Findings by study and node; ``rows`` are (reference, title, counts)."""

    level: str
    nodes: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesPart:
    """What was coded; only what people approved is counted.

    ``findings`` are confirmed, ``coded`` of them have a code; ``codings`` are links of finding
    and code.
    """

    studies: int
    findings: int
    coded: int
    codings: int
    codes: int
    coders: tuple[tuple[str, int], ...]
    proposed: tuple[tuple[str, int], ...]
    rows: tuple[ThemeRow, ...]
    shares: tuple[ShareRow, ...]
    matrix: MatrixPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPart:
    """The extraction table: headings, and per study its reference number and values."""

    fields: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledRow:
    """A field of events and totals pooled over its studies; ``fault`` says why it was not."""

    field: str
    studies: int
    events: int
    total: int
    value: float | None
    low: float | None
    high: float | None
    level: float
    interval: str
    tau2: float | None
    i2: float | None
    how: str
    notes: tuple[str, ...]
    fault: str = ""
