"""The full text below the record: pages with their marks, and the line on which a place stands."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content, Span

from screening.sessions.text_in_view import PageShown, TextInView
from screening.tui.drawing import MARK_STYLES

# What a screen lays out without being felt; of a longer text, the pages from the one read on.
_AT_ONCE = 120_000
_HEADING = "bold $text-accent"
_HIT = "reverse"


def full_text(text: TextInView) -> Content:
    """The notice and the pages that are shown; the place last found stands out."""
    parts, spans, at = [text.notice], [Span(0, len(text.notice), "dim")], len(text.notice)
    for number in _shown(text):
        heading = f"\n\n{_heading(text.pages[number])}\n"
        spans.append(Span(at, at + len(heading), _HEADING))
        at += len(heading)
        spans += _marked(text, number, at)
        parts += [heading, text.pages[number].text]
        at += len(text.pages[number].text)
    # The texts are free of controls already, and looking again takes longer than all the rest.
    return Content("".join(parts), spans=spans, strip_control_codes=False)


def line_of(text: TextInView, columns: int) -> int:
    """The line, from 0, on which the page read or the place found begins, at a width."""
    here = text.page
    hit = text.hit if text.hit is not None and text.hit.page == here else None
    blocks = [text.notice]
    for number in _shown(text):
        page = text.pages[number]
        if number == here:
            before = page.text[: hit.start] if hit else ""
            blocks.append(f"{_heading(page)}\n{before}" if hit else "x")
            break
        blocks.append(f"{_heading(page)}\n{page.text}")
    whole = Content("\n\n".join(blocks), strip_control_codes=False)
    return whole.get_height({}, max(columns, 1)) - 1


def _shown(text: TextInView) -> range:
    """The pages that are laid out: all, or as many from the page read as are not too long."""
    size = [len(page.text) for page in text.pages]
    if sum(size) <= _AT_ONCE:
        return range(len(size))
    first = last = max(text.page, 0)
    room = _AT_ONCE
    while last < len(size) and (room > 0):
        room -= size[last]
        last += 1
    return range(first, last)


def _heading(page: PageShown) -> str:
    return f"── {page.heading} ──"


def _marked(text: TextInView, number: int, start: int) -> Iterator[Span]:
    """The marks of a page that begins at a place of the whole."""
    for at in text.pages[number].marks:
        yield Span(start + at.start, start + at.end, MARK_STYLES[at.mark])
    if text.hit is not None and text.hit.page == number:
        yield Span(start + text.hit.start, start + text.hit.end, _HIT)
