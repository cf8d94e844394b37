"""Learning one example more, one less, and what was left out: the same as from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.themes import kernel as kernel_module
from extraction.themes.kernel import Kernel
from extraction.themes.learner import NOISE, Learner, Lesson
from extraction.themes.similarity import Similarity, tfidf_similarity

if TYPE_CHECKING:
    from extraction.themes.similarity import Matrix

TEXTS = (
    "mutual trust",
    "trust between people",
    "mutual respect",
    "sufficient funding",
    "funding of meetings",
    "rooms and funding",
    "time",
    "time for meetings",
)


def _lessons(rows: frozenset[int], classes: int = 2) -> dict[str, Lesson]:
    names = {f"name {at}": Lesson(6 + at, (str(at),), is_name=True) for at in range(classes)}
    return {**names, **{str(row): Lesson(row, (str(row % classes),)) for row in sorted(rows)}}


ROWS = st.frozensets(st.integers(0, 5))


@given(st.lists(ROWS, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_learning_step_by_step_is_learning_at_once(steps: list[frozenset[int]]) -> None:
    kernel = Kernel(TEXTS, tfidf_similarity())
    gradual, fresh = Learner(kernel), Learner(kernel)
    for rows in steps:
        gradual.learn(_lessons(rows), ["0", "1"])
    fresh.learn(_lessons(steps[-1]), ["0", "1"])
    assert np.allclose(gradual.scores(range(8)), fresh.scores(range(8)), atol=1e-5)


def test_an_example_left_out_scores_as_if_it_had_never_been() -> None:
    kernel = Kernel(TEXTS, tfidf_similarity())
    whole, without = Learner(kernel), Learner(kernel)
    whole.learn(_lessons(frozenset(range(6))), ["0", "1"])
    keys, scores = whole.left_out()
    without.learn(_lessons(frozenset(range(6)) - {2}), ["0", "1"])
    assert np.allclose(scores[keys.index("2")], without.scores([2])[0], atol=1e-5)
    without.learn(_lessons(frozenset({0, 3, 4, 5})), ["0", "1"])
    (pair,) = whole.left_out_together([["1", "2"]])
    assert np.allclose(pair, without.scores([1, 2]), atol=1e-5)


def test_another_class_for_the_same_example_is_learned() -> None:
    kernel = Kernel(TEXTS, tfidf_similarity())
    learner = Learner(kernel)
    learner.learn({"a": Lesson(0, ("x",))}, ["x", "y"])
    learner.learn({"a": Lesson(0, ("y",))}, ["x", "y"])
    x, y = learner.scores([0])[0]
    assert x == 0
    assert abs(y - 1 / (1 + NOISE)) < 1e-5


def test_names_answer_before_anything_is_approved() -> None:
    learner = Learner(Kernel(TEXTS, tfidf_similarity()))
    learner.learn(_lessons(frozenset()), ["0", "1"])
    assert learner.left_out()[0] == []
    assert learner.scores([7])[0].argmax() == 1


def test_the_kernel_grows_by_texts_without_a_change_of_what_was() -> None:
    similarity = tfidf_similarity()
    kernel = Kernel(TEXTS[:4], similarity)
    before = kernel.likeness.copy()
    rows = kernel.rows([TEXTS[0], "funding anew", *(f"more {n}" for n in range(100))])
    assert rows[:2] == [0, 4]
    assert np.array_equal(kernel.likeness[:4, :4], before)
    assert kernel.between([4], [3])[0, 0] > 0
    assert np.allclose(kernel.likeness, kernel.likeness.T)


def test_meaning_counts_half_where_there_is_a_model() -> None:
    def encode(texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.ones((len(list(texts)), 1), dtype=np.float32)  # type: ignore[call-overload]

    similarity = Similarity(
        model="one", model_sha256="", same=0.9, matrix=tfidf_similarity().matrix, vectors=encode
    )
    kernel = Kernel(("trust", "money"), similarity)
    assert np.allclose(kernel.likeness, [[1.0, 0.5], [0.5, 1.0]], atol=1e-6)


def test_texts_without_words_are_like_no_other() -> None:
    assert Kernel(("?", "!"), tfidf_similarity()).likeness[0, 1] == 0


@pytest.mark.parametrize("block", [1, 3, 7])
def test_the_kernel_compares_each_pair_once_a_block_at_a_time(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = Kernel(TEXTS, tfidf_similarity()).likeness
    compared: list[tuple[int, ...]] = []
    whole = Kernel._wording

    def counting(made: Kernel, first: int, last: int) -> Matrix:
        found = whole(made, first, last)
        compared.append(found.shape)
        return found

    monkeypatch.setattr(Kernel, "_wording", counting)
    monkeypatch.setattr(kernel_module, "_BLOCK", block)
    assert np.array_equal(Kernel(TEXTS, tfidf_similarity()).likeness, at_once)
    assert all(rows <= block for rows, _columns in compared)
    half = len(TEXTS) * (len(TEXTS) + block) // 2
    assert sum(rows * columns for rows, columns in compared) <= half
