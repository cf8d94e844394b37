"""CONTRIBUTING.md names folders, contracts and examples as they are."""

from __future__ import annotations

import importlib
import re

import pytest

from tests.house.tree import ROOT

_TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_ROW = re.compile(
    r"^\| [^|`]+ \| `(.+?)` \| `(\w+)` \| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", re.MULTILINE
)
ROWS = _ROW.findall(_TEXT)


def test_the_table_has_every_registry() -> None:
    folders = {folder for folder, *_ in ROWS}
    made = {"READER", "WRITER", "RANKER", "RULE", "TOOL", "EXPORTER"}
    assert {attribute for _, attribute, *_ in ROWS} == made
    assert len(folders) == len(ROWS) == 7


@pytest.mark.parametrize(("folder", "attribute", "contract", "example", "test"), ROWS)
def test_a_row_tells_the_truth(
    folder: str, attribute: str, contract: str, example: str, test: str
) -> None:
    assert example.startswith(folder)
    entry = getattr(_imported(example), attribute)
    assert entry.name
    assert entry.label
    room = folder.split("/")[-3]
    assert "Protocol" in (ROOT / contract).read_text(encoding="utf-8")
    assert room in contract
    held = (ROOT / test).read_text(encoding="utf-8")
    assert "parametrize" in held or f"{attribute.casefold()}s()" in held


def _imported(path: str) -> object:
    return importlib.import_module(path.removesuffix(".py").replace("/", "."))


def test_every_path_named_is_there() -> None:
    paths = re.findall(r"`((?:tests|screening|extraction|docs)/[\w/.]+)`", _TEXT)
    made = {"screening/readers/formats/myformat.py"}
    assert [path for path in paths if path not in made and not (ROOT / path).exists()] == []
