"""From two prepared records to a decision with its rule and evidence."""

from __future__ import annotations

from screening.dedup.compare import compare
from screening.dedup.contradictions import CONTRADICTIONS
from screening.dedup.entries import ENTRIES
from screening.dedup.evidence import evidence
from screening.dedup.questions import QUESTIONS
from screening.dedup.rules import Rule
from screening.dedup.sameness import SAMENESS
from screening.dedup.types import Edge, Features, Notice, Outcome, Prepared, Preset

# In order: the first rule that holds decides; where none holds, the records stay apart.
RULES: tuple[Rule, ...] = (*ENTRIES, *CONTRADICTIONS, *SAMENESS, *QUESTIONS)

# What a field weighs in the order of the questions: title, text, identifiers, then the place.
_WEIGHTS = (
    ("title", 5.0), ("abstract", 3.0), ("doi", 3.0), ("pmid", 3.0), ("pages", 2.0),
    ("author", 2.0), ("names", 1.0), ("venue", 1.5), ("volume", 1.5), ("issue", 0.5),
)  # fmt: skip


def decide(one: Prepared, two: Prepared, preset: Preset = Preset.STANDARD) -> Edge | None:
    """Decide about two records; None if they have nothing to do with each other.

    Symmetric: the order of the two does not matter.
    """
    if two.number < one.number:
        one, two = two, one
    found = compare(one, two)
    rule = rule_for(found) if found is not None else None
    if found is None or rule is None or rule.outcome is Outcome.APART:
        return None
    asks = preset is Preset.CAREFUL and not rule.careful
    return Edge(
        one=one.number,
        two=two.number,
        outcome=Outcome.ASK if asks else rule.outcome,
        rule=rule.name,
        relation=_relation(rule, one, two),
        evidence=f"{rule.says}: {evidence(found, one, two)}",
        likeness=likeness(found),
    )


def rule_for(found: Features) -> Rule | None:
    """The first rule that holds, None if none does."""
    return next((rule for rule in RULES if rule.holds(found)), None)


def _relation(rule: Rule, one: Prepared, two: Prepared) -> str:
    if rule.relation != "notice":
        return rule.relation
    return (one if one.notice is not Notice.NONE else two).notice.value


def likeness(found: Features) -> float:
    """0 to 1: the weighted share of the known fields that agree; it orders questions only."""
    total = reached = 0.0
    for name, weight in _WEIGHTS:
        value: float | bool | None = getattr(found, name)
        if value is None:
            continue
        total += weight
        reached += weight * (float(value) if isinstance(value, bool) else value / 100)
    return round(reached / total, 4) if total else 0.0
