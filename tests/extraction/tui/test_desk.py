"""The desk under a pilot: the same log as the lines, panes, marks, and what cannot be done."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Static

from extraction.commands.one_key import decide
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.findings import add_finding
from extraction.sessions.guiding import Guiding
from extraction.sessions.proposing import propose_themes
from extraction.sessions.walk import Walk
from extraction.sessions.walk_keys import THEME_ACTIONS
from extraction.themes import Level
from extraction.themes.similarity import tfidf_similarity
from extraction.tui.desk import DeskApp
from screening.errors import UsageError
from screening.keys import Lines
from screening.tui.prompts import Page
from tests.extraction.logs import coding_review

STATEMENTS = ("mutual trust", "mutual respect", "rooms and [b]funding", "funding of meetings")
SMALL = (80, 24)


def desk(folder: Path) -> Walk:
    coding = coding_review(folder)
    for number, statement in enumerate(STATEMENTS):
        add_finding(coding, str(number % 3 + 1), statement)
    add_node(coding, "Relations", level=Level.THEME)
    add_node(coding, "People and trust", level=Level.SUBTHEME, under="T1")
    add_node(coding, "Money and funding", level=Level.SUBTHEME, under="T1")
    propose_themes(coding, tfidf_similarity())
    return Walk(coding, Guiding(coding, tfidf_similarity()))


def happened(coding: Coding) -> Sequence[tuple[str, object]]:
    return [(event.kind, event.body) for event in coding.review.events(0)][-12:]


def text_of(app: DeskApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).render())


async def typed(app: DeskApp, keys: list[str]) -> None:
    async with app.run_test(size=SMALL) as pilot:
        for key in keys:
            await pilot.press(*key) if len(key) > 1 and key != "enter" else await pilot.press(key)
            await pilot.pause()


async def test_screen_and_lines_leave_the_same_log(tmp_path: Path) -> None:
    screen, lines = desk(tmp_path / "one"), desk(tmp_path / "two")
    with screen.coding.review, lines.coding.review:
        keys = ["m", "1", "enter", "d", "n", "faith", "enter", "r", "no", "enter", "u", "s"]
        await typed(DeskApp(screen), keys)
        decide(lines, Lines(io.StringIO("m 1\nd\nn faith\nr no\nu\ns\n")), THEME_ACTIONS, ())
        assert happened(screen.coding) == happened(lines.coding)
        told = (screen.done, screen.put_off, screen.left)
        assert told == (lines.done, lines.put_off, lines.left)
        assert told[:2] == (2, 1)


async def test_proposal_evidence_and_tree_are_shown(tmp_path: Path) -> None:
    walk = desk(tmp_path)
    with walk.coding.review:
        app = DeskApp(walk)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            here = walk.current
            assert here is not None
            assert here.proposal.name in text_of(app, "#proposal-text")
            assert "seed 0" in text_of(app, "#proposal-text")
            assert here.evidence[0].statement in text_of(app, "#evidence-text")
            assert "People and trust" in text_of(app, "#tree-text")
            await pilot.press("?")
            await pilot.pause()
            assert isinstance(app.screen, Page)
            await pilot.press("escape")
            await pilot.press("z")
            await pilot.pause()
            assert "means nothing here" in text_of(app, "#message")
            await pilot.press("g", *"nowhere", "enter")
            await pilot.pause()
            assert "Not done" in text_of(app, "#message")
            assert text_of(app, "#saved") == "saved"


async def test_the_last_decision_leaves_an_empty_desk(tmp_path: Path) -> None:
    walk = desk(tmp_path)
    with walk.coding.review:
        app = DeskApp(walk)
        async with app.run_test(size=(120, 40)) as pilot:
            for _ in range(4):
                await pilot.press("r", "enter")
                await pilot.pause()
            assert "Nothing waits any more" in text_of(app, "#proposal-text")
            await pilot.press("a")
            await pilot.pause()
            assert "No proposal is left" in text_of(app, "#message")
            await pilot.press("u")
            await pilot.pause()
            assert walk.left == 1
            await pilot.press("q")


def test_each_key_stands_once_in_the_table() -> None:
    keys = [action.key for action in THEME_ACTIONS]
    assert len(keys) == len(set(keys))
    assert all(action.help.endswith(".") for action in THEME_ACTIONS)


def test_what_is_shown_is_what_the_log_says_was_proposed(tmp_path: Path) -> None:
    walk = desk(tmp_path)
    with walk.coding.review:
        seen = []
        while (here := walk.current) is not None:
            assert walk.coding.book.proposals[here.proposal.seq] == here.proposal
            seen.append(here.proposal.label)
            walk.press("m", "1")
        assert sorted(seen) == sorted(STATEMENTS)
        with pytest.raises(UsageError, match="No proposal is left"):
            walk.press("a")


def test_deferred_ones_come_last_for_good(tmp_path: Path) -> None:
    walk = desk(tmp_path)
    with walk.coding.review:
        first = walk.current
        assert first is not None
        walk.press("d")
        again = Walk(walk.coding, Guiding(walk.coding, tfidf_similarity()))
        labels = []
        while (here := again.current) is not None:
            labels.append(here.proposal.label)
            again.press("s")
        assert labels[-1] == first.proposal.label


@pytest.mark.parametrize("keys", [(), ("question_mark",)])
async def test_ctrl_c_leaves_from_everywhere(tmp_path: Path, keys: tuple[str, ...]) -> None:
    walk = desk(tmp_path)
    with walk.coding.review:
        app = DeskApp(walk)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(*keys, "ctrl+c")
            await pilot.pause()
            assert not app.is_running
