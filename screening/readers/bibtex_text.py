"""Plain text out of BibTeX values: enclosures, macros, LaTeX, names.

LaTeX is decoded by pylatexenc, each accent once; values without a command never reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from screening.readers.draft import author_from
from screening.records import Author
from screening.records.normalise import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}  # noqa: SIM905
_LATEX = ("\\", "{", "}", "$", "~", "``", "''", "--")
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
_ESCAPED_SIGN = re.compile(r"\\([_%&#$])")
_UNESCAPED_SPECIAL = re.compile(r"(?<!\\)([%&#])")
# Accents on one letter, however they are braced: most of what is left of LaTeX in exports.
_ACCENT = re.compile(
    r"\\[\"'`^~=.](?:\\?[A-Za-z](?![A-Za-z])|[A-Za-z]|\{\\?[A-Za-z]\})|\\[uvHckrdb]\{[A-Za-z]\}"
    r"|\{\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)\}"
)
# What may reach over several clauses.
_SPANNING = re.compile(r"\\(?:begin|verb|\(|\[|[{}])")
_CLAUSE_END = re.compile(r"(?<=[^\\][.;,]) ")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def split_level(text: str, mark: re.Pattern[str]) -> list[str]:
    """Split at the mark outside braces and quotes."""
    depth, quoted, start, parts = 0, False, 0, []
    for found in _scanner(mark.pattern).finditer(text):
        char = found.group()
        if char in {"{", "}"}:
            depth = max(0, depth + (1 if char == "{" else -1))
        elif char == '"' and mark is _HASH:
            quoted = quoted != (depth == 0)
        elif found["mark"] and depth == 0 and not quoted:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


@cache
def _scanner(mark: str) -> re.Pattern[str]:
    """Finds what decides where to split: braces, quotation marks, and the mark itself."""
    return re.compile(rf"(?P<mark>{mark})|(?<!\\)[{{}}]|(?<!\\)\"", re.IGNORECASE)


_HASH = re.compile(r"\s*#\s*")


def plain_value(value: str, macros: Mapping[str, str]) -> str:
    """The value without its enclosing braces or quotes; macros and ``#`` resolved."""
    value = value.strip().rstrip(",").strip()
    if "#" not in value:
        return _part(value, macros)
    parts = split_level(value, _HASH)
    return "".join(_part(part.strip(), macros) for part in parts)


def _part(part: str, macros: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
        return part[1:-1]
    return macros.get(part.casefold(), part)


def balanced(value: str, *, is_last: bool) -> str:
    """The value with the brace that closes the entry taken off and missing ones added."""
    value = value.rstrip(", \t\n")
    surplus = value.count("}") - value.count("{")
    if is_last and surplus > 0:
        value, surplus = _without_closing(value, surplus)
    if value.startswith('"') and not value.endswith('"'):
        return value + '"'
    return value + "}" * max(0, -surplus)


def _without_closing(value: str, surplus: int) -> tuple[str, int]:
    """The value without so many braces at its end, or as many as stand there; how many are left."""
    end = len(value)
    while surplus and end and value[end - 1] == "}":
        end, surplus = end - 1, surplus - 1
        while end and value[end - 1] in ", \t\n":
            end -= 1
    return value[:end], surplus


class NotLatex(ValueError):
    """A text that cannot be read as LaTeX: nested too deeply, or a command without its part."""


def decode_latex(text: str) -> str:
    """LaTeX accents, symbols and braces as plain Unicode text.

    Raises:
        NotLatex: it cannot be read.
    """
    if not any(mark in text for mark in _LATEX):
        return text
    if "\\" not in text and "$" not in text:
        return _without_braces(text)
    text = _DROPPED_COMMAND.sub(lambda found: _DROPPED[found[1]], text)
    text = _ACCENT.sub(_decoded_accent, text)
    if "\\\\" not in text and text.count("$") == text.count("\\$"):
        simple = _ESCAPED_SIGN.sub(r"\1", text)
        if "\\" not in simple:
            return _without_braces(simple)
    # Exports leave % and & bare; to LaTeX they would be a comment and a column mark.
    text = _UNESCAPED_SPECIAL.sub(r"\\\1", text)
    if text.replace("\\$", "").count("$") % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    return _decoded(text) if _SPANNING.search(text) else " ".join(_clauses(text))


def _clauses(text: str) -> Iterator[str]:
    """The text decoded clause by clause: a command costs its own clause, not the whole abstract."""
    waiting: list[str] = []
    depth, is_formula = 0, False
    for piece in _CLAUSE_END.split(text):
        waiting.append(piece)
        depth += piece.count("{") - piece.count("}")
        is_formula ^= (piece.count("$") - piece.count("\\$")) % 2 == 1
        if depth == 0 and not is_formula:
            yield _clause(" ".join(waiting))
            waiting = []
    if waiting:
        yield _clause(" ".join(waiting))


def _clause(text: str) -> str:
    return _decoded(text) if "\\" in text or "$" in text else _without_braces(text)


def _without_braces(text: str) -> str:
    """Text without a command: the common case, and a hundred times faster than a parser."""
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    return text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")


def _decoded_accent(found: re.Match[str]) -> str:
    return _accented(found.group())


@lru_cache(maxsize=1024)
def _accented(command: str) -> str:
    return _decoded(command)


def _decoded(text: str) -> str:
    try:
        return _decoder()(text)
    except Exception as error:  # its parser fails in many ways on what is no LaTeX
        raise NotLatex(text) from error


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text

    convert = LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=True)
    return cast("Callable[[str], str]", convert.latex_to_text)


def unescape(text: str) -> str:
    r"""Addresses and identifiers: ``\_`` and ``\%`` without their backslash, nothing else."""
    return _ESCAPED.sub(r"\1", text).replace("{", "").replace("}", "")


def names(value: str) -> Iterator[Author]:
    """The authors of an ``author`` field, split at ``and`` outside braces.

    Raises:
        NotLatex: one of them cannot be read.
    """
    value = " ".join(value.split())
    printed = split_level(value, _AND) if "{" in value or "}" in value else _AND.split(value)
    for name in map(str.strip, printed):
        if name and name != "others":
            yield _author(name)


@lru_cache(maxsize=1 << 14)
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
