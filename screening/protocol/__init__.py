"""What the team agreed before screening: questions, criteria, stages, reasons, searches.

Standard library only; imports the errors and the records' words.
"""

from screening.protocol.form import FieldType, FormField
from screening.protocol.lines import line_of
from screening.protocol.read import parse_protocol
from screening.protocol.roles import Assignment, Roles
from screening.protocol.template import protocol_template
from screening.protocol.types import (
    NotRetrieved,
    PlannedSearch,
    PreviousVersion,
    Protocol,
    Stage,
    StagePlan,
    StoppingPlan,
    Unsure,
    Verdict,
    to_stage,
    to_verdict,
)

__all__ = [
    "Assignment",
    "FieldType",
    "FormField",
    "NotRetrieved",
    "PlannedSearch",
    "PreviousVersion",
    "Protocol",
    "Roles",
    "Stage",
    "StagePlan",
    "StoppingPlan",
    "Unsure",
    "Verdict",
    "line_of",
    "parse_protocol",
    "protocol_template",
    "to_stage",
    "to_verdict",
]
