"""REFI-QDA codebook: the tree with definitions, for NVivo, ATLAS.ti, MAXQDA, QualCoder."""

from __future__ import annotations

from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument
from screening.errors import UsageError


class RefiCodebook:
    """One ``.qdc`` file."""

    name = "qdc"
    label = "codebook for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA)"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``codebook.qdc``.

        Raises:
            UsageError: the codebook is empty; the format has no empty codebook.
        """
        from extraction.exporters.refi import codebook_xml

        if not any(document.nodes()):
            raise UsageError(
                "The codebook is empty, and a .qdc file needs one code at least.",
                "Add codes first: tamis themes add, or tamis themes propose",
            )
        return {"codebook.qdc": codebook_xml(document)}


EXPORTER = RefiCodebook()
