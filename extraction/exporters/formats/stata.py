"""Stata: the study x code matrix for statistics programs; R, SPSS, SAS and Python read it too."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

from extraction.exporters.document import StudyEntry, ThemeNode, ThemesDocument

# Stata 14 and later (version 118) and the limits of its file format (help limits, help dta).
_LABEL, _TEXT = 80, 2045


class Stata:
    """One row per study: its reference, title, year, and 0/1 for every code."""

    name = "dta"
    label = "study x code matrix for Stata, R and SPSS"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``matrix.dta``; variables are named by the codes' ids and labelled with their words."""
        from pandas import DataFrame

        codes = [node for node in document.nodes() if node.level == "code"]
        frame = DataFrame([_row(study, codes) for study in document.studies], columns=_names(codes))
        labels = {node.id.lower(): node.label[:_LABEL] for node in codes}
        out = io.BytesIO()
        frame.to_stata(
            out,
            write_index=False,
            version=118,
            variable_labels=labels,
            data_label="Studies by codes; 1: the study has a finding with the code"[:_LABEL],
            time_stamp=datetime.fromisoformat(document.as_of).replace(tzinfo=None),
        )
        return {"matrix.dta": out.getvalue()}


def _names(codes: list[ThemeNode]) -> list[str]:
    return [
        "record",
        "reference",
        "title",
        "year",
        "included",
        *(node.id.lower() for node in codes),
    ]


def _row(study: StudyEntry, codes: list[ThemeNode]) -> list[str | int | float]:
    return [
        study.record,
        study.reference[:_TEXT],
        study.title[:_TEXT],
        float(study.year) if study.year else float("nan"),
        int(study.included),
        *(min(study.counts.get(node.id, 0), 1) for node in codes),
    ]


EXPORTER = Stata()
