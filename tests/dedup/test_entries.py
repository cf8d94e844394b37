"""Entries of registers: found at several places, under one number."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.dedup.compare import trials_agree
from screening.dedup.decide import decide
from screening.dedup.entries import ENTRIES
from screening.dedup.find import find
from screening.dedup.trials import is_register, trials_of
from screening.dedup.types import Outcome, Prepared
from screening.records import RecordContent
from tests.dedup.made import ABSTRACT, TITLE, names, prepared

BARE = {"volume": "", "issue": "", "pages": "", "doi": "", "pmid": "", "authors": ()}


def entry(number: int, trial: str, **changes: object) -> Prepared:
    """An entry as a register or WHO's platform exports it."""
    fields = {**BARE, "venue": "ClinicalTrials.gov", "other_ids": (("trial", trial),)}
    return prepared(number, **{**fields, **changes})


def test_one_number_is_one_entry_wherever_it_was_found() -> None:
    there = entry(1, "NCT90000001", abstract="Mentors, an hour a week.")
    here = entry(2, "NCT90000001", venue="https://clinicaltrials.gov/show/NCT90000001", year=2013)
    found = decide(there, here)
    assert found is not None
    assert (found.outcome, found.rule) == (Outcome.CERTAIN, "one registration")
    assert "trial number NCT90000001" in found.evidence


def test_one_number_under_quite_another_title_is_asked_about() -> None:
    found = decide(entry(1, "NCT90000001"), entry(2, "NCT90000001", title="PEER: a pilot"))
    assert found is not None
    assert found.outcome is Outcome.ASK


def test_the_same_digits_of_two_registers_are_two_entries() -> None:
    assert decide(entry(1, "NCT90000001"), entry(2, "ISRCTN90000001", venue="ISRCTN")) is None


def test_an_entry_and_its_article_are_related_whatever_their_titles() -> None:
    article = prepared(
        2, title="Peers who help", abstract="We helped. NCT90000001.", authors=names("Roe, J")
    )
    (edge,) = find([entry(1, "NCT90000001"), article]).related
    assert (edge.rule, edge.outcome) == ("register", Outcome.RELATED)
    assert "trial number NCT90000001" in edge.evidence


def test_an_entry_that_names_another_trial_is_known_by_its_own_number() -> None:
    ours = entry(1, "NCT90000001", abstract="It goes on where NCT90000002 ended, with the same.")
    theirs = entry(2, "NCT90000001", venue="https://clinicaltrials.gov/show/NCT90000001")
    (edge,) = find([ours, theirs]).certain
    assert edge.rule == "one registration"
    assert "trial number NCT90000001" in edge.evidence
    other = entry(3, "NCT90000002", title="Mentors for surgeons on call at night")
    assert find([ours, other]).certain == ()


def test_a_report_with_the_address_of_its_entry_is_related_to_it_and_one_with_its_copy() -> None:
    told = {"abstract": "We helped. NCT90000001.", "title": "Peers who help at night"}
    address = "https://clinicaltrials.gov/study/NCT90000001"
    found = find([entry(1, "NCT90000001"), prepared(2, **told, url=address), prepared(3, **told)])
    assert found.clusters == ((2, 3),)
    assert {edge.rule for edge in found.related} == {"register"}


def test_entries_whose_own_numbers_are_not_known_are_not_one_for_naming_a_third() -> None:
    told = {"other_ids": (), "venue": "ICTRP", "abstract": "It goes on where NCT90000001 ended."}
    found = decide(prepared(1, **{**BARE, **told}), prepared(2, **{**BARE, **told, "year": 2019}))
    assert found is None or found.rule not in {at.name for at in ENTRIES}


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": "Journal of Mentoring"},
        {"venue": "", "pmid": "21000001"},
        {"venue": "", "volume": "12"},
        {"venue": "", "pages": "221-8"},
        {"venue": "", "doi": "10.5555/a"},
    ],
)
def test_a_report_with_the_address_of_an_entry_is_none(changes: dict[str, object]) -> None:
    address = {"url": "https://clinicaltrials.gov/study/NCT90000001"}
    assert entry(1, "NCT90000001", **{**address, "venue": ""}).entry == "NCT90000001"
    assert entry(1, "NCT90000001", **{**address, **changes}).entry == ""


def test_two_reports_of_one_trial_are_not_one_for_the_address_of_its_entry() -> None:
    told = {**BARE, "url": "https://clinicaltrials.gov/study/NCT90000001"}
    first = prepared(1, **{**told, "title": f"{TITLE}: a trial", "abstract": ""})
    second = prepared(2, **{**told, "title": f"{TITLE}: a year later", "abstract": ""})
    assert find([first, second]).certain == ()


