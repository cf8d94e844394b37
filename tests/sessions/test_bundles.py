"""Bundles: nobody's decisions go out, all come back, in any order, and nothing else gets in."""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import BadInput, BadReview, CannotWrite, ReviewError, UsageError
from screening.events import ReviewState, stage_outcomes
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id
from screening.sessions import bundle_file
from screening.sessions.agreement import agreement_of
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_merge import list_bundles, merge_bundle
from screening.sessions.bundle_open import open_bundle, return_bundle
from screening.sessions.conflicts import adjudicate
from screening.sessions.fulltexts import Attaching, attach, read_file
from screening.sessions.independent import independent_votes
from screening.sessions.records import history
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide, postpone, queue, undo
from screening.sessions.seat import Seat
from screening.sessions.status import status_of
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from tests.commands.running import tamis
from tests.reviews_builder import DAWN, make_review, protocol_text, rank, reopen

R = [RecordId(""), *map(to_record_id, range(1, 8))]
TEXT = protocol_text(reviewers=2, names=["Ann", "Ben"])


class Later:
    """A clock that starts some hours after another reviewer's."""

    def __init__(self, hours: int) -> None:
        self._time = DAWN + timedelta(days=1, hours=hours)

    def __call__(self) -> datetime:
        self._time += timedelta(seconds=1)
        return self._time


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied by each test: a review, the files handed out, and the folders of both.

    The review is of two reviewers with six records, ranked, in which Ann has decided one.
    """
    place = tmp_path_factory.mktemp("templates")
    with make_review(place / "review", 6, text=TEXT) as review:
        rank(review, Stage.TITLE, [6, 5, 4, 3, 2, 1])
        decide(review, Stage.TITLE, R[1], Verdict.EXCLUDE, reason="Off topic", note="plums")
        add_note(review, R[1], "pears")
    shutil.copytree(place / "review", place / "handed" / "review")
    folder = _bundle(place / "handed" / "review", "Ben", place / "handed" / "ben")
    _work(folder, "iei")
    _returned(folder)
    return place


@pytest.fixture
def master(templates: Path, tmp_path: Path) -> Path:
    """The review, before anything is handed out."""
    return Path(shutil.copytree(templates / "review", tmp_path / "review"))


def _bundle(master: Path, name: str, folder: Path) -> Path:
    """A bundle of a reviewer, opened."""
    with reopen(master, by="Ann") as review:
        made = make_bundle(review, name, folder.with_suffix(".tamis"))
    return open_bundle(made.file, folder).folder


def _returned(folder: Path, name: str = "back") -> Path:
    with open_review(folder) as review:
        return return_bundle(review, folder.with_name(f"{folder.name}.{name}")).file


def _work(folder: Path, verdicts: str, hours: int = 0) -> None:
    """Decide on the records in their order: i, e, m; u undoes, s puts the next one off."""
    words = {"i": Verdict.INCLUDE, "e": Verdict.EXCLUDE, "m": Verdict.UNSURE}
    with open_review(folder, clock=Later(hours)) as review:
        for key in verdicts:
            left = queue(review, Stage.TITLE)
            if key == "u":
                undo(review, Stage.TITLE)
            elif left and key == "s":
                postpone(review, Stage.TITLE, left[0])
            elif left:
                reason = "Off topic" if key == "e" else ""
                decide(review, Stage.TITLE, left[0], words[key], reason=reason)


def _known(state: ReviewState) -> object:
    """What the log amounts to, without numbers of events and without what was put off."""
    decisions = {
        (stage, record, by): [(m.at, m.verdict, m.reason, m.note) for m in made]
        for stage, records in state.decisions.items()
        for record, bys in records.items()
        for by, made in bys.items()
    }
    notes = {record: sorted(told) for record, told in state.notes.items() if told}
    tags = {record: sorted(state.seat.tags(record)) for record in state.seat.tagging}
    return decisions, notes, tags, state.not_retrieved


def _all_known(folder: Path) -> object:
    """Also the verdicts that agreement is computed from; its intervals would only take time."""
    with reopen(folder, by="Ann") as review:
        outcomes = stage_outcomes(review.state, review.protocol)
        votes = independent_votes(review.events(), lambda _stage, _record: 2)
        return _known(review.state), outcomes, votes


# Out


def test_a_bundle_holds_nobody_elses_decisions(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    with zipfile.ZipFile(tmp_path / "ben.tamis") as file:
        told = b"".join(file.read(name) for name in file.namelist())
    assert b"plums" not in told
    assert b"pears" not in told
    assert b"mentor" in told
    with open_review(folder) as review:
        assert review.by == "Ben"
        assert history(review, R[1]).stages[0].decisions == ()
        assert [row.kind for row in review.store.rows()].count("Withheld") == 2


def test_it_is_said_that_full_texts_stay_behind(master: Path, tmp_path: Path) -> None:
    command = ("bundle", "make", "Ben", "-C", master, "--out")
    assert "full text" not in tamis(*command, tmp_path / "a.tamis").err
    report = tmp_path / "report.txt"
    report.write_text("A full text about quinces.", encoding="utf-8")
    with reopen(master) as review:
        attach(review, read_file(report), R[2], Attaching())
    told = tamis(*command, tmp_path / "b.tamis")
    assert "A bundle holds no full texts: those of 1 report stay here. Send Ben" in told.err
    assert "tamis fulltext list --csv" in told.err
    with zipfile.ZipFile(tmp_path / "b.tamis") as file:
        assert not any(b"quinces" in file.read(name) for name in file.namelist())
    asked = tamis(*command, tmp_path / "c.tamis", "--json")
    assert json.loads(asked.out)["reports_left_out"] == 1


def test_ones_own_decisions_go_along(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ann", tmp_path / "ann")
    with open_review(folder) as review:
        assert [made.note for made in history(review, R[1]).stages[0].decisions] == ["plums"]
        assert R[1] not in queue(review, Stage.TITLE)
        undo(review)
        assert R[1] in queue(review, Stage.TITLE)


def test_a_bundle_is_a_whole_review_of_its_own(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    for command in (("log", "verify"), ("records",), ("status",), ("protocol", "check")):
        done = tamis(*command, "-C", folder, by="")
        assert done.code == 0, done.err
    with open_review(folder) as bundle, reopen(master, by="Ben") as review:
        assert queue(bundle, Stage.TITLE) == queue(review, Stage.TITLE), "the frozen ranking"
        assert Seat(bundle, Stage.TITLE).shown() == Seat(review, Stage.TITLE).shown()


def test_whatever_a_name_holds_ones_own_merges_are_known(tmp_path: Path) -> None:
    name = 'Jo "Jay" Roe'
    text = protocol_text(names=["Ann", name.replace('"', '\\"')])
    with make_review(tmp_path / "review", 3, text=text):
        pass
    folder = _bundle(tmp_path / "review", name, tmp_path / "first")
    _work(folder, "i")
    with reopen(tmp_path / "review") as review:
        merge_bundle(review, _returned(folder))
    again = _bundle(tmp_path / "review", name, tmp_path / "second")
    with open_review(again) as review:
        assert "BundleMerged" in [row.kind for row in review.store.rows()]


def test_the_assignment_is_the_same_on_every_machine(tmp_path: Path) -> None:
    text = 'assignment = "balanced"\n' + protocol_text(names=["Ann", "Ben"])
    with make_review(tmp_path / "review", 9, text=text) as review:
        mine = queue(review, Stage.TITLE)
    folder = _bundle(tmp_path / "review", "Ben", tmp_path / "ben")
    with open_review(folder) as bundle:
        theirs = queue(bundle, Stage.TITLE)
    assert sorted([*mine, *theirs]) == [to_record_id(n) for n in range(1, 10)]


def test_later_stages_come_with_what_earlier_ones_let_through(master: Path, tmp_path: Path) -> None:
    for name in ("Ann", "Ben"):
        with reopen(master, by=name) as review:
            for record in R[2:5]:
                decide(review, Stage.TITLE, record, Verdict.INCLUDE)
    folder = _bundle(master, "Ben", tmp_path / "ben")
    with open_review(folder) as review:
        assert sorted(queue(review, Stage.ABSTRACT)) == R[2:5]
        decide(review, Stage.ABSTRACT, R[2], Verdict.INCLUDE)
    with reopen(master) as review:
        merge_bundle(review, _returned(folder))
        assert review.state.decided_by(Stage.ABSTRACT, R[2], "Ben")


def test_only_the_reviewer_works_in_it_and_only_decides(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    with pytest.raises(UsageError, match="bundle of Ben; you are Ann"):
        reopen(folder, by="Ann")
    with open_review(folder) as review:
        with pytest.raises(UsageError, match="nothing else"):
            rank_and_adjudicate(review)
        with pytest.raises(UsageError, match="bundles are made from the review itself"):
            make_bundle(review, "Ann")
        with pytest.raises(UsageError, match="merged into the review itself"):
            merge_bundle(review, tmp_path / "ben.tamis")
    protocol = folder / "review.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(BadReview, match="a bundle keeps the protocol"):
        open_review(folder)
    assert tamis("protocol", "restore", "-C", folder, by="").code == 0
    open_review(folder).close()


def rank_and_adjudicate(review: Review) -> None:
    """Something that belongs into the review itself; a new order does not."""
    from screening.events.kinds import DuplicateMarked

    rank(review, Stage.TITLE, [1, 2])
    with review.writing() as writer:
        writer.append(DuplicateMarked(record=R[2], kept=R[1]))


# Back


def test_all_comes_back_changed_decisions_and_undone_ones_too(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    _work(folder, "iesmu")
    with open_review(folder, clock=Later(3)) as review:
        decide(review, Stage.TITLE, R[6], Verdict.EXCLUDE, reason="Off topic", note="changed")
        add_note(review, R[2], "a remark")
        toggle_tag(review, R[2], "method")
        rank(review, Stage.TITLE, [1, 2, 3])
        decide(review, Stage.TITLE, R[3], Verdict.INCLUDE)
        wanted = _known(review.state)
        assert status_of(review).by == "Ben"
    with reopen(master) as review:
        before = review.state.rankings[Stage.TITLE]
        done = merge_bundle(review, _returned(folder))
        assert (done.added, done.known) == (done.steps, 0)
        found = _known(review.state)
        assert review.state.rankings[Stage.TITLE] == before
        made = review.state.decided_by(Stage.TITLE, R[6], "Ben")
        assert made is not None
        assert (made.verdict, made.note) == (Verdict.EXCLUDE, "changed")
        assert made.at > DAWN + timedelta(days=1, hours=3), "when it was decided, not merged"
        assert list_bundles(review)[0].steps_merged == done.steps
    assert isinstance(wanted, tuple)
    assert isinstance(found, tuple)
    for here, there in zip(wanted[:3], found[:3], strict=True):
        assert here.items() <= there.items() or here == there
    assert tamis("log", "--json", "-C", master).code == 0


def test_the_same_file_again_adds_nothing(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    _work(folder, "ie")
    first = _returned(folder, "1")
    _work(folder, "ui", hours=2)
    second = _returned(folder, "2")
    with reopen(master) as review:
        assert merge_bundle(review, first).added == 2
        seq = review.state.last_seq
        assert merge_bundle(review, first).added == 0
        assert review.state.last_seq == seq
        done = merge_bundle(review, second)
        assert (done.added, done.known) == (2, 2)
        assert merge_bundle(review, first).added == 0


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review that has made three bundles, and the three folders in which they were opened."""
    place = tmp_path_factory.mktemp("handed_out")
    make_review(place / "review", 6, text=TEXT).close()
    for number, name in enumerate(("Ann", "Ben", "Ann")):
        _bundle(place / "review", name, place / f"b{number}")
    return place


