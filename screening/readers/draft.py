"""One entry on its way to a record: fields put in file order, settled once at the end.

Every reader fills a ``Draft``; what loses to a better value and what has no field of its own goes
to ``extra``, in file order, so nothing of the entry is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from screening.readers.contract import Entry
from screening.records import Author, LocalText, Problem, RecordContent, RecordLink, Rejected
from screening.records.dates import date_of, year_of
from screening.records.links import read_link
from screening.records.normalise import (
    clean_text,
    find_issns,
    is_copyright_notice,
    is_missing,
    normal_doi,
    normal_pmid,
    page_range,
)

RAW_LIMIT = 20_000
_REMEMBERED = 1 << 14
_SCALARS = frozenset(
    {"title", "abstract", "venue", "volume", "issue", "pages", "start_page", "end_page"}
    | {"pmid", "url", "language", "type", "publisher"}
)
_ALL_COUNT = frozenset({"year", "doi"})
# rank, place in the file, tag, text: the least is the best; a plain tuple, since there are many
_Value = tuple[int, int, str, str]
_T = TypeVar("_T")
_LIST_BREAK = re.compile(r"\s*(?:;|\||\n)\s*")
# What Tamis writes into the notes of formats that have no field for it.
_OWN_MARK = "Tamis "
_OWN_TEXT = re.compile(r"(\w+) (?:in ([\w-]+)|\(([\w-]+)\)): (.+)")
_EMPTY_REASON = "It has no title, no abstract, no DOI and no PubMed number to screen by."
_EMPTY_REMEDY = "Look the entry up in the source and add it by hand if it belongs to the search."


@dataclass(slots=True, kw_only=True)
class Draft:
    """Collects one entry; ``finish`` gives the record or the rejection.

    ``raw`` is the entry as it stands in the file, or a function that gives it; it is kept only if
    the entry is rejected.
    """

    position: int
    line: int | None
    raw: str | Callable[[], str] = ""
    authors: list[Author] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dates: list[tuple[str, str]] = field(default_factory=list)
    other_ids: list[tuple[str, str]] = field(default_factory=list)
    local_texts: list[LocalText] = field(default_factory=list)
    links: list[RecordLink] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    issn: list[str] = field(default_factory=list)
    # The best value so far of each field, but all of those whose text decides.
    _best: dict[str, _Value] = field(default_factory=dict)
    _dois: list[_Value] = field(default_factory=list)
    _years: list[_Value] = field(default_factory=list)
    _extra: list[tuple[int, str, str]] = field(default_factory=list)
    _order: int = 0

    def put(self, name: str, tag: str, text: str, *, rank: int = 0, lines: bool = False) -> None:
        """Offer a value for a field; the lowest rank wins, then the first in the file.

        Args:
            name: a field of ``RecordContent``, or ``start_page``, ``end_page``, ``keyword``,
                ``keywords`` (a separated list), ``author`` (one name), ``printed`` (links and
                texts in other languages, one a line), ``date:<label>`` or ``id:<label>``; any
                other name goes to ``extra``.
            tag: what the format calls it.
            text: as it stands in the file.
            rank: preference among several tags for the same field.
            lines: keep line ends inside the text as paragraph marks.
        """
        text = clean_text(text, keep_lines=lines)
        if not is_missing(text):
            self.put_clean(name, tag, text, rank)

    def put_clean(self, name: str, tag: str, text: str, rank: int = 0) -> None:
        """``put`` for a text that is clean and there."""
        if not name or (name == "abstract" and is_copyright_notice(text)):
            self.keep(tag, text)
        elif name in _SCALARS:
            self._order = order = self._order + 1
            if name in self._best:
                self._offer(name, (rank, order, tag, text))
            else:
                self._best[name] = (rank, order, tag, text)
        elif name in _ALL_COUNT:
            self._order = order = self._order + 1
            (self._years if name == "year" else self._dois).append((rank, order, tag, text))
        else:
            self._put_listed(name, tag, text)

    def _offer(self, name: str, value: _Value) -> None:
        """Let the better of two values have the field; the other is kept."""
        best, other = sorted((self._best[name], value))
        self._best[name] = best
        self._extra.append(other[1:])

    def _put_listed(self, name: str, tag: str, text: str) -> None:
        if name == "author":
            self.authors.append(author_from(text))
        elif name == "keyword":
            self.keywords.append(text)
        elif name == "keywords":
            self.keywords.extend(part for part in _LIST_BREAK.split(text) if part)
        elif name == "issn":
            self._put_issn(tag, text)
        else:
            self._put_labelled(name, tag, text)

    def _put_labelled(self, name: str, tag: str, text: str) -> None:
        kind, _, label = name.partition(":")
        if kind == "printed":
            self._put_printed(tag, text)
        elif kind == "date":
            self._put_date(label, tag, text)
        elif kind == "id":
            self.other_ids.append((label, text))
        else:
            self.keep(tag, text)

    def _put_issn(self, tag: str, text: str) -> None:
        found = find_issns(text)
        self.issn.extend(found)
        if not found:
            self.keep(tag, text)

    def _put_printed(self, tag: str, text: str) -> None:
        for line in text.split("\n"):
            if not self._is_own(line):
                self.keep(tag, line)

    def _put_date(self, label: str, tag: str, text: str) -> None:
        date = date_of(text)
        if date:
            self.dates.append((label, date))
        if date != text:
            self.keep(tag, text)

    def keep(self, tag: str, text: str) -> None:
        """Put a value into ``extra`` as it stands, without the notes of ``without_own``."""
        if _OWN_MARK in text:
            text = "\n".join(self.without_own(text.split("\n")))
        if text:
            self._order += 1
            self._extra.append((self._order, tag, text))

    def without_own(self, lines: Iterable[str]) -> list[str]:
        """The lines but those in which Tamis keeps links and texts in other languages.

        These go back where they came from.
        """
        mark = _OWN_MARK
        return [
            line
            for line in lines
            if not (line.startswith(mark) and self._is_own(line.removeprefix(mark)))
        ]

    def _is_own(self, line: str) -> bool:
        """Take a link or a text in another language as a table or a note prints it."""
        if link := read_link(line):
            self.links.append(link)
            return True
        found = _OWN_TEXT.fullmatch(line)
        if found is None:
            return False
        locale = found[2] or found[3]
        self.local_texts.append(LocalText(field=found[1], locale=locale, text=found[4]))
        return True

    def note(self, message: str, remedy: str = "", line: int | None = None) -> None:
        """Tell a person something about this entry."""
        self.problems.append(Problem(message=message, remedy=remedy, line=line or self.line))

    def has(self, name: str) -> bool:
        """Whether a value was offered for the field."""
        if name in _ALL_COUNT:
            return bool(self._years if name == "year" else self._dois)
        return name in self._best

    def reject(self, reason: str, remedy: str) -> Rejected:
        """The entry as a rejection with its raw text."""
        return Rejected(
            position=self.position,
            line=self.line,
            reason=reason,
            remedy=remedy,
            raw=(self.raw if isinstance(self.raw, str) else self.raw())[:RAW_LIMIT],
        )

    def finish(self) -> Entry:
        """The record, or the rejection of an entry with nothing to screen by."""
        title, abstract = self._take("title"), self._take("abstract")
        doi, pmid, year = self._take_doi(), self._take_pmid(), self._take_year()
        if not (title or abstract or doi or pmid):
            return self.reject(_EMPTY_REASON, _EMPTY_REMEDY)
        if not title:
            self.note("The record has no title.", "Check it in the source.")
        return RecordContent(
            position=self.position,
            line=self.line,
            title=title,
            abstract=abstract,
            authors=tuple(self.authors),
            year=year,
            venue=self._take("venue"),
            volume=self._take("volume"),
            issue=self._take("issue"),
            pages=self._take("pages") or self._take_page_range(),
            doi=doi,
            pmid=pmid,
            issn=_distinct(self.issn),
            url=self._take("url"),
            keywords=_distinct(self.keywords),
            language=self._take("language"),
            type=self._take("type"),
            publisher=self._take("publisher"),
            dates=_distinct(self.dates),
            other_ids=_distinct(self.other_ids),
            local_texts=_distinct(self.local_texts),
            links=_distinct(self.links),
            extra=self._extra_in_order(),  # last: what lost above is in it
            problems=tuple(self.problems),
        )

    def _extra_in_order(self) -> tuple[tuple[str, str], ...]:
        self._extra.sort()
        return tuple([value[1:] for value in self._extra])

    def _take(self, name: str) -> str:
        best = self._best.get(name)
        return best[3] if best else ""

    def _lose(self, values: list[_Value], best: _Value | None) -> None:
        """Keep what was not chosen as it stands."""
        if len(values) > 1 or best is None:
            self._extra.extend(value[1:] for value in values if value is not best)

    def _take_doi(self) -> str:
        values = self._dois
        if not values:
            return ""
        doi, best = next(((doi, v) for v in values if (doi := normal_doi(v[-1]))), ("", None))
        self._lose(values, best)
        if best is None:
            self.note(f"{values[0][-1][:60]!r} is no DOI.", "It was kept as an unmapped field.")
        return doi

    def _take_pmid(self) -> str:
        text = self._take("pmid")
        pmid = normal_pmid(text) if text else ""
        if text and not pmid:
            self.keep("pmid", text)
        return pmid

    def _take_page_range(self) -> str:
        start, end = self._take("start_page"), self._take("end_page")
        return page_range(start, end) if end else start

    def _take_year(self) -> int | None:
        values = self._years
        if not values:
            return None
        best = next((value for value in sorted(values) if year_of(value[-1])), None)
        whole = best if best and best[-1].strip("/").isdecimal() else None
        self._lose(values, whole)
        if best is None:
            self.note(f"No year could be read out of {values[0][-1][:60]!r}.")
        return year_of(best[-1]) if best else None


def _distinct(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)


@lru_cache(maxsize=_REMEMBERED)
def author_from(name: str, affiliations: tuple[str, ...] = ()) -> Author:
    """An author out of one printed name; ``Family, Given`` gives the parts as well."""
    name = " ".join(name.split()).strip(" ;,")
    family, comma, given = name.partition(",")
    if not comma:
        return Author(name=name, affiliations=affiliations)
    family, given = family.strip(), given.strip()
    return Author(name=f"{family}, {given}", family=family, given=given, affiliations=affiliations)
