"""The rules for two entries of registers: one registration number is one trial or review.

Registers are searched at several places (the register itself, WHO's platform, CENTRAL), which take
over each other's entries, with the public or with the scientific title.
"""

from __future__ import annotations

from screening.dedup.rules import Rule, alike, no_author_against
from screening.dedup.types import Features, Outcome

_LIKE = 60  # a public and a scientific title have most words in common


def _titles_alike(found: Features) -> bool:
    return (
        found.one_entry
        and found.notices is not False
        and (found.title is None or alike(found, _LIKE))
        and no_author_against(found)
    )


def _titles_differ(found: Features) -> bool:
    return found.one_entry


ENTRIES = (
    Rule(
        name="one registration",
        says="entries of registers under one registration number",
        outcome=Outcome.CERTAIN,
        holds=_titles_alike,
    ),
    Rule(
        name="one registration, other title",
        says="entries of registers under one registration number, but other titles or authors",
        outcome=Outcome.ASK,
        holds=_titles_differ,
    ),
)