@settings(max_examples=6, deadline=None)  # of a second each: every key is written to the disk
@given(data=st.data())
def test_any_order_leads_to_the_same_state(handed_out: Path, data: st.DataObject) -> None:
    """Two reviewers, each handing back twice, Ann from two machines as well."""
    with TemporaryDirectory(dir=handed_out.parent) as folder:
        place = Path(folder)
        shutil.copytree(handed_out, place, dirs_exist_ok=True)
        parts = _worked_on(place, data)
        found = []
        for turn in range(2):
            copy = Path(shutil.copytree(place / "review", place / f"copy{turn}"))
            order = data.draw(st.permutations([*parts, *parts[:2]]))
            with reopen(copy, by="Ann") as review:
                for file in order:
                    merge_bundle(review, file)
            found.append(_all_known(copy))
    assert found[0] == found[1]


def _worked_on(place: Path, data: st.DataObject) -> list[Path]:
    """What comes back of the three bundles, of each in two parts where something was decided."""
    keys, parts = st.text(alphabet="iemus", min_size=1, max_size=7), []
    for number in range(3):
        for half in ("1", "2"):
            with suppress(UsageError):  # nothing to undo
                _work(place / f"b{number}", data.draw(keys), hours=3 * number + int(half))
            with suppress(UsageError):  # nothing decided
                parts.append(_returned(place / f"b{number}", half))
    return parts


