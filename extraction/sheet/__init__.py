"""The extraction table: a form, typed values, and the cells that people approved, as a fold.

Imports the spans, the kernel's events and protocol; no other room of this package.
"""

from extraction.sheet.cells import (
    SHEET_KINDS,
    Cell,
    CellProposal,
    ProposalStatus,
    Row,
    Sheet,
    Signature,
    fold_sheet,
    standing_cells,
)
from extraction.sheet.form import DEFAULT_FORM, Form, form_of
from extraction.sheet.values import BadValue, counts_of, read_value

__all__ = [
    "DEFAULT_FORM",
    "SHEET_KINDS",
    "BadValue",
    "Cell",
    "CellProposal",
    "Form",
    "ProposalStatus",
    "Row",
    "Sheet",
    "Signature",
    "counts_of",
    "fold_sheet",
    "form_of",
    "read_value",
    "standing_cells",
]
