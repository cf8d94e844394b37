"""Votes that screening tools write into their exports, read out of the records' fields.

May import ``screening.protocol`` and ``screening.records`` and the rooms below them. ``tools/`` is
a registry: one module per tool, found by itself. Nothing here knows a review; who a vote counts
for, and which record it is about, is settled in ``screening.sessions``.
"""

from screening.votes.contract import NOTHING, Ballot, ExportFacts, Tool, Vote
from screening.votes.registry import every_tool, tool_named, tool_of

__all__ = [
    "NOTHING",
    "Ballot",
    "ExportFacts",
    "Tool",
    "Vote",
    "every_tool",
    "tool_named",
    "tool_of",
]
