"""Everything a report says, once, in words and numbers; the page and the JSON only write it down.

The field names are those of ``tamis report --json``; ``SCHEMA`` changes when one changes meaning.
Times are ISO 8601 in UTC; shares are between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from extraction.report.coded import (
    ExtractedPart,
    PooledRow,
    ThemesPart,
)
from extraction.report.screened import (
    AgreementRow,
    DuplicatesPart,
    Excluded,
    FlowPart,
    ProtocolPart,
    RankingRow,
    Reading,
    SearchRow,
    Step,
    Study,
)

SCHEMA = "tamis-report/1"


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
