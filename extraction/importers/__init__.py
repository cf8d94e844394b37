"""Codebooks and coded projects of other programs, read into plain words; REFI-QDA so far.

Imports the themes' levels and the errors. Nothing is written, followed or unpacked to disk: a file
is read whole or refused with a sentence.
"""

from extraction.importers.given import Given, GivenCode, GivenCoding, GivenSelection, GivenSource
from extraction.importers.read import read_given

__all__ = [
    "Given",
    "GivenCode",
    "GivenCoding",
    "GivenSelection",
    "GivenSource",
    "read_given",
]
