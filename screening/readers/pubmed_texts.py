"""Title and abstract of a PubMed entry, in every language it gives them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.xml_fields import child_text, choose
from screening.readers.xml_text import (
    Version,
    children,
    is_english,
    local_name,
    locale_of,
    text_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES = ("{*}ArticleTitle", "{*}VernacularTitle", "{*}BookTitle")
_ABSTRACTS = ("{*}Abstract", "{*}OtherAbstract")
# What tells of other publications.
_OTHERS = ("{*}Reference", "{*}CommentsCorrections", "{*}MedlineJournalInfo")


def put_texts(draft: Draft, element: _Element) -> None:
    """Title and abstract in every language the entry gives them in."""
    texts = [(local_name(found), found) for found in element.iter(*_TITLES, *_ABSTRACTS)]
    titles = [
        _title(tag, found, element)
        for tag, found in texts
        if tag.endswith("Title") and not _is_of_another(found)
    ]
    abstracts = [_abstract(tag, found) for tag, found in texts if tag.endswith("Abstract")]
    choose(draft, "title", [title for title in titles if title.text])
    choose(draft, "abstract", [abstract for abstract in abstracts if abstract.text])


def _is_of_another(element: _Element) -> bool:
    return next(element.iterancestors(*_OTHERS), None) is not None


def _title(tag: str, element: _Element, entry: _Element) -> Version:
    text = " ".join(text_of(element).split())
    if tag == "VernacularTitle":
        language = child_text(entry, "MedlineCitation", "Article", "Language")
        locale = locale_of(element) or ("" if is_english(language) else language)
        return Version(tag=tag, locale=locale, text=text, rank=1)
    return Version(tag=tag, locale="", text=text, rank=2 if tag == "BookTitle" else 0)


def _abstract(tag: str, element: _Element) -> Version:
    parts = [child for child in children(element) if local_name(child) == "AbstractText"]
    text = "\n".join(filter(None, map(_section, parts))) if parts else text_of(element)
    rank = 1 if tag == "OtherAbstract" else 0
    locale = locale_of(element) if rank else ""
    return Version(tag=tag, locale=locale, text=text, rank=rank)


def _section(element: _Element) -> str:
    label = (element.get("Label") or "").strip()
    text = text_of(element)
    is_named = label and label.casefold() != "unlabelled"
    return f"{label}: {text}" if is_named and text else text