def test_agreement_counts_what_was_decided_apart(master: Path, tmp_path: Path) -> None:
    """A bundle is blind whenever it is merged: its last verdicts count, in either order."""
    with reopen(master) as review:
        undo(review)
    ann, ben = (_bundle(master, name, tmp_path / name) for name in ("Ann", "Ben"))
    _work(ann, "iii")
    early = _returned(ann, "early")
    with open_review(ann, clock=Later(1)) as review:
        decide(review, Stage.TITLE, R[6], Verdict.EXCLUDE, reason="Off topic")
    _work(ben, "iei")
    for name, files in {"one": (early, _returned(ben), _returned(ann)),
                        "two": (_returned(ann), _returned(ben))}.items():  # fmt: skip
        shutil.copytree(master, tmp_path / name)
        with reopen(tmp_path / name) as review:
            for file in files:
                merge_bundle(review, file)
            (title, *_rest) = agreement_of(review)
        assert title.complete == 3
        assert title.changed == 0
        assert title.pairs[0].table.total == 3
        assert (title.pairs[0].table.both, title.pairs[0].table.second_only) == (1, 1)


def test_it_comes_back_into_conflicts_and_they_are_settled(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    with open_review(folder) as review:
        decide(review, Stage.TITLE, R[1], Verdict.INCLUDE)
    with reopen(master) as review:
        merge_bundle(review, _returned(folder))
        adjudicate(review, Stage.TITLE, R[1], Verdict.INCLUDE)
        assert len(history(review, R[1]).stages[0].decisions) == 2


# Refused


def _refused(master: Path, file: Path, words: str, expect: str = "") -> None:
    with reopen(master) as review:
        seq = review.state.last_seq
        with pytest.raises((BadInput, UsageError), match=words) as told:
            merge_bundle(review, file, expect=expect)
        assert told.value.hint
        assert review.state.last_seq == seq
        assert review.store.head()[0] == seq


@pytest.fixture
def back(templates: Path, tmp_path: Path) -> Path:
    """What Ben hands back; what he was handed out and his folder stand beside it."""
    shutil.copytree(templates / "handed", tmp_path, dirs_exist_ok=True)
    return tmp_path / "ben.back"


@pytest.fixture
def giver(back: Path) -> Path:
    """The review that has handed out to Ben."""
    return back.parent / "review"


def test_another_reviews_bundle(back: Path, tmp_path: Path) -> None:
    make_review(tmp_path / "other", 6, text=TEXT).close()
    _refused(tmp_path / "other", back, "belongs to another review, 'Mentoring of students'")


def test_a_bundle_under_another_protocol(back: Path, giver: Path) -> None:
    path = giver / "review.toml"
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("Off topic", "Beside the topic"), encoding="utf-8")
    _refused(giver, back, "decided under another protocol")
    with reopen(giver) as review:
        add_note(review, R[2], "the new protocol is recorded")
    _refused(giver, back, "decided under another protocol")
    path.write_text(old, encoding="utf-8")
    with reopen(giver) as review:
        assert merge_bundle(review, back).added == 3


