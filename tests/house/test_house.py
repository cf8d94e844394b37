"""The house rules that a program can see: sizes, names, first lines, no leftovers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.house.tree import ROOT, functions, modules, needs, parse

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
SHORT_FUNCTION = 30
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)(_|$)")
FORBIDDEN_WORDS = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _lengths() -> Iterator[tuple[str, int]]:
    for name, path in modules():
        for node in functions(parse(path)):
            yield f"{name}.{node.name}", _length(node)


def _bad_names(names: list[str]) -> list[str]:
    return [name for name in names if FORBIDDEN_NAMES.search(name.rsplit(".", 1)[-1])]


def test_modules_are_short() -> None:
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    lengths = dict(_lengths())
    assert {name: size for name, size in lengths.items() if size > LONGEST_FUNCTION} == {}
    short = sum(size < SHORT_FUNCTION for size in lengths.values())
    assert short >= 0.9 * len(lengths)


def test_a_long_function_is_measured() -> None:
    tree = ast.parse("def f():\n" + "    x = 1\n" * 60)
    assert [_length(node) for node in functions(tree)] == [61]


def test_no_modules_need_each_other() -> None:
    TopologicalSorter(needs(dict(modules()))).prepare()


def test_a_circle_is_found_wherever_the_import_stands(tmp_path: Path) -> None:
    names = {"a.one": tmp_path / "one.py", "a.two": tmp_path / "two.py"}
    names["a.one"].write_text("def late() -> None:\n    from a import two\n")
    names["a.two"].write_text("if TYPE_CHECKING:\n    from a.one import late\n")
    with pytest.raises(CycleError):
        TopologicalSorter(needs(names)).prepare()


def test_no_module_is_a_drawer_for_everything() -> None:
    assert _bad_names([name for name, _ in modules()]) == []
    assert _bad_names(["screening.utils", "screening.store.text_helpers"]) != []


def test_every_package_says_what_it_does() -> None:
    silent = [
        name for name, path in modules() if not (ast.get_docstring(parse(path)) or "").strip()
    ]
    assert silent == []


def test_nothing_is_left_open() -> None:
    found = [name for name, path in modules() if FORBIDDEN_WORDS.search(path.read_text("utf-8"))]
    assert found == []


def test_no_pickle_and_no_download() -> None:
    banned = re.compile(r"\b(pickle|joblib|cloudpickle|urlopen|requests|httpx)\b")
    found = [name for name, path in modules() if banned.search(path.read_text("utf-8"))]
    assert found == []


def test_every_lint_exception_carries_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("ignore = [") : text.index("[tool.ruff.lint.pydocstyle]")]
    rows = [line for line in block.splitlines()[1:] if line.strip().startswith('"')]
    assert [row for row in rows if "#" not in row and "–" not in row] == []
