"""With the real models: the float32 one is slow to start, few tests."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from screening.embedding import Encoder, NoEncoder, card_of, load_encoder, package_folder
from screening.embedding.cards import DEFAULT_ENCODER_CARD, REFERENCE_ENCODER_CARD
from screening.embedding.onnx_encoder import OnnxEncoder
from screening.errors import BadInput

from .test_load import make_model

pytestmark = pytest.mark.model


TEXTS = [
    "Nudging physicians towards better hand hygiene",
    "Behavioural interventions that make clinicians wash their hands",
    "Lava flows of Icelandic volcanoes",
    "BACKGROUND: mentors matter. METHODS: 91 studies. RESULTS: 45 % (p < 0.001) stayed. " * 12,
    "x",
    "Étude qualitative de l'accompagnement des étudiants; 同行评议",
]


def _loaded(model: Path | None, cache: Path) -> Encoder:
    found = load_encoder(model, cache)
    if isinstance(found, NoEncoder):
        pytest.skip(found.reason)
    return found


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return _loaded(None, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return _loaded(Path(REFERENCE_ENCODER_CARD), tmp_path_factory.mktemp("cache"))


def test_int8_vectors_stay_close_to_those_of_sentence_transformers(
    encoder: Encoder, reference: Encoder
) -> None:
    ours, theirs = encoder.encode(TEXTS), reference.encode(TEXTS)
    assert np.all(np.sum(ours * theirs, axis=1) > 0.98)
    off_diagonal = ~np.eye(len(TEXTS), dtype=bool)
    assert np.abs((ours @ ours.T - theirs @ theirs.T)[off_diagonal]).max() < 0.05


def test_models_of_different_arithmetic_have_different_identities(
    encoder: Encoder, reference: Encoder
) -> None:
    assert encoder.identity.sha256 != reference.identity.sha256
    assert encoder.identity.backend != reference.identity.backend


def test_the_vector_of_a_text_depends_on_no_other_text(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = [encoder.encode([text])[0] for text in TEXTS]
    assert np.array_equal(together, np.asarray(alone))


def test_a_processor_that_computes_something_else_is_noticed(
    encoder: Encoder, tmp_path: Path
) -> None:
    home = card_of(DEFAULT_ENCODER_CARD).home
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copyfile(home / name, tmp_path / name)
    vector = [1.0] + [0.0] * 383
    (tmp_path / "reference.json").write_text(json.dumps([{"text": "Mentors", "vector": vector}]))
    with pytest.raises(BadInput, match="does not compute what it should"):
        OnnxEncoder(tmp_path, encoder.identity).encode(["text"])


def test_no_text_loads_no_model(tmp_path: Path, encoder: Encoder) -> None:
    assert OnnxEncoder(tmp_path / "none", encoder.identity).encode([]).shape == (0, 384)


def test_it_loads_and_encodes_without_a_connection(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_args: object, **_named: object) -> NoReturn:
        raise AssertionError("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    texts = [
        "Nudging physicians towards better hand hygiene",
        "Behavioural interventions that make clinicians wash their hands",
        "Lava flows of Icelandic volcanoes",
    ]
    steps: list[tuple[int, int]] = []
    vectors = encoder.encode(texts, lambda done, total: steps.append((done, total)))
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.5
    assert vectors[0] @ vectors[2] < 0.2
    assert steps == [(3, 3)]
    assert capfd.readouterr() == ("", "")
    assert np.array_equal(vectors, encoder.encode(texts))


def test_words_beyond_the_limit_change_nothing(encoder: Encoder) -> None:
    text = "mentor " * 400
    vectors = encoder.encode([text, f"{text} volcano"])
    assert np.allclose(vectors[0], vectors[1], atol=1e-6)


def test_the_package_folder_can_be_named(reference: Encoder) -> None:
    folder = package_folder(card_of(REFERENCE_ENCODER_CARD))
    assert folder is not None
    named = load_encoder(folder)
    assert not isinstance(named, NoEncoder)
    assert np.allclose(named.encode(["text"]), reference.encode(["text"]), atol=1e-6)


def test_weights_that_are_none_are_said(tmp_path: Path) -> None:
    broken = load_encoder(make_model(tmp_path / "model"))
    assert not isinstance(broken, NoEncoder)
    with pytest.raises(BadInput, match="cannot be loaded"):
        broken.encode(["text"])
