from __future__ import annotations

import hashlib
import re
from importlib import import_module
from pathlib import Path

import pytest

import screening
from extraction.extractors.roles import sections
from extraction.extractors.roles.sections import trained_with
from screening.embedding import card_of, package_folder, read_card
from screening.embedding.cards import (
    DEFAULT_ENCODER_CARD,
    REFERENCE_ENCODER_CARD,
    SENTENCE_SPLITTER_CARD,
    card_names,
)
from screening.errors import ReviewError
from screening.resources import find_shipped, shipped

CARDS = [
    REFERENCE_ENCODER_CARD,
    DEFAULT_ENCODER_CARD,
    SENTENCE_SPLITTER_CARD,
    "sentence-roles",
]


def test_every_shipped_card_is_tested() -> None:
    assert sorted(path.name for path in shipped("models").iterdir() if path.is_dir()) == CARDS
    assert list(card_names()) == CARDS


@pytest.mark.parametrize("name", CARDS)
def test_a_card_says_where_the_model_comes_from(name: str) -> None:
    card = card_of(name)
    assert all((card.upstream, card.revision, card.licence, card.measured))
    assert all(len(file.sha256) == 64 for file in card.files)


def test_the_int8_model_is_made_of_the_reference() -> None:
    made, source = card_of(DEFAULT_ENCODER_CARD), card_of(REFERENCE_ENCODER_CARD)
    assert made.revision == f"{source.revision}-int8"
    assert made.upstream == source.upstream
    tokens = [
        [file for file in card.files if file.path == "tokenizer.json"] for card in (made, source)
    ]
    assert tokens[0] == tokens[1]


def test_the_roles_were_trained_with_the_labels_of_today() -> None:
    trained = card_of("sentence-roles").trained_with
    assert trained == trained_with(), "run models/sentence-roles/make.py again"
    assert {"background", "results?", "participants"} <= set(trained)


def test_any_change_of_labels_makes_the_weights_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    trained = card_of("sentence-roles").trained_with
    labels = import_module("extraction.pipeline.sentences")
    more = r"background|results?|novelty"
    monkeypatch.setattr(labels, "_LABELS", more)
    assert trained_with() != trained
    monkeypatch.undo()
    monkeypatch.setattr(labels, "_LABEL", re.compile(rf"(?P<label>{labels._LABELS}):"))
    assert trained_with() != trained
    monkeypatch.undo()
    monkeypatch.setattr(sections, "_SECTIONS", sections._SECTIONS[:-1])
    assert trained_with() != trained


@pytest.mark.model
@pytest.mark.parametrize("name", CARDS)
def test_the_installed_files_are_those_of_the_card(name: str) -> None:
    card = card_of(name)
    folder = package_folder(card)
    assert folder is not None
    for file in card.files:
        data = (folder / file.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.bytes, file.sha256), file


@pytest.mark.parametrize("text", ["", "name = ", 'name = "x"\nfiles = []\n[package]\n'])
def test_a_damaged_card_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.toml"
    path.write_text(text)
    with pytest.raises(ReviewError, match="cannot be read"):
        read_card(path)


def test_shipped_data_is_found_inside_a_wheel_first(tmp_path: Path) -> None:
    package = tmp_path / "screening"
    inside, beside = package / "_shipped" / "models", tmp_path / "models"
    beside.mkdir()
    package.mkdir()
    assert find_shipped(package, ("models",)) == beside
    inside.mkdir(parents=True)
    assert find_shipped(package, ("models",)) == inside


def test_missing_shipped_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="corpora/none is missing"):
        find_shipped(tmp_path, ("corpora", "none"))


def test_only_shipped_kinds_are_looked_for() -> None:
    with pytest.raises(ValueError, match="shipped data"):
        shipped("secrets")


def test_the_checkout_ships_its_models() -> None:
    package = Path(str(screening.__file__)).parent
    assert shipped("models").parent in (package / "_shipped", package.parent)
