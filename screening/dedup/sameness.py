"""The rules that show sameness, and those that are worth a question."""

from __future__ import annotations

from screening.dedup.rules import (
    Rule,
    alike,
    authors_agree,
    near,
    no_author_against,
    other_text,
    same_id,
    same_place,
    same_text,
    whole_place,
)
from screening.dedup.types import Features, Outcome


def _identifier(found: Features) -> bool:
    return (
        same_id(found)
        and (
            alike(found, 95) or ((alike(found, 80) or found.beginning) and no_author_against(found))
        )
        and not found.surplus
    )


def _identifier_place(found: Features) -> bool:
    return (
        same_id(found)
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
    )


def _title_text(found: Features) -> bool:
    return (
        alike(found, 93)
        and same_text(found)
        and no_author_against(found)
        and (bool(found.author) or found.volume is not False)
        and near(found)
        and found.doi is not False
        and found.venue is not False
        and not found.surplus
    )


def _title_page(found: Features) -> bool:
    return (
        alike(found, 95)
        and bool(found.pages)
        and found.telling
        and authors_agree(found)
        and near(found)
        and not other_text(found)
        and found.doi is not False
    )


def _title_venue(found: Features) -> bool:
    return (
        alike(found, 95)
        and found.telling
        and authors_agree(found)
        and near(found)
        and bool(found.venue)
        and (found.issue is not False or same_text(found))
        and found.pages is not False
        and found.volume is not False
        and found.doi is not False
        and not found.surplus
        and not other_text(found)
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
        and (found.venue is None or bool(found.volume))
        and not found.surplus
        and not other_text(found)
    )


def _beginning_place(found: Features) -> bool:
    return (
        found.beginning
        and same_place(found)
        and authors_agree(found)
        and near(found)
        and not other_text(found)
        and found.doi is not False
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
        (alike(found, 75) or same_text(found))
        and whole_place(found)
        and authors_agree(found)
        and found.doi is not False
        and not other_text(found)
        and not found.surplus
    )


SAMENESS = (
    Rule(
        name="identifier and title",
        says="same identifier, like titles",
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
        says="like titles at the same volume and page",
        outcome=Outcome.CERTAIN,
        holds=_title_place,
    ),
    Rule(
        name="title and text",
        says="like titles with the same abstract",
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
        says="same title, authors and venue, nothing against it",
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


def _ask_identifier(found: Features) -> bool:
    return same_id(found) and (found.title is None or alike(found, 50))


def _ask_title(found: Features) -> bool:
    return (
        alike(found, 90)
        and near(found)
        and (authors_agree(found) or (found.author is None and found.telling))
        and found.telling
    )


def _ask_whole_place(found: Features) -> bool:
    """A group stands for its first author, or two letters of one name share a page."""
    return alike(found, 95) and whole_place(found) and found.telling


def _ask_beginning(found: Features) -> bool:
    return found.beginning and near(found) and authors_agree(found) and found.pages is not False


def _ask_place(found: Features) -> bool:
    return whole_place(found) and authors_agree(found)


def _ask_title_place(found: Features) -> bool:
    return alike(found, 80) and same_place(found) and near(found) and no_author_against(found)


def _ask_text(found: Features) -> bool:
    return same_text(found) and found.author is True and alike(found, 60)


QUESTIONS = (
    Rule(
        name="identifier only",
        says="same identifier, otherwise unlike",
        outcome=Outcome.ASK,
        holds=_ask_identifier,
    ),
    Rule(
        name="title only",
        says="like titles, too little else to be sure",
        outcome=Outcome.ASK,
        holds=_ask_title,
    ),
    Rule(
        name="other authors",
        says="same title, venue, volume, page and year, but other authors",
        outcome=Outcome.ASK,
        holds=_ask_whole_place,
    ),
    Rule(
        name="beginning only",
        says="one title is the other's beginning",
        outcome=Outcome.ASK,
        holds=_ask_beginning,
    ),
    Rule(
        name="title and place, roughly",
        says="rather like titles at the same place",
        outcome=Outcome.ASK,
        holds=_ask_title_place,
    ),
    Rule(
        name="place only",
        says="same authors and place, other titles",
        outcome=Outcome.ASK,
        holds=_ask_place,
    ),
    Rule(
        name="text only",
        says="same abstract and first author",
        outcome=Outcome.ASK,
        holds=_ask_text,
    ),
)
