"""A review opened from a bundle belongs to one reviewer and takes that reviewer's steps only."""

from __future__ import annotations

from collections.abc import Iterable

from screening.errors import UsageError
from screening.events import Body, ReviewState
from screening.events.kinds import (
    Decided,
    DecisionWithdrawn,
    Noted,
    Postponed,
    RankingMade,
    ReportNotRetrieved,
    ReportRetrieved,
    StepUndone,
    Tagged,
    TermMarked,
    Untagged,
)

# What a reviewer's steps are, by their names in the log; these are taken back.
STEPS: tuple[type[Body], ...] = (
    Decided,
    DecisionWithdrawn,
    Postponed,
    Noted,
    Tagged,
    Untagged,
    TermMarked,
    StepUndone,
    ReportNotRetrieved,
    ReportRetrieved,
)


def check_bundle(state: ReviewState, by: str) -> None:
    """Make sure that a bundle is used by whom it was made for.

    Raises:
        UsageError: by somebody else.
    """
    given = state.team.given
    if given and by != given.reviewer:
        raise UsageError(
            f"This folder is the bundle of {given.reviewer}; you are {by}.",
            f"Say --as {given.reviewer!r} if that is you, or ask the owner of the review for a"
            " bundle of your own.",
        )


def refuse_in_bundle(state: ReviewState, bodies: Iterable[Body]) -> None:
    """Make sure that nothing is added to a bundle that would not come back from it.

    A new order of reading is only for here, and stays here.

    Raises:
        UsageError: it belongs into the review itself.
    """
    if state.team.given is None:
        return
    if not all(isinstance(body, (*STEPS, RankingMade)) for body in bodies):
        need_whole_review(state)


def need_whole_review(state: ReviewState) -> None:
    """Make sure, before long work begins, that this is no bundle, which would refuse what it finds.

    Raises:
        UsageError: it is one.
    """
    if state.team.given is not None:
        raise UsageError(
            "This folder is a bundle: it takes your decisions, notes and tags, nothing else.",
            "Imports, duplicates, conflicts, rules and codes belong into the review itself.",
        )
