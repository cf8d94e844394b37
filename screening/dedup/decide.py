"""From two prepared records to a decision with its rule and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from screening.dedup.compare import compare
from screening.dedup.contradictions import CONTRADICTIONS
from screening.dedup.questions import QUESTIONS
from screening.dedup.rules import Rule
from screening.dedup.sameness import SAMENESS
from screening.dedup.types import Agreement, Edge, Features, Notice, Outcome, Prepared, Preset

# In order: the first rule that holds decides; where none holds, the records stay apart.
RULES: tuple[Rule, ...] = (*CONTRADICTIONS, *SAMENESS, *QUESTIONS)

# What a field weighs in the order of the questions: title, text, identifiers, then the place.
_WEIGHTS = (
    ("title", 5.0), ("abstract", 3.0), ("doi", 3.0), ("pmid", 3.0), ("pages", 2.0),
    ("author", 2.0), ("names", 1.0), ("venue", 1.5), ("volume", 1.5), ("issue", 0.5),
)  # fmt: skip


def decide(one: Prepared, two: Prepared, preset: Preset = Preset.STANDARD) -> Edge | None:
    """Decide about two records; None if they have nothing to do with each other.

    Symmetric: the order of the two does not matter.
    """
    found = compare(one, two)
    rule = rule_for(found) if found is not None else None
    if found is None or rule is None or rule.outcome is Outcome.APART:
        return None
    asks = preset is Preset.CAREFUL and not rule.careful
    return Edge(
        one=min(one.number, two.number),
        two=max(one.number, two.number),
        outcome=Outcome.ASK if asks else rule.outcome,
        rule=rule.name,
        relation=_relation(rule, one, two),
        evidence=f"{rule.says} ({evidence(found)})",
        likeness=likeness(found),
    )


def rule_for(found: Features) -> Rule | None:
    """The first rule that holds, None if none does."""
    return next((rule for rule in RULES if rule.holds(found)), None)


def _relation(rule: Rule, one: Prepared, two: Prepared) -> str:
    if rule.relation != "notice":
        return rule.relation
    return (one if one.notice is not Notice.NONE else two).notice.value


def evidence(found: Features) -> str:
    """The compared fields in words: ``title 98 %, same DOI, other pages``."""
    return ", ".join(_words(found))


def _words(found: Features) -> Iterator[str]:
    if found.title is not None:
        yield f"titles {found.title:.0f} % alike"
    if found.abstract is not None:
        yield f"abstracts {found.abstract:.0f} % alike"
    named: tuple[tuple[str, Agreement], ...] = (
        ("DOI", found.doi),
        ("PubMed number", found.pmid),
        ("first author", found.author),
        ("venue", found.venue),
        ("volume", found.volume),
        ("issue", found.issue),
        ("first page", found.pages),
    )
    same = [name for name, agreed in named if agreed]
    other = [name for name, agreed in named if agreed is False]
    if found.years is not None:
        (other if found.years else same).append("year")
    if same:
        yield f"same {', '.join(same)}"
    if other:
        yield f"different {', '.join(other)}"


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
