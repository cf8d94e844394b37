"""What speaks against sameness, told by the features of two records; one test per rule."""

from __future__ import annotations

from screening.dedup.rules import (
    alike,
    authors_agree,
    near,
    no_author_against,
    other_place,
    same_filled,
    same_id,
    same_place,
    same_text,
)
from screening.dedup.types import Features


def notice(found: Features) -> bool:
    """A notice or comment, and the report it is about."""
    return found.notices is False and (alike(found, 85) or found.beginning)


def notice_other(found: Features) -> bool:
    """A notice or comment beside any other report."""
    return found.notices is False


def versions(found: Features) -> bool:
    """Two versions of one DOI."""
    return found.version is False


def parts_one_place(found: Features) -> bool:
    """Two numbers of a series at one place: a misprint, or two parts."""
    return (
        found.parts is False
        and found.numerals is False
        and alike(found, 80)
        and bool(found.pages)
        and (same_id(found) or same_place(found))
    )


def parts(found: Features) -> bool:
    """Two parts of a series."""
    return (
        found.parts is False
        and alike(found, 80)
        and found.author is not False
        and not same_id(found)
        and not same_place(found)
    )


def misprint(found: Features) -> bool:
    """One number misprinted: the same authors fill the same pages."""
    return same_filled(found) and alike(found, 95) and authors_agree(found)


def trials_same_place(found: Features) -> bool:
    """Two trial numbers, but one identifier or place."""
    return found.trials is False and (same_id(found) or same_place(found))


def trials(found: Features) -> bool:
    """Two trial numbers, but no entry whose number the other one names."""
    return found.trials is False and not found.named


def numerals_same_place(found: Features) -> bool:
    """Other numbers in the title, but identifier, place or text agree."""
    return (
        found.numerals is False
        and not found.named
        and alike(found, 85)
        and not misprint(found)
        and (same_id(found) or (same_place(found) and authors_agree(found)) or same_text(found))
    )


def numerals(found: Features) -> bool:
    """Other numbers in the title; an entry is titled otherwise than its report."""
    return (
        found.numerals is False and not found.named and not same_id(found) and not misprint(found)
    )


def pmids(found: Features) -> bool:
    """Two PubMed numbers for what looks the same."""
    return (
        found.pmid is False
        and alike(found, 95)
        and authors_agree(found)
        and near(found)
        and (same_place(found) or same_text(found))
    )


def other_pmid(found: Features) -> bool:
    """Two PubMed numbers."""
    return found.pmid is False and not found.doi


def preprint(found: Features) -> bool:
    """A preprint and its article."""
    return (
        found.one_preprint
        and not same_id(found)
        and found.venue is not True
        and (alike(found, 85) or (found.beginning and near(found, 2)))
        and no_author_against(found)
    )


def register(found: Features) -> bool:
    """An entry of a register, and a report of that trial or review or its other entry."""
    return not same_id(found) and (
        found.named
        or (
            found.one_register
            and (bool(found.trials) or (alike(found, 85) and no_author_against(found)))
        )
    )


def conference(found: Features) -> bool:
    """A congress contribution and its article."""
    return (
        found.conference
        and not same_id(found)
        and alike(found, 85)
        and authors_agree(found)
        and found.venue is not True
        and not found.pages
    )


def printed_again(found: Features) -> bool:
    """One venue printed one text twice: same title, abstract and number of pages."""
    return (
        printed_twice(found)
        and alike(found, 99)
        and found.abstract is not None
        and found.abstract >= 99
        and bool(found.venue)
        and bool(found.length)
        and near(found)
    )


def printed_twice(found: Features) -> bool:
    """Two DOIs at two places, but one text: a report printed twice, or a wrong DOI."""
    return (
        found.doi is False
        and found.pages is False
        and alike(found, 95)
        and same_text(found)
        and authors_agree(found)
        and found.telling
    )


def other_doi_and_pages(found: Features) -> bool:
    """Neither DOI nor pages agree."""
    return found.doi is False and found.pages is False


def other_publication(found: Features) -> bool:
    """The same title and authors at another place."""
    return (
        other_place(found)
        and alike(found, 95)
        and found.telling
        and authors_agree(found)
        and not same_id(found)
        and not same_text(found)
    )


def elsewhere(found: Features) -> bool:
    """Another place."""
    return other_place(found) and not same_id(found) and not same_text(found)


def other_time(found: Features) -> bool:
    """The same title and authors, years apart."""
    return (
        not near(found)
        and alike(found, 95)
        and found.telling
        and authors_agree(found)
        and not same_id(found)
        and not same_place(found)
    )


def years(found: Features) -> bool:
    """Years apart."""
    return not near(found) and not same_id(found) and not same_place(found)


def series(found: Features) -> bool:
    """Editorials of the same name: another issue, volume, page or DOI is another text."""
    return (
        not found.telling
        and found.title is not None
        and not same_id(found)
        and False in (found.issue, found.pages, found.volume, found.doi)
    )
