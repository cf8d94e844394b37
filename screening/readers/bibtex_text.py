"""Plain text out of BibTeX values: enclosures, macros, LaTeX, names.

LaTeX is decoded by pylatexenc; values without a backslash, brace or dollar never reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from screening.readers.draft import author_from
from screening.records import Author
from screening.records.normalise import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}  # noqa: SIM905
_LATEX = re.compile(r"[\\{}$~]|``|''|--")
_ESCAPED = re.compile(r"\\([_%&#$~{}])")
# Commands pylatexenc drops without a word, seen in exports of Zotero and Mendeley.
_DROPPED = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textasciicircum": "^",
    "textminus": "−",
    "textmultiply": "×",
    "textcopyright": "©",
    "copyright": "©",
    "degree": "°",
    "slash": "/",
    "newline": " ",
    "textalpha": "\u03b1",
    "textbeta": "β",
    "textgamma": "\u03b3",
}
_DROPPED_COMMAND = re.compile(rf"\\({'|'.join(_DROPPED)})(?![A-Za-z])(?:\{{\}}| (?=\S))?")
_ESCAPED_SIGN = re.compile(r"\\([_%&#])")
_UNESCAPED_SPECIAL = re.compile(r"(?<!\\)([%&#])")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def split_level(text: str, mark: re.Pattern[str]) -> list[str]:
    """Split at the mark outside braces and quotes."""
    depth, quoted, start, parts, position = 0, False, 0, [], 0
    while position < len(text):
        char = text[position]
        found = mark.match(text, position) if depth == 0 and not quoted else None
        if found and found.end() > position:
            parts.append(text[start:position])
            start = position = found.end()
            continue
        escaped = position > 0 and text[position - 1] == "\\"
        if char in "{}" and not escaped:
            depth = max(0, depth + (1 if char == "{" else -1))
        elif char == '"' and depth == 0 and mark is _HASH:
            quoted = not quoted
        position += 1
    return [*parts, text[start:]]


_HASH = re.compile(r"\s*#\s*")


def plain_value(value: str, macros: Mapping[str, str]) -> str:
    """The value without its enclosing braces or quotes; macros and ``#`` resolved."""
    value = value.strip().rstrip(",").strip()
    parts = split_level(value, _HASH) if "#" in value else [value]
    return "".join(_part(part.strip(), macros) for part in parts)


def _part(part: str, macros: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
        return part[1:-1]
    return macros.get(part.casefold(), part)


def decode_latex(text: str) -> str:
    """LaTeX accents, symbols and braces as plain Unicode text."""
    if not _LATEX.search(text):
        return text
    text = _DROPPED_COMMAND.sub(lambda found: _DROPPED[found[1]], text)
    simple = _ESCAPED_SIGN.sub(r"\1", text)
    if "\\" not in simple and "$" not in simple:
        return _without_braces(simple)
    # Exports leave % and & bare; to LaTeX they would be a comment and a column mark.
    text = _UNESCAPED_SPECIAL.sub(r"\\\1", text)
    if text.replace("\\$", "").count("$") % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    return _decoder()(text)


def _without_braces(text: str) -> str:
    """Text without a command: the common case, and a hundred times faster than a parser."""
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    return text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text

    convert = LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=True)
    return cast("Callable[[str], str]", convert.latex_to_text)


def unescape(text: str) -> str:
    r"""Addresses and identifiers: ``\_`` and ``\%`` without their backslash, nothing else."""
    return _ESCAPED.sub(r"\1", text).replace("{", "").replace("}", "")


def names(value: str) -> Iterator[Author]:
    """The authors of an ``author`` field, split at ``and`` outside braces."""
    for name in split_level(" ".join(value.split()), _AND):
        if name.strip() and name.strip() != "others":
            yield _author(name.strip())


def _author(name: str) -> Author:
    is_group = name.startswith("{") and name.endswith("}") and name.count("{") == 1
    plain = clean_text(decode_latex(name))
    words = plain.split()
    if is_group or "," in plain or len(words) < 2:
        return Author(name=plain) if is_group else author_from(plain)
    if _INITIALS.fullmatch(words[-1]):
        return author_from(f"{' '.join(words[:-1])}, {words[-1]}")
    family_from = next(
        (i for i, word in enumerate(words[1:], start=1) if word[:1].islower()), len(words) - 1
    )
    family, given = " ".join(words[family_from:]), " ".join(words[:family_from])
    return Author(name=f"{family}, {given}", family=family, given=given)
