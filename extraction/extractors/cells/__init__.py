"""Methods that propose values for the extraction table; a file in ``methods/`` is a method.

Imports the pipeline, the roles, the sheet's values, the documents and screening's registry.
"""

from extraction.extractors.cells.contract import CellProposer, Reading, ValueFound
from extraction.extractors.cells.registry import cell_proposer_named, cell_proposers

__all__ = ["CellProposer", "Reading", "ValueFound", "cell_proposer_named", "cell_proposers"]
