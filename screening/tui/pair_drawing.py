"""From a question of the duplicates desk to styled text; no widget knows more than this."""

from __future__ import annotations

from textwrap import fill

from textual.content import Content

from screening.sessions.desk_actions import DESK_ACTIONS, MARK_HELP
from screening.sessions.duplicate_desk import DuplicateDesk, Question
from screening.sessions.side_by_side import Evidence, Side, Span
from screening.tui.drawing import keys_line

# Underlined and bold beside the colour, so that the words stand out without it too.
ONLY_HERE = "bold underline $text-warning"
_MARK_STYLES = {"!": "bold $text-warning", "=": "$text-success", " ": ""}
_LABEL = "bold"
_HELP = 50


def field_text(side: Side) -> Content:
    """The mark and the name of a field."""
    return Content.assemble((side.mark, _MARK_STYLES[side.mark]), " ", (side.label, _LABEL))


def value_text(text: str, only_here: tuple[Span, ...]) -> Content:
    """A value with the words marked that the other record lacks."""
    if not text:
        return Content.styled("-", "dim")
    content = Content(text)
    for start, end in only_here:
        content = content.stylize(ONLY_HERE, start, end)
    return content


def head_text(record: str, source: str, role: str) -> Content:
    """Over a column: which record, from where, and what becomes of it."""
    return Content.assemble((record, "bold"), f" {source}", (f"\n{role}", "dim"))


def evidence_text(evidence: Evidence) -> Content:
    """What speaks against one report, then what speaks for it, each sentence after its sign."""
    lines = [Content.assemble(("! ", "bold $text-warning"), at) for at in evidence.against]
    lines += [Content.assemble(("+ ", "bold $text-success"), at) for at in evidence.in_favour]
    lines += [Content.styled(f"? {evidence.unknown}", "dim")] if evidence.unknown else []
    return Content("\n").join(lines)


def why_text(question: Question) -> Content:
    """Why a person is asked, in one sentence."""
    return Content.assemble(("Asked: ", _LABEL), f"{question.why}.")


def done_text(desk: DuplicateDesk) -> Content:
    """What stands in place of the records when no question is open."""
    return Content(f"No question is open. {desk.answered:,} answered in this sitting.")


def desk_keys(room: int, *, open_question: bool) -> Content:
    """The live keys in lines no wider than ``room`` columns; each can be clicked."""
    return keys_line(
        ((at.key, at.name, open_question or not at.needs_question) for at in DESK_ACTIONS), room
    )


def desk_help() -> Content:
    """Every key, sign and mark, from the action table."""
    rows = (
        *((action.key, action.help) for action in DESK_ACTIONS),
        ("arrows", "Scroll; so do PgUp and PgDn."),
        ("", ""),
        *((mark or " ", means) for mark, means in MARK_HELP),
        ("+", "This speaks for one report; ! against it."),
    )
    return Content("\n").join(
        Content.assemble((f"{key:>6}  ", "bold"), fill(text, _HELP, subsequent_indent=" " * 8))
        for key, text in rows
    )
