"""Taguette project: an SQLite file of documents, tags, highlights; offsets count UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from extraction.exporters.document import ThemesDocument

if TYPE_CHECKING:
    import sqlite3

    from extraction.exporters.quotations import QuotedSource

_OWNER = "admin"


class TaguetteProject:
    """One ``.sqlite3`` file; Taguette reads it as a project, and opens it as its database."""

    name = "taguette"
    label = "project with texts and codings for Taguette (SQLite)"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``taguette.sqlite3``: a study's text is a document, a finding a highlight."""
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(":memory:")) as database:
            _create(database)
            _fill(database, document)
            database.commit()
            return {"taguette.sqlite3": database.serialize()}


def _create(database: sqlite3.Connection) -> None:
    from extraction.exporters.taguette_tables import INDEXES, TABLES, VERSION

    for table in TABLES:
        database.execute(f"CREATE TABLE {table}")
    for index in INDEXES:
        database.execute(f"CREATE INDEX {index}")
    database.execute("INSERT INTO alembic_version VALUES (?)", (VERSION,))


def _fill(database: sqlite3.Connection, document: ThemesDocument) -> None:
    from extraction.exporters.exchange import clean, one_line
    from extraction.exporters.quotations import quoted_sources
    from extraction.exporters.taguette import tag_paths
    from extraction.exporters.taguette_tables import PROJECT_NAME

    at = f"{datetime.fromisoformat(document.as_of).replace(tzinfo=None)}.000000"
    database.execute("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", (_OWNER, at))
    about = f"Exported by Tamis {document.tamis}. {' '.join(document.questions)}"
    project = (one_line(document.review)[:PROJECT_NAME] or "Review", clean(about), at)
    database.execute(
        "INSERT INTO projects (id, name, description, created) VALUES (1, ?, ?, ?)", project
    )
    database.execute("INSERT INTO project_members VALUES (1, ?, 'ADMIN')", (_OWNER,))
    paths = tag_paths(document)
    tags = {node.id: number for number, node in enumerate(document.nodes(), start=1)}
    database.executemany(
        "INSERT INTO tags (id, project_id, path, description) VALUES (?, 1, ?, ?)",
        [(tags[node.id], paths[node.id], clean(node.definition)) for node in document.nodes()],
    )
    highlight = 0
    for number, source in enumerate(quoted_sources(document), start=1):
        _add_document(database, number, source, at)
        for row, codes in _highlights(source, number):
            highlight += 1
            database.execute("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", (highlight, *row))
            database.executemany(
                "INSERT INTO highlight_tags VALUES (?, ?)",
                [(highlight, tags[code]) for code in codes],
            )


def _add_document(database: sqlite3.Connection, number: int, source: QuotedSource, at: str) -> None:
    from extraction.exporters.taguette_tables import DOCUMENT_NAME

    name = source.name if len(source.name) <= DOCUMENT_NAME else f"{number} {source.record}"
    database.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)",
        (number, name, source.name, f"{number}.txt", at, _html(source.text)),
    )


def _html(text: str) -> str:
    """The text as a paragraph a line; line ends stay inside, so that offsets are the text's."""
    lines = text.splitlines(keepends=True)
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _highlights(
    source: QuotedSource, document: int
) -> Iterator[tuple[tuple[int, int, int, str], list[str]]]:
    for at in source.quotations:
        start = len(source.text[: at.start].encode("utf-8"))
        end = start + len(at.quote.encode("utf-8"))
        snippet = f"<p>{escape(at.quote, quote=False)}</p>"
        yield (document, start, end, snippet), [entry.code for entry in at.codings]


EXPORTER = TaguetteProject()
