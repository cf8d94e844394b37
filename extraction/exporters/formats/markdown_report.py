"""Markdown: the themes as a review prints them, ``code (references)``."""

from __future__ import annotations

from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument


class MarkdownReport:
    """One Markdown page."""

    name = "markdown"
    label = "a page of tables: codes with their references, support and shares (Markdown)"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.md``."""
        from extraction.exporters.markdown import markdown
        from extraction.exporters.report import report

        return {"themes.md": markdown(report(document))}


EXPORTER = MarkdownReport()
