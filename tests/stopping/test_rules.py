"""What every rule promises, and when each one stops."""

from __future__ import annotations

import pytest

from screening.errors import UsageError
from screening.stopping import (
    Combine,
    History,
    Rule,
    Target,
    Verdict,
    combined,
    rule_named,
    rules,
)
from tests.stopping.histories import history

RULES = [pytest.param(rule, id=rule.name) for rule in rules()]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("text", ["", "-", "+", "+-+--", "+++aaA", "+" * 30 + "-" * 60 + "a" * 9])
def test_every_rule_keeps_the_contract(rule: Rule, text: str) -> None:
    for unread in (0, 1, 200):
        held = history(text, len(text) + unread)
        verdict = rule.judge(held, Target())
        assert verdict == rule.judge(held, Target())
        assert (verdict.rule, verdict.guaranteed) == (rule.name, rule.guaranteed)
        assert verdict.text.endswith(".")
        assert rule.guaranteed or verdict.certified is None
        assert unread or verdict.stop
    assert rule.label
    assert any(digit.isdigit() for digit in rule.measured)


def test_there_is_a_guaranteed_rule_beside_reading_all() -> None:
    assert {rule.name for rule in rules() if rule.guaranteed} >= {"all", "audit"}


def test_an_unknown_rule_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="no stopping rule called 'magic'") as caught:
        rule_named("magic")
    assert "audit: certificate" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "before", "after", "total"),
    [
        ("all", "+-", "+--", 3),
        ("consecutive", "+" + "-" * 49, "+" + "-" * 50, 1000),
        ("safe", "+" + "-" * 98, "+" + "-" * 99, 1000),
        ("safe", "-" * 80 + "+" + "-" * 49, "-" * 80 + "+" + "-" * 50, 1000),
        ("budget", "-" * 749, "-" * 750, 1000),
        ("knee", "+" * 150 + "-" * 3, "+" * 150 + "-" * 1000, 9000),
        ("hypergeometric", "+" * 20 + "-" * 30, "+" * 20 + "-" * 900, 1000),
        ("audit", "+" * 100 + "a" * 745, "+" * 100 + "a" * 751, 2000),
        ("audit", "+" * 100 + "-" * 1889, "+" * 100 + "-" * 1895, 2000),
    ],
)
def test_a_rule_stops_where_it_should(name: str, before: str, after: str, total: int) -> None:
    rule, target = rule_named(name), Target()
    assert not rule.judge(history(before, total), target).stop
    assert rule.judge(history(after, total), target).stop


def test_a_certificate_tells_its_recall() -> None:
    audit = rule_named("audit")
    done = audit.judge(history("+" * 100 + "a" * 760, 2000), Target())
    assert done.certified is not None
    assert done.certified >= 0.95
    going = audit.judge(history("+" * 100 + "a" * 400, 2000), Target())
    assert going.certified is not None
    assert 0.5 < going.certified < 0.95
    assert "certified so far" in going.text


def _verdict(*, stop: bool, guaranteed: bool) -> Verdict:
    certified = 0.95 if guaranteed and stop else None
    return Verdict(rule="x", stop=stop, guaranteed=guaranteed, certified=certified, text="So.")


def test_rules_are_joined() -> None:
    sure, thumb = _verdict(stop=True, guaranteed=True), _verdict(stop=False, guaranteed=False)
    both = combined([sure, thumb])
    assert (both.stop, both.guaranteed, both.certified) == (False, True, 0.95)
    either = combined([sure, thumb], Combine.ANY)
    assert (either.stop, either.guaranteed) == (True, False)
    assert either.rule == "x or x"
    assert combined([sure]) is sure
    with pytest.raises(ValueError, match="no verdict"):
        combined([])


@pytest.mark.parametrize(("total", "audit"), [(1, (False, False)), (5, (False,))])
def test_what_cannot_be_a_history_is_refused(total: int, audit: tuple[bool, ...]) -> None:
    with pytest.raises(ValueError, match="labels"):
        History(total=total, relevant=(True, False), audit=audit)


def test_a_recall_is_taken_exactly() -> None:
    target = Target(recall=0.95)
    assert [target.shortfall(found) for found in (0, 18, 19, 20, 38, 100)] == [1, 1, 2, 2, 3, 6]
    assert [target.most_short(total) for total in (1, 20, 21, 106)] == [0, 18, 19, 100]


@pytest.mark.parametrize(
    ("name", "text", "total", "told"),
    [
        ("all", "+-", 3, "1 record is still to be read."),
        ("all", "+-", 4, "2 records are still to be read."),
        ("audit", "+-a", 9, "(1 random draw, 0 of them relevant)"),
        ("audit", "+-aa", 9, "(2 random draws, 0 of them relevant)"),
    ],
)
def test_one_is_told_in_the_singular(name: str, text: str, total: int, told: str) -> None:
    assert told in rule_named(name).judge(history(text, total), Target()).text
