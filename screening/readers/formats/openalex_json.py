"""OpenAlex works as JSON: pages of the API, their ``results``, and JSON Lines of the snapshot.

Fields: https://docs.openalex.org/api-entities/works/work-object. The abstract comes as an index
from words to places and is put together again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from screening.readers.draft import Draft, author_from
from screening.readers.json_records import (
    JsonObject,
    JsonReader,
    keep_value,
    object_in,
    objects_in,
    text_in,
    texts_in,
)
from screening.records import Author
from screening.records.normalise import normal_orcid, normal_pmid

_WORDS_LIMIT = 100_000


def _known_by(names: frozenset[str]) -> str:
    own = {"authorships", "abstract_inverted_index"} & names
    return f"OpenAlex's {', '.join(sorted(own))}" if own else ""


def _fill(draft: Draft, item: JsonObject) -> None:
    for name, value in item.items():
        if name in _READ:
            _READ[name](draft, value)
        elif name in _TEXTS:
            field, rank = _TEXTS[name]
            draft.put(field, name, text_in(value), rank=rank)
        else:
            keep_value(draft, name, value)


def _abstract(draft: Draft, value: object) -> None:
    """Each word at each of its places; blanks between."""
    placed = dict(_placed(object_in(value)))
    draft.put("abstract", "abstract_inverted_index", " ".join(placed[at] for at in sorted(placed)))


def _placed(index: JsonObject) -> Iterator[tuple[int, str]]:
    for word, places in index.items():
        for place in places if isinstance(places, list) else ():
            if isinstance(place, int) and 0 <= place < _WORDS_LIMIT:
                yield place, word


def _authors(draft: Draft, value: object) -> None:
    for item in objects_in(value):
        who = object_in(item.get("author"))
        name = text_in(item.get("raw_author_name")) or text_in(who.get("display_name"))
        if name:
            parted = author_from(name)
            draft.authors.append(
                Author(
                    name=parted.name,
                    family=parted.family,
                    given=parted.given,
                    affiliations=texts_in(item.get("raw_affiliation_strings")) or _places(item),
                    orcid=normal_orcid(text_in(who.get("orcid"))),
                )
            )


def _places(item: JsonObject) -> tuple[str, ...]:
    places = objects_in(item.get("institutions"))
    return tuple(filter(None, (text_in(place.get("display_name")) for place in places)))


def _numbers(draft: Draft, value: object) -> None:
    for name, number in object_in(value).items():
        text = text_in(number)
        if name == "doi":
            draft.put("doi", "ids/doi", text)
        elif name == "pmid":
            draft.put("pmid", "ids/pmid", normal_pmid(text))
        else:
            draft.put(f"id:{name}", f"ids/{name}", text)


def _location(draft: Draft, value: object) -> None:
    place = object_in(value)
    source = object_in(place.get("source"))
    draft.put("venue", "primary_location/source", text_in(source.get("display_name")))
    draft.put("publisher", "host_organization_name", text_in(source.get("host_organization_name")))
    for issn in texts_in(source.get("issn")):
        draft.put("issn", "issn", issn)
    draft.put("url", "landing_page_url", text_in(place.get("landing_page_url")))


def _pages(draft: Draft, value: object) -> None:
    names = {"volume": "volume", "issue": "issue"}
    names |= {"first_page": "start_page", "last_page": "end_page"}
    for name, text in object_in(value).items():
        draft.put(names.get(name, ""), f"biblio/{name}", text_in(text))


def _named(field: str, tag: str) -> Callable[[Draft, object], None]:
    def read(draft: Draft, value: object) -> None:
        for item in objects_in(value):
            name = text_in(item.get("display_name")) or text_in(item.get("descriptor_name"))
            draft.put(field, tag, name)

    return read


def _retracted(draft: Draft, value: object) -> None:
    draft.keep("is_retracted", "true" if value is True else "false")
    if value is True:
        draft.note("OpenAlex marks the record as retracted.", "Check the retraction notice.")


def _references(draft: Draft, value: object) -> None:
    draft.keep("referenced_works", " ".join(texts_in(value)))


_TEXTS: dict[str, tuple[str, int]] = {
    "title": ("title", 0),
    "display_name": ("title", 1),
    "publication_year": ("year", 0),
    "publication_date": ("date:published", 0),
    "doi": ("doi", 0),
    "language": ("language", 0),
    "type": ("type", 0),
    "id": ("id:openalex", 0),
}
_READ: dict[str, Callable[[Draft, object], None]] = {
    "abstract_inverted_index": _abstract,
    "authorships": _authors,
    "ids": _numbers,
    "primary_location": _location,
    "host_venue": _location,
    "biblio": _pages,
    "keywords": _named("keyword", "keywords"),
    "mesh": _named("keyword", "mesh"),
    "concepts": _named("", "concepts"),
    "topics": _named("", "topics"),
    "is_retracted": _retracted,
    "referenced_works": _references,
    "related_works": _references,
}

READER = JsonReader(
    name="openalex_json",
    label="OpenAlex works as JSON or JSON Lines",
    known_by=_known_by,
    fill=_fill,
)
