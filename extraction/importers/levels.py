"""A tree of any depth as themes, subthemes and codes: groups above, codes below, no name lost.

A code goes under a subtheme, a subtheme under a theme. Groups in between become one subtheme with
their names joined; a top group that holds nothing but codes is a subtheme without a theme yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extraction.importers.given import GivenCode
from extraction.themes import Level

JOINED = " / "
_SELF = "#code"
_SHELF = "#shelf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node to be: ``key`` names it, ``parent`` the key of the node over it, empty for none.

    ``made_up`` says that the file has no such node: a shelf for codes that stand right under a
    theme, or a code for codings that were given to a group.
    """

    key: str
    label: str
    definition: str
    level: Level
    parent: str
    made_up: bool = False


def placed(codes: Sequence[GivenCode], used: Collection[str]) -> Iterator[Placed]:
    """All nodes, each after the one over it; ``used`` are the keys that codings name."""
    for top in codes:
        if not _is_group(top):
            yield _node(top, Level.CODE, "")
        elif top.children and not any(_is_group(child) for child in top.children):
            yield from _shelf(top, top.name, "", used)
        else:
            yield from _theme(top, used)


def code_key(key: str, known: Collection[str]) -> str:
    """The key of the code that codings with a group or a code mean."""
    return f"{key}{_SELF}" if f"{key}{_SELF}" in known else key


def _is_group(code: GivenCode) -> bool:
    return bool(code.children) or not code.codable


def _node(code: GivenCode, level: Level, parent: str, label: str = "") -> Placed:
    return Placed(
        key=code.key,
        label=label or code.name,
        definition=code.definition,
        level=level,
        parent=parent,
    )


def _theme(top: GivenCode, used: Collection[str]) -> Iterator[Placed]:
    yield _node(top, Level.THEME, "")
    leaves = [child for child in top.children if not _is_group(child)]
    if leaves or top.key in used:
        shelf = Placed(
            key=f"{top.key}{_SHELF}",
            label=top.name,
            definition="",
            level=Level.SUBTHEME,
            parent=top.key,
            made_up=True,
        )
        yield shelf
        yield from _codes(top, leaves, shelf.key, used)
    for child in top.children:
        if _is_group(child):
            yield from _shelf(child, child.name, top.key, used)


def _shelf(group: GivenCode, label: str, theme: str, used: Collection[str]) -> Iterator[Placed]:
    yield _node(group, Level.SUBTHEME, theme, label)
    leaves = [child for child in group.children if not _is_group(child)]
    yield from _codes(group, leaves, group.key, used)
    for child in group.children:
        if _is_group(child):
            yield from _shelf(child, f"{label}{JOINED}{child.name}", theme, used)


def _codes(
    group: GivenCode, leaves: Sequence[GivenCode], shelf: str, used: Collection[str]
) -> Iterator[Placed]:
    """The codes under a group, and one of its own name where quotes are coded with the group."""
    if group.key in used:
        yield Placed(
            key=f"{group.key}{_SELF}",
            label=group.name,
            definition="",
            level=Level.CODE,
            parent=shelf,
            made_up=True,
        )
    for leaf in leaves:
        yield _node(leaf, Level.CODE, shelf)
