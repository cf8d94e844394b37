"""What may never be wrong with a codebook; checked before any act on it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.findings import Findings
from extraction.themes.nodes import Codebook, Node
from extraction.themes.proposals import Level


def codebook_faults(book: Codebook, findings: Findings) -> list[str]:
    """A sentence for each fault of the tree, the codings or the redirects; empty if it is sound."""
    return [*_tree_faults(book), *_coding_faults(book, findings), *_redirect_faults(book)]


def _tree_faults(book: Codebook) -> Iterator[str]:
    for node in book.nodes.values():
        if not node.label.strip():
            yield f"The {node.level.word} {node.id} has no label."
        if node.parent is not None:
            yield from _parent_faults(node, book)


def _parent_faults(node: Node, book: Codebook) -> Iterator[str]:
    parent = book.nodes.get(node.parent) if node.parent else None
    if parent is None:
        yield f"{node.id} ({node.label!r}) would stand under {node.parent}, which is not there."
    elif parent.level + 1 != node.level:
        yield (
            f"{node.id} is a {node.level.word} and would stand under {parent.id},"
            f" a {parent.level.word}."
        )


def _coding_faults(book: Codebook, findings: Findings) -> Iterator[str]:
    for code, coded in book.codings.items():
        node = book.nodes.get(code)
        if coded and (node is None or node.level is not Level.CODE):
            yield f"Findings are coded with {code}, which is no code."
        for finding in coded:
            if finding not in findings:
                yield f"{code} is given to {finding}, which is no finding."


def _redirect_faults(book: Codebook) -> Iterator[str]:
    for code in book.redirects:
        if code in book.nodes:
            yield f"{code} was merged, but is still there."
