"""Word: the themes as a review prints them, ``code (references)``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from extraction.exporters.document import ThemesDocument


class WordReport:
    """One Word document."""

    name = "docx"
    label = "the same tables as markdown, for Word, LibreOffice and Google Docs"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.docx``."""
        from extraction.exporters.report import report
        from extraction.exporters.word import word

        made = datetime.fromisoformat(document.as_of)
        return {
            "themes.docx": word(
                report(document),
                title=document.review,
                author=f"Tamis {document.tamis}",
                made=made,
            )
        }


EXPORTER = WordReport()
