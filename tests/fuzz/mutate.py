"""Inputs made from specimens by a seeded chance: what happens to files, and what attackers do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_JUNK = (
    *(bytes([byte]) for byte in b"\x00\x1a\"'{}[]()<>&;,%@#\\|\r\n\t -=:/\xff\xc3\xef"),
    b"\r\n",
    b"\n\n",
    b'""',
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<?",
    b"<!DOCTYPE x [",
    b"<!ENTITY a 'b'>",
    b"&a;",
    b"&#0;",
    b"&#xD800;",
    b"&lt;",
    b"\\ud800",
    b"9" * 40,
    b"10.1000/",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\\begin{a}",
    b"$",
)
_TOKEN = re.compile(rb"</?[A-Za-z][\w:.-]{1,40}|%[A-Z0-9@]|[A-Za-z][\w ]{1,24}(?=[-=:,\"]|\s+[-=])")
_LONGEST_RUN = 20_000
_ENCODINGS = ("utf-16", "utf-16-le", "cp1252", "utf-8-sig")


def tokens(seeds: Sequence[bytes]) -> tuple[bytes, ...]:
    """The tags and names of fields in the specimens, each once, in order."""
    found = (token for seed in seeds for token in _TOKEN.findall(seed))
    return tuple(dict.fromkeys([*found, *_JUNK]))


class Mutator:
    """Gives one input after another; the same seed gives the same inputs."""

    def __init__(self, seeds: Sequence[bytes], *, seed: int, longest: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - made-up inputs keep no secret
        self._seeds = tuple(seeds)
        self._tokens = tokens(seeds)
        self._longest = longest

    def next(self) -> bytes:
        """A specimen changed one to five times, cut to the longest length."""
        data = self._chance.choice(self._seeds)
        for _ in range(self._chance.randint(1, 5)):
            data = self._chance.choice(_CHANGES)(self, data)[: self._longest]
        return data

    def _span(self, data: bytes) -> tuple[int, int]:
        start = self._chance.randint(0, len(data))
        most = self._chance.choice((1, 8, 64, 512, len(data)))
        return start, min(len(data), start + self._chance.randint(0, most))

    def _without(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _with_token(self, data: bytes) -> bytes:
        start, end = self._span(data)
        kept = start if self._chance.random() < 0.5 else end
        return data[:start] + self._chance.choice(self._tokens) + data[kept:]

    def _repeated(self, data: bytes) -> bytes:
        """A slice or a token many times over: what a step that looks back again and again shows."""
        start, end = self._span(data)
        piece = self._chance.choice((data[start:end], self._chance.choice(self._tokens)))
        times = self._chance.choice((2, 5, 50, _LONGEST_RUN))
        return data[:start] + piece * min(times, self._longest // (len(piece) or 1)) + data[start:]

    def _with_other(self, data: bytes) -> bytes:
        other = self._chance.choice(self._seeds)
        start, end = self._span(other)
        at = self._chance.randint(0, len(data))
        return data[:at] + other[start:end] + data[at:]

    def _with_other_bytes(self, data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(min(len(changed), self._chance.randint(1, 4))):
            changed[self._chance.randrange(len(changed))] = self._chance.randrange(256)
        return bytes(changed)

    def _cut_off(self, data: bytes) -> bytes:
        return data[: self._chance.randint(0, len(data))]

    def _with_other_line_ends(self, data: bytes) -> bytes:
        return data.replace(b"\n", self._chance.choice((b"\r\n", b"\r", b" ", b"\n\n", b"")))

    def _encoded_otherwise(self, data: bytes) -> bytes:
        encoding = self._chance.choice(_ENCODINGS)
        return data.decode("utf-8", "replace").encode(encoding, "replace")


_CHANGES: tuple[Callable[[Mutator, bytes], bytes], ...] = (
    Mutator._without,
    Mutator._with_token,
    Mutator._with_token,
    Mutator._repeated,
    Mutator._with_other,
    Mutator._with_other_bytes,
    Mutator._cut_off,
    Mutator._with_other_line_ends,
    Mutator._encoded_otherwise,
)
