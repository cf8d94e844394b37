"""Reviews whose export is hard to get right, for the tests of the formats."""

from __future__ import annotations

from pathlib import Path

from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.findings import add_finding
from extraction.themes import Level
from screening.records import RecordContent
from tests.extraction.logs import coding_review, mentoring_included, mentoring_log, with_abstract
from tests.older_logs import written_by_an_older_version

FORMULA = '=HYPERLINK("http://example.org","trust")'
# Two lines, accents (one of them in two code points), curly quotes, an astral letter, markup.
HARD_TEXT = (
    "BACKGROUND: Cafe\u0301 mentors said \u201cwe care\u201d \U0001f600.\r\n"
    "RESULTS: Trust & time < money; it grew.\r\n\r\nIt was \u4fe1\u4efb."
)


def hard_review(folder: Path) -> Coding:
    """Equal labels, an odd text, quotes across lines, stated findings, one outside."""
    made = coding_review(
        folder,
        found=[with_abstract(1, HARD_TEXT), with_abstract(2, "Mentors help."), *_plain()],
    )
    add_finding(made, "R1", "", quote="\u201cwe care\u201d \U0001f600")
    add_finding(made, "R1", "money matters", quote="Trust & time < money")
    add_finding(made, "R1", "both lines", quote="\U0001f600.\nRESULTS: Trust")
    add_finding(made, "R1", "", quote="\u4fe1\u4efb")
    with written_by_an_older_version():
        add_finding(made, "R2", "stated \x01 only")
    add_finding(made, "R2", "stated as well", flag="doubtful")
    add_finding(made, "R4", FORMULA, outside=True)
    add_node(made, "Relations", level=Level.THEME, definition="Who & whom <meets>\nand how")
    add_node(made, "People", level=Level.SUBTHEME, under="T1")
    add_node(made, "Places", level=Level.SUBTHEME, under="T1")
    add_node(made, "Trust", under="S1", findings=["F1", "F2", "F5"])
    add_node(made, "trust", under="S1", findings=["F3"])
    add_node(made, "Trust", under="S2", findings=["F4", "F6", "F2"])
    add_node(made, "Trust (People)", under="S2")
    add_node(made, f"{FORMULA}. Dr. Who", findings=["F7"])
    return made


def _plain() -> list[RecordContent]:
    return [with_abstract(number, f"Text {number}.") for number in (3, 4)]


def mentoring_review(folder: Path) -> Coding:
    """The published codebook of the corpus with its 759 links, as if a person had entered it."""
    numbers = [int(record[1:]) for record in mentoring_included()]
    made = coding_review(folder, included=numbers, count=81)
    with made.act() as act:
        for event in mentoring_log():
            act.append(event.body)
    return made
