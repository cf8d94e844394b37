from __future__ import annotations

import pytest

from screening.errors import UsageError
from screening.ranking import explain
from screening.ranking.function_words import says_something

from .tasks import OTHER, WANTED, ids, make_task, rank_by, two_topics

WARM = {"R0001": True, "R0002": True, "R0039": False, "R0040": False}


def test_a_wanted_record_is_explained_by_words_neighbours_and_shares() -> None:
    task = two_topics(labels=WARM)
    ranking = rank_by("ensemble", task)
    reasons = explain(task, ranking, "R0005")
    assert ranking.order[reasons.rank - 1] == "R0005"
    assert sum(share.score for share in reasons.shares) == pytest.approx(reasons.score)
    assert sum(share.share for share in reasons.shares) == pytest.approx(1)
    assert {term.term.split()[0] for term in reasons.terms} & set(WANTED)
    assert not {term.term for term in reasons.terms} & set(OTHER)
    weights = [term.weight for term in reasons.terms]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) <= 8
    assert [near.record in WARM and near.by for near in reasons.neighbours] == ["meaning"] * 2


def test_without_vectors_neighbours_are_found_by_words() -> None:
    task = two_topics(labels=WARM, with_vectors=False)
    reasons = explain(task, rank_by("tfidf", task), "R0001", neighbours=1)
    assert [(near.record, near.by) for near in reasons.neighbours] == [("R0002", "words")]
    assert 0 < reasons.neighbours[0].similarity < 1


@pytest.mark.parametrize("labels", [{}, {"R0001": True}])
def test_a_cold_ranking_is_explained_by_the_question(labels: dict[str, bool]) -> None:
    task = two_topics(labels=labels)
    reasons = explain(task, rank_by("tfidf", task), "R0003")
    assert "question, words" in {share.component for share in reasons.shares}
    assert reasons.terms


def test_a_random_order_has_no_reasons() -> None:
    task = make_task(["", "b c"], question="")
    reasons = explain(task, rank_by("tfidf", task), "R0001")
    assert (reasons.shares, reasons.terms, reasons.neighbours) == ((), (), ())


def test_records_without_any_word_have_no_reasons() -> None:
    task = make_task(["", ""], labels={"R0001": True}, with_vectors=False)
    reasons = explain(task, rank_by("tfidf", task), "R0002")
    assert (reasons.terms, reasons.neighbours) == ((), ())


def test_an_unknown_record_is_said() -> None:
    task = two_topics()
    ranking = rank_by("tfidf", task)
    assert "R0099" not in ids(1, 40)
    with pytest.raises(UsageError, match="R0099 is not in this ranking"):
        explain(task, ranking, "R0099")
    with pytest.raises(ValueError, match="not in tuple"):
        ranking.components_of("R0099")


def test_function_words_are_left_out_of_the_terms_and_weigh_with_the_others() -> None:
    texts = ["the effects of the mentors on the students and of the tutors in the clinics"] * 2
    task = make_task([*texts, "mice cells"], labels={"R0001": True, "R0003": False})
    ranking = rank_by("tfidf", task)
    few, all_ = (explain(task, ranking, "R0002", terms=number) for number in (2, 99))
    named = {term.term for term in all_.terms}
    assert "mentors" in named
    assert not any(set(term.split()) & {"the", "of", "on", "and", "in"} for term in named)
    assert all_.other_terms > 0
    assert few.score == all_.score
    assert few.shares == all_.shares
    sums = [sum(at.weight for at in made.terms) + made.other_terms for made in (few, all_)]
    assert sums[0] == pytest.approx(sums[1]), "what is not listed is among the other words"


@pytest.mark.parametrize(
    ("term", "says"),
    [("of", False), ("of the", False), ("mentors of", False), ("die", True), ("mentor", True)],
)
def test_a_piece_around_a_function_word_says_nothing(term: str, says: bool) -> None:
    assert says_something(term) is says
