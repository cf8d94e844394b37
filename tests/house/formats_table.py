"""Writes the tables of all formats into docs/formats.md: python -m tests.house.formats_table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields

from extraction.exporters.registry import exporters
from screening.fulltext import formats as texts
from screening.fulltext.contract import TextReader
from screening.readers.contract import Reader
from screening.readers.registry import readers
from screening.readers.source import open_source
from screening.records import RecordContent
from screening.registry import Registry
from screening.votes import every_tool
from screening.writers import writers
from tests.house.tree import ROOT
from tests.readers.specimens import specimens

PAGE = ROOT / "docs" / "formats.md"
_TABLES = re.compile(r"(<!-- formats -->\n).*?(<!-- end of formats -->\n)", re.DOTALL)
_WORDS = {"other_ids": "other ids", "local_texts": "other languages", "extra": "unmapped tags"}
_UNSAID = ("position", "line", "problems")


def tables() -> str:
    """Every format that is read and written, as the registries know it."""
    return "\n".join(
        (
            "### Search exports read\n",
            "What is kept: the fields that the specimens in `tests/data/readers` fill.\n",
            _table(("name", "what it is", "endings", "what is kept"), map(_reader_row, readers())),
            "### Decisions of other screening tools read\n",
            _table(("name", "what it is"), ((at.name, at.label) for at in every_tool())),
            "### Full texts read\n",
            _table(("name", "what it is", "kept as"), map(_text_row, _text_readers())),
            "### Records written\n",
            _table(
                ("name", "what it is", "ending", "the decisions stand in"),
                ((at.name, at.label, at.extension, at.decision_in) for at in writers()),
            ),
            "### Themes written\n",
            _table(("name", "what it is"), ((at.name, at.label) for at in exporters())),
        )
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [f"| `{name}` | {' | '.join(map(_plain, rest))} |" for name, *rest in rows]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.replace("<", "\\<").replace("|", "\\|").replace("_", "\\_")


def _reader_row(reader: Reader) -> tuple[str, ...]:
    return reader.name, reader.label, ", ".join(reader.extensions), ", ".join(kept(reader))


def kept(reader: Reader) -> list[str]:
    """The fields of a record that at least one specimen of a format fills."""
    entries = [
        entry
        for path in specimens(reader.name)
        for entry in reader.read(open_source(path))
        if isinstance(entry, RecordContent)
    ]
    return [
        _WORDS.get(field.name, field.name)
        for field in fields(RecordContent)
        if field.name not in _UNSAID and any(getattr(entry, field.name) for entry in entries)
    ]


def _text_readers() -> tuple[TextReader, ...]:
    registry: Registry[TextReader] = Registry(texts, "READER", "format")
    return registry.entries()


def _text_row(reader: TextReader) -> tuple[str, ...]:
    return reader.name, reader.label, reader.extension


def fresh(text: str) -> str:
    """The page with the tables as they should be."""
    return _TABLES.sub(lambda found: f"{found[1]}\n{tables()}\n{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
