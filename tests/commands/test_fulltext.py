"""Full texts from the command line: proposed, confirmed, kept, read, missed, taken back, proved."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.commands import fulltext_attach
from screening.errors import UsageError
from screening.events.kinds import ReportRetrieved
from screening.keys import Lines
from screening.prisma import flow, violations
from screening.protocol import Stage, Verdict
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.fulltext_matching import files_in
from screening.sessions.fulltexts import files_of, full_texts
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.review import Review
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.fulltext.pdf_made import pdf
from tests.reviews_builder import contents, make_review, protocol_text, reopen

RURAL = "Mentoring of medical students in rural hospitals: a cohort study"
PEERS = "Peer mentoring among nurses: what mentors say about time and trust"
TWIN = "Career choice and its mentors among residents in two large cities"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six reports whose full text is sought, two of one title, and a folder of files."""
    titles = (
        RURAL,
        PEERS,
        TWIN,
        TWIN,
        "Burnout",
        "Excluded long before its text was ever sought, alas",
    )
    found = [replace(at, title=title) for at, title in zip(contents(6), titles, strict=True)]
    text = protocol_text(stages=("title", "fulltext"))
    with make_review(tmp_path / "r", found=found, text=text) as review:
        for number in range(1, 6):
            decide(review, Stage.TITLE, review.known(str(number)), Verdict.INCLUDE)
        decide(review, Stage.TITLE, review.known("6"), Verdict.EXCLUDE, reason="1")
    files = tmp_path / "files"
    files.mkdir()
    made = {
        "a.pdf": pdf([[RURAL[:30] + "-", RURAL[30:], "Jane Roe doi:10.5555/00001"], ["Page two"]]),
        "b.pdf": pdf([[PEERS, "Jane Roe"], ["men-", "toring works"]]),
        "c.pdf": pdf([[TWIN, "Jane Roe"]]),
        "d.pdf": pdf([["Invoice"]]),
        "R0005 scan.pdf": pdf([[], []]),
        "f.pdf": pdf([["Excluded long before its text was ever sought, alas", "Jane Roe"]]),
    }
    for name, data in made.items():
        (files / name).write_bytes(data)
    (files / ".hidden").write_bytes(b"x")
    return tmp_path / "r"


def attach(folder: Path, *more: str | Path, name: str = "") -> str:
    ran = tamis("fulltext", "attach", folder.parent / "files" / name, *more, "-C", folder)
    assert ran.code == 0, ran.err
    return ran.out + ran.err


def rows(folder: Path) -> list[tuple[str, str, list[str]]]:
    told = tamis("fulltext", "list", "--json", "-C", folder).out.splitlines()
    found = [json.loads(line) for line in told]
    return [(at["record"], at["standing"], [file["file"] for file in at["files"]]) for at in found]


def faults(folder: Path) -> list[str]:
    """What the proof says; the search of these reviews came from no file."""
    told = tamis("log", "verify", "-C", folder)
    return [line for line in told.err.splitlines() if ".pdf" in line]


def last(folder: Path) -> int:
    with reopen(folder) as review:
        return review.state.last_seq


def test_a_folder_is_proposed_and_nothing_is_attached_unasked(folder: Path) -> None:
    before = last(folder)
    told = attach(folder)
    table = [line.split("  ") for line in told.splitlines()[:7]]
    assert [" ".join(" ".join(row).split()[:4]) for row in table[1:]] == [
        "R0005 scan.pdf sure 0.95",
        "a.pdf sure 0.99 R0001",
        "b.pdf sure 0.95 R0002",
        "c.pdf to confirm 0.50",
        "d.pdf no report found",
        "f.pdf not sought 0.95",
    ]
    assert "3 proposals sure: repeat with --yes to attach." in told
    assert "R0004 fits as well" in told
    assert "It is no report whose full text is sought." in told
    assert last(folder) == before
    assert not (folder / "fulltexts").exists()


