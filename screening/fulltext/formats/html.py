"""Saved web pages: the article if the page marks one, else its main part, else the whole body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import BadInput
from screening.fulltext.contract import Document
from screening.fulltext.markup import bytes_of, local_name, text_of
from screening.fulltext.pages import clean_page

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = re.compile(rb"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLOCKS = frozenset((
    "html", "body", "main", "article", "section", "div", "p", "br", "hr", "h1", "h2", "h3", "h4",
    "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "tr", "td", "th", "figure",
    "figcaption", "blockquote", "pre", "header", "address",
))  # fmt: skip
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "svg",
    "head", "iframe", "select",
))  # fmt: skip
# A part that says less than this of the page is a teaser, not the text.
_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlReader:
    """Reads one web page."""

    name: str = "html"
    label: str = "web page (HTML)"
    extension: str = ".html"
    rank: int = 2

    def knows(self, head: bytes, name: str) -> bool:  # noqa: ARG002 - the content tells
        """A document type or one of the outer elements."""
        return bool(_SIGNS.search(head))

    def read(self, path: Path) -> Document:
        """The page's text; DOI, PMID and title from its citation fields."""
        root = _root(path)
        fields = list(_fields(root))
        return Document(
            format=self.name,
            text=clean_page(_main_text(root)),
            dois=tuple(text for name, text in fields if name in _DOI_FIELDS),
            pmids=tuple(text for name, text in fields if name == "citation_pmid"),
            title=next((text for name, text in fields if name in _TITLE_FIELDS), ""),
        )


_DOI_FIELDS = ("citation_doi", "dc.identifier", "prism.doi", "bepress_citation_doi")
_TITLE_FIELDS = ("citation_title", "dc.title")


def _root(path: Path) -> _Element:
    from lxml import etree, html

    data = bytes_of(path)
    parser = html.HTMLParser(encoding=_encoding(data), no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{path} is an empty or broken web page.", "Save it again.") from error
    return root


def _encoding(data: bytes) -> str:
    """UTF-8 where the bytes are UTF-8, else what the page says, else Windows-1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        stated = _CHARSET.search(data[:4096])
        name = stated[1].decode("ascii", "replace").lower() if stated else ""
        return name if _is_known(name) and name != "utf-8" else "cp1252"
    return "utf-8"


def _is_known(name: str) -> bool:
    import codecs

    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _fields(root: _Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name, text = meta.get("name", "").lower(), " ".join(meta.get("content", "").split())
        if name and text:
            yield name, text


def _main_text(root: _Element) -> str:
    whole = text_of(root, _BLOCKS, _SKIPPED)
    for part in ("article", "main"):
        found = [text_of(at, _BLOCKS, _SKIPPED) for at in root.iter() if local_name(at) == part]
        best = max(found, key=len, default="")
        if len(best) >= _SHARE * len(whole):
            return best
    return whole


READER = HtmlReader()
