"""The protocol's types, and the three stages and verdicts everybody speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from screening.errors import UsageError
from screening.protocol.form import FormField
from screening.protocol.roles import Assignment, Roles
from screening.records import SourceKind


class Stage(StrEnum):
    """The three exclusion stages, in their fixed order."""

    TITLE = "title"
    ABSTRACT = "abstract"
    FULLTEXT = "fulltext"

    @property
    def label(self) -> str:
        """The stage as it is written in a sentence."""
        return "full text" if self is Stage.FULLTEXT else self.value


class Verdict(StrEnum):
    """What a reviewer says of a record at a stage."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"


class Unsure(StrEnum):
    """What becomes of a record its reviewers are unsure about."""

    FORWARD = "forward"
    HOLD = "hold"


class NotRetrieved(StrEnum):
    """How the three-stage flow counts a report that could not be had."""

    EXCLUDED = "excluded"
    SEPARATE = "separate"


def to_stage(text: str) -> Stage:
    """Read a stage as people type it.

    Raises:
        UsageError: no such stage.
    """
    name = text.strip().lower().replace("-", "").replace("_", "").replace(" ", "")
    try:
        return Stage(name)
    except ValueError:
        raise UsageError(
            f"There is no stage {text!r}.", "The stages are: title, abstract, fulltext."
        ) from None


def to_verdict(text: str) -> Verdict:
    """Read a verdict as people type it: the word, its first letter, or the past tense.

    Raises:
        UsageError: no such verdict.
    """
    name = text.strip().lower()
    for verdict in Verdict:
        if name and (verdict.value == name or name in (verdict.value[0], verdict.value + "d")):
            return verdict
    raise UsageError(
        f"There is no verdict {text!r}.", "The verdicts are: include, exclude, unsure."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """How one stage is screened.

    ``reasons`` are the words of the exclusion reasons, in the order of priority; ``reviewers``
    is the number of independent decisions a record needs. Where that is one, the share ``double``
    of the records needs two. ``reason_conflicts``: exclusions for different reasons conflict.
    """

    stage: Stage
    reasons: tuple[str, ...] = ()
    reviewers: int = 1
    double: float = 0.0
    unsure: Unsure = Unsure.FORWARD
    reason_conflicts: bool = False

    @property
    def most(self) -> int:
        """The most decisions that a record needs here."""
        return max(self.reviewers, 2) if self.double else self.reviewers


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSearch:
    """A search the protocol announces (PRISMA-S items 1, 8 and 13)."""

    source: str
    kind: SourceKind = SourceKind.DATABASE
    platform: str = ""
    query: str = ""
    run_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingPlan:
    """When a stage may end, and how sure that must be.

    ``rules`` are names of stopping rules; ``all`` means that every record is read. With several,
    ``combine`` says whether ``all`` of them or ``any`` must say stop. ``recall`` is the share of
    the relevant records to be found, ``confidence`` 1 minus the risk of stopping short of it,
    ``misses`` the run of irrelevant records that the rule of thumb ``consecutive`` waits for.
    """

    rules: tuple[str, ...] = ("all",)
    combine: str = "all"
    recall: float = 0.95
    confidence: float = 0.95
    misses: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousVersion:
    """What an earlier version of the review included; its update adds to these numbers.

    ``again`` of these studies have a further report that the update includes: such a report adds to
    the reports of the whole review, but no study.
    """

    studies: int
    reports: int
    again: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A validated ``review.toml``.

    ``text`` and ``sha256`` are the file as read; ``levels`` names the codebook's levels from the
    top (component, sub-component, code); years are inclusive, None means open. ``languages`` is the
    order in which the text shown and ranked is chosen of a record in several. ``automation`` are
    the reviewers that are programs; ``previous`` is None for a new review.
    ``roles`` is None where everybody may do everything.
    """

    title: str
    questions: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    stages: tuple[StagePlan, ...]
    not_retrieved: NotRetrieved = NotRetrieved.SEPARATE
    reviewers: tuple[str, ...] = ()
    roles: Roles | None = None
    assignment: Assignment = Assignment.OPEN
    automation: tuple[str, ...] = ()
    previous: PreviousVersion | None = None
    year_from: int | None = None
    year_to: int | None = None
    languages: tuple[str, ...] = ()
    searches: tuple[PlannedSearch, ...] = ()
    highlight_include: tuple[str, ...] = ()
    highlight_exclude: tuple[str, ...] = ()
    stopping: StoppingPlan = StoppingPlan()
    levels: tuple[str, str, str] = ("theme", "subtheme", "code")
    extraction: tuple[FormField, ...] = ()
    text: str = ""
    sha256: str = ""

    def plan(self, stage: Stage) -> StagePlan:
        """The plan of one stage.

        Raises:
            UsageError: the protocol does not use this stage.
        """
        for plan in self.stages:
            if plan.stage is stage:
                return plan
        used = ", ".join(plan.stage.value for plan in self.stages)
        raise UsageError(
            f"This review has no {stage.label} stage.",
            f"Its stages are: {used}. Stages are set in review.toml under [stages].",
        )

    @property
    def screeners(self) -> tuple[str, ...]:
        """Who decides; empty where anybody may."""
        return self.roles.screener if self.roles else self.reviewers

    def may_screen(self, name: str) -> bool:
        """Whether this person decides on records."""
        return not self.screeners or name in self.screeners

    def may_adjudicate(self, name: str) -> bool:
        """Whether this person settles conflicts."""
        return self.roles is None or name in self.roles.judges

    def may_amend(self, name: str) -> bool:
        """Whether this person changes the protocol."""
        return self.roles is None or name in self.roles.owner

    def is_last(self, stage: Stage) -> bool:
        """Whether inclusion at this stage is inclusion in the review."""
        return self.stages[-1].stage is stage