def test_yes_attaches_the_sure_ones_once(folder: Path) -> None:
    assert "3 files attached." in attach(folder, "--yes")
    assert rows(folder) == [
        ("R0001", "attached", ["a.pdf"]),
        ("R0002", "attached", ["b.pdf"]),
        ("R0003", "sought", []),
        ("R0004", "sought", []),
        ("R0005", "attached without text", ["R0005 scan.pdf"]),
    ]
    seq, kept = last(folder), sorted((folder / "fulltexts").iterdir())
    told = attach(folder, "--yes")
    assert "0 files attached." in told
    assert "The very same file is attached to R0001." in told
    assert (last(folder), sorted((folder / "fulltexts").iterdir())) == (seq, kept)
    assert len(kept) == 5
    assert faults(folder) == []


def test_hidden_files_are_passed_over_wherever_the_folder_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / ".git")
    found = files_in([Path("../../files")])
    assert [path.name for path in found] == [
        "R0005 scan.pdf", "a.pdf", "b.pdf", "c.pdf", "d.pdf", "f.pdf",
    ]  # fmt: skip


def test_proposals_as_json_say_what_they_rest_on(folder: Path) -> None:
    ran = tamis("fulltext", "attach", folder.parent / "files" / "a.pdf", "--json", "-C", folder)
    told = json.loads(ran.out)
    assert (told["record"], told["standing"], told["pages"]) == ("R0001", "sure", 2)
    assert told["clues"] == [
        "DOI on the first pages",
        "title at the top of a page",
        "first author on the first pages",
    ]


def test_a_person_confirms_the_doubtful_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext_attach, "can_ask", lambda: True)
    monkeypatch.setattr("screening.keys.keyboard", lambda: Lines(io.StringIO("n\ny\nn\n")))
    told = attach(folder)
    assert "Attach the 3 sure ones? y or n" in told
    assert f"c.pdf: R0003? {TWIN}" in told
    assert "1 file attached." in told
    assert [at for at in rows(folder) if at[2]] == [("R0003", "attached", ["c.pdf"])]
    with reopen(folder) as review:
        (file,) = files_of(review, review.known("3"))
    assert file.body.how.endswith("confirmed by hand")
    assert file.body.confidence == 0.5


def test_a_report_that_has_a_text_is_not_given_another_unasked(folder: Path) -> None:
    attach(folder, "--yes", name="a.pdf")
    (folder.parent / "files" / "a.pdf").write_bytes(pdf([[RURAL, "Jane Roe", "Another copy"]]))
    told = attach(folder, "--yes", name="a.pdf")
    assert "R0001 has the text a.pdf already." in told
    assert rows(folder)[0] == ("R0001", "attached", ["a.pdf"])


def test_a_report_is_named_by_hand_and_may_have_supplements(folder: Path) -> None:
    assert "a.pdf: full text of R0004." in attach(folder, "--record", "R0004", name="a.pdf")
    assert "as it was already" in attach(folder, "--record", "4", name="a.pdf")
    told = json.loads(attach(folder, "--record", "4", "--json", name="a.pdf"))
    assert (told["file"], told["pages"], told["confidence"]) == ("a.pdf", 2, None)
    attach(folder, "--record", "4", "--supplement", name="d.pdf")
    assert rows(folder)[3] == ("R0004", "attached", ["a.pdf", "d.pdf"])
    with reopen(folder) as review:
        texts = full_texts(review, review.known("4"))
        assert [text.supplement for text in texts] == [False, True]
        assert texts[0].text.endswith("\fPage two")
    table = tamis("fulltext", "list", "-C", folder).out
    assert "supplement" in table


