"""Records and what was decided about them out, as files for other programs.

May import ``screening.events`` and the rooms below it, the console's safe cells and the codec.
``formats/`` is a registry: one module per format, found by itself. Writers give bytes in chunks;
where they go is not their business.
"""

from screening.writers.contract import ExportedRecord, StageFacts, Writer
from screening.writers.registry import writer_named, writers

__all__ = ["ExportedRecord", "StageFacts", "Writer", "writer_named", "writers"]
