"""With the real model: slow to start, few tests."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from screening.embedding import Encoder, NoEncoder, card_of, load_encoder, package_folder
from screening.embedding.cards import DEFAULT_ENCODER_CARD
from screening.errors import BadInput

from .test_load import make_model

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    found = load_encoder(cache=tmp_path_factory.mktemp("cache"))
    if isinstance(found, NoEncoder):
        pytest.skip(found.reason)
    return found


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


def test_the_package_folder_can_be_named(encoder: Encoder) -> None:
    folder = package_folder(card_of(DEFAULT_ENCODER_CARD))
    assert folder is not None
    named = load_encoder(folder)
    assert not isinstance(named, NoEncoder)
    assert np.allclose(named.encode(["text"]), encoder.encode(["text"]), atol=1e-6)


def test_weights_that_are_none_are_said(tmp_path: Path) -> None:
    broken = load_encoder(make_model(tmp_path / "model"))
    assert not isinstance(broken, NoEncoder)
    with pytest.raises(BadInput, match="cannot be loaded"):
        broken.encode(["text"])