def test_a_wrong_file_is_taken_back_and_not_proposed_again(folder: Path) -> None:
    attach(folder, "--yes", name="a.pdf")
    ran = tamis("fulltext", "detach", "1", "--why", "erratum", "-C", folder)
    assert ran.out == "a.pdf is no longer a file of R0001.\n"
    assert rows(folder)[0][1:] == ("sought", [])
    assert "no report found" in attach(folder, "--yes", name="a.pdf")
    attach(folder, "--record", "1", name="a.pdf")
    attach(folder, "--record", "1", "--supplement", name="d.pdf")
    ran = tamis("fulltext", "detach", "1", "-C", folder)
    assert (ran.code, "R0001 has 2 such files." in ran.err) == (2, True)
    assert tamis("fulltext", "detach", "1", "none.pdf", "-C", folder).code == 2
    assert tamis("fulltext", "detach", "1", "d.pdf", "-C", folder).code == 0
    assert tamis("fulltext", "detach", "2", "-C", folder).code == 2
    assert faults(folder) == []


def test_unreadable_files_are_named_and_the_others_attached(folder: Path) -> None:
    (folder.parent / "files" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder.parent / "files" / "locked.pdf").write_bytes(pdf([["x"]], locked=True))
    ran = tamis("fulltext", "attach", folder.parent / "files", "--yes", "-C", folder)
    assert ran.code == 4
    assert "3 files attached." in ran.err
    assert "2 files could not be read:" in ran.err
    assert "broken.pdf is a damaged PDF." in ran.err
    assert "locked.pdf is locked by a password." in ran.err
    ran = tamis("fulltext", "attach", folder / "none", "-C", folder)
    assert (ran.code, "does not exist" in ran.err) == (4, True)


def test_texts_are_read_by_page_and_searched(folder: Path) -> None:
    attach(folder, "--yes")
    ran = tamis("fulltext", "text", "2", "--page", "2", "-C", folder)
    assert ran.out == "== b.pdf\n-- page 2 of 2\nmen-\ntoring works\n"
    ran = tamis("fulltext", "text", "2", "--find", "mentoring works", "--json", "-C", folder)
    (part,) = json.loads(ran.out)["parts"]
    assert (part["page"], part["text"]) == (2, "men-\ntoring works")
    with reopen(folder) as review:
        (whole,) = full_texts(review, review.known("2"))
    assert whole.text[part["start"] : part["end"]] == part["text"]
    assert json.loads(ran.out)["text_sha256"] == whole.sha256
    for arguments, words in (
        (("1", "--page", "9"), "R0001 has no page 9. Its pages are 1 to 2."),
        (("3",), "R0003 has no full text attached."),
        (("5",), "There is no text in R0005 scan.pdf: scanned pages, it seems."),
        (("1", "--file", "x"), "R0001 has no file 'x'."),
    ):
        ran = tamis("fulltext", "text", *arguments, "-C", folder)
        assert ran.code == 2
        assert words in ran.err.replace("\n", " ")


def test_what_is_missing_is_listed_for_a_librarian(folder: Path) -> None:
    attach(folder, "--yes")
    tamis("retrieved", "4", "--no", "No answer from the authors", "-C", folder)
    out = tamis("fulltext", "missing", "-C", folder).out
    assert f"R0003  {TWIN}\n" in out
    assert "https://doi.org/10.5555/00003" in out
    assert "R0004" not in out
    head, *lines = tamis("fulltext", "missing", "--csv", "--all", "-C", folder).out.splitlines()
    assert head == (
        "record,title,authors,year,journal,volume,issue,pages,doi,pmid,link,not_retrieved_on,by,why"
    )
    assert [line.partition(",")[0] for line in lines] == ["R0003", "R0004"]
    assert re.search(r",20\d\d-\d\d-\d\d,Ann,No answer from the authors$", lines[1])
    (row,) = map(json.loads, tamis("fulltext", "missing", "--json", "-C", folder).out.splitlines())
    assert (row["record"], row["link"]) == ("R0003", "https://doi.org/10.5555/00003")
    with reopen(folder) as review:
        decide(review, Stage.FULLTEXT, review.known("3"), Verdict.INCLUDE)
    assert tamis("fulltext", "missing", "-C", folder).out == ""
    assert rows(folder)[2][1] == "decided without a file"


