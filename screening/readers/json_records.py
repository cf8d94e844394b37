"""A reader of any JSON format: by which names it is known, and who fills a draft from an object."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.json_cut import JsonPiece, count_objects, cut_objects, first_object
from screening.readers.source import Head, Source
from screening.records import RecordContent

JsonObject = Mapping[str, object]
Fill = Callable[[Draft, JsonObject], RecordContent | None]
"""Puts an object's values into a draft; or gives the record, where the object is one already."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NAME = re.compile(r'"([^"\\\n]{1,80})"\s*:')


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReader:
    """One JSON format; ``known_by`` takes the names in the head and says what shows the format."""

    name: str
    label: str
    known_by: Callable[[frozenset[str]], str]
    fill: Fill
    extensions: tuple[str, ...] = (".json", ".jsonl", ".ndjson")
    confidence: float = 0.9
    of_registers: bool = False

    def sniff(self, head: Head) -> Sniff:
        """Judge by the names within the first records."""
        if head.text.lstrip("\ufeff \t\r\n")[:1] not in {"[", "{"}:
            return NO_MATCH
        reason = self.known_by(frozenset(_NAME.findall(first_object(head.text))))
        return Sniff(confidence=self.confidence, reason=reason) if reason else NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        """Every object once, parsed one by one."""
        for position, piece in enumerate(cut_objects(source), start=1):
            yield _entry(position, piece, self.fill)

    def count(self, source: Source) -> int:
        """Objects by their braces."""
        return count_objects(source)


def _entry(position: int, piece: JsonPiece, fill: Fill) -> Entry:
    draft = Draft(position=position, line=piece.line, raw=piece.text)
    if not piece.opened:
        return draft.reject(
            f"An entry ends after line {piece.line} that never began: its '{{' is missing.",
            "Add the brace in a text editor or export the file again.",
        )
    if not piece.closed:
        return draft.reject(
            f"The entry that begins on line {piece.line} has no end: a '}}' or ']' is missing.",
            "Add it in a text editor or export the file again.",
        )
    try:
        made = fill(draft, _parsed(draft, piece.text))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return draft.reject(
            f"The entry that begins on line {piece.line} is not well-formed JSON: {reason}.",
            "Correct it in a text editor or export it again.",
        )
    return made or draft.finish()


def _parsed(draft: Draft, text: str) -> JsonObject:
    """The object; half a surrogate pair, which no file can hold, becomes a question mark."""
    found: JsonObject = json.loads(text, strict=False)
    if not _SURROGATE.search(text):
        return found
    whole = json.dumps(found, ensure_ascii=False)
    mended = whole.encode(errors="replace").decode()
    if mended != whole:
        draft.note("Half a character (an unpaired \\ud8.. escape) was read as a question mark.")
    return object_in(json.loads(mended))


def text_in(value: object) -> str:
    """A string or number as text, the first of a list; empty for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(text_in, value)), "")
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    return str(value)


def texts_in(value: object) -> tuple[str, ...]:
    """Every string or number of a list, or the one there is."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for item in values if (text := text_in(item)))


def object_in(value: object) -> JsonObject:
    """The object, empty if it is none."""
    return value if isinstance(value, dict) else {}


def objects_in(value: object) -> tuple[JsonObject, ...]:
    """The objects of a list."""
    return (
        tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
    )


def keep_value(draft: Draft, path: str, value: object) -> None:
    """Put every text, number and truth below a value into ``extra`` under its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            keep_value(draft, f"{path}/{name}", inner)
    elif isinstance(value, list):
        for inner in value:
            keep_value(draft, path, inner)
    elif value is not None and value != "":
        draft.keep(path, json.dumps(value) if isinstance(value, bool) else str(value))
