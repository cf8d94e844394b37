"""A byte stream of XML in which what every export does wrong is made legal, and told."""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 16
_HOLD_BACK = 64
# What follows an ampersand that is not legal; the character it begins with makes the search fast.
_AMPERSAND = (
    rb"&(?!(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31});"
    rb"|(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)"
    rb"|#(?:0*(?:[0-8]|11|12|1[4-9]|2\d|3[01])|[xX]0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]));)"
)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_ENTITIES = re.compile(_AMPERSAND)
_ENTITIES_OR_CONTROLS = re.compile(_AMPERSAND + rb"|[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
        for found in _to_mend(data).finditer(data):
            replacement = _replacement(found)
            self._line += data.count(b"\n", position, found.start())
            parts += [data[position : found.start()], replacement]
            position = found.end()
            what = found.group().decode("ascii", "backslashreplace")
            self.repairs.append(Repair(line=self._line, what=what))
        self._line += data.count(b"\n", position)
        return b"".join([*parts, data[position:]]) if parts else data


def _to_mend(data: bytes) -> re.Pattern[bytes]:
    """What to look for: control characters only where there are any, since few files hold one."""
    has_controls = len(data.translate(None, _CONTROLS)) < len(data)
    return _ENTITIES_OR_CONTROLS if has_controls else _ENTITIES


def _safe_end(data: bytes) -> int:
    """Where to cut a block so that no entity is cut in two."""
    ampersand = data.rfind(b"&", max(0, len(data) - _HOLD_BACK))
    return len(data) if ampersand < 0 or b";" in data[ampersand:] else ampersand


def _replacement(found: re.Match[bytes]) -> bytes:
    name = (found[1] or b"").decode("ascii")
    if characters := html.entities.html5.get(f"{name};"):
        return "".join(f"&#{ord(char)};" for char in characters).encode()
    if found.group().startswith(b"&") and not found.group().startswith(b"&#"):
        return b"&amp;" + found.group()[1:]
    return b" "
