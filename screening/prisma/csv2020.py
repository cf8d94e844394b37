"""The CSV of the PRISMA2020 R package and web app: 34 rows of 8 columns, filled from the flow.

Format: Haddaway NR et al., PRISMA2020: an R package and Shiny app, Campbell Systematic Reviews
2022;18:e1230. Its readers part names from numbers at commas and semicolons and set labels in
single quotes, so these characters are replaced in names, and so are double @, which the drawing
library takes for a footnote; every row must be there. ``NA`` as a number hides a line where
sources, removed records or totals stand and prints "(n = NA)" elsewhere. The format has no number
for what is still to be decided; while screening is unfinished, the texts of the boxes say so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from screening.console import safe_cell
from screening.prisma.counts import COLUMNS, NO_REASON, FlowCounts
from screening.prisma.told import SEARCHED, Told, told
from screening.prisma.wording import clean
from screening.records import SourceKind

HEADER = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
NA = "NA"
_VIA = "Identification of new studies via"
_OF_PREVIOUS = "included in previous version of review"
# data, node, box, text in the box; "" stands for an empty cell, which the package expects once.
TEMPLATE: tuple[tuple[str, str, str, str], ...] = (
    (NA, "node4", "prevstud", "Previous studies"),
    ("previous_studies", "node5", "box1", f"Studies {_OF_PREVIOUS}"),
    ("previous_reports", NA, "box1", f"Reports of studies {_OF_PREVIOUS}"),
    (NA, "node6", "newstud", f"{_VIA} databases and registers"),
    ("database_results", "node7", "box2", "Databases"),
    ("database_specific_results", NA, "box2", "Specific Databases"),
    ("register_results", NA, "box2", "Registers"),
    ("register_specific_results", NA, "box2", "Specific Registers"),
    (NA, "node16", "othstud", f"{_VIA} other methods"),
    ("website_results", "node17", "box11", "Websites"),
    ("organisation_results", "", "box11", "Organisations"),
    ("citations_results", NA, "box11", "Citation searching"),
    ("duplicates", "node8", "box3", "Duplicate records"),
    ("excluded_automatic", NA, "box3", "Records marked as ineligible by automation tools"),
    ("excluded_other", NA, "box3", "Records removed for other reasons"),
    ("records_screened", "node9", "box4", "Records screened"),
    ("records_excluded", "node10", "box5", "Records excluded"),
    ("dbr_sought_reports", "node11", "box6", "Reports sought for retrieval"),
    ("dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved"),
    ("other_sought_reports", "node18", "box12", "Reports sought for retrieval"),
    ("other_notretrieved_reports", "node19", "box13", "Reports not retrieved"),
    ("dbr_assessed", "node13", "box8", "Reports assessed for eligibility"),
    ("dbr_excluded", "node14", "box9", "Reports excluded"),
    ("other_assessed", "node20", "box14", "Reports assessed for eligibility"),
    ("other_excluded", "node21", "box15", "Reports excluded"),
    ("new_studies", "node15", "box10", "New studies included in review"),
    ("new_reports", NA, "box10", "Reports of new included studies"),
    ("total_studies", "node22", "box16", "Total studies included in review"),
    ("total_reports", NA, "box16", "Reports of total included studies"),
    ("identification", "node1", "identification", "Identification"),
    ("screening", "node2", "screening", "Screening"),
    ("included", "node3", "included", "Included"),
    ("total_studies_ma", "node23", "box17", "Total studies included in meta-analysis"),
    ("total_reports_ma", NA, "box17", "Reports of studies included in meta-analysis"),
)
_AUTOMATIC, _OTHERWISE = "dbr_records_not_screened", "dbr_removed_otherwise"
# Row of the template -> box of the flow, for rows of one number.
ROWS = {
    "previous_studies": "previous_studies",
    "previous_reports": "previous_reports",
    "database_results": "databases",
    "register_results": "registers",
    "website_results": "websites",
    "organisation_results": "organisations",
    "citations_results": "citations",
    "duplicates": "dbr_duplicates",
    "excluded_automatic": _AUTOMATIC,
    "excluded_other": _OTHERWISE,
    "records_screened": "dbr_records_screened",
    "records_excluded": "dbr_records_excluded",
    "dbr_sought_reports": "dbr_reports_sought",
    "dbr_notretrieved_reports": "dbr_reports_not_retrieved",
    "other_sought_reports": "other_reports_sought",
    "other_notretrieved_reports": "other_reports_not_retrieved",
    "dbr_assessed": "dbr_reports_assessed",
    "dbr_excluded": "dbr_reports_excluded",
    "other_assessed": "other_reports_assessed",
    "other_excluded": "other_reports_excluded",
    "new_studies": "studies_included",
    "new_reports": "reports_included",
    "total_studies": "total_studies",
    "total_reports": "total_reports",
    "total_studies_ma": "studies_in_meta_analysis",
    "total_reports_ma": "reports_in_meta_analysis",
}
# Row of the template -> box of what is missing in its sum while screening is unfinished.
_STILL_OPEN = {
    "records_screened": "dbr_records_unscreened",
    "dbr_assessed": "dbr_reports_unassessed",
    "other_assessed": "other_reports_unassessed",
}
_OPEN = "still to be decided"
_OPEN_TEXT = re.compile(rf"\((\d+) {_OPEN}\)")
# NA in one of these stops the web app's upload.
_UPDATE_ROWS = ("previous_studies", "previous_reports", "total_studies_ma", "total_reports_ma")
_REPLACED = str.maketrans({"'": "’", '"': "”", "\\": "/"})


def prisma2020_csv(flow: FlowCounts | Told, *, pad_single_reason: bool = False) -> str:
    """The filled template.

    Sources that are neither website, organisation nor citation searching have no row of their
    own: they are added to the websites, and that row's text says so.

    Args:
        flow: from ``flow``, or typed numbers.
        pad_single_reason: add "Other, 0" to a single reason; the package up to 1.1.1 stops
            without it.
    """
    at = told(flow) if isinstance(flow, FlowCounts) else flow
    filled = template_numbers(at, pad_single_reason=pad_single_reason)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    for data, node, box, printed in TEMPLATE:
        text = _text(at, data, printed)
        writer.writerow((data, node, box, text, text, text, NA, filled.get(data, "0")))
    return file.getvalue()


def _text(at: Told, data: str, printed: str) -> str:
    """The text of a box, with what its number does not say."""
    if data == "website_results" and at.some("other_sources"):
        return "Websites and other sources"
    waiting = at.some(_STILL_OPEN[data]) if data in _STILL_OPEN else 0
    return f"{printed} ({waiting} {_OPEN})" if waiting else printed


def still_open(data: str, text: str) -> int:
    """How many records or reports a box's text says are still to be decided; 0 if it says none."""
    said = _OPEN_TEXT.search(text) if data in _STILL_OPEN else None
    return int(said[1]) if said else 0


