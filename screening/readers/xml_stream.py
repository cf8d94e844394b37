"""XML as a stream, without trust: no network, no DTD, no entity of the file's own, bounded memory.

``elements`` parses strictly; where that breaks, ``screening.readers.xml_cut`` gives the text
of each element for itself, so that what is broken costs only itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from screening.errors import BadInput
from screening.readers.source import Source
from screening.readers.xml_mend import MendedStream, Repair
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_skip import SkippedText

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK = 1 << 16
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_PREFIX = re.compile(rb"[<\s/]([A-Za-z_][\w.-]*):(?=[A-Za-z_])")
_INTERNAL_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[(.*?)\]\s*>", re.DOTALL)


class Malformed(Exception):
    """The strict parse broke; ``complete`` elements were delivered before."""

    def __init__(self, message: str, complete: int) -> None:
        super().__init__(message)
        self.message = message
        self.complete = complete


class _Transcoded(io.RawIOBase):
    """UTF-16 or UTF-32 text as UTF-8 bytes."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._waiting = b""

    def read(self, size: int = _BLOCK) -> bytes:
        """The next bytes, ``size`` of them as long as there are."""
        while len(self._waiting) < size and (text := self._text.read(size)):
            self._waiting += text.encode()
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        return taken

    def close(self) -> None:
        """Close the file below."""
        self._text.close()
        super().close()


def open_bytes(source: Source, skipped: tuple[str, ...] = ()) -> BinaryIO:
    """The file as bytes in which ASCII stands for itself; close it after use.

    The text of ``skipped`` elements is left out.
    """
    stream = source.binary()
    if source.encoding.startswith(("utf-16", "utf-32")):
        stream.close()
        stream = cast("BinaryIO", _Transcoded(source.text()))
    return cast("BinaryIO", SkippedText(stream, skipped)) if skipped else stream


def encoding_of(source: Source) -> str | None:
    """The encoding to force on the parser; None where the file's own declaration holds."""
    if source.encoding.startswith(("utf-16", "utf-32")):
        return "utf-8"
    declared = _DECLARED.match(source.head.raw)
    found = "windows-1252" if source.encoding == "cp1252" else "utf-8"
    if declared and not _is_known(declared[1].decode()):
        return found
    says_utf8 = declared is None or declared[1].lower() in {b"utf-8", b"utf8"}
    return found if source.encoding == "cp1252" and says_utf8 else None


def _is_known(encoding: str) -> bool:
    from lxml import etree

    try:
        etree.XMLParser(encoding=encoding)
    except LookupError:
        return False
    return True


def refuse_entities(source: Source) -> None:
    """Refuse a file that declares entities of its own (bombs, external files) or hides its DTD.

    Raises:
        BadInput: always the file, with what was found.
    """
    prolog = source.head.text.partition("<!DOCTYPE")[2]
    if not prolog:
        return
    before_end = prolog.partition(">")[0]
    if "[" not in before_end:
        return
    subset = _INTERNAL_SUBSET.match("<!DOCTYPE" + prolog)
    if subset is None or "<!ENTITY" in subset[1]:
        raise BadInput(
            f"{source.path} declares XML entities of its own, which can make a small file "
            "unpack without end or read other files; it is not read.",
            "Export the records again; search exports need no <!ENTITY> declarations.",
        )


def elements(
    source: Source, shape: Shape, mended: MendedStream
) -> Iterator[tuple[_Element, Context]]:
    """Every record element, complete, one at a time, with what stands around it.

    Each element is emptied after use.

    Raises:
        Malformed: the file is not well-formed, or records are nested.
    """
    from lxml import etree

    walk = _Walk(shape=shape, source=source)
    parsed = etree.iterparse(
        mended,
        events=("start", "end"),
        tag=["{*}" + name for name in shape.names],
        encoding=encoding_of(source),
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        for event, element in parsed:
            if walk.completes(element, is_start=event == "start"):
                yield element, walk.around
                walk.leave(element)
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error.msg), walk.complete) from error


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where the parser is: inside a record or between records, and what it has passed."""

    shape: Shape
    source: Source
    depth: int = 0
    complete: int = 0
    around: Context = field(default_factory=dict)

    def completes(self, element: _Element, *, is_start: bool) -> bool:
        """Whether the event ends a record; other elements are taken note of."""
        name = str(element.tag).rpartition("}")[2]
        if name in self.shape.records:
            self.depth += 1 if is_start else -1
            if is_start:
                _check(element, self.source, self.depth, self.complete)
            self.complete += not is_start
            return not is_start
        if not self.depth:
            self._pass_by(name, element, is_start=is_start)
        return False

    def _pass_by(self, name: str, element: _Element, *, is_start: bool) -> None:
        if name in self.shape.scopes:
            self.around.clear()
            if not is_start:
                _forget(element)
        elif not is_start:
            self.around[name] = deepcopy(element)

    def leave(self, element: _Element) -> None:
        """Empty a record that was used; a book stays known to its chapters."""
        name = str(element.tag).rpartition("}")[2]
        if name in self.shape.context:
            self.around[name] = deepcopy(element)
        _forget(element)


def element_of(text: bytes, source: Source) -> tuple[_Element, list[Repair]]:
    """One element parsed for itself, and what was mended in it.

    Raises:
        Malformed: the text is not well-formed.
    """
    from lxml import etree

    mended = MendedStream(io.BytesIO(text))
    whole = b"".join(iter(mended.read, b""))
    declared = _DECLARED.match(source.head.raw)
    encoding = encoding_of(source) or (declared[1].decode() if declared else None)
    parser = etree.XMLParser(
        encoding=encoding, load_dtd=False, no_network=True, resolve_entities=False
    )
    try:
        root = etree.fromstring(b"<cut%s>%s</cut>" % (_declarations(whole), whole), parser)
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error.msg), 0) from error
    return root[0], mended.repairs


def _declarations(text: bytes) -> bytes:
    """Name space declarations for every prefix of a text whose root was cut off."""
    prefixes = sorted(set(_PREFIX.findall(text)) - {b"xml", b"xmlns"})
    return b"".join(b' xmlns:%s="urn:cut:%s"' % (prefix, prefix) for prefix in prefixes)


def _check(element: _Element, source: Source, depth: int, complete: int) -> None:
    if depth > 1:
        raise Malformed("an element begins inside another of its kind", complete)
    dtd: Any = element.getroottree().docinfo.internalDTD
    if complete == 0 and dtd is not None and any(True for _ in dtd.iterentities()):
        raise BadInput(
            f"{source.path} declares XML entities of its own; it is not read.",
            "Export the records again; search exports need no <!ENTITY> declarations.",
        )


def _forget(element: _Element) -> None:
    """Free the element and what stands before it, so that memory does not grow with the file."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
