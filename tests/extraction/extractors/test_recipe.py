"""The recipe of the shipped weights: what it learns from, and that it does so in the same order."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.findings import recipe
from extraction.extractors.roles import ROLES, RoleModel
from tests.extraction.extractors.test_roles import FakeEncoder
from tests.extraction.test_pipeline import by_full_stop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

STRUCTURED = (
    "BACKGROUND: Few know what mentors do for students in their first years at a university. "
    "METHODS: We asked twenty students. They answered twice. "
    "RESULTS: Trust grew. Marks did not change at all in either of the two groups that were seen. "
    "CONCLUSIONS: It helps."
)
PLAIN = "Few know what mentors do. " * 10


class FakeVectors:
    """One vector for every text."""

    def of(self, texts: Sequence[str]) -> Floats:
        return FakeEncoder().encode(texts)


@pytest.fixture(scope="module")
def made() -> ModuleType:
    return recipe()


def table(folder: Path, *abstracts: str) -> Path:
    path = folder / "table.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["abstract"], *([at] for at in abstracts)])
    return path


def test_labels_become_roles_and_each_text_counts_once(
    made: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "spacy_splitter", lambda: by_full_stop)
    path = table(tmp_path, STRUCTURED, PLAIN, STRUCTURED.upper())
    (found,) = made.structured([path])
    assert found.roles == ("background", "method", "method", "result", "result", "result")
    assert found.sentences[-1] == "It helps."
    assert not any("RESULTS" in sentence for sentence in found.sentences)


def test_places_are_in_order_so_that_sums_are_the_same(made: ModuleType) -> None:
    """Sets of words come in another order in every process; sums must not."""
    abstract = made.Abstract(
        sentences=tuple(f"{STRUCTURED} {number}" for number in range(3)),
        roles=("method", "result", ""),
        weights=(1.0, 0.5, 1.0),
    )
    words, others = made.features([abstract], FakeVectors())
    assert words.shape[0] == len(others) == 3
    for row in range(3):
        places = words.indices[words.indptr[row] : words.indptr[row + 1]]
        assert list(places) == sorted(places)


def test_what_was_learned_is_told_apart_and_abstracts_may_count_more(made: ModuleType) -> None:
    sentences = ("We asked twenty students.", "Trust grew by half.")
    one = made.Abstract(sentences=sentences, roles=("method", "result"), weights=(1.0, 1.0))
    other = made.Abstract(
        sentences=sentences, roles=("background", "other"), weights=(1.0, 1.0), times=0.1
    )
    arrays = made.train([one, other], FakeVectors())
    model = RoleModel(
        name="made", version="1", **{name: at.astype(float) for name, at in arrays.items()}
    )
    found = model.probabilities(sentences, FakeVectors().of(sentences))
    assert [ROLES[row.argmax()] for row in found] == ["method", "result"]