def test_a_file_that_is_not_there(master: Path, tmp_path: Path) -> None:
    _refused(master, tmp_path / "ben.tamis", "There is no file")


def test_the_file_as_it_was_handed_out(back: Path, giver: Path, tmp_path: Path) -> None:
    _refused(giver, tmp_path / "ben.tamis", "nothing is decided in it")
    with pytest.raises(UsageError, match="hands back"):
        open_bundle(back, tmp_path / "new")


def test_a_bundle_that_was_not_made_here(back: Path, giver: Path, tmp_path: Path) -> None:
    early = tmp_path / "early"
    with reopen(giver) as review:
        rows = list(review.store.rows())
    assert rows[-1].kind == "BundleMade"
    shutil.copytree(giver, early)
    import sqlite3

    connection = sqlite3.connect(early / "review.db")
    for trigger in ("events_no_delete",):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM events WHERE seq = ?", (rows[-1].seq,))
    connection.execute("UPDATE head SET seq = ?, digest = ?", (rows[-2].seq, rows[-2].digest))
    connection.commit()
    connection.close()
    _refused(early, back, "has not made")


def test_two_copies_of_one_bundle(master: Path, tmp_path: Path) -> None:
    folder = _bundle(master, "Ben", tmp_path / "ben")
    twin = open_bundle(tmp_path / "ben.tamis", tmp_path / "twin").folder
    _work(folder, "iii")
    _work(twin, "ee", hours=1)
    with reopen(master) as review:
        merge_bundle(review, _returned(folder))
    _refused(master, _returned(twin), "worked on in two places")


