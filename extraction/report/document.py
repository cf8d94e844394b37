"""Everything a report says, once, in words and numbers; the page and the JSON only write it down.

The field names are those of ``tamis report --json``; ``SCHEMA`` changes when one changes meaning.
Times are ISO 8601 in UTC; shares are between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = "tamis-report/1"


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
    """What became of the records that reached a stage; ``boxes`` names the same numbers."""

    stage: str
    reached: int
    excluded: int
    not_retrieved: int
    not_screened: int
    let_through: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPart:
    """The flow: PRISMA 2020 line by line, the stages, the reasons, and every box by its name."""

    prisma2020: tuple[FlowRow, ...]
    stages: tuple[StageFlow, ...]
    reasons: tuple[ReasonRow, ...]
    boxes: dict[str, int]
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
    ``guarantee`` says all of it in a sentence, ``reason`` why the stage was stopped, if it was.
    """

    stage: str
    total: int
    read: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme, subtheme or code with the included studies that support it."""

    level: str
    depth: int
    label: str
    definition: str
    studies: int
    share: float | None
    references: str


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
    """What was coded; only what people approved is counted."""

    studies: int
    findings: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """The log in a few numbers; ``digest`` is empty while somebody's vote must stay hidden."""

    review_id: str
    events: int
    first_at: str
    last_at: str
    digest: str
    hidden: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model file that ships with the program."""

    name: str
    task: str
    revision: str
    licence: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRow:
    """A method that proposed or ordered something, and what people did with it."""

    task: str
    method: str
    model: str
    used: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwarePart:
    """What the report was made with, and the methods that the log names."""

    tamis: str
    python: str
    libraries: tuple[tuple[str, str], ...]
    models: tuple[ModelRow, ...]
    automation: tuple[AutomationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a checklist: what is known, where it stands in the report, what is left to say.

    ``left`` is empty where the log says all; an item without facts is open.
    """

    number: str
    topic: str
    asks: str
    facts: tuple[str, ...]
    where: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A reporting guideline, filled in as far as the log can."""

    key: str
    name: str
    source: str
    licence: str
    items: tuple[Item, ...]

    @property
    def filled(self) -> int:
        """Items with something known."""
        return sum(bool(item.facts) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. ``banner`` says what is unfinished, empty when nothing is.

    ``note`` is a sentence about the review that its maker wants read first.
    """

    schema: str
    tamis: str
    title: str
    note: str
    banner: str
    as_of: str
    protocol: ProtocolPart
    searches: tuple[SearchRow, ...]
    duplicates: DuplicatesPart
    flow: FlowPart
    agreement: tuple[AgreementRow, ...]
    rankings: tuple[RankingRow, ...]
    readings: tuple[Reading, ...]
    steps: tuple[Step, ...]
    included: tuple[Study, ...]
    excluded_reports: tuple[Excluded, ...]
    not_retrieved: tuple[Excluded, ...]
    extracted: ExtractedPart | None
    themes: ThemesPart | None
    pooled: tuple[PooledRow, ...]
    log: LogPart
    software: SoftwarePart
    methods: tuple[str, ...] = ()
    checklists: tuple[Checklist, ...] = ()
