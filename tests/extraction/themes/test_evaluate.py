"""Measured placing and clustering: the names of the numbers hold, on toys and on the corpus."""

from __future__ import annotations

import pytest

from extraction.themes.evaluate import GivenCode, placement_quality
from extraction.themes.similarity import tfidf_similarity, vector_similarity
from screening.embedding import NoEncoder, load_encoder
from tests.extraction.logs import corpus_rows


def _given(part: str = "") -> list[GivenCode]:
    return [
        GivenCode(label=row["label"], theme=row["theme"], subtheme=row["subtheme"])
        for row in corpus_rows("codebook.csv")
        if part in ("", row["part"])
    ]


def test_a_tree_of_clear_words_is_recovered() -> None:
    codes = [
        GivenCode(label=f"{word} {word} {word}{end}", theme=word, subtheme="all")
        for word in ("trust", "money")
        for end in ("", "s", "ed")
    ]
    found = placement_quality(codes, tfidf_similarity())
    assert (found.codes, found.themes, found.subthemes) == (6, 2, 2)
    assert found.leave_one_out_top_1 == found.adjusted_rand_themes == 1.0
    assert found.always_largest_top_1 == 0.5


def test_the_corpus_without_a_model() -> None:
    found = placement_quality(_given("components"), tfidf_similarity())
    assert (found.codes, found.themes, found.subthemes) == (269, 7, 14)
    assert found.leave_one_out_top_1 > 0.60
    assert found.leave_one_out_top_3 > 0.80
    assert found.always_largest_top_1 == pytest.approx(94 / 269, abs=1e-4)


@pytest.mark.model
def test_the_corpus_with_the_model() -> None:
    encoder = load_encoder()
    assert not isinstance(encoder, NoEncoder)
    similarity = vector_similarity(encoder.encode, model=encoder.identity.name, model_sha256="")
    found = placement_quality(_given(), similarity)
    assert (found.codes, found.themes, found.subthemes) == (347, 10, 20)
    assert found.leave_one_out_top_1 > 0.53
    assert found.leave_one_out_top_3 > 0.78
    assert found.adjusted_rand_subthemes > 0.15
