"""XML as a stream, without trust: no network, no DTD, no entity of the file's own, bounded memory.

``elements`` parses strictly; where that breaks, ``screening.readers.xml_cut`` gives the text
of each element for itself, so that what is broken costs only itself.
"""

from __future__ import annotations

import html.entities
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from screening.errors import BadInput
from screening.readers.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK = 1 << 16
_HOLD_BACK = 64
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_REPAIRABLE = re.compile(
    rb"&([A-Za-z][A-Za-z0-9]{1,31});|&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)"
    rb"|&#(?:0*(?:[0-8]|11|12|1[4-9]|2\d|3[01])|[xX]0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]));"
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_INTERNAL_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[(.*?)\]\s*>", re.DOTALL)


class Malformed(Exception):
    """The strict parse broke; ``complete`` elements were delivered before."""

    def __init__(self, message: str, complete: int) -> None:
        super().__init__(message)
        self.message = message
        self.complete = complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was mended in the stream before parsing, and on which line."""

    line: int
    what: str


class MendedStream:
    """A byte stream whose named entities, bare ``&`` and control characters are made legal.

    Files without a DTD often hold ``&nbsp;``; a parser must refuse it or lose it. Here it becomes
    the character it stands for. ``repairs`` lists each change; memory stays that of one block.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""
        self._line = 1
        self._ended = False
        self.repairs: list[Repair] = []

    def read(self, size: int = _BLOCK) -> bytes:
        """The next mended bytes; empty at the end."""
        while not self._ended:
            block = self._stream.read(max(size, _BLOCK))
            self._ended = not block
            data = self._rest + block
            cut = len(data) if self._ended else _safe_end(data)
            self._rest = data[cut:]
            if cut:
                return self._mend(data[:cut])
        return b""

    def _mend(self, data: bytes) -> bytes:
        position = 0
        parts: list[bytes] = []
        for found in _REPAIRABLE.finditer(data):
            replacement = _replacement(found)
            self._line += data.count(b"\n", position, found.start())
            parts += [data[position : found.start()], replacement]
            position = found.end()
            if replacement != found.group():
                what = found.group().decode("ascii", "backslashreplace")
                self.repairs.append(Repair(line=self._line, what=what))
        self._line += data.count(b"\n", position)
        return b"".join([*parts, data[position:]])


def _safe_end(data: bytes) -> int:
    """Where to cut a block so that no entity is cut in two."""
    ampersand = data.rfind(b"&", max(0, len(data) - _HOLD_BACK))
    return len(data) if ampersand < 0 or b";" in data[ampersand:] else ampersand


def _replacement(found: re.Match[bytes]) -> bytes:
    name = (found[1] or b"").decode("ascii")
    if name in _XML_OWN:
        return found.group()
    if characters := html.entities.html5.get(f"{name};"):
        return "".join(f"&#{ord(char)};" for char in characters).encode()
    if found.group().startswith(b"&") and not found.group().startswith(b"&#"):
        return b"&amp;" + found.group()[1:]
    return b" "


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


def open_bytes(source: Source) -> BinaryIO:
    """The file as bytes in which ASCII stands for itself; close it after use."""
    if source.encoding.startswith(("utf-16", "utf-32")):
        return cast("BinaryIO", _Transcoded(source.text()))
    return source.binary()


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
    subset = _INTERNAL_SUBSET.search("<!DOCTYPE" + prolog)
    if subset is None or "<!ENTITY" in subset[1]:
        raise BadInput(
            f"{source.path} declares XML entities of its own, which can make a small file "
            "unpack without end or read other files; it is not read.",
            "Export the records again; search exports need no <!ENTITY> declarations.",
        )


def elements(source: Source, name: str, mended: MendedStream) -> Iterator[_Element]:
    """Every element of this local name, complete, one at a time; each is emptied after use.

    Raises:
        Malformed: the file is not well-formed, or elements of this name are nested.
    """
    from lxml import etree

    complete, depth = 0, 0
    context = etree.iterparse(
        mended,
        events=("start", "end"),
        tag="{*}" + name,
        encoding=encoding_of(source),
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        for event, element in context:
            depth += 1 if event == "start" else -1
            if event == "start":
                _check(element, source, depth, complete)
                continue
            complete += 1
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error.msg), complete) from error


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
        return etree.fromstring(whole, parser), mended.repairs
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error.msg), 0) from error


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
