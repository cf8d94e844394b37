"""Whether a record says of itself that it was retracted: by a link, its type or its title.

Databases tell it in different ways: PubMed by a link and a publication type, Web of Science and
Scopus by a document type, OpenAlex by a flag, publishers by a word before the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.records.links import LinkKind, printed_link
from screening.records.types import RecordContent

RETRACTED = "RETRACTED"
_RETRACTED_TYPES = frozenset({"retracted publication", "retracted article", "retracted"})
_NOTICE_TYPES = frozenset({"retraction of publication", "retraction notice", "retraction"})
_TYPE_TAGS = frozenset(
    {"pt", "publicationtype", "publication type", "document type", "dt", "type", "m3"}
)
_LIST = re.compile(r"\s*[;|]\s*")
_TITLE = re.compile(r"\W*(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*[:\]]", re.I)
_FLAG = ("is_retracted", "true")
_RETRACTED_BY = (LinkKind.RETRACTION_IN, LinkKind.RETRACTED_REPUBLISHED_IN)
_TOLD = (*_RETRACTED_BY, LinkKind.PARTIAL_RETRACTION_IN, LinkKind.CONCERN_IN)


def is_retracted(content: RecordContent) -> bool:
    """Whether anything in the record says that the publication was retracted or withdrawn."""
    return (
        any(link.kind in _RETRACTED_BY for link in content.links)
        or not _RETRACTED_TYPES.isdisjoint(_types(content))
        or _TITLE.match(content.title) is not None
        or _FLAG in content.extra
    )


def is_retraction_notice(content: RecordContent) -> bool:
    """Whether the record is itself the notice that retracts another publication."""
    return any(link.kind is LinkKind.RETRACTION_OF for link in content.links) or (
        not _NOTICE_TYPES.isdisjoint(_types(content))
    )


def notices(content: RecordContent) -> Iterator[str]:
    """What a reviewer must not miss, one line each: retractions and expressions of concern."""
    if is_retracted(content):
        yield f"{RETRACTED}. The publication was retracted or withdrawn."
    if is_retraction_notice(content):
        yield "This record is the notice of a retraction."
    for link in content.links:
        if link.kind in _TOLD:
            told = printed_link(link)
            yield told[:1].upper() + told[1:]


def _types(content: RecordContent) -> frozenset[str]:
    told = [text for tag, text in content.extra if tag.casefold() in _TYPE_TAGS]
    parts = (part for text in (content.type, *told) for part in _LIST.split(text))
    return frozenset(part.casefold() for part in parts)
