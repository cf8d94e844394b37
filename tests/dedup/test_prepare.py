"""The normal forms that a comparison stands on."""

from __future__ import annotations

import doctest

import pytest

from screening.dedup import place, text
from screening.dedup.names import family_of, name_words
from screening.dedup.place import pages_of, same_venue, venue_words
from screening.dedup.prepare import abstract_of, split_doi
from screening.dedup.text import fold, numerals_of, parts_of, without_notes
from screening.dedup.types import Notice
from tests.dedup.made import ABSTRACT, content, names, prepared


@pytest.mark.parametrize("name", ["prepare", "place", "text", "names", "trials"])
def test_the_examples_in_the_words_of_the_modules(name: str) -> None:
    import importlib

    module = importlib.import_module(f"screening.dedup.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("5-HT1A—Receptors", "5 ht1a receptors"),
        ("μ-opioid", "mu opioid"),
        ("Źródło straße Ødegård", "zrodlo strasse odegard"),
        ("ТРУДОВА ЗАЙНЯТІСТЬ", "трудова зайнятість".replace("й", "и")),
        ("医学生のメンター", "医学生のメンター"),
        ("12,500 women", "12500 women"),
        ("", ""),
    ],
)
def test_folding(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Corrigendum to 'Sleep in rats'", Notice.ERRATUM),
        ("Author's reply: Sleep in rats", Notice.COMMENT),
        ("Sleep in rats - Reply", Notice.COMMENT),
        ("Comment on 'Sleep in rats'", Notice.COMMENT),
        ("Re: Sleep in rats", Notice.COMMENT),
        ("Response to the letter: Sleep in rats", Notice.COMMENT),
        ("Correction: Sleep in rats", Notice.ERRATUM),
        ("Sleep in rats. Erratum", Notice.ERRATUM),
        ("RETRACTED: Sleep in rats", Notice.NONE),
        ("Sleep in rats (vol 3, pg 14, 2001)", Notice.ERRATUM),
        ("Sleep in rats", Notice.NONE),
    ],
)
def test_notices(title: str, kind: Notice) -> None:
    assert text.without_notice(title) == ("sleep in rats", kind)


@pytest.mark.parametrize(
    "title",
    ["Correction of scoliosis in rats", "Response to cisplatin in rats", "The immune response"],
)
def test_titles_that_only_sound_like_notices(title: str) -> None:
    assert text.without_notice(title) == (title.lower(), Notice.NONE)


@pytest.mark.parametrize("title", ["", "#NAME?", "[No title available]", "Untitled"])
def test_what_is_no_title(title: str) -> None:
    assert text.without_notice(title) == ("", Notice.NONE)


def test_a_title_made_of_notes_only_is_kept() -> None:
    assert without_notes("[Review]") == "[Review]"


def test_numbers_and_parts() -> None:
    assert numerals_of("type ii error in 2 x 2 designs 007") == ("2", "2", "2", "7")
    assert parts_of("stress in rats part b") == ("b",)
    assert parts_of("a survey of 2011") == ()


@pytest.mark.parametrize(
    ("printed", "family"),
    [
        ("Zuna, R E", "zuna"),
        ("Zuna RE", "zuna"),
        ("R. E. Zuna", "zuna"),
        ("Adeli K.Lewis G. F.", "adeli"),
        ("Le Quintrec M", "lequintrec"),
        ("Müller", "muller"),
        ("[No author name available]", ""),
        ("et al.", ""),
    ],
)
def test_family_names(printed: str, family: str) -> None:
    assert family_of(names(printed)) == family


def test_names_as_words() -> None:
    assert name_words(names("Zuna, R E", "Li, X")) == "zuna"
    assert name_words(names("Li X")) == "li x"
    assert name_words(()) == ""


@pytest.mark.parametrize(
    ("pages", "made"),
    [
        ("pp. 221-228", ("221", "228")),
        ("S600-S601", ("s600", "s601")),
        ("e4", ("e4", "")),
        ("12 p.", ("", "")),
        ("2011", ("", "")),
        ("Suppl-12", ("", "12")),
        ("532, 534-536", ("534", "536")),
        ("0045-9", ("45", "49")),
    ],
)
def test_pages(pages: str, made: tuple[str, str]) -> None:
    assert pages_of(pages, 2011) == made


def test_a_venue_that_holds_all_of_the_place() -> None:
    one = content(venue="Pharmazie.69 (12) ()(pp 909-916) 2014", volume="", issue="", pages="")
    assert place.place_of(one) == place.Place(
        volume="69", issue="12", first_page="909", last_page="916"
    )
    assert venue_words(one.venue) == "pharmazie"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute", True),
        ("BMJ", "British Medical Journal", True),
        ("Brain", "Brain : a journal of neurology", True),
        ("Circulation. Conference: Scientific Sessions 2015", "Circulation", True),
        ("Journal of Physics", "Journal of Physiology", False),
        ("Gut", "", None),
    ],
)
def test_venues(one: str, two: str, same: bool | None) -> None:
    assert same_venue(venue_words(one), venue_words(two)) is same
    assert same_venue(venue_words(two), venue_words(one)) is same


def test_identifiers_without_what_clings_to_them() -> None:
    assert split_doi("10.1002/ajim.22183/abstract") == ("10.1002/ajim.22183", "")
    assert split_doi("10.1016/j.x.2010.1&issn=0003-9993") == ("10.1016/j.x.2010.1", "")
    assert split_doi("10.12688/f1000research.12345.2") == ("10.12688/f1000research.12345", "2")
    assert split_doi("10.3390/v10070382") == ("10.3390/v10070382", "")
    assert split_doi("10.21203/rs.3.rs-12345/v2") == ("10.21203/rs.3.rs-12345", "2")
    assert split_doi("none") == ("", "")


def test_short_abstracts_tell_nothing() -> None:
    assert abstract_of("See text.") == ""
    assert abstract_of(f"BACKGROUND: {ABSTRACT}") == abstract_of(ABSTRACT)


def test_the_more_complete_record_has_more_points() -> None:
    assert prepared().completeness > prepared(abstract="").completeness
    assert prepared(abstract="").completeness > prepared(abstract="", doi="").completeness


def test_preparing_is_pure() -> None:
    assert prepared(1) == prepared(1)
