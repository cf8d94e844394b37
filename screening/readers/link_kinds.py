"""What each format calls a retraction, an erratum, a comment ...: its word -> the kind of link.

Sources: ``RefType`` of the PubMed DTD, suggested values of JATS ``@related-article-type``, update
types of Crossref's Crossmark. A link of JATS and of Crossmark stands in the notice, unless the word
says that it points forward to the notice. MEDLINE's tags are in ``screening.records.links``.
"""

from __future__ import annotations

import re

from screening.readers.draft import Draft
from screening.records import LinkKind
from screening.records.links import link_to

PUBMED_TYPES = {
    "RetractionIn": LinkKind.RETRACTION_IN,
    "RetractionOf": LinkKind.RETRACTION_OF,
    "PartialRetractionIn": LinkKind.PARTIAL_RETRACTION_IN,
    "PartialRetractionOf": LinkKind.PARTIAL_RETRACTION_OF,
    "ExpressionOfConcernIn": LinkKind.CONCERN_IN,
    "ExpressionOfConcernFor": LinkKind.CONCERN_FOR,
    "ErratumIn": LinkKind.ERRATUM_IN,
    "ErratumFor": LinkKind.ERRATUM_FOR,
    "CorrectedandRepublishedIn": LinkKind.CORRECTED_IN,
    "CorrectedandRepublishedFrom": LinkKind.CORRECTED_FROM,
    "RetractedandRepublishedIn": LinkKind.RETRACTED_REPUBLISHED_IN,
    "RetractedandRepublishedFrom": LinkKind.RETRACTED_REPUBLISHED_FROM,
    "RepublishedIn": LinkKind.REPUBLISHED_IN,
    "RepublishedFrom": LinkKind.REPUBLISHED_FROM,
    "UpdateIn": LinkKind.UPDATE_IN,
    "UpdateOf": LinkKind.UPDATE_OF,
    "CommentIn": LinkKind.COMMENT_IN,
    "CommentOn": LinkKind.COMMENT_ON,
    "SummaryForPatientsIn": LinkKind.SUMMARY_IN,
    "OriginalReportIn": LinkKind.ORIGINAL_IN,
    "DatasetDescribedIn": LinkKind.DATA_DESCRIBED_IN,
    "DatasetUseReportedIn": LinkKind.DATA_USED_IN,
}
JATS_TYPES = {
    "retracted-article": LinkKind.RETRACTION_OF,
    "retraction-forward": LinkKind.RETRACTION_IN,
    "partial-retraction": LinkKind.PARTIAL_RETRACTION_OF,
    "object-of-concern": LinkKind.CONCERN_FOR,
    "concern-forward": LinkKind.CONCERN_IN,
    "corrected-article": LinkKind.ERRATUM_FOR,
    "correction-forward": LinkKind.ERRATUM_IN,
    "commentary-article": LinkKind.COMMENT_ON,
    "commentary": LinkKind.COMMENT_IN,
    "republished-article": LinkKind.REPUBLISHED_FROM,
    "republication": LinkKind.REPUBLISHED_IN,
    "updated-article": LinkKind.UPDATE_OF,
}
# (kind in the notice, kind in what it speaks of)
CROSSMARK_TYPES = {
    "retraction": (LinkKind.RETRACTION_OF, LinkKind.RETRACTION_IN),
    "withdrawal": (LinkKind.RETRACTION_OF, LinkKind.RETRACTION_IN),
    "removal": (LinkKind.RETRACTION_OF, LinkKind.RETRACTION_IN),
    "partial_retraction": (LinkKind.PARTIAL_RETRACTION_OF, LinkKind.PARTIAL_RETRACTION_IN),
    "expression_of_concern": (LinkKind.CONCERN_FOR, LinkKind.CONCERN_IN),
    "correction": (LinkKind.ERRATUM_FOR, LinkKind.ERRATUM_IN),
    "corrigendum": (LinkKind.ERRATUM_FOR, LinkKind.ERRATUM_IN),
    "erratum": (LinkKind.ERRATUM_FOR, LinkKind.ERRATUM_IN),
    "addendum": (LinkKind.UPDATE_OF, LinkKind.UPDATE_IN),
    "clarification": (LinkKind.UPDATE_OF, LinkKind.UPDATE_IN),
    "new_version": (LinkKind.UPDATE_OF, LinkKind.UPDATE_IN),
    "new_edition": (LinkKind.UPDATE_OF, LinkKind.UPDATE_IN),
}

_KINDS = "|".join(sorted((re.escape(kind) for kind in LinkKind), key=len, reverse=True))
_PRINTED = re.compile(rf"\b({_KINDS}):\s*([^\n]{{1,400}}?\bPMID:?\s*\d{{1,8}})", re.IGNORECASE)


def put_link(
    draft: Draft, kind: LinkKind | None, tag: str, text: str, *, pmid: str = "", doi: str = ""
) -> None:
    """Put a link into the draft; one of a kind that is not known is kept as it stands."""
    link = link_to(kind, text, pmid=pmid, doi=doi) if kind else None
    if link:
        draft.links.append(link)
        return
    number = f"PMID {pmid}" if pmid else ""
    draft.keep(tag, " ".join(filter(None, (text, doi, number))))


def put_links_printed_in(draft: Draft, note: str) -> None:
    """Links that EndNote copies from PubMed into a note: ``Comment in: Gut. 2007; PMID: 7``.

    Only those that end in a PubMed number are taken; the note itself stays what it is.
    """
    for kind, reference in _PRINTED.findall(note):
        link = link_to(LinkKind(" ".join(kind.casefold().split())), reference)
        if link and link not in draft.links:
            draft.links.append(link)


def crossmark_kind(word: str, *, forward: bool) -> LinkKind | None:
    """The kind of a Crossmark update; ``forward`` if the record is what the notice speaks of."""
    kinds = CROSSMARK_TYPES.get(word.strip().casefold().replace("-", "_").replace(" ", "_"))
    return kinds[forward] if kinds else None
