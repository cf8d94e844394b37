"""What a bundle refuses it refuses at once, and nothing that it refuses is ever advised in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.sessions import find_duplicates as searching
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_open import open_bundle
from screening.sessions.duplicate_desk import DuplicateDesk
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide, queue
from screening.sessions.status import status_of
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text
from tests.sessions.test_open_questions import ask

TEXT = protocol_text(stages=("title", "fulltext"), names=["Ann", "Ben"])


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of a review that nobody has searched for duplicates, with a question open."""
    with make_review(tmp_path / "review", 4, text=TEXT) as review:
        ask(review, 1, 2)
        file = make_bundle(review, "Ben", tmp_path / "ben.tamis").file
    return open_bundle(file, tmp_path / "ben").folder


def _decide_all(review: Review, stage: Stage) -> None:
    for record in queue(review, stage):
        decide(review, stage, record, Verdict.INCLUDE)


def test_status_in_a_bundle_names_what_the_bundle_takes(bundle: Path) -> None:
    """No search for duplicates, no question, no full texts to attach, no table to fill in."""
    with open_review(bundle) as review:
        assert status_of(review).next_step.endswith("tamis screen --stage title")
        _decide_all(review, Stage.TITLE)
        assert status_of(review).next_step == "tamis screen --stage fulltext"
        _decide_all(review, Stage.FULLTEXT)
        assert status_of(review, after=lambda _: "tamis extract").next_step == "tamis bundle return"
    told = tamis("status", "-C", bundle, by="")
    assert "Next: tamis bundle return\n" in told.err


def test_long_work_is_refused_before_it_begins(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_prepared", None)
    with open_review(bundle) as review:
        with pytest.raises(UsageError, match="This folder is a bundle"):
            find_duplicates(review)
        with pytest.raises(UsageError, match="This folder is a bundle"):
            DuplicateDesk(review)
        with pytest.raises(UsageError, match="This folder is a bundle"):
            mark_duplicate(review, *review.state.records()[:2])
    nowhere = tmp_path / "none"  # neither is even looked for
    for refused in (
        tamis("import", nowhere, "--source", "PubMed", "-C", bundle, by=""),
        tamis("fulltext", "attach", nowhere, "-C", bundle, by=""),
        tamis("duplicates", "find", "-C", bundle, by=""),
        tamis("duplicates", "review", "--plain", "-C", bundle, by="", keys="k\n"),
    ):
        assert refused.code == 2
        assert "This folder is a bundle" in refused.err
        assert refused.out == ""


def test_a_bundle_is_opened_where_one_is(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not beside the file, which lies among downloads; another folder may be named."""
    file = bundle.with_name("ben.tamis")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    opened = tamis("bundle", "open", file)
    assert opened.code == 0, opened.err
    assert "Next: cd ben, then tamis screen." in opened.err
    assert (here / "ben" / "review.toml").is_file()
    assert tamis("bundle", "open", file, "mine").code == 0
    assert (here / "mine" / "review.toml").is_file()
    again = tamis("bundle", "open", file)
    assert again.code != 0
    assert "ben is there already" in again.err
