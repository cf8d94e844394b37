"""Finds records that are the same report: prepare, block, compare, decide, cluster.

The one address of rapidfuzz. May import records and errors; knows no store, clock or settings.
"""

from screening.dedup.decide import decide
from screening.dedup.find import METHOD, VERSION, Found, Known, find, keeper
from screening.dedup.prepare import prepare
from screening.dedup.types import Edge, Outcome, Prepared, Preset

__all__ = [
    "METHOD",
    "VERSION",
    "Edge",
    "Found",
    "Known",
    "Outcome",
    "Prepared",
    "Preset",
    "decide",
    "find",
    "keeper",
    "prepare",
]
