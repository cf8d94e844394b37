"""What other coding programs need of names, ids and texts; the traps are measured.

Every rule answers a failure of an importing program: equal names are merged or lose their codings,
line ends of two characters and a byte-order mark shift every quote, and XML 1.0 has no control
characters. Ids are made from the review and the thing's own id (uuid5), so that a second export
updates what the first one brought.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from extraction.exporters.document import ThemeNode, ThemesDocument

# XML 1.0 knows no control characters, surrogates or non-characters.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CUT = "\N{HORIZONTAL ELLIPSIS}"


def guid(review_id: str, kind: str, name: str) -> str:
    """The id of a thing in other programs, the same in every export of a review.

    ``kind`` is code, user, source, selection, coding, case or variable; ``name`` its id here.
    """
    return str(uuid5(NAMESPACE_URL, f"urn:tamis:{review_id}:{kind}:{name}"))


def clean(text: str) -> str:
    """The text with one replacement character for each that XML cannot hold; offsets stay.

    A form feed, which parts the pages of a full text, becomes a line end.
    """
    return NOT_XML.sub(REPLACEMENT, text.replace("\f", "\n"))


def one_line(text: str) -> str:
    """The text on one line, in XML's characters."""
    return " ".join(clean(text).split())


def moment(at: str) -> str:
    """A time as the format's examples have it: UTC with Z."""
    return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def unique_names(
    document: ThemesDocument,
    name: Callable[[ThemeNode], str] = lambda node: one_line(node.label),
    longest: int = 0,
) -> dict[str, str]:
    """A name of its own for every node: its label; with its parent's, or its id, where it repeats.

    Names that differ in capitals only count as equal. ``longest`` is the limit of characters, 0
    for none; a longer name is cut visibly.
    """
    nodes = list(document.nodes())
    above = {child.id: node for node in nodes for child in node.children}
    plain = {node.id: _cut(name(node), longest) for node in nodes}
    with_parent = {
        node.id: _with(plain[node.id], one_line(above[node.id].label), longest)
        for node in nodes
        if node.id in above
    }
    with_id = {node.id: _with(plain[node.id], node.id, longest) for node in nodes}
    once = _unrepeated(plain.values())
    twice = _unrepeated([with_parent.get(node.id, with_id[node.id]) for node in nodes])
    return _settled(
        nodes,
        [
            {at: text for at, text in plain.items() if text.casefold() in once},
            {at: text for at, text in with_parent.items() if text.casefold() in twice},
            with_id,
        ],
    )


def _settled(nodes: Sequence[ThemeNode], choices: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The first choice of each node that nobody else has; an odd label may look like another's."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for choice in choices:
        for node in nodes:
            text = choice.get(node.id)
            if node.id not in found and text is not None and text.casefold() not in taken:
                taken.add(text.casefold())
                found[node.id] = text
    number = 1
    for node in nodes:
        while node.id not in found:
            number += 1
            text = f"{node.id} {number}"
            if text.casefold() not in taken:
                taken.add(text.casefold())
                found[node.id] = text
    return {node.id: found[node.id] for node in nodes}


def _unrepeated(names: Iterable[str]) -> set[str]:
    counts = Counter(name.casefold() for name in names)
    return {name for name, count in counts.items() if count == 1}


def _with(name: str, more: str, longest: int) -> str:
    if not longest:
        return f"{name} ({more})"
    ending = f" ({_cut(more, longest // 2)})"
    return _cut(name, longest - len(ending)) + ending


def _cut(text: str, longest: int) -> str:
    return text if not longest or len(text) <= longest else text[: longest - 1].rstrip() + _CUT
