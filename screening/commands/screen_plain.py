"""The line mode of screening: labelled lines for screen readers, poor terminals and pipes.

On a terminal one key decides, without Enter; from a pipe each line is one key, and what follows
on the line is the answer it asks for (``e 2``, ``n look again``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import sleep

from screening.console import counted, give, give_wrapped
from screening.errors import BadInput, ReviewError
from screening.events.kinds import Mark
from screening.keys import Keyboard
from screening.sessions.actions import LOOKS, QUESTIONS, Act, Ask, Press
from screening.sessions.addresses import open_address
from screening.sessions.criteria import criteria_lines
from screening.sessions.finding import MOST
from screening.sessions.outlook import outlook_at
from screening.sessions.seat import Seat
from screening.sessions.shown import Passage, RecordShown, one_line

_LOOK_SECONDS, _TITLE = 0.05, 90
_WITHHELD = "Nothing was changed."


def run(seat: Seat, keyboard: Keyboard) -> None:
    """Screen until the queue is empty, the input ends or the reviewer quits.

    Raises:
        BadInput: a piped line that means nothing; what came before it is kept.
    """
    _tell(f"{seat.stage.label.capitalize()} stage, reviewer {seat.review.by}. Keys: {_keys(seat)}")
    _show(seat)
    while (pressed := keyboard.key()) is not None:
        try:
            if _act(seat, keyboard, pressed):
                break
        except ReviewError as error:
            if keyboard.strict:
                raise BadInput(
                    f"{keyboard.where()}{error.message}",
                    f"{error.hint}\nEverything before this line is kept.".strip(),
                ) from error
            _tell(f"Not done: {error.message} {error.hint}".rstrip())
            _show(seat)
    for line in _outlook(seat, keyboard):
        _tell(line)
    _tell(f"Saved. {seat.progress_line}.")


def _tell(text: str) -> None:
    """Say something, its lines broken between words where a terminal has no room."""
    for line in text.split("\n"):
        give_wrapped(line)


def _act(seat: Seat, keyboard: Keyboard, pressed: str) -> bool:
    """Do what a key means; whether the reviewer quits."""
    press = seat.press(pressed)
    if press is None:
        _unknown(seat, keyboard, pressed)
    elif press.act is Act.QUIT:
        return True
    elif press.act is Act.FIND:
        _look_up(_find, seat, keyboard.line(QUESTIONS[press.ask][1]))
    elif press.act is Act.FIND_IN_TEXT:
        _look_up(_find_in_text, seat, keyboard.line(QUESTIONS[press.ask][1], needed=False))
    elif press.act in _PAGES:
        for line in _PAGES[press.act](seat, keyboard):
            _tell(line)
    else:
        _do(seat, keyboard, press)
    return False


def _help(seat: Seat, _keyboard: Keyboard) -> Iterable[str]:
    return (f"{key}: {help_}" for key, help_ in seat.keys)


def _outlook(seat: Seat, _keyboard: Keyboard) -> Iterable[str]:
    return (*outlook_at(seat.review, seat.stage).lines, seat.learning_line)


def _why(seat: Seat, _keyboard: Keyboard) -> Iterable[str]:
    seat.ask_why()
    while seat.why is None:
        sleep(_LOOK_SECONDS)
    return (f"Why here: {line}" for line in seat.why.lines)


def _link(seat: Seat, keyboard: Keyboard) -> Iterable[str]:
    """Opens nothing where the keys come from a pipe: nobody is there to look."""
    if not seat.address:
        return ("Neither DOI nor address is known of this record.",)
    return (f"Address: {seat.address}" if keyboard.strict else open_address(seat.address),)


def _read_on(seat: Seat, keyboard: Keyboard) -> Iterable[str]:
    """The next page of the full text; from a pipe, a number after the key names the page."""
    number = (keyboard.line("Page", needed=False) or "") if keyboard.strict else ""
    if seat.text is None or not seat.text.pages:
        return (seat.text.notice,) if seat.text else ()
    page = seat.text.turn_to(int(number)) if number.isdecimal() else seat.text.read_on()
    return (f"Page: {page.heading}", page.text or "There is no text on this page.")


def _look_up(look: Callable[[Seat, str], None], seat: Seat, words: str | None) -> None:
    if words is None:
        _tell(_WITHHELD)
    else:
        look(seat, words)


def _find_in_text(seat: Seat, words: str) -> None:
    if seat.text is not None and not seat.text.pages:
        _tell(seat.text.notice)
    elif seat.text is not None:
        _tell(seat.text.find(words))
        if around := seat.text.surroundings():
            _tell(around)


_PAGES: Mapping[Act, Callable[[Seat, Keyboard], Iterable[str]]] = {
    Act.HELP: _help,
    Act.PROGRESS: _outlook,
    Act.CRITERIA: lambda seat, _keyboard: criteria_lines(seat),
    Act.WHY_HERE: _why,
    Act.LINK: _link,
    Act.READ_ON: _read_on,
}


def _find(seat: Seat, text: str) -> None:
    found = seat.find(text)
    for record in found.records:
        _tell(f"Found {record.id} ({seat.standing(record.id)}): {one_line(record.title, _TITLE)}")
    more = f", the first {len(found.records)} of them listed" if found.total > MOST else ""
    _tell(f"{counted(found.total, 'record')} found{more}. To go to one: g and its number.")


def _unknown(seat: Seat, keyboard: Keyboard, pressed: str) -> None:
    if keyboard.strict:
        raise BadInput(f"The key {pressed!r} means nothing here.", f"The keys are: {_keys(seat)}.")
    _tell(f"The key {pressed!r} means nothing here. Press ? for help.")


def _do(seat: Seat, keyboard: Keyboard, press: Press) -> None:
    answer: str | None = press.answer
    if press.ask is Ask.REASON:
        for key, words in seat.reasons:
            _tell(f"Reason {key}: {words}")
        given = keyboard.pick("Reason")
        answer = seat.reason_of(given) if given else None
    elif press.ask is not Ask.NOTHING:
        answer = keyboard.line(QUESTIONS[press.ask][1])
    if answer is None:
        _tell(_WITHHELD)
        return
    said = seat.do(press.act, answer)
    _tell(said if press.act in LOOKS else f"{said} Saved.")
    _show(seat)


def _keys(seat: Seat) -> str:
    return ", ".join(f"{action.key} {action.name}" for action in seat.actions)


def _show(seat: Seat) -> None:
    shown = seat.shown()
    give()
    if shown is None:
        for line in seat.summary():
            _tell(line)
        return
    for line in (*lines_of(seat, shown), *_text_lines(seat)):
        _tell(line)


def _text_lines(seat: Seat) -> Iterable[str]:
    """What full text there is, how to read it, and which words are marked in it how often."""
    text = seat.text
    if text is None:
        return
    yield text.notice
    for mark in Mark:
        told = ", ".join(f"{word} {count}" for word, count in text.marked(mark).items())
        if told:
            yield f"Marked to {mark} in the full text: {told}"


def lines_of(seat: Seat, shown: RecordShown) -> list[str]:
    """The record as labelled lines: what must not be missed, then title, abstract and the rest."""
    lines = [f"Record: {shown.where}. {seat.progress_line}."]
    lines += [f"Careful: {notice}" for notice in shown.notices]
    lines += [f"Title: {shown.title.text}"]
    lines += [f"By: {shown.byline}"] if shown.byline else []
    lines += ["By: authors, year and venue are hidden."] if shown.masked else []
    lines += [_labelled(part, "Abstract") for part in shown.abstract]
    lines += ["Abstract: none in the export."] if shown.abstract_missing else []
    lines += [_labelled(part, "Text") for part in shown.details]
    lines += [f"Source: {shown.source}"]
    lines += [f"Your note: {note}" for note in shown.notes]
    lines += [f"Your tags: {', '.join(shown.tags)}"] if shown.tags else []
    lines += [f"Your verdict so far: {shown.earlier}"] if shown.earlier else []
    parts = (shown.title, *shown.abstract, *shown.details)
    for mark in Mark:
        words = dict.fromkeys(
            part.text[at.start : at.end].lower()
            for part in parts
            for at in part.marks
            if at.mark is mark
        )
        lines += [f"Marked to {mark}: {', '.join(words)}"] if words else []
    return lines


def _labelled(part: Passage, otherwise: str) -> str:
    return f"{part.label or otherwise}: {part.text}"
