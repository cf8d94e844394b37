"""A list of records without any mark: its user says what was decided, with ``--verdict``."""

from __future__ import annotations

from dataclasses import dataclass

from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote


@dataclass(frozen=True, slots=True)
class _PlainList:
    name: str = "list"
    label: str = "a list whose records were all decided alike (--verdict)"

    def marks(self, _entry: RecordContent, _export: ExportFacts) -> int:
        return 0

    def read(self, _entry: RecordContent, export: ExportFacts) -> Ballot:
        if export.verdict is None:
            return Ballot(unclear=("Nothing says what was decided; say it with --verdict.",))
        return Ballot(votes=(Vote(verdict=export.verdict),))


TOOL = _PlainList()
