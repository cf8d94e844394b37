"""Decisions of other tools taken over: matched, mapped, told, idempotent, all or nothing."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import BadInput, UsageError
from screening.events import Outcome, outcome
from screening.events.kinds import DecisionsImported
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.conflicts import adjudicate, conflicts
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.export_records import export_records
from screening.sessions.import_votes import ExportAsked, import_votes
from screening.sessions.pseudonyms import is_address, pseudonym, without_addresses
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.vote_map import VoteMap, read_vote_map
from screening.sessions.vote_plan import VotesAsked
from screening.sessions.votes_taken import LeftOut, VotesTaken, left_out_lines
from tests.reviews_builder import contents, make_review, protocol_text, reopen

DATA = Path(__file__).parent.parent / "data" / "votes"
RAYYAN = DATA / "rayyan_articles.csv"
LOG = DATA / "rayyan_customizations_log.csv"
ABSTRACT = VotesAsked(stage=Stage.ABSTRACT)
TWO = protocol_text(stages=("abstract", "fulltext"), reviewers=2)
ONE = protocol_text(stages=("abstract", "fulltext"))
OPEN = protocol_text(stages=("abstract", "fulltext"), names=())


def take(
    review: Review, path: Path, asked: VotesAsked = ABSTRACT, how: ExportAsked | None = None
) -> VotesTaken:
    """Take over a file that is one export."""
    (done,) = import_votes(review, path, asked, how or ExportAsked())
    return done


def verdicts(review: Review, number: int, stage: Stage = Stage.ABSTRACT) -> dict[str, str]:
    """Reviewer -> verdict and reason in force."""
    held = review.state.in_force(stage, review.known(str(number)))
    return {by: f"{at.verdict} {at.reason}".strip() for by, at in held.items()}


def test_several_reviewers_become_separate_decisions(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        done = take(review, RAYYAN)
        assert (done.entries, done.taken, done.blank, done.left_out) == (4, 3, 1, ())
        assert (done.added, done.conflicts, done.notes, done.tags) == (6, 1, 2, 2)
        assert done.matched == (("DOI", 2), ("title and year", 1))
        assert done.reviewers == (("Ann", 3), ("Ben", 3))
        assert verdicts(review, 1) == {"Ann": "include", "Ben": "include"}
        assert verdicts(review, 2) == {"Ann": "exclude Off topic", "Ben": "exclude Off topic"}
        assert verdicts(review, 3) == {"Ann": "unsure", "Ben": "exclude Off topic"}
        assert conflicts(review, Stage.ABSTRACT) == ["R0003"]
        assert review.state.notes[RecordId("R0002")] == [
            ("Ben", 'only mice, see "methods"'),
            ("Ben", "ask"),
        ]
        assert review.state.seat.tags_of(RecordId("R0001"), "Ann") == ("university", "2nd look")
        (body,) = (
            event.body for event in review.events() if isinstance(event.body, DecisionsImported)
        )
        assert (body.tool, body.added, body.reviewers) == ("rayyan", 6, ("Ann", "Ben"))


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        take(review, RAYYAN)
        before = review.state.last_seq
        done = take(review, RAYYAN)
        assert (done.added, done.same, done.notes, done.tags) == (0, 6, 0, 0)
        assert review.state.last_seq == before


def test_what_was_changed_here_since_stands(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        take(review, RAYYAN)
        decide(review, Stage.ABSTRACT, RecordId("R0001"), Verdict.UNSURE)
        done = take(review, RAYYAN)
        assert (done.added, done.same, done.changed_since) == (0, 5, 1)
        assert verdicts(review, 1)["Ann"] == "unsure"


def test_the_log_of_a_zip_tells_whose_reasons_are_whose(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(RAYYAN, "articles.csv")
        archive.write(LOG, "customizations_log.csv")
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        done = take(review, path)
        assert verdicts(review, 2) == {
            "Ann": "exclude Off topic",
            "Ben": "exclude Wrong population",
        }
        assert "tells whose" in done.said[0]
        assert "@" not in "".join(str(event.body) for event in review.events())
        again = take(review, RAYYAN)  # the same votes, with reasons that are pooled
        assert again.added > 0


def test_a_log_that_fits_nobody_is_not_guessed_from(tmp_path: Path) -> None:
    path, log = tmp_path / "export.zip", LOG.read_text(encoding="utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(RAYYAN, "articles.csv")
        archive.writestr("customizations_log.csv", log.replace("101,included,1", "101,included,0"))
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        done = take(review, path)
        assert "does not match Ann, Ben for sure" in done.said[0]
    with make_review(tmp_path / "q", 4, text=TWO) as review, pytest.raises(BadInput) as caught:
        take(review, LOG)
    assert "only Rayyan's customizations log" in caught.value.message


def test_entries_that_are_no_record_are_named_and_nothing_is_taken(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1, text=TWO) as review:
        before = review.state.last_seq
        with pytest.raises(BadInput) as caught:
            take(review, RAYYAN)
        assert "2 entries of rayyan_articles.csv cannot be taken over" in caught.value.message
        assert "line 3, 'Mentoring of medical students, study 2'" in caught.value.message
        assert "--leave-out" in caught.value.hint
        assert review.state.last_seq == before
        done = take(review, RAYYAN, how=ExportAsked(leave_out=True))
        assert (done.taken, done.blank, len(done.left_out), done.added) == (1, 1, 2, 2)


def test_missing_records_are_imported_when_asked(tmp_path: Path) -> None:
    how = ExportAsked(add_records=True, source="Rayyan")
    with make_review(tmp_path / "r", 1, text=TWO, found=contents(1)) as review:
        checked = take(review, RAYYAN, how=replace(how, check=True))
        assert (checked.records_to_add, review.state.record_total) == (2, 1)
        done = take(review, RAYYAN, how=how)
        assert (done.records_added, done.left_out) == (4, ())
        assert review.state.imports[-1].body.search.source == "Rayyan"
        assert take(review, RAYYAN, how=how).added == 0


@pytest.mark.parametrize("stage", [Stage.ABSTRACT, Stage.FULLTEXT])
@pytest.mark.parametrize("held", [0, 1, 4])
def test_a_check_says_what_the_import_then_says(tmp_path: Path, stage: Stage, held: int) -> None:
    asked = VotesAsked(stage=stage)
    how = ExportAsked(add_records=True, source="Rayyan", leave_out=True)
    with make_review(tmp_path / "r", text=TWO, found=contents(held)) as review:
        checked = take(review, RAYYAN, asked, replace(how, check=True))
        assert review.state.record_total == held
        done = take(review, RAYYAN, asked, how)
        assert replace(checked, records_to_add=0) == done
        assert bool(done.left_out) == (stage is Stage.FULLTEXT)


def test_a_check_says_that_the_import_would_be_refused(tmp_path: Path) -> None:
    asked = VotesAsked(stage=Stage.FULLTEXT)
    how = ExportAsked(check=True, add_records=True)
    with make_review(tmp_path / "r", text=TWO, found=[]) as review:
        checked = take(review, RAYYAN, asked, how)
        assert (checked.taken, len(checked.left_out), checked.refused) == (0, 3, True)
        with pytest.raises(BadInput) as caught:
            take(review, RAYYAN, asked, replace(how, check=False))
        assert caught.value.message.count("has not reached the full text stage") == 1
        assert all(f"line {number}, " in caught.value.message for number in (2, 3, 4))
        assert review.state.record_total == 0  # not even the records were taken in


def test_a_reason_that_many_entries_share_is_said_once() -> None:
    why = "R00{:02d} has not reached the abstract stage."
    left = [LeftOut(place=f"line {n}", title=f"T{n}", why=why.format(n)) for n in range(2, 22)]
    other = LeftOut(place="line 30", title="T30", why="R0030 is marked as a duplicate of R0001.")
    assert left_out_lines([*left, other]) == [
        "20 entries for the same reason: R0002 has not reached the abstract stage.",
        "  line 2, 'T2' (R0002)",
        "  line 3, 'T3' (R0003)",
        "  line 4, 'T4' (R0004)",
        "  ... and 17 more.",
        "line 30, 'T30': R0030 is marked as a duplicate of R0001.",
    ]
    apart = [replace(other, why=f"Reason {n}") for n in range(23)]
    assert left_out_lines(apart)[-1] == "... and 3 more."


def test_an_entry_that_fits_two_records_is_left_to_people(tmp_path: Path) -> None:
    twice = (*contents(4), *contents(1))
    with make_review(tmp_path / "r", text=TWO, found=twice) as review:
        with pytest.raises(BadInput, match="fits several records: R0001, R0005"):
            take(review, RAYYAN)
        mark_duplicate(review, RecordId("R0005"), RecordId("R0001"))
        assert take(review, RAYYAN).added == 6
        assert verdicts(review, 5) == {}


def test_a_title_that_speaks_against_the_doi_is_no_match(tmp_path: Path) -> None:
    others = [replace(at, title=f"Cells of mice {at.position}", year=1950) for at in contents(4)]
    with (
        make_review(tmp_path / "r", text=TWO, found=others) as review,
        pytest.raises(BadInput, match="No record has its id"),
    ):
        take(review, RAYYAN)


def test_reasons_without_a_meaning_are_named_with_what_to_write(tmp_path: Path) -> None:
    text = protocol_text(stages=("abstract",), reviewers=2, reasons=("Mice", "Men"))
    with make_review(tmp_path / "r", 4, text=text) as review:
        with pytest.raises(BadInput) as caught:
            take(review, RAYYAN)
        assert "off topic (3), wrong population (2)" in caught.value.message
        assert '[reasons]\n"wrong population" = "..."' in caught.value.hint
        assert "The reasons of the abstract stage are: Mice; Men." in caught.value.hint
        mapped = VoteMap(reasons={"wrong population": "Men", "*": "Mice"})
        done = take(review, RAYYAN, replace(ABSTRACT, map=mapped))
        assert done.added == 6
        assert verdicts(review, 2)["Ann"] == "exclude Men"
        held = review.state.decided_by(Stage.ABSTRACT, RecordId("R0002"), "Ann")
        assert held is not None
        assert held.note == "Rayyan: wrong population, off topic"


def test_exclusions_without_a_reason_need_one(tmp_path: Path) -> None:
    path = DATA / "asreview_export.csv"
    with make_review(tmp_path / "r", 4, text=OPEN) as review:
        with pytest.raises(BadInput) as caught:
            take(review, path)
        assert caught.value.message == "1 exclusion at the abstract stage without a reason."
        assert "--reason" in caught.value.hint
        assert take(review, path, replace(ABSTRACT, reason="Off topic")).added == 2


def test_addresses_become_pseudonyms_unless_kept(tmp_path: Path) -> None:
    path, asked = DATA / "asreview_export.csv", replace(ABSTRACT, reason="1")
    with make_review(tmp_path / "r", 4, text=OPEN) as review:
        done = take(review, path, asked)
        ((name, many),) = done.reviewers
        assert (name, many) == (pseudonym(review.state.review, "Ann@Example.org "), 2)
        assert name.startswith("reviewer-")
        assert take(review, path, asked).added == 0
        assert "@" not in "".join(str(event.body) for event in review.events())
    with make_review(tmp_path / "q", 4, text=OPEN) as other:
        assert take(other, path, asked).reviewers != done.reviewers
    with make_review(tmp_path / "k", 4, text=OPEN) as kept:
        done = take(kept, path, replace(asked, keep_names=True))
        assert done.reviewers == (("ann@example.org", 2),)


def test_addresses_in_running_text() -> None:
    hidden = without_addresses("r", "Ask ann@example.org, or Ben.")
    assert hidden == f"Ask {pseudonym('r', 'ann@example.org')}, or Ben."
    assert not is_address("Ann @ home")


def test_reviewers_the_protocol_does_not_name_are_told(tmp_path: Path) -> None:
    text = protocol_text(stages=("abstract",), reviewers=2, names=("Ann", "Cy"))
    with make_review(tmp_path / "r", 4, text=text) as review:
        with pytest.raises(BadInput) as caught:
            take(review, RAYYAN)
        assert "does not name these reviewers: Ben." in caught.value.message
        assert '[reviewers]\n"Ben" = "..."' in caught.value.hint
        mapped = VoteMap(reviewers={"ben": "Cy"})
        assert take(review, RAYYAN, replace(ABSTRACT, map=mapped)).added == 6
        assert set(verdicts(review, 1)) == {"Ann", "Cy"}


def test_more_reviewers_than_planned_are_told(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=ONE) as review:
        with pytest.raises(BadInput) as caught:
            take(review, RAYYAN)
        assert "decisions of up to 2 reviewers; the protocol plans 1" in caught.value.message
        assert "reviewers = 2 under [stages.abstract]" in caught.value.hint


def test_only_an_owner_takes_over_what_others_decided(tmp_path: Path) -> None:
    text = TWO.replace("[criteria]", '[roles]\nowner = ["Ann"]\n[criteria]')
    make_review(tmp_path / "r", 4, text=text).close()
    with (
        reopen(tmp_path / "r", by="Ben") as review,
        pytest.raises(UsageError, match="Ben may not take over decisions of others: Ann"),
    ):
        take(review, RAYYAN)
    with reopen(tmp_path / "r", by="Ann") as review:
        assert take(review, RAYYAN).added == 6


def test_a_stage_must_be_known(tmp_path: Path) -> None:
    with (
        make_review(tmp_path / "r", 4, text=TWO) as review,
        pytest.raises(UsageError, match="does not say at which stage"),
    ):
        take(review, RAYYAN, VotesAsked())


def test_a_record_that_has_not_reached_the_stage_is_told(tmp_path: Path) -> None:
    with (
        make_review(tmp_path / "r", 4, text=protocol_text(reviewers=2)) as review,
        pytest.raises(BadInput, match="R0001 has not reached the abstract stage"),
    ):
        take(review, RAYYAN)


def test_covidence_lists_fill_both_stages(tmp_path: Path) -> None:
    asked = VotesAsked(reason="Off topic")
    text = protocol_text(stages=("abstract", "fulltext"), names=("Ann", "Ben Poe"))
    with make_review(tmp_path / "r", 4, text=text) as review:
        for name in ("irrelevant", "excluded", "included"):
            take(review, DATA / f"review_77_{name}_csv_20210630.csv", asked)
        state, protocol = review.state, review.protocol
        assert verdicts(review, 1) == {"Ann": "exclude Off topic"}
        assert verdicts(review, 2, Stage.FULLTEXT) == {"Ann": "exclude Wrong population"}
        last = outcome(state, protocol, Stage.FULLTEXT, RecordId("R0003")).outcome
        assert last is Outcome.INCLUDED


def test_notes_of_people_the_protocol_does_not_name_are_told_too(tmp_path: Path) -> None:
    path = DATA / "review_77_irrelevant_csv_20210630.csv"
    with (
        make_review(tmp_path / "r", 4, text=ONE) as review,
        pytest.raises(BadInput, match="does not name these reviewers: Ben Poe"),
    ):
        take(review, path, VotesAsked(reason="1"))


def test_rows_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    lines = (DATA / "asreview_export.csv").read_text(encoding="utf-8").splitlines()
    changed = lines[1].replace(",1,2021", ",0,2021")
    path.write_text("\n".join([*lines, changed]), encoding="utf-8")
    with (
        make_review(tmp_path / "r", 4, text=OPEN) as review,
        pytest.raises(BadInput, match="It contradicts line 2 on R0001"),
    ):
        take(review, path, replace(ABSTRACT, reason="1"))


def test_nothing_of_an_entry_left_out_counts(tmp_path: Path) -> None:
    """Its two votes could be taken, its adjudication settles a conflict that is none."""
    path = tmp_path / "votes.jsonl"
    with make_review(tmp_path / "from", 2, text=TWO) as review:
        for by, verdict in (("Ann", Verdict.INCLUDE), ("Ben", Verdict.UNSURE)):
            with reopen(tmp_path / "from", by) as own:
                decide(own, Stage.ABSTRACT, RecordId("R0001"), verdict)
                decide(own, Stage.ABSTRACT, RecordId("R0002"), Verdict.INCLUDE)
        review.refresh()
        export_records(review, "jsonl", path)
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    settled = {**first["stages"][0]["decisions"][0], "by": "Ann", "verdict": "exclude"}
    first["stages"][0]["adjudication"] = {**settled, "reason": "Off topic"}
    path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", encoding="utf-8")
    with make_review(tmp_path / "to", 2, text=TWO) as review:
        for how in (ExportAsked(leave_out=True, check=True), ExportAsked(leave_out=True)):
            done = take(review, path, how=how)
            assert (done.entries, done.taken, done.added, done.same) == (2, 1, 2, 0)
            assert done.reviewers == (("Ann", 1), ("Ben", 1))
            assert ["settled a conflict that is none" in at.why for at in done.left_out] == [True]
        assert verdicts(review, 1) == {}
        assert verdicts(review, 2) == {"Ann": "include", "Ben": "include"}


def test_a_list_without_marks_needs_its_verdict(tmp_path: Path) -> None:
    path = tmp_path / "included.ris"
    path.write_text("TY  - JOUR\nTI  - x\nDO  - 10.5555/00001\nER  - \n", encoding="utf-8")
    with make_review(tmp_path / "r", 4, text=ONE) as review:
        with pytest.raises(BadInput, match=r"No decision is found in included\.ris"):
            take(review, path)
        how = ExportAsked(verdict=Verdict.INCLUDE)
        with pytest.raises(BadInput, match="No record has its id"):
            take(review, path, how=how)
        path.write_text("TY  - JOUR\nDO  - 10.5555/00001\nER  - \n", encoding="utf-8")
        assert take(review, path, how=how).added == 1


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("csv", "x.csv"),
        ("xlsx", "x.xlsx"),
        ("ris", "x.ris"),
        ("bibtex", "x.bib"),
        ("jsonl", "x.jsonl"),
    ],
)
def test_own_exports_come_back_whole(name: str, file: str, tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        take(review, RAYYAN)
        adjudicate(review, Stage.ABSTRACT, RecordId("R0003"), Verdict.INCLUDE)
        (path,) = export_records(review, name, tmp_path / file).files
        before = review.state.last_seq
        assert take(review, path, VotesAsked()).added == 0
        assert review.state.last_seq == before
    with make_review(tmp_path / "q", 4, text=TWO) as other:
        done = take(other, path, VotesAsked())
        assert (done.added, done.left_out) == (7, ())
        for stage, records in review.state.decisions.items():
            for record in records:
                ours = review.state.in_force(stage, record)
                theirs = other.state.in_force(stage, record)
                assert {by: (at.verdict, at.reason, at.note) for by, at in ours.items()} == {
                    by: (at.verdict, at.reason, at.note) for by, at in theirs.items()
                }
        assert other.state.adjudications.keys() == review.state.adjudications.keys()
        assert other.state.notes == review.state.notes


def test_an_export_for_rayyan_comes_back_with_everybodys_votes(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        take(review, RAYYAN)
        (path,) = export_records(review, "rayyan", tmp_path / "x.csv").files
        assert take(review, path).added == 0
    with make_review(tmp_path / "q", 4, text=TWO) as other:
        assert take(other, path).added == 6
        assert verdicts(other, 3) == {"Ann": "unsure", "Ben": "exclude Off topic"}
        assert other.state.notes == review.state.notes


@pytest.mark.parametrize(
    ("name", "file"), [("asreview", "x.csv"), ("asreview_ris", "x.ris"), ("eppi_json", "x.json")]
)
def test_one_outcome_a_record_comes_back_as_one_vote(name: str, file: str, tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=TWO) as review:
        take(review, RAYYAN)
        (path,) = export_records(review, name, tmp_path / file).files
    with make_review(tmp_path / "q", 4, text=ONE) as other:
        how = ExportAsked(tool=name.removesuffix("_ris").removesuffix("_json"))
        done = take(other, path, VotesAsked(stage=Stage.ABSTRACT, reason="Off topic"), how)
        assert (done.added, done.left_out) == (2, ())
        assert verdicts(other, 1) == {"Ann": "include"}
        assert verdicts(other, 2) == {"Ann": "exclude Off topic"}
        assert verdicts(other, 3) == {}


def test_an_export_for_covidence_comes_back_as_its_list(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 4, text=ONE) as review:
        take(review, DATA / "review_77_excluded_csv_20210630.csv", VotesAsked())
        (path,) = export_records(
            review, "covidence", tmp_path / "review_1_excluded_own.csv", where="excluded"
        ).files
    header = path.read_text(encoding="utf-8").splitlines()[0]
    theirs = (DATA / "review_77_excluded_csv_20210630.csv").read_text(encoding="utf-8")
    names = theirs.splitlines()[0].split(",")
    assert header.split(",") == [name.strip() for name in names]
    with make_review(tmp_path / "q", 4, text=ONE) as other:
        take(other, path, VotesAsked())
        assert verdicts(other, 2, Stage.FULLTEXT) == {"Ann": "exclude Wrong population"}


def test_only_checking_changes_nothing(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1, text=TWO) as review:
        before = review.state.last_seq
        done = take(review, RAYYAN, how=ExportAsked(check=True))
        assert (done.added, len(done.left_out)) == (2, 2)
        assert review.state.last_seq == before
        assert verdicts(review, 1) == {}


def test_an_archive_of_lists_is_taken_list_by_list(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    for name in ("irrelevant", "included"):
        shutil.copy(DATA / f"review_77_{name}_csv_20210630.csv", folder)
    path = Path(shutil.make_archive(str(tmp_path / "lists"), "zip", folder))
    with make_review(tmp_path / "r", 4, text=ONE.replace('["Ann", "Ben"]', "[]")) as review:
        done = import_votes(review, path, VotesAsked(reason="1"), ExportAsked())
        assert [at.added for at in done] == [2, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[reasons", "cannot be read"),
        ("", "holds nothing"),
        ("[words]\na = 1", "holds 'words'"),
        ("[reasons]\na = 1", "must hold texts only"),
    ],
)
def test_a_map_that_is_wrong_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_vote_map(path)
    assert message in caught.value.message
    assert "[reasons]" in caught.value.hint
