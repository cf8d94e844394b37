"""Registration numbers of trials and reviews: two different ones are two different studies."""

from __future__ import annotations

import re

from screening.records import RecordContent

_NUMBER = re.compile(
    r"\bNCT[ -]?(\d{8})\b|\bISRCTN[ -]?(\d{8})\b|\b(?:EudraCT|EUCTR)\W*(?:\w+\W+){0,2}"
    r"(20\d\d-\d{6}-\d\d)\b|\bACTRN[ -]?(\d{14})p?\b|\bCRD[ -]?(4\d{10,13})\b|"
    r"\bChiCTR[-A-Z]*(\d{8,10})\b|\bDRKS(\d{8})\b|\bCTRI/(\d{4}/\d\d\d?/\d{6})\b|"
    r"\bUMIN(\d{9})\b|\bjRCT[a-z]?(\d{9,10})\b|\bIRCT(\d{8,20}N\d{1,3})\b|\bKCT(\d{7})\b|"
    r"\bPACTR(\d{15,16})\b|\bTCTR(\d{11})\b|\bNTR[ -]?(\d{3,5})\b",
    re.IGNORECASE,
)
# Every number holds one of these; looking for them first spares nearly all texts the search.
_SIGNS = ("CT", "CRD4", "DRKS", "UMIN", "NTR")
_REGISTER = re.compile(
    r"\b(?:clinicaltrials\.gov|clinical trials? regist(?:er|ry)|isrctn(?: registry)?|"
    r"eu ?clinical ?trials ?regist(?:er|ry)|eudract|anzctr|prospero|ictrp|"
    r"(?:http\S*)?trialsearch\.who\.int)\b",
    re.IGNORECASE,
)


def trials_of(content: RecordContent) -> tuple[str, ...]:
    """The registration numbers that a record names, sorted, each as its digits.

    >>> trials_of(RecordContent(position=1, abstract="Trial registration: NCT 01234567."))
    ('01234567',)
    """
    ids = " ".join(value for _, value in content.other_ids)
    text = f"{content.title} {content.url} {ids} {content.abstract}"
    if not any(sign in text for sign in _SIGNS):
        return ()
    found = {next(group for group in at if group) for at in _NUMBER.findall(text) if any(at)}
    return tuple(sorted(found))


def is_register(content: RecordContent) -> bool:
    """Whether a record is the entry of a register itself, told by venue, publisher or address."""
    return bool(_REGISTER.search(f"{content.venue} {content.publisher} {content.url}"))
