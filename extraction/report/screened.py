"""The parts of a report that protocol, searches and screening give; words and numbers only.

Times are ISO 8601 in UTC; shares are between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """How a stage is planned, and who decided how many records there so far."""

    stage: str
    reviewers: int
    double: float
    unsure: str
    reasons: tuple[str, ...]
    decided: tuple[tuple[str, int], ...]
    adjudicated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A protocol put in the place of another: when, by whom, and what it changed."""

    event: int
    at: str
    by: str
    changed: tuple[str, ...]
    note: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolPart:
    """What the review asks and by which rules; the first amendment is the original protocol."""

    questions: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    years: str
    languages: tuple[str, ...]
    reviewers: tuple[str, ...]
    automation: tuple[str, ...]
    stages: tuple[StageRow, ...]
    stopping: str
    amendments: tuple[Amendment, ...]
    edited_since: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """One imported file: found = records + known + rejected. ``update`` is empty at first."""

    id: str
    source: str
    kind: str
    platform: str
    query: str
    run_on: str
    imported_on: str
    file: str
    sha256: str
    found: int
    records: int
    known: int
    rejected: int
    update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesPart:
    """How duplicates were looked for; marked by a rule alone, or confirmed by a person."""

    method: str
    preset: str
    removed: int
    by_rule: int
    by_people: int
    open_questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """A line of the flow; ``n`` is None for a line that only introduces those below it."""

    label: str
    n: int | None
    indent: int
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How many records were excluded at a stage for one primary reason."""

    stage: str
    reason: str
    n: int
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFlow:
    """What became of the records that reached a stage."""

    stage: str
    reached: int
    excluded: int
    not_retrieved: int
    not_screened: int
    let_through: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPart:
    """The flow: PRISMA 2020 line by line, the stages, the reasons, and every box by its name.

    ``not_retrieved_excluded`` reports not retrieved are among the excluded of the full-text stage.
    """

    prisma2020: tuple[FlowRow, ...]
    stages: tuple[StageFlow, ...]
    reasons: tuple[ReasonRow, ...]
    boxes: dict[str, int]
    not_retrieved_excluded: int
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientRow:
    """A measure of agreement; ``value`` is None where it is undefined, ``note`` says why."""

    measure: str
    value: float | None
    low: float | None
    high: float | None
    confidence: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """Two reviewers, or all of them, at one stage.

    A pair has its ``cells``: both include, the first only, the second only, neither.
    """

    stage: str
    reviewers: tuple[str, ...]
    records: int
    incomplete: int
    cells: tuple[int, int, int, int] | None
    coefficients: tuple[CoefficientRow, ...]
    reading: str
    unsure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRow:
    """An order of reading that was in force: by what, and what it had learned from."""

    event: int
    at: str
    stage: str
    method: str
    model: str
    model_sha256: str
    seed: int
    records: int
    included: int
    excluded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far a stage was read and what was found; ``curve`` holds (read, found) pairs.

    ``low`` to ``high`` relevant records may be among the unread; ``bound_holds`` says whether
    random draws stand behind that. ``certified`` is the recall vouched for, None if none is.
    ``half_after`` and ``most_after`` are the records read when half and 95 % of those found were.
    ``guarantee`` says all of it in sentences, ``reason`` why the stage was stopped, if it was.
    Reports ``not_retrieved`` are neither in ``total`` nor in ``read``.
    """

    stage: str
    total: int
    read: int
    not_retrieved: int
    found: int
    half_after: int
    most_after: int
    draws: int
    hits: int
    low: int
    high: int
    bound_holds: bool
    confidence: float
    certified: float | None
    stopped: bool
    rule: str
    guarantee: str
    reason: str
    curve: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something in the log: when, who, what."""

    event: int
    at: str
    by: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A report as it is cited. ``number`` is its reference in the themes, empty if it has none."""

    record: str
    number: str
    authors: str
    year: str
    title: str
    place: str
    doi: str
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """An included study with its included reports, the one that names it first."""

    reports: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A report that was excluded, or could not be had, and why."""

    report: Reference
    why: str
