"""What an act on findings and codebook rests on is looked at again when nobody else can write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.extractors.methods.abstract_sentences import AbstractSentences
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.codebook import (
    code_findings,
    define,
    move,
    rename,
    split,
    uncode_finding,
)
from extraction.sessions.coders import choose_codes, settle
from extraction.sessions.extracting import propose_findings
from extraction.sessions.finding_files import import_findings
from extraction.sessions.findings import add_finding, confirm
from extraction.sessions.findings import reject as reject_finding
from extraction.sessions.guiding import Guiding
from extraction.sessions.memos import write_memo
from extraction.sessions.proposing import choose_similarity, propose_themes
from extraction.sessions.refusing import reject, retire
from extraction.sessions.starting import Entry, start_codebook
from extraction.sessions.walk import Walk
from extraction.themes import Level, Proposal, ProposalStatus
from extraction.themes.guide import Guess
from screening.errors import ReviewError, UsageError
from screening.events import CodeId
from screening.events.kinds import CodeProposed
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import decide
from tests.extraction.logs import coding_review
from tests.overtaken import Overtaken

WHOLE = AbstractSentences(lambda text: [(0, len(text))])
Act = Callable[[Coding], object]


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        for number in (1, 2, 3):
            add_finding(made, str(number), f"finding {number}")
        add_node(made, "Relations", level=Level.THEME)
        add_node(made, "Money", level=Level.THEME)
        add_node(made, "People", level=Level.SUBTHEME, under="T1")
        add_node(made, "trust", under="S1", findings=["F1", "F2"])
        add_node(made, "rooms", under="S1")
        yield made


def _overtaken(coding: Coding, meanwhile: Act, by: str = "Ben") -> Coding:
    return Coding(Overtaken(coding.review, lambda other: meanwhile(Coding(other)), by=by))


def _exclude(coding: Coding) -> None:
    review = coding.review
    decide(review, Stage.TITLE, RecordId("R0001"), Verdict.EXCLUDE, reason="Off topic")


def _chosen_twice(coding: Coding) -> None:
    for by in ("Ann", "Ben"):
        coding.review.by = by
        choose_codes(coding, "F3", ["C1" if by == "Ann" else "C2"])
    coding.review.by = "Ann"


def _file(coding: Coding) -> Path:
    path = coding.review.folder / "findings.csv"
    path.write_text("record,statement\nR0001,Feedback helps\n", encoding="utf-8")
    return path


CASES: dict[str, tuple[Act, Act, str]] = {
    "rename": (lambda at: retire(at, "C1"), lambda at: rename(at, "C1", "Trust"), "no theme"),
    "define": (lambda at: retire(at, "C1"), lambda at: define(at, "C1", "Words"), "no theme"),
    "move": (lambda at: retire(at, "C1"), lambda at: move(at, "C1", "none"), "no theme"),
    "move, the place": (
        lambda at: move(at, "S1", "T2"), lambda at: move(at, "S1", "T2"), "stands there already",
    ),
    "split": (
        lambda at: uncode_finding(at, "F2", "C1"), lambda at: split(at, "C1", "new", ["F2"]),
        "F0002 is not of C0001",
    ),
    "split, all": (
        lambda at: uncode_finding(at, "F2", "C1"), lambda at: split(at, "C1", "new", ["F1"]),
        "leaves something in C0001",
    ),
    "code": (
        lambda at: code_findings(at, ["F3"], "C1"), lambda at: code_findings(at, ["F3"], "C1"),
        "has the code C0001 already",
    ),
    "code, the finding": (
        lambda at: reject_finding(at, ["F3"]), lambda at: code_findings(at, ["F3"], "C1"),
        "F0003 is rejected: it cannot be coded",
    ),
    "uncode": (
        lambda at: uncode_finding(at, "F2", "C1"), lambda at: uncode_finding(at, "F2", "C1"),
        "does not have the code",
    ),
    "add, under": (
        lambda at: retire(at, "T2"),
        lambda at: add_node(at, "new", level=Level.SUBTHEME, under="T2"), "no theme",
    ),
    "add, the finding": (
        lambda at: reject_finding(at, ["F3"]), lambda at: add_node(at, "new", findings=["F3"]),
        "F0003 is rejected: it cannot be coded",
    ),
    "choose": (
        lambda at: reject_finding(at, ["F3"]), lambda at: choose_codes(at, "F3", ["C1"]),
        "F0003 is rejected: it cannot be coded",
    ),
    "choose, the code": (
        lambda at: retire(at, "C1"), lambda at: choose_codes(at, "F3", ["C1"]), "no theme",
    ),
    "memo": (lambda at: retire(at, "C1"), lambda at: write_memo(at, "C1", "Why?"), "no finding"),
    "framework": (
        lambda at: start_codebook(at, [Entry(path=("Rooms",))]),
        lambda at: start_codebook(at, [Entry(path=("Rooms",))]), "in the codebook already",
    ),
    "reword": (
        lambda at: confirm(at, ["F1"], statement="Words of Ben"),
        lambda at: confirm(at, ["F1"], statement="Words of Ann"),
        "F0001 was put in other words by Ben meanwhile",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("meanwhile", "act", "told"), CASES.values(), ids=CASES)
def test_an_act_that_was_overtaken_is_refused(
    coding: Coding, meanwhile: Act, act: Act, told: str
) -> None:
    late = _overtaken(coding, meanwhile)
    with pytest.raises(UsageError, match=told):
        act(late)
    assert late.events[-1].by == "Ben"
    assert list(late.review.events())[-1].by == "Ben"


def test_a_finding_is_not_settled_with_a_code_that_is_gone(coding: Coding) -> None:
    _chosen_twice(coding)
    late = _overtaken(coding, lambda at: retire(at, "C2"))
    with pytest.raises(UsageError, match="no theme"):
        settle(late, "F3", ["C2"])


INCLUDED: dict[str, Act] = {
    "add": lambda at: add_finding(at, "R1", "Feedback helps"),
    "import": lambda at: import_findings(at, _file(at)),
    "propose": lambda at: propose_findings(at, extractor=WHOLE),
}


@pytest.mark.parametrize("act", INCLUDED.values(), ids=INCLUDED)
def test_no_finding_comes_of_a_record_that_was_taken_out(coding: Coding, act: Act) -> None:
    late = _overtaken(coding, _exclude, by="Ann")
    before = len(late.events)
    with pytest.raises(ReviewError, match=r"R0001 (is not included|was taken out)"):
        act(late)
    assert len(late.events) == before


class Eager(Guiding):
    """A guide that would propose everything anew, somewhere else."""

    def _has_tree(self, proposal: Proposal) -> bool:
        del proposal
        return True

    def _draft(self, proposal: Proposal, guess: Guess) -> CodeProposed:
        del guess
        return CodeProposed(
            code=proposal.code,
            label=proposal.label,
            level=proposal.level,
            parent=CodeId("S0001"),
            options=(CodeId("S0001"),),
            findings=proposal.findings,
            maker=proposal.maker,
            score=0.5,
            why="because",
        )


def test_what_somebody_decided_is_not_proposed_anew(coding: Coding) -> None:
    """Nor shown: the walk looks again."""
    similarity = choose_similarity(coding, without_model=True).similarity
    propose_themes(coding, similarity)
    (first,) = coding.book.pending()
    late = _overtaken(coding, lambda at: reject(at, first.name))
    assert Walk(late, Eager(late, similarity)).current is None
    assert late.book.proposals[first.seq].status is ProposalStatus.REJECTED
    assert list(late.review.events())[-1].by == "Ben"


def test_a_proposal_decided_meanwhile_codes_nothing(coding: Coding) -> None:
    propose_themes(coding, choose_similarity(coding, without_model=True).similarity)
    first = coding.book.pending()[0]
    late = _overtaken(coding, lambda at: reject(at, first.name))
    with pytest.raises(UsageError, match="does not wait any more: it was rejected by Ben"):
        code_findings(late, ["F3"], "C2", first.seq)


def test_the_other_process_acts_once(coding: Coding) -> None:
    """So that a refused act can be repeated after a look."""
    seen: list[Review] = []
    late = _overtaken(coding, lambda other: seen.append(other.review))
    rename(late, "C1", "Trust")
    rename(late, "C1", "Trusting")
    assert len(seen) == 1
