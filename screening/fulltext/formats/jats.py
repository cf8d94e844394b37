"""JATS XML, as PubMed Central and many publishers give it: front, body and back of the article.

Tag library: https://jats.nlm.nih.gov. References are left out: they are no text of the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import BadInput
from screening.fulltext.contract import Document
from screening.fulltext.markup import bytes_of, local_name, text_of
from screening.fulltext.pages import clean_page

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE = re.compile(rb"<(?:[\w.-]+:)?(?:article|pmc-articleset)[\s>]")
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)
_BLOCKS = frozenset((
    "article", "article-title", "abstract", "sec", "p", "title", "label", "caption", "fig",
    "table-wrap", "tr", "list", "list-item", "disp-quote", "disp-formula", "boxed-text", "front",
    "body", "back", "ack", "app", "fn", "break", "trans-abstract", "trans-title", "contrib", "kwd",
    "def-item", "speech", "verse-group", "verse-line",
))  # fmt: skip
_PARTED = _BLOCKS | {"td", "th"}
_SKIPPED = frozenset((
    "ref-list", "journal-meta", "article-id", "permissions", "contrib-group", "aff", "author-notes",
    "pub-date", "history", "counts", "self-uri", "article-categories", "custom-meta-group",
    "funding-group", "tex-math", "object-id", "volume", "issue", "fpage", "lpage", "elocation-id",
    "pub-date-not-available", "related-article", "supplementary-material",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JatsReader:
    """Reads one article; of a set, only if it holds one."""

    name: str = "jats"
    label: str = "JATS XML"
    extension: str = ".xml"
    rank: int = 1

    def knows(self, head: bytes, name: str) -> bool:  # noqa: ARG002 - the content tells
        """An ``article`` element, and no HTML before it."""
        found, html = _ARTICLE.search(head), _HTML.search(head)
        return bool(found) and not (found and html and html.start() < found.start())

    def read(self, path: Path) -> Document:
        """The article's text; its DOI, PMID and title from its front."""
        article = _article(path)
        front = next((at for at in article if local_name(at) == "front"), None)
        meta = article if front is None else front
        return Document(
            format=self.name,
            text=clean_page(text_of(article, _PARTED, _SKIPPED)),
            dois=_ids(meta, "doi"),
            pmids=_ids(meta, "pmid"),
            title=_title(meta),
        )


def _article(path: Path) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(bytes_of(path), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(
            f"{path} is no well-formed XML: {error.msg}.", "Download it again, or attach the PDF."
        ) from error
    articles = [at for at in root.iter() if local_name(at) == "article"]
    if len(articles) != 1:
        raise BadInput(f"{path} holds {len(articles)} articles.", "Attach a file with one article.")
    return articles[0]


def _ids(meta: _Element, kind: str) -> tuple[str, ...]:
    found = (
        (at.text or "").strip()
        for at in meta.iter()
        if local_name(at) == "article-id" and at.get("pub-id-type") == kind
    )
    return tuple(text for text in found if text)


def _title(meta: _Element) -> str:
    for at in meta.iter():
        if local_name(at) == "article-title":
            return " ".join(text_of(at, (), ("xref", "fn")).split())
    return ""


READER = JatsReader()
