"""Covidence: one export (CSV or RIS) per list; the list is the verdict.

``irrelevant`` and ``select`` are left of title and abstract screening, ``excluded`` and
``included`` of full text review. The export's file name says which list it is
(``review_58723_irrelevant_csv_20191023.csv``); reasons stand in ``Notes`` as
``Exclusion reason: Wrong population; ``. Reviewers are not named, so a list is one decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.protocol import Stage, Verdict
from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote
from screening.votes.fields import notes, parts, value

_LIST = re.compile(r"review_\d+_(screen|select|included|excluded|irrelevant)_", re.IGNORECASE)
_LISTS: dict[str, tuple[Verdict, Stage]] = {
    "irrelevant": (Verdict.EXCLUDE, Stage.ABSTRACT),
    "select": (Verdict.INCLUDE, Stage.ABSTRACT),
    "excluded": (Verdict.EXCLUDE, Stage.FULLTEXT),
    "included": (Verdict.INCLUDE, Stage.FULLTEXT),
}
_REASON = re.compile(r"Exclusion reason:\s*([^;\n]+)", re.IGNORECASE)
# Miriam Nielsen (2019-09-17 02:54:57)(Screen): the note;
_NOTE = re.compile(r"([^;()\n]+?)\s*\((\d{4}-\d\d-\d\d[^()]*)\)\s*\(([^()]*)\):\s*")
_AROUND = " ;\n"


@dataclass(frozen=True, slots=True)
class _Covidence:
    name: str = "covidence"
    label: str = "Covidence"

    def marks(self, entry: RecordContent, export: ExportFacts) -> int:
        if any(label == "covidence" for label, _ in entry.other_ids):
            return 3
        return 2 * bool(_LIST.search(export.name))

    def read(self, entry: RecordContent, export: ExportFacts) -> Ballot:
        text = "\n".join(notes(entry))
        reasons = tuple(dict.fromkeys(at.strip() for at in _REASON.findall(text)))
        votes = tuple(_votes(export, reasons))
        return Ballot(
            votes=votes,
            tags=parts(value(entry, "Tags"), ";"),
            notes=_notes(text),
            unclear=() if votes else _unclear(export),
        )


TOOL = _Covidence()


def _votes(export: ExportFacts, reasons: tuple[str, ...]) -> Iterator[Vote]:
    """The list's verdict; whatever came to full text review was let through before."""
    found = _LIST.search(export.name)
    verdict, stage = _LISTS.get(found[1].casefold(), (None, None)) if found else (None, None)
    if export.verdict not in (None, verdict):
        verdict, stage = export.verdict, None
    if verdict is None:
        return
    if stage is Stage.FULLTEXT:
        yield Vote(verdict=Verdict.INCLUDE, stage=Stage.ABSTRACT)
    yield Vote(verdict=verdict, stage=stage, reasons=reasons if verdict is Verdict.EXCLUDE else ())


def _unclear(export: ExportFacts) -> tuple[str, ...]:
    """The list of records still to be screened holds no verdict, and that is no fault."""
    if _LIST.search(export.name):
        return ()
    return ("The file's name does not say which list of Covidence it is; say it with --verdict.",)


def _notes(text: str) -> tuple[tuple[str, str], ...]:
    """(reviewer, note) of each note, without the reasons."""
    pieces = _NOTE.split(_REASON.sub("", text))
    told = zip(pieces[1::4], pieces[3::4], pieces[4::4], strict=True)
    plain = ((who.strip(), where.strip(), said.strip(_AROUND)) for who, where, said in told)
    return tuple((who, f"{said} ({where})") for who, where, said in plain if said)
