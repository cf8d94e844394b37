"""The report's document: every number from the log, nothing of an open vote."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.exporters import ThemesDocument
from extraction.report import make
from extraction.report.document import Report
from extraction.report.methods import methods_text
from extraction.sessions import Coding, reporting
from extraction.sessions.themes_document import themes_document
from extraction.synthesis.references import References
from screening.codec import to_json
from screening.protocol import Stage, Verdict
from screening.sessions.start import start_review
from tests.extraction.exporters.specimens import hard_review
from tests.extraction.report.specimens import (
    half_decided,
    made_of,
    stopped_review,
    vote,
    whole_review,
)
from tests.reviews_builder import make_review, rank, reopen

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
    assert "Cohen's kappa" in methods_text(report)
    assert report.banner == "In progress: 3 records still to be decided."


def test_an_empty_review_says_so(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="New").close()
    report = report_in(tmp_path / "review")
    assert report.banner == "In progress: no records have been imported yet."
    assert (report.included, report.themes, report.readings) == ((), None, ())
    assert methods_text(report).startswith(report.banner)


def test_a_stop_without_draws_guarantees_nothing(tmp_path: Path) -> None:
    report = report_in(stopped_review(tmp_path, None))
    (reading,) = report.readings
    assert "with 6 records unread. Nothing is guaranteed" in reading.guarantee
    assert (reading.certified, reading.reason) == (None, "Out of time.")
    assert reading.guarantee in methods_text(report)


def test_a_certificate_is_told_with_its_confidence(tmp_path: Path) -> None:
    (reading,) = report_in(stopped_review(tmp_path, 0.9)).readings
    assert "a recall of at least 90.0 % at a confidence of 95 %" in reading.guarantee
    assert reading.certified == 0.9


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
    assert [number for number, _title, _counts in report.themes.matrix.rows] == ["1", "2", "3"]
    assert [at.key for at in report.checklists] == ["prisma-2020", "prisma-s", "entreq"]
    assert "8 codings" in methods_text(report)


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
