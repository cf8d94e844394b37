"""How registers of trials and reviews are named, as a venue, a publisher or in an address."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"\b(?:clinicaltrials\.gov|clinical ?trials? ?regist(?:er|ry)|isrctn(?: registry)?|"
    r"clinical trials information system|ctis|euclinicaltrials\.eu|euctr|"
    r"eu ?clinical ?trials ?regist(?:er|ry)|netherlands trial regist(?:er|ry)|eudract|anzctr|"
    r"(?:public )?registry of clinical trials|clinical research information service|"
    r"japan primary registries network|prospero|ictrp|chictr|itmctr|jprn|jrct|drks|ctri|irct|"
    r"pactr|tctr|rebec|rpcec|slctr|lbctr|umin-ctr|nl-omon)\b",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(
    r"\b(?:trialsearch\.who\.int|who\.int/trialsearch|controlled-trials\.com/isrctn|"
    r"umin\.ac\.jp/(?:ctr|cgi-open-bin/ctr|cgi-bin/ctr)|ensaiosclinicos\.gov\.br|"
    r"cris\.nih\.go\.kr|ensayosclinicos-repec|(?:onderzoekmetmensen|trialregister)\.nl|thaiclinicaltrials\.org|"
    r"rctportal\.(?:niph|mhlw)\.go\.jp|registroclinico\.sld\.cu)",
    re.IGNORECASE,
)
# Names that others have as well: a journal (Nicotine & Tobacco Research), an archive (RePEc).
_SHARED = frozenset({"cris", "ntr", "umin", "omon", "repec"})

_ENTRY_DOI = re.compile(r"10\.1186/isrctn\d{8}", re.IGNORECASE)
_CENTRAL_DOI = re.compile(r"10\.1002/central/", re.IGNORECASE)  # entries and reports alike


def is_named(text: str) -> bool:
    """Whether a text names a register or holds the address of one.

    >>> is_named("https://trialsearch.who.int/Trial2.aspx?TrialID=PER-012-21"), is_named("Trials")
    (True, False)
    """
    return bool(_NAMES.search(text) or _ADDRESSES.search(text))


def is_shared_name(text: str) -> bool:
    """Whether a text is a register's name that others have as well, and nothing besides."""
    return text.strip().casefold() in _SHARED


def is_own_doi(doi: str, *, of_central: bool = False) -> bool:
    """Whether a DOI is one that a register, or CENTRAL as well, gives its entries."""
    return bool(_ENTRY_DOI.match(doi) or (of_central and _CENTRAL_DOI.match(doi)))
