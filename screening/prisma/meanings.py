"""What every box of the flow counts, in one sentence each."""

from __future__ import annotations

from screening.protocol import Stage

_TOTALS = {
    "identified": "Records that all searches brought, duplicates among them",
    "databases": "Records from databases",
    "registers": "Records from registers",
    "websites": "Records from websites",
    "organisations": "Records from organisations",
    "citations": "Records from citation searching",
    "other_sources": "Records from other sources",
    "duplicates": "Records that are the same report as one kept",
    "to_screen": "Records left when duplicates are removed",
    "records_screened": "Records decided before the full text",
    "records_unscreened": "Records still to be decided before the full text",
    "records_not_screened": "Records left unread when a stage was stopped",
    "records_excluded": "Records excluded by title or abstract",
    "records_excluded_by_people": "Records excluded by title or abstract, by at least one person",
    "records_excluded_by_tools": "Records excluded by title or abstract, by programs alone",
    "reports_sought": "Reports whose full text was sought",
    "reports_not_retrieved": "Reports whose full text could not be had",
    "reports_assessed": "Reports decided by their full text",
    "reports_unassessed": "Reports still to be decided by their full text",
    "reports_excluded": "Reports excluded by their full text",
    "included": "Reports included",
    "articles_assessed": "Full texts assessed, and those that could not be had (PRISMA 2009)",
    "articles_excluded": "Full texts excluded, and those that could not be had (PRISMA 2009)",
    "studies_included": "Studies included, each by the first of its included reports",
    "reports_included": "Reports included",
    "open_records": "Records that somebody still has to decide on",
    "previous_studies": "Studies in the previous version, from review.toml",
    "previous_reports": "Reports in the previous version, from review.toml",
    "total_studies": "Studies of the previous version and of this one",
    "total_reports": "Reports of the previous version and of this one",
}
_AT_STAGE = {
    "reached": "Records that reached the {} stage",
    "decided": "Records decided at the {} stage",
    "excluded": "Records excluded at the {} stage",
    "excluded_by_people": "Records excluded at the {} stage by at least one person",
    "excluded_by_tools": "Records excluded at the {} stage by programs alone",
    "not_retrieved": "Reports that could not be had at the {} stage",
    "let_through": "Records let through at the {} stage",
    "pending": "Records that wait for decisions at the {} stage",
    "conflicts": "Records whose reviewers differ at the {} stage",
    "unsure_held": "Records held as unsure at the {} stage",
    "not_screened": "Records left unread when the {} stage was stopped",
    "open": "Records still to be decided at the {} stage",
    "unsure_forwarded": "Unsure records let through at the {} stage",
}
_COLUMNS = {"dbr": "databases and registers", "other": "other methods"}


def meaning(box: str) -> str:
    """What a box counts."""
    head, _, part = box.partition(":")
    if head == "source":
        return f"Records that {part.partition(':')[2]} brought, duplicates among them"
    if head == "duplicates" and part:
        return f"Records of {part.partition(':')[2]} that are the same report as one kept"
    return _plain(head) + (f", for this reason: {part}" if part else "")


def _plain(box: str) -> str:
    if box in _TOTALS:
        return _TOTALS[box]
    what, _, stage = box.rpartition("_")
    if what in _AT_STAGE and stage in tuple(Stage):
        return _AT_STAGE[what].format(Stage(stage).label)
    column, _, rest = box.partition("_")
    return f"{_plain(rest)}; column {_COLUMNS[column]}" if column in _COLUMNS else box
