"""RIS for ASReview, with its notes ``ASReview_relevant``, ``_irrelevant`` or ``_not_seen``.

ASReview takes a label only from a note that says nothing else, so it stands first, on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.writers.contract import ExportedRecord
from screening.writers.facts import relevance
from screening.writers.formats.ris import ris_record

_NOTES = {1: "ASReview_relevant", 0: "ASReview_irrelevant", None: "ASReview_not_seen"}


class _AsreviewRis:
    name = "asreview_ris"
    label = "RIS for ASReview, with its labels as notes"
    extension = ".asreview.ris"
    decision_in = "the notes (N1): ASReview_relevant, ASReview_irrelevant or ASReview_not_seen"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        for row in rows:
            yield ris_record(row, notes=(_NOTES[relevance(row)],))


WRITER = _AsreviewRis()
