"""Taguette codebook: a CSV file of tags, with the mark that its importer needs for accents."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument
from screening.console import safe_cell


class TaguetteCodebook:
    """One CSV file with the columns ``tag`` and ``description``."""

    name = "taguette-csv"
    label = "codebook for Taguette (CSV of tags)"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``taguette-codebook.csv``: tags named ``theme.subtheme.code``."""
        from extraction.exporters.exchange import clean
        from extraction.exporters.taguette import tag_paths

        paths = tag_paths(document)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("tag", "description"))
        for node in document.nodes():
            writer.writerow((safe_cell(paths[node.id]), safe_cell(clean(node.definition))))
        return {"taguette-codebook.csv": text.getvalue().encode("utf-8-sig")}


EXPORTER = TaguetteCodebook()
