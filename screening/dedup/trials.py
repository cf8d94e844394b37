"""Registration numbers of trials and reviews: two different ones are two different studies.

The shapes are those of the primary registers of WHO's network (https://www.who.int/tools/
clinical-trials-registry-platform/network/primary-registries), of ClinicalTrials.gov and PROSPERO.
A number is only taken with its register's sign; digits alone are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from screening.dedup.registers import is_named, is_own_doi, is_shared_name
from screening.records import Author, RecordContent

_NEXT = r"(?:[ :#-]|: )?"  # what may stand between sign and digits
_WORDS = r"(?:\w+\W+){0,2}"
_EU = r"20\d\d ?- ?\d{6} ?- ?\d\d"

# register -> how it writes its numbers; the group is what counts. A date or year can follow a
# register's name, so digits parted from the sign must begin as that register's numbers do.
_WRITTEN = {
    "NCT": r"(?:\bNCT(?:(?:[ :#-]|: )(?=0))?|(?-i:NCT)(?=0))(\d{8})",  # also "numberNCT01234567"
    "ISRCTN": rf"\bISRCTN{_NEXT}(\d{{8}})",
    # and CTIS, whose numbers are others
    "EudraCT": rf"\b(?:Eudra[ -]?CT|EUCTR|CTIS|EU[ -]?CT|EU trial number|"
    rf"clinical ?trials ?register(?:\.eu/ctr-search/trial)?)\W*{_WORDS}({_EU})",
    "ACTRN": rf"\b(?:ACTRN|ANZCTR){_NEXT}(\d{{14}})p?",
    "CRD": rf"\b(?:CRD{_NEXT}|PROSPERO\W+{_WORDS}(?=42))(4\d{{10,13}})",
    "ChiCTR": r"\bChiCTR(?:[-A-Z]*|[ -][A-Z]{3,5}[ -]{1,2}|(?:[ :]|: )(?=\d{10}\b))(\d{8,10})",
    "DRKS": r"\bDRKS(?:(?:-ID)?(?:[ :-]|: )(?=000))?(\d{8})",
    "CTRI": r"\bCTRI ?[ /:-] ?(\d{4} ?[/-] ?\d\d\d? ?[/-] ?\d{6})",
    "UMIN": rf"\b(?:UMIN(?:[ -]?CTR)?{_NEXT}|JPRN-)C?(\d{{9}})",
    "jRCT": rf"\bjRCT{_NEXT}([a-z]?\d{{9,10}})",  # the letter tells the law; each counts anew
    "JapicCTI-": rf"\bJapic[ -]?CTI{_NEXT}(\d{{6}})",
    "JMA-IIA": r"\bJMA-IIA(\d{5})",
    "IRCT": rf"\bIRCT{_NEXT}(\d{{8,20}}N\d{{1,3}})",
    "KCT": r"\bKCT(?:(?:[ :-]|: )(?=000))?(\d{7})",
    "PACTR": rf"\bPACTR{_NEXT}(\d{{15,16}})",
    "TCTR": rf"\bTCTR{_NEXT}(\d{{11}})",
    "NTR": r"\bNTR(?:[ -](?!(?:19|20)\d\d\b))?(\d{3,5})",
    # which can also be a postcode or a file of an ethics committee: NL12345.018.08
    "NL": rf"\bTrial ?Regist(?:er|ry)(?:\.nl)?\W{{1,3}}{_WORDS}NL(\d{{3,5}})(?!\.\d)",
    "RPCEC": r"\bRPCEC(?:(?:[ :-]|: )(?=000))?(\d{8})",
    "OMON": r"\bNL-OMON(\d{4,6})",
    "RBR": r"\bRBR-(\d[0-9A-Z]{5,7})",  # which RBR-domain is none of
    "SLCTR/": r"\bSLCTR ?[ /:-] ?(20\d\d ?[/-] ?\d{3})",
    "LBCTR": rf"\bLBCTR{_NEXT}(20\d{{8}})",
    "ITMCTR": rf"\bITMCTR{_NEXT}(\d{{10}})",
    "PER-": r"(?<![\w-])(?-i:PER)-(\d{3}-\d\d)(?!-)",
}
_REGISTERS = tuple(_WRITTEN)
# In ASCII, so that a number right behind Chinese or Japanese has its boundary.
_NUMBER = re.compile("|".join(rf"{way}\b" for way in _WRITTEN.values()), re.IGNORECASE | re.ASCII)
# Nearly every number has five digits in a row; looking for them first spares most texts the search.
_DIGIT = re.compile(r"\d")
_LONG = re.compile(r"\d{5}")
_SHORT = ("NTR", "NL", "PER-", "SLCTR", "slctr", "RBR-", "rbr-")
_GAP = re.compile(r" ?([/-]) ?")

# Ids of an entry need no sign where they are the whole value: those of EudraCT and CTIS.
_EU_ID = re.compile(r"^(20\d\d-[05]\d{5}-\d\d)(?:-\d\d)?(?:-[A-Z]{2,3})?$", re.ASCII)
_OWN_ID = re.compile(r"[A-Z][A-Z/-]{1,11}\d[\dA-Z/.-]+", re.ASCII)
_OF_ENTRIES = ("trial", "secondary")

# Full-width letters and digits, other blanks and other dashes.
_PLAIN = {0xFF01 + at: chr(0x21 + at) for at in range(94)}
_PLAIN |= dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " ")
_PLAIN |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")


def trials_of(content: RecordContent) -> tuple[str, ...]:
    """The registration numbers that a record names, each behind its register's sign, sorted.

    >>> trials_of(RecordContent(position=1, abstract="Trial registration: NCT 01234567."))
    ('NCT01234567',)
    """
    ids = " ".join(_signed(label, value) for label, value in content.other_ids)
    doi = content.doi if is_own_doi(content.doi) else ""
    text = f"{content.title} {content.venue} {content.url} {doi} {ids} {content.abstract}"
    return _numbers_in(text)


def entry_of(content: RecordContent) -> str:
    """The number of the entry of a register that a record is, and nothing besides; empty if none.

    A report with the address of its trial's entry is no entry: it has a journal, place or DOI, or
    several authors and nothing but the address. The entry's own number stands in its ids, venue,
    address or DOI; others are named in its text.
    """
    in_journal = bool(content.venue) and not _in_register(content)
    if in_journal or _is_printed(content) or not is_register(content) or _is_signed(content):
        return ""
    own = {_signed(label, value) for label, value in content.other_ids if label == "trial"}
    where = f"{content.venue} {content.url} {content.doi}"
    found = _numbers_in(" ".join(own)) or _unknown(own) or _numbers_in(where)
    return found[0] if len(found) == 1 else ""


def people_of(content: RecordContent) -> tuple[Author, ...]:
    """The authors without the number that CENTRAL gives an entry in their place."""
    return tuple(author for author in content.authors if not _DIGIT.search(author.name))


def is_register(content: RecordContent) -> bool:
    """Whether a record is the entry of a register itself, told by venue, publisher or address.

    What is printed is a report, also where its address is that of an entry.
    """
    if _in_register(content):
        return True
    named = is_own_doi(content.doi) or is_named(f"{content.publisher} {content.url}")
    return named and not _is_printed(content)


def _in_register(content: RecordContent) -> bool:
    """Whether the venue is a register; a name that others have too needs a number beside it."""
    if is_named(content.venue):
        return True
    return is_shared_name(content.venue) and any(label == "trial" for label, _ in content.other_ids)


def differ(one: Collection[str], two: Collection[str]) -> bool:
    """Whether a register has given both sides numbers, and no number is the same.

    Numbers of different registers tell nothing: one trial can be in both.

    >>> differ(["NCT90000001"], ["NCT90000002"]), differ(["NCT90000001"], ["ISRCTN90000001"])
    (True, False)
    """
    if not set(one).isdisjoint(two):
        return False
    return not {_register(at) for at in one}.isdisjoint(_register(at) for at in two)


def _register(number: str) -> str:
    """The register that gave a number; CTIS counts trials anew that EudraCT had numbered."""
    if number.startswith("EudraCT"):
        return "CTIS" if number.startswith("-5", len("EudraCT2026")) else "EudraCT"
    signs = (at for at in _REGISTERS if number.startswith(at))
    return next(signs, number.rstrip("0123456789/.-"))


def _signed(label: str, value: str) -> str:
    """An id with what tells its register: the label, or the shape where an entry lists it."""
    if label not in _OF_ENTRIES:
        return f"{label} {value}"
    parts = (part.strip() for part in re.split("[;,|]", value.translate(_PLAIN)))
    return f"{label} " + "; ".join(_EU_ID.sub(r"EudraCT \1", part) for part in parts)


def _unknown(own: Iterable[str]) -> tuple[str, ...]:
    """An entry's own numbers in a shape that no known register has, if they are nothing else."""
    numbers = (at.removeprefix("trial").strip().upper() for at in own)
    return tuple(number for number in numbers if _OWN_ID.fullmatch(number))


def _numbers_in(text: str) -> tuple[str, ...]:
    if not (_LONG.search(text) or any(sign in text for sign in _SHORT)):
        return ()
    plain = text if text.isascii() else text.translate(_PLAIN)
    return tuple(sorted({_number(found) for found in _NUMBER.finditer(plain)}))


def _number(found: re.Match[str]) -> str:
    group = found.lastindex or 1
    sign, number = _REGISTERS[group - 1], found[group].upper()
    parted = r"/" if sign in {"CTRI", "SLCTR/"} else r"\1"
    return sign + _GAP.sub(parted, number)


def _is_signed(content: RecordContent) -> bool:
    """Whether several people wrote what only an address tells as an entry.

    One author speaks for nothing: it can be the sponsor.
    """
    told = content.venue or is_named(content.publisher) or is_own_doi(content.doi)
    own = any(label == "trial" for label, _ in content.other_ids)
    return not told and not own and len(people_of(content)) > 1


def _is_printed(content: RecordContent) -> bool:
    cited = content.doi and not is_own_doi(content.doi, of_central=True)
    return bool(content.pmid or content.volume or content.issue or content.pages or cited)
