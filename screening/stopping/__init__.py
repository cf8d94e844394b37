"""When screening may stop: labels and random draws in, verdicts with their reasons out.

Standard library only; may import the registry, the console's words for numbers and the errors; a
stranger to store, readers, writers, dedup, ranking and prisma. Everything here is a pure function
of a ``History``.
"""

from screening.stopping.combine import Combine, combined
from screening.stopping.contract import Rule
from screening.stopping.draws import AuditPlan, Place, audit_plan, audit_queue, pool_digest
from screening.stopping.evidence import Evidence
from screening.stopping.history import History, Target, Verdict
from screening.stopping.left import Left, relevant_left
from screening.stopping.plan import PlanRow, misses_before_audit, plan_table
from screening.stopping.registry import rule_named, rules

__all__ = [
    "AuditPlan",
    "Combine",
    "Evidence",
    "History",
    "Left",
    "Place",
    "PlanRow",
    "Rule",
    "Target",
    "Verdict",
    "audit_plan",
    "audit_queue",
    "combined",
    "misses_before_audit",
    "plan_table",
    "pool_digest",
    "relevant_left",
    "rule_named",
    "rules",
]
