"""How a format says what its elements mean: a table of names, everything else kept by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.xml_text import (
    Version,
    children,
    clean_text_of,
    is_english,
    keep_leaves,
    local_name,
    text_of,
)
from screening.records import Author, LocalText
from screening.records.dates import iso_date
from screening.records.normalise import clean_text, has_markup, is_missing

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE_PARTS = ("year", "month", "day")
# The dates of a file are few and come again and again.
_iso_date = lru_cache(maxsize=4096)(iso_date)
Read = Callable[[Draft, "_Element"], None]


def read_children(
    draft: Draft, element: _Element, table: Mapping[str, Read], *, path: str = ""
) -> None:
    """Give each child to the table; a child without an entry is kept with its leaves."""
    for child in children(element):
        name = local_name(child)
        if name in table:
            table[name](draft, child)
        else:
            keep_leaves(draft, child, f"{path}/{name}".strip("/"))


def below(table: Mapping[str, Read], *, path: str = "") -> Read:
    """An element that only groups others."""

    def read(draft: Draft, element: _Element) -> None:
        read_children(draft, element, table, path=path or local_name(element))

    return read


def plain(name: str, *, rank: int = 0, lines: bool = False) -> Read:
    """An element whose text is a field."""

    def read(draft: Draft, element: _Element) -> None:
        draft.put(name, local_name(element), text_of(element), rank=rank, lines=lines)

    return read


def skip(_draft: Draft, _element: _Element) -> None:
    """An element that another reads, or that says nothing about the record."""


def leaves(element: _Element) -> Iterator[tuple[str, str]]:
    """``(name, text)`` of each child, white space normalised."""
    for child in children(element):
        yield local_name(child), clean_text_of(child)


def child_text(element: _Element, *path: str) -> str:
    """The text at a path of local names, empty if there is none."""
    if len(path) == 1:
        found = next(element.iterchildren("{*}" + path[0]), None)
    else:
        found = element.find("/".join("{*}" + name for name in path))
    return "" if found is None else clean_text_of(found)


def date_in(element: _Element) -> str:
    """The ISO date in children called year, month and day, in any case; empty without a year."""
    parts = dict.fromkeys(_DATE_PARTS, "")
    for child in children(element):
        name = local_name(child).casefold()
        if name in parts:
            parts[name] = clean_text_of(child)
    return _iso_date(parts["year"], parts["month"], parts["day"])


def put_date(draft: Draft, label: str, date: str) -> None:
    """A labelled date; a bare year of publication is the year already and says nothing more."""
    if date and (label != "published" or "-" in date):
        draft.dates.append((label, date))


def person(
    family: str,
    given: str,
    *,
    suffix: str = "",
    affiliations: tuple[str, ...] = (),
    orcid: str = "",
) -> Author:
    """An author out of the parts of a name; one part alone is the whole name."""
    name = ", ".join(filter(None, (family, given, suffix)))
    if not (family and given):
        return Author(name=name, affiliations=affiliations, orcid=orcid)
    return Author(name=name, family=family, given=given, affiliations=affiliations, orcid=orcid)


def preference(version: Version) -> tuple[bool, int, bool]:
    """Sorts the versions of a text: English or without a language first, then by rank."""
    is_foreign = bool(version.locale) and not is_english(version.locale)
    return is_foreign, version.rank, bool(version.locale)


def choose(draft: Draft, name: str, versions: list[Version]) -> None:
    """One text of several languages: English first, which one without a language is taken to be.

    Every language is kept in ``local_texts``, every other text without one in ``extra``.
    """
    for rank, version in enumerate(sorted(versions, key=preference)):
        text = clean_text(version.text, keep_lines=True)
        if not text:
            continue
        if has_markup(version.text):
            draft.keep(f"{version.tag} (raw)", version.text)
        if len(versions) > 1 and version.locale:
            draft.local_texts.append(LocalText(field=name, locale=version.locale, text=text))
        if rank == 0 or not version.locale:
            text = text if name == "abstract" else " ".join(text.split())
            if not is_missing(text):
                draft.put_clean(name, version.tag, text, rank)
