"""EPPI-Reviewer JSON: references with the codes they were given, and the tree of all codes.

``References`` is the array of records. A reference names its codes by number; ``CodeSets``, before
or after it, says what they are called. Each code goes to ``extra`` as ``EPPI code`` with its path,
``set > code > code``, and what was written beside it on the lines below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from screening.errors import BadInput
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft, author_from
from screening.readers.json_cut import count_objects
from screening.readers.json_records import (
    JsonObject,
    JsonReader,
    keep_value,
    object_in,
    objects_in,
    text_in,
)
from screening.readers.source import Head, Source

CODE = "EPPI code"
_SETS = re.compile(r'(?<!\\)"CodeSets"\s*:\s*(?=\[)')
_REFERENCES = re.compile(r'(?<!\\)"References"\s*:\s*\[')
_BLOCK = 1 << 20
_LONGEST = 1 << 24
_OVERLAP = 64
_DEEPEST = 40
_FIELDS = {
    "Title": "title",
    "Abstract": "abstract",
    "Year": "year",
    "ParentTitle": "venue",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "pages",
    "DOI": "doi",
    "URL": "url",
    "StandardNumber": "issn",
    "Publisher": "publisher",
    "TypeName": "type",
    "Keywords": "keywords",
    "ItemId": "id:eppi",
}


@dataclass(frozen=True, slots=True)
class _Eppi:
    name: str = "eppi_json"
    label: str = "EPPI-Reviewer JSON with its codes"
    extensions: tuple[str, ...] = (".json",)

    def sniff(self, head: Head) -> Sniff:
        if head.text.lstrip("\ufeff \t\r\n")[:1] != "{":
            return NO_MATCH
        if _SETS.search(head.text):
            return Sniff(confidence=0.95, reason="an object with CodeSets")
        is_own = _REFERENCES.search(head.text) and '"Codes"' in head.text
        return Sniff(confidence=0.92, reason="References with Codes") if is_own else NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        names = _code_names(source)
        return _reader(names).read(_from_references(source))

    def count(self, source: Source) -> int:
        return count_objects(_from_references(source))


READER = _Eppi()


def _reader(names: Mapping[str, str]) -> JsonReader:
    def fill(draft: Draft, item: JsonObject) -> None:
        for name, value in item.items():
            _put(draft, name, value, names)

    return JsonReader(name="eppi_json", label="", known_by=lambda _names: "", fill=fill)


def _put(draft: Draft, name: str, value: object, names: Mapping[str, str]) -> None:
    if name == "Codes":
        for code in objects_in(value):
            _put_code(draft, code, names)
    elif name == "Authors":
        people = re.split(r"\s*;\s*|\s*\n\s*", text_in(value))
        draft.authors.extend(author_from(at) for at in people if at)
    elif name in _FIELDS:
        draft.put(_FIELDS[name], name, text_in(value), lines=name in {"Abstract", "Keywords"})
    elif value not in ("", None, [], {}):
        keep_value(draft, name, value)


def _put_code(draft: Draft, code: JsonObject, names: Mapping[str, str]) -> None:
    number = text_in(code.get("AttributeId"))
    path = names.get(number, f"code {number}, which no code set names")
    quotes = (
        text_in(at.get("Text")) for at in objects_in(code.get("ItemAttributeFullTextDetails"))
    )
    info = (text_in(code.get("AdditionalText")), text_in(code.get("ArmTitle")), *quotes)
    draft.keep(CODE, "\n".join((path, *(text.strip() for text in info if text.strip()))))


def _from_references(source: Source) -> Source:
    """The file with a head that reaches into the references, where the cutting begins."""
    seen = ""
    with source.text() as stream:
        while block := stream.read(_BLOCK):
            seen += block
            if found := _REFERENCES.search(seen):
                # The wrapper's own name must be the first that the cutting meets.
                blank = " " * found.start()
                head = replace(source.head, text="{" + blank[1:] + seen[found.start() :])
                return replace(source, head=head)
            if len(seen) > _LONGEST:
                break
    raise BadInput(
        f"{source.path} has no array of References.", "Export the references as JSON again."
    )


def _code_names(source: Source) -> dict[str, str]:
    """Number of a code -> its path, wherever in the file the code sets stand."""
    begun, rest = False, ""
    with source.text() as stream:
        while block := stream.read(_BLOCK):
            rest += block
            if not begun and (found := _SETS.search(rest)):
                begun, rest = True, rest[found.end() :]
            if not begun:
                rest = rest[-_OVERLAP:]
            elif len(rest) > _LONGEST:
                break
    if not begun:
        return {}
    try:
        sets, _end = json.JSONDecoder(strict=False).raw_decode(rest)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"The code sets of {source.path} cannot be read: {error}.",
            "Export the file again from EPPI-Reviewer.",
        ) from error
    names: dict[str, str] = {}
    for at in objects_in(sets):
        _name_codes(at, text_in(at.get("SetName")) or "codes", names, 0)
    return names


def _name_codes(parent: JsonObject, path: str, names: dict[str, str], depth: int) -> None:
    if depth > _DEEPEST:
        return
    below = object_in(parent.get("Attributes")).get("AttributesList")
    for code in objects_in(below):
        here = f"{path} > {' '.join(text_in(code.get('AttributeName')).split())}"
        names.setdefault(text_in(code.get("AttributeId")), here)
        _name_codes(code, here, names, depth + 1)
