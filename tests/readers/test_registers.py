"""Entries of registers of trials, from WHO's platform and from ClinicalTrials.gov."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.codec import to_json
from screening.dedup.trials import trials_of
from screening.readers.draft import Draft
from screening.readers.registers import Part, put_parts
from screening.records import RecordContent
from tests.readers.specimens import FOLDER, only, read_all, records, titles


def test_what_a_trial_is_screened_by_is_put_together_under_its_labels() -> None:
    first, second = records("ictrp_xml_two_registers.xml")
    assert first.abstract.split("\n") == [
        "Condition: Burnout",
        "Intervention: Mentors:one hour a week;",
        "Primary outcome: Days off sick;",
        "Inclusion criteria: 1. First year on a ward;",
        "2. age < 30.",
    ]
    assert (first.title, first.year) == ("Mentors for new nurses", 2026)
    assert (first.venue, first.publisher) == ("ChiCTR", "Ward School")
    assert first.other_ids == (("trial", "ChiCTR2600900001"), ("secondary", "WS-7"))
    assert first.dates == (("registered", "2026-09-04"),)
    assert ("Scientific_title", "A randomised trial of mentors for new nurses") in first.extra
    assert ("Target_size", "Mentors:40;None:40;") in first.extra
    raw = dict(first.extra)["Inclusion_Criteria (raw)"]
    assert raw.endswith("1. First year on a ward;\r<br>2. age < 30.")
    assert second.abstract == ""


def test_a_part_that_begins_with_a_word_like_its_label_keeps_the_label() -> None:
    draft = Draft(position=1, line=1, raw="")
    texts = ("Interventional", "INTERVENTION: mentors")
    put_parts(draft, [Part(tag="x", label="Intervention", text=text) for text in texts])
    record = draft.finish()
    assert isinstance(record, RecordContent)
    assert record.abstract == "Intervention: Interventional\nINTERVENTION: mentors"


def test_without_a_public_title_the_scientific_one_is_the_title() -> None:
    assert records("ictrp_xml_two_registers.xml")[1].title == "Peers on nights"


def test_a_date_with_its_day_first_is_read_as_such() -> None:
    assert records("ictrp_xml_two_registers.xml")[1].dates == (("registered", "2019-04-03"),)


def test_a_study_of_clinicaltrials_gov() -> None:
    first, second = records("ctgov_json_studies.json")
    assert first.abstract.split("\n") == [
        "Do mentors help residents?",
        "Conditions: Burnout; Stress",
        "Interventions: Mentor - BEHAVIORAL - An hour a week - Mentored",
        "Primary outcomes: Burnout score - 6 months",
        "Eligibility: Inclusion Criteria:",
        "* Residents",
        "* Age > 17",
    ]
    assert (first.title, first.year) == ("Mentors for Residents", 2024)
    assert first.venue == "ClinicalTrials.gov"
    assert first.url == "https://clinicaltrials.gov/study/NCT90000001"
    assert first.other_ids[0] == ("trial", "NCT90000001")
    assert first.dates == (("started", "2024-09"), ("registered", "2024-09-04"))
    assert first.keywords == ("mentors", "residents")
    assert ("officialTitle", "A Randomised Trial of Mentors for Residents") in first.extra
    assert ("designModule/enrollmentInfo/count", "120") in first.extra
    assert (second.title, second.abstract) == ("Peers on Nights", "")


def test_the_type_of_a_number_tells_its_register(tmp_path: Path) -> None:
    (study,) = json.loads((FOLDER / "ctgov_json_studies.json").read_text("utf-8"))[:1]
    known = study["protocolSection"]["identificationModule"]
    known["secondaryIdInfos"] = [
        {"id": "2010-012345-67", "type": "EUDRACT_NUMBER"},
        {"id": "2026-500001-12-00", "type": "CTIS"},
        {"id": "WS-2", "type": "OTHER", "domain": "Ward School"},
    ]
    known["nctIdAliases"] = ["NCT90000009"]
    (tmp_path / "studies.json").write_text(json.dumps([study]), "utf-8")
    (record,) = read_all(tmp_path / "studies.json")
    assert isinstance(record, RecordContent)
    assert set(record.other_ids) == {
        ("trial", "NCT90000001"),
        ("eudract", "2010-012345-67"),
        ("ctis", "2026-500001-12-00"),
        *(("secondary", at) for at in ("WS-1", "WS-2", "NCT90000009")),
    }
    assert trials_of(record) == (
        "EudraCT2010-012345-67",
        "EudraCT2026-500001-12",
        "NCT90000001",
        "NCT90000009",
    )


def test_the_table_of_clinicaltrials_gov_fills_the_fields() -> None:
    study = only("csv_clinicaltrials.csv")
    assert study.title == "Mentoring of Residents Trial"
    assert study.abstract == "This trial tests whether mentoring helps residents."
    assert study.year == 2011
    assert study.url == "https://clinicaltrials.gov/study/NCT90000001"
    assert study.other_ids == (("trial", "NCT90000001"), ("secondary", "2010-1"))
    assert study.keywords == ("Burnout", "BEHAVIORAL: Mentoring")
    assert study.publisher == "Ward School"
    assert ("Primary Outcome Measures", "Burnout score, 6 months") in study.extra


def test_the_other_numbers_of_tables_are_ids(tmp_path: Path) -> None:
    head = "NCT Number,Study Title,Other IDs\n"
    (tmp_path / "ctg.csv").write_text(f"{head}NCT90000001,Mentors,WS-1|2010-012345-67\n")
    head = "TrialID,Public title,Secondary ID\n"
    (tmp_path / "ictrp.csv").write_text(f"{head}NCT90000001,Mentors,WS-1;2010-012345-67\n")
    for name in ("ctg.csv", "ictrp.csv"):
        (trial,) = read_all(tmp_path / name)
        assert isinstance(trial, RecordContent)
        assert [label for label, _ in trial.other_ids] == ["trial", "secondary"]
        assert trials_of(trial) == ("EudraCT2010-012345-67", "NCT90000001")


def test_a_table_with_the_names_of_the_platform_fills_the_fields(tmp_path: Path) -> None:
    table = tmp_path / "ictrp.csv"
    table.write_text(
        "TrialID,Public title,Scientific title,Primary sponsor,Date registration,Source Register,"
        "web address,Condition\n"
        "ISRCTN90000002,,Peers on nights,Ward School,2019-04-03,ISRCTN,http://isrctn.com/x,Burnout\n"
    )
    (trial,) = read_all(table)
    assert isinstance(trial, RecordContent)
    assert (trial.title, trial.year, trial.venue) == ("Peers on nights", 2019, "ISRCTN")
    assert (trial.publisher, trial.url) == ("Ward School", "http://isrctn.com/x")
    assert trial.other_ids == (("trial", "ISRCTN90000002"),)
    assert ("Condition", "Burnout") in trial.extra


def _said(value: object) -> list[str]:
    """Every text and number below a JSON value."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _said(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _said(inner)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def test_every_value_of_a_study_is_in_its_record(tmp_path: Path) -> None:
    studies = json.loads((FOLDER / "ctgov_json_studies.json").read_text("utf-8"))
    sections = studies[0]["protocolSection"]
    sections["outcomesModule"]["primaryOutcomes"][0] |= {"description": ["a sum", {"of": 22}]}
    sections["armsInterventionsModule"]["interventions"][0]["otherNames"] = ["Guide", "Tutor"]
    sections["identificationModule"]["secondaryIdInfos"].append("WS-2")
    sections["sponsorCollaboratorsModule"]["collaborators"] = [{"name": "Ward Trust"}]
    sections["moreModule"] = "as a text"
    (tmp_path / "studies.json").write_text(json.dumps(studies), "utf-8")
    for study, record in zip(studies, read_all(tmp_path / "studies.json"), strict=True):
        assert isinstance(record, RecordContent)
        kept = "\n".join(_said(json.loads(to_json(record))))
        for said in _said(study):
            plain = said.replace("\n\n", "\n").replace("\\>", ">")
            assert plain in kept


