"""Export files of databases and registers in, one record or one rejected entry per entry out.

May import ``screening.records``, ``screening.registry`` and ``screening.errors``. ``formats/`` is a
registry: one module per format, found by itself. Found in file = imported + rejected, for every
reader and every file.
"""

from screening.readers.contract import Entry, Reader, RegisterReader, Sniff
from screening.readers.registry import Detection, detect, reader_named, readers
from screening.readers.source import Head, Source, open_source

__all__ = [
    "Detection",
    "Entry",
    "Head",
    "Reader",
    "RegisterReader",
    "Sniff",
    "Source",
    "detect",
    "open_source",
    "reader_named",
    "readers",
]
