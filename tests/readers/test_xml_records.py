from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import open_source, reader_named
from screening.records import RecordContent, Rejected
from tests.readers.specimens import FOLDER

SPECIMENS = {
    "pubmed_xml": "pubmed_xml_efetch.xml",
    "endnote_xml": "endnote_xml_styles.xml",
    "jats_xml": "jats_xml_set.xml",
    "doaj_xml": "doaj_xml_two_languages.xml",
    "crossref_xml": "crossref_xml_journal_and_book.xml",
    "mods_xml": "mods_xml_collection.xml",
    "ojs_native": "ojs_native_ojs2.xml",
}


@pytest.mark.parametrize(("reader", "name"), SPECIMENS.items())
@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/hostname">']
)
def test_own_entities_are_refused(tmp_path: Path, reader: str, name: str, entity: str) -> None:
    path = tmp_path / name
    body = (FOLDER / name).read_text(encoding="utf-8").partition("?>")[2]
    body = body.partition("\n")[2] if body.lstrip().startswith("<!DOCTYPE") else body
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE x [{entity}]>{body}', encoding="utf-8")
    with pytest.raises(BadInput, match="entities of its own"):
        list(reader_named(reader).read(open_source(path)))


@pytest.mark.parametrize("reader", ["pubmed_xml", "jats_xml", "mods_xml"])
def test_depth_without_end_costs_only_its_record(tmp_path: Path, reader: str) -> None:
    name, start, title = {
        "pubmed_xml": (
            "PubmedArticle",
            "<PubmedArticleSet>",
            "MedlineCitation/Article/ArticleTitle",
        ),
        "jats_xml": ("article", "<articles>", "front/article-meta/title-group/article-title"),
        "mods_xml": ("mods", "<modsCollection>", "titleInfo/title"),
    }[reader]
    path = tmp_path / "deep.xml"
    opened = "".join(f"<{part}>" for part in title.split("/"))
    closed = "".join(f"</{part}>" for part in reversed(title.split("/")))
    deep = "<i>" * 5000 + "</i>" * 5000
    records = "".join(f"<{name}>{opened}{text}{closed}</{name}>" for text in ("A", f"B{deep}", "C"))
    path.write_text(f"{start}{records}{start.replace('<', '</')}", encoding="utf-8")
    source = open_source(path)
    first, second, third = reader_named(reader).read(source)
    assert reader_named(reader).count(source) == 3
    assert isinstance(first, RecordContent)
    assert isinstance(second, Rejected)
    assert isinstance(third, RecordContent)
    assert third.title == "C"
