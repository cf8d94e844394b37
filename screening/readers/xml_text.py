"""Text, language and leaves of an XML element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.records.normalise import clean_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset({"p", "br", "sec", "title", "li", "list", "list-item", "div", "AbstractText"})
_BORDER = ("\n\n",)
_ENGLISH = frozenset({"en", "eng"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One language version of a text; the lowest rank of a locale-less one wins."""

    tag: str
    locale: str
    text: str
    rank: int = 0


def children(element: _Element) -> Iterator[_Element]:
    """The child elements, without comments, instructions and entity nodes."""
    return element.iterchildren("*")


def local_name(element: _Element) -> str:
    """The element's name without its namespace."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def text_of(element: _Element) -> str:
    """The text below an element: inline tags vanish, block tags and own line ends stay lines.

    Line ends that only come from the layout of the file (indented, or around inline tags) count
    as blanks.
    """
    if not len(element):
        text = (element.text or "").strip()
        return text.replace("\n", " ") if "\n" in text and _is_layout(text) else text
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(
        [piece if piece == "\n\n" else piece.replace("\n", " ") for piece in pieces]
    ).strip()


def _is_layout(text: str) -> bool:
    """Whether every line after the first is indented."""
    return all(line[:1].isspace() for line in text.split("\n")[1:] if line)


def clean_text_of(element: _Element) -> str:
    """The text below an element, clean and on one line."""
    # On one line, the layout of an element without children makes no difference.
    return clean_text(text_of(element) if len(element) else element.text or "")


def _gather(element: _Element, pieces: list[str]) -> None:
    """Append the texts below an element, block tags as empty lines."""
    if text := element.text:
        pieces.append(text)
    for child in element:
        if isinstance(child.tag, str):
            border = _BORDER if local_name(child) in _BLOCKS else ()
            pieces += border
            _gather(child, pieces)
            pieces += border
        if tail := child.tail:
            pieces.append(tail)


def locale_of(element: _Element) -> str:
    """What the element says of its language, empty if nothing."""
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2] in {"locale", "Language", "lang", "language"}:
            return str(value)
    return ""


def is_english(locale: str) -> bool:
    """Whether a locale such as ``en_US``, ``EN`` or ``eng`` is English."""
    return locale.replace("-", "_").partition("_")[0].casefold() in _ENGLISH


def keep_leaves(draft: Draft, element: _Element, path: str) -> None:
    """Put the leaves below an element into ``extra`` under their path, a mixed text whole.

    An element without text is kept by its attributes.
    """
    if len(element) and not has_own_text(element):
        for child in children(element):
            keep_leaves(draft, child, f"{path}/{local_name(child)}")
        return
    notes = " ".join(
        f"{str(name).rpartition('}')[2]}={value!s}" for name, value in element.attrib.items()
    )
    text = clean_text(text_of(element), keep_lines=True)
    draft.keep(f"{path} {notes}".strip() if text else path, text or notes)


def has_own_text(element: _Element) -> bool:
    """Whether text stands between the child elements."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in texts)


def spaced_text(element: _Element) -> str:
    """The text of an element; parts that nothing separates are parted by blanks."""
    if has_own_text(element):
        return " ".join(text_of(element).split())
    texts = (spaced_text(child) for child in children(element))
    return " ".join(filter(None, texts)) or " ".join(text_of(element).split())
