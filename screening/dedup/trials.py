"""Registration numbers of trials and reviews: two different ones are two different studies.

The shapes are those of the primary registers of WHO's network (https://www.who.int/tools/
clinical-trials-registry-platform/network/primary-registries), of ClinicalTrials.gov and PROSPERO.
A number is only taken with its register's sign; digits alone are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from screening.dedup.registers import is_named, is_own_doi, is_shared_name
from screening.records import Author, RecordContent

_NEXT = r"(?:[ :#-]|: )?"  # what may stand between sign and digits
_WORDS = r"(?:\w+\W+){0,2}"
_EU = r"20\d\d ?- ?\d{6} ?- ?\d\d"
_YEAR = r"(?:19|20)\d\d\b"
_REGISTER = r"Regist(?:er|ry)"

# register -> how it writes its numbers; the group is what counts. A date or year can follow a
# register's name, so digits parted from the sign must begin as that register's numbers do. Where
# words may stand between, they are looked at only: another register's number can be among them.
_WRITTEN = {
    "NCT": r"(?:\bNCT(?:(?:[ :#-]|: )(?=0))?|(?-i:NCT)(?=0))(\d{8})(?!\d)",  # also inside words
    "ISRCTN": rf"\bISRCTN{_NEXT}(\d{{8}})\b",
    # and CTIS, whose numbers are others
    "EudraCT": rf"\b(?:Eudra[ -]?CT|EUCTR|CTIS|EU[ -]?CT|EU trial number|euclinicaltrials\.eu|"
    rf"clinical ?trials ?register(?:\.eu/ctr-search/trial)?)(?=\W*{_WORDS}({_EU})\b)",
    "ACTRN": rf"\b(?:ACTRN|ANZCTR){_NEXT}(\d{{14}})p?\b",
    "CRD": rf"\b(?:CRD{_NEXT}|PROSPERO\W+(?:[^\W\d]+\W+){{0,2}}(?=42))(4\d{{10,13}})\b",
    "ChiCTR": r"\bChiCTR(?:[-A-Z]*|[ -][A-Z]{3,5}[ -]{1,2}|(?:[ :]|: )(?=\d{10}\b))(\d{8,10})\b",
    "DRKS": r"\bDRKS(?:(?:-ID)?(?:[ :-]|: )(?=000))?(\d{8})\b",
    "CTRI": r"\bCTRI ?[ /:-] ?(\d{4} ?[/-] ?\d\d\d? ?[/-] ?\d{6})\b",
    "UMIN": rf"\b(?:UMIN(?:[ -]?CTR)?{_NEXT}|JPRN-)C?(\d{{9}})\b",
    "jRCT": rf"\bjRCT{_NEXT}([a-z]?\d{{9,10}})\b",  # the letter tells the law; each counts anew
    "JapicCTI-": rf"\bJapic[ -]?CTI{_NEXT}(\d{{6}})\b",
    "JMA-IIA": r"\bJMA-IIA(\d{5})\b",
    "IRCT": rf"\bIRCT{_NEXT}(\d{{8,20}}N\d{{1,3}})\b",
    "KCT": r"\bKCT(?:(?:[ :-]|: )(?=000))?(\d{7})\b",
    "PACTR": rf"\bPACTR{_NEXT}(\d{{15,16}})\b",
    "TCTR": rf"\bTCTR{_NEXT}(\d{{11}})\b",
    # a year only right behind the word: "Trial Register (NTR 1973)"
    "NTR": rf"\bNTR(?:[ -](?:(?!{_YEAR})|(?<={_REGISTER}\WNTR.)|(?<={_REGISTER}\W\WNTR.)))?"
    r"(\d{3,5})\b",
    # which can also be a postcode or a file of an ethics committee: NL12345.018.08
    "NL": rf"\bTrial ?{_REGISTER}(?:\.nl)?(?=\W{{1,3}}{_WORDS}NL(\d{{3,5}})\b(?!\.\d))",
    "RPCEC": r"\bRPCEC(?:(?:[ :-]|: )(?=000))?(\d{8})\b",
    "OMON": r"\bNL-OMON(\d{4,6})\b",
    "RBR": r"\bRBR-(\d[0-9A-Z]{5,7})\b",  # which RBR-domain is none of
    "SLCTR/": r"\bSLCTR ?[ /:-] ?(20\d\d ?[/-] ?\d{3})\b",
    "LBCTR": rf"\bLBCTR{_NEXT}(20\d{{8}})\b",
    "ITMCTR": rf"\bITMCTR{_NEXT}(\d{{10}})\b",
    "PER-": r"(?<![\w-])(?-i:PER)-(\d{3}-\d\d)\b(?!-)",
}
_REGISTERS = tuple(_WRITTEN)
# In ASCII, so that a number right behind Chinese or Japanese has its boundary.
_NUMBER = re.compile("|".join(_WRITTEN.values()), re.IGNORECASE | re.ASCII)
# Nearly every number has five digits in a row, the others a digit behind such a sign, and wide ones
# are rare. Looking for these first spares most texts the search, which costs a hundred times more.
_MAYBE = re.compile(
    r"\d(?:\d{4}|(?<=[\uff10-\uff19])|(?<=TR\d)|(?<=TR.\d)|(?<=TR..\d)|(?<=TR...\d)|"
    r"(?<=NL\d)|(?<=OMON\d)|(?<=RBR.\d)|(?<=(?-i:PER).\d))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_GAP = re.compile(r" ?([/-]) ?")

# Behind a comma; not "AG" or "SA", which are initials too.
_COMPANY = re.compile(
    r"\b(?:inc|incorporated|ltd|limited|llc|gmbh|corp|corporation)\b", re.IGNORECASE
)

# Ids of an entry need no sign where they are the whole value: those of EudraCT and CTIS.
_EU_ID = re.compile(r"^(20\d\d-[05]\d{5}-\d\d)(?:-\d\d)?(?:-[A-Z]{2,3})?$", re.ASCII)
_OWN_ID = re.compile(r"[A-Z][A-Z/-]{1,11}\d[\dA-Z/.-]+", re.ASCII)
_OF_ENTRIES = ("trial", "secondary")
_IN_ADDRESS = re.compile(r"[?&]TrialID=([\w/.-]+)", re.IGNORECASE | re.ASCII)

# Full-width letters and digits, other blanks and other dashes.
_PLAIN = {0xFF01 + at: chr(0x21 + at) for at in range(94)}
_PLAIN |= dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " ")
_PLAIN |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")


def trials_of(content: RecordContent) -> tuple[str, ...]:
    """The registration numbers that a record names, each behind its register's sign, sorted.

    >>> trials_of(RecordContent(position=1, abstract="Trial registration: NCT 01234567."))
    ('NCT01234567',)
    """
    ids = (_signed(label, value) for label, value in content.other_ids)
    doi = content.doi if is_own_doi(content.doi) else ""
    return _numbers_in(content.title, content.venue, content.url, doi, *ids, content.abstract)


def entry_of(content: RecordContent) -> str:
    """The number of the entry of a register that a record is, and nothing besides; empty if none.

    A report with the address of its trial's entry is no entry: it has a journal, place or DOI, or
    people for authors and nothing but the address. The entry's own number stands in its ids, venue,
    address or DOI; others are named in its text.
    """
    in_journal = bool(content.venue) and not _in_register(content)
    if in_journal or _is_printed(content) or not is_register(content) or _is_signed(content):
        return ""
    own = [_signed(label, value) for label, value in content.other_ids if label == "trial"]
    where = (content.venue, content.url, content.doi)
    found = _numbers_in(*own) or _unknown(own) or _numbers_in(*where) or _unknown(_asked_for(where))
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
    """Whether the venue is a register; a name that others have too needs a number, and no page."""
    if is_named(content.venue):
        return True
    numbered = any(label == "trial" for label, _ in content.other_ids)
    return is_shared_name(content.venue) and numbered and not _is_printed(content)


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
    numbers = {at.removeprefix("trial").strip().upper() for at in own}
    return tuple(sorted(number for number in numbers if _OWN_ID.fullmatch(number)))


def _asked_for(where: Iterable[str]) -> Iterator[str]:
    """The numbers that addresses of WHO's platform ask for."""
    for text in where:
        yield from _IN_ADDRESS.findall(text)


