"""Each heavy library has one address, and the words need nothing but the standard library."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping

from tests.house.tree import imports, modules, parse

ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "sqlalchemy": ("screening.store",),
    "sqlite3": (
        "screening.store",
        "screening.simulation",
        "screening.readers",
        "extraction.exporters",
    ),
    "textual": ("screening.tui", "extraction.tui"),
    "textual_serve": ("screening.tui",),
    "aiohttp": ("screening.tui",),
    "onnxruntime": ("screening.embedding",),
    "sentence_transformers": ("screening.embedding",),
    "tokenizers": ("screening.embedding",),
    "transformers": ("screening.embedding",),
    "torch": ("screening.embedding",),
    "sklearn": ("screening.ranking", "extraction.themes"),
    "spacy": ("extraction.pipeline",),
    "pycountry": ("extraction.extractors",),
    "lxml": (
        "screening.readers",
        "screening.fulltext",
        "extraction.documents",
        "extraction.importers",
    ),
    "pandas": ("extraction.exporters",),
    "openpyxl": ("screening.readers", "screening.writers", "extraction.exporters"),
    "bibtexparser": ("screening.readers",),
    "xlrd": ("screening.readers",),
    "rapidfuzz": ("screening.dedup",),
    "matplotlib": ("screening.prisma", "screening.simulation", "extraction.synthesis"),
    "pptx": ("screening.prisma",),
    "jinja2": ("extraction.report",),
    "markupsafe": ("extraction.report",),
    "docx": ("extraction.exporters",),
    "msgspec": ("screening.codec",),
    "pypdfium2": ("screening.fulltext",),
    "typer": (
        "screening.app",
        "screening.options",
        "screening.commands",
        "extraction.commands",
    ),
}

WORDS = ("screening.errors", "screening.records", "screening.protocol", "screening.events")


def _strangers(name: str, tree: ast.AST) -> set[str]:
    """Libraries imported by a module that is not their address."""
    return {
        library
        for library in imports(tree)
        if library in ADDRESSES and not name.startswith(ADDRESSES[library])
    }


def _foreign(tree: ast.AST) -> set[str]:
    """Imports that are neither the standard library's nor this project's."""
    return imports(tree) - set(sys.stdlib_module_names) - {"screening", "__future__"}


def test_every_heavy_library_has_one_address() -> None:
    found = {name: _strangers(name, parse(path)) for name, path in modules()}
    assert {name: libraries for name, libraries in found.items() if libraries} == {}


def test_a_library_away_from_its_address_is_seen() -> None:
    tree = ast.parse("def f():\n    from sqlalchemy import select\n    return select")
    assert _strangers("screening.sessions.review", tree) == {"sqlalchemy"}
    assert _strangers("screening.store.store", tree) == set()


def test_the_words_need_only_the_standard_library() -> None:
    found = {name: _foreign(parse(path)) for name, path in modules() if name.startswith(WORDS)}
    assert {name: libraries for name, libraries in found.items() if libraries} == {}


def test_a_library_among_the_words_is_seen() -> None:
    assert _foreign(ast.parse("import json\nimport numpy\nimport screening.errors")) == {"numpy"}
