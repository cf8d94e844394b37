"""The action table of the reviewer's seat: keys, names and help of every front end come from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from screening.errors import UsageError
from screening.protocol import Stage


class Act(StrEnum):
    """What a reviewer can do at the seat."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"
    LATER = "later"
    UNDO = "undo"
    NOTE = "note"
    TAG = "tag"
    BACK = "back"
    FORWARD = "forward"
    GO_TO = "go to"
    FIND = "find"
    NOT_RETRIEVED = "not retrieved"
    READ_ON = "read on"
    FIND_IN_TEXT = "find in text"
    WHY_HERE = "why here"
    LINK = "link"
    HIDE = "hide authors"
    MARK_INCLUDE = "mark for"
    MARK_EXCLUDE = "mark against"
    CRITERIA = "criteria"
    PROGRESS = "progress"
    HELP = "help"
    QUIT = "quit"


class Ask(StrEnum):
    """What an action still has to be told before it can be done."""

    NOTHING = "nothing"
    REASON = "reason"
    NOTE = "note"
    WHY = "why"
    TAG = "tag"
    RECORD = "record"
    TEXT = "text"
    WORDS = "words"
    TERM = "term"


# What changes the view and nothing in the review.
LOOKS = (Act.BACK, Act.FORWARD, Act.GO_TO, Act.HIDE)

# What is asked, in full, and in a word before the answer in the line mode.
QUESTIONS = {
    Ask.REASON: ("Why is it excluded?", "Reason"),
    Ask.NOTE: ("Note", "Note"),
    Ask.WHY: ("Why could it not be retrieved?", "Why"),
    Ask.TAG: ("Tag to put on, or to take off", "Tag"),
    Ask.RECORD: ("Go to which record?", "Record"),
    Ask.TEXT: ("Find in titles, abstracts and authors", "Find"),
    Ask.WORDS: ("Find in the full text (nothing typed: the next place)", "Words"),
    Ask.TERM: ("Word to mark, or to mark no longer", "Word"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row of the table.

    ``needs_record``: it does nothing when the queue is empty. ``in_footer``: the line of keys
    below the record names it; the help names every key.
    """

    key: str
    act: Act
    help: str
    ask: Ask = Ask.NOTHING
    needs_record: bool = True
    in_footer: bool = True
    stages: tuple[Stage, ...] = tuple(Stage)

    @property
    def name(self) -> str:
        """The action as the footer calls it."""
        return self.act.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a key means: the action, what it still asks for, and an answer given with the key."""

    act: Act
    ask: Ask = Ask.NOTHING
    answer: str = ""


ACTIONS = (
    Action(key="i", act=Act.INCLUDE, help="Include this record; it goes on to the next stage."),
    Action(
        key="e",
        act=Act.EXCLUDE,
        ask=Ask.REASON,
        help="Exclude this record, then choose the reason by its number.",
    ),
    Action(key="m", act=Act.UNSURE, help="Maybe: you are unsure about this record."),
    Action(key="s", act=Act.LATER, help="Skip: put this record at the end of your queue."),
    Action(
        key="u",
        act=Act.UNDO,
        needs_record=False,
        help="Undo your latest step at this stage; press again to go further back.",
    ),
    Action(key="n", act=Act.NOTE, ask=Ask.NOTE, help="Write a note on this record."),
    Action(
        key="t",
        act=Act.TAG,
        ask=Ask.TAG,
        help="Put a tag on this record; the same tag again takes it off.",
    ),
    Action(
        key="b",
        act=Act.BACK,
        needs_record=False,
        help="Back to the record you decided before, to look at it or to change your decision.",
    ),
    Action(
        key="f",
        act=Act.FORWARD,
        needs_record=False,
        in_footer=False,
        help="Forward again, at last to the record that is to be decided.",
    ),
    Action(
        key="/",
        act=Act.FIND,
        ask=Ask.TEXT,
        needs_record=False,
        help="Find words in titles, abstracts and authors, and go to a record found.",
    ),
    Action(
        key="g",
        act=Act.GO_TO,
        ask=Ask.RECORD,
        needs_record=False,
        in_footer=False,
        help="Go to a record by its number, such as R0017 or 17.",
    ),
    Action(
        key="o",
        act=Act.NOT_RETRIEVED,
        ask=Ask.WHY,
        stages=(Stage.FULLTEXT,),
        help="The full text could not be obtained; say why.",
    ),
    Action(
        key="r",
        act=Act.READ_ON,
        in_footer=False,
        stages=(Stage.FULLTEXT,),
        help="Read on: the next page of the full text; after the last one the first again.",
    ),
    Action(
        key="d",
        act=Act.FIND_IN_TEXT,
        ask=Ask.WORDS,
        in_footer=False,
        stages=(Stage.FULLTEXT,),
        help="Find words in the full text (the document); Enter alone goes to the next place.",
    ),
    Action(
        key="w",
        act=Act.WHY_HERE,
        help="Why it stands here: its rank, the words that raise it, the nearest included records.",
    ),
    Action(
        key="l",
        act=Act.LINK,
        in_footer=False,
        help="Open its DOI or web address in your browser, or show the address.",
    ),
    Action(
        key="h",
        act=Act.HIDE,
        needs_record=False,
        in_footer=False,
        help="Hide or show authors, year and venue; each decision says which it was.",
    ),
    Action(
        key="+",
        act=Act.MARK_INCLUDE,
        ask=Ask.TERM,
        needs_record=False,
        in_footer=False,
        help="Mark a word that speaks for including (rat* marks all that begins so); the same"
        " again takes the mark off.",
    ),
    Action(
        key="-",
        act=Act.MARK_EXCLUDE,
        ask=Ask.TERM,
        needs_record=False,
        in_footer=False,
        help="Mark a word that speaks for excluding (rat* marks all that begins so); the same"
        " again takes the mark off.",
    ),
    Action(
        key="c",
        act=Act.CRITERIA,
        needs_record=False,
        help="Show the questions, the criteria and the numbered reasons.",
    ),
    Action(
        key="p",
        act=Act.PROGRESS,
        needs_record=False,
        help="Show what is found, what is probably left, and what the stopping rule says.",
    ),
    Action(key="?", act=Act.HELP, needs_record=False, help="Show what every key does."),
    Action(key="q", act=Act.QUIT, needs_record=False, help="Quit; everything is saved already."),
)

REASON_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
DIRECT_REASON_KEYS = REASON_KEYS[:9]


def actions_at(stage: Stage) -> tuple[Action, ...]:
    """The actions that a stage offers, in the order of the table."""
    return tuple(action for action in ACTIONS if stage in action.stages)


def key_help(stage: Stage, reasons: int) -> tuple[tuple[str, str], ...]:
    """(key, what it does) for every key of a stage, the direct reason keys among them."""
    rows = [(action.key, action.help) for action in actions_at(stage)]
    direct = DIRECT_REASON_KEYS[:reasons]
    if direct:
        keys = direct if len(direct) == 1 else f"{direct[0]}-{direct[-1]}"
        rows.insert(2, (keys, "Exclude at once with the reason of that number."))
    return tuple(rows)


def reason_with(reasons: Iterable[tuple[str, str]], key: str, stage: Stage) -> str:
    """The words of the reason with this key, out of (key, words).

    Raises:
        UsageError: there is no such reason.
    """
    known = dict(reasons)
    if words := known.get(key.strip().lower()):
        return words
    listed = "; ".join(f"{number} {words}" for number, words in known.items())
    raise UsageError(
        f"There is no reason {key!r} at the {stage.label} stage.",
        f"The reasons are: {listed}." if listed else "It has none; press e to exclude.",
    )
