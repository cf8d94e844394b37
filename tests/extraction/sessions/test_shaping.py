"""A framework to start from, splits, retirement, history and memos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.codebook import merge, rename, split
from extraction.sessions.findings import add_finding
from extraction.sessions.history import history
from extraction.sessions.memos import memos, write_memo
from extraction.sessions.proposing import choose_similarity, propose_themes
from extraction.sessions.refusing import reject, retire
from extraction.sessions.starting import Entry, read_framework, start_codebook, started_words
from extraction.sessions.undo import undo
from extraction.themes import Level, ProposalKind
from screening.errors import BadInput, ReviewError, UsageError
from screening.events import CodeId
from tests.extraction.logs import coding_review


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        for number in range(4):
            add_finding(made, str(number % 3 + 1), f"finding {number}")
        yield made


def _table(folder: Path, text: str) -> Path:
    path = folder / "framework.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "theme,subtheme,code,definition\nRelations,,,Between people\n"
        "Relations,Trust,mutual trust,\n",
        "name,parent,definition\nmutual trust,Trust,\nTrust,Relations,\n"
        "Relations,,Between people\n",
        "tag,description\nRelations,Between people\nRelations.Trust.mutual trust,\n",
    ],
)
def test_a_framework_becomes_the_codebook_in_one_step(
    coding: Coding, tmp_path: Path, text: str
) -> None:
    made = start_codebook(coding, read_framework(_table(tmp_path, text)))
    assert started_words(coding, made) == "1 theme, 1 subtheme, 1 code"
    code = next(node for node in coding.book.at_level(Level.CODE))
    path = coding.book.path(code.id)
    assert [at.label for at in path] == ["Relations", "Trust", "mutual trust"]
    assert path[0].definition == "Between people"
    undo(coding)
    assert not coding.book.nodes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,parent\nA,B\nB,A\n", "line 2: 'A' under 'B' under 'A' is a circle"),
        ("name,parent\nA,\nA,\n", "line 3 names 'A' again, as framework.csv, line 2"),
        ("name,parent\nA,C\n", "'A' stands under 'C', which no row names"),
        ("theme,code\nA,x\n", "line 2: a name is empty"),
        ("theme,subtheme,code\nA,B,x\na,b,X\n", "line 3 names 'X' under 'b' again"),
        ("tag\nA.B.C.D\n", "stands 4 deep"),
        ("word\nA\n", "no column that names a code"),
        ("theme\n", "framework is empty"),
    ],
)
def test_a_bad_framework_changes_nothing(
    coding: Coding, tmp_path: Path, text: str, words: str
) -> None:
    before = coding.review.state.last_seq
    with pytest.raises((UsageError, BadInput), match=words):
        start_codebook(coding, read_framework(_table(tmp_path, text)))
    assert coding.review.state.last_seq == before


def test_a_name_that_is_there_already_is_refused(coding: Coding) -> None:
    add_node(coding, "Relations", level=Level.THEME)
    with pytest.raises(UsageError, match="'relations' is in the codebook already, as T0001"):
        start_codebook(coding, [Entry(path=("relations",), where="line 2")])


def test_a_split_takes_findings_or_nodes_to_a_new_one(coding: Coding) -> None:
    add_node(coding, "Relations", level=Level.THEME)
    add_node(coding, "People", level=Level.SUBTHEME, under="T1")
    add_node(coding, "both", under="S1", findings=["F1", "F2", "F3"])
    made = split(coding, "C1", "the other", ["F2"]).node
    assert (made.id, made.parent, made.level) == ("C0002", "S0001", Level.CODE)
    assert coding.book.findings_of(made.id) == ("F0002",)
    subtheme = split(coding, "S1", "Others", ["C2"]).node
    assert coding.book.nodes[made.id].parent == subtheme.id == "S0002"
    undo(coding)
    undo(coding)
    assert coding.book.findings_of(CodeId("C0001")) == ("F0001", "F0002", "F0003")
    for parts, words in ((["F4"], "F0004 is not of C0001"), ([], "A split leaves something")):
        with pytest.raises(UsageError, match=words):
            split(coding, "C1", "x", parts)


def test_a_rejection_never_hits_what_was_not_meant(coding: Coding) -> None:
    add_node(coding, "finding 0", findings=["F1"])
    add_finding(coding, "R2", "Finding 0.")
    propose_themes(coding, choose_similarity(coding, without_model=True).similarity)
    (asked,) = (at for at in coding.book.pending() if at.kind is ProposalKind.ASSIGN)
    with pytest.raises(UsageError, match="C0001 is approved, and a proposal about it waits"):
        reject(coding, "C1")
    assert reject(coding, asked.name.lower()) == "finding 0"
    assert "C0001" in coding.book.nodes
    assert retire(coding, "C1", why="twice") == "finding 0"
    assert "C0001" not in coding.book.nodes


def test_history_tells_everything_also_what_was_taken_back(coding: Coding) -> None:
    add_node(coding, "trust", findings=["F1"])
    add_node(coding, "faith", findings=["F2"])
    rename(coding, "C2", "belief")
    undo(coding)
    merge(coding, "C2", "C1")
    whole = history(coding)
    assert [step.undone for step in whole] == [False, False, True, False]
    assert whole[2].what == "C0002 renamed: belief"
    one = history(coding, "C1")
    assert [step.what for step in one][-1] == "C0002 merged into C0001"
    assert len(one) == 4
    with pytest.raises(UsageError, match="no theme, subtheme or code 'C9'"):
        history(coding, "C9")


def test_memos_stay_with_what_they_are_on(coding: Coding) -> None:
    add_node(coding, "trust")
    add_node(coding, "faith")
    for target, text in (("f1", "odd"), ("faith", "same as trust?"), ("R2", "no ethics stated")):
        write_memo(coding, target, text)
    merge(coding, "C2", "C1")
    assert [at.on for at in memos(coding)] == ["F0001", "C0002", "R0002"]
    assert [at.text for at in memos(coding, "trust")] == ["same as trust?"]
    with pytest.raises(ReviewError, match="no finding, node or record 'X'"):
        write_memo(coding, "X", "y")
    with pytest.raises(ReviewError, match="memo is empty"):
        write_memo(coding, "F1", " ")
