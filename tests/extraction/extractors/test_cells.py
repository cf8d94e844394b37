"""Values proposed for the extraction table: by hand-made sentences, each with its quirk."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extraction.documents import SourceText
from extraction.extractors.cells import Reading, cell_proposer_named, cell_proposers
from extraction.extractors.cells.numbers import number_of
from extraction.extractors.roles import RoledSentence
from extraction.sheet import DEFAULT_FORM
from extraction.spans import text_sha256
from screening.errors import UsageError
from screening.protocol import FormField
from screening.records import RecordId

METHOD = {"method": 0.9, "result": 0.1}


def reading(
    text: str, roles: Mapping[str, float] = METHOD, source: str = "abstract", section: str = ""
) -> Reading:
    whole = RoledSentence(number=1, start=0, end=len(text), text=text, section=section, roles=roles)
    made = SourceText(record=RecordId("R0001"), source=source, text=text, sha256=text_sha256(text))
    return Reading(text=made, sentences=(whole,))


def best(name: str, text: str, **told: str) -> tuple[str, str]:
    """(value, quote) of the best proposal; two empty texts without one."""
    field = next(field for field in DEFAULT_FORM if field.name == name)
    found = sorted(
        cell_proposer_named(name).values(reading(text, **told), field),  # type: ignore[arg-type]
        key=lambda at: (-at.score, at.start),
    )
    return (found[0].value, text[found[0].start : found[0].end]) if found else ("", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", 1234),
        ("12", 12),
        ("fifty - four", 54),
        ("one hundred and thirty - four", 134),
        ("a hundred", 100),
        ("Two thousand three hundred", 2300),
        ("twelve", 12),
        ("million", None),
        ("12.5", None),
        ("several", None),
        ("1,23", None),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, number: int | None) -> None:
    assert number_of(text.split()) == (number or None)


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        ("We interviewed 24 medical students.", "24", "24 medical students"),
        ("One hundred thirty-four patients took part.", "134", "One hundred thirty-four patients"),
        ("Women were recruited (n = 1,120).", "1120", "n = 1,120"),
        ("A total of 232 were enrolled.", "232", "total of 232"),
        ("The sample size was 48.", "48", "sample size was 48"),
        ("In 2015 students were asked.", "", ""),
        ("Of these, 40% of the patients stayed.", "", ""),
        ("They were 18 years old men.", "", ""),
        ("The 12 studies covered many patients.", "", ""),
        ("About 1.3 million cases a year occur.", "", ""),
    ],
)
def test_sample_sizes(text: str, value: str, quote: str) -> None:
    assert best("sample_size", text) == (value, quote)


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        ("Data were collected in rural Ghana.", "Ghana", "Ghana"),
        ("Nurses in the U.S. were asked.", "United States", "U.S."),
        ("A survey of hospitals in England was done.", "United Kingdom", "England"),
        ("Danish students were interviewed.", "Denmark", "Danish"),
        ("Schools in Kenya and Uganda took part.", "Kenya; Uganda", "Kenya and Uganda"),
        ("We used the German version of the scale.", "", ""),
        ("Jordan et al. asked students.", "", ""),
        ("Guinea pigs were used.", "", ""),
        ("African American women took part.", "", ""),
        ("Roast turkey was served.", "", ""),
    ],
)
def test_countries(text: str, value: str, quote: str) -> None:
    assert best("country", text) == (value, quote)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We did a cluster randomised controlled trial.", "randomised controlled trial"),
        ("Students were randomly assigned to mentors.", "randomised controlled trial"),
        ("A non-randomised trial was done.", "non-randomised trial"),
        ("A quasi-experimental design was used.", "non-randomised trial"),
        ("This cross-sectional survey asked nurses.", "cross-sectional study"),
        ("A prospective cohort study followed them.", "cohort study"),
        ("Semi-structured interviews were held.", "qualitative study"),
        ("We used mixed methods.", "mixed methods study"),
        ("We asked some people and others.", ""),
    ],
)
def test_designs(text: str, value: str) -> None:
    assert best("design", text)[0] == value


def test_a_design_in_the_title_scores_above_one_that_is_called_for() -> None:
    def score(text: str, source: str = "abstract") -> float:
        field = next(field for field in DEFAULT_FORM if field.name == "design")
        found = cell_proposer_named("design").values(reading(text, METHOD, source), field)
        return max(at.score for at in found if at.value == "cohort study")

    assert score("Mentors: a cohort study", "title") > score("This cohort study asked.")
    assert score("This cohort study asked.") > score("Further cohort studies are needed.") + 0.3


def test_the_forms_own_choices_are_looked_for() -> None:
    field = FormField(name="design", label="design", choices=("action research", "other"))
    found = cell_proposer_named("design").values(reading("Action research and others."), field)
    assert [at.value for at in found] == ["action research"]


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        ("Data were collected from January 2010 to March 2012.", "2010-2012",
         "from January 2010 to March 2012"),
        ("Between 2009 and 2011 we asked them.", "2009-2011", "Between 2009 and 2011"),
        ("Patients seen 1998–2004 were included.", "1998-2004", "1998–2004"),
        ("The survey was sent in May 2016.", "2016", "in May 2016"),
        ("In 2009 and 2011 surveys were done.", "2009", "In 2009"),
        ("Smith et al. 2010 said so.", "", ""),
        ("We asked 2010 students.", "", ""),
    ],
)  # fmt: skip
def test_years(text: str, value: str, quote: str) -> None:
    assert best("years", text) == (value, quote)


def test_a_purpose_is_a_likely_objective_word_for_word() -> None:
    (found,) = cell_proposer_named("purpose").values(
        reading("We aimed  to learn.", {"objective": 0.8}), DEFAULT_FORM[0]
    )
    assert (found.value, found.score) == ("We aimed to learn.", 0.8)
    assert not list(
        cell_proposer_named("purpose").values(reading("A title", {}, "title"), DEFAULT_FORM[0])
    )


def test_advice_and_registrations_are_less_of_an_outcome() -> None:
    outcome, roles = cell_proposer_named("outcome"), {"result": 1.0}

    def score(text: str, section: str = "") -> float:
        (found,) = outcome.values(reading(text, roles, section=section), DEFAULT_FORM[1])
        return found.score

    assert score("It helps.", "CONCLUSIONS") == 1.0
    assert score("Further research is needed.", "CONCLUSIONS") == 0.6
    assert score("Registered as NCT00675129.", "CONCLUSIONS") == 0.1
    assert not list(outcome.values(reading("A title", roles, "title"), DEFAULT_FORM[1]))


def test_every_method_has_a_name_a_version_and_a_label() -> None:
    assert [(at.name, bool(at.version and at.label)) for at in cell_proposers()] == [
        (name, True) for name in ("country", "design", "outcome", "purpose", "sample_size", "years")
    ]
    with pytest.raises(UsageError, match="colour"):
        cell_proposer_named("colour")
