"""Text out of a tree of elements: a block begins a line of its own, blanks are single."""

from __future__ import annotations

import html
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import BadInput

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 1 << 26


def bytes_of(path: Path) -> bytes:
    """The whole file.

    Raises:
        BadInput: it is too large for a text.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(
            f"{path} is larger than {MOST_BYTES >> 20} MB.", "Attach the part that is the report."
        )
    return path.read_bytes()


def local_name(element: _Element) -> str:
    """The element's name in small letters, without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _own_text(element: _Element) -> str:
    """The text that an element begins with; an entity that was not resolved, as its character."""
    from lxml import etree

    return html.unescape(element.text or "") if element.tag is etree.Entity else element.text or ""


def text_of(root: _Element, blocks: Container[str], skipped: Container[str]) -> str:
    """The text below an element, without recursion: depth is bounded by memory only.

    Args:
        root: the element.
        blocks: names of elements that begin and end a line; ``br`` among them.
        skipped: names of elements whose text is none.
    """
    from lxml import etree

    pieces: list[str] = []
    inside = 0  # how deep in skipped elements
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = local_name(element)
        if event == "start":
            inside += name in skipped
            pieces += ["\n"] if name in blocks else []
            pieces += [_flat(_own_text(element))] if not inside else []
            continue
        inside -= event == "end" and name in skipped
        pieces += ["\n"] if event == "end" and name in blocks else []
        pieces += [_flat(element.tail)] if not inside and element is not root else []
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _flat(text: str | None) -> str:
    """The text with single blanks, at its ends too."""
    # The bars keep the blanks at the ends from being stripped.
    return " ".join(f"|{text}|".split())[1:-1] if text else ""
