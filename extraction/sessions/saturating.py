"""Saturation of a review in an order that people name: as coded, or as published."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from extraction.sessions.coding import Coding
from extraction.synthesis.coded import Coded
from extraction.synthesis.saturation import Saturation, saturation
from screening.errors import UsageError
from screening.records import RecordId

# As many random orders as the dashed line of a picture needs to be smooth.
_DRAWS = 100


class Order(StrEnum):
    """The order in which the studies are looked at."""

    CODING = "coding"
    PUBLICATION = "publication"

    @property
    def words(self) -> str:
        """The order in words."""
        return {
            Order.CODING: "in the order in which they were first coded",
            Order.PUBLICATION: "by year of publication",
        }[self]


def to_order(text: str) -> Order:
    """An order as typed.

    Raises:
        UsageError: there is no such order.
    """
    try:
        return Order(text.strip().casefold())
    except ValueError:
        raise UsageError(f"There is no order {text!r}.", "Choose coding or publication.") from None


def saturation_in(coding: Coding, coded: Coded, order: Order) -> tuple[Saturation, ...]:
    """The three levels, themes first, with the included studies in an order."""
    first = ordered(coding, coded, order)
    rest = (study for study in coded.included if study not in set(first))
    return saturation(replace(coded, included=(*first, *rest)), draws=_DRAWS)


def ordered(coding: Coding, coded: Coded, order: Order) -> list[RecordId]:
    """The included studies in an order; by coding, those with a code only."""
    if order is Order.PUBLICATION:
        years = {at.id: at.year for at in coding.review.records(coded.included)}
        return sorted(coded.included, key=lambda study: years[study] or 9999)
    times = {
        (link.finding, link.code): coding.book.codings[link.code][link.finding].at
        for link in coded.links
    }
    by_time = sorted(coded.links, key=lambda link: times[link.finding, link.code])
    return list(dict.fromkeys(link.record for link in by_time if link.included))
