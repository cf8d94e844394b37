"""Writes the pages of docs/ that are made from the code: python -m tests.house.reference_pages."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

from screening import errors
from screening.errors import ExitCode, ReviewError
from screening.events import KINDS
from tests.house import cli_reference, formats_table, keys_table
from tests.house.tree import ROOT

_EVENTS = """\
# Kinds of event

Made from the code; do not edit by hand. The log of a review (`review.db`, shown by
`tamis log --json`) is a list of events. Each has a number (`seq`), a time in UTC (`at`), the person
in whose name it was written (`by`), one of the kinds below and that kind's fields as JSON, and the
SHA-256 over all of this and the event before. A field with a default may be missing in older logs.
"""
_MESSAGES = """\
# Messages

Made from the code; do not edit by hand. Every sentence with which Tamis refuses something, by exit
code, with what it advises; `…` stands for names, numbers and places. What was acknowledged before
such a message is kept.
"""
_WHY = {
    ExitCode.FAILED: "Exit code 1: failed",
    ExitCode.USAGE: "Exit code 2: wrong use",
    ExitCode.CHECK_FAILED: "Exit code 3: a check did not hold",
    ExitCode.BAD_INPUT: "Exit code 4: an input cannot be read",
    ExitCode.BAD_REVIEW: "Exit code 5: the review cannot be used",
    ExitCode.CANNOT_WRITE: "Exit code 6: nothing could be written",
}


def events_page() -> str:
    """Every kind of event with its fields."""
    return _EVENTS + "".join(_event(name, KINDS[name]) for name in sorted(KINDS))


def _event(name: str, kind: type) -> str:
    text = textwrap.dedent(inspect.getdoc(kind) or "").strip()
    rows = "".join(
        f"| `{field.name}` | `{_type(field)}` | {_default(field)} |\n"
        for field in dataclasses.fields(kind)
    )
    table = f"\n| field | type | default |\n|---|---|---|\n{rows}" if rows else ""
    return f"\n## {name}\n\n{text.replace('``', '`')}\n{table}"


def _type(field: dataclasses.Field[object]) -> str:
    return str(field.type).replace("|", "or")


def _default(field: dataclasses.Field[object]) -> str:
    if field.default is dataclasses.MISSING:
        return "" if field.default_factory is dataclasses.MISSING else "empty"
    return f"`{field.default!r}`" if field.default != "" else "empty"


def messages_page() -> str:
    """Every message of an error that is raised by name, by exit code."""
    kinds = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, ReviewError)
    }
    found: dict[ExitCode, set[tuple[str, str]]] = {code: set() for code in _WHY}
    for room in ("screening", "extraction"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for name, message, hint in raised(path.read_text(encoding="utf-8"), kinds):
                found[kinds[name].exit_code].add((message, hint))
    return _MESSAGES + "".join(_section(_WHY[code], found[code]) for code in _WHY)


def _section(title: str, messages: set[tuple[str, str]]) -> str:
    lines = (
        f"- {_plain(message)}{f'<br>*{_plain(hint)}*' if hint else ''}\n"
        for message, hint in sorted(messages)
    )
    return f"\n## {title}\n\n{''.join(lines)}" if messages else ""


def _plain(text: str) -> str:
    """A text that Markdown shows as it stands."""
    for mark in ("\\", "*", "_", "<", "[", "|", "`"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def raised(code: str, kinds: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Name, message and hint of each error made in some code; only those written out there."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            texts = [_text(argument) for argument in node.args[:2]]
            if texts and any(part.isalpha() for part in texts[0]):
                yield node.func.id, texts[0], texts[1] if len(texts) > 1 else ""


def _text(node: ast.expr) -> str:
    """The words of a string expression, ``…`` for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return "…"


def without_hint(code: str, kinds: Container[str]) -> list[tuple[int, str]]:
    """Line and message of each error made in some code that advises nothing."""
    return [
        (node.lineno, _text(node.args[0]))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in kinds
        and node.args
        and not any(isinstance(argument, ast.Starred) for argument in node.args)
        and not _advises(node)
    ]


def _advises(call: ast.Call) -> bool:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "hint")]
    return any(not isinstance(hint, ast.Constant) or hint.value for hint in given)


PAGES: dict[Path, Callable[[], str]] = {
    cli_reference.PAGE: cli_reference.reference,
    ROOT / "docs" / "events.md": events_page,
    ROOT / "docs" / "messages.md": messages_page,
    keys_table.PAGE: lambda: keys_table.fresh(_written(keys_table.PAGE)),
    formats_table.PAGE: lambda: formats_table.fresh(_written(formats_table.PAGE)),
}


def _written(page: Path) -> str:
    return page.read_text(encoding="utf-8")


if __name__ == "__main__":
    for page, made in PAGES.items():
        page.write_text(made(), encoding="utf-8")