def template_numbers(at: Told, *, pad_single_reason: bool = False) -> dict[str, str]:
    """Row of the template (its ``data``) -> what stands under ``n``; rows left at 0 are left out.

    Numbers not known, or of stages the protocol lacks, are NA.
    """
    filled = {row: _number(at, box) for row, box in ROWS.items() if row not in _UPDATE_ROWS}
    filled |= {row: str(at.some(ROWS[row])) for row in _UPDATE_ROWS}
    if at.numbers.get("websites") is not None:
        filled["website_results"] = str(at.some("websites") + at.some("other_sources"))
    if "total_studies" not in at.numbers:
        for what in ("studies", "reports"):
            filled[f"total_{what}"] = filled[f"new_{what}"]
    for kind in SEARCHED:
        filled[f"{kind}_specific_results"] = _specific(at, kind)
    for column in COLUMNS:
        if (excluded := f"{column}_reports_excluded") in at.numbers:
            filled[f"{column}_excluded"] = _reasons(at, excluded, pad=pad_single_reason)
    return filled


def _number(at: Told, box: str) -> str:
    if box in (_AUTOMATIC, _OTHERWISE) and box not in at.numbers:
        return "0"  # nothing was removed so: the log would know it
    n = at.numbers.get(box)
    return NA if n is None else str(n)


def _specific(at: Told, kind: SourceKind) -> str:
    """Name and number of each source; the template's own placeholder, if there are none."""
    found = [(name, at.numbers[box]) for box, name in at.named(f"source:{kind}")]
    placeholder = kind.value.capitalize()
    return _pairs(found) or "; ".join(f"{placeholder} {n}, xxx" for n in (1, 2, 3))


def _reasons(at: Told, box: str, *, pad: bool) -> str:
    """The reasons; without any, the number alone."""
    pairs = [(name, at.numbers[reason]) for reason, name in at.named(box)]
    return _pairs([*pairs, ("Other", 0)] if pad and len(pairs) == 1 else pairs) or _number(at, box)


def _pairs(pairs: Iterable[tuple[str, int | None]]) -> str:
    return "; ".join(f"{_name(name)}, {NA if n is None else n}" for name, n in pairs)


def _name(text: str) -> str:
    """A name without what the template's readers, or a spreadsheet, take for their own."""
    parts = re.sub("@+", "@", text).translate(_REPLACED).replace(";", ",").split(",")
    name = " – ".join(part for part in map(clean, parts) if part) or NO_REASON
    # A curved quote keeps a formula from running; a straight one would end a label in the package.
    return f"’{name}" if safe_cell(name) != name else name
