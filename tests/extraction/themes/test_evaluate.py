"""Measured placing and clustering: the names of the numbers hold, on toys and on the corpus."""

from __future__ import annotations

import pytest

from extraction.themes.evaluate import GivenCode, Labelled, Trial, placement_quality
from extraction.themes.similarity import tfidf_similarity, vector_similarity
from screening.embedding import NoEncoder, load_encoder
from tests.extraction.logs import corpus_rows


def _given(part: str = "") -> list[GivenCode]:
    return [
        GivenCode(
            label=row["label"],
            theme=row["theme"],
            subtheme=row["subtheme"],
            studies=tuple(filter(None, row["references"].split(";"))),
        )
        for row in corpus_rows("codebook.csv")
        if part in ("", row["part"])
    ]


def test_a_tree_of_clear_words_is_recovered() -> None:
    codes = [
        GivenCode(label=f"{word} {word} {word}{end}", theme=word, subtheme="all", studies=(end,))
        for word in ("trust", "money")
        for end in ("", "s", "ed")
    ]
    found = placement_quality(codes, tfidf_similarity())
    assert (found.codes, found.themes, found.subthemes) == (6, 2, 2)
    assert found.leave_one_study_out.top_1 == found.adjusted_rand_themes == 1.0
    assert (found.leave_one_study_out.cases, found.always_largest.top_1) == (6, 0.5)


def test_the_corpus_without_a_model() -> None:
    found = placement_quality(_given("components"), tfidf_similarity())
    assert (found.codes, found.themes, found.subthemes) == (269, 7, 14)
    assert found.leave_one_study_out.top_1 > 0.62
    assert found.leave_one_study_out.top_3 > 0.82
    assert found.always_largest.top_1 == pytest.approx(94 / 269, abs=1e-4)


@pytest.mark.model
def test_the_corpus_with_the_model() -> None:
    encoder = load_encoder()
    assert not isinstance(encoder, NoEncoder)
    similarity = vector_similarity(encoder.encode, model=encoder.identity.name, model_sha256="")
    found = placement_quality(_given("components"), similarity)
    hits = found.leave_one_study_out
    assert hits.top_1 > 0.65
    assert hits.top_3 > 0.83
    assert hits.theme_1 is not None
    assert hits.theme_3 is not None
    assert hits.theme_1 > 0.78
    assert hits.theme_3 > 0.92
    assert found.adjusted_rand_subthemes > 0.15


def test_what_is_left_out_together_was_not_learned() -> None:
    given = Labelled(
        texts=("mutual trust", "trust", "funding", "money and funding"),
        names=("people", "means"),
        truth=((0,), (0,), (1,), (1,)),
        studies=(("a",), ("a",), ("b",), ("c",)),
    )
    trial = Trial(given, tfidf_similarity())
    pairs, texts = trial.leave_one_study_out()
    # Both texts on trust are hidden together, so nothing is left to learn it from.
    assert (pairs.cases, texts.top_1) == (4, 0.5)
    assert trial.leave_one_out().top_1 == 1.0
    assert trial.after([0, 2]).top_1 == 1.0
    assert len(set(trial.most_teaching(3, [0]))) == 3
    assert (
        trial.nearest_neighbours(tfidf_similarity().matrix(given.texts).astype("float64")).top_1
        == 1.0
    )


def test_probabilities_are_looked_at_where_they_were_not_fitted() -> None:
    texts = tuple(f"{word} {number}" for number in range(30) for word in ("trust", "money"))
    given = Labelled(
        texts=texts, names=("trust", "money"), truth=tuple((at % 2,) for at in range(60))
    )
    found = Trial(given, tfidf_similarity()).reliability(range(60))
    assert found.right_when_sure == found.sure == 1.0
    assert found.error < 0.2
