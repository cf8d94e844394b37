"""A byte stream without the embedded files that stand in it, whatever their size."""

from __future__ import annotations

import io
import re
from typing import BinaryIO

_BLOCK = 1 << 16
_LONGEST_TAG = 1 << 12


class SkippedText(io.RawIOBase):
    """Leaves out the text that directly follows the named start tags, up to the next ``<``.

    Line ends stay, so that line numbers are those of the file. Memory is that of one block.
    """

    def __init__(self, stream: BinaryIO, names: tuple[str, ...]) -> None:
        joined = "|".join(names).encode()
        self._tag = re.compile(rb"<(?:[\w.-]+:)?(?:%s)(?:\s[^<>]*)?(?<!/)>" % joined)
        self._stream = stream
        self._waiting = b""
        self._rest = b""
        self._inside = False
        self._ended = False

    def read(self, size: int = _BLOCK) -> bytes:
        """The next bytes, ``size`` of them as long as there are."""
        while not self._ended and len(self._waiting) < size:
            block = self._stream.read(_BLOCK)
            self._ended = not block
            self._waiting += self._filtered(self._rest + block)
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        return taken

    def close(self) -> None:
        """Close the stream below."""
        self._stream.close()
        super().close()

    def _filtered(self, data: bytes) -> bytes:
        kept: list[bytes] = []
        at = 0
        while at < len(data):
            if self._inside:
                end = data.find(b"<", at)
                stop = len(data) if end < 0 else end
                kept.append(b"\n" * data.count(b"\n", at, stop))
                self._inside, at = end < 0, stop
            elif found := self._tag.search(data, at):
                kept.append(data[at : found.end()])
                self._inside, at = True, found.end()
            else:
                stop = len(data) if self._ended else _before_open_tag(data, at)
                kept.append(data[at:stop])
                at = stop
                break
        self._rest = data[at:]
        return b"".join(kept)


def _before_open_tag(data: bytes, at: int) -> int:
    """Where to cut a block so that no tag is cut in two."""
    start = data.rfind(b"<", max(at, len(data) - _LONGEST_TAG))
    return len(data) if start < 0 or b">" in data[start:] else start
