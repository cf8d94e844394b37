"""Coded themes as files: one file per format in ``formats/``; an exporter turns data into bytes.

Imports the synthesis and the rooms below, the console's safe cells and the codec. Writes nothing.
"""

from extraction.exporters.document import (
    CodingEntry,
    LogEntry,
    ProposalEntry,
    SourceEntry,
    StudyEntry,
    ThemeNode,
    ThemesDocument,
    no_theme,
)
from extraction.exporters.registry import Exporter, exporter_named, exporters

__all__ = [
    "CodingEntry",
    "Exporter",
    "LogEntry",
    "ProposalEntry",
    "SourceEntry",
    "StudyEntry",
    "ThemeNode",
    "ThemesDocument",
    "exporter_named",
    "exporters",
    "no_theme",
]
