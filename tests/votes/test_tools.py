"""What each screening tool's exports say of votes, from specimens named by tool and quirk."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.readers import detect, open_source
from screening.records import RecordContent
from screening.votes import Ballot, ExportFacts, Vote, every_tool, tool_named, tool_of
from screening.votes.rayyan_notes import pairs, rayyan_notes
from tests.readers.specimens import FOLDER as READERS
from tests.readers.specimens import read_all

FOLDER = Path(__file__).parent.parent / "data" / "votes"
TITLE = "Mentoring of students"


def ballots(path: Path, verdict: Verdict | None = None) -> list[Ballot]:
    """The ballots of a file, by the tool its marks show."""
    source = open_source(path)
    read = detect(source).reader.read(source)
    entries = [entry for entry in read if isinstance(entry, RecordContent)]
    fields = frozenset(tag.casefold() for at in entries for tag, _ in at.extra)
    facts = ExportFacts(name=path.name, verdict=verdict, fields=fields)
    tool = tool_of(entries, facts)
    assert tool is not None
    return [tool.read(entry, facts) for entry in entries]


def entry(*extra: tuple[str, str]) -> RecordContent:
    """An entry with these unmapped fields."""
    return RecordContent(position=1, title=TITLE, extra=extra)


def read(tool: str, *extra: tuple[str, str]) -> Ballot:
    """What a tool reads in an entry with these fields."""
    facts = ExportFacts(fields=frozenset(tag.casefold() for tag, _ in extra))
    return tool_named(tool).read(entry(*extra), facts)


def test_the_tools_asked_for_are_there() -> None:
    names = {tool.name for tool in every_tool()}
    assert names == {"asreview", "covidence", "eppi", "list", "rayyan", "tamis"}
    assert all(tool.label for tool in every_tool())


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        (FOLDER / "rayyan_articles.csv", "rayyan"),
        (FOLDER / "review_77_excluded_csv_20210630.csv", "covidence"),
        (FOLDER / "asreview_export.csv", "asreview"),
        (FOLDER / "asreview_notes.ris", "asreview"),
        (READERS / "asreview_two_labels.asreview", "asreview"),
        (READERS / "eppi_json_two_stages.json", "eppi"),
    ],
    ids=lambda at: at.name if isinstance(at, Path) else at,
)
def test_a_tool_is_known_by_its_marks(path: Path, tool: str) -> None:
    entries = [at for at in read_all(path) if isinstance(at, RecordContent)]
    found = tool_of(entries, ExportFacts(name=path.name))
    assert found is not None
    assert found.name == tool


def test_a_search_export_bears_no_marks() -> None:
    assert tool_of([entry(("N1", "some remark"))], ExportFacts(name="pubmed.ris")) is None


def test_rayyan_names_everybody_with_reasons_labels_and_notes() -> None:
    both, out, unsure, nobody = ballots(FOLDER / "rayyan_articles.csv")
    assert both.votes == (
        Vote(by="Ann", verdict=Verdict.INCLUDE),
        Vote(by="Ben", verdict=Verdict.INCLUDE),
    )
    assert both.tags == ("university", "2nd look")
    assert {vote.reasons for vote in out.votes} == {("wrong population", "off topic")}
    assert out.notes == (("Ben", 'only mice, see "methods"'), ("Ben", "ask"))
    assert [vote.verdict for vote in unsure.votes] == [Verdict.UNSURE, Verdict.EXCLUDE]
    assert unsure.votes[0].reasons == ()
    assert nobody == Ballot()


def test_rayyan_without_braces_as_bibtex_readers_leave_it() -> None:
    found = rayyan_notes(['RAYYAN-INCLUSION: "A. B."=>"Included", "C"=>"Maybe" | RAYYAN-LABELS: x'])
    assert found.inclusion == (("A. B.", "Included"), ("C", "Maybe"))
    assert found.labels == ("x",)
    assert pairs('{"A"=>true, "B"=>false}') == (("A", "true"), ("B", "false"))


def test_what_rayyan_never_says_is_unclear() -> None:
    odd = read("rayyan", ("notes", 'RAYYAN-INCLUSION: {"Ann"=>"Perhaps", "Ben"=>"Undecided"}'))
    assert odd.votes == ()
    assert odd.unclear == ("Ann said 'Perhaps', which is no verdict of Rayyan.",)
    broken = read("rayyan", ("notes", "RAYYAN-INCLUSION: {Ann: yes}"))
    assert broken.unclear == ("Rayyan's note '{Ann: yes}' cannot be read.",)


def test_a_list_of_covidence_is_its_verdict() -> None:
    (irrelevant,) = ballots(FOLDER / "review_77_irrelevant_csv_20210630.csv")
    assert irrelevant.votes == (Vote(verdict=Verdict.EXCLUDE, stage=Stage.ABSTRACT),)
    assert irrelevant.tags == ("Asia", "GIS")
    assert irrelevant.notes == (("Ben Poe", "only mice (Screen)"),)
    (excluded,) = ballots(FOLDER / "review_77_excluded_csv_20210630.csv")
    assert excluded.votes == (
        Vote(verdict=Verdict.INCLUDE, stage=Stage.ABSTRACT),
        Vote(verdict=Verdict.EXCLUDE, stage=Stage.FULLTEXT, reasons=("Wrong population",)),
    )
    (included,) = ballots(FOLDER / "review_77_included_csv_20210630.csv")
    assert [vote.verdict for vote in included.votes] == [Verdict.INCLUDE, Verdict.INCLUDE]


def test_a_list_of_covidence_under_another_name_asks_for_its_verdict(tmp_path: Path) -> None:
    path = tmp_path / "my list.csv"
    path.write_bytes((FOLDER / "review_77_excluded_csv_20210630.csv").read_bytes())
    (unclear,) = ballots(path)
    assert "which list of Covidence" in unclear.unclear[0]
    (told,) = ballots(path, Verdict.EXCLUDE)
    assert told.votes == (Vote(verdict=Verdict.EXCLUDE, reasons=("Wrong population",)),)


def test_the_list_still_to_be_screened_has_no_votes(tmp_path: Path) -> None:
    path = tmp_path / "review_77_screen_csv_1.csv"
    path.write_bytes((FOLDER / "review_77_irrelevant_csv_20210630.csv").read_bytes())
    (open_,) = ballots(path)
    assert (open_.votes, open_.unclear) == ((), ())


def test_asreview_labels_in_columns() -> None:
    first, second, unseen = ballots(FOLDER / "asreview_export.csv")
    by = "ann@example.org"
    assert first.votes == (Vote(by=by, verdict=Verdict.INCLUDE, note="ask for data"),)
    assert first.tags == ("setting: university",)
    assert second.votes == (Vote(by=by, verdict=Verdict.EXCLUDE),)
    assert unseen == Ballot()  # the data set's own label is no decision of the project


def test_asreview_labels_in_notes_of_ris() -> None:
    first, second, unseen, odd = ballots(FOLDER / "asreview_notes.ris")
    assert first.votes == (Vote(verdict=Verdict.INCLUDE, note="ask for data"),)
    assert second.votes == (Vote(verdict=Verdict.EXCLUDE),)
    assert unseen == Ballot()
    assert odd.unclear == ("It is marked as include and exclude at once.",)


def test_asreview_project_file() -> None:
    first, second, unseen = ballots(READERS / "asreview_two_labels.asreview")
    assert first.votes == (Vote(verdict=Verdict.INCLUDE, note="ask for data"),)
    assert first.tags == ("Setting: University",)
    assert second.votes == (Vote(verdict=Verdict.EXCLUDE),)
    assert unseen == Ballot()


def test_a_table_of_labels_is_read_as_asreview_reads_it() -> None:
    assert read("asreview", ("label_included", "1.0")).votes[0].verdict is Verdict.INCLUDE
    assert read("asreview", ("included", "I")).unclear == (
        "Its label is 'I', which is neither 1 nor 0.",
    )


@pytest.mark.parametrize("name", ["eppi_json_two_stages.json", "eppi_json_code_sets_last.json"])
def test_eppi_codes_are_votes_of_the_stage_their_set_names(name: str) -> None:
    first, second, third = ballots(READERS / name)
    assert first.votes == (
        Vote(verdict=Verdict.INCLUDE, stage=Stage.ABSTRACT, note="looks good"),
        Vote(
            verdict=Verdict.EXCLUDE,
            stage=Stage.FULLTEXT,
            reasons=("outcome",),
            note="no outcome was measured",
        ),
    )
    assert [vote.reasons for vote in second.votes] == [("population",)]
    assert [vote.reasons for vote in third.votes] == [("Wrong design",)]


def test_eppi_codes_that_contradict_each_other_are_unclear() -> None:
    told = read(
        "eppi",
        ("EPPI code", "Screening > Include"),
        ("EPPI code", "Screening > Exclude on date"),
        ("EPPI code", "Population > Adults"),
    )
    assert told.votes == ()
    assert "both" not in told.unclear[0]
    assert told.unclear[0].startswith("It is coded as included and as excluded;")


def test_own_notes_hold_who_said_what() -> None:
    told = read(
        "tamis",
        ("N1", "Tamis abstract stage: excluded, Off topic; Ann: exclude, Off topic (mice); Ben: i"),
        ("N1", "Tamis title stage: conflict; Ann: include; Ben Poe: exclude, Off topic; C"
         " (adjudicating): include"),
        ("N1", "Tamis note of Ben: ask them"),
    )  # fmt: skip
    by = [(vote.stage, vote.by, vote.verdict, vote.adjudicates) for vote in told.votes]
    assert (Stage.TITLE, "Ben Poe", Verdict.EXCLUDE, False) in by
    assert (Stage.TITLE, "C", Verdict.INCLUDE, True) in by
    assert told.notes == (("Ben", "ask them"),)


def test_a_plain_list_needs_its_verdict() -> None:
    assert read("list").unclear
    told = tool_named("list").read(entry(), ExportFacts(verdict=Verdict.INCLUDE))
    assert told.votes == (Vote(verdict=Verdict.INCLUDE),)
