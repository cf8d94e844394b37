"""OJS native XML: issues and articles of Open Journal Systems 2 (no name space) and 3.

Since OJS 3.2 an article holds its versions as ``publication``: the current one is read, the others
are kept in ``extra``. Embedded files (``embed``) are left out before parsing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.ojs_authors import affiliations_in, chosen_affiliations
from screening.readers.xml_fields import (
    Read,
    below,
    child_text,
    choose,
    person,
    plain,
    put_date,
    read_children,
    skip,
)
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import (
    Version,
    children,
    is_english,
    keep_leaves,
    local_name,
    locale_of,
    text_of,
)
from screening.records import Author, LocalText
from screening.records.dates import date_of
from screening.records.normalise import clean_text, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"issues", "issue", "articles", "article", "preprints", "preprint"})
_NAMES = ("givenname", "firstname", "middlename", "familyname", "lastname")
_PUBLISHED = "3"
_ISSUE = {"volume": "volume", "number": "issue", "year": "year"}


def _known_by(root: Root) -> str:
    is_pkp = "pkp.sfu.ca" in root.attributes + root.prolog or "native.dtd" in root.prolog
    is_plain = root.name in {"issues", "issue"} and "<article" in root.rest
    is_jats = "<article-meta" in root.rest or "<front" in root.rest
    is_native = root.name in _ROOTS and (is_pkp or is_plain) and not is_jats
    return f"the root {root.name} of OJS's native XML" if is_native else ""


def _fill(draft: Draft, element: _Element, around: Context) -> None:
    versions = [child for child in children(element) if local_name(child) == "publication"]
    current = _current(element, versions)
    for version in versions:
        if version is not current:
            _keep_version(draft, version)
    _read(draft, element)
    if current is not None:
        draft.keep("publication", f"version {current.get('version') or '?'} of {len(versions)}")
        _read(draft, current)
    for name, field in _ISSUE.items():
        if name in around:
            draft.put(field, f"issue/{name}", text_of(around[name]), rank=3)
    draft.put("language", "locale", element.get("locale") or element.get("language") or "")


def _current(element: _Element, versions: list[_Element]) -> _Element | None:
    """The version the article names, else the last one published, else the last one."""
    named = element.get("current_publication_id")
    for version in versions:
        ids = {
            clean_text(text_of(number)) for number in version.iterfind("{*}id[@type='internal']")
        }
        if named and named in ids:
            return version
    published = [version for version in versions if version.get("status") == _PUBLISHED]
    return max(published or versions, key=_version_number, default=None)


def _version_number(version: _Element) -> int:
    text = version.get("version") or ""
    return int(text) if text.isdecimal() else 0


def _keep_version(draft: Draft, version: _Element) -> None:
    path = f"publication version {version.get('version') or '?'}"
    for child in children(version):
        keep_leaves(draft, child, f"{path}/{local_name(child)}")


def _read(draft: Draft, element: _Element) -> None:
    """An article of OJS 2 and early 3, or a version of one."""
    choose(draft, "title", list(_titles(element)))
    abstracts = [
        Version(tag="abstract", locale=locale_of(child), text=text_of(child))
        for child in element.iterfind("{*}abstract")
        if text_of(child)
    ]
    choose(draft, "abstract", abstracts)
    for name, label in (("date_submitted", "received"), ("date_published", "published")):
        _put_date(draft, label, element.get(name) or "")
    read_children(draft, element, _TABLE)


def _titles(element: _Element) -> Iterator[Version]:
    """``Prefix Title: subtitle`` for each locale."""
    prefixes = _by_locale(element, "prefix")
    subtitles = _by_locale(element, "subtitle")
    for locale, text in _by_locale(element, "title").items():
        whole = " ".join(filter(None, (prefixes.get(locale), text)))
        whole = ": ".join(filter(None, (whole, subtitles.get(locale))))
        yield Version(tag="title", locale=locale, text=whole)


def _by_locale(element: _Element, name: str) -> dict[str, str]:
    found = ((locale_of(child), text_of(child)) for child in element.iterfind("{*}" + name))
    return {locale: " ".join(text.split()) for locale, text in found if text}


def _put_date(draft: Draft, label: str, text: str) -> None:
    date = date_of(text)
    put_date(draft, label, date)
    if label == "published":
        draft.put("year", "date_published", date[:4], rank=1)
    if text and not date:
        draft.keep(f"date_{label}", text)


def _published(draft: Draft, element: _Element) -> None:
    _put_date(draft, "published", clean_text(text_of(element)))


def _authors(draft: Draft, element: _Element) -> None:
    for child in children(element):
        _author(draft, child)


def _author(draft: Draft, element: _Element) -> None:
    names = {name: _chosen_name(draft, element, name) for name in _NAMES}
    given = " ".join(filter(None, (names["givenname"] or names["firstname"], names["middlename"])))
    family = names["familyname"] or names["lastname"]
    places = [
        version for child in _all(element, "affiliation") for version in affiliations_in(child)
    ]
    orcid = normal_orcid(child_text(element, "orcid"))
    if given or family:
        author = person(family, given, affiliations=chosen_affiliations(draft, places), orcid=orcid)
        # A name in one part stands in givenname.
        draft.authors.append(author if author.name else Author(name=given, orcid=orcid))
    for child in children(element):
        if local_name(child) not in {*_NAMES, "affiliation", "orcid"}:
            keep_leaves(draft, child, f"author/{local_name(child)}")


def _all(element: _Element, name: str) -> list[_Element]:
    return [child for child in children(element) if local_name(child) == name]


def _chosen_name(draft: Draft, element: _Element, name: str) -> str:
    """The English form of a name, else the first; the others are kept."""
    forms = _by_locale(element, name)
    english = next((locale for locale in forms if is_english(locale)), None)
    chosen = english if english is not None else next(iter(forms), "")
    for locale, text in forms.items():
        if locale != chosen:
            draft.local_texts.append(LocalText(field=f"author {name}", locale=locale, text=text))
    return clean_text(forms.get(chosen, ""))


def _number(draft: Draft, element: _Element) -> None:
    kind = element.get("type") or "other"
    field = {"doi": "doi", "pmid": "pmid"}.get(kind, f"id:{kind}")
    draft.put(field, f"id {kind}", text_of(element))


def _words(draft: Draft, element: _Element) -> None:
    """Keywords and subjects, each in an element of its own or with semicolons between."""
    locale = locale_of(element)
    parts = [text_of(child) for child in children(element)] or [text_of(element)]
    for part in parts:
        text = clean_text(part)
        draft.put("keywords", local_name(element), text)
        if text and locale and not is_english(locale):
            draft.local_texts.append(LocalText(field="keyword", locale=locale, text=text))


def _citations(draft: Draft, element: _Element) -> None:
    for citation in list(children(element)) or [element]:
        draft.keep("citation", clean_text(text_of(citation)))


_TABLE: dict[str, Read] = {
    "id": _number,
    "title": skip,
    "prefix": skip,
    "subtitle": skip,
    "abstract": skip,
    "publication": skip,
    "authors": _authors,
    "author": _author,
    "keywords": _words,
    "subjects": _words,
    "indexing": below({"subject": _words, "discipline": _words}),
    "pages": plain("pages"),
    "date_published": _published,
    "issue_identification": below(
        {"volume": plain("volume"), "number": plain("issue"), "year": plain("year")}
    ),
    "citations": _citations,
}

READER = XmlReader(
    name="ojs_native",
    label="OJS native XML (issues or articles of OJS 2 and 3)",
    shape=Shape(
        records=("article", "preprint"),
        context=tuple(_ISSUE),
        scopes=("issue",),
        skipped=("embed",),
    ),
    known_by=_known_by,
    fill=_fill,
)
