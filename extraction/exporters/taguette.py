"""Taguette's words for a codebook: flat tags named by their path, at most 200 characters."""

from __future__ import annotations

from extraction.exporters.document import ThemeNode, ThemesDocument
from extraction.exporters.exchange import one_line, unique_names

LONGEST_TAG = 200


def tag_paths(document: ThemesDocument) -> dict[str, str]:
    """Node id -> tag: ``theme.subtheme.code``; a dot inside of a label becomes a middle dot."""
    return unique_names(document, _path, LONGEST_TAG)


def _path(node: ThemeNode) -> str:
    return ".".join(one_line(label).replace(".", "\N{MIDDLE DOT}") for label in node.path)
