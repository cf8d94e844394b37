"""Reading the full texts of a report: page by page, or the lines in which words stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.errors import UsageError
from screening.fulltext import found_in, page_at, pages_of
from screening.records import RecordId
from screening.sessions.fulltexts import FullText, files_of, full_texts
from screening.sessions.review import Review

_BEFORE, _AFTER = 80, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a text: ``text`` is ``whole[start:end]`` of the text with the SHA-256 given.

    ``page`` counts from 1, and is 1 where the format has no pages.
    """

    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """Parts of one file's text; ``pages`` is 0 where the format has none."""

    record: RecordId
    file: str
    supplement: bool
    text_sha256: str
    pages: int
    parts: tuple[Part, ...]


def read_full_text(
    review: Review, record: RecordId, *, page: int = 0, words: str = "", file: str = ""
) -> tuple[TextRead, ...]:
    """The texts of a report's files.

    Args:
        review: the open review.
        record: the report.
        page: only this page, from 1; 0: all.
        words: only the surroundings of these words.
        file: only the file of this name.

    Raises:
        UsageError: there is no such file, text or page.
    """
    texts = [text for text in full_texts(review, record) if file in ("", text.file_name)]
    if not texts:
        raise UsageError(*_why_none(review, record, file))
    found = tuple(_read(text, page, words) for text in texts)
    if page and not any(at.parts for at in found) and not words:
        most = max(text.pages for text in texts)
        pages = f"1 to {most}" if most else "none: the file has no pages"
        raise UsageError(f"{record} has no page {page}.", f"Its pages are {pages}.")
    return found


def _why_none(review: Review, record: RecordId, file: str) -> tuple[str, str]:
    names = ", ".join(at.body.file_name for at in files_of(review, record))
    if not names:
        return (
            f"{record} has no full text attached.",
            f"To attach one: tamis fulltext attach FILE --record {record}",
        )
    if file and file not in names.split(", "):
        return f"{record} has no file {file!r}.", f"Its files are: {names}."
    return (
        f"There is no text in {names}: scanned pages, it seems.",
        "Read it in a PDF viewer, or let a program for text recognition (OCR) write a new PDF and"
        " attach that.",
    )


def _read(text: FullText, page: int, words: str) -> TextRead:
    parts = _places(text.text, words) if words else _pages(text.text)
    return TextRead(
        record=text.record,
        file=text.file_name,
        supplement=text.supplement,
        text_sha256=text.sha256,
        pages=text.pages,
        parts=tuple(part for part in parts if page in (0, part.page)),
    )


def _pages(text: str) -> Iterator[Part]:
    for at in pages_of(text):
        yield Part(page=at.number, start=at.start, end=at.start + len(at.text), text=at.text)


def _places(text: str, words: str) -> Iterator[Part]:
    """The surroundings of each place, of its own page only, ending at blanks."""
    for start, end in found_in(text, words):
        first = max(text.rfind("\f", 0, start) + 1, start - _BEFORE)
        last = text.find("\f", end, end + _AFTER)
        last = min(end + _AFTER, len(text)) if last < 0 else last
        first = _blank_after(text, first, start)
        last = (
            max(text.rfind(" ", end, last), text.rfind("\n", end, last), end)
            if (last < len(text))
            else last
        )
        yield Part(page=page_at(text, start), start=first, end=last, text=text[first:last])


def _blank_after(text: str, first: int, start: int) -> int:
    if first == 0 or text[first - 1].isspace():
        return first
    return next((at + 1 for at in range(first, start) if text[at].isspace()), start)
