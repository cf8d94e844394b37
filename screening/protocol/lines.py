"""Where a key stands in a TOML text, so that a message can name the line."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*\[\[?\s*([^\]\s]+)\s*\]?\]")
_KEY = re.compile(r"""^\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")


def line_of(text: str, *path: str | int) -> int:
    """The 1-based line of a key, e.g. ``line_of(text, "stages", "title", "reasons")``.

    An int in the path picks the n-th ``[[table]]`` of that name, from 0. The nearest enclosing
    table is returned where the key itself is missing, and line 1 where there is none.
    """
    names = [part for part in path if isinstance(part, str)]
    nth = next((part for part in path if isinstance(part, int)), 0)
    best, depth, header, seen = 1, 0, [""], 0
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _HEADER.match(line):
            header = match.group(1).split(".")
            seen += line.lstrip().startswith("[[") and header[:1] == names[:1]
            here = header
        elif match := _KEY.match(line):
            here = [*(part for part in header if part), match.group(1)]
        else:
            continue
        matched = len(here) if here == names[: len(here)] else 0
        if matched > depth and seen in (0, nth + 1):
            best, depth = number, matched
    return best
