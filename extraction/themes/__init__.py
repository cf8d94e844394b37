"""The codebook: what people approved, what methods propose for it, and how good proposals are.

Imports the findings and the rooms below; the one address of scikit-learn in this package. The
proposers are pure: texts, vectors and a codebook in, proposals with their evidence out.
"""

from extraction.themes.codebook import fold_codebook
from extraction.themes.faults import codebook_faults
from extraction.themes.nodes import Codebook, Coding, Memo, Node
from extraction.themes.proposals import Level, Proposal, ProposalKind, ProposalStatus

__all__ = [
    "Codebook",
    "Coding",
    "Level",
    "Memo",
    "Node",
    "Proposal",
    "ProposalKind",
    "ProposalStatus",
    "codebook_faults",
    "fold_codebook",
]