def _numbers_in(*texts: str) -> tuple[str, ...]:
    found: set[str] = set()
    for text in texts:
        if _MAYBE.search(text):
            plain = text if text.isascii() else text.translate(_PLAIN)
            found.update(map(_number, _NUMBER.finditer(plain)))
    return tuple(sorted(found))


def _number(found: re.Match[str]) -> str:
    group = found.lastindex or 1
    sign, number = _REGISTERS[group - 1], found[group].upper()
    parted = r"/" if sign in {"CTRI", "SLCTR/"} else r"\1"
    return sign + _GAP.sub(parted, number)


def _is_signed(content: RecordContent) -> bool:
    """Whether people wrote what only an address tells as an entry.

    One author in a single name speaks for nothing: it can be the sponsor.
    """
    told = content.venue or is_named(content.publisher) or is_own_doi(content.doi)
    own = any(label == "trial" for label, _ in content.other_ids)
    people = people_of(content)
    return not told and not own and (len(people) > 1 or any(map(_is_person, people)))


def _is_person(author: Author) -> bool:
    given = author.given or author.name.partition(",")[2]
    return bool(given.strip()) and not _COMPANY.search(given)


def _is_printed(content: RecordContent) -> bool:
    cited = content.doi and not is_own_doi(content.doi, of_central=True)
    return bool(content.pmid or content.volume or content.issue or content.pages or cited)
