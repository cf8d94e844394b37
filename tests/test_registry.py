"""A folder is a registry: entries are found by themselves, unknown names hear the known ones."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from screening.errors import UsageError
from screening.registry import Named, Registry

ENTRY = """
class _Entry:
    name = "{name}"
    label = "the {name} one"

ENTRY = _Entry()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    package = tmp_path / "shelf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text(ENTRY.format(name="zulu"))
    (package / "two.py").write_text(ENTRY.format(name="alpha"))
    (package / "shared.py").write_text("SHARED = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    shelf = importlib.import_module("shelf")

    yield shelf
    for name in [name for name in sys.modules if name.split(".")[0] == "shelf"]:
        del sys.modules[name]


def test_every_module_that_defines_the_name_is_an_entry(folder: ModuleType) -> None:
    registry: Registry[Named] = Registry(folder, "ENTRY", "thing")
    assert [entry.name for entry in registry.entries()] == ["alpha", "zulu"]
    assert registry.named(" Alpha ").label == "the alpha one"


def test_an_unknown_name_is_told_the_known_ones(folder: ModuleType) -> None:
    registry: Registry[Named] = Registry(folder, "ENTRY", "thing")
    with pytest.raises(UsageError, match="no thing called 'beta'") as caught:
        registry.named("beta")
    assert caught.value.hint == "There are:\n  alpha: the alpha one\n  zulu: the zulu one"
