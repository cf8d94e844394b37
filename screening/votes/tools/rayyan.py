"""Rayyan: everybody's verdict in the notes of each record (CSV, RIS or BibTeX export).

Source: Rayyan's help centre, "Understanding Your Rayyan Export Files". The export pools the
exclusion reasons of all reviewers; only its customizations log tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.protocol import Verdict
from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote
from screening.votes.fields import notes
from screening.votes.rayyan_notes import RayyanNotes, rayyan_notes

_VERDICTS = {
    "included": Verdict.INCLUDE,
    "true": Verdict.INCLUDE,
    "excluded": Verdict.EXCLUDE,
    "false": Verdict.EXCLUDE,
    "maybe": Verdict.UNSURE,
}
_UNDECIDED = frozenset({"undecided", "nil", ""})
_KEY = "rayyan-"


@dataclass(frozen=True, slots=True)
class _Rayyan:
    name: str = "rayyan"
    label: str = "Rayyan"

    def marks(self, entry: RecordContent, _export: ExportFacts) -> int:
        if any("RAYYAN-" in text for text in notes(entry)):
            return 3
        return int(bool(rayyan_key(entry)))

    def read(self, entry: RecordContent, _export: ExportFacts) -> Ballot:
        found = rayyan_notes(notes(entry))
        return Ballot(
            votes=tuple(_votes(found)),
            tags=found.labels,
            notes=found.user_notes,
            unclear=tuple(_unclear(found)),
        )


TOOL = _Rayyan()


def rayyan_key(entry: RecordContent) -> str:
    """The number Rayyan gave the record, empty if the entry has none."""
    held = (text for label, text in entry.other_ids if label in {"key", "accession"})
    return next((at.removeprefix(_KEY) for at in held if at.startswith(_KEY)), "")


def _votes(found: RayyanNotes) -> Iterator[Vote]:
    for by, said in found.inclusion:
        verdict = _VERDICTS.get(said.casefold())
        if verdict is not None:
            why = found.reasons if verdict is Verdict.EXCLUDE else ()
            yield Vote(by=by, verdict=verdict, reasons=why)


def _unclear(found: RayyanNotes) -> Iterator[str]:
    for by, said in found.inclusion:
        if said.casefold() not in {*_VERDICTS, *_UNDECIDED}:
            yield f"{by} said {said!r}, which is no verdict of Rayyan."
    for text in found.unread:
        yield f"Rayyan's note {text[:60]!r} cannot be read."
