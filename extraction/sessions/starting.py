"""A framework as the first codebook: read from a table, checked as a whole, added in one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.sessions.coding import Coding
from extraction.sessions.naming import level_word
from extraction.themes import Level, Node
from extraction.themes.numbering import numbering
from screening.console import counted
from screening.errors import BadInput, UsageError
from screening.events import CodeId
from screening.events.kinds import CodeApproved
from screening.sessions.table_file import read_table

COLUMNS = (
    "Columns that are understood: theme, subtheme, code and definition (a row per node or path);"
    " name, parent and definition; or tag and description with names such as theme.subtheme.code."
)
_LEVELS = len(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A node of a framework: its name, the names above it from the top, and where it was read."""

    path: tuple[str, ...]
    definition: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The path by which it is the same as another."""
        return tuple(name.casefold() for name in self.path)


def start_codebook(coding: Coding, entries: Sequence[Entry]) -> list[Node]:
    """Put a framework into the codebook in the reviewer's name, as one step for undo.

    Levels follow from the depth: theme, subtheme, code. Names above an entry that have no entry of
    their own are added too.

    Raises:
        UsageError: nothing to add, a name that is empty, doubled, too deep or there already; each
            is named, and nothing is changed.
    """
    wanted = _with_parents(entries)
    made: dict[tuple[str, ...], CodeId] = {}
    with coding.act() as act:
        if faults := [*_faults(entries), *_known(coding, wanted)]:
            raise UsageError(
                f"This framework cannot be taken: {' '.join(faults)}", "Nothing was changed."
            )
        if not wanted:
            raise UsageError("The framework is empty.", COLUMNS)
        numbers = numbering(coding.events)
        for entry in wanted:
            level = Level(len(entry.path) - 1)
            made[entry.key] = numbers.next(level)
            act.append(
                CodeApproved(
                    code=made[entry.key],
                    label=entry.path[-1],
                    level=level,
                    parent=made.get(entry.key[:-1]),
                    definition=entry.definition,
                )
            )
    return [coding.book.nodes[code] for code in made.values()]


def _with_parents(entries: Sequence[Entry]) -> list[Entry]:
    """Every path once, each after the one above it."""
    given = {entry.key: entry for entry in entries}
    found: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for depth in range(1, len(entry.path) + 1):
            above = Entry(path=entry.path[:depth], where=entry.where)
            found.setdefault(above.key, given.get(above.key, above))
    return list(found.values())


def _faults(entries: Sequence[Entry]) -> Iterable[str]:
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if not all(name.strip() for name in entry.path):
            yield f"{entry.where}: a name is empty."
        elif len(entry.path) > _LEVELS:
            yield (
                f"{entry.where}: {entry.path[-1]!r} stands {len(entry.path)} deep; there are"
                f" {_LEVELS} levels: theme, subtheme, code."
            )
        elif entry.key in seen:
            above = f" under {entry.path[-2]!r}" if len(entry.path) > 1 else ""
            first = seen[entry.key].where
            yield f"{entry.where} names {entry.path[-1]!r}{above} again, as {first}."
        seen.setdefault(entry.key, entry)


def _known(coding: Coding, wanted: Iterable[Entry]) -> Iterable[str]:
    book = coding.book
    paths = {
        tuple(at.label.casefold() for at in book.path(node.id)): node.id
        for node in book.nodes.values()
    }
    for entry in wanted:
        if entry.key in paths:
            yield f"{entry.path[-1]!r} is in the codebook already, as {paths[entry.key]}."


def read_framework(path: Path) -> list[Entry]:
    """The entries of a CSV or Excel table.

    Raises:
        BadInput: it cannot be read, its columns mean nothing, a parent is unknown or a circle.
    """
    rows = _rows(path)
    if not rows:
        raise BadInput(f"{path.name} has no rows: the framework is empty.", COLUMNS)
    names = set(rows[0][1])
    if "theme" in names:
        return _paths(rows)
    if "tag" in names:
        return [
            Entry(
                path=tuple(name.strip() for name in row["tag"].split(".")),
                definition=row.get("description", "").strip(),
                where=where,
            )
            for where, row in rows
        ]
    if {"name", "parent"} <= names:
        return _from_parents(rows)
    raise BadInput(f"{path.name} has no column that names a code.", COLUMNS)


def _rows(path: Path) -> list[tuple[str, Mapping[str, str]]]:
    table = read_table(path)
    return [(f"{path.name}, {table.place(line).lower()}", row) for line, row in table.rows]


def _paths(rows: Sequence[tuple[str, Mapping[str, str]]]) -> list[Entry]:
    """A row per path; a theme or subtheme that several rows name is one node."""
    found: list[Entry] = []
    for where, row in rows:
        names = [row.get(level.word, "") for level in Level]
        while names and not names[-1]:
            names.pop()
        found.append(Entry(path=tuple(names), definition=row.get("definition", ""), where=where))
    return found


def _from_parents(rows: Sequence[tuple[str, Mapping[str, str]]]) -> list[Entry]:
    """A row per node that names its parent; names must be the file's alone."""
    lines: dict[str, str] = {}
    parents: dict[str, str] = {}
    for where, row in rows:
        if row["name"].casefold() in lines:
            raise BadInput(
                f"{where} names {row['name']!r} again, as {lines[row['name'].casefold()]}.",
                "Where a column names parents, every name must occur once; nothing was changed.",
            )
        lines[row["name"].casefold()] = where
        parents[row["name"]] = row["parent"]
    known = {name.casefold(): name for name in parents}
    return [
        Entry(
            path=_upwards(row["name"], parents, known, where),
            definition=row.get("definition", ""),
            where=where,
        )
        for where, row in rows
    ]


def _upwards(
    name: str, parents: Mapping[str, str], known: Mapping[str, str], where: str
) -> tuple[str, ...]:
    found = [name]
    while above := parents[found[0]]:
        if above.casefold() not in known:
            raise BadInput(
                f"{where}: {found[0]!r} stands under {above!r}, which no row names.",
                "Add a row for it, or leave the parent empty; nothing was changed.",
            )
        parent = known[above.casefold()]
        if parent in found:
            raise BadInput(
                f"{where}: {' under '.join(map(repr, [*found[::-1], parent]))} is a circle.",
                "A node cannot stand under itself; nothing was changed.",
            )
        found.insert(0, parent)
    return tuple(found)


def started_words(coding: Coding, nodes: Sequence[Node]) -> str:
    """What was added, in the review's words."""
    levels = [
        counted(sum(at.level is level for at in nodes), level_word(coding, level))
        for level in Level
    ]
    return ", ".join(levels)
