"""Logs and reviews made by hand for the tests of coding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from extraction.sessions import Coding
from screening.events import Body, CodeId, Event, FindingId, Maker
from screening.events.kinds import CodeApproved, CodeProposed, Decided, FindingAdded
from screening.protocol import Stage, Verdict
from screening.records import RecordContent, RecordId, to_record_id
from tests.reviews_builder import DAWN, REASONS, contents, make_review, protocol_text, reopen

CORPUS = Path(__file__).parents[2] / "corpora" / "mentoring"
MAKER = Maker(name="by hand", version="1")


def log(*bodies: Body, by: str = "Ann", after: int = 0) -> list[Event]:
    """Events of one act each: numbered, a second apart."""
    return [
        Event(seq=number, at=DAWN + timedelta(seconds=number), by=by, body=body)
        for number, body in enumerate(bodies, start=after + 1)
    ]


def finding(number: int, statement: str = "", record: int = 1, flag: str = "") -> FindingAdded:
    return FindingAdded(
        finding=FindingId(f"F{number:04d}"),
        record=to_record_id(record),
        statement=statement or f"finding {number}",
        flag=flag,
    )


def code(
    name: str,
    label: str = "",
    parent: str | None = None,
    findings: Iterable[int] = (),
) -> CodeApproved:
    """T1, S1 and C1 are a theme, a subtheme and a code."""
    return CodeApproved(
        code=CodeId(name),
        label=label or f"label {name}",
        level="TSC".index(name[0]),
        parent=CodeId(parent) if parent else None,
        findings=tuple(FindingId(f"F{number:04d}") for number in findings),
    )


def proposal(
    name: str, label: str = "", parent: str | None = None, findings: Iterable[int] = ()
) -> CodeProposed:
    made = code(name, label, parent, findings)
    return CodeProposed(
        code=made.code,
        label=made.label,
        level=made.level,
        parent=made.parent,
        options=(made.parent,) if made.parent else (),
        findings=made.findings,
        maker=MAKER,
        score=0.5,
        why="because",
    )


def coding_review(
    folder: Path,
    *,
    included: Sequence[int] = (1, 2, 3),
    count: int = 5,
    found: Sequence[RecordContent] | None = None,
) -> Coding:
    """A review with one stage, in which some records are included and the others are not."""
    entries = contents(count) if found is None else found
    review = make_review(folder, text=protocol_text(stages=("title",)), found=entries)
    with review.writing() as writer:
        for number in range(1, len(entries) + 1):
            is_in = number in included
            writer.append(
                Decided(
                    record=to_record_id(number),
                    stage=Stage.TITLE,
                    verdict=Verdict.INCLUDE if is_in else Verdict.EXCLUDE,
                    reason="" if is_in else REASONS[0],
                )
            )
    return Coding(review)


def as_other(coding: Coding, by: str) -> Coding:
    """The same review as another reviewer sees it."""
    return Coding(reopen(coding.review.folder, by))


def with_abstract(number: int, abstract: str, title: str = "A title") -> RecordContent:
    return replace(contents(number)[-1], abstract=abstract, title=title)


def corpus_rows(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mentoring_included() -> tuple[RecordId, ...]:
    """The corpus's included records; a record's number is its reference number here."""
    return tuple(
        to_record_id(int(row["reference"]))
        for row in corpus_rows("references.csv")
        if row["included"] == "yes"
    )


def mentoring_log() -> list[Event]:
    """The published codebook of the corpus, as if a person had entered it."""
    bodies: list[Body] = []
    evidence: dict[str, list[int]] = {}
    for number, row in enumerate(corpus_rows("findings.csv"), start=1):
        bodies.append(finding(number, row["statement"], int(row["reference"])))
        evidence.setdefault(row["code_id"], []).append(number)
    themes: dict[str, str] = {}
    shelves: dict[tuple[str, str], str] = {}
    for number, row in enumerate(corpus_rows("codebook.csv"), start=1):
        if row["theme_no"] not in themes:
            themes[row["theme_no"]] = f"T{row['theme_no']}"
            bodies.append(code(themes[row["theme_no"]], row["theme"]))
        theme = themes[row["theme_no"]]
        shelf = (row["theme_no"], row["subtheme_letter"])
        if shelf not in shelves:
            shelves[shelf] = f"S{shelf[0]}{shelf[1]}"
            bodies.append(code(shelves[shelf], row["subtheme"], theme))
        bodies.append(
            code(f"C{number}", row["label"], shelves[shelf], evidence.get(row["code_id"], ()))
        )
    return log(*bodies)
