"""What a rule is, and the conditions that rules share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screening.dedup.types import Features, Outcome

Test = Callable[[Features], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; ``careful`` rules also mark without asking in the careful preset."""

    name: str
    says: str
    outcome: Outcome
    holds: Test
    relation: str = ""
    careful: bool = True


def alike(found: Features, least: float) -> bool:
    """Whether both titles are there and at least that much alike."""
    return found.title is not None and found.title >= least


def same_text(found: Features) -> bool:
    """Whether both abstracts are there and nearly the same."""
    return found.abstract is not None and found.abstract >= 90


def other_text(found: Features) -> bool:
    """Whether both abstracts are there and clearly different."""
    return found.abstract is not None and found.abstract < 60


def same_id(found: Features) -> bool:
    """Whether DOI or PubMed number agree."""
    return bool(found.doi or found.pmid)


def one_id(found: Features) -> bool:
    """Whether an identifier agrees, and not one alone where the other and the abstracts differ.

    Then one of the two identifiers is wrong, and it may be the one that agrees.
    """
    return same_id(found) and not ({found.doi, found.pmid} == {True, False} and other_text(found))


def near(found: Features, most: int = 1) -> bool:
    """Whether the years are not further apart than that; a missing year counts as near."""
    return found.years is None or found.years <= most


def same_place(found: Features) -> bool:
    """Whether the first page and the volume agree, or the page and, volumes unknown, the venue."""
    return bool(found.pages) and (
        found.volume is True or (found.volume is None and found.venue is True)
    )


def whole_place(found: Features) -> bool:
    """Whether venue, volume, first page and year agree, the issue not differing."""
    return bool(found.venue and found.volume and found.pages and found.years == 0) and (
        found.issue is not False
    )


def same_filled(found: Features) -> bool:
    """Whether one place is filled from first to last page; no two texts can do that.

    A low page counts only with the issue, for many journals number each issue from 1.
    """
    return found.span and whole_place(found) and (bool(found.issue) or found.deep)


def other_place(found: Features) -> bool:
    """Whether pages differ, and volume or venue too."""
    return found.pages is False and (found.volume is False or found.venue is False)


def no_author_against(found: Features) -> bool:
    """Whether the first authors agree, or are unknown, or swapped places with others."""
    return found.author is not False or bool(found.names)


def authors_agree(found: Features) -> bool:
    """Whether the first authors agree and the other names do not differ."""
    return bool(found.author) and found.names is not False
