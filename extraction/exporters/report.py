"""The themes as a review prints them: codes with references, shares, support, effect sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.exporters.blocks import Block, Grid, Heading, Paragraph
from extraction.exporters.document import ThemeNode, ThemesDocument, no_theme
from extraction.exporters.tables import printed
from extraction.synthesis.shares import Share

_MOST_FREQUENT = 20


def report(document: ThemesDocument) -> Iterator[Block]:
    """The whole page."""
    yield Heading(text=document.review or "Themes", level=1)
    for question in document.questions:
        yield Paragraph(text=question)
    yield Paragraph(
        text=f"N = {document.studies_in_review} included studies. Numbers in brackets are"
        f" references. Made by Tamis {document.tamis} from the log as of event"
        f" {document.as_of_event} ({document.as_of[:10]}); only what people approved is counted."
    )
    theme, subtheme, code = document.levels
    words = f"{theme}s, {subtheme}s and {code}s (references)"
    yield Heading(text=_capital(words))
    yield _tree(document)
    yield Heading(text=f"Which studies support which {theme}")
    yield _support(document)
    yield from _shares(document)
    yield Heading(text=f"Most frequent {code}s")
    yield _frequent(document)


def _tree(document: ThemesDocument) -> Grid:
    theme, subtheme, code = document.levels
    rows = [row for top in document.themes for row in _theme_rows(top)]
    for node in document.without_place:
        codes = node.children if node.level == "subtheme" else (node,)
        label = node.label if node.level == "subtheme" else ""
        rows.append((no_theme(theme), label, _codes(codes)))
    return Grid(
        headers=(_capital(theme), _capital(subtheme), f"{_capital(code)}s (references)"),
        rows=tuple(rows),
        widths=(2, 2, 7),
    )


def _theme_rows(theme: ThemeNode) -> Iterator[tuple[str, ...]]:
    for number, subtheme in enumerate(theme.children):
        yield "" if number else theme.label, subtheme.label, _codes(subtheme.children)
    if not theme.children:
        yield theme.label, "", ""


def _codes(codes: Sequence[ThemeNode]) -> str:
    return "; ".join(printed(code) for code in codes)


def _support(document: ThemesDocument) -> Grid:
    of = document.studies_in_review
    nodes = [node for node in document.nodes() if node.level != "code"]
    theme, subtheme, _ = document.levels
    return Grid(
        headers=(
            "Level",
            f"{_capital(theme)} or {subtheme}",
            f"Studies of {of}",
            "%",
            "Consistent with",
        ),
        rows=tuple(
            (
                document.word(node.level),
                node.label,
                str(node.studies_included),
                _percent(node.effect_size),
                node.references_included
                + (f" (not included: {node.references_outside})" * bool(node.references_outside)),
            )
            for node in nodes
        ),
        widths=(1, 3, 1, 1, 5),
    )


def _shares(document: ThemesDocument) -> Iterator[Block]:
    for heading, shares in (
        (f"Share of each {document.levels[0]}", document.shares),
        (f"Share of each of the chosen {document.levels[0]}s", document.shares_among),
    ):
        if shares:
            yield Heading(text=heading)
            yield from _share_tables(shares, _capital(document.levels[0]))


def _share_tables(shares: Sequence[Share], theme: str) -> Iterator[Block]:
    for unit in dict.fromkeys(share.unit for share in shares):
        yield Paragraph(text=f"Unit: {unit}; of {unit.basis}.")
        yield Grid(
            headers=(theme, unit.value, "of", "%"),
            rows=tuple(
                (share.label, str(share.count), str(share.total), _percent(share.share))
                for share in shares
                if share.unit is unit
            ),
            widths=(5, 1, 1, 1),
        )


def _frequent(document: ThemesDocument) -> Grid:
    codes = sorted(
        (node for node in document.nodes() if node.level == "code" and node.studies_included),
        key=lambda node: -node.studies_included,
    )
    return Grid(
        headers=(
            _capital(document.levels[2]), _capital(document.levels[0]),
            f"Studies of {document.studies_in_review}", "%", "References",
        ),
        rows=tuple(
            (
                node.label,
                node.path[0] if len(node.path) > 1 else "",
                str(node.studies_included),
                _percent(node.effect_size),
                node.references_included,
            )
            for node in codes[:_MOST_FREQUENT]
        ),
        widths=(3, 3, 1, 1, 3),
    )  # fmt: skip


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"
