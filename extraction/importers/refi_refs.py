"""References of a REFI-QDA project that lead nowhere, or to another kind of thing; ids used twice.

Codings of codes that are not there are refused where they are read. What else points somewhere
(cases, sets, notes, links, codings of pictures) is not taken into a review, so a wrong one is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from extraction.importers.given import GivenSource
from extraction.importers.xml_tree import Element, attribute
from screening.console import counted
from screening.errors import BadInput

_SHOWN = 5
_SOURCES = frozenset({"TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"})
_SELECTIONS = frozenset(
    f"{kind}Selection" for kind in ("PlainText", "PDF", "Picture", "Audio", "Video", "Transcript")
)
# What each kind of reference of the standard may point to; a Link may point to anything.
_KINDS = {
    "CodeRef": frozenset({"Code"}),
    "MemberCode": frozenset({"Code"}),
    "SourceRef": _SOURCES,
    "MemberSource": _SOURCES,
    "SelectionRef": _SELECTIONS,
    "NoteRef": frozenset({"Note"}),
    "MemberNote": frozenset({"Note"}),
    "VariableRef": frozenset({"Variable"}),
}


def wrong_references(root: Element) -> Iterator[str]:
    """A note that names the references to nothing, or to what they cannot mean; none if all fit."""
    kinds: dict[str, set[str]] = {}
    for element in _elements(root):
        if key := _plain(attribute(element, "guid")):
            kinds.setdefault(key, set()).add(_name(element))
    found = [told for element in _elements(root) for told in _wrong(element, kinds)]
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield (
            f"{counted(len(found), 'wrong reference')} in the file, not followed:"
            f" {'; '.join(found[:_SHOWN])}{more}."
        )


def _wrong(element: Element, kinds: dict[str, set[str]]) -> Iterator[str]:
    name = _name(element)
    for end in ("targetGUID", "originGUID"):
        given = element.get(end)
        if given is None:
            continue
        hit = kinds.get(_plain(given), set())
        if not hit:
            yield f"{name} in line {element.sourceline} to {given.strip()!r}, which is nowhere"
        elif name in _KINDS and not hit & _KINDS[name]:
            what = " and ".join(sorted(hit))
            yield f"{name} in line {element.sourceline} to {given.strip()!r}, which is a {what}"


def _elements(root: Element) -> Iterator[Element]:
    return (at for at in root.iter() if isinstance(at.tag, str))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain(guid: str) -> str:
    return guid.strip().strip("{}").casefold()


def check_sources_once(sources: tuple[GivenSource, ...], where: str) -> None:
    """Make sure that each source and each selection has an id of its own.

    Raises:
        BadInput: an id is there twice; what comes again could be taken for the other.
    """
    names: dict[str, list[str]] = {}
    for source in sources:
        names.setdefault(source.key, []).append(f"source {source.name!r}")
        for at in source.selections:
            place = f"{at.start} to {at.end} of {source.name!r}"
            names.setdefault(at.key, []).append(place)
    for key, found in names.items():
        if len(found) > 1:
            raise BadInput(
                f"{where}: the GUID {key} is that of {counted(len(found), 'thing')}:"
                f" {', '.join(found[:_SHOWN])}.",
                "Export the project anew; ids made by hand must differ.",
            )
