"""The PRISMA flow: counts from the log, the rules they obey, tables and drawings of both forms.

May import events, protocol, records, the codec and the errors; a stranger to store, readers,
writers, dedup and ranking. matplotlib has its address in ``drawing`` and is loaded only there.
"""

from screening.prisma.counts import (
    NO_ACCESS,
    NO_REASON,
    ColumnCount,
    FlowCounts,
    ReasonCount,
    SourceCount,
    StageCount,
    box_counts,
)
from screening.prisma.flow import flow, flow_records
from screening.prisma.rules import Severity, Violation, violations

__all__ = [
    "NO_ACCESS",
    "NO_REASON",
    "ColumnCount",
    "FlowCounts",
    "ReasonCount",
    "Severity",
    "SourceCount",
    "StageCount",
    "Violation",
    "box_counts",
    "flow",
    "flow_records",
    "violations",
]
