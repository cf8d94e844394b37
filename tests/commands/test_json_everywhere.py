"""Every command that lists or shows something gives it as JSON too."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.commands.commands import every_command, options_of
from tests.house.tree import ROOT

_SHOWS = {"give_table", "give_csv"}
_LISTS = {
    "list", "show", "missing", "suggest", "history", "memos", "choices", "records", "log", "status",
    "conflicts", "rejected", "agreement", "explain", "lint", "saturation", "shares", "effects",
    "verify", "check", "doctor", "demo", "help", "report", "find", "replay",
}  # fmt: skip
# 'export records' lists nothing: it writes files in formats of which one is JSON.
_WRITES = {"export records"}


def shows_a_table(module: Path, function: str, root: Path = ROOT) -> bool:
    """Whether a function, or one of the commands' rooms that it calls, prints a table."""
    seen, waiting = set[tuple[Path, str]](), [(module, function)]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        called, known = _called(*at, root)
        if called & _SHOWS:
            return True
        waiting += [known[name] for name in called & known.keys()]
    return False


def _called(
    module: Path, function: str, root: Path
) -> tuple[set[str], dict[str, tuple[Path, str]]]:
    """The names that a function uses, and where those of the commands' rooms are defined."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    known = {at.name: (module, at.name) for at in tree.body if isinstance(at, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and ".commands." in (node.module or ""):
            path = root / f"{str(node.module).replace('.', '/')}.py"
            known |= {name.asname or name.name: (path, name.name) for name in node.names}
    bodies = [at for at in tree.body if isinstance(at, ast.FunctionDef) and at.name == function]
    used = {node.id for at in bodies for node in ast.walk(at) if isinstance(node, ast.Name)}
    return used, known


def test_every_command_that_lists_something_has_json() -> None:
    without = set()
    for name, command in every_command():
        callback = command.callback
        assert callback is not None, name
        plain = getattr(callback, "__wrapped__", callback)
        lists = name.split()[-1] in _LISTS or shows_a_table(
            Path(plain.__code__.co_filename), plain.__name__
        )
        if lists and "--json" not in options_of(command):
            without.add(name)
    assert without == _WRITES


def test_a_table_behind_other_functions_is_seen(tmp_path: Path) -> None:
    room = tmp_path / "screening" / "commands"
    room.mkdir(parents=True)
    (room / "one.py").write_text(
        "from screening.commands.two import b\ndef a():\n    b()\ndef c():\n    pass\n"
    )
    (room / "two.py").write_text("def b():\n    d()\ndef d():\n    give_table((), ())\n")
    assert shows_a_table(room / "one.py", "a", tmp_path)
    assert not shows_a_table(room / "one.py", "c", tmp_path)