def test_the_dois_that_registers_give_their_entries_speak_against_nothing() -> None:
    venue, doi = "https://isrctn.com/ISRCTN90000001", "10.1002/central/cn-90000001"
    central = entry(1, "ISRCTN90000001", venue=venue, doi=doi)
    theirs = entry(2, "ISRCTN90000001", venue="ISRCTN", doi="10.1186/isrctn90000001")
    (edge,) = find([central, theirs]).certain
    assert edge.rule == "one registration"


def test_a_number_of_the_eu_is_one_wherever_it_is_written() -> None:
    for text in (
        "CTIS2026-500001-12-00",
        "EU CT number: 2026-500001-12-00",
        "EudraCT 2026-500001-12",
    ):
        assert trials_of(RecordContent(position=1, abstract=text)) == ("EudraCT2026-500001-12",)


def test_a_domain_of_a_protein_is_no_registration() -> None:
    text = "The RBR-domain and RBR-type ligases of the RBR-family."
    assert trials_of(RecordContent(position=1, abstract=text)) == ()


def test_numbers_are_told_with_their_register() -> None:
    text = "EudraCT number 2019-001234-56, NCT 01234567, RBR-4abcde, chictr-trc-12345678"
    assert trials_of(RecordContent(position=1, abstract=text.replace("chictr", "ChiCTR"))) == (
        "ChiCTR12345678",
        "EudraCT2019-001234-56",
        "NCT01234567",
        "RBR4ABCDE",
    )


def test_registers_are_known_by_their_names() -> None:
    for venue in ("ChiCTR", "JPRN", "ISRCTN registry", "CTIS", "Netherlands Trial Register"):
        assert is_register(RecordContent(position=1, venue=venue))
    assert not is_register(RecordContent(position=1, venue="Controlled Clinical Trials"))


def test_an_entry_of_the_peruvian_register_by_way_of_central_is_that_of_the_platform() -> None:
    venue = "http://www.who.int/trialsearch/Trial2.aspx?TrialID=PER-012-21"
    central = entry(1, "", other_ids=(), venue=venue, authors=names("PER-012-21"))
    theirs = entry(2, "PER-012-21", venue="REPEC", year=2019)
    (edge,) = find([central, theirs]).certain
    assert edge.rule == "one registration"


def test_two_trials_of_an_unknown_register_are_two_though_titles_and_texts_agree() -> None:
    one, two = (
        entry(number, f"XCTR-2026-00{number}", venue="WHO ICTRP", abstract=ABSTRACT)
        for number in (1, 2)
    )
    assert find([one, two]).certain == ()


def test_an_extension_that_names_the_first_trial_is_no_duplicate_of_it() -> None:
    first = entry(1, "NCT90000001", abstract=ABSTRACT)
    ids = (("trial", "NCT90000002"), ("secondary", "NCT90000001"))
    found = find([first, entry(2, "", abstract=ABSTRACT, other_ids=ids)])
    assert found.certain == ()
    assert [edge.rule for edge in found.related] == ["register"]


def test_a_trial_in_two_registers_that_names_both_is_two_entries_of_one_study() -> None:
    ids = (("trial", "NCT90000001"), ("eudract", "2010-012345-67"))
    ours = entry(1, "", other_ids=ids)
    theirs = entry(2, "EUCTR2010-012345-67-GB", venue="EU Clinical Trials Register", title="PEER")
    found = find([ours, theirs])
    assert found.certain == ()
    (edge,) = found.related
    assert "trial number EudraCT2010-012345-67" in edge.evidence


def test_entries_under_one_number_by_other_people_or_with_a_notice_are_asked_about() -> None:
    one = entry(1, "NCT90000001", authors=names("Roe, Jane", "Doe, Ann"))
    theirs = entry(2, "NCT90000001", authors=names("Lind, Max"), title=f"{TITLE} at night")
    notice = entry(2, "NCT90000001", title=f"Erratum: {TITLE}")
    for two in (theirs, notice):
        (edge,) = find([one, two]).asked
        assert edge.rule == "one registration, other title"


def test_what_several_people_wrote_is_no_entry_for_the_address_of_one_alone() -> None:
    address = "https://clinicaltrials.gov/study/NCT90000001"
    told = {"other_ids": (), "venue": "", "url": address}
    assert entry(1, "", **told).entry == "NCT90000001"
    assert entry(1, "", **told, authors=names("NCT90000001")).entry == "NCT90000001"
    roe = names("Roe, Jane", "Doe, Ann")
    assert entry(1, "", **told, authors=roe, publisher="ClinicalTrials.gov").entry == "NCT90000001"
    for sponsor in ("Ward Pharmaceuticals, Inc", "Ward School"):
        assert entry(1, "", **told, authors=names(sponsor)).entry == "NCT90000001"
    for person in ("Roe, Jane", "Roe, AG"):
        assert entry(1, "", **told, authors=names(person)).entry == ""
    one = entry(1, "", **told, authors=roe)
    assert one.entry == ""
    later = entry(
        2, "", **told, authors=roe, title=f"{TITLE}: a year later", abstract="Other." * 30
    )
    assert find([one, later]).certain == ()


