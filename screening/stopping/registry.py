"""The stopping rules there are.

A module in ``rules/`` that defines ``RULE`` is a rule; nothing else lists it.
"""

from __future__ import annotations

from screening.registry import Registry
from screening.stopping import rules as folder
from screening.stopping.contract import Rule

_REGISTRY: Registry[Rule] = Registry(folder, "RULE", "stopping rule")


def rules() -> tuple[Rule, ...]:
    """Every rule, ordered by name."""
    return _REGISTRY.entries()


def rule_named(name: str) -> Rule:
    """The rule a user asked for by name.

    Raises:
        UsageError: no rule has this name; all there are get listed.
    """
    return _REGISTRY.named(name)
