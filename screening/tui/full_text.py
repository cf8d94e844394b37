"""The full text below the record: pages with their marks, and the line on which a place stands."""

from __future__ import annotations

from textual.content import Content

from screening.sessions.text_in_view import PageShown, TextInView
from screening.tui.drawing import MARK_STYLES

# What a screen lays out without being felt; of a longer text, the pages from the one read on.
_AT_ONCE = 120_000
_HEADING = "bold $text-accent"
_HIT = "reverse"


def full_text(text: TextInView) -> Content:
    """The notice and the pages that are shown; the place last found stands out."""
    blocks = [Content.styled(text.notice, "dim")]
    for number in _shown(text):
        page = text.pages[number]
        blocks.append(Content.assemble(_heading(page), "\n", _page(text, number)))
    return Content("\n\n").join(blocks)


def line_of(text: TextInView, columns: int) -> int:
    """The line, from 0, on which the page read or the place found begins, at a width."""
    here = text.page
    hit = text.hit if text.hit is not None and text.hit.page == here else None
    blocks = [Content(text.notice)]
    for number in _shown(text):
        page = text.pages[number]
        if number == here:
            before = page.text[: hit.start] if hit else ""
            blocks.append(Content(f"{_heading(page).plain}\n{before}" if hit else "x"))
            break
        blocks.append(Content(f"{_heading(page).plain}\n{page.text}"))
    return Content("\n\n").join(blocks).get_height({}, max(columns, 1)) - 1


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


def _heading(page: PageShown) -> Content:
    return Content.styled(f"── {page.heading} ──", _HEADING)


def _page(text: TextInView, number: int) -> Content:
    page = text.pages[number]
    shown = Content(page.text)
    for at in page.marks:
        shown = shown.stylize(MARK_STYLES[at.mark], at.start, at.end)
    if text.hit is not None and text.hit.page == number:
        shown = shown.stylize(_HIT, text.hit.start, text.hit.end)
    return shown
