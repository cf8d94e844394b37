"""The codebook is a fold of its events: tree, codings, proposals and undo."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.findings import fold_findings
from extraction.themes import (
    Codebook,
    Level,
    ProposalKind,
    ProposalStatus,
    codebook_faults,
    fold_codebook,
)
from screening.events import Body, CodeId, Event, FindingId
from screening.events.kinds import (
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeRejected,
    CodeRenamed,
    CodingUndone,
    FindingCoded,
    FindingUncoded,
)
from tests.extraction.logs import code, finding, log, proposal

T1, T2, S1, S2, C1, C2, C3 = map(CodeId, ("T1", "T2", "S1", "S2", "C1", "C2", "C3"))
F1, F2, F3 = (FindingId(f"F{number:04d}") for number in (1, 2, 3))
TREE: tuple[Body, ...] = (
    finding(1),
    finding(2),
    finding(3),
    code("T1"),
    code("S1", parent="T1"),
    code("S2", parent="T1"),
    code("C1", parent="S1", findings=(1, 2)),
    code("C2", parent="S2", findings=(2, 3)),
)


def fold(*bodies: Body) -> Codebook:
    return fold_codebook(log(*bodies))


def test_approved_nodes_make_a_tree() -> None:
    book = fold(*TREE)
    assert [node.id for node in book.tree()] == ["T1", "S1", "C1", "S2", "C2"]
    assert [node.id for node in book.path(C2)] == ["T1", "S2", "C2"]
    assert book.findings_of(C1) == (F1, F2)
    assert book.codes_of(F2) == (C1, C2)
    assert book.nodes[C1].approved_by == "Ann"
    assert book.codings[C1][F1].by == "Ann"
    assert codebook_faults(book, fold_findings(log(*TREE))) == []


def test_names_definitions_and_places_change() -> None:
    book = fold(
        *TREE,
        CodeRenamed(code=C1, label="trust"),
        CodeDefined(code=C1, definition="relying on each other"),
        CodeMoved(code=C1, parent=S2),
    )
    node = book.nodes[C1]
    assert (node.label, node.definition, node.parent) == ("trust", "relying on each other", S2)


def test_a_merge_keeps_every_link_and_redirects_the_id() -> None:
    book = fold(*TREE, CodeMerged(code=C1, into=C2), CodeRenamed(code=C1, label="both"))
    assert set(book.findings_of(C2)) == {F1, F2, F3}
    assert (book.resolve(C1), book.nodes[C2].label) == (C2, "both")
    assert C1 not in book.nodes


def test_merged_subthemes_bring_their_codes() -> None:
    book = fold(*TREE, CodeMerged(code=S1, into=S2))
    assert {node.id for node in book.below(S2)} == {S2, C1, C2}


def test_single_findings_are_coded_and_uncoded() -> None:
    book = fold(*TREE, FindingCoded(finding=F3, code=C1), FindingUncoded(finding=F2, code=C1))
    assert book.findings_of(C1) == (F1, F3)


def test_a_retired_code_leaves_its_findings_uncoded() -> None:
    book = fold(*TREE, CodeRejected(code=C1))
    assert C1 not in book.nodes
    assert book.coded() == {F2, F3}


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (code("C3", "trust", "S1", (3,)), ProposalStatus.APPROVED),
        (code("C3", "confidence", "S1", (3,)), ProposalStatus.EDITED),
        (code("C3", "trust", "S2", (3,)), ProposalStatus.EDITED),
        (code("C3", "trust", "S1", ()), ProposalStatus.EDITED),
        (CodeRejected(code=C3, why="too vague"), ProposalStatus.REJECTED),
        (CodeMerged(code=C3, into=C1), ProposalStatus.EDITED),
        (FindingCoded(finding=F3, code=C1), ProposalStatus.SUPERSEDED),
        (proposal("C4", "faith", "S1", (3,)), ProposalStatus.SUPERSEDED),
    ],
)
def test_a_proposal_keeps_its_fate(decision: Body, status: ProposalStatus) -> None:
    tree = (*TREE[:-1], code("C2", parent="S2", findings=(2,)))
    book = fold(*tree, proposal("C3", "trust", "S1", (3,)), decision)
    made = next(iter(book.proposals.values()))
    assert (made.kind, made.status) == (ProposalKind.NEW, status)
    assert (made.decided_by, made.label) == ("Ann", "trust")
    assert C3 not in [waiting.code for waiting in book.pending()]


def test_an_approved_proposal_leaves_its_maker_on_node_and_codings() -> None:
    book = fold(*TREE, proposal("C3", "trust", "S1", (3,)), code("C3", "faith", "S1", (3,)))
    node = book.nodes[C3]
    assert node.maker is not None
    assert (node.maker.name, node.proposed_label, node.label) == ("by hand", "trust", "faith")
    assert book.codings[C3][F3].maker == node.maker


def test_proposals_about_approved_codes_ask_for_findings_or_a_place() -> None:
    tree = (*TREE, code("C3", "loose", None, (3,)), finding(4))
    book = fold(*tree, proposal("C3", "loose", None, (4,)), proposal("C3", "loose", "S1", (3,)))
    assert [at.kind for at in book.pending()] == [ProposalKind.ASSIGN, ProposalKind.PLACE]
    moved = fold(*tree, proposal("C3", "loose", "S1", (3,)), CodeMoved(code=C3, parent=S1))
    assert [at.status for at in moved.proposals.values()] == [ProposalStatus.APPROVED]


def test_undone_events_are_as_if_they_had_not_been() -> None:
    book = fold(*TREE, CodeMerged(code=C1, into=C2), CodingUndone(events=(len(TREE) + 1,)))
    assert book == fold(*TREE)


def test_events_about_what_is_not_there_are_void() -> None:
    book = fold(*TREE, CodeRenamed(code=CodeId("C9"), label="x"), CodeMerged(code=C1, into=C1))
    assert book.void == [len(TREE) + 1, len(TREE) + 2]


@pytest.mark.parametrize(
    ("bodies", "words"),
    [
        ((code("C1", parent="S9"),), "not there"),
        ((code("T1"), code("C1", parent="T1")), "is a code and would stand under T1, a theme"),
        ((code("T1", label=" "),), "has no label"),
        ((code("C1", findings=(9,)),), "no finding"),
        ((code("T1", findings=(1,)), finding(1)), "no code"),
    ],
)
def test_every_fault_is_told(bodies: tuple[Body, ...], words: str) -> None:
    (fault,) = codebook_faults(fold(*bodies), fold_findings(log(*bodies)))
    assert words in fault


# Random acts on a small world: whatever is tried, the fold holds together.
NAMES = st.sampled_from(["T1", "T2", "S1", "S2", "S3", "C1", "C2", "C3", "C4"])
IDS = NAMES.map(CodeId)
FINDINGS = st.sampled_from([F1, F2, F3])
NUMBERS = st.lists(st.integers(1, 3), max_size=3, unique=True).map(tuple)
ACTS: st.SearchStrategy[Body] = st.one_of(
    st.builds(code, NAMES, parent=st.none() | NAMES, findings=NUMBERS),
    st.builds(proposal, NAMES, parent=st.none() | NAMES, findings=NUMBERS),
    st.builds(CodeMerged, code=IDS, into=IDS),
    st.builds(CodeMoved, code=IDS, parent=st.none() | IDS),
    st.builds(CodeRejected, code=IDS),
    st.builds(CodeRenamed, code=IDS, label=st.just("renamed")),
    st.builds(FindingCoded, finding=FINDINGS, code=IDS),
    st.builds(FindingUncoded, finding=FINDINGS, code=IDS),
)


def _sound(events: list[Event]) -> bool:
    book = fold_codebook(events)
    return not book.void and not codebook_faults(book, fold_findings(events))


@given(st.lists(ACTS, max_size=25))
@settings(max_examples=60, deadline=None)
def test_sound_acts_keep_tree_and_links_and_undo_leads_back(acts: list[Body]) -> None:
    events = log(finding(1), finding(2), finding(3))
    for act in acts:
        (event,) = log(act, after=len(events))
        if not _sound([*events, event]):
            continue
        before, after = fold_codebook(events), fold_codebook([*events, event])
        if isinstance(act, CodeMerged):
            assert after.coded() >= before.coded()
            assert set(after.findings_of(after.resolve(act.code))) >= set(
                before.findings_of(act.code)
            )
        (taken_back,) = log(CodingUndone(events=(event.seq,)), after=event.seq)
        assert fold_codebook([*events, event, taken_back]) == before
        assert fold_codebook([event], fold_codebook(events)) == after
        events.append(event)
    book = fold_codebook(events)
    listed = [node.id for node in book.tree()]
    assert sorted(listed) == sorted(book.nodes)
    assert all(book.path(at)[-1].id == at for at in listed)
    assert all(at.status is ProposalStatus.PENDING for at in book.pending())
    waiting = {at.seq for at in book.pending()}
    left = {n for n, at in book.proposals.items() if at.status is ProposalStatus.PENDING}
    assert waiting == left


def test_levels_have_words() -> None:
    assert [level.word for level in Level] == ["theme", "subtheme", "code"]
