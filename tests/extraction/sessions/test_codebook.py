"""Approving, changing and undoing; an act that would break the codebook changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.sessions import Coding
from extraction.sessions.approving import add_node, approve
from extraction.sessions.codebook import (
    code_findings,
    define,
    merge,
    move,
    rename,
    uncode_finding,
)
from extraction.sessions.findings import add_finding
from extraction.sessions.findings import reject as reject_finding
from extraction.sessions.naming import to_level
from extraction.sessions.proposing import choose_similarity, propose_themes, waiting
from extraction.sessions.refusing import reject
from extraction.sessions.undo import undo
from extraction.sessions.walk import Walk
from extraction.themes import Level, ProposalStatus
from extraction.themes.run import Wanted
from screening.errors import UsageError
from screening.events import CodeId
from screening.events.kinds import CodeMoved
from tests.extraction.logs import as_other, coding_review

STATEMENTS = ("mutual trust", "mutual respect", "rooms and funding", "funding of meetings")


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        for number, statement in enumerate(STATEMENTS):
            add_finding(made, str(number % 3 + 1), statement)
        yield made


def _propose(coding: Coding) -> None:
    chosen = choose_similarity(coding, without_model=True)
    assert "TF-IDF" in chosen.why
    propose_themes(coding, chosen.similarity, Wanted(themes=1, subthemes=2))


def _tree(coding: Coding) -> None:
    add_node(coding, "Relations", level=Level.THEME)
    add_node(coding, "People", level=Level.SUBTHEME, under="T1")
    add_node(coding, "Money", level=Level.SUBTHEME, under="relations")
    add_node(coding, "trust", under="S1", findings=["F1"])


def test_proposals_are_approved_from_the_top(coding: Coding) -> None:
    _propose(coding)
    with pytest.raises(UsageError, match="would stand under S0001, which is only proposed"):
        approve(coding, "C1")
    with pytest.raises(UsageError, match="C0001 is only proposed"):
        rename(coding, "C1", "x")
    for at in waiting(coding):
        assert approve(coding, at.proposal.code).node.approved_by == "Ann"
    statuses = {at.status for at in coding.book.proposals.values()}
    assert statuses == {ProposalStatus.APPROVED}
    assert len(coding.book.coded()) == 4


def test_a_proposal_may_be_approved_changed(coding: Coding) -> None:
    _propose(coding)
    done = approve(coding, "C1", label="confidence", under="none", findings=["F1", "F3"])
    assert done.node.label == "confidence"
    assert done.node.parent is None
    assert "no place yet" in done.notes[0]
    assert coding.book.findings_of(CodeId("C0001")) == ("F0001", "F0003")


def test_findings_rejected_meanwhile_are_not_coded(coding: Coding) -> None:
    _propose(coding)
    reject_finding(coding, ["F1"])
    made = next(at for at in waiting(coding) if at.proposal.label == "mutual trust")
    approve(coding, made.proposal.code, under="none")
    assert coding.book.findings_of(made.proposal.code) == ()
    with pytest.raises(UsageError, match="F0001 is rejected: it cannot be coded"):
        add_node(coding, "x", findings=["F1"])


def test_rejected_proposals_stay_away(coding: Coding) -> None:
    _propose(coding)
    before = len(waiting(coding))
    assert reject(coding, "T1", why="one theme is none")
    _propose(coding)
    assert len(waiting(coding)) <= before
    assert not [at for at in waiting(coding) if at.proposal.level is Level.THEME]


def test_own_nodes_names_places_and_definitions(coding: Coding) -> None:
    _tree(coding)
    assert rename(coding, "trust", "mutual trust").node.label == "mutual trust"
    assert define(coding, "S0001", "between people").node.definition == "between people"
    assert move(coding, "C1", "Money").node.parent == "S0002"
    code_findings(coding, ["F2", "F3"], "C1")
    uncode_finding(coding, "F2", "C1")
    assert coding.book.findings_of(CodeId("C0001")) == ("F0001", "F0003")
    for _ in range(5):
        undo(coding)
    node = coding.book.nodes[CodeId("C0001")]
    assert (node.label, node.parent) == ("trust", "S0001")
    assert coding.book.nodes[CodeId("S0001")].definition == ""


def test_merged_ids_lead_on(coding: Coding) -> None:
    _tree(coding)
    add_node(coding, "faith", under="S1", findings=["F2"])
    assert merge(coding, "C2", "C1").node.id == "C0001"
    assert rename(coding, "C2", "trust and faith").node.id == "C0001"
    assert coding.book.findings_of(CodeId("C0001")) == ("F0001", "F0002")


def test_a_merge_that_was_done_before_is_told_as_such(coding: Coding) -> None:
    _tree(coding)
    add_node(coding, "faith", under="S1")
    add_node(coding, "hope", under="S1")
    merge(coding, "C2", "C1")
    for code, into in (("c2", "C1"), ("C1", "C0002")):
        with pytest.raises(UsageError, match=r"C0002 is merged into C0001 \('trust'\) already"):
            merge(coding, code, into)
    merge(coding, "C3", "trust")
    with pytest.raises(UsageError, match="C0002 and C0003 are one already: both are"):
        merge(coding, "C2", "C3")
    with pytest.raises(UsageError, match=r"C0003 is merged into C0001 \('trust'\) already"):
        merge(coding, "C3", "trust")


def test_equal_labels_are_pointed_out(coding: Coding) -> None:
    _tree(coding)
    done = add_node(coding, "Trust", under="S2")
    assert "C0001 has the same label" in done.notes[0]
    with pytest.raises(UsageError, match="2 nodes are called 'trust'"):
        rename(coding, "trust", "x")


def test_what_would_break_the_tree_is_refused(coding: Coding) -> None:
    _tree(coding)
    before = coding.review.state.last_seq
    refused = (
        (lambda: move(coding, "C1", "T1"), "is a theme, not a subtheme"),
        (lambda: move(coding, "T1", "S1"), "A theme stands under nothing"),
        (lambda: move(coding, "C1", "S1"), "stands there already"),
        (lambda: merge(coding, "C1", "S1"), "is a code, S0001 a subtheme"),
        (lambda: merge(coding, "C1", "C1"), "into itself"),
        (lambda: reject(coding, "S1"), r"^S0001 .* node"),
        (lambda: rename(coding, "C1", " "), "label is empty"),
        (lambda: rename(coding, "C0009", "x"), "no theme, subtheme or code 'C0009'"),
        (lambda: approve(coding, "C1"), "No proposal waits under 'C1'"),
        (lambda: code_findings(coding, ["F1"], "C1"), "has the code C0001 already"),
        (lambda: uncode_finding(coding, "F4", "C1"), "does not have the code"),
        (lambda: add_node(coding, "x", level=Level.THEME, findings=["F1"]), "not with themes"),
        (lambda: to_level(coding, "chapter"), "no level 'chapter'"),
    )
    for act, words in refused:
        with pytest.raises(UsageError, match=words):
            act()
    assert coding.review.state.last_seq == before


def test_the_last_check_stops_what_the_first_ones_let_through(coding: Coding) -> None:
    _tree(coding)
    before = coding.review.state.last_seq
    with pytest.raises(UsageError, match="would break the codebook"), coding.act() as act:
        act.append(CodeMoved(code=CodeId("C0001"), parent=CodeId("T0001")))
    assert coding.review.state.last_seq == before
    assert coding.book.nodes[CodeId("C0001")].parent == "S0001"


def test_undo_does_not_pull_the_ground_from_under_others(coding: Coding) -> None:
    _tree(coding)
    other = as_other(coding, "Ben")
    with other.review:
        add_node(other, "respect", under="S2", findings=["F2"])
    undo(coding)
    with pytest.raises(UsageError, match="would break the codebook"):
        undo(coding)
    assert CodeId("S0002") in coding.book.nodes


def test_acts_are_apart_even_by_a_clock_that_stands_still(coding: Coding) -> None:
    moment = coding.review.clock()
    coding.review.clock = lambda: moment
    _tree(coding)
    assert undo(coding).kinds == ("CodeApproved",)
    assert undo(coding).kinds == ("CodeApproved",)
    assert [node.id for node in coding.book.tree()] == ["T0001", "S0001"]


def test_a_walk_decides_one_proposal_after_the_other(coding: Coding) -> None:
    _propose(coding)
    walk = Walk(coding)
    assert walk.lines()[0].endswith("on T0001: new theme, 7 waiting")
    assert "Approved T0001 'Relations'" in walk.press("n", "Relations")
    assert walk.press("u").startswith("Took back")
    walk.press("a")
    walk.press("s")
    walk.press("a")
    here = walk.current
    assert here is not None
    with pytest.raises(UsageError, match="needs a place"):
        walk.press("m", " ")
    walk.press("m", "none")
    while walk.current is not None:
        walk.press("r", "enough")
    assert (walk.left, walk.current) == (1, None)
    with pytest.raises(UsageError, match="No proposal is left"):
        walk.press("a")


def test_undo_in_a_walk_ends_where_the_sitting_began(coding: Coding) -> None:
    _propose(coding)
    add_node(coding, "Before", level=Level.THEME)
    Walk(coding).press("a")
    walk = Walk(coding)
    walk.press("a")
    walk.press("a")
    before = len(coding.book.nodes)
    walk.press("u")
    walk.press("u")
    for _ in range(2):
        with pytest.raises(UsageError, match="nothing to undo in this sitting") as refused:
            walk.press("u")
        assert "tamis themes undo" in refused.value.hint
    assert len(coding.book.nodes) == before - 2
    assert undo(coding).kinds == ("CodeApproved",)


def test_a_walk_gives_findings_to_another_code(coding: Coding) -> None:
    _tree(coding)
    add_node(coding, "honesty", under="S1")
    add_finding(coding, "R1", "Trust")
    chosen = choose_similarity(coding, without_model=True)
    propose_themes(coding, chosen.similarity)
    walk = Walk(coding)
    assert walk.current is not None
    assert walk.current.asks == "findings for the code C0001"
    with pytest.raises(UsageError, match="gives findings to the approved code C0001"):
        walk.press("n", "other")
    assert "C0002" in walk.press("g", "honesty")
    assert coding.book.findings_of(CodeId("C0002")) == ("F0005",)
    here = walk.current
    assert here.proposal.options
    walk.press("m", "2")
    assert coding.book.nodes[here.proposal.code].parent == here.proposal.options[1]
    left = walk.current
    assert left is not None
    assert "into C0001" in walk.press("g", "C1")
