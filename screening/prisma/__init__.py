"""The PRISMA flow: counts from the log, the rules they obey, tables and drawings of both forms.

May import events, protocol, records, the codec and the errors; a stranger to store, readers,
writers, dedup and ranking. matplotlib has its address in ``drawing`` and is loaded only there.
"""

from screening.prisma.chart import Form
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
from screening.prisma.csv2020 import prisma2020_csv
from screening.prisma.flow import flow, flow_records
from screening.prisma.rules import Violation, violations
from screening.prisma.severity import Severity
from screening.prisma.tables import FlowDocument, Row, table_rows, to_csv, to_json

__all__ = [
    "NO_ACCESS",
    "NO_REASON",
    "ColumnCount",
    "FlowCounts",
    "FlowDocument",
    "Form",
    "ReasonCount",
    "Row",
    "Severity",
    "SourceCount",
    "StageCount",
    "Violation",
    "box_counts",
    "flow",
    "flow_records",
    "prisma2020_csv",
    "table_rows",
    "to_csv",
    "to_json",
    "violations",
]
