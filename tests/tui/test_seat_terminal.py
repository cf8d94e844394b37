"""The full screen in a real terminal: killed at any moment, in 16 colours, and a dumb one."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from screening.protocol import Stage
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from tests.commands.running import tamis
from tests.extraction.tui.test_desk import desk
from tests.reviews_builder import add_search, make_review, protocol_text, reopen
from tests.sessions.test_find_duplicates import FIRST, SECOND
from tests.tui.terminal import Sitting

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

MANY_COLOURS = {"TERM": "xterm-256color"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_review(tmp_path / "r", 30, text=protocol_text(stages=("abstract",))).close()
    return tmp_path / "r"


def faults(folder: Path) -> list[str]:
    """What speaks against the log; the search of these tests has no file."""
    with open_for_proof(folder) as proof:
        return [at for at in verify(proof) if not at.startswith("The imported file")]


ENDS = (signal.SIGKILL, None, signal.SIGTERM) if sys.platform != "win32" else ()


def test_no_acknowledged_decision_is_lost_however_it_ends(folder: Path) -> None:
    acknowledged = 0
    for end in ENDS:
        with Sitting(folder, variables=MANY_COLOURS) as sitting:
            sitting.wait_for(f"R{acknowledged + 1:04}".encode())
            for _ in range(3):
                acknowledged += 1
                sitting.type(b"i" if acknowledged % 2 else b"2")
                sitting.wait_for(f"R{acknowledged:04}: ".encode())
            sitting.type(b"nlost")  # a note half written
            sitting.end(end)
        with reopen(folder) as review:
            assert len(review.state.decisions[Stage.ABSTRACT]) == acknowledged
            assert review.state.notes == {}
        assert faults(folder) == []


def test_a_decision_typed_in_the_moment_of_the_kill_is_there_or_not(folder: Path) -> None:
    with Sitting(folder, variables=MANY_COLOURS) as sitting:
        sitting.wait_for(b"R0001")
        sitting.type(b"i" * 20)
        sitting.wait_for(b": include.")
    with reopen(folder) as review:
        decided = list(review.state.decisions[Stage.ABSTRACT])
    assert decided
    assert decided == [f"R{number:04}" for number in range(1, len(decided) + 1)]
    assert faults(folder) == []


def test_a_terminal_of_16_colours_is_sent_no_others(folder: Path) -> None:
    with Sitting(folder, variables={"TERM": "xterm-16color"}) as sitting:
        sitting.wait_for(b"mice")
        sitting.type(b"e")
        sitting.wait_for(b"Why is it excluded?")
    assert b"\x1b[" in sitting.drawn
    assert not re.search(rb"\x1b\[[\d;]*[34]8;[25];", sitting.drawn)
    marked = re.findall(rb"\x1b\[([\d;]*)m(mice|mentor)", sitting.drawn, re.IGNORECASE)
    assert len({style for style, _word in marked}) == 2


def test_a_dumb_terminal_is_given_lines_and_told_so(folder: Path) -> None:
    with Sitting(folder, variables={"TERM": "dumb"}) as sitting:
        sitting.wait_for(b"here are lines, as with --plain")
        sitting.wait_for(b"Title: Mentoring of medical students, study 1")
        sitting.type(b"i")
        sitting.wait_for(b"R0001: include. Saved.")
        sitting.type(b"q")
        sitting.wait_for(b"Saved. 1 decided")
        assert sitting.process.wait(30) == 0
        assert b"\x1b" not in sitting.drawn


def test_pairs_and_proposals_come_in_lines_on_a_dumb_terminal_too(tmp_path: Path) -> None:
    pairs, proposals = tmp_path / "pairs", tmp_path / "proposals"
    with make_review(pairs, found=FIRST) as review:
        add_search(review, SECOND, "Scopus")
    assert tamis("duplicates", "find", "-C", pairs).code == 0
    desk(proposals).coding.review.close()
    for folder, command in (
        (pairs, ("duplicates", "review")),
        (proposals, ("themes", "review", "--as-made")),
    ):
        with Sitting(folder, variables={"TERM": "dumb"}, command=command) as sitting:
            sitting.wait_for(b"here are lines, as with --plain")
            sitting.wait_for(b"Keys: ")
            sitting.type(b"q")
            assert sitting.process.wait(30) == 0
            assert b"\x1b" not in sitting.drawn