def _rewritten(back: Path, change: object, *, seal: bool) -> Path:
    """A returned file with its log changed; ``seal`` mends the digests in its header as well."""
    contents = bundle_file.read_bundle(back)
    assert callable(change)
    rows = [json.loads(line) for line in contents.texts[bundle_file.LOG].splitlines()]
    text = "".join(json.dumps(row, sort_keys=True, separators=(",", ":")) + "\n" for row in
                   change(rows))  # fmt: skip
    target = back.with_name("changed")
    header = contents.header
    members = header.members
    bundle_file.write_bundle(target, {bundle_file.LOG: text}, header)
    if not seal:
        with zipfile.ZipFile(target) as file:
            parts = {name: file.read(name).decode() for name in file.namelist()}
        made = json.loads(parts["bundle.json"])
        made["members"] = members
        parts["bundle.json"] = json.dumps(made, sort_keys=True, separators=(",", ":"))
        with zipfile.ZipFile(target, "w") as file:
            for name, part in parts.items():
                file.writestr(name, part)
    return target


def _other_verdict(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    rows[0]["body"] = rows[0]["body"].replace("include", "exclude")
    return rows


def _without_the_first(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[1:]


def _without_the_last(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[:-1]


@pytest.mark.parametrize("change", [_other_verdict, _without_the_first, _without_the_last])
@pytest.mark.parametrize("seal", [False, True])
def test_a_bundle_that_was_altered(back: Path, giver: Path, change: object, seal: bool) -> None:
    _refused(giver, _rewritten(back, change, seal=seal), "was altered or damaged")


def test_an_unexpected_digest(back: Path, giver: Path) -> None:
    _refused(giver, back, "does not end with the digest expected", expect="0" * 64)
    with reopen(giver) as review:
        expect = bundle_file.read_bundle(back).header.last
        assert merge_bundle(review, back, expect=expect).added == 3


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_cut_off_on_its_way(back: Path, giver: Path, share: float) -> None:
    data = back.read_bytes()
    back.write_bytes(data[: int(len(data) * share)])
    _refused(giver, back, "is no bundle, or was cut off")


def test_any_changed_byte_is_seen_or_harmless(back: Path, giver: Path, tmp_path: Path) -> None:
    with reopen(giver) as review:
        merge_bundle(review, back)
        wanted = _known(review.state)
    data = back.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 12)):
        changed = bytearray(data)
        changed[place] ^= 0x15
        (tmp_path / "changed").write_bytes(changed)
        with reopen(giver) as review:
            with suppress(ReviewError):
                assert merge_bundle(review, tmp_path / "changed").added == 0
            assert _known(review.state) == wanted


def test_a_bundle_is_opened_whole_or_not_at_all(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(master) as review:
        file = make_bundle(review, "Ben", tmp_path / "ben.tamis").file
    before = sorted(tmp_path.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr("screening.sessions.bundle_open.verify", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_bundle(file, tmp_path / "ben")
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "ben").mkdir()
    open_bundle(file, tmp_path / "ben")
    with pytest.raises(CannotWrite, match="there already"):
        open_bundle(file, tmp_path / "ben")


def _interrupted(*_: object, **__: object) -> list[str]:
    raise KeyboardInterrupt


def test_a_merge_cut_short_leaves_nothing(
    back: Path, giver: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(giver) as review:
        head = review.store.head()
        with monkeypatch.context() as patch:
            patch.setattr("screening.sessions.bundle_merge.fold", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                merge_bundle(review, back)
        assert review.store.head() == head
        assert merge_bundle(review, back).added == 3


def test_a_bundle_that_cannot_be_written_is_not_in_the_log(master: Path, tmp_path: Path) -> None:
    with reopen(master) as review:
        with pytest.raises(CannotWrite):
            make_bundle(review, "Ben", tmp_path / "nowhere" / "ben.tamis")
        assert review.state.team.bundles == {}
        with pytest.raises(UsageError, match="does not screen"):
            make_bundle(review, "Zoe")


def test_the_commands_go_round(master: Path, tmp_path: Path) -> None:
    out, folder, returned = tmp_path / "b.tamis", tmp_path / "b", tmp_path / "r.tamis"
    steps = [
        tamis("bundle", "make", "Ben", "--out", out, "-C", master),
        tamis("bundle", "open", out, folder),
        tamis("screen", "--plain", "--no-learning", "-C", folder, keys="i\ne 1\nq\n", by=""),
        tamis("bundle", "return", "--out", returned, "-C", folder, by=""),
        tamis("bundle", "merge", returned, "-C", master),
        tamis("bundle", "list", "--json", "-C", master),
    ]
    assert [step.code for step in steps] == [0] * len(steps), [step.err for step in steps]
    assert "6 records to decide at the title stage" in steps[0].out
    assert "2 steps of Ben = 2 added + 0 known" in steps[4].out
    assert json.loads(steps[5].out)["steps_merged"] == 2
    assert RecordId("R0006") in tamis("records", "-C", master).out
