"""Registration numbers: every register's own shape, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.dedup.registers import is_named
from screening.dedup.trials import entry_of, is_register, trials_of
from screening.records import RecordContent

WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in "NCT01234567")
WRITTEN = {
    "NCT90000001": "NCT90000001",
    "nct90000001": "NCT90000001",
    "NCT 01234567": "NCT01234567",
    "NCT-01234567": "NCT01234567",
    "NCT#01234567": "NCT01234567",
    "identifier: numberNCT01234567": "NCT01234567",
    WIDE: "NCT01234567",
    "注册号NCT01234567。": "NCT01234567",
    "NCT01234567¹": "NCT01234567",
    "NCT01234567Funding": "NCT01234567",
    "NCT01234567_1": "NCT01234567",
    "isrctn90000001": "ISRCTN90000001",
    "ISRCTN: 90000001": "ISRCTN90000001",
    "EudraCT 2010\u2010012345\u201067": "EudraCT2010-012345-67",
    "Eudra-CT-Nr.: 2010-012345-67": "EudraCT2010-012345-67",
    "EUCTR2010-012345-67-DE": "EudraCT2010-012345-67",
    "EU Clinical Trials Register: 2010-012345-67": "EudraCT2010-012345-67",
    "www.clinicaltrialsregister.eu/ctr-search/trial/2010-012345-67/GB": "EudraCT2010-012345-67",
    "CTIS2026-500001-12-00": "EudraCT2026-500001-12",
    "https://euclinicaltrials.eu/app/#/view/2026-500001-12-00": "EudraCT2026-500001-12",
    "ACTRN12600000000001p": "ACTRN12600000000001",
    "ANZCTR 12600000000001": "ACTRN12600000000001",
    "RBR-9abcde": "RBR9ABCDE",
    "Rbr\u20119abcde": "RBR9ABCDE",
    "ChiCTR2600900001": "ChiCTR2600900001",
    "ChiCTR-TRC-12900001": "ChiCTR12900001",
    "ChiCTR-TRC 12900001": "ChiCTR12900001",
    "KCT0009999": "KCT0009999",
    "CTRI/2026/01/900001": "CTRI2026/01/900001",
    "CTRI-2007-091-900001": "CTRI2007/091/900001",
    "RPCEC00000999": "RPCEC00000999",
    "DRKS-ID: DRKS00009999": "DRKS00009999",
    "DRKS 00009999": "DRKS00009999",
    "IRCT20269900000000N1": "IRCT20269900000000N1",
    "ITMCTR2026000001": "ITMCTR2026000001",
    "JPRN-UMIN000099999": "UMIN000099999",
    "JPRN-C000000999": "UMIN000000999",
    "UMIN-CTR: UMIN000099999": "UMIN000099999",
    "JPRN-jRCTs039990001": "jRCTS039990001",
    "jRCT1039990001": "jRCT1039990001",
    "JapicCTI-999999": "JapicCTI-999999",
    "JMA-IIA00999": "JMA-IIA00999",
    "LBCTR2026019999": "LBCTR2026019999",
    "TCTR20269999001": "TCTR20269999001",
    "PACTR202699999999999": "PACTR202699999999999",
    "TrialID=PER-012-21": "PER-012-21",
    "PER\u2011012\u201121": "PER-012-21",
    "SLCTR/2026/001": "SLCTR/2026/001",
    "SLCTR-2026-001": "SLCTR/2026/001",
    "Slctr/2026/001": "SLCTR/2026/001",
    "NTR9999": "NTR9999",
    "ntr9999": "NTR9999",
    "\uff2e\uff34\uff32\uff19\uff19\uff19\uff19": "NTR9999",
    "Dutch Trial Register (NTR 1973)": "NTR1973",
    "Dutch Trial Register: NTR-2005": "NTR2005",
    "NL-OMON99999": "OMON99999",
    "NL-OMON9999": "OMON9999",
    "SLCTR / 2026 / 001": "SLCTR/2026/001",
    "Netherlands Trial Register (NL9999)": "NL9999",
    "netherlands trial register nl9999": "NL9999",
    "PROSPERO registration 42026000001": "CRD42026000001",
}


@pytest.mark.parametrize(("written", "number"), WRITTEN.items())
def test_a_number_is_read_as_its_register_writes_it(written: str, number: str) -> None:
    text = f"Registered as {written}; it was funded."
    assert trials_of(RecordContent(position=1, abstract=text)) == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "2010-012345-67",
        "registered at NCT 20190101",
        "NCT012345678",
        "ChiCTR 20190101",
        "DRKS 20190101",
        "the NTR 2010",
        "the NTR-2010",
        "ISBN 978-3-16-148410-0, PMID 12345678",
        "tel. +49 30 12345678, 2010-2011",
        "U1111-1111-1111",
        "the NL 2010",
        "PER-2010-2011",
        "TCTR in words, 20269999001",
        "NCT012345678901",
        "grant PTDC/ART-PER/32417/2017",
        "ART-PER-324-17",
        "PER-012-21-3",
        "per-012-21",
        "NL-1234 AB",
        "Netherlands Trial Register, ethics file NL45678.041.13",
        "RBR-mutant",
        "SLCTR 2026",
        "Grant No. 20093218120033",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert trials_of(RecordContent(position=1, abstract=f"See {text}.")) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Netherlands Trial Register NTR1234 (NL9999)", ("NL9999", "NTR1234")),
        ("EudraCT: NCT01234567, 2010-012345-67", ("EudraCT2010-012345-67", "NCT01234567")),
        (
            "EU Clinical Trials Register (ISRCTN90000001; 2010-012345-67)",
            ("EudraCT2010-012345-67", "ISRCTN90000001"),
        ),
        ("PROSPERO (CRD42026000001, 42026000002)", ("CRD42026000001",)),
    ],
)
def test_a_number_between_another_register_and_its_number_is_kept(
    text: str, numbers: tuple[str, ...]
) -> None:
    assert trials_of(RecordContent(position=1, abstract=text)) == numbers


_PIECES = st.sampled_from(
    [
        *("NCT01234567", "ISRCTN90000001", "EudraCT", "2010-012345-67", "EU CT", "PROSPERO"),
        *("Trial Register", "NL9999", "NTR1234", "NTR", "1973", "CRD42026000001", "42026000001"),
        *("register", "(", ";", ": ", "number", "ChiCTR", "2600900001", "DRKS00009999", "注册号"),
    ]
)


@given(st.lists(_PIECES, max_size=9), st.sampled_from([" ", ", ", " / ", "; "]))
def test_a_number_with_its_sign_is_found_whatever_stands_around_it(
    pieces: list[str], between: str
) -> None:
    alone = {at for at in pieces if trials_of(RecordContent(position=1, abstract=at)) == (at,)}
    found = trials_of(RecordContent(position=1, abstract=between.join(pieces)))
    assert alone <= set(found)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("secondary", "2010-012345-67"),
        ("secondary", "WS-7;2010-012345-67-GB"),
        ("eudract", "2010-012345-67"),
        ("trial", "EUCTR2010-012345-67-GB"),
    ],
)
def test_the_ids_of_an_entry_need_no_sign_of_their_own(label: str, value: str) -> None:
    content = RecordContent(position=1, other_ids=((label, value),))
    assert trials_of(content) == ("EudraCT2010-012345-67",)


@pytest.mark.parametrize("label", ["accession", "secondary"])
def test_digits_in_other_ids_are_none(label: str) -> None:
    ids = ((label, "12345678"), (label, "2010-312345-67"), ("accession", "2010-012345-67"))
    assert trials_of(RecordContent(position=1, other_ids=ids)) == ()


def test_an_entry_is_known_by_its_own_number_in_a_shape_of_no_known_register() -> None:
    for value, number in (("NL9999", "NL9999"), ("xctr-2026/017", "XCTR-2026/017")):
        made = RecordContent(position=1, venue="ICTRP", other_ids=(("trial", value),))
        assert entry_of(made) == number
    for value in ("17", "mentors at night", "WS"):
        made = RecordContent(position=1, venue="ICTRP", other_ids=(("trial", value),))
        assert entry_of(made) == ""


def test_the_doi_of_isrctn_is_its_entry() -> None:
    made = RecordContent(position=1, doi="10.1186/isrctn90000001")
    assert (is_register(made), entry_of(made)) == (True, "ISRCTN90000001")
    assert trials_of(made) == ("ISRCTN90000001",)
    article = RecordContent(position=1, doi="10.1186/s13063-026-00001-1")
    assert not is_register(article)


@pytest.mark.parametrize(
    "text",
    [
        "http://www.who.int/trialsearch/Trial2.aspx?TrialID=PER-012-21",
        "https://www.clinicaltrialsregister.eu/ctr-search/trial/2010-012345-67/GB",
        "Iranian Registry of Clinical Trials",
        "Sri Lanka Clinical Trials Registry",
        "Clinical Research Information Service",
        "https://ensayosclinicos-repec.ins.gob.pe/en/",
        "http://www.ensaiosclinicos.gov.br/rg/RBR-9abcde",
    ],
)
def test_registers_are_known_by_name_and_address(text: str) -> None:
    assert is_named(text)


@pytest.mark.parametrize(
    "text", ["Trials", "RePEc", "https://ideas.repec.org/p/a", "https://www.who.int/news", ""]
)
def test_other_venues_are_no_registers(text: str) -> None:
    assert not is_named(text)


@pytest.mark.parametrize("venue", ["REPEC", "CRiS", "NTR", "UMIN"])
def test_a_name_that_others_have_too_needs_the_number_of_an_entry(venue: str) -> None:
    assert not is_register(RecordContent(position=1, venue=venue, volume="3"))
    made = RecordContent(position=1, venue=venue, other_ids=(("trial", "PER-012-21"),))
    assert (is_register(made), entry_of(made)) == (True, "PER-012-21")
    assert not is_register(replace(made, pages="3-9"))


def test_the_platform_is_asked_for_an_entry_by_its_number() -> None:
    url = "https://trialsearch.who.int/Trial2.aspx?TrialID=NL9999"
    assert entry_of(RecordContent(position=1, url=url)) == "NL9999"
    assert entry_of(RecordContent(position=1, venue=url)) == "NL9999"
