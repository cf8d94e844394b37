"""Tamis's own exports: decisions in columns of a table, or in the notes of RIS and BibTeX.

Each decision stands as ``Ann: exclude, Off topic (a note)``, as ``screening.writers.facts`` writes
it. JSON Lines keeps decisions apart from the record; see ``screening.votes.tamis_lines``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.protocol import Stage, Verdict
from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote
from screening.votes.fields import notes, value

_STAGES = {stage.label: stage for stage in Stage}
_IN_NOTES = re.compile(r"Tamis (title|abstract|full text) stage: ([^|\n]*)")
_NOTE_OF = re.compile(r"Tamis note of ([^|:\n]+): ([^|\n]*)")
_VERDICT = r"(?:include|exclude|unsure)\b"
_DECISION = re.compile(
    rf"(?P<by>.+?)(?P<adjudicates> \(adjudicating\))?: (?P<verdict>{_VERDICT})"
    r"(?P<whole>(?:, (?P<reason>.*?))?(?: \((?P<note>.*)\))?)",
    re.DOTALL,
)
_NEXT = re.compile(rf"; (?=[^;]+: {_VERDICT})")


@dataclass(frozen=True, slots=True)
class _Tamis:
    name: str = "tamis"
    label: str = "Tamis"

    def marks(self, entry: RecordContent, _export: ExportFacts) -> int:
        names = {tag for tag, _ in entry.extra}
        own = any(f"{stage.value}_outcome" in names for stage in Stage) or "outcome" in names
        return 4 * (own or any(_IN_NOTES.search(text) for text in notes(entry)))

    def read(self, entry: RecordContent, _export: ExportFacts) -> Ballot:
        lines = [*_in_columns(entry), *_in_notes(entry)]
        return Ballot(
            votes=tuple(vote for stage, line in lines if (vote := _vote(stage, line))),
            notes=tuple(_notes(entry)),
            unclear=tuple(
                f"{line!r} is no decision as Tamis writes it."
                for stage, line in lines
                if not _vote(stage, line)
            ),
        )


TOOL = _Tamis()


def _in_columns(entry: RecordContent) -> Iterator[tuple[Stage, str]]:
    for stage in Stage:
        for line in value(entry, f"{stage.value}_decisions").split("\n"):
            for text in _NEXT.split(line.strip()):
                if text:
                    yield stage, text


def _in_notes(entry: RecordContent) -> Iterator[tuple[Stage, str]]:
    """The decisions of notes; the stage's outcome, which stands first, follows from them."""
    for text in notes(entry):
        for stage, told in _IN_NOTES.findall(text):
            for line in _NEXT.split(f"; {told.strip()}")[1:]:
                yield _STAGES[stage], line


def _vote(stage: Stage, line: str) -> Vote | None:
    found = _DECISION.fullmatch(line)
    if found is None:
        return None
    return Vote(
        by=found["by"],
        verdict=Verdict(found["verdict"]),
        reasons=(found["reason"],) if found["reason"] else (),
        note=found["note"] or "",
        stage=stage,
        whole=found["whole"].removeprefix(", "),
        adjudicates=bool(found["adjudicates"]),
    )


def _notes(entry: RecordContent) -> Iterator[tuple[str, str]]:
    for text in notes(entry):
        yield from ((who.strip(), said.strip()) for who, said in _NOTE_OF.findall(text))
    for line in value(entry, "notes").split("\n"):
        who, colon, said = line.partition(": ")
        if colon and "Tamis" not in who and _has_outcome(entry):
            yield who, said


def _has_outcome(entry: RecordContent) -> bool:
    return any(tag == "outcome" for tag, _ in entry.extra)
