"""The report's document: every number from the log, nothing of an open vote."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.exporters import ThemesDocument
from extraction.report import make
from extraction.report.document import Report
from extraction.report.methods import methods_of, methods_text
from extraction.sessions import Coding, reporting
from extraction.sessions.findings import add_finding
from extraction.sessions.themes_document import themes_document
from extraction.synthesis.references import References
from screening.codec import to_json
from screening.protocol import Stage, Verdict
from screening.sessions.start import start_review
from screening.sessions.stopping import reopen_stage, stop_report, stop_stage
from tests.extraction.exporters.specimens import hard_review
from tests.extraction.report.specimens import (
    audited_review,
    coded_hostile_review,
    half_decided,
    made_of,
    stopped_review,
    vote,
    whole_review,
    without_some_texts,
)
from tests.reviews_builder import add_search, contents, make_review, rank, reopen

_NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?![\w.-]*\d)")


def report_in(folder: Path) -> Report:
    with made_of(folder) as made:
        return made.report


def _without_id(report: Report) -> Report:
    """Every review draws an id of its own."""
    return replace(report, log=replace(report.log, review_id=""))


def test_the_flow_of_the_report_is_the_flow(tmp_path: Path) -> None:
    report = report_in(whole_review(tmp_path))
    boxes = report.flow.boxes
    assert boxes["identified"] == 12
    assert boxes["studies_included"] == len(report.included) == 4
    assert boxes["excluded_fulltext"] == len(report.excluded_reports) == 2
    for row in report.flow.prisma2020:
        assert row.n is None or row.n == boxes.get(row.box, 0)
    for at in report.flow.stages:
        assert at.excluded == boxes[f"excluded_{at.stage}"]
        assert at.reached == boxes[f"reached_{at.stage}"]
    assert all(row.n == boxes[row.box] for row in report.flow.reasons)


def test_every_number_of_the_results_is_a_box(tmp_path: Path) -> None:
    report = report_in(whole_review(tmp_path))
    results = next(text for text in report.methods if "identified" in text)
    told = [int(n.replace(",", "")) for n in _NUMBER.findall(results)]
    assert told
    assert set(told) <= set(report.flow.boxes.values())


def test_the_methods_say_what_was_done_and_no_more(tmp_path: Path) -> None:
    text = methods_text(report_in(whole_review(tmp_path)))
    assert "We searched PubMed (12 records). Date not recorded: 1 of 1 search." in text
    assert "each record decided by one reviewer (Ann)" in text
    assert "Duplicates have not been searched for." in text
    assert "Of 12 records identified, 12 were to be screened. Title stage: 12 reached it" in text
    assert "Every record that reached a stage was decided" in text
    assert "kappa" not in text
    assert "In progress" not in text


def test_the_searches_add_up_in_words(tmp_path: Path) -> None:
    report = report_in(whole_review(tmp_path))
    (row,) = report.searches
    again = replace(row, found=14, records=0, known=14)
    third = replace(row, source="ERIC", found=20, records=12, known=5, rejected=3)
    text = " ".join(methods_of(replace(report, searches=(row, again, third))))
    assert (
        "We searched PubMed (12 records), PubMed again (14 entries, all of them known already) and"
        " ERIC (20 entries, 5 known already)." in text
    )
    assert (
        "Of these 46 entries, 19 were known already from an earlier search and 3 could not be read"
        " as a record, which leaves 24 records." in text
    )
    flow = replace(report.flow, boxes=report.flow.boxes | {"duplicates": 2, "to_screen": 10})
    assert (
        "Of 12 records identified, 2 were removed as duplicates and 10 were to be screened."
        in " ".join(methods_of(replace(report, flow=flow)))
    )
    flow = replace(report.flow, boxes=report.flow.boxes | {"duplicates": 1, "to_screen": 11})
    assert "1 was removed as a duplicate and 11 were to be screened." in " ".join(
        methods_of(replace(report, flow=flow))
    )


@pytest.mark.parametrize("by", ["Ann", "Ben", "somebody"])
def test_an_open_vote_changes_nothing(
    by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAMIS_REVIEWER", by)
    one = report_in(half_decided(tmp_path / "one", Verdict.INCLUDE, "I like it"))
    two = report_in(half_decided(tmp_path / "two", Verdict.EXCLUDE, "I do not"))
    assert to_json(_without_id(one)) == to_json(_without_id(two))
    assert one.log.digest == ""
    assert one.log.hidden == 3
    assert "SHA-256 of the log" not in methods_text(one)


def test_what_all_have_decided_is_told(tmp_path: Path) -> None:
    folder = half_decided(tmp_path, Verdict.INCLUDE, "")
    with reopen(folder, "Ben") as review:
        vote(review, Stage.TITLE, 2, out=True)
        vote(review, Stage.TITLE, 3, out=True)
    report = report_in(folder)
    assert report.log.digest
    assert report.agreement[0].cells == (1, 1, 0, 1)
    text = methods_text(report)
    assert "Agreement of Ann and Ben at the title stage (3 records): Cohen's kappa 0.40" in text
    assert ", Gwet's AC1 0." in text
    assert " and positive agreement 0." in text
    assert report.banner == "In progress: 3 records still to be decided."


def test_an_empty_review_says_so(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="New").close()
    report = report_in(tmp_path / "review")
    assert report.banner == "In progress: no records have been imported yet."
    assert (report.included, report.themes, report.readings) == ((), None, ())
    assert methods_text(report).startswith(report.banner)


def test_a_stop_without_draws_guarantees_nothing(tmp_path: Path) -> None:
    report = report_in(stopped_review(tmp_path))
    (reading,) = report.readings
    told = reading.guarantee
    assert told.startswith("The title stage was stopped on 2021-06-30 with 6 of its 10 records")
    assert "which guarantees nothing, said stop (consecutive). Reason given: Out of time." in told
    assert "Nothing is guaranteed: no random draws certify a recall. The rule said: 2 irr" in told
    assert (reading.certified, reading.reason) == (None, "Out of time.")
    assert told in methods_text(report)


def test_the_recall_told_is_the_one_that_was_accepted(tmp_path: Path) -> None:
    title, abstract = report_in(audited_review(tmp_path)).readings
    assert title.guarantee == (
        "The title stage was stopped on 2021-06-30 with 4 of its 30 records unread, when the rule"
        " of the protocol (audit, for a recall of 50 % at a confidence of 60 %) was met. Random"
        " draws certify a recall of at least 50 % at a confidence of 60 %, whatever the ranking."
    )
    assert title.certified == 0.5
    assert abstract.guarantee == "At the abstract stage nothing is decided yet: 2 records to read."


def test_a_stop_against_the_rule_tells_target_reason_and_what_is_certified(tmp_path: Path) -> None:
    told = report_in(audited_review(tmp_path, recall=0.99, why="No time")).readings[0].guarantee
    assert (
        "although the rule of the protocol (audit, for a recall of 99 % at a confidence of 60 %)"
        " was not met. Reason given: No time. Random draws certify a recall of at least 66.6 %"
    ) in told


def test_a_target_changed_after_draws_is_told_with_its_old_and_new_value(tmp_path: Path) -> None:
    folder = audited_review(tmp_path, recall=0.99, why="No time")
    path = folder / "review.toml"
    text = path.read_text(encoding="utf-8").replace("recall = 0.99", "recall = 0.5")
    path.write_text(text, encoding="utf-8")
    with reopen(folder) as review:
        reopen_stage(review, Stage.TITLE)
        stop_stage(review, Stage.TITLE)
    report = report_in(folder)
    told = "The target was changed from 99 % to 50 % on "
    assert told in report.readings[0].guarantee
    assert told in methods_text(report)
    assert "after 26 records of the stage had been read" in report.readings[0].guarantee
    assert "For the target fixed before them, random draws certify" in report.readings[0].guarantee
    changed = report.protocol.amendments[-1].changed
    assert changed == ("stopping rules (target from 99 % to 50 %)",)


def test_a_certificate_is_not_told_of_records_that_came_later(tmp_path: Path) -> None:
    folder = audited_review(tmp_path)
    with reopen(folder) as review:
        add_search(review, contents(34)[30:], "ERIC")
        stands = stop_report(review, Stage.TITLE)
    reading = report_in(folder).readings[0]
    assert "at least 50 % at a confidence of 60 %, for the 30 records the stage had then." in (
        reading.guarantee
    )
    assert reading.guarantee.endswith(
        "Since then 4 records have joined the stage, none of which is decided so far; nothing is"
        " guaranteed for these."
    )
    assert reading.certified == stands.certificate.certified
    with reopen(folder) as review:
        for number in range(31, 35):
            vote(review, Stage.TITLE, number, out=True)
    reading = report_in(folder).readings[0]
    assert reading.guarantee.endswith("4 records have joined the stage, all of which are decided.")
    assert reading.certified == 0.5


def test_the_order_of_a_stopped_stage_is_told(tmp_path: Path) -> None:
    report = report_in(audited_review(tmp_path))
    assert [row.stage for row in report.rankings] == ["title"]
    assert "At the title stage records were put in order" in methods_text(report)
    assert report.log.digest


def test_records_left_unread_are_named_as_the_diagram_names_them(tmp_path: Path) -> None:
    text = methods_text(report_in(audited_review(tmp_path)))
    assert "No record was excluded by an automation tool. The 4 records left unread" in text
    assert "“Records marked as ineligible by automation tools”" in text


def test_reports_that_could_not_be_had_were_not_assessed(tmp_path: Path) -> None:
    report = report_in(without_some_texts(tmp_path))
    (reading,) = report.readings
    assert (reading.total, reading.read, reading.not_retrieved) == (2, 2, 2)
    assert reading.read == report.flow.boxes["dbr_reports_assessed"]
    assert reading.guarantee == (
        "Of the 4 reports sought at the full text stage, 2 could be retrieved, and all 2 were"
        " assessed. Whether the other 2 are relevant is not known."
    )
    text = methods_text(report)
    assert "4 reached it, 2 not retrieved, 2 assessed, 1 excluded." in text
    assert "was decided, but for the reports not retrieved" in text


def test_a_stage_read_to_the_end_needs_no_estimate(tmp_path: Path) -> None:
    report = report_in(whole_review(tmp_path))
    assert all(at.read == at.total and at.certified == 1.0 for at in report.readings)
    title = report.readings[0]
    assert (title.found, title.half_after, title.most_after) == (8, 5, 11)
    assert title.curve[-1] == (12, 8)


def test_amendments_name_what_they_changed(tmp_path: Path) -> None:
    make_review(tmp_path, 2).close()
    path = tmp_path / "review.toml"
    path.write_text(path.read_text("utf-8").replace("Off topic", "Off the topic"), "utf-8")
    assert report_in(tmp_path).protocol.edited_since
    with reopen(tmp_path) as review, review.writing():
        pass
    first, second = report_in(tmp_path).protocol.amendments
    assert (first.changed, second.changed) == ((), ("stages, their reviewers or reasons",))
    assert not report_in(tmp_path).protocol.edited_since


def test_the_checklists_leave_to_people_what_nobody_told(tmp_path: Path) -> None:
    report = report_in(whole_review(tmp_path))
    prisma, search = report.checklists
    assert [item.number for item in prisma.items][-1] == "27"
    assert len({item.number.rstrip("abcdef") for item in prisma.items}) == 27
    assert [item.number for item in search.items] == [str(n) for n in range(1, 17)]
    by_number = {item.number: item for item in prisma.items}
    assert by_number["11"].left == "For the author"
    assert by_number["11"].facts == ()
    assert by_number["16a"].facts[0].startswith("12 records identified, 0 duplicates removed")
    assert "CC BY" in prisma.licence
    assert "n71" in prisma.source


def test_themes_bring_matrix_and_entreq(tmp_path: Path) -> None:
    with hard_review(tmp_path).review:
        report = report_in(tmp_path)
    assert report.themes is not None
    assert report.themes.matrix.nodes == ("Relations",)
    rows = report.themes.rows
    heading = next(number for number, at in enumerate(rows) if at.heading)
    assert rows[heading].heading == "(under no theme yet)"
    assert {at.depth for at in rows[heading + 1 :]} == {1}
    assert len(rows[heading + 1 :]) == 1
    assert [number for number, _title, _counts in report.themes.matrix.rows] == ["1", "2", "3"]
    assert [at.key for at in report.checklists] == ["prisma-2020", "prisma-s", "entreq"]
    assert "8 codings" in methods_text(report)
    assert "7 findings were confirmed, all of them coded (8 codings);" in methods_text(report)


def test_findings_without_a_code_are_not_told_as_coded(tmp_path: Path) -> None:
    folder = coded_hostile_review(tmp_path)
    with reopen(folder, "Ann<script>") as review:
        add_finding(Coding(review), "R2", "not coded yet")
    report = report_in(folder)
    assert report.themes is not None
    assert (report.themes.findings, report.themes.coded) == (3, 2)
    assert "3 findings were confirmed, 2 of them coded (2 codings);" in methods_text(report)


def test_a_method_that_ordered_brings_its_checklist(tmp_path: Path) -> None:
    folder = whole_review(tmp_path)
    with reopen(folder) as review:
        rank(review, Stage.TITLE, range(1, 13))
    ai = next(at for at in report_in(folder).checklists if at.key == "prisma-traice")
    known = {item.number: item.facts for item in ai.items}
    assert known["M3"] == ("Order of reading, title stage: 1 order of reading made.",)
    assert known["R1"][0] == "Title: 4 excluded by people, 0 by automation tools alone."
    assert known["M9"] == ()


def test_the_same_log_gives_the_same_report(tmp_path: Path) -> None:
    folder = whole_review(tmp_path)
    assert to_json(report_in(folder)) == to_json(report_in(folder))


def test_the_themes_are_put_together_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counting(coding: Coding, *, references: References | None = None) -> ThemesDocument:
        made.append(coding.by)
        return themes_document(coding, references=references)

    monkeypatch.setattr(make, "themes_document", counting)
    monkeypatch.setattr(reporting, "themes_document", counting)
    with hard_review(tmp_path).review:
        pass
    report = report_in(tmp_path)
    assert "entreq" in [at.key for at in report.checklists]
    assert len(made) == 1