def test_a_report_that_names_further_numbers_or_titles_is_related_to_its_entry() -> None:
    report = prepared(
        2,
        title="Peers who help in 2 wards",
        abstract="We helped. NCT90000001, EudraCT 2010-012345-67.",
    )
    ours = entry(1, "NCT90000001", title="Mentors for 12 months", authors=names("Lind, Max"))
    (edge,) = find([ours, report]).related
    assert (edge.rule, edge.relation) == ("register", "register")


def test_a_review_that_lists_trials_is_related_to_none_of_their_entries() -> None:
    listed = ", ".join(f"NCT9000000{number}" for number in range(1, 6))
    review = prepared(2, title="Peers who help: a review", abstract=f"We found {listed}.")
    assert find([entry(1, "NCT90000001"), review]).related == ()


def test_a_record_without_a_number_joins_no_two_trials() -> None:
    one, two = (
        entry(number, f"NCT9000000{number}", abstract=ABSTRACT, authors=names("Roe, J"))
        for number in (1, 3)
    )
    bare = entry(2, "", other_ids=(), abstract=ABSTRACT, authors=names("Roe, J"))
    found = find([one, bare, two])
    assert all(not {1, 3} <= set(members) for members in found.clusters)
    assert any("trial numbers" in edge.evidence for edge in found.asked)


@pytest.mark.parametrize("place", [{"pages": "14"}, {"pages": "", "doi": "10.5555/supplement"}])
def test_a_report_without_a_number_joins_no_two_trials_of_one_page_or_doi(
    place: dict[str, object],
) -> None:
    told = {"doi": "", "pmid": "", **place}
    other = f"NCT90000003. {'Nurses on other wards helped each other at night for a year. ' * 3}"
    one = prepared(1, **told, abstract=f"NCT90000001. {ABSTRACT}")
    two = prepared(3, **told, abstract=other)
    assert find([one, two]).certain == ()
    found = find([one, prepared(2, **told, abstract=""), two])
    assert all(not {1, 3} <= set(members) for members in found.clusters)
    assert any("trial numbers" in edge.evidence for edge in found.asked)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "NCT90000001", "NCT90000002", "ISRCTN90000001"]),
            st.booleans(),
            st.sampled_from([{}, {"pages": "14"}, {"doi": "10.5555/a"}, {"abstract": ""}]),
        ),
        max_size=6,
    )
)
def test_no_cluster_holds_two_trial_numbers_of_one_register(
    drawn: list[tuple[str, bool, dict[str, object]]],
) -> None:
    records = [
        entry(at, trial)
        if is_entry
        else prepared(at, **{**BARE, "abstract": f"{ABSTRACT} {trial}.", **changes})
        for at, (trial, is_entry, changes) in enumerate(drawn, start=1)
    ]
    for members in find(records).clusters:
        inside = [at for at in records if at.number in members]
        pairs = itertools.combinations(inside, 2)
        assert all(trials_agree(one, two) is not False for one, two in pairs)


def test_one_doi_of_a_register_is_one_entry_also_where_its_venue_is_a_publisher() -> None:
    doi = "10.1186/isrctn90000001"
    ours = entry(1, "", other_ids=(), venue="ISRCTN", doi=doi)
    theirs = entry(2, "", other_ids=(), venue="Springer Nature", doi=doi)
    assert find([ours, theirs]).clusters == ((1, 2),)


def test_of_a_list_of_numbers_a_few_are_told() -> None:
    lists = [", ".join(f"NCT0{at:07}" for at in range(start, start + 900)) for start in (0, 2000)]
    one, two = (prepared(at, abstract=said) for at, said in enumerate(lists, start=1))
    (edge,) = find([one, two]).asked
    assert "NCT00000004 and 895 more" in edge.evidence
    assert len(edge.evidence) < 600


def test_numbers_of_two_registers_are_no_contradiction_between_reports() -> None:
    one = prepared(1, abstract=f"{ABSTRACT} NCT90000001.")
    two = prepared(2, abstract=f"{ABSTRACT} EudraCT 2010-012345-67.")
    assert [edge.one for edge in find([one, two]).certain] == [1]
    third = prepared(3, abstract=f"{ABSTRACT} NCT90000003.")
    assert find([one, third]).certain == ()
    old = prepared(4, abstract=f"{ABSTRACT} CTIS 2026-500001-12-00.")
    assert [edge.one for edge in find([two, old]).certain] == [2]
