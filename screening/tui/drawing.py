"""From what the seat shows to styled text; no widget knows more than this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

from rich.cells import cell_len
from textual.content import Content

from screening.console import completing, counted
from screening.events.kinds import Mark
from screening.sessions.actions import Ask
from screening.sessions.criteria import criteria_blocks
from screening.sessions.finding import Found
from screening.sessions.outlook import Outlook
from screening.sessions.seat import Seat
from screening.sessions.shown import Passage, RecordShown, one_line
from screening.sessions.why import Why

# Bold against italic, both underlined: the marks differ without colour too.
MARK_STYLES = {
    Mark.INCLUDE: "bold underline $text-success",
    Mark.EXCLUDE: "italic underline $text-error",
}
_BARS = "▁▂▃▄▅▆▇█"
# Columns of the recall curve beside the counts at most and at least, and of a line that has room
# for the whole sentence of a stopping rule.
_CURVE, _SHORTEST, _ROOMY = 24, 6, 110
_GAP = "  "
# Columns of the help beside its keys: what a window has room for on a terminal of 80.
_HELP = 50
_LABEL = "bold $text-primary"
_DIM = "dim"
_WARNING = "bold reverse $text-error"


def passage_text(passage: Passage, style: str = "") -> Content:
    """A passage with its marked words."""
    text = Content.styled(passage.text, style)
    for at in passage.marks:
        text = text.stylize(MARK_STYLES[at.mark], at.start, at.end)
    return text


def record_text(shown: RecordShown) -> Content:
    """The record as its pane shows it."""
    blocks = [Content.styled(notice, _WARNING) for notice in shown.notices]
    blocks.append(passage_text(shown.title, "bold"))
    if shown.byline:
        blocks.append(Content.styled(shown.byline, _DIM))
    if shown.masked:
        blocks.append(Content.styled("Authors, year and venue are hidden.", _DIM))
    blocks += [_labelled(part) for part in shown.abstract]
    if shown.abstract_missing:
        blocks.append(Content.styled("There is no abstract in the export.", "italic"))
    blocks += [_labelled(part) for part in shown.details]
    blocks += [_labelled(Passage(label="Your note", text=note)) for note in shown.notes]
    if shown.tags:
        blocks.append(_labelled(Passage(label="Your tags", text=", ".join(shown.tags))))
    if shown.earlier:
        blocks.append(_labelled(Passage(label="Your verdict so far", text=shown.earlier)))
    blocks.append(Content.styled(f"Source: {shown.source}", _DIM))
    return Content("\n\n").join(blocks)


def _labelled(part: Passage) -> Content:
    if not part.label:
        return passage_text(part)
    return Content.assemble((f"{part.label}: ", _LABEL), passage_text(part))


def criteria_text(seat: Seat) -> Content:
    """The reasons with their keys, the criteria and the questions."""
    blocks = []
    for heading, lines in criteria_blocks(seat):
        body = Content("\n").join([Content(line) for line in lines])
        blocks.append(Content.assemble((heading, _LABEL), "\n", body))
    return Content("\n\n").join(blocks) or Content("The protocol names no criteria.")


def why_text(why: Why) -> Content:
    """Why a record stands where it does, one paragraph a reason."""
    return Content("\n\n").join([Content(line) for line in why.lines])


def known_answers(seat: Seat, ask: Ask) -> str:
    """What may help to answer a question: the tags or the words that there are already."""
    if ask is Ask.TAG and seat.known_tags:
        return f"Your tags: {', '.join(seat.known_tags)}"
    if ask is Ask.TERM and seat.marked():
        return f"Marked: {', '.join(term for term, _mark in seat.marked())}"
    return ""


def found_rows(seat: Seat, found: Found) -> tuple[str, tuple[tuple[str, Content], ...]]:
    """How many records were found, and a row for each that is listed."""
    heading = f"{counted(found.total, 'record')} found for {found.text!r}"
    if found.total > len(found.records):
        heading += f", the first {len(found.records)} listed"
    rows = tuple(
        (at.id, Content.assemble((f"{at.id}  ", "bold"), (f"{seat.standing(at.id):9}", _DIM),
                                 one_line(at.title, _HELP)))
        for at in found.records
    )  # fmt: skip
    return heading, rows


def summary_text(seat: Seat) -> Content:
    """What stands in place of the record after the last one."""
    named = completing.get()
    return Content("\n\n").join([Content(named(line)) for line in seat.summary()])


def sparkline(curve: Sequence[int], columns: int) -> str:
    """A curve that never falls in one line of at most so many columns, its last point highest."""
    top = max(curve, default=0)
    if top == 0 or columns < 1:
        return ""
    shown = min(columns, len(curve))
    points = [curve[len(curve) * point // shown - 1] for point in range(1, shown + 1)]
    return "".join(_BARS[at * (len(_BARS) - 1) // top] for at in points)


def outlook_text(outlook: Outlook | None, room: int) -> str:
    """Found, probably left, and the rule in one line; a sparkline of recall where there is room."""
    if outlook is None:
        return "Working out what is left ..."
    rule = outlook.rule if room >= _ROOMY else outlook.brief_rule
    told = f"{outlook.found:,} found, {outlook.expected}, {rule}"
    line = sparkline(outlook.curve, min(_CURVE, room - cell_len(told) - len(_GAP)))
    return f"{line}{_GAP}{told}" if len(line) >= _SHORTEST else told


def progress_text(seat: Seat) -> Content:
    """The outlook in sentences, with the recall curve, and what the order has learned."""
    outlook = seat.outlook
    if outlook is None:
        return Content("This is still being worked out; look again in a moment.")
    curve = sparkline(outlook.curve, _HELP)
    shown = [Content.assemble(("Found while reading: ", _LABEL), "\n", curve)] if curve else []
    lines = [Content(line) for line in (*outlook.lines, seat.learning_line)]
    return Content("\n\n").join([Content("\n").join(lines), *shown])


def help_text(seat: Seat) -> Content:
    """Every key and what it does, from the action table."""
    rows = [
        Content.assemble((f"{key:>6}  ", "bold"), fill(help_, _HELP, subsequent_indent=" " * 8))
        for key, help_ in (*seat.keys, ("arrows", "Scroll the record; so do PgUp and PgDn."))
    ]
    marks = Content.assemble(
        "Marked words: ",
        ("speaks for including", MARK_STYLES[Mark.INCLUDE]),
        ", ",
        ("speaks for excluding", MARK_STYLES[Mark.EXCLUDE]),
        ".",
    )
    return Content("\n").join([*rows, Content(""), marks])


def keys_text(seat: Seat, room: int) -> Content:
    """The live keys in lines no wider than ``room`` columns; each can be clicked."""
    return keys_line(
        (
            (action.key, action.name, seat.current is not None or not action.needs_record)
            for action in seat.actions
            if action.in_footer
        ),
        room,
    )


def keys_line(keys: Iterable[tuple[str, str, bool]], room: int) -> Content:
    """Keys given as (key, name, whether it does anything now), laid out as in ``keys_text``."""
    lines: list[list[Content]] = [[]]
    used = 0
    for key, name, live in keys:
        part = _key_text(key, name, live=live)
        if used + part.cell_length > room:
            lines.append([])
            used = 0
        lines[-1].append(part)
        used += part.cell_length + len(_GAP)
    return Content("\n").join([Content(_GAP).join(line) for line in lines])


def _key_text(key: str, name: str, *, live: bool) -> Content:
    if not live:
        return Content.styled(f"{key} {name}", "dim")
    return Content.from_markup(f"[@click=screen.press('{key}')][bold reverse]{key}[/] {name}[/]")
