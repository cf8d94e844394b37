"""Whether a reviewer may decide a record now: roles, who is assigned, how many are enough."""

from __future__ import annotations

from screening.errors import UsageError
from screening.events import ReviewState, assigned, has_turn, needed
from screening.protocol import Protocol, Stage
from screening.records import RecordId


def check_screener(protocol: Protocol, by: str) -> None:
    """Let nobody to the seat who may decide nothing there.

    Raises:
        UsageError: the roles of the protocol give screening to others.
    """
    if not protocol.may_screen(by):
        raise UsageError(
            f"{by} does not screen in this review.",
            f"Those who do are: {', '.join(protocol.screeners)}. Roles are set in review.toml"
            " under [roles].",
        )


def check_turn(
    state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId, by: str
) -> None:
    """Let a reviewer change an own decision, or make one that is still needed.

    Raises:
        UsageError: the reviewer does not screen, others have decided, or others are to.
    """
    check_screener(protocol, by)
    if state.decided_by(stage, record, by):
        return
    others = sorted(state.in_force(stage, record))
    if len(others) >= needed(state, protocol, stage, record):
        raise UsageError(
            f"{record} is already decided at the {stage.label} stage by {', '.join(others)}.",
            "Who decided may change it (--as NAME); differing decisions are settled with"
            " 'tamis adjudicate'.",
        )
    if not has_turn(state, protocol, stage, record, by):
        names = " and ".join(assigned(state, protocol, stage, record))
        raise UsageError(
            f"{record} is assigned to {names} at the {stage.label} stage, not to {by}.",
            "'tamis screen' shows what is assigned to you.",
        )
