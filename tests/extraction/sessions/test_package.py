"""A package holds what it says, gives the same bytes twice, and tells every change made to it."""

from __future__ import annotations

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from extraction.exporters.json_schema import manifest_schema
from extraction.exporters.package_archive import MANIFEST, SUMS
from extraction.sessions.package_make import LOG, RECORDS, Made, Wanted, export_package
from extraction.sessions.package_replay import Replayed, replay_package
from screening.errors import BadInput, BadReview, CannotWrite, UsageError
from screening.protocol import Stage, Verdict
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_merge import merge_bundle
from screening.sessions.bundle_open import open_bundle, return_bundle
from screening.sessions.fulltexts import Attaching, attach, detach, read_file
from screening.sessions.review import look_into, open_review
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.extraction.sessions.packed import (
    BROKEN,
    FIRST,
    FULL,
    NEWER,
    R,
    forged,
    members,
    repacked,
    whole_review,
)
from tests.reviews_builder import make_review, protocol_text, reopen

PUBLISHED = Path(__file__).parents[3] / "docs" / "schemas" / "tamis-package-1.schema.json"
LEAN = Wanted(abstracts=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_review(tmp_path_factory.mktemp("packed") / "review")


def _packed(review: Path, path: Path, wanted: Wanted = Wanted()) -> Made:  # noqa: B008 - frozen
    with look_into(review) as opened:
        return export_package(opened, path, wanted)


@pytest.fixture(scope="module")
def package(whole: Path) -> Path:
    return _packed(whole, whole.parent / "package.zip").file


@pytest.fixture(scope="module")
def lean(whole: Path) -> Path:
    return _packed(whole, whole.parent / "lean.zip", LEAN).file


def _tells(done: Replayed, *words: str) -> bool:
    told = " ".join((*done.faults, *(at.name for at in done.different)))
    return bool(told) and all(word in told for word in words)


# What is in it


def test_as_many_files_are_told_when_it_is_made_and_when_it_is_checked(
    whole: Path, tmp_path: Path
) -> None:
    made = _packed(whole, tmp_path / "p.zip", LEAN)
    with zipfile.ZipFile(made.file) as archive:
        assert made.files == len(archive.namelist()) == replay_package(made.file).files


def test_a_full_text_that_was_detached_is_told_apart(whole: Path, tmp_path: Path) -> None:
    """The log still tells of it, the list of full texts does not."""
    folder = Path(shutil.copytree(whole, tmp_path / "review"))
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("Of quite another report.", encoding="utf-8")
    with reopen(folder) as review:
        attach(review, read_file(wrong), R[1], Attaching())
        detach(review, R[1], "wrong.txt")
    left = _packed(folder, tmp_path / "p.zip").left_out
    before = _packed(whole, tmp_path / "before.zip").left_out
    assert any("hash only: 1 full text. Quotes" in sentence for sentence in before)
    assert any("hash only: 1 full text and 1 file detached since." in told for told in left)


def test_everything_agrees(package: Path) -> None:
    done = replay_package(package)
    assert (done.faults, done.different) == ((), ())
    named = {at.name: at.found for at in done.numbers}
    assert named["flow.identified"] == 6
    assert named["agreement.title.Ann / Ben.both"] == 4
    assert named["coding.C1.findings"] == 2
    assert named["share.studies.T1.count"] == 1
    assert named["log.rejected"] == 1
    assert {at.name.split(".")[0] for at in done.numbers} == {
        "log", "search", "flow", "form", "agreement", "stopping", "coding", "share", "study",
    }  # fmt: skip


def test_the_package_holds_log_records_originals_and_tables(whole: Path, package: Path) -> None:
    held = members(package)
    manifest = json.loads(held[MANIFEST])
    with look_into(whole) as review:
        assert manifest["head"] == review.store.head()[1]
        rows = [json.loads(line) for line in held[LOG].splitlines()]
        assert [row["digest"] for row in rows] == [row.digest for row in review.store.rows()]
    assert BROKEN.encode() in held.values()
    assert {Path(name).name for name in held if name.startswith("tables/")} >= {
        "flow.json", "flow.csv", "prisma2020.csv", "records.csv", "conflicts.csv", "agreement.csv",
        "stopping.csv", "codebook.csv", "codings.csv", "shares.csv",
    }  # fmt: skip
    assert "R0002" in held["tables/conflicts.csv"].decode()
    environment = json.loads(held["environment.json"])
    assert environment["distributions"]["msgspec"]
    assert all(len(file["sha256"]) == 64 for at in environment["models"] for file in at["files"])


def test_full_texts_go_along_only_when_asked_for(
    whole: Path, package: Path, tmp_path: Path
) -> None:
    assert FULL.encode() not in members(package).values()
    assert b"about quinces" not in members(package)["tables/themes/codings.csv"]
    (text,) = json.loads(members(package)[MANIFEST])["fulltexts"]
    assert (text["sha256"], text["path"]) == (sha256(FULL.encode()).hexdigest(), "")
    made = _packed(whole, tmp_path / "full.zip", Wanted(fulltexts=True))
    assert FULL.encode() in members(made.file).values()
    assert b"about quinces" in members(made.file)["tables/themes/codings.csv"]
    done = replay_package(made.file)
    assert (done.faults, done.different, made.left_out) == ((), (), ())


def test_without_abstracts_no_word_of_one_is_anywhere(lean: Path) -> None:
    everything = b"\n".join(members(lean).values())
    for words in (FIRST, NEWER, "Abstract number 4", "lost pears", "the damsons", FULL):
        assert words.encode() not in everything
    assert b"Mentoring 4" in everything
    done = replay_package(lean)
    assert (done.faults, done.different) == ((), ())
    assert any("Not provable" in note for note in done.notes)
    left = json.loads(members(lean)[MANIFEST])["left_out"]
    assert (left["unproved_records"], left["unproved_rejected"]) == (["S01"], ["S03"])
    assert len(left["unproved_events"]) == 1


def test_the_same_review_gives_the_same_bytes(whole: Path, package: Path, tmp_path: Path) -> None:
    again = _packed(whole, tmp_path / "again.zip").file
    assert again.read_bytes() == package.read_bytes()
    with zipfile.ZipFile(again) as archive:
        names = archive.namelist()
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert names == [*sorted(names[:-2]), MANIFEST, SUMS]


def test_the_sums_are_those_of_the_files(package: Path) -> None:
    held = members(package)
    for line in held[SUMS].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256(held[name]).hexdigest() == digest
    assert len(held[SUMS].splitlines()) == len(held) - 1


def test_the_manifest_keeps_to_the_published_schema(package: Path, lean: Path) -> None:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert schema == manifest_schema()
    Draft202012Validator.check_schema(schema)
    for file in (package, lean):
        held = members(file)
        assert json.loads(held["manifest.schema.json"]) == schema
        manifest = json.loads(held[MANIFEST])
        Draft202012Validator(schema).validate(manifest)
        assert not Draft202012Validator(schema).is_valid(manifest | {"schema": "other"})
        assert not Draft202012Validator(schema).is_valid(manifest | {"more": 1})


# While reviewers decide


def test_open_votes_are_refused_or_left_out(tmp_path: Path) -> None:
    review = whole_review(tmp_path / "review", all_decided=False)
    with pytest.raises(UsageError, match="still deciding independently"):
        _packed(review, tmp_path / "a.zip")
    assert not list(tmp_path.glob("*.zip"))
    made = _packed(review, tmp_path / "so-far.zip", Wanted(so_far=True))
    done = replay_package(made.file)
    assert (done.faults, done.different) == ((), ())
    rows = [json.loads(line) for line in members(made.file)[LOG].splitlines()]
    hidden = [row for row in rows if row["kind"] == "Withheld"]
    assert len(hidden) == 2
    assert all((row["by"], row["body"]) == ("", "{}") for row in hidden)
    with look_into(review) as opened:
        own = list(opened.store.rows())
        assert made.head != opened.store.head()[1]
    first = hidden[0]["seq"] - 1
    assert [row["digest"] for row in rows[:first]] == [row.digest for row in own[:first]]
    told = {row.digest for row in own[first:]}
    assert not any(digest.encode() in b"".join(members(made.file).values()) for digest in told)


def test_what_bundles_brought_goes_along_without_their_digests(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 2, text=protocol_text(reviewers=2)) as review:
        handed = make_bundle(review, "Ben", tmp_path / "ben.tamis")
    with open_review(open_bundle(handed.file, tmp_path / "ben").folder) as bundle:
        decide(bundle, Stage.TITLE, R[1], Verdict.INCLUDE)
        decide(bundle, Stage.TITLE, R[2], Verdict.INCLUDE)
        back = return_bundle(bundle, tmp_path / "back.tamis")
    with reopen(tmp_path / "review") as review:
        merge_bundle(review, back.file)
        decide(review, Stage.TITLE, R[1], Verdict.INCLUDE)
    made = _packed(tmp_path / "review", tmp_path / "so-far.zip", Wanted(so_far=True))
    done = replay_package(made.file)
    assert (done.faults, done.different) == ((), ())
    rows = [json.loads(line) for line in members(made.file)[LOG].splitlines()]
    assert [row["kind"] for row in rows[3:]] == [
        "BundleMade", "BundleMerged", "Decided", "Withheld", "Decided",
    ]  # fmt: skip
    assert [digest for _number, digest in json.loads(rows[4]["body"])["rows"]] == ["", ""]


def test_nothing_is_left_out_where_nothing_is_open(
    whole: Path, package: Path, tmp_path: Path
) -> None:
    made = _packed(whole, tmp_path / "so-far.zip", Wanted(so_far=True))
    assert made.file.read_bytes() == package.read_bytes()


# What is refused


def test_a_review_that_does_not_hold_is_not_packed(tmp_path: Path) -> None:
    review = whole_review(tmp_path / "review")
    kept = next((review / "originals").iterdir())
    kept.write_bytes(b"altered")
    with pytest.raises(BadReview, match="was altered"):
        _packed(review, tmp_path / "a.zip")
    assert not list(tmp_path.glob("*.zip*"))
    assert not list(tmp_path.glob(".*.part"))


def test_targets_that_would_lose_something_are_refused(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not end so"):
        _packed(whole, whole / "review.db")
    (tmp_path / "there.zip").write_bytes(b"mine")
    with pytest.raises(CannotWrite, match="is there already"):
        _packed(whole, tmp_path / "there.zip")
    assert (tmp_path / "there.zip").read_bytes() == b"mine"


def test_an_edited_protocol_is_not_packed(tmp_path: Path) -> None:
    review = whole_review(tmp_path / "review")
    path = review / "review.toml"
    path.write_text(path.read_text().replace("Mentoring of", "Tutoring of"), encoding="utf-8")
    with pytest.raises(UsageError, match="was edited"):
        _packed(review, tmp_path / "a.zip")


# Tampering


def test_one_changed_byte_in_any_file_is_told(package: Path, tmp_path: Path) -> None:
    held = members(package)
    all_at_once = {
        name: data if name in {MANIFEST, SUMS} else _flipped(data) for name, data in held.items()
    }
    done = replay_package(repacked(tmp_path / "flipped.zip", all_at_once))
    for name in held.keys() - {MANIFEST, SUMS}:
        assert f"The file {name} is not the one that was packed" in " ".join(done.faults)
    for name in (LOG, SUMS, "environment.json", "README.txt", "tables/flow.csv"):
        parts = held | {name: _flipped(held[name])}
        assert _tells(replay_package(repacked(tmp_path / "flipped.zip", parts)), name)


def test_one_changed_byte_in_the_manifest_is_told(package: Path, tmp_path: Path) -> None:
    held = members(package)
    for place in range(0, len(held[MANIFEST]), len(held[MANIFEST]) // 12):
        parts = held | {MANIFEST: _flipped(held[MANIFEST], place)}
        path = repacked(tmp_path / "flipped.zip", parts)
        try:
            done = replay_package(path)
        except BadInput:
            continue
        assert done.faults


def _flipped(data: bytes, place: int | None = None) -> bytes:
    """With the lowest bit of a byte turned, the middle one if none is named."""
    place = len(data) // 2 if place is None else place
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] if data else b"1"


def test_one_changed_byte_of_the_packed_bytes_is_told(package: Path, tmp_path: Path) -> None:
    data = package.read_bytes()
    with zipfile.ZipFile(package) as archive:
        infos = archive.infolist()
    for info in infos[::4]:
        place = info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2
        (tmp_path / "flipped.zip").write_bytes(_flipped(data, place))
        try:
            assert _tells(replay_package(tmp_path / "flipped.zip"), info.filename)
        except BadInput:
            assert info.filename == MANIFEST


def test_files_taken_away_or_added_are_told(package: Path, tmp_path: Path) -> None:
    held = members(package)
    for name in (LOG, "review/review.toml", "tables/flow.csv", "environment.json", SUMS):
        path = repacked(tmp_path / "less.zip", {at: held[at] for at in held if at != name})
        assert _tells(replay_package(path), name)
    empty = repacked(tmp_path / "less.zip", {at: held[at] for at in (MANIFEST, SUMS)})
    told = " ".join(replay_package(empty).faults)
    assert all(f"The file {name} is missing" in told for name in held.keys() - {MANIFEST, SUMS})
    with pytest.raises(BadInput, match="no manifest"):
        replay_package(
            repacked(tmp_path / "less.zip", {at: held[at] for at in held.keys() - {MANIFEST}})
        )
    more = repacked(tmp_path / "more.zip", held | {"tables/more.csv": b"a,b\n"})
    assert _tells(replay_package(more), "tables/more.csv", "not in the manifest")


@pytest.mark.parametrize("part", [LOG, RECORDS, "review/rejected.jsonl"])
def test_a_row_taken_away_is_told_though_every_hash_fits(
    package: Path, tmp_path: Path, part: str
) -> None:
    count = len(members(package)[part].splitlines())
    for row in range(0, count, 3):

        def drop(parts: dict[str, bytes], _: dict[str, object], row: int = row) -> None:
            lines = parts[part].splitlines(keepends=True)
            parts[part] = b"".join(lines[:row] + lines[row + 1 :])

        done = replay_package(forged(package, tmp_path / "row.zip", drop))
        assert done.faults, (part, row)
        assert not any("SHA-256" in fault for fault in done.faults)


def test_a_row_put_twice_or_rewritten_is_told(package: Path, tmp_path: Path) -> None:
    def twice(parts: dict[str, bytes], _: dict[str, object]) -> None:
        lines = parts[LOG].splitlines(keepends=True)
        parts[LOG] = b"".join([*lines, lines[-1]])

    def other(parts: dict[str, bytes], _: dict[str, object]) -> None:
        parts[LOG] = parts[LOG].replace(b"Off topic", b"Off  topic")

    def older(parts: dict[str, bytes], _: dict[str, object]) -> None:
        parts[RECORDS] = parts[RECORDS].replace(b"2004", b"2003")

    assert _tells(replay_package(forged(package, tmp_path / "a.zip", twice)), "out of order")
    assert _tells(replay_package(forged(package, tmp_path / "b.zip", other)), "was altered")
    assert _tells(
        replay_package(forged(package, tmp_path / "c.zip", older)), "records were altered"
    )


def test_each_changed_number_is_told_by_its_name(package: Path, tmp_path: Path) -> None:
    numbers = json.loads(members(package)[MANIFEST])["numbers"]

    def more(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        manifest["numbers"] = {
            name: value + 1 if isinstance(value, int | float) else "other"
            for name, value in numbers.items()
        }

    def others(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        stated = dict(numbers)
        del stated["flow.identified"]
        manifest["numbers"] = stated | {"flow.invented": 1, "coding.links": None}

    done = replay_package(forged(package, tmp_path / "number.zip", more))
    assert (done.faults, {at.name for at in done.different}) == ((), set(numbers))
    done = replay_package(forged(package, tmp_path / "number.zip", others))
    named = {"flow.identified", "flow.invented", "coding.links"}
    assert {at.name for at in done.different} == named


def test_a_changed_table_is_told_though_its_hash_fits(package: Path, tmp_path: Path) -> None:
    tables = [name for name in members(package) if name.startswith("tables/")]

    def other(parts: dict[str, bytes], _: dict[str, object]) -> None:
        parts.update({name: parts[name] + b"1" for name in tables})

    told = replay_package(forged(package, tmp_path / "table.zip", other)).faults
    assert told == tuple(
        f"The table {name} is not the one that log and records give." for name in sorted(tables)
    )


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("title", "Another", "title"),
        ("review", "another", "number of the review"),
        ("head", "0" * 64, "last digest"),
        ("events", 3, "number of events"),
        ("as_of", "", "time"),
        ("protocol_sha256", "0" * 64, "protocol"),
        ("originals", [], "imported files"),
        ("fulltexts", [], "full texts"),
    ],
)
def test_what_the_manifest_says_of_the_review_is_checked(
    package: Path, tmp_path: Path, field: str, value: object, word: str
) -> None:
    def other(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        manifest[field] = value

    assert _tells(replay_package(forged(package, tmp_path / "said.zip", other)), word)


def test_nothing_is_called_unprovable_for_no_reason(
    package: Path, lean: Path, tmp_path: Path
) -> None:
    def claim(parts: dict[str, bytes], manifest: dict[str, object]) -> None:
        left = manifest["left_out"]
        assert isinstance(left, dict)
        left["unproved_records"] = ["S01"]
        parts[RECORDS] = parts[RECORDS].replace(b"2004", b"2003")

    def claim_more(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        left = manifest["left_out"]
        assert isinstance(left, dict)
        left["unproved_events"] = [8]

    assert _tells(replay_package(forged(package, tmp_path / "a.zip", claim)), "for no reason")
    assert _tells(replay_package(forged(lean, tmp_path / "b.zip", claim_more)), "for no reason")


def test_another_original_under_the_same_name_is_told(package: Path, tmp_path: Path) -> None:
    def other(parts: dict[str, bytes], _: dict[str, object]) -> None:
        name = next(name for name in parts if name.startswith("originals/"))
        parts[name] = b"other"

    done = replay_package(forged(package, tmp_path / "other.zip", other))
    assert _tells(done, "is not the one of search")


# Unsafe archives


def test_a_newer_format_is_refused_with_a_sentence(package: Path, tmp_path: Path) -> None:
    def newer(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        manifest["format"] = 2
        manifest["numbers"] = "elsewhere"

    with pytest.raises(BadInput, match="is of format 2") as told:
        replay_package(forged(package, tmp_path / "newer.zip", newer))
    assert "Update Tamis" in told.value.hint


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out", "C:\\out", "a/../../b", "folder/"])
def test_members_that_point_outside_are_refused(package: Path, tmp_path: Path, name: str) -> None:
    path = repacked(tmp_path / "unsafe.zip", members(package) | {name: b""})
    with pytest.raises(BadInput, match="was refused"):
        replay_package(path)
    assert [at.name for at in tmp_path.iterdir()] == ["unsafe.zip"]


def test_a_member_twice_a_link_and_a_bomb_are_refused(package: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.zip"
    twice.write_bytes(package.read_bytes())
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("review/LOG.jsonl", b"")
    link = tmp_path / "link.zip"
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("manifest.json")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * (80 << 20))
    for path, word in ((twice, "twice"), (link, "is a link"), (bomb, "unpacks to more")):
        with pytest.raises(BadInput, match=word):
            replay_package(path)


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        replay_package(path)
    with pytest.raises(BadInput, match="There is no file"):
        replay_package(tmp_path / "none.zip")


def test_a_package_cut_short_is_refused(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    for part in (3, 2):
        path.write_bytes(package.read_bytes()[: package.stat().st_size // part])
        with pytest.raises(BadInput, match="cut off"):
            replay_package(path)


def test_a_log_that_no_tamis_writes_is_told(package: Path, tmp_path: Path) -> None:
    def nonsense(parts: dict[str, bytes], _: dict[str, object]) -> None:
        parts[LOG] = parts[LOG].replace(b'"kind":"Decided"', b'"kind":"Invented"')

    done = replay_package(forged(package, tmp_path / "kind.zip", nonsense))
    assert _tells(done, "cannot be rebuilt")


# The commands


def test_the_commands_write_check_and_tell(whole: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.zip"
    made = tamis("export", "package", "-C", whole, "--out", file)
    assert (made.code, made.out.strip()) == (0, str(file))
    done = tamis("replay", file)
    assert done.code == 0
    assert "NO" not in done.out.split()
    head = json.loads(members(file)[MANIFEST])["head"]
    assert f"ends with {head}" in done.err
    assert tamis("replay", file, "--expect", head).code == 0
    other = tamis("replay", file, "--expect", "0" * 64)
    assert (other.code, "No event of the log has the digest" in other.err) == (3, True)
    assert tamis("replay", file, "--expect", "plums").code == 2


def test_a_difference_ends_with_three_and_its_name(package: Path, tmp_path: Path) -> None:
    def more(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        stated = manifest["numbers"]
        assert isinstance(stated, dict)
        stated["flow.identified"] = 7

    path = forged(package, tmp_path / "number.zip", more)
    done = tamis("replay", path)
    assert done.code == 3
    assert "flow.identified: 7 in the package, 6 here." in done.err
    told = json.loads(tamis("replay", path, "--json").out)
    assert [at["name"] for at in told["numbers"] if not at["agrees"]] == ["flow.identified"]


def test_json_of_a_package(whole: Path, tmp_path: Path) -> None:
    done = tamis("export", "package", "-C", whole, "-o", tmp_path / "a.zip", "--json")
    told = json.loads(done.out)
    assert (told["events"], told["file"]) == (25, str(tmp_path / "a.zip"))
