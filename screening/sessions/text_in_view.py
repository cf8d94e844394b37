"""The full text of the record in view: its pages with marked words, where the reviewer is in it.

Both front ends read it here; nothing of reading is written to the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.console import counted
from screening.errors import BadReview, UsageError
from screening.events.kinds import Mark
from screening.fulltext import found_in, pages_of
from screening.records import RecordId
from screening.sessions.fulltexts import FullText, files_of, full_texts
from screening.sessions.highlights import Highlight, highlights
from screening.sessions.marking import marked_terms
from screening.sessions.review import Review
from screening.sessions.shown import safe_text


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of a file as it is shown: its heading, its text, the marked words in it."""

    heading: str
    text: str
    marks: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: the number of the page in the row of pages, from 0, and where on it."""

    page: int
    start: int
    end: int


class TextInView:
    """The full texts of one record, as one row of pages, and the place of reading in them.

    ``page`` is the page last read, from 0, -1 before the first; ``hit`` the place last found.
    ``notice`` says what there is, or why there is nothing to read.
    """

    def __init__(self, review: Review, record: RecordId) -> None:
        texts, self.notice = _texts(review, record)
        terms = marked_terms(review)
        include, exclude = (tuple(at for at in terms if terms[at] is mark) for mark in Mark)
        self.pages: tuple[PageShown, ...] = tuple(
            PageShown(heading, text, highlights(text, include, exclude))
            for file in texts
            for heading, text in _pages(file)
        )
        self.page = -1
        self.words = ""
        self.hit: Hit | None = None
        self._hits: tuple[Hit, ...] = ()

    def read_on(self) -> PageShown:
        """The next page; after the last one the first again.

        Raises:
            UsageError: there is no text.
        """
        self._need_text()
        self.page = (self.page + 1) % len(self.pages)
        return self.pages[self.page]

    def turn_to(self, number: int) -> PageShown:
        """The page of a number from 1, of all files' pages.

        Raises:
            UsageError: there is none.
        """
        self._need_text()
        if not 1 <= number <= len(self.pages):
            raise UsageError(f"There is no page {number}.", f"There are {len(self.pages)}.")
        self.page = number - 1
        return self.pages[self.page]

    def find(self, words: str) -> str:
        """Go to the next place of the words, those sought before if none are given; say which.

        Raises:
            UsageError: no words, or there is no text.
        """
        self._need_text()
        if words.strip() and words.strip() != self.words:
            self.words, self.hit = words.strip(), None
            self._hits = tuple(self._found(self.words))
        if not self.words:
            raise UsageError("No words were given.", "Type some words.")
        if not self._hits:
            self.hit = None
            return f"{self.words!r} does not stand in the full text."
        place = self._hits.index(self.hit) + 1 if self.hit else 0
        self.hit = self._hits[place % len(self._hits)]
        self.page = self.hit.page
        page = self.pages[self.page].heading
        return f"{self.words!r}: place {place % len(self._hits) + 1} of {len(self._hits)}, {page}."

    def surroundings(self) -> str:
        """The lines around the place last found."""
        if self.hit is None:
            return ""
        text = self.pages[self.hit.page].text
        first = text.rfind("\n", 0, max(text.rfind("\n", 0, self.hit.start), 0)) + 1
        after = text.find("\n", self.hit.end)
        last = text.find("\n", after + 1) if after >= 0 else -1
        return text[first : last if last >= 0 else len(text)]

    def marked(self, mark: Mark) -> dict[str, int]:
        """Word -> how often it is marked, the most frequent first."""
        counts: dict[str, int] = {}
        for page in self.pages:
            for at in page.marks:
                if at.mark is mark:
                    word = page.text[at.start : at.end].replace("-\n", "").lower()
                    counts[word] = counts.get(word, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    def _found(self, words: str) -> Iterator[Hit]:
        for number, page in enumerate(self.pages):
            for start, end in found_in(page.text, words):
                yield Hit(number, start, end)

    def _need_text(self) -> None:
        if not self.pages:
            raise UsageError(self.notice, "Press s to come back to this record later.")


def _texts(review: Review, record: RecordId) -> tuple[tuple[FullText, ...], str]:
    """The texts, and what there is; a text that is missing or altered is told, not read."""
    try:
        texts = full_texts(review, record)
    except BadReview as error:
        return (), f"{error.message} {error.hint}"
    return texts, _notice(review, record, texts)


def _pages(file: FullText) -> Iterator[tuple[str, str]]:
    """(heading, text) of each page."""
    name = safe_text(file.file_name) + (" (supplement)" if file.supplement else "")
    pages = pages_of(file.text)
    for page in pages:
        number = f", page {page.number} of {file.pages}" if file.pages else ""
        yield f"{name}{number}", safe_text(page.text)


def _notice(review: Review, record: RecordId, texts: tuple[FullText, ...]) -> str:
    files = files_of(review, record)
    if not files:
        return (
            f"No full text is attached. To attach one: tamis fulltext attach FILE --record {record}"
        )
    silent = [safe_text(at.body.file_name) for at in files if not at.body.text_sha256]
    told = [
        f"{safe_text(text.file_name)}, {counted(text.pages, 'page')}"
        if text.pages
        else safe_text(text.file_name)
        for text in texts
    ]
    if silent:
        told.append(f"{', '.join(silent)}: no text in it (scanned pages), open the file itself")
    keys = " r reads the next page, d finds words in it." if texts else ""
    return f"Full text: {'; '.join(told)}.{keys}"
