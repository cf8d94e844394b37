"""Notices and comments that tie a record to another publication: retractions, errata, updates.

Kinds: the comments and corrections of MEDLINE/PubMed (NLM, MEDLINE/PubMed Data Element
Descriptions). One normal form, whatever the format: the printed reference without the identifiers
at its end, and these for themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from screening.records.normalise import clean_text, normal_doi, normal_pmid

_PMID_AT_END = re.compile(r"\s*\bPMID:?\s*0*(\d{1,8})[.\s]*$")
_DOI_AT_END = re.compile(r"\s*\bdoi:\s*(10\.\d{4,9}\S*/\S+)\s*$", re.IGNORECASE)
_LOOSE_END = " .;,"


class LinkKind(StrEnum):
    """What the other publication is to the record; ``in`` and ``of`` say which is the notice."""

    RETRACTION_IN = "retraction in"
    RETRACTION_OF = "retraction of"
    PARTIAL_RETRACTION_IN = "partial retraction in"
    PARTIAL_RETRACTION_OF = "partial retraction of"
    CONCERN_IN = "expression of concern in"
    CONCERN_FOR = "expression of concern for"
    ERRATUM_IN = "erratum in"
    ERRATUM_FOR = "erratum for"
    CORRECTED_IN = "corrected and republished in"
    CORRECTED_FROM = "corrected and republished from"
    RETRACTED_REPUBLISHED_IN = "retracted and republished in"
    RETRACTED_REPUBLISHED_FROM = "retracted and republished from"
    REPUBLISHED_IN = "republished in"
    REPUBLISHED_FROM = "republished from"
    UPDATE_IN = "update in"
    UPDATE_OF = "update of"
    COMMENT_IN = "comment in"
    COMMENT_ON = "comment on"
    SUMMARY_IN = "summary for patients in"
    ORIGINAL_IN = "original report in"
    DATA_DESCRIBED_IN = "dataset described in"
    DATA_USED_IN = "dataset use reported in"


# The tags of MEDLINE text.
MEDLINE_TAGS = {
    "RIN": LinkKind.RETRACTION_IN,
    "ROF": LinkKind.RETRACTION_OF,
    "PRIN": LinkKind.PARTIAL_RETRACTION_IN,
    "PROF": LinkKind.PARTIAL_RETRACTION_OF,
    "ECI": LinkKind.CONCERN_IN,
    "ECF": LinkKind.CONCERN_FOR,
    "EIN": LinkKind.ERRATUM_IN,
    "EFR": LinkKind.ERRATUM_FOR,
    "CRI": LinkKind.CORRECTED_IN,
    "CRF": LinkKind.CORRECTED_FROM,
    "RRI": LinkKind.RETRACTED_REPUBLISHED_IN,
    "RRF": LinkKind.RETRACTED_REPUBLISHED_FROM,
    "RPI": LinkKind.REPUBLISHED_IN,
    "RPF": LinkKind.REPUBLISHED_FROM,
    "UIN": LinkKind.UPDATE_IN,
    "UOF": LinkKind.UPDATE_OF,
    "CIN": LinkKind.COMMENT_IN,
    "CON": LinkKind.COMMENT_ON,
    "SPIN": LinkKind.SUMMARY_IN,
    "ORI": LinkKind.ORIGINAL_IN,
    "DDIN": LinkKind.DATA_DESCRIBED_IN,
    "DRIN": LinkKind.DATA_USED_IN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLink:
    """One link to another publication; make it with ``link_to``, which brings it to normal form.

    ``reference`` is printed text such as ``Lancet. 2010 Feb 6;375(9713):445``; at least one of
    ``reference``, ``pmid`` and ``doi`` says something.
    """

    kind: LinkKind
    reference: str = ""
    pmid: str = ""
    doi: str = ""


def link_to(kind: LinkKind, text: str, *, pmid: str = "", doi: str = "") -> RecordLink | None:
    """A link out of what a format prints; None if that says nothing.

    >>> found = link_to(LinkKind.RETRACTION_IN, "Lancet. 2010;375:445. doi: 10.1016/x. PMID: 7")
    >>> found.reference, found.doi, found.pmid
    ('Lancet. 2010;375:445', '10.1016/x', '7')
    """
    text, pmid, doi = clean_text(text), normal_pmid(pmid), normal_doi(doi)
    if (found := _PMID_AT_END.search(text)) and pmid in ("", found[1]):
        text, pmid = text[: found.start()], found[1]
    text = text.rstrip(_LOOSE_END)
    if (found := _DOI_AT_END.search(text)) and doi in ("", normal_doi(found[1])):
        text, doi = text[: found.start()], normal_doi(found[1])
    reference = text.strip().rstrip(_LOOSE_END)
    if not (reference or pmid or doi):
        return None
    return RecordLink(kind=kind, reference=reference, pmid=pmid, doi=doi or normal_doi(reference))


def printed_reference(link: RecordLink) -> str:
    """The link without its kind, as MEDLINE prints it; ``link_to`` reads it back."""
    doi = f"doi: {link.doi}" if link.doi and normal_doi(link.reference) != link.doi else ""
    pmid = f"PMID: {link.pmid}" if link.pmid else ""
    return ". ".join(filter(None, (link.reference, doi, pmid)))


def printed_link(link: RecordLink) -> str:
    """The link in one line: ``retraction in: Lancet. 2010;375:445. PMID: 20137807``."""
    return f"{link.kind}: {printed_reference(link)}"


def read_link(line: str) -> RecordLink | None:
    """A link as ``printed_link`` prints it, in any case; None if the line is none.

    >>> read_link("Erratum in: PMID: 12").pmid
    '12'
    """
    kind, colon, rest = line.partition(":")
    name = " ".join(kind.casefold().split())
    if not colon or name not in {known.value for known in LinkKind}:
        return None
    return link_to(LinkKind(name), rest)
