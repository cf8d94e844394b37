"""Two coders who cannot see each other's choice, their agreement, and what is settled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.coders import (
    POOLED,
    choose_codes,
    coder_agreement,
    disagreements,
    settle,
    to_code,
)
from extraction.sessions.findings import add_finding
from extraction.sessions.findings import reject as reject_finding
from extraction.sessions.memos import memos, write_memo
from extraction.sessions.undo import undo
from screening.agreement import Measure
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.sessions.log import log_rows
from tests.extraction.logs import as_other, coding_review

C1, C2 = CodeId("C0001"), CodeId("C0002")


@pytest.fixture
def coders(tmp_path: Path) -> Iterator[tuple[Coding, Coding]]:
    ann = coding_review(tmp_path / "review")
    with ann.review:
        for number in range(6):
            add_finding(ann, str(number % 3 + 1), f"finding {number}")
        add_node(ann, "trust")
        add_node(ann, "funding")
        ben = as_other(ann, "Ben")
        with ben.review:
            yield ann, ben


def test_who_comes_third_has_seen_both_and_is_no_coder(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["trust"])
    choose_codes(ben, "F1", ["C2"])
    ben.review.by = "Cleo"
    with pytest.raises(UsageError, match="2 coders have coded F0001"):
        choose_codes(ben, "F1", ["C1"])
    assert disagreements(ben)[0].choices == (("Ann", (C1,)), ("Ben", (C2,)))


def test_equal_choices_count_and_others_wait_to_be_settled(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["trust"])
    assert ann.book.codes_of(FindingId("F0001")) == ()
    choose_codes(ben, "F1", ["C1"])
    assert ben.book.codes_of(FindingId("F0001")) == (C1,)
    assert ben.book.codings[C1][FindingId("F0001")].by == "Ann and Ben"
    choose_codes(ben, "F2", ["C1", "C2"])
    choose_codes(ann, "F2", ["C2"])
    (open_one,) = disagreements(ann)
    assert open_one.choices == (("Ann", (C2,)), ("Ben", (C1, C2)))
    with pytest.raises(UsageError, match="Another coder has coded F0002 too"):
        choose_codes(ann, "F2", ["C1"])
    settle(ann, "F2", ["C2"], why="talked through")
    assert (disagreements(ann), ann.book.codes_of(FindingId("F0002"))) == ([], (C2,))
    undo(ann)
    assert len(disagreements(ann)) == 1


def test_nobody_sees_a_choice_before_both_have_made_one(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["C2"])
    ben.refresh()
    assert not disagreements(ben)
    assert not coder_agreement(ben)
    assert "C0002" not in list(log_rows(ben.review))[-1].body
    assert "C0002" in list(log_rows(ann.review))[-1].body
    choose_codes(ann, "F1", ["C1"])  # a second thought, while nobody has seen the first
    choose_codes(ben, "F1", [])
    assert disagreements(ben)[0].choices == (("Ann", (C1,)), ("Ben", ()))
    assert "C0001" in list(log_rows(ben.review))[-2].body


def test_a_choice_taken_back_is_none_and_opens_nothing(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["C1"])
    undo(ann)
    choose_codes(ben, "F1", ["C2"])
    assert "C0002" not in list(log_rows(ann.review))[-1].body
    assert not disagreements(ann)
    choose_codes(ann, "F1", ["C1"])
    assert "C0002" in list(log_rows(ann.review))[-2].body


def test_who_has_seen_the_other_choice_does_not_take_back_the_own(
    coders: tuple[Coding, Coding],
) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["C1"])
    choose_codes(ben, "F1", ["C2"])
    for coder in (ann, ben):
        with pytest.raises(UsageError, match="Another coder has coded F0001 too") as refused:
            undo(coder)
        assert "tamis themes adjudicate F0001" in refused.value.hint
    assert len(disagreements(ann)) == 1


def test_agreement_names_unit_and_positives(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    for number, (one, two) in enumerate(
        [("C1", "C1"), ("C1", "C1"), ("C1", ""), ("", ""), ("C2", "C2"), ("", "C1")], start=1
    ):
        choose_codes(ann, f"F{number}", [one] if one else [])
        choose_codes(ben, f"F{number}", [two] if two else [])
    pooled, trust, funding = coder_agreement(ben)
    assert (pooled.label, pooled.findings, pooled.positives) == (POOLED, 6, 5)
    assert (trust.code, trust.positives, trust.table.cells) == (C1, 4, (2, 1, 1, 2))
    kappa = {at.measure: at.value for at in trust.coefficients}[Measure.COHEN]
    # By hand: observed 4/6, expected 1/2, so kappa (2/3 - 1/2) / (1/2).
    assert kappa == pytest.approx(1 / 3)
    assert {at.measure: at.value for at in funding.coefficients}[Measure.ALPHA] == 1.0


def test_the_sample_is_the_same_for_both_and_shrinks(coders: tuple[Coding, Coding]) -> None:
    ann, ben = coders
    drawn = [at.id for at in to_code(ann, sample=3, seed=7)]
    assert len(drawn) == 3
    assert [at.id for at in to_code(ben, sample=3, seed=7)] == drawn
    choose_codes(ann, drawn[0], [])
    assert [at.id for at in to_code(ann, sample=3, seed=7)] == drawn[1:]
    assert len(to_code(ann)) == 5


def test_what_cannot_be_chosen_is_said(coders: tuple[Coding, Coding]) -> None:
    ann, _ = coders
    reject_finding(ann, ["F6"])
    for act, words in (
        (lambda: choose_codes(ann, "F6", []), "F0006 is rejected"),
        (lambda: choose_codes(ann, "F1", ["C9"]), "no theme, subtheme or code 'C9'"),
        (lambda: settle(ann, "F1", ["C1"]), "Fewer than 2 coders have coded F0001"),
    ):
        with pytest.raises(UsageError, match=words):
            act()


def test_a_memo_on_a_finding_tells_nothing_until_the_other_coder_has_chosen(
    coders: tuple[Coding, Coding],
) -> None:
    ann, ben = coders
    choose_codes(ann, "F1", ["trust"])
    write_memo(ann, "F1", "surely trust")
    write_memo(ann, "F2", "not chosen yet")
    ben.refresh()
    assert [at.text for at in memos(ben)] == ["not chosen yet"]
    assert [at.text for at in memos(ann)] == ["surely trust", "not chosen yet"]
    assert not any("surely" in row.body for row in log_rows(ben.review))
    choose_codes(ben, "F1", ["C2"])
    assert [at.text for at in memos(ben, "F1")] == ["surely trust"]
    assert any("surely" in row.body for row in log_rows(ben.review))