def test_a_study_by_itself_and_studies_in_lines_are_read_with_their_references(
    tmp_path: Path,
) -> None:
    study = json.loads((FOLDER / "ctgov_json_studies.json").read_text("utf-8"))[0]
    cited = [{"pmid": "90000001", "type": "BACKGROUND", "citation": "Lind A. Mentors."}]
    study["protocolSection"]["referencesModule"] = {"references": cited}
    alone, lines = tmp_path / "alone.json", tmp_path / "lines.json"
    alone.write_text(json.dumps(study, indent=1), "utf-8")
    lines.write_text(f"{json.dumps(study)}\n" * 3, "utf-8")
    assert titles(read_all(alone)) == ["Mentors for Residents"]
    assert titles(read_all(lines)) == ["Mentors for Residents"] * 3


def test_a_repeated_part_and_dates_of_other_forms_are_kept(tmp_path: Path) -> None:
    trial = "".join(
        (
            "<TrialID>ISRCTN90000003</TrialID><Public_title>Peers</Public_title>",
            "<Date_registration3>not yet</Date_registration3>",
            "<Date_registration>09/24/2026</Date_registration>",
            "<Condition>Burnout</Condition><Condition>Stress</Condition>",
        )
    )
    path = tmp_path / "trials.xml"
    path.write_text(
        f"<Trials_downloaded_from_ICTRP><Trial>{trial}</Trial></Trials_downloaded_from_ICTRP>"
    )
    (found,) = read_all(path)
    assert isinstance(found, RecordContent)
    assert found.abstract == "Condition: Burnout\nCondition: Stress"
    assert (found.year, found.dates) == (2026, (("registered", "2026"),))
    assert set(found.extra) == {
        ("Date_registration3", "not yet"),
        ("Date_registration", "09/24/2026"),
    }


@pytest.mark.parametrize(
    "page", ['{"studies": %s, "nextPageToken": "x"}', '{"totalCount": 2, "studies": %s}']
)
def test_a_page_of_the_interface_for_programs_holds_the_same_studies(
    page: str, tmp_path: Path
) -> None:
    listed = (FOLDER / "ctgov_json_studies.json").read_text("utf-8")
    (tmp_path / "page.json").write_text(page % listed, "utf-8")
    assert titles(read_all(tmp_path / "page.json")) == ["Mentors for Residents", "Peers on Nights"]
