"""Roles of sentences: features, smoothing, sections, and the shipped weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from extraction.documents import SourceText
from extraction.extractors.methods.finding_sentences import FindingSentences
from extraction.extractors.roles import ROLES, RoleModel, RoleReader, load_roles
from extraction.extractors.roles.features import BUCKETS, dense, hashed, words
from extraction.extractors.roles.model import read_roles
from extraction.extractors.roles.sections import is_conclusion, told_by
from extraction.extractors.roles.smoothing import smoothed
from extraction.spans import text_sha256
from screening.embedding import ModelIdentity, NoEncoder, card_of
from screening.errors import BadInput, ReviewError
from screening.records import RecordId
from tests.extraction.test_pipeline import by_full_stop

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = "Mentors are many. We asked 20. RESULTS: Trust grew by 12%. It helped.\nNext steps"


class FakeEncoder:
    """Every sentence has the same vector."""

    identity = ModelIdentity(
        name="fake", version="1", sha256="0" * 64, backend="none", dimension=384, max_tokens=8
    )

    def encode(self, texts: Sequence[str], _progress: object = None) -> NDArray[np.float32]:
        return np.full((len(texts), 384), 384**-0.5, dtype=np.float32)


def flat_model() -> RoleModel:
    """All roles are alike, but "grew" is a result."""
    count = len(ROLES)
    hashed_weights = np.zeros((BUCKETS, count))
    (told,) = hashed(["grew"])
    for place in told:
        hashed_weights[place, ROLES.index("result")] = 3.0
    return RoleModel(
        name="flat",
        version="1",
        hashed=hashed_weights,
        dense=np.zeros((18 + 4 * 384, count)),
        bias=np.zeros(count),
        start=np.zeros(count),
        step=np.zeros((count, count)),
        end=np.zeros(count),
    )


def reader() -> RoleReader:
    return RoleReader(split=by_full_stop, encoder=FakeEncoder(), model=flat_model())


def source(text: str, name: str = "abstract") -> SourceText:
    return SourceText(record=RecordId("R0001"), source=name, text=text, sha256=text_sha256(text))


def test_words_are_small_and_numbers_alike() -> None:
    assert words("We asked 1,234 (12.5%)!") == ("we", "asked", "0", "(", "0", "%", ")")


def test_neighbours_and_place_are_features() -> None:
    alone, after = hashed(["It helped."]), hashed(["We asked.", "It helped."])
    assert set(alone[0]) < set(after[1])
    vectors = FakeEncoder().encode(["a", "b", "c"])
    made = dense(["One.", "Two.", "Three."], vectors)
    assert made.shape == (3, 18 + 4 * 384)
    assert [row[0] for row in made] == [0.0, 0.5, 1.0]


def test_a_full_text_is_looked_at_in_blocks() -> None:
    vectors = np.arange(40, dtype=np.float32)[:, None].repeat(2, axis=1)
    made = dense(["x"] * 40, vectors)
    assert made[0, -1] == 2 * np.arange(15).mean()
    assert made[39, -1] == 2 * np.arange(25, 40).mean()


def test_smoothing_alone_changes_nothing_and_steps_draw_neighbours() -> None:
    scores = np.log(np.array([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1]]))
    none, flat = np.zeros(2), np.zeros((2, 2))
    assert np.allclose(smoothed(scores, none, flat, none), scores)
    stay = np.log(np.array([[0.9, 0.1], [0.1, 0.9]]))
    found = np.exp(smoothed(scores, none, stay, none))
    assert np.allclose(found.sum(axis=1), 1.0)
    assert found[1, 0] > 0.5


@pytest.mark.parametrize(
    ("section", "role"),
    [
        ("RESULTS", "result"),
        ("MAIN OUTCOME MEASURES", "method"),
        ("AIM", "objective"),
        ("BACKGROUND", "background"),
        ("DATA SYNTHESIS", "method"),
        ("CONCLUSIONS AND RELEVANCE", "result"),
        ("TRIAL REGISTRATION", "other"),
        ("REFERENCES", "other"),
    ],
)
def test_a_printed_section_tells_the_role(section: str, role: str) -> None:
    said = told_by(section)
    assert max(said, key=lambda at: said[at]) == role
    assert sum(said.values()) < 1


def test_a_section_of_two_kinds_says_nothing() -> None:
    assert told_by("METHODS AND RESULTS") == {}
    assert told_by("WHAT THIS ADDS") == {}
    assert is_conclusion("AUTHORS' CONCLUSIONS")


def test_sections_and_words_go_into_the_probability() -> None:
    found = {at.text: at.roles["result"] for at in reader().read(TEXT)}
    assert found["Mentors are many."] == pytest.approx(0.2, abs=0.01)
    assert found["Trust grew by 12%."] > found["It helped."] > 0.89
    assert reader().read(" \n") == ()


def test_every_sentence_is_ranked_but_headings_and_titles() -> None:
    method = FindingSentences(reader())
    found = method.candidates(source(TEXT))
    assert [at.quote for at in found] == [
        "Trust grew by 12%.", "It helped.", "Mentors are many.", "We asked 20.",
    ]  # fmt: skip
    assert "section RESULTS" in found[0].why
    assert "'grew'" in found[0].why
    assert method.candidates(source(TEXT, "title")) == ()
    assert TEXT[found[0].place.start : found[0].place.end] == found[0].quote
    assert (method.maker().version, method.maker().model) == ("1", "fake 1 000000000000")


def test_without_an_encoder_the_error_names_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "extraction.extractors.roles.reader.load_encoder",
        lambda **_: NoEncoder(reason="None is installed."),
    )
    with pytest.raises(ReviewError, match="None is installed") as caught:
        RoleReader(split=by_full_stop, model=flat_model()).read("It helps.")
    assert "--method abstract_sentences" in caught.value.hint


def test_the_shipped_weights_fit_their_card_and_each_other() -> None:
    model = load_roles()
    assert model.hashed.shape == (BUCKETS, len(ROLES))
    assert model.dense.shape == (18 + 4 * 384, len(ROLES))
    result = "Students in the mentored group had significantly higher scores (p < 0.01)."
    assert "significantly" in " ".join(model.telling(result, "result", count=9))


def test_weights_that_were_tampered_with_are_refused(tmp_path: Path) -> None:
    card = card_of("sentence-roles")
    copy = tmp_path / "weights.npz"
    copy.write_bytes((card.home / "weights.npz").read_bytes()[:-1] + b"x")
    from screening.embedding import check_files

    with pytest.raises(BadInput, match="not the one the model card"):
        check_files(tmp_path, card, None)
    np.savez(copy, hashed=np.array([object()]))
    with pytest.raises(ReviewError, match="cannot be read"):
        read_roles(copy, card)
