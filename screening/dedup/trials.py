"""Registration numbers of trials and reviews: two different ones are two different studies."""

from __future__ import annotations

import re

from screening.records import RecordContent

# register -> how it writes its numbers; the group is what counts
_WRITTEN = {
    "NCT": r"NCT[ -]?(\d{8})",
    "ISRCTN": r"ISRCTN[ -]?(\d{8})",
    # and CTIS, whose numbers are others
    "EudraCT": r"(?:EudraCT|EUCTR|CTIS|EU[ -]?CT)\W*(?:\w+\W+){0,2}(20\d\d-\d{6}-\d\d)",
    "ACTRN": r"ACTRN[ -]?(\d{14})p?",
    "CRD": r"CRD[ -]?(4\d{10,13})",
    "ChiCTR": r"ChiCTR[-A-Z]*(\d{8,10})",
    "DRKS": r"DRKS(\d{8})",
    "CTRI": r"CTRI/(\d{4}/\d\d\d?/\d{6})",
    "UMIN": r"UMIN(\d{9})",
    "jRCT": r"jRCT[a-z]?(\d{9,10})",
    "IRCT": r"IRCT(\d{8,20}N\d{1,3})",
    "KCT": r"KCT(\d{7})",
    "PACTR": r"PACTR(\d{15,16})",
    "TCTR": r"TCTR(\d{11})",
    "NTR": r"NTR[ -]?(\d{3,5})",
    "RPCEC": r"RPCEC(\d{8})",
    "OMON": r"NL-OMON(\d{4,6})",
    "RBR": r"RBR-((?=\w*\d)\w{6,8})",  # which RBR-domain is none of
}
_REGISTERS = tuple(_WRITTEN)
_NUMBER = re.compile("|".join(rf"\b{way}\b" for way in _WRITTEN.values()), re.IGNORECASE)
# Every number holds one of these; looking for them first spares nearly all texts the search.
_SIGNS = ("CT", "CRD4", "DRKS", "UMIN", "NTR", "RPCEC", "OMON", "RBR-")
_REGISTER = re.compile(
    r"\b(?:clinicaltrials\.gov|clinical trials? regist(?:er|ry)|isrctn(?: registry)?|"
    r"clinical trials information system|ctis|euclinicaltrials\.eu|"
    r"eu ?clinical ?trials ?regist(?:er|ry)|netherlands trial regist(?:er|ry)|eudract|anzctr|"
    r"prospero|ictrp|chictr|itmctr|jprn|jrct|drks|ctri|irct|pactr|tctr|rebec|rpcec|nl-omon|"
    r"(?:http\S*)?trialsearch\.who\.int)\b",
    re.IGNORECASE,
)

_ENTRY_DOI = re.compile(r"10\.(?:1002/central/|1186/isrctn)", re.IGNORECASE)  # registers' own


def trials_of(content: RecordContent) -> tuple[str, ...]:
    """The registration numbers that a record names, each behind its register's sign, sorted.

    >>> trials_of(RecordContent(position=1, abstract="Trial registration: NCT 01234567."))
    ('NCT01234567',)
    """
    ids = " ".join(value for _, value in content.other_ids)
    text = f"{content.title} {content.venue} {content.url} {ids} {content.abstract}"
    return _numbers_in(text)


def entry_of(content: RecordContent) -> str:
    """The number of the entry of a register that a record is, and nothing besides; empty if none.

    A report with the address of its trial's entry is no entry: it has a journal, place or DOI. The
    entry's own number stands in its ids, venue or address; others are named in its text.
    """
    in_journal = bool(content.venue) and not _REGISTER.search(content.venue)
    if in_journal or _is_printed(content) or not is_register(content):
        return ""
    own = " ".join(value for label, value in content.other_ids if label == "trial")
    found = _numbers_in(own) or _numbers_in(f"{content.venue} {content.url}")
    return found[0] if len(found) == 1 else ""


def _numbers_in(text: str) -> tuple[str, ...]:
    if not any(sign in text for sign in _SIGNS):
        return ()
    return tuple(sorted({_number(found) for found in _NUMBER.finditer(text)}))


def _number(found: re.Match[str]) -> str:
    group = found.lastindex or 1
    return f"{_REGISTERS[group - 1]}{found[group].upper()}"


def is_register(content: RecordContent) -> bool:
    """Whether a record is the entry of a register itself, told by venue, publisher or address.

    What is printed is a report, also where its address is that of an entry.
    """
    if _REGISTER.search(content.venue):
        return True
    named = _REGISTER.search(f"{content.publisher} {content.url}")
    return bool(named) and not _is_printed(content)


def _is_printed(content: RecordContent) -> bool:
    cited = content.doi and not _ENTRY_DOI.match(content.doi)
    return bool(content.pmid or content.volume or content.issue or content.pages or cited)
