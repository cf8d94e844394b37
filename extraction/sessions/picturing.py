"""The pictures of a synthesis as files: shares, matrix, tree, saturation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.exporters import no_theme
from extraction.sessions.coding import Coding
from extraction.sessions.effects import shares
from extraction.sessions.naming import level_word
from extraction.sessions.saturating import Order, saturation_in
from extraction.sessions.themes_document import coded_review
from extraction.synthesis.coded import Coded
from extraction.synthesis.matrix import study_matrix
from extraction.synthesis.references import References
from extraction.synthesis.shares import Unit
from extraction.themes import Level, Node
from screening.console import write_file
from screening.errors import UsageError
from screening.sessions.outputs import outputs

KINDS = ("svg", "png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the pictures show.

    ``level`` is that of the matrix's rows and of the tree's lowest nodes; None: subthemes in the
    matrix, codes in the tree. ``among`` are the themes whose shares are compared.
    """

    level: Level | None = None
    unit: Unit = Unit.LINKS
    among: tuple[str, ...] = ()
    order: Order = Order.CODING
    title: str = ""
    references: References | None = None


Picture = Callable[[str], bytes]


def draw_pictures(
    coding: Coding,
    folder: Path,
    names: Sequence[str] = (),
    kinds: Sequence[str] = KINDS,
    wishes: Wishes | None = None,
    *,
    replace: bool = False,
) -> list[Path]:
    """Write pictures, each whole or not at all; ``names`` among shares, matrix, tree, saturation.

    Raises:
        UsageError: no such picture, kind or theme, or nothing to draw.
        CannotWrite: the folder cannot be written, or holds a file that is not to be replaced.
    """
    drawings = pictures(coding, names, wishes)
    wanted = {
        folder / f"{name}.{kind}": (draw, kind) for name, draw in drawings.items() for kind in kinds
    }
    home = coding.review.folder
    with outputs(wanted, kind="figures", review=home, replace=replace, folder=folder):
        for path, (draw, kind) in wanted.items():
            write_file(path, draw(kind))
    return list(wanted)


def pictures(
    coding: Coding, names: Sequence[str] = (), wishes: Wishes | None = None
) -> Mapping[str, Picture]:
    """Name -> a function that draws the picture as svg or png; all of them without names.

    Raises:
        UsageError: no such picture or theme, or nothing to draw.
    """
    makers = _makers()
    for name in names:
        if name not in makers:
            raise UsageError(
                f"There is no picture called {name!r}.", f"Choose among: {', '.join(makers)}."
            )
    coded = coded_review(coding)
    if not coded.nodes or not coded.included:
        raise UsageError(
            "There is nothing to draw: no code is approved, or no study is included.",
            "Look with 'tamis themes show' and 'tamis status'.",
        )
    wanted = wishes or Wishes()
    return {name: makers[name](coding, coded, wanted) for name in names or tuple(makers)}


def _makers() -> Mapping[str, Callable[[Coding, Coded, Wishes], Picture]]:
    return {"shares": _shares, "matrix": _matrix, "tree": _tree, "saturation": _saturation}


def _shares(coding: Coding, _coded: Coded, wishes: Wishes) -> Picture:
    found = [at for at in shares(coding, wishes.among) if at.unit is wishes.unit]
    if not found:
        raise UsageError(
            "There is no theme whose share could be drawn.",
            "Add themes (tamis themes add LABEL --level theme), or draw only: matrix, tree,"
            " saturation.",
        )

    def draw(kind: str) -> bytes:
        from extraction.synthesis.figures.shares_chart import draw_shares

        theme = level_word(coding, Level.THEME)
        title = wishes.title or f"Share of each {theme} in the {wishes.unit}"
        return draw_shares(found, kind, title=title)

    return draw


def _matrix(coding: Coding, coded: Coded, wishes: Wishes) -> Picture:
    level = _with_nodes(coded, wishes.level, Level.SUBTHEME)
    matrix = study_matrix(coded, level)
    inside = [number for number, at in enumerate(matrix.studies) if at in coded.included]
    cited = wishes.references or References.by_position(coding.included())
    columns = [cited.of(matrix.studies[number]) for number in inside]

    def draw(kind: str) -> bytes:
        from extraction.synthesis.figures.heat_map import HeatRow, draw_heat_map

        rows = [
            HeatRow(
                label=node.label,
                under=_under(coding, node),
                counts=tuple(matrix.counts[number][column] for number in inside),
            )
            for column, node in enumerate(matrix.codes)
        ]
        title = wishes.title or f"Studies by {level_word(coding, level)}s"
        return draw_heat_map(rows, columns, kind, title=title)

    return draw


def _with_nodes(coded: Coded, wanted: Level | None, usual: Level) -> Level:
    """The level wanted; else the usual one, or that of the codes where it has no nodes."""
    if wanted is not None:
        if not any(node.level is wanted for node in coded.nodes):
            raise UsageError(
                f"There is no {wanted.word} to draw.", "'tamis themes show' lists what there is."
            )
        return wanted
    return usual if any(node.level is usual for node in coded.nodes) else Level.CODE


def _under(coding: Coding, node: Node) -> str:
    return " / ".join(at.label for at in coding.book.path(node.id)[:-1])


def _tree(coding: Coding, coded: Coded, wishes: Wishes) -> Picture:
    from extraction.synthesis.counts import node_counts

    lowest = _with_nodes(coded, wishes.level, Level.CODE)
    counts = node_counts(coded)

    def draw(kind: str) -> bytes:
        from extraction.synthesis.figures.tree_chart import TreeRow, draw_tree

        def row(node: Node, under: int) -> TreeRow:
            return TreeRow(
                label=node.label,
                depth=under + len(coded.above[node.id]) - 1,
                studies=counts[node.id].studies_included,
                strong=node.level is Level.THEME,
            )

        shown = [node for node in coded.nodes if node.level <= lowest]
        loose = [node for node in shown if not coding.book.is_placed(node.id)]
        rows = [row(node, 0) for node in shown if coding.book.is_placed(node.id)]
        if loose:
            heading = no_theme(level_word(coding, Level.THEME))
            rows.append(TreeRow(label=heading, depth=0, studies=None, strong=True))
        rows += [row(node, 1) for node in loose]
        names = [f"{level_word(coding, at)}s" for at in Level if at <= lowest]
        title = wishes.title or f"{coding.review.protocol.title}: {', '.join(names)}"
        return draw_tree(rows, kind, title=title, of=len(coded.included))

    return draw


def _saturation(coding: Coding, coded: Coded, wishes: Wishes) -> Picture:
    cited = wishes.references or References.by_position(coding.included())
    found = saturation_in(coding, coded, wishes.order)
    panels = [
        (f"{level_word(coding, level)}s", at)
        for level, at in reversed(tuple(zip(Level, found, strict=True)))
        if at.nodes
    ]
    if not panels:
        raise UsageError(
            "There is no saturation to draw: no included study has a code.",
            "Code findings first: tamis themes code",
        )
    order = [cited.of(study) for study in found[0].studies]

    def draw(kind: str) -> bytes:
        from extraction.synthesis.figures.saturation_chart import draw_saturation

        title = wishes.title or "What each further study brought"
        return draw_saturation(panels, order, kind, order=wishes.order.words, title=title)

    return draw
