"""The rules that show sameness."""

from __future__ import annotations

from screening.dedup.rules import (
    Rule,
    alike,
    authors_agree,
    near,
    no_author_against,
    one_id,
    other_text,
    same_filled,
    same_place,
    same_text,
    whole_place,
)
from screening.dedup.types import Features, Outcome


def _identifier(found: Features) -> bool:
    return (
        one_id(found)
        and (
            alike(found, 95) or ((alike(found, 80) or found.beginning) and no_author_against(found))
        )
        and not found.surplus
    )


def _identifier_place(found: Features) -> bool:
    return (
        one_id(found)
        and found.pages is not False
        and found.venue is not False
        and near(found)
        and authors_agree(found)
        and (found.title is None or alike(found, 60) or found.beginning)
    )


def _title_place(found: Features) -> bool:
    return (
        alike(found, 90)
        and same_place(found)
        and no_author_against(found)
        and not other_text(found)
        and (found.doi is not False or (found.venue is not False and bool(found.volume)))
        and (not found.surplus or authors_agree(found))
        and _own_page(found)
    )


def _own_page(found: Features) -> bool:
    """Whether the page tells apart even editorials of one name: one issue's, or a high number."""
    return (
        found.telling
        or same_text(found)
        or bool(found.volume and found.issue)
        or (found.deep and found.years in (0, None))
    )


def _title_text(found: Features) -> bool:
    return (
        alike(found, 93)
        and same_text(found)
        and no_author_against(found)
        and (bool(found.author) or found.volume is not False)
        and (near(found) if found.author else found.years in (0, None))
        and found.doi is not False
        and found.venue is not False
        and (found.volume is not False or found.venue is True)
        and not found.surplus
    )


def _title_page(found: Features) -> bool:
    return (
        alike(found, 95)
        and bool(found.pages)
        and found.telling
        and authors_agree(found)
        and near(found)
        and (found.volume is not False or found.years == 0)
        and (found.volume is True or found.deep or found.last is not False)
        and not other_text(found)
        and found.doi is not False
    )


def _title_venue(found: Features) -> bool:
    return (
        alike(found, 95)
        and found.telling
        and authors_agree(found)
        and near(found)
        and _one_appearance(found)
        and bool(found.venue)
        and (found.issue is not False or same_text(found))
        and found.pages is not False
        and found.volume is not False
        and found.doi is not False
        and not found.surplus
        and not other_text(found)
    )


def _one_appearance(found: Features) -> bool:
    """Whether a year's difference is explained: the place or the text agrees, or is not told yet.

    Without that, a congress abstract and next year's report in one journal look the same.
    """
    return (
        found.years in (0, None)
        or bool(found.volume or found.doi)
        or (found.abstract or 0) >= 75
        or (found.ahead and found.abstract is None)
    )


def _title_volume(found: Features) -> bool:
    return (
        alike(found, 97)
        and found.telling
        and authors_agree(found)
        and found.years == 0
        and (found.issue is not False or same_text(found))
        and found.pages is not False
        and found.doi is not False
        and (
            (found.venue is None and found.volume is not False)
            or bool(found.volume and (found.venue or found.issue))
        )
        and not found.surplus
        and not other_text(found)
    )


def _beginning_place(found: Features) -> bool:
    return (
        (found.beginning or found.ending)
        and same_place(found)
        and authors_agree(found)
        and near(found)
        and not other_text(found)
        and found.doi is not False
    )


def _heading(found: Features) -> bool:
    """A database put the heading of the section in front of the title."""
    return (
        found.ending
        and bool(found.venue)
        and found.years == 0
        and authors_agree(found)
        and False not in (found.volume, found.issue, found.pages, found.doi)
        and not found.surplus
        and not other_text(found)
    )


def _same_filled(found: Features) -> bool:
    return (
        same_filled(found)
        and found.title is not None
        and (authors_agree(found) or alike(found, 90))
        and found.doi is not False
        and not other_text(found)
    )


def _other_page(found: Features) -> bool:
    """All agrees, the number of pages too, but not the page: a misprint, or printed twice."""
    return (
        alike(found, 99)
        and found.telling
        and authors_agree(found)
        and bool(found.venue and found.volume and found.length)
        and found.years == 0
        and found.pages is False
        and found.issue is not False
        and found.doi is not False
        and not other_text(found)
        and not found.surplus
    )


def _place_only(found: Features) -> bool:
    return (
        found.title is None
        and whole_place(found)
        and bool(found.author)
        and bool(found.names)
        and found.doi is not False
        and not other_text(found)
    )


def _other_words(found: Features) -> bool:
    return (
        (alike(found, 75) or (alike(found, 55) and same_text(found)))
        and whole_place(found)
        and authors_agree(found)
        and found.doi is not False
        and not other_text(found)
        and not found.surplus
        and _own_page(found)
    )


SAMENESS = (
    Rule(
        name="identifier and title",
        says="one identifier, and the titles agree",
        outcome=Outcome.CERTAIN,
        holds=_identifier,
    ),
    Rule(
        name="identifier and place",
        says="same identifier and authors, no page against it",
        outcome=Outcome.CERTAIN,
        holds=_identifier_place,
        careful=False,
    ),
    Rule(
        name="title and place",
        says="one title at one volume and page",
        outcome=Outcome.CERTAIN,
        holds=_title_place,
    ),
    Rule(
        name="title and text",
        says="one title with one abstract",
        outcome=Outcome.CERTAIN,
        holds=_title_text,
    ),
    Rule(
        name="title and page",
        says="same title and authors at the same page",
        outcome=Outcome.CERTAIN,
        holds=_title_page,
    ),
    Rule(
        name="title and venue",
        says="same title, authors and venue, and nothing against it",
        outcome=Outcome.CERTAIN,
        holds=_title_venue,
        careful=False,
    ),
    Rule(
        name="title, authors and year",
        says="same title, authors and year, nothing against it",
        outcome=Outcome.CERTAIN,
        holds=_title_volume,
        careful=False,
    ),
    Rule(
        name="title without its subtitle",
        says="one title is the other's beginning, at the same place",
        outcome=Outcome.CERTAIN,
        holds=_beginning_place,
        careful=False,
    ),
    Rule(
        name="same pages filled",
        says="one place from the first page to the last, which two texts cannot share",
        outcome=Outcome.CERTAIN,
        holds=_same_filled,
    ),
    Rule(
        name="heading before the title",
        says="one title is the other behind a heading; authors, venue and year agree",
        outcome=Outcome.CERTAIN,
        holds=_heading,
        careful=False,
    ),
    Rule(
        name="other page",
        says="all agrees, the number of pages too, but not the page",
        outcome=Outcome.CERTAIN,
        holds=_other_page,
        careful=False,
    ),
    Rule(
        name="place",
        says="a title is missing; authors, venue, volume, page and year agree",
        outcome=Outcome.CERTAIN,
        holds=_place_only,
        careful=False,
    ),
    Rule(
        name="title in other words",
        says="authors, venue, volume, page and year agree; titles differ in words",
        outcome=Outcome.CERTAIN,
        holds=_other_words,
        careful=False,
    ),
)
