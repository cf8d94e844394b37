"""Taguette: tags of its own for every node, byte offsets that give the quote back, a CSV with mark.

What Taguette itself makes of the files is compared by ``benchmarks/refi.py``.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from extraction.exporters import ThemesDocument, exporter_named
from extraction.exporters.taguette import LONGEST_TAG, tag_paths
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.themes_document import themes_document
from tests.extraction.exporters.specimens import hard_review, mentoring_review


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = hard_review(tmp_path / "review")
    with made.review:
        yield made


def database(document: ThemesDocument) -> sqlite3.Connection:
    (data,) = exporter_named("taguette").files(document).values()
    opened = sqlite3.connect(":memory:")
    opened.deserialize(data)
    return opened


def test_the_codebook_starts_with_the_mark_its_importer_needs(coding: Coding) -> None:
    (data,) = exporter_named("taguette-csv").files(themes_document(coding)).values()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    tags = [row["tag"] for row in rows]
    assert tags[:3] == ["Relations", "Relations.People", "Relations.People.Trust (C0001)"]
    assert rows[0]["description"] == "Who & whom <meets>\nand how"
    assert "Relations.Places.Trust" in tags
    assert len({tag.casefold() for tag in tags}) == 8


def test_dots_in_labels_make_no_levels_and_long_paths_are_cut_apart(coding: Coding) -> None:
    first = add_node(coding, "x" * 300, under="S1").node.id
    second = add_node(coding, "x" * 299 + "y", under="S1").node.id
    paths = tag_paths(themes_document(coding))
    assert max(map(len, paths.values())) <= LONGEST_TAG
    assert paths[first] != paths[second]
    assert paths["C0005"].endswith("\N{MIDDLE DOT} Dr\N{MIDDLE DOT} Who")


def test_highlights_give_the_quotes_back(coding: Coding) -> None:
    document = themes_document(coding)
    with closing(database(document)) as opened:
        rows = opened.execute(
            "SELECT contents, start_offset, end_offset, path FROM highlights"
            " JOIN documents ON documents.id = document_id"
            " JOIN highlight_tags ON highlight_id = highlights.id"
            " JOIN tags ON tags.id = tag_id"
        ).fetchall()
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    found = []
    for contents, start, end, path in rows:
        text = unescape(re.sub(r"</?p>", "", contents)).encode("utf-8")
        found.append((path.rpartition(".")[2], text[start:end].decode("utf-8")))
    assert ("Trust (C0001)", "\u201cwe care\u201d \U0001f600") in found
    assert ("Trust", "\u4fe1\u4efb") in found
    assert ("Trust (C0001)", "stated \ufffd only") in found
    assert len(found) == 8


def test_the_published_review_arrives_whole(tmp_path: Path) -> None:
    made = mentoring_review(tmp_path / "seed")
    with made.review, closing(database(themes_document(made))) as opened:
        counts = {
            table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("tags", "highlights", "highlight_tags")
        }
        (paths,) = opened.execute("SELECT count(DISTINCT lower(path)) FROM tags").fetchone()
    assert counts == {"tags": 377, "highlights": 759, "highlight_tags": 759}
    assert paths == 377