def test_a_text_found_after_all_is_retrieved_by_attaching_it(folder: Path) -> None:
    with reopen(folder) as review:
        mark_not_retrieved(review, review.known("1"), "lost")
    attach(folder, "--record", "1", "--supplement", name="d.pdf")
    assert rows(folder)[0][1] == "not retrieved"
    attach(folder, "--yes", name="a.pdf")
    with reopen(folder) as review:
        assert isinstance(list(review.events())[-1].body, ReportRetrieved)
        with pytest.raises(UsageError, match=r"The full text of R0001 is attached: a\.pdf"):
            mark_not_retrieved(review, review.known("1"), "lost")


def test_a_duplicates_file_is_one_of_the_report_kept(folder: Path) -> None:
    attach(folder, "--record", "4", name="c.pdf")
    with reopen(folder) as review:
        mark_duplicate(review, review.known("4"), review.known("3"))
    assert rows(folder)[2] == ("R0003", "attached", ["c.pdf"])
    ran = tamis(
        "fulltext", "attach", folder.parent / "files" / "d.pdf", "--record", "4", "-C", folder
    )
    assert ran.code == 2
    assert "R0004 is marked as a duplicate of R0003." in ran.err
    assert len(list((folder / "fulltexts").iterdir())) == 2, "what was refused left something"


def test_altered_and_missing_files_are_seen(folder: Path) -> None:
    attach(folder, "--yes", name="a.pdf")
    (text,) = (folder / "fulltexts").glob("*.txt")
    whole = text.read_text(encoding="utf-8")
    text.write_text(whole.replace("Mentoring", "Monitoring"), encoding="utf-8")
    ran = tamis("log", "verify", "-C", folder)
    assert ran.code == 3
    assert "The text of a.pdf was altered" in ran.out + ran.err
    ran = tamis("fulltext", "text", "1", "-C", folder)
    assert (ran.code, "was altered" in ran.err) == (5, True)
    assert "was altered" in tamis("screen", "--plain", "-C", folder, "--stage", "fulltext").out
    text.unlink()
    (held,) = (folder / "fulltexts").glob("*.pdf")
    held.unlink()
    ran = tamis("log", "verify", "-C", folder)
    assert "The full text a.pdf is missing" in ran.out + ran.err
    assert "The text of a.pdf is missing" in ran.out + ran.err


@pytest.fixture(params=["separate", "excluded"])
def counted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Review]]:
    """Four reports at the full text, counted as the protocol says."""
    text = protocol_text(stages=("title", "fulltext")).replace(
        "[stages.fulltext]\n", f'[stages.fulltext]\nnot_retrieved = "{request.param}"\n'
    )
    with make_review(tmp_path / "counted", 4, text=text) as review:
        for number in range(1, 5):
            decide(review, Stage.TITLE, review.known(str(number)), Verdict.INCLUDE)
        yield request.param, review


def test_no_full_text_counts_as_the_protocol_says(counted: tuple[str, Review]) -> None:
    plan, review = counted
    mark_not_retrieved(review, review.known("1"), "")
    decide(review, Stage.FULLTEXT, review.known("2"), Verdict.EXCLUDE, reason="Off topic")
    for number in "34":
        decide(review, Stage.FULLTEXT, review.known(number), Verdict.INCLUDE)
    found = flow(review.state, review.protocol)
    assert violations(found) == ()
    boxes = (found.dbr.reports_sought, found.dbr.reports_not_retrieved, found.dbr.reports_assessed)
    assert boxes == (4, 1, 3), "PRISMA 2020 has a box of its own, whatever the stages say"
    assert found.dbr.reports_excluded == 1
    stage = found.stages[-1]
    reasons = {at.reason: at.n for at in stage.reasons}
    if plan == "separate":
        assert (stage.excluded, stage.not_retrieved) == (1, 1)
        assert reasons == {"Off topic": 1}
    else:
        assert (stage.excluded, stage.not_retrieved) == (2, 0)
        assert reasons == {"Off topic": 1, "No access to the full text": 1}
    mark_retrieved(review, review.known("1"))
    again = flow(review.state, review.protocol)
    assert (again.dbr.reports_not_retrieved, again.open_records) == (0, 1)
