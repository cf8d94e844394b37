"""Reviews whose report is hard to get right: hostile words, blind reviewers, a stopped stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extraction.report.make import Made, make_report
from extraction.sessions.approving import add_node
from extraction.sessions.coding import Coding
from extraction.sessions.findings import add_finding
from extraction.themes import Level
from screening.events.kinds import Noted, StageStopped
from screening.protocol import Stage, Verdict
from screening.records import Author, RecordContent, to_record_id
from screening.sessions.audit import begin_audit
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.review import Review, look_into
from screening.sessions.screen import decide, queue
from screening.sessions.stopping import stop_stage
from tests.reviews_builder import (
    REASONS,
    Ticking,
    contents,
    make_review,
    protocol_text,
    rank,
    reopen,
)

HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">&\'"{{7*7}}'


@contextmanager
def made_of(folder: Path) -> Iterator[Made]:
    with look_into(folder, clock=Ticking()) as review:
        yield make_report(Coding(review))


def hostile(number: int) -> RecordContent:
    """Script wherever a source may put words."""
    return replace(
        contents(number)[-1],
        title=f"{HOSTILE} {number}",
        authors=(Author(name=HOSTILE, affiliations=(HOSTILE,)),),
        venue=HOSTILE,
        volume=HOSTILE,
        pages=HOSTILE,
        doi=f'10.5555/"><script>alert({number})</script>',
    )


def hostile_review(folder: Path) -> Path:
    """Hostile records, some included, some excluded, one not retrieved for a hostile reason."""
    text = protocol_text(names=("Ann<script>", "Ben"))
    text = text.replace('"Mentoring of students"', "'Mentors <script>alert(0)</script> & \"co\"'")
    found = [hostile(number) for number in range(1, 7)]
    with make_review(folder, text=text, by="Ann<script>", found=found) as review:
        for stage in Stage:
            last = 6 - list(Stage).index(stage)
            for number in range(1, last):
                vote(review, stage, number)
            vote(review, stage, last, out=True)
    return folder


def coded_hostile_review(folder: Path) -> Path:
    """The same, with a theme and a code that are called so too."""
    with reopen(hostile_review(folder), "Ann<script>") as review:
        coding = Coding(review)
        add_finding(coding, "R1", HOSTILE)
        add_finding(coding, "R2", "trust")
        add_node(coding, f"Theme {HOSTILE}", level=Level.THEME, definition=HOSTILE)
        add_node(coding, f"Subtheme {HOSTILE}", level=Level.SUBTHEME, under="T1")
        add_node(coding, f"Code {HOSTILE}", under="S1", findings=["F1", "F2"])
    return folder


def vote(review: Review, stage: Stage, number: int, *, out: bool = False) -> None:
    """Include a record, or exclude it for the first reason."""
    verdict = Verdict.EXCLUDE if out else Verdict.INCLUDE
    decide(review, stage, to_record_id(number), verdict, reason=REASONS[0] if out else "")


def whole_review(folder: Path, count: int = 12) -> Path:
    """Three stages, all decided by Ann; every third record left behind at a stage."""
    with make_review(folder, count) as review:
        left = list(range(1, count + 1))
        for stage in Stage:
            for number in left:
                vote(review, stage, number, out=number % (3 + list(Stage).index(stage)) == 0)
            left = [number for number in left if number % (3 + list(Stage).index(stage))]
    return folder


def half_decided(folder: Path, verdict: Verdict, note: str) -> Path:
    """Two reviewers per record: both decided the first, Ann alone the second and third."""
    with make_review(folder, 4, text=protocol_text(reviewers=2)) as review:
        vote(review, Stage.TITLE, 1)
        reason = REASONS[1] if verdict is Verdict.EXCLUDE else ""
        decide(review, Stage.TITLE, to_record_id(2), verdict, reason=reason)
        vote(review, Stage.TITLE, 3, out=verdict is Verdict.INCLUDE)
        with review.writing() as writer:
            writer.append(Noted(record=to_record_id(2), text=note, stage=Stage.TITLE))
    with reopen(folder, "Ben") as review:
        vote(review, Stage.TITLE, 1)
    return folder


def stopped_review(folder: Path) -> Path:
    """A title stage stopped after 4 of 10 records."""
    with make_review(folder, 10, text=protocol_text(stages=("title",))) as review:
        for number in range(1, 5):
            vote(review, Stage.TITLE, number, out=number > 2)
        with review.writing() as writer:
            writer.append(
                StageStopped(
                    stage=Stage.TITLE,
                    rule="consecutive",
                    said_stop=True,
                    guaranteed=False,
                    certified=0.25,
                    recall=0.95,
                    confidence=0.95,
                    read=4,
                    found=2,
                    unread=tuple(to_record_id(number) for number in range(5, 11)),
                    text="2 irrelevant records in a row.",
                    why="Out of time.",
                )
            )
    return folder


def audited_review(folder: Path, *, recall: float = 0.5, why: str = "") -> Path:
    """A title stage of 30 records stopped after 26 random draws, of which two were relevant."""
    rule = f'[stopping]\nrule = "audit"\nrecall = {recall}\nconfidence = 0.6\n'
    with make_review(folder, 30, text=protocol_text() + rule) as review:
        rank(review, Stage.TITLE, range(1, 31))
        with review.writing() as writer:
            begin_audit(writer, review.protocol, Stage.TITLE, 1.0)
        for place, record in enumerate(queue(review, Stage.TITLE)[:26]):
            verdict = Verdict.EXCLUDE if place > 1 else Verdict.INCLUDE
            decide(review, Stage.TITLE, record, verdict, reason=REASONS[0] if place > 1 else "")
        stop_stage(review, Stage.TITLE, why)
    return folder


def without_some_texts(folder: Path) -> Path:
    """Four reports sought at the full text: two could not be had, one is in, one is out."""
    with make_review(folder, 4, text=protocol_text(stages=("fulltext",))) as review:
        for number in (1, 2):
            mark_not_retrieved(review, to_record_id(number), "No answer")
        vote(review, Stage.FULLTEXT, 3)
        vote(review, Stage.FULLTEXT, 4, out=True)
    return folder
