"""The action table of the proposals' desk: keys, names and help of both front ends come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ThemeAct(StrEnum):
    """What a person can do with a proposal."""

    APPROVE = "approve"
    NAME = "name"
    PLACE = "place"
    MERGE = "merge"
    REJECT = "reject"
    DEFER = "defer"
    SKIP = "skip"
    MEMO = "memo"
    UNDO = "undo"
    HELP = "help"
    QUIT = "quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAction:
    """One row of the table: ``asks`` is the question it asks, empty if none."""

    key: str
    act: ThemeAct
    help: str
    asks: str = ""
    needs_answer: bool = True
    needs_proposal: bool = True

    @property
    def name(self) -> str:
        """The action as the footer calls it."""
        return self.act.value


THEME_ACTIONS = (
    ThemeAction(key="a", act=ThemeAct.APPROVE, help="Approve the proposal as it stands."),
    ThemeAction(
        key="n",
        act=ThemeAct.NAME,
        help="Edit: approve it under another name.",
        asks="New label",
    ),
    ThemeAction(
        key="m",
        act=ThemeAct.PLACE,
        help="Edit: approve it in another place, by id, label or the number of an option.",
        asks="Id or label of the place, a number above, or none",
    ),
    ThemeAction(
        key="g",
        act=ThemeAct.MERGE,
        help="Merge: let it go into an approved one, by id, label or the number of an option.",
        asks="Id or label of the one it goes into",
    ),
    ThemeAction(
        key="r",
        act=ThemeAct.REJECT,
        help="Reject it; it stays in the log and is not asked again on the same evidence.",
        asks="Why (may be empty)",
        needs_answer=False,
    ),
    ThemeAction(key="d", act=ThemeAct.DEFER, help="Defer it: to the end of the queue, for good."),
    ThemeAction(key="s", act=ThemeAct.SKIP, help="Skip it for now; it comes again next time."),
    ThemeAction(
        key="w",
        act=ThemeAct.MEMO,
        help="Write a memo on what the proposal is about.",
        asks="Memo",
    ),
    ThemeAction(
        key="u",
        act=ThemeAct.UNDO,
        help="Undo your latest act of this sitting; press again to go further back.",
        needs_proposal=False,
    ),
    ThemeAction(key="?", act=ThemeAct.HELP, help="Show what every key does.", needs_proposal=False),
    ThemeAction(
        key="q",
        act=ThemeAct.QUIT,
        help="Quit; everything is saved already.",
        needs_proposal=False,
    ),
)


def theme_action(key: str) -> ThemeAction | None:
    """The action of a key; None if it has none."""
    return next((action for action in THEME_ACTIONS if action.key == key), None)
