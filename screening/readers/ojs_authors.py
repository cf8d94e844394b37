"""The authors of an OJS article: names in parts, groups, affiliations per locale, ORCID."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
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
from screening.records.normalise import clean_text, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element


def put_authors(draft: Draft, element: _Element) -> None:
    """Read an ``AuthorList``."""
    for child in children(element):
        if local_name(child) == "Author":
            _author(draft, child)
        else:
            keep_leaves(draft, child, local_name(child))


def _author(draft: Draft, element: _Element) -> None:
    names: dict[str, str] = {}
    affiliations: list[Version] = []
    orcid = ""
    for child in children(element):
        tag, text = local_name(child), clean_text(text_of(child))
        if tag in _NAME_PARTS:
            _name_part(draft, names, tag, locale_of(child), text)
        elif tag.casefold() in {"affiliation", "affiliationinfo"}:
            affiliations.extend(affiliations_in(child))
        elif tag == "Identifier" and normal_orcid(text):
            orcid = orcid or normal_orcid(text)
        else:
            draft.keep(f"Author {tag}", text)
    if any(names.values()):
        chosen = chosen_affiliations(draft, affiliations)
        draft.authors.append(_named(names, chosen, orcid))


_NAME_PARTS = frozenset({"FirstName", "MiddleName", "LastName", "Suffix", "CollectiveName"})


def _name_part(draft: Draft, names: dict[str, str], tag: str, locale: str, text: str) -> None:
    """The first version of a name part counts, unless an English one follows."""
    if tag not in names or is_english(locale):
        names[tag] = text
    elif text:
        draft.local_texts.append(LocalText(field=f"author {tag}", locale=locale, text=text))


def _named(names: dict[str, str], affiliations: tuple[str, ...], orcid: str) -> Author:
    given = " ".join(filter(None, (names.get("FirstName"), names.get("MiddleName"))))
    family, group = names.get("LastName", ""), names.get("CollectiveName", "")
    name = ", ".join(filter(None, (family, given, names.get("Suffix"))))
    if not given:
        # OJS writes FirstName EmptyYN="Y" and the whole name, often a group, as LastName.
        return Author(name=group or name, affiliations=affiliations, orcid=orcid)
    return Author(name=name, family=family, given=given, affiliations=affiliations, orcid=orcid)


def affiliations_in(element: _Element) -> Iterator[Version]:
    """The affiliations of an element, nested ones and their languages included."""
    inner = [child for child in children(element) if local_name(child).casefold() == "affiliation"]
    for item in inner or [element]:
        text = clean_text(text_of(item))
        locale = locale_of(item) or locale_of(element)
        if text:
            yield Version(tag="affiliation", locale=locale, text=text)


def chosen_affiliations(draft: Draft, versions: list[Version]) -> tuple[str, ...]:
    """Those in English if any says so, else those of the first locale; the rest is kept."""
    english = next((v.locale for v in versions if is_english(v.locale)), None)
    first = versions[0].locale if versions else ""
    locale = english if english is not None else first
    for version in versions:
        if version.locale not in {locale, ""}:
            local = LocalText(field="affiliation", locale=version.locale, text=version.text)
            draft.local_texts.append(local)
    return tuple(version.text for version in versions if version.locale in {locale, ""})
