"""REFI-QDA's XML, parsed without entities, document types or the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from screening.errors import BadInput

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"
_NAMESPACE = re.compile(r"\{(urn:QDA-XML:(?:codebook|project)[:.\d]*)\}(\w+)")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Looked for before anything is parsed, in UTF-8 and in both orders of UTF-16.
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
_DEEPEST = 100


def parse(data: bytes, where: str, root: str) -> Element:
    """The root element, which must be ``CodeBook`` or ``Project`` of REFI-QDA.

    Raises:
        BadInput: no XML, a document type (which could name files or grow without end), too deep,
            or another vocabulary.
    """
    from lxml import etree

    if _DOCTYPE.search(data):
        raise BadInput(
            f"{where} was refused: it declares a document type (DOCTYPE), which no REFI-QDA file"
            " has.",
            "Export it anew from its program; do not trust this file.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(
            f"{where} is no well-formed XML: {getattr(error, 'msg', error)}.",
            "Give a REFI-QDA file as its program exports it: .qdc for a codebook, .qdpx for a"
            " project.",
        ) from error
    found = _NAMESPACE.fullmatch(str(tree.tag))
    if not found or found[2] != root:
        raise BadInput(
            f"{where} is no REFI-QDA file: it starts with {str(tree.tag)!r} instead of {root}.",
            "Export it as REFI-QDA: .qdc for a codebook, .qdpx for a project.",
        )
    return tree


def children(element: Element, *names: str) -> Iterator[Element]:
    """The child elements of these names, whatever version of the namespace they have."""
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in names:
            yield child


def child(element: Element, name: str) -> Element | None:
    """The first child of a name."""
    return next(children(element, name), None)


def text_of(element: Element, name: str) -> str:
    """The text of the first child of a name, empty if there is none."""
    found = child(element, name)
    return "" if found is None else (found.text or "")


def attribute(element: Element, name: str) -> str:
    """An attribute, stripped; empty if it is not there."""
    return str(element.get(name) or "").strip()


def guid_of(element: Element, name: str, where: str) -> str:
    """A GUID in small letters without braces.

    Raises:
        BadInput: it is missing or none.
    """
    text = attribute(element, name).strip("{}").casefold()
    if not _GUID.fullmatch(text):
        raise BadInput(
            f"{where}: {attribute(element, name)!r} is no GUID (8-4-4-4-12 hexadecimal digits).",
            "Export the file anew from its program.",
        )
    return text


def not_deeper(element: Element, where: str, depth: int = 0) -> None:
    """Make sure that codes are nested within reason.

    Raises:
        BadInput: they are not.
    """
    level = [element]
    while level:
        depth += 1
        if depth > _DEEPEST:
            raise BadInput(
                f"{where}: codes are nested more than {_DEEPEST} levels deep.",
                "Flatten the codebook in its program.",
            )
        level = [below for above in level for below in children(above, "Code")]
