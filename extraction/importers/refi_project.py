"""The coded texts of a REFI-QDA project; what is no text is counted and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extraction.importers.archive import Archive
from extraction.importers.given import GivenCoding, GivenSelection, GivenSource
from extraction.importers.xml_tree import (
    Element,
    attribute,
    child,
    children,
    guid_of,
    text_of,
)
from screening.errors import BadInput

_INTERNAL = "internal://"
_OTHER = {
    "PictureSource": "picture",
    "AudioSource": "audio file",
    "VideoSource": "video file",
}
_REST = (
    ("Cases", "Case", "case"),
    ("Notes", "Note", "note"),
    ("Sets", "Set", "set"),
    ("Links", "Link", "link"),
    ("Graphs", "Graph", "graph"),
)
_SELECTIONS = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")


@dataclass(slots=True)
class Reading:
    """What is read, with the names of the coders and what had to be left."""

    where: str
    archive: Archive
    users: Mapping[str, str]
    left: Counter[str] = field(default_factory=Counter)


def read_users(root: Element, where: str) -> dict[str, str]:
    """GUID -> name of each coder."""
    users = child(root, "Users")
    if users is None:
        return {}
    return {
        guid_of(user, "guid", where): " ".join(attribute(user, "name").split())
        for user in children(users, "User")
    }


def read_sources(root: Element, reading: Reading) -> Iterator[GivenSource]:
    """The texts, also those that stand for a PDF.

    Raises:
        BadInput: a text is missing, no text, or holds something that is no selection.
    """
    sources = child(root, "Sources")
    for element in () if sources is None else children(sources, "TextSource", "PDFSource", *_OTHER):
        kind = str(element.tag).rpartition("}")[2]
        if kind in _OTHER:
            reading.left[f"{_OTHER[kind]}"] += 1
        elif kind == "TextSource":
            yield _source(element, element, reading)
        else:
            yield from _pdf(element, reading)


def leave_rest(root: Element, reading: Reading) -> None:
    """Count what stands beside codes and texts, for which a review has no place."""
    for section, name, word in _REST:
        over = child(root, section)
        reading.left[word] += 0 if over is None else sum(1 for _ in children(over, name))


def _pdf(element: Element, reading: Reading) -> Iterator[GivenSource]:
    """A PDF comes with its plain text as ``Representation``; places on its pages are no quotes."""
    for selection in children(element, *_SELECTIONS):
        codings = sum(1 for _ in children(selection, "Coding"))
        reading.left["coding on the page of a PDF"] += codings
    text = child(element, "Representation")
    if text is None:
        reading.left["PDF without its text"] += 1
    else:
        yield _source(text, element, reading)


def _source(element: Element, named: Element, reading: Reading) -> GivenSource:
    name = attribute(named, "name") or attribute(element, "name")
    at = f"{reading.where}, source {name!r}"
    return GivenSource(
        key=guid_of(named, "guid", at),
        name=name,
        text=_text(element, at, reading),
        selections=tuple(
            _selection(one, at, reading) for one in children(element, "PlainTextSelection")
        ),
        whole=tuple(_codings(named, at, reading)),
    )


def _text(element: Element, at: str, reading: Reading) -> str:
    inline = child(element, "PlainTextContent")
    path = attribute(element, "plainTextPath")
    if inline is not None and (inline.text or not path):
        return inline.text or ""
    if not path.casefold().startswith(_INTERNAL):
        raise BadInput(
            f"{at}: its text lies outside of the project ({path or 'no path'}).",
            "Export the project with its texts inside of it.",
        )
    data = reading.archive.source(path[len(_INTERNAL) :])
    if data is None:
        raise BadInput(
            f"{at}: its text {path!r} is not in the archive.", "Export the project anew."
        )
    return _decoded(data, at)


def _decoded(data: bytes, at: str) -> str:
    """The text with its byte-order mark, which some programs count."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return "\ufeff" + data.decode("utf-16") if wide else data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{at}: its text is no UTF-8 (byte {error.start:,}).", "Export the project anew."
        ) from error


def _selection(element: Element, at: str, reading: Reading) -> GivenSelection:
    return GivenSelection(
        key=guid_of(element, "guid", at),
        name=attribute(element, "name"),
        note=text_of(element, "Description").strip(),
        start=_number(element, "startPosition", at),
        end=_number(element, "endPosition", at),
        codings=tuple(_codings(element, at, reading)),
    )


def _number(element: Element, name: str, at: str) -> int:
    text = attribute(element, name)
    try:
        return int(text)
    except ValueError:
        raise BadInput(
            f"{at}, line {element.sourceline}: {name} is {text!r}, no whole number.",
            "Export the project anew.",
        ) from None


def _codings(element: Element, at: str, reading: Reading) -> Iterator[GivenCoding]:
    for coding in children(element, "Coding"):
        ref = child(coding, "CodeRef")
        if ref is None:
            raise BadInput(
                f"{at}, line {coding.sourceline}: a coding names no code.",
                "Export the project anew.",
            )
        user = attribute(coding, "creatingUser").strip("{}").casefold()
        yield GivenCoding(
            code=guid_of(ref, "targetGUID", at),
            by=reading.users.get(user, ""),
            at=attribute(coding, "creationDateTime"),
        )
