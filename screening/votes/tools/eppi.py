"""EPPI-Reviewer JSON: codes such as "EXCLUDE on population" in a screening code set.

The reader keeps each code of a reference as ``EPPI code: set > code > code``. A code counts as a
verdict if one of its steps begins with INCLUDE or EXCLUDE, as the codes of EPPI-Reviewer's own
screening sets do. The set's name tells the stage, if it names one. Coders are not named in the
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.protocol import Stage, Verdict
from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote

CODE = "EPPI code"
_STEP = re.compile(r"\s+>\s+")
_VERDICT = re.compile(r"(include|exclude)d?\b[\s:,-]*(?:(?:on|based on|because of)\b\s*)?", re.I)
_FULL = re.compile(r"full[\s-]*text|full\s*report", re.I)
_ABSTRACT = re.compile(r"abstract|t\s*(?:&|/|and|\+)\s*a\b", re.I)
_TITLE = re.compile(r"title", re.I)


@dataclass(frozen=True, slots=True)
class _Eppi:
    name: str = "eppi"
    label: str = "EPPI-Reviewer"

    def marks(self, entry: RecordContent, _export: ExportFacts) -> int:
        return 3 * any(tag == CODE for tag, _ in entry.extra)

    def read(self, entry: RecordContent, _export: ExportFacts) -> Ballot:
        found = [vote for tag, text in entry.extra if tag == CODE and (vote := _vote(text))]
        return Ballot(votes=tuple(_joined(found)), unclear=tuple(_contradictions(found)))


TOOL = _Eppi()


def _vote(text: str) -> Vote | None:
    path, _, info = text.partition("\n")
    steps = _STEP.split(path)
    for at, step in enumerate(steps):
        if found := _VERDICT.match(step):
            verdict = Verdict(found[1].casefold())
            below = [step[found.end() :], *steps[at + 1 :]]
            reasons = [words for words in below if words and _stage(words) is None]
            why = tuple(reasons[-1:]) if verdict is Verdict.EXCLUDE else ()
            stage = _stage(steps[0]) or _stage(step)
            return Vote(verdict=verdict, stage=stage, reasons=why, note=info.strip())
    return None


def _stage(words: str) -> Stage | None:
    if _FULL.search(words):
        return Stage.FULLTEXT
    if _ABSTRACT.search(words):
        return Stage.ABSTRACT
    return Stage.TITLE if _TITLE.search(words) else None


def _joined(found: list[Vote]) -> Iterator[Vote]:
    """One vote a stage: several reasons to exclude are one vote with several reasons."""
    for stage in dict.fromkeys(vote.stage for vote in found):
        here = [vote for vote in found if vote.stage is stage]
        if len({vote.verdict for vote in here}) == 1:
            reasons = tuple(dict.fromkeys(why for vote in here for why in vote.reasons))
            note = "; ".join(dict.fromkeys(vote.note for vote in here if vote.note))
            yield Vote(verdict=here[0].verdict, stage=stage, reasons=reasons, note=note)


def _contradictions(found: list[Vote]) -> Iterator[str]:
    for stage in dict.fromkeys(vote.stage for vote in found):
        if len({vote.verdict for vote in found if vote.stage is stage}) > 1:
            where = f" at the {stage.label} stage" if stage else ""
            yield f"It is coded as included and as excluded{where}; the file names no coders."
