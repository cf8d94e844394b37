"""The rules that are worth a question."""

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
    return (
        (found.beginning or found.ending)
        and near(found)
        and authors_agree(found)
        and found.pages is not False
    )


def _ask_place(found: Features) -> bool:
    return whole_place(found) and authors_agree(found)


def _ask_title_place(found: Features) -> bool:
    return alike(found, 80) and same_place(found) and near(found) and no_author_against(found)


def _ask_renamed(found: Features) -> bool:
    """One record has no place yet; titles are changed between acceptance and print."""
    return (
        alike(found, 70)
        and found.ahead
        and bool(found.venue)
        and found.years == 0
        and authors_agree(found)
        and found.telling
        and found.doi is not False
        and not other_text(found)
    )


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
        name="renamed",
        says="titles differ in words; authors, venue and year agree, one has no place yet",
        outcome=Outcome.ASK,
        holds=_ask_renamed,
    ),
    Rule(
        name="text only",
        says="same abstract and first author",
        outcome=Outcome.ASK,
        holds=_ask_text,
    ),
)
