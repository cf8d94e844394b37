"""The counts of a flow diagram: frozen dataclasses, and one name for every box.

Box names are what ``flow_records`` maps to record ids, what marks refer to and what the tidy CSV
prints: ``identified``, ``source:database:PubMed``, ``duplicates:database:PubMed``,
``excluded_title``, ``excluded_title:Off topic``, ``dbr_reports_sought``, ``other_reports_sought``
and so on. ``dbr_`` is the column "databases and registers" of PRISMA 2020, ``other_`` the column
"other methods". Only the boxes of an update (``UPDATE_FIELDS``) have no records of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screening.protocol import NotRetrieved, PreviousVersion, Stage
from screening.records import SourceKind

NO_REASON = "No reason given"
NO_ACCESS = "No access to the full text"

KIND_FIELDS: Mapping[SourceKind, str] = {
    SourceKind.DATABASE: "databases",
    SourceKind.REGISTER: "registers",
    SourceKind.WEBSITE: "websites",
    SourceKind.ORGANISATION: "organisations",
    SourceKind.CITATION: "citations",
    SourceKind.OTHER: "other_sources",
}
TOTAL_FIELDS = ("identified", *KIND_FIELDS.values(), "duplicates", "to_screen")
END_FIELDS = ("studies_included", "reports_included", "open_records")
UPDATE_FIELDS = ("previous_studies", "previous_reports", "total_studies", "total_reports")
STAGE_FIELDS = (
    "reached",
    "decided",
    "excluded",
    "excluded_by_people",
    "excluded_by_tools",
    "not_retrieved",
    "let_through",
    "pending",
    "conflicts",
    "unsure_held",
    "not_screened",
    "open",
    "unsure_forwarded",
)
RECORD_FIELDS = (
    "records_screened",
    "records_unscreened",
    "records_not_screened",
    "records_excluded",
    "records_excluded_by_people",
    "records_excluded_by_tools",
)
REPORT_FIELDS = (
    "reports_sought",
    "reports_not_retrieved",
    "reports_assessed",
    "reports_unassessed",
    "reports_excluded",
)
JOINT_RECORD_FIELDS = RECORD_FIELDS[:4]
COLUMNS = ("dbr", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """Records identified from one source; ``duplicates`` of them were removed as such.

    Of a group of duplicates the one kept stays with its source, mostly the one imported first.
    """

    name: str
    kind: SourceKind
    n: int
    duplicates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """Records excluded for one primary reason."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """What became of the records that reached a stage, all sources together.

    reached = decided + not_retrieved + pending + conflicts + unsure_held + not_screened, and
    decided = excluded + let_through. ``unsure_forwarded`` is part of ``let_through``.
    ``not_retrieved`` is 0 where the protocol counts such reports as exclusions. ``not_screened``
    were left unread when the stage was stopped. ``excluded_by_tools`` is the part of ``excluded``
    that only programs decided.
    """

    stage: Stage
    reached: int
    decided: int
    excluded: int
    excluded_by_tools: int = 0
    reasons: tuple[ReasonCount, ...] = ()
    not_retrieved: int = 0
    let_through: int
    pending: int
    conflicts: int
    unsure_held: int
    unsure_forwarded: int
    not_screened: int = 0

    @property
    def open(self) -> int:
        """Records somebody still has to do something about."""
        return self.pending + self.conflicts + self.unsure_held

    @property
    def excluded_by_people(self) -> int:
        """Records excluded by at least one person."""
        return self.excluded - self.excluded_by_tools


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCount:
    """One column of PRISMA 2020, title and abstract merged into "records screened".

    Screened are records decided at all stages before the full text; assessed are reports decided
    at the full text. Unscreened are still to be decided; not screened were left unread when a
    stage was stopped. Excluded by tools is the part of the excluded that only programs decided.
    Fields of stages the protocol lacks are 0. A record belongs to the column of
    the search it came from; of a cluster of duplicates, the one kept decides.
    """

    identified: int
    duplicates: int
    to_screen: int
    records_screened: int = 0
    records_unscreened: int = 0
    records_not_screened: int = 0
    records_excluded: int = 0
    records_excluded_by_tools: int = 0
    reports_sought: int = 0
    reports_not_retrieved: int = 0
    reports_assessed: int = 0
    reports_unassessed: int = 0
    reports_excluded: int = 0
    reasons: tuple[ReasonCount, ...] = ()
    included: int

    @property
    def records_excluded_by_people(self) -> int:
        """Records excluded by at least one person."""
        return self.records_excluded - self.records_excluded_by_tools


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCounts:
    """All boxes of the PRISMA 2020 diagram and of the stage-by-stage diagram.

    A report is one record; ``studies_included`` counts the reports that people grouped into one
    study once, by the first of them that is included. ``finished`` means that records were imported
    and none is left open. ``previous`` is None for a new review.
    """

    sources: tuple[SourceCount, ...]
    identified: int
    databases: int
    registers: int
    websites: int
    organisations: int
    citations: int
    other_sources: int
    duplicates: int
    to_screen: int
    stages: tuple[StageCount, ...]
    dbr: ColumnCount
    other: ColumnCount
    not_retrieved_as: NotRetrieved
    studies_included: int
    reports_included: int
    open_records: int
    finished: bool
    previous: PreviousVersion | None = None

    @property
    def screens_records(self) -> bool:
        """Whether the protocol has a title or an abstract stage."""
        return any(stage.stage is not Stage.FULLTEXT for stage in self.stages)

    @property
    def total_studies(self) -> int:
        """Studies of the previous version and of this one, each once."""
        before = self.previous
        return self.studies_included + (before.studies - before.again if before else 0)

    @property
    def total_reports(self) -> int:
        """Reports of the previous version and of this one."""
        return self.reports_included + (self.previous.reports if self.previous else 0)

    @property
    def assesses_reports(self) -> bool:
        """Whether the protocol has a full-text stage."""
        return any(stage.stage is Stage.FULLTEXT for stage in self.stages)


def box_counts(counts: FlowCounts) -> dict[str, int]:
    """Box name -> number, for every box there is, in the order of the flow."""
    return dict(_boxes(counts))


def column_fields(counts: FlowCounts) -> tuple[str, ...]:
    """The fields of a column that the protocol's stages give rise to."""
    return (
        "identified",
        "duplicates",
        "to_screen",
        *(RECORD_FIELDS if counts.screens_records else ()),
        *(REPORT_FIELDS if counts.assesses_reports else ()),
        "included",
    )


