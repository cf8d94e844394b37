"""What can be said of reports and the studies that they report."""

from __future__ import annotations

from dataclasses import dataclass

from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsGrouped:
    """A person says that these reports, and all grouped with one of them before, are one study."""

    reports: tuple[RecordId, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsSplit:
    """A person says that each of these reports is of a study of its own, whatever it was before."""

    reports: tuple[RecordId, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyStepUndone:
    """Undo: the grouping or splitting with the event number ``step`` no longer counts."""

    step: int
