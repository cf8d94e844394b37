"""What the elements of an OJS article mean; any mix and order of the dialects is read.

Dialects: the PubMed export of OJS 2 and 3 (``ArticleSet``, NLM PubMed DTD 2.0 to 2.8), publishers'
deposits in the same DTD, and the ``Articles`` export with ``title``, ``affiliation`` and
``abstract`` per locale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.ojs_authors import put_authors
from screening.readers.xml_fields import choose, preference
from screening.readers.xml_text import (
    Version,
    children,
    is_english,
    keep_leaves,
    local_name,
    locale_of,
    text_of,
)
from screening.records import LocalText
from screening.records.dates import iso_date
from screening.records.normalise import clean_text

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True, kw_only=True)
class Article:
    """One article being read: the draft and the language versions gathered so far."""

    draft: Draft
    language: str = ""
    titles: list[Version] = field(default_factory=list)
    abstracts: list[Version] = field(default_factory=list)


def fill(draft: Draft, element: _Element, journal_title: str) -> None:
    """Read one ``Article`` element into the draft; ``journal_title`` is the root's."""
    article = Article(draft=draft, language=(element.findtext("{*}Language") or "").strip())
    for child in children(element):
        _READ.get(local_name(child), _keep)(article, child)
    draft.put("venue", "JournalTitle", journal_title, rank=1)
    _choose(draft, "title", article.titles)
    _choose(draft, "abstract", article.abstracts)


def _choose(draft: Draft, name: str, versions: list[Version]) -> None:
    """English first; the language of a text that is all there is tells the record's."""
    choose(draft, name, versions)
    first = min(versions, key=preference, default=None)
    if first and first.locale and first.text and not draft.has("language"):
        draft.put("language", "locale", first.locale, rank=1)


def _title(article: Article, element: _Element) -> None:
    tag = local_name(element)
    text = " ".join(text_of(element).split())
    rank = 1 if tag == "VernacularTitle" else 0
    if text:
        locale = locale_of(element) or (article.language if rank else "")
        article.titles.append(Version(tag=tag, locale=locale, text=text, rank=rank))


def _abstract(article: Article, element: _Element) -> None:
    tag = local_name(element)
    sections = [child for child in children(element) if local_name(child) == "AbstractText"]
    text = "\n".join(_section(part) for part in sections) if sections else text_of(element)
    rank = 1 if tag == "OtherAbstract" else 0
    for child in children(element):
        if sections and local_name(child) != "AbstractText":
            _keep(article, child)
    if text.strip():
        article.abstracts.append(Version(tag=tag, locale=locale_of(element), text=text, rank=rank))


def _section(element: _Element) -> str:
    label = (element.get("Label") or "").strip()
    text = text_of(element)
    return f"{label}: {text}" if label and text else text


def _journal(article: Article, element: _Element) -> None:
    for child in children(element):
        tag = local_name(child)
        if tag == "PubDate":
            _date(article, child, year_rank=0)
        elif tag in _JOURNAL:
            article.draft.put(_JOURNAL[tag], tag, text_of(child))
        else:
            _keep(article, child)


_JOURNAL = {
    "PublisherName": "publisher",
    "JournalTitle": "venue",
    "Issn": "issn",
    "ISSN": "issn",
    "Volume": "volume",
    "Issue": "issue",
}


def _history(article: Article, element: _Element) -> None:
    for child in children(element):
        _date(article, child, year_rank=2)


def _date(article: Article, element: _Element, *, year_rank: int) -> None:
    parts = {local_name(child): (child.text or "").strip() for child in children(element)}
    label = element.get("PubStatus") or "published"
    year = parts.pop("Year", (element.text or "").strip())
    date = iso_date(year, parts.pop("Month", ""), parts.pop("Day", ""))
    if date:
        article.draft.dates.append((label, date))
    elif text_of(element):
        article.draft.keep(f"PubDate {label}", " ".join(text_of(element).split()))
    if year_rank == 0 or label not in {"received", "accepted", "revised"}:
        article.draft.put("year", "Year", year, rank=year_rank)
    for tag, text in parts.items():
        article.draft.keep(f"PubDate {label} {tag}", text)


def _authors(article: Article, element: _Element) -> None:
    put_authors(article.draft, element)


def _location(article: Article, element: _Element) -> None:
    kind = (element.get("EIdType") or element.get("IdType") or "").casefold()
    text = clean_text(text_of(element))
    if kind == "doi" or local_name(element).casefold() == "doi":
        article.draft.put("doi", local_name(element), text)
    elif kind in {"pubmed", "pmid"}:
        article.draft.put("pmid", local_name(element), text)
    else:
        article.draft.put(f"id:{kind or 'other'}", local_name(element), text)


def _identifiers(article: Article, element: _Element) -> None:
    for child in children(element):
        _location(article, child)


def _objects(article: Article, element: _Element) -> None:
    for child in children(element):
        kind = child.get("Type") or "Object"
        values = [
            (param.get("Name") or "", clean_text(text_of(param))) for param in children(child)
        ]
        for name, value in values:
            if kind.casefold() == "keyword" and name == "value":
                article.draft.put("keyword", "Object", value)
            else:
                article.draft.keep(f"Object {kind} {name}".strip(), value)


def _keywords(article: Article, element: _Element) -> None:
    parts = [text_of(child) for child in children(element)] or [text_of(element)]
    locale = locale_of(element)
    for part in parts:
        if locale and not is_english(locale):
            local = LocalText(field="keyword", locale=locale, text=clean_text(part))
            article.draft.local_texts.append(local)
        else:
            article.draft.put("keywords", "keywords", part.replace(",", ";"), lines=True)


def _plain(name: str) -> Callable[[Article, _Element], None]:
    def read(article: Article, element: _Element) -> None:
        article.draft.put(name, local_name(element), text_of(element))

    return read


def _keep(article: Article, element: _Element) -> None:
    """An element without a field of its own: its leaves go to ``extra`` by their path."""
    keep_leaves(article.draft, element, local_name(element))


_READ: dict[str, Callable[[Article, _Element], None]] = {
    "Journal": _journal,
    "title": _title,
    "ArticleTitle": _title,
    "VernacularTitle": _title,
    "FirstPage": _plain("start_page"),
    "LastPage": _plain("end_page"),
    "pages": _plain("pages"),
    "Language": _plain("language"),
    "PublicationType": _plain("type"),
    "AuthorList": _authors,
    "History": _history,
    "abstract": _abstract,
    "Abstract": _abstract,
    "OtherAbstract": _abstract,
    "ELocationID": _location,
    "doi": _location,
    "DOI": _location,
    "ArticleIdList": _identifiers,
    "ObjectList": _objects,
    "keywords": _keywords,
    "Keywords": _keywords,
    "web_url": _plain("url"),
}
