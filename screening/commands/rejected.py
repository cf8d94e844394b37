"""``tamis rejected``: what could not become a record."""

from __future__ import annotations

from screening.console import COLUMNS, give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, ReviewFolder


def rejected(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the entries that could not become records, with line, reason and remedy."""
    from screening.codec import to_json
    from screening.sessions.rejected import rejected_entries
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        found = list(rejected_entries(opened))
    if as_json:
        for at in found:
            give(to_json(at))
        return
    headers = ("search", "file", "entry", "line", "reason", "remedy")
    entries = ((at.search, at.file, at.entry) for at in found)
    rows = [
        (search, file, str(at.position), str(at.line or ""), at.reason, at.remedy)
        for search, file, at in entries
    ]
    if as_csv:
        raws = [at.entry.raw for at in found]
        give_csv((*headers, "raw"), [(*row, raw) for row, raw in zip(rows, raws, strict=True)])
    elif rows:
        give_table(headers, rows, within=COLUMNS)
    else:
        say("No entry was rejected.")
