"""Typed values out of the tables of review.toml; every mistake told with file, line and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from screening.errors import BadReview
from screening.protocol.lines import line_of

Choice = TypeVar("Choice", bound=StrEnum)
Table = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReader:
    """Reads typed values out of the parsed TOML; knows the text for its line numbers."""

    text: str
    name: str

    def load(self) -> Table:
        """The whole file as tables."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise BadReview(
                f"{self.name} is not valid TOML: {error}.",
                'Mend that line: texts stand in "quotes", lists in [brackets] with commas between.',
            ) from None

    def fault(self, path: Iterable[str | int], what: str, remedy: str) -> BadReview:
        """A mistake at a key, told with its line."""
        line = line_of(self.text, *path)
        return BadReview(f"{self.name}, line {line}: {what}", remedy)

    def refuse_unknown(self, data: Table, known: dict[str, tuple[str, ...]]) -> None:
        """Raise at the first key that is none of the known ones."""
        for key, value in data.items():
            if key not in known:
                raise self.fault([key], f"unknown key '{key}'.", known_keys(known))
            for row, table in enumerate(value if isinstance(value, list) else [value]):
                for inner in table if isinstance(table, dict) and known[key] else ():
                    if inner not in known[key]:
                        path = [key, row, inner] if isinstance(value, list) else [key, inner]
                        raise self.fault(path, f"unknown key '{inner}'.", known_keys(known[key]))

    def table(self, data: Table, *path: str) -> Table:
        """A table, empty where there is none."""
        value = data.get(path[-1], {})
        if not isinstance(value, dict):
            raise self.fault(path, f"'{path[-1]}' must be a table.", f"Write [{'.'.join(path)}].")
        return value

    def required_text(self, data: Table, key: str) -> str:
        """A text that must be there."""
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault([key], f"'{key}' is missing or empty.", f'Write: {key} = "..."')
        return value.strip()

    def texts(self, data: Table, *path: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        value = data.get(path[-1], [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.fault(
                path,
                f"'{path[-1]}' must be a list of texts.",
                f'Write: {path[-1]} = ["...", "..."]',
            )
        cleaned = tuple(part.strip() for part in value if part.strip())
        if len(set(cleaned)) < len(cleaned):
            raise self.fault(path, f"'{path[-1]}' says something twice.", "Remove the repetition.")
        return cleaned

    def choice(self, data: Table, path: tuple[str | int, ...], default: Choice) -> Choice:
        """One of the words of an enumeration."""
        value = data.get(str(path[-1]), default.value)
        options = [option.value for option in type(default)]
        if value not in options:
            raise self.fault(
                path, f"'{path[-1]}' is {value!r}.", f"It must be one of: {', '.join(options)}."
            )
        return type(default)(str(value))

    def count(self, data: Table, path: tuple[str, ...], default: int) -> int:
        """A whole number from 1 to 20."""
        value = data.get(path[-1], default)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 20:
            raise self.fault(
                path, f"'{path[-1]}' is {value!r}.", "It must be a whole number from 1 to 20."
            )
        return value


def known_keys(names: Iterable[str]) -> str:
    """A sentence that lists the keys there are."""
    return f"The keys here are: {', '.join(names)}."
