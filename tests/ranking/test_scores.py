from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.ranking.known import Known
from screening.ranking.scores import by_group, by_title, fusion_part, standardised

ABSTRACTS = ["long", "long", "long", "long", "", ""]


def known_of(
    titles: list[str], abstracts: list[str] | None = None, read: tuple[int, ...] = ()
) -> Known:
    labels = np.full(len(titles), -1, np.int8)
    labels[list(read)] = 1
    return Known.of(titles, abstracts if abstracts is not None else [""] * len(titles), labels)


MIXED = known_of(["a", "b", "c", "d", "e", ""], ABSTRACTS)


def test_a_title_stands_where_it_stands_among_titles() -> None:
    full = np.array([1.0, 2.0, 3.0, 4.0, 0.0, 0.0])
    best = by_title(full, np.array([0.1, 0.2, 0.3, 0.4, 0.9, 0.0]), MIXED)
    middle = by_title(full, np.array([0.1, 0.2, 0.3, 0.4, 0.25, 0.0]), MIXED)
    assert best.tolist() == [1, 2, 3, 4, 4, 0]
    assert middle[4] == pytest.approx(2.5)
    assert full[4] == 0


def test_a_title_never_falls_below_its_own_score() -> None:
    full = np.array([1.0, 2.0, 3.0, 4.0, 3.5, 0.0])
    placed = by_title(full, np.array([0.1, 0.2, 0.3, 0.4, 0.0, 0.0]), MIXED)
    assert placed[4] == 3.5


def test_titles_alone_need_no_placing() -> None:
    task = known_of(["a", "b"])
    scores = np.array([1.0, 2.0])
    assert by_title(scores, scores, task) is scores
    assert by_group(scores, task) is scores


def test_a_group_is_lifted_never_lowered_and_the_more_the_larger_it_is() -> None:
    def moved(count: int, score: float) -> float:
        task = known_of(["t"] * (100 + count), ["long"] * 100 + [""] * count)
        scores = np.array([1.0] * 100 + [score] * count)
        return float(by_group(scores, task)[-1])

    assert 0 < moved(1, 0.0) < moved(20, 0.0) < 1
    assert moved(20, 2.0) == 2.0


def test_z_scores_are_of_the_unread_and_leave_blank_records_in_the_middle() -> None:
    task = known_of(["a", "b", "c", "d", "e", ""], read=(4,))
    z = standardised(np.array([1.0, 2.0, 3.0, 4.0, 99.0, -7.0]), task)
    assert z[:4].mean() == pytest.approx(0, abs=1e-6)
    assert z[:4].std() == pytest.approx(1, abs=1e-6)
    assert z[4] > 50
    assert z[5] == 0


def test_equal_scores_tell_nothing() -> None:
    noise = np.array([1.0, 1.0 + 1e-15, 1.0 - 1e-15, 1.0, 1.0, 1.0])
    assert not standardised(noise, MIXED).any()
    assert len(set(fusion_part(noise, MIXED)[:5].tolist())) == 1


def test_fusion_is_one_over_sixty_plus_rank() -> None:
    task = known_of(["a", "b", "c", ""])
    parts = fusion_part(np.array([5.0, 9.0, 5.0, 100.0]), task)
    assert parts.tolist() == pytest.approx([1 / 62.5, 1 / 61, 1 / 62.5, 1 / 62])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_fusion_keeps_the_order(values: list[float]) -> None:
    task = known_of(["t"] * len(values))
    scores = np.array(values)
    parts = fusion_part(scores, task)
    order = np.argsort(-scores)
    assert (np.diff(parts[order]) <= 1e-15).all()
