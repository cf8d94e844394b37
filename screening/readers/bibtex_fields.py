"""The fields of one well-formed BibTeX entry, at the speed of a pattern.

Only what leaves no room for another reading is taken: balanced braces without escaped ones,
quotation marks without braces, plain words, a comma between fields, nothing after the entry.
Everything else is left to bibtexparser.
"""

from __future__ import annotations

import re

_PLAIN = r"[^{}\\]|\\[^{}]"
_BRACES = rf"\{{(?:{_PLAIN})*+\}}"
for _ in range(4):
    _BRACES = rf"\{{(?:[^{{}}\\]++|\\[^{{}}]|{_BRACES})*+\}}"
_HEAD = re.compile(r"\s*@[ \t]*[A-Za-z]+[ \t]*\{\s*([^,{}()\"#=@\\]*?)\s*,")
_FIELD = re.compile(
    rf"\s*([A-Za-z][\w.:+-]*)[ \t]*=\s*({_BRACES}|\"[^\"{{}}\\@]*\"|[A-Za-z0-9]+)\s*(,|(?=\}}))"
)
_END = re.compile(r"[\s,]*\}\s*$")


def plain_fields(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The key and ``(name, value with its enclosure)`` of an entry; None if it takes a parser."""
    head = _HEAD.match(text)
    if head is None:
        return None
    fields: list[tuple[str, str]] = []
    at = head.end()
    while found := _FIELD.match(text, at):
        fields.append((found[1], found[2]))
        at = found.end()
        if not found[3]:
            break
    return (head[1], fields) if fields and _END.match(text, at) else None
