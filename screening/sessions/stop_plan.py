"""The protocol's plan for stopping, its rules found and its target as the rules take it."""

from __future__ import annotations

from screening.errors import BadReview, UsageError
from screening.protocol import Protocol, line_of
from screening.stopping import Combine, History, Rule, Target, Verdict, combined, rule_named

READ_ALL = ("all",)


def target_of(protocol: Protocol) -> Target:
    """What the protocol wants to reach."""
    plan = protocol.stopping
    return Target(recall=plan.recall, confidence=plan.confidence, misses=plan.misses)


def rules_of(protocol: Protocol, name: str = "review.toml") -> tuple[Rule, ...]:
    """The rules the protocol names.

    Raises:
        BadReview: there is no such rule, with the line of the file called ``name``.
    """
    try:
        return tuple(rule_named(rule) for rule in protocol.stopping.rules)
    except UsageError as error:
        line = line_of(protocol.text, "stopping", "rule")
        raise BadReview(f"{name}, line {line}: {error.message}", error.hint) from None


def planned_verdict(protocol: Protocol, history: History) -> Verdict:
    """What the rules of the protocol say together."""
    target = target_of(protocol)
    verdicts = [rule.judge(history, target) for rule in rules_of(protocol)]
    return combined(verdicts, Combine(protocol.stopping.combine))
