"""The action table of the duplicates desk: keys, names and help of both front ends come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeskAct(StrEnum):
    """What a person can do at the desk."""

    DUPLICATE = "duplicate"
    KEEP_BOTH = "keep both"
    SKIP = "skip"
    BACK = "back"
    UNDO = "undo"
    HELP = "help"
    QUIT = "quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAction:
    """One row of the table. ``needs_question``: it does nothing when no question is open."""

    key: str
    act: DeskAct
    help: str
    needs_question: bool = True

    @property
    def name(self) -> str:
        """The action as the footer calls it."""
        return self.act.value


DESK_ACTIONS = (
    DeskAction(
        key="d",
        act=DeskAct.DUPLICATE,
        help="The same report: mark the record on the right as a duplicate; both stay.",
    ),
    DeskAction(
        key="k", act=DeskAct.KEEP_BOTH, help="Different reports: keep both, and do not ask again."
    ),
    DeskAction(key="s", act=DeskAct.SKIP, help="Skip: ask this again after all others."),
    DeskAction(
        key="b", act=DeskAct.BACK, help="Back to the question before, such as one you skipped."
    ),
    DeskAction(
        key="u",
        act=DeskAct.UNDO,
        needs_question=False,
        help="Undo your latest answer of this sitting; press again to go further back.",
    ),
    DeskAction(
        key="?", act=DeskAct.HELP, needs_question=False, help="Show what every key and mark means."
    ),
    DeskAction(
        key="q",
        act=DeskAct.QUIT,
        needs_question=False,
        help="Quit; every answer is saved already.",
    ),
)
DESK_KEYS_TOLD = ", ".join(f"{action.key} {action.name}" for action in DESK_ACTIONS)

MARK_HELP = (
    ("=", "Both records say the same."),
    ("!", "They differ; the words that only one of them has are underlined."),
    (" ", "Only one of them says something."),
)
"""(mark in front of a field, what it means)."""


def desk_action(key: str) -> DeskAction | None:
    """The action of a key, None if it has none."""
    return next((action for action in DESK_ACTIONS if action.key == key.lower()), None)
