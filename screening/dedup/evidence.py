"""A comparison in words, as a person would argue: what agrees, then what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screening.dedup.compare import named_entry
from screening.dedup.types import Agreement, Features, Prepared

_SAME_TEXT = 99.5
_MOST = 5  # numbers of trials told of one record; a review can name thousands


def evidence(found: Features, one: Prepared, two: Prepared) -> str:
    """What agrees and what differs, with the values; what one record lacks is left out.

    Example: ``the titles are the same; both have first author Roe, volume 12 and year 2011; only
    issue (3, 4) differs``.
    """
    fields = tuple(_fields(found, one, two))
    same = [f"{name} {value}".strip() for name, value, other, agreed in fields if agreed]
    differ = [
        f"{name} ({value}, {other})"
        for name, value, other, agreed in fields
        if agreed is False and value != other
    ]
    said = [*_texts(found, one, two)]
    if same:
        said.append(f"both have {_listed(same)}")
    if differ:
        said.append(f"but {_listed(differ)} differ" if differ[1:] else f"only {differ[0]} differs")
    return "; ".join(said)


def _texts(found: Features, one: Prepared, two: Prepared) -> Iterator[str]:
    if found.title is None:
        yield "no title in either" if not one.title and not two.title else "one has no title"
    elif one.title == two.title:
        yield "the titles are the same"
    elif found.ending:
        yield "one title is the other behind a heading"
    elif found.beginning:
        yield "one title is the other's beginning"
    else:
        yield f"the titles are {found.title:.0f} % alike"
    if found.abstract is not None:
        same = found.abstract >= _SAME_TEXT
        yield f"the abstracts {'begin the same' if same else f'are {found.abstract:.0f} % alike'}"


def _fields(
    found: Features, one: Prepared, two: Prepared
) -> Iterator[tuple[str, str, str, Agreement]]:
    """Name of the field, both values, whether they agree."""
    yield "DOI", one.doi, two.doi, found.doi
    yield "PubMed number", one.pmid, two.pmid, found.pmid
    if found.one_entry:
        yield "trial number", one.entry, two.entry, True
    elif found.named:
        yield "trial number", named_entry(one, two), "", True
    elif found.one_register and found.trials:
        shared = _first(sorted({*one.trials}.intersection(two.trials)))
        yield "trial number", shared, shared, True
    elif found.trials is False:
        yield "trial number", _first(one.trials), _first(two.trials), found.trials
    yield "first author", *_authors(found, one, two), found.author
    yield "the same venue" if found.venue else "venue", *_venues(found, one, two), found.venue
    yield "volume", one.volume, two.volume, found.volume
    yield "issue", one.issue, two.issue, found.issue
    yield _pages(found), *_page_values(found, one, two), found.pages
    years = None if found.years is None else found.years == 0
    yield "year", str(one.year), str(two.year), years


def _first(numbers: Sequence[str]) -> str:
    left = len(numbers) - _MOST
    return ", ".join(numbers[:_MOST]) + (f" and {left} more" if left > 0 else "")


def _authors(found: Features, one: Prepared, two: Prepared) -> tuple[str, str]:
    shown = one.family if one.family == two.family or not found.author else ""
    return shown.title(), two.family.title()


def _venues(found: Features, one: Prepared, two: Prepared) -> tuple[str, str]:
    return ("", "") if found.venue else (one.venue, two.venue)


def _pages(found: Features) -> str:
    return "pages" if found.span else "first page"


def _page_values(found: Features, one: Prepared, two: Prepared) -> tuple[str, str]:
    if found.span:
        return f"{one.first_page}-{one.last_page}", ""
    shown = one.first_page if one.first_page == two.first_page or not found.pages else ""
    return shown, two.first_page


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
