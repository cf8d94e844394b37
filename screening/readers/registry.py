"""The readers there are, and which of them a file needs.

A module in ``formats/`` that defines ``READER`` is a reader; nothing else lists it.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import BadInput
from screening.readers import formats
from screening.readers.contract import Reader
from screening.readers.source import OLE_MAGIC, ZIP_MAGIC, Source
from screening.readers.strangers import stranger
from screening.registry import Registry

MINIMUM_CONFIDENCE = 0.5
_LINES_SHOWN = 3
_LINE_WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The reader chosen for a file, how sure it is (0 to 1) and why."""

    reader: Reader
    confidence: float
    reason: str


_REGISTRY: Registry[Reader] = Registry(formats, "READER", "format")


def readers() -> tuple[Reader, ...]:
    """Every reader, ordered by name."""
    return _REGISTRY.entries()


def reader_named(name: str) -> Reader:
    """The reader a user asked for by name.

    Raises:
        UsageError: no reader has this name.
    """
    return _REGISTRY.named(name)


def detect(source: Source) -> Detection:
    """The reader whose format the content shows; the file name only breaks ties.

    Raises:
        BadInput: no reader recognises the content.
    """
    suffix = _suffix(source)
    candidates = [(reader.sniff(source.head), reader) for reader in readers()]
    sniff, reader = max(
        candidates, key=lambda pair: (pair[0].confidence, suffix in pair[1].extensions)
    )
    if sniff.confidence < MINIMUM_CONFIDENCE:
        raise _not_recognised(source)
    return Detection(reader=reader, confidence=sniff.confidence, reason=sniff.reason)


def _suffix(source: Source) -> str:
    suffixes = [suffix.casefold() for suffix in source.path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _not_recognised(source: Source) -> BadInput:
    if source.head.raw.startswith(OLE_MAGIC):
        return BadInput(
            f"{source.path} is an old Office file in which no workbook is seen.",
            "If it is one, name it .xls, or open it in a spreadsheet program and save it as .xlsx"
            " or CSV.",
        )
    if source.head.raw.startswith(ZIP_MAGIC):
        return BadInput(
            f"{source.path} is a ZIP archive that is damaged or no archive of exports.",
            "Unpack it and give the export file inside.",
        )
    if kind := stranger(source.head):
        return BadInput(f"{source.path} is no search export, but {kind.what}.", kind.remedy)
    lines = [line.strip() for line in source.head.text.splitlines() if line.strip()]
    shown = "\n".join(f"  {line[:_LINE_WIDTH]}" for line in lines[:_LINES_SHOWN])
    return BadInput(
        f"The format of {source.path} is not recognised. It starts with:\n{shown}",
        _what_is_read(),
    )


def _what_is_read() -> str:
    listed = "".join(f"\n  {reader.name}: {reader.label}" for reader in readers())
    return f"Is it a search export? To force one of these formats: --format NAME{listed}"
