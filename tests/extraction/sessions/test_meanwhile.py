"""What somebody else did since a person looked is never overrun, and approvals do what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.extractors.methods.abstract_sentences import AbstractSentences
from extraction.sessions import Coding
from extraction.sessions.approving import add_node, approve
from extraction.sessions.codebook import merge, move, rename, uncode_finding
from extraction.sessions.extracting import propose_findings
from extraction.sessions.findings import add_finding, confirm
from extraction.sessions.findings import reject as reject_finding
from extraction.sessions.proposing import choose_similarity, propose_themes
from extraction.sessions.refusing import reject
from extraction.sessions.undo import undo
from extraction.themes import Level, ProposalKind
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from tests.extraction.logs import as_other, coding_review

WHOLE = AbstractSentences(lambda text: [(0, len(text))])


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        add_finding(made, "1", "mutual trust")
        add_node(made, "Relations", level=Level.THEME)
        add_node(made, "People", level=Level.SUBTHEME, under="T1")
        add_node(made, "Money", level=Level.SUBTHEME, under="T1")
        yield made


def _propose(coding: Coding) -> None:
    propose_themes(coding, choose_similarity(coding, without_model=True).similarity)


ACTS: dict[str, Callable[[Coding], object]] = {
    "approve": lambda coding: approve(coding, "C2"),
    "reject": lambda coding: reject(coding, "C2"),
    "merge": lambda coding: merge(coding, "C2", "C1"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("approved", [True, False])
def test_a_proposal_that_somebody_decided_meanwhile_is_not_decided_again(
    coding: Coding, act: Callable[[Coding], object], *, approved: bool
) -> None:
    add_node(coding, "rooms", under="S2")
    _propose(coding)
    other = as_other(coding, "Ben")
    with other.review:
        if approved:
            approve(other, "C2", label="Trust", under="S2")
        else:
            reject(other, "C2")
    with pytest.raises(UsageError, match=r"C0002 does not wait any more: it was \w+ by Ben"):
        act(coding)
    coding.refresh()
    assert ("C0002" in coding.book.nodes) is approved
    assert coding.book.findings_of(CodeId("C0002")) == (("F0001",) if approved else ())
    assert "C0001" in coding.book.nodes


def test_a_finding_that_somebody_rejected_meanwhile_is_not_confirmed(coding: Coding) -> None:
    propose_findings(coding, records=["2"], extractor=WHOLE)
    other = as_other(coding, "Ben")
    with other.review:
        reject_finding(other, ["F2"])
    with pytest.raises(UsageError, match="F0002 was rejected by Ben meanwhile"):
        confirm(coding, ["F2"])
    with pytest.raises(UsageError, match="F0002 is rejected already"):
        reject_finding(coding, ["F2"])


def test_findings_given_to_a_code_leave_its_new_label_and_place_alone(coding: Coding) -> None:
    add_node(coding, "mutual trust", under="S1", findings=["F1"])
    add_finding(coding, "2", "mutual trust")
    _propose(coding)
    assert [at.kind for at in coding.book.pending()] == [ProposalKind.ASSIGN]
    rename(coding, "C1", "Trust")
    move(coding, "C1", "S2")
    node = approve(coding, "C1").node
    assert (node.label, node.parent) == ("Trust", "S0002")
    assert coding.book.findings_of(node.id) == ("F0001", "F0002")


def test_approving_a_place_brings_no_coding_back(coding: Coding) -> None:
    add_node(coding, "mutual trust", findings=["F1"])
    _propose(coding)
    assert [at.kind for at in coding.book.pending()] == [ProposalKind.PLACE]
    uncode_finding(coding, "F1", "C1")
    with pytest.raises(UsageError, match="is unsure where C0001 stands"):
        approve(coding, "C1")
    node = approve(coding, "C1", under="S1").node
    assert node.parent == "S0001"
    assert coding.book.findings_of(node.id) == ()


def test_a_confirmation_on_which_a_coding_rests_is_not_undone(coding: Coding) -> None:
    propose_findings(coding, records=["2"], extractor=WHOLE)
    confirm(coding, ["F2"])
    other = as_other(coding, "Ben")
    with other.review:
        add_node(other, "help", findings=["F2"])
    with pytest.raises(UsageError, match="F0002 has the code C0001"):
        undo(coding)
    assert coding.findings[FindingId("F0002")].counts
    reject_finding(coding, ["F2"])
    undo(coding)
    assert coding.findings[FindingId("F0002")].counts
