"""OJS article XML: the root ``Articles`` with locales, and ``ArticleSet`` as in PubMed deposits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.ojs_fields import fill
from screening.readers.source import Head, Source
from screening.readers.xml_cut import count
from screening.readers.xml_records import Root, read_records, root_of
from screening.readers.xml_shape import Context, Shape

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHAPE = Shape(records=("Article",))
_JOURNAL_TITLE = re.compile(r"""JournalTitle\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class _OjsXml:
    name = "ojs_xml"
    label = "OJS article XML (Articles or ArticleSet)"
    extensions = (".xml",)
    shape = _SHAPE

    def sniff(self, head: Head) -> Sniff:
        root = _root(head)
        if root is None:
            return NO_MATCH
        return Sniff(confidence=0.95, reason=f"the root element is {root.name}")

    def read(self, source: Source) -> Iterator[Entry]:
        journal_title = _journal_title(source.head)

        def fill_article(draft: Draft, element: _Element, _around: Context) -> None:
            fill(draft, element, journal_title)

        return read_records(source, _SHAPE, fill_article)

    def count(self, source: Source) -> int:
        return count(source, _SHAPE)


READER = _OjsXml()


def _root(head: Head) -> Root | None:
    root = root_of(head.text)
    return root if root and root.name in {"Articles", "ArticleSet"} else None


def _journal_title(head: Head) -> str:
    root = _root(head)
    title = _JOURNAL_TITLE.search(root.attributes) if root else None
    return (title[1] or title[2] or "") if title else ""
