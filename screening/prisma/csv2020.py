"""The CSV of the PRISMA2020 R package and web app: 34 rows of 8 columns, filled from the flow.

Format: Haddaway NR et al., PRISMA2020: an R package and Shiny app, Campbell Systematic Reviews
2022;18:e1230. Its readers part names from numbers at commas and semicolons and set labels in
single quotes, so these characters are replaced in names; every row must be there. ``NA`` as a
number hides a box. The format cannot say that screening is unfinished: tell the user.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from screening.console import safe_cell
from screening.prisma.counts import NO_REASON, ColumnCount, FlowCounts, ReasonCount
from screening.prisma.wording import clean
from screening.records import SourceKind

HEADER = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
NA = "NA"
_VIA = "Identification of new studies via"
_OF_PREVIOUS = "included in previous version of review"
# data, node, box, text in the box; "" stands for an empty cell, which the package expects once.
_TEMPLATE: tuple[tuple[str, str, str, str], ...] = (
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
_REPLACED = str.maketrans({"'": "’", '"': "”", "\\": "/"})


def prisma2020_csv(counts: FlowCounts, *, pad_single_reason: bool = False) -> str:
    """The filled template.

    Sources that are neither website, organisation nor citation searching have no row of their
    own: they are added to the websites, and that row's text says so.

    Args:
        counts: from ``flow``.
        pad_single_reason: add "Other, 0" to a single reason; the package up to 1.1.1 stops
            without it.
    """
    filled = dict(_numbers(counts, pad_single_reason=pad_single_reason))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    for data, node, box, printed in _TEMPLATE:
        mixed = data == "website_results" and counts.other_sources
        text = "Websites and other sources" if mixed else printed
        writer.writerow((data, node, box, text, text, text, NA, filled.get(data, "0")))
    return file.getvalue()


def _numbers(counts: FlowCounts, *, pad_single_reason: bool) -> Iterator[tuple[str, str]]:
    yield "database_results", str(counts.databases)
    yield "database_specific_results", _specific(counts, SourceKind.DATABASE, "Database")
    yield "register_results", str(counts.registers)
    yield "register_specific_results", _specific(counts, SourceKind.REGISTER, "Register")
    yield "website_results", str(counts.websites + counts.other_sources)
    yield "organisation_results", str(counts.organisations)
    yield "citations_results", str(counts.citations)
    yield "duplicates", str(counts.dbr.duplicates)
    yield "excluded_automatic", str(counts.dbr.records_not_screened)
    for name, n in (
        ("records_screened", counts.dbr.records_screened),
        ("records_excluded", counts.dbr.records_excluded),
    ):
        yield name, str(n) if counts.screens_records else NA
    for column, held in (("dbr", counts.dbr), ("other", counts.other)):
        for name, text in _reports(column, held, pad=pad_single_reason):
            yield name, text if counts.assesses_reports else NA
    for total in ("new", "total"):
        yield f"{total}_studies", str(counts.studies_included)
        yield f"{total}_reports", str(counts.reports_included)


def _reports(column: str, held: ColumnCount, *, pad: bool) -> Iterator[tuple[str, str]]:
    yield f"{column}_sought_reports", str(held.reports_sought)
    yield f"{column}_notretrieved_reports", str(held.reports_not_retrieved)
    yield f"{column}_assessed", str(held.reports_assessed)
    yield f"{column}_excluded", _reasons(held.reasons, pad=pad)


def _specific(counts: FlowCounts, kind: SourceKind, placeholder: str) -> str:
    """Name and number of each source; the template's own placeholder, if there are none."""
    found = [(source.name, source.n) for source in counts.sources if source.kind is kind]
    return _pairs(found) or "; ".join(f"{placeholder} {n}, xxx" for n in (1, 2, 3))


def _reasons(reasons: tuple[ReasonCount, ...], *, pad: bool) -> str:
    pairs = [(reason.reason, reason.n) for reason in reasons]
    return _pairs([*pairs, ("Other", 0)] if pad and len(pairs) == 1 else pairs) or "0"


def _pairs(pairs: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{_name(name)}, {n}" for name, n in pairs)


def _name(text: str) -> str:
    """A name without what the template's readers, or a spreadsheet, take for their own."""
    parts = text.translate(_REPLACED).replace(";", ",").split(",")
    name = " – ".join(part for part in map(clean, parts) if part) or NO_REASON
    # A curved quote keeps a formula from running; a straight one would end a label in the package.
    return f"’{name}" if safe_cell(name) != name else name
