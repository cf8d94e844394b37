"""REFI-QDA project: codebook, texts, quotes, coders and studies in one ``.qdpx`` archive."""

from __future__ import annotations

from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument


class RefiProject:
    """One ``.qdpx`` file: ``project.qde`` and the texts under ``sources/``."""

    name = "qdpx"
    label = "project with texts and codings for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA)"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``project.qdpx``; texts are UTF-8 without a mark, LF, offsets in code points."""
        from extraction.exporters.archives import zipped
        from extraction.exporters.exchange import guid
        from extraction.exporters.quotations import quoted_sources
        from extraction.exporters.refi import project_xml

        parts = [("project.qde", project_xml(document))]
        for source in quoted_sources(document):
            name = f"sources/{guid(document.review_id, 'source', source.key)}.txt"
            parts.append((name, source.text.encode("utf-8")))
        return {"project.qdpx": zipped(parts)}


EXPORTER = RefiProject()
