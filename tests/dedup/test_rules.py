"""Every rule fires where it should, and a near miss leaves it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening.dedup.decide import RULES, rule_for
from screening.dedup.types import Features, Outcome

TELLING = Features(title=99, telling=True, numerals=True, notices=True)
PLACED = replace(
    TELLING, author=True, names=True, venue=True, volume=True, pages=True, issue=True, years=0
)
UNPLACED = replace(TELLING, author=True, names=True, years=0)
ELSEWHERE = replace(PLACED, venue=False, volume=False, issue=False, pages=False)

AGAIN = replace(ELSEWHERE, venue=True, doi=False, abstract=100.0, length=True, years=1)

# rule: features for which it is the first to hold, and a change after which it does not hold
CASES: dict[str, tuple[Features, dict[str, object]]] = {
    "one registration": (Features(title=65.0, one_entry=True), {"title": 50.0}),
    "one registration, other title": (Features(title=50.0, one_entry=True), {"one_entry": False}),
    "notice": (replace(PLACED, notices=False), {"notices": True}),
    "other notice": (replace(PLACED, notices=False, title=30.0), {"notices": True}),
    "version": (replace(PLACED, doi=True, version=False), {"version": True}),
    "parts, one place": (replace(PLACED, parts=False, numerals=False), {"pages": False}),
    "parts": (replace(ELSEWHERE, parts=False, numerals=False), {"title": 70.0}),
    "trial numbers differ, place agrees": (replace(PLACED, trials=False), {"trials": True}),
    "trial numbers differ": (replace(UNPLACED, trials=False), {"trials": None}),
    "register": (
        replace(UNPLACED, one_register=True, venue=False),
        {"author": False, "names": False},
    ),
    "printed again": (AGAIN, {"length": False}),
    "same pages filled": (
        replace(PLACED, title=91.0, author=False, names=False, span=True),
        {"issue": None},
    ),
    "heading before the title": (
        replace(UNPLACED, title=85.0, ending=True, venue=True),
        {"years": 1},
    ),
    "other page": (
        replace(PLACED, pages=False, issue=None, length=True),
        {"length": None},
    ),
    "renamed": (
        replace(UNPLACED, title=75.0, venue=True, ahead=True),
        {"ahead": False},
    ),
    "numbers differ, place agrees": (
        replace(PLACED, numerals=False, surplus=True),
        {"pages": None},
    ),
    "numbers differ": (replace(UNPLACED, numerals=False, surplus=True), {"numerals": None}),
    "two PubMed numbers": (replace(PLACED, pmid=False), {"title": 80.0}),
    "other PubMed number": (replace(UNPLACED, pmid=False), {"doi": True}),
    "preprint": (replace(UNPLACED, one_preprint=True, venue=False), {"venue": True}),
    "conference": (replace(UNPLACED, conference=True, venue=False), {"venue": True}),
    "series": (replace(PLACED, telling=False, issue=False, pages=False), {"telling": True}),
    "printed twice": (replace(ELSEWHERE, doi=False, abstract=97), {"abstract": 50.0}),
    "other publication": (replace(ELSEWHERE), {"abstract": 95.0}),
    "other DOI and pages": (replace(UNPLACED, doi=False, pages=False), {"pages": None}),
    "other place": (replace(ELSEWHERE, author=False, names=False), {"doi": True}),
    "other time": (replace(UNPLACED, years=4), {"years": 1}),
    "years apart": (replace(UNPLACED, years=4, title=92.0), {"years": 1}),
    "identifier and title": (replace(UNPLACED, doi=True), {"surplus": True}),
    "identifier and place": (replace(UNPLACED, doi=True, title=None), {"pages": False}),
    "title and place": (replace(PLACED, venue=None, title=91.0), {"abstract": 20.0}),
    "title and text": (replace(UNPLACED, abstract=95.0), {"abstract": 80.0}),
    "title and page": (replace(UNPLACED, pages=True), {"author": False}),
    "title and venue": (replace(UNPLACED, venue=True), {"pages": False}),
    "title, authors and year": (replace(UNPLACED), {"years": 1}),
    "title without its subtitle": (
        replace(PLACED, title=70.0, beginning=True, issue=False),
        {"volume": False},
    ),
    "place": (replace(PLACED, title=None), {"issue": False}),
    "title in other words": (replace(PLACED, title=80.0), {"title": 70.0}),
    "identifier only": (replace(UNPLACED, pmid=True, title=55, author=False), {"title": 40.0}),
    "title only": (replace(UNPLACED, title=92.0), {"title": 85.0}),
    "other authors": (replace(PLACED, author=False, names=False), {"volume": None}),
    "beginning only": (replace(UNPLACED, title=70.0, beginning=True), {"pages": False}),
    "title and place, roughly": (
        replace(PLACED, title=85.0, venue=None, years=1),
        {"title": 75.0},
    ),
    "place only": (replace(PLACED, title=40.0), {"issue": False}),
    "text only": (replace(UNPLACED, title=65.0, abstract=98.0), {"author": None}),
}


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == set(CASES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_fires(name: str) -> None:
    found, _ = CASES[name]
    rule = rule_for(found)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize("name", CASES)
def test_a_near_miss_does_not(name: str) -> None:
    found, change = CASES[name]
    rule = next(rule for rule in RULES if rule.name == name)
    assert rule.holds(found)
    assert not rule.holds(replace(found, **change))  # type: ignore[arg-type]


def test_related_rules_say_how_and_the_others_do_not() -> None:
    for rule in RULES:
        assert bool(rule.relation) is (rule.outcome is Outcome.RELATED), rule.name


def test_where_nothing_is_known_no_rule_holds() -> None:
    assert rule_for(Features()) is None


def test_no_certain_rule_stands_on_one_leg() -> None:
    """One agreeing field alone, title among them, is never enough to mark without asking."""
    fields = ("author", "names", "venue", "volume", "issue", "pages", "numerals", "notices")
    for title in (None, 100.0):
        for field in fields:
            rule = rule_for(replace(Features(title=title), **{field: True}))
            assert rule is None or rule.outcome is not Outcome.CERTAIN
