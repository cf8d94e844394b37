"""Every kind of event is known to blinding: it gives a judgement away, or it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.events import KINDS, Body, CodeId, FindingId, Maker, StoredEvent
from screening.events import kinds as at
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.blind_kinds import GIVES_AWAY, TELLS_NOTHING
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_merge import merge_bundle
from screening.sessions.bundle_open import open_bundle, return_bundle
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from screening.store import ReviewStore
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text, reopen

R1, R2 = RecordId("R0001"), RecordId("R0002")
TITLE = Stage.TITLE
TWO = protocol_text(reviewers=2)
MAKER = Maker(name="by hand", version="1")
F1 = FindingId("F0001")
SAMPLES: tuple[Body, ...] = (
    at.Decided(record=R1, stage=TITLE, verdict=Verdict.EXCLUDE),
    at.Noted(record=R1, text="pears"),
    at.Tagged(record=R1, tag="pears"),
    at.Untagged(record=R1, tag="pears"),
    at.Postponed(record=R2, stage=TITLE),
    at.TermMarked(term="pears", mark=at.Mark.EXCLUDE),
    at.RankingMade(
        stage=TITLE, maker=MAKER, trained_to=0, included=0, excluded=0, order=(R2, R1)
    ),
    at.AuditBegun(
        stage=TITLE, ranking=8, seed="1", share=0.5, pool=(R1, R2), pool_digest="", stage_digest=""
    ),
    at.CodesChosen(finding=F1, codes=(CodeId("C0001"),)),
    at.MemoWritten(on=F1, text="pears"),
    at.BundleMade(bundle="b", reviewer="Ann", base=4, digest="0" * 64, protocol=""),
    at.BundleMerged(bundle="b", reviewer="Ann", rows=()),
    at.DecisionsImported(
        file="x", sha256="0" * 64, tool="t", reader="r", entries=1, added=1, left_out=0,
        reviewers=("Ann",),
    ),
)  # fmt: skip
_AT_ALL_TIMES = (at.RankingMade, at.AuditBegun)  # hidden from whoever made them, too


def _by_kind(review: Review) -> dict[str, str]:
    """Kind -> why its last row is hidden from the viewer; empty if it is not."""
    return {row.kind: hidden_words(row) for row in rows_seen(review, review.store.rows())}


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of two in which Ann has done everything that could give a judgement away."""
    folder = tmp_path_factory.mktemp("kinds") / "review"
    with make_review(folder, 2, text=TWO) as review, review.writing() as writer:
        for body in SAMPLES:
            writer.append(body)
    return folder


def test_every_kind_was_judged() -> None:
    judged = [kind.__name__ for kind in (*GIVES_AWAY, *TELLS_NOTHING)]
    assert sorted(judged) == sorted(KINDS), "a new kind belongs into one list of blind_kinds"
    assert {type(body) for body in SAMPLES} == set(GIVES_AWAY), "each is tried below"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_gives_a_judgement_away_is_hidden_from_others(blind: Path, kind: str) -> None:
    gives_away = KINDS[kind] in GIVES_AWAY
    with reopen(blind, by="Ben") as other, reopen(blind, by="Ann") as own:
        if gives_away:
            assert _by_kind(other)[kind]
            assert bool(_by_kind(own)[kind]) == (KINDS[kind] in _AT_ALL_TIMES)
            told = [row.body for row in rows_seen(other, other.store.rows()) if row.kind == kind]
            everybody = rows_seen(own, own.store.rows(), by_all=True)
            assert told == [row.body for row in everybody if row.kind == kind]
        else:
            row = StoredEvent(
                seq=99, at="", by="Ann", kind=kind, body='{"said":1}', previous="", digest="d"
            )
            assert list(rows_seen(other, [row])) == [row]


def test_nothing_is_hidden_when_nobody_waits(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    text = protocol_text(stages=("title",), reviewers=2)
    with make_review(folder, 2, text=text) as review, review.writing() as writer:
        for body in SAMPLES:
            writer.append(body)
            if isinstance(body, at.AuditBegun):
                begun = writer.state.last_seq
                writer.append(at.AuditEnded(stage=TITLE, audit=begun, places=0))
        writer.append(at.Decided(record=R2, stage=TITLE, verdict=Verdict.INCLUDE))
    with reopen(folder, by="Ben") as other:
        with other.writing() as writer:
            writer.append(at.CodesChosen(finding=F1, codes=()))
            for record in (R1, R2):
                writer.append(at.Decided(record=record, stage=TITLE, verdict=Verdict.INCLUDE))
        assert not any(_by_kind(other).values())


def test_marked_words_are_not_listed_to_others(blind: Path) -> None:
    told = tamis("log", "--json", "-C", blind, by="Ben")
    assert "TermMarked" in told.out
    assert "pears" not in told.out
    assert "pears" in tamis("log", "--json", "-C", blind, by="Ann").out
    assert "hidden while records wait" in tamis("log", "-C", blind, by="Ben").out


def test_no_digest_is_told_from_which_a_bundles_votes_could_be_guessed(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    with make_review(folder, 1, text=protocol_text(stages=("title",), reviewers=2)) as review:
        handed = make_bundle(review, "Ben", tmp_path / "ben.tamis")
    place = open_bundle(handed.file, tmp_path / "ben").folder
    with open_review(place) as bundle:
        decide(bundle, TITLE, R1, Verdict.INCLUDE)
        vote = [row.digest for row in bundle.store.rows()][-1][:16]
        back = return_bundle(bundle, tmp_path / "back.tamis")
    with reopen(folder) as review:
        merge_bundle(review, back.file)
    told = [tamis("log", "--json", "-C", folder, by=by).out for by in ("Ann", "Ben")]
    assert [vote in out for out in told] == [False, True], "Ann merged it, and is still to decide"
    with reopen(folder) as review:
        decide(review, TITLE, R1, Verdict.INCLUDE)
    assert vote in tamis("log", "--json", "-C", folder, by="Ann").out


def test_the_log_is_read_once_where_nobody_coded_or_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[int] = []
    whole = ReviewStore.rows

    def counting(store: ReviewStore, after: int = 0) -> Iterator[StoredEvent]:
        passes.append(after)
        return whole(store, after)

    with make_review(tmp_path / "quiet", 3, text=TWO) as review:
        monkeypatch.setattr(ReviewStore, "rows", counting)
        assert all(not hidden_words(row) for row in rows_seen(review, review.store.rows()))
        assert len(passes) == 1
        with review.writing() as writer:
            writer.append(at.CodesChosen(finding=F1, codes=(CodeId("C0001"),)))
        passes.clear()
        seen = [row.kind for row in rows_seen(review, review.store.rows(), by_all=True)
                if hidden_words(row)]  # fmt: skip
        assert seen == ["CodesChosen"]
        assert len(passes) == 2