def _boxes(counts: FlowCounts) -> Iterator[tuple[str, int]]:
    for source in counts.sources:
        yield f"source:{source.kind}:{source.name}", source.n
    for name in TOTAL_FIELDS:
        yield name, getattr(counts, name)
    for source in counts.sources:
        yield f"duplicates:{source.kind}:{source.name}", source.duplicates
    for stage in counts.stages:
        for name in STAGE_FIELDS:
            yield f"{name}_{stage.stage}", getattr(stage, name)
        for reason in stage.reasons:
            yield f"excluded_{stage.stage}:{reason.reason}", reason.n
    for column in COLUMNS:
        yield from _column_boxes(counts, column)
    yield from _joint_boxes(counts)
    for name in END_FIELDS:
        yield name, getattr(counts, name)
    if before := counts.previous:
        told = (before.studies, before.reports, counts.total_studies, counts.total_reports)
        yield from zip(UPDATE_FIELDS, told, strict=True)


def _joint_boxes(counts: FlowCounts) -> Iterator[tuple[str, int]]:
    """What PRISMA 2009 counts of all sources together; reports not retrieved are excluded there."""
    for name in JOINT_RECORD_FIELDS if counts.screens_records else ():
        yield name, getattr(counts.dbr, name) + getattr(counts.other, name)
    for stage in counts.stages:
        if stage.stage is Stage.FULLTEXT:
            yield "articles_assessed", stage.decided + stage.not_retrieved
            yield "articles_excluded", stage.excluded + stage.not_retrieved


def _column_boxes(counts: FlowCounts, column: str) -> Iterator[tuple[str, int]]:
    held = counts.dbr if column == "dbr" else counts.other
    for name in column_fields(counts):
        yield f"{column}_{name}", getattr(held, name)
    for reason in held.reasons:
        yield f"{column}_reports_excluded:{reason.reason}", reason.n
