"""Where a record can be read on the web, and opening it there: only ever when a person asks."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from urllib.parse import quote

from screening.records import Record
from screening.settings import has_browser

_DOI, _PUBMED = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"


def address_of(record: Record) -> str:
    """The DOI's address, else PubMed's, else the one in the export; empty if there is none."""
    if record.doi:
        return _DOI + quote(record.doi, safe="/:;()._-~")
    if record.pmid:
        return _PUBMED + record.pmid
    known = record.url.strip()
    return known if known.startswith(("https://", "http://")) and " " not in known else ""


def open_address(address: str, opener: Callable[[str], object] | None = None) -> str:
    """Open an address in the reviewer's browser, if there is one; what to tell the reviewer.

    Args:
        address: from ``address_of``.
        opener: what opens an address; the browser of this computer if left out.
    """
    if opener is None:
        if not has_browser():
            return f"There is no browser here. The address is {address}"
        opener = webbrowser.open
    opener(address)
    return f"Opened in your browser: {address}"
