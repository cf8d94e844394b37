"""Whatever was imported, compared, decided and taken back: the state is as without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import UsageError
from screening.events import fold
from screening.prisma import flow
from screening.prisma.rules import violations
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.imports import take_back_import, withdraw_own
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.start import start_review_with
from tests.reviews_builder import Ticking, protocol_text

TITLE = Stage.TITLE
Work = tuple[str, str]  # source and title
works = st.lists(st.integers(1, 6), min_size=1, max_size=4, unique=True)
imports = st.tuples(
    st.just("import"), st.sampled_from(("PubMed", "ERIC")), works, st.integers(2020, 2021)
)
steps = st.lists(
    st.one_of(
        imports,
        imports,
        st.tuples(st.just("find")),
        st.tuples(st.just("decide"), st.integers(1, 12)),
        st.tuples(st.just("take back"), st.integers(1, 5), st.booleans()),
    ),
    max_size=12,
)


def export(folder: Path, source: str, works: list[int], year: int) -> Path:
    """An export; the same works of the same year are the same file."""
    path = folder / f"{source}-{'-'.join(map(str, works))}-{year}.ris"
    made = (
        "TY  - JOUR\nTI  - Study {0} of mentors\nPY  - {1}\nDO  - 10.5555/{0}\nDB  - {2}\nER  -\n"
    )
    path.write_text("".join(made.format(at, year, source) for at in works), encoding="utf-8")
    return path


@dataclass
class Model:
    """What happened, in its order: imports in force by their ids, and decisions that count."""

    imported: dict[str, tuple[str, Path]] = field(default_factory=dict)
    decided: dict[RecordId, Verdict] = field(default_factory=dict)
    given: Counter[int] = field(default_factory=Counter)


def play(review: Review, folder: Path, script: list[tuple[object, ...]]) -> Model:
    """Do each step with the review, and keep what it should amount to."""
    model = Model()
    for step in script:
        match step:
            case ("import", str(source), list(numbers), int(year)):
                path = export(folder, source, numbers, year)
                done = import_file(review, path, SearchFacts(source=source))
                if not done.same_file:
                    model.imported[done.search] = (source, path)
                    model.given.update(review.state.imports[-1].own)
            case ("find",) if review.state.record_total:
                find_duplicates(review)
            case ("decide", int(number)):
                record = to_record_id(number)
                try:
                    decide(review, TITLE, review.known(record), Verdict.INCLUDE)
                except UsageError:  # no such record, a duplicate, or gone
                    continue
                model.decided[record] = Verdict.INCLUDE
            case ("take back", int(number), bool(withdraw)):
                _take_back(review, model, number, withdraw=withdraw)
    return model


def _take_back(review: Review, model: Model, number: int, *, withdraw: bool) -> None:
    before = review.state.last_seq
    try:
        if withdraw:
            withdraw_own(review, str(number))
    except UsageError:
        assert review.state.last_seq == before
    before, there = review.state.last_seq, set(review.state.records())
    made = {at for at, by in review.state.decisions[TITLE].items() if by}
    model.decided = {at: said for at, said in model.decided.items() if at in made}
    try:
        done = take_back_import(review, str(number))
    except UsageError:
        assert review.state.last_seq == before
        return
    went = there - set(review.state.records())
    assert len(went) == done.gone
    assert not went & model.decided.keys(), "nothing that anybody decided goes"
    del model.imported[done.search]


def titles(review: Review) -> Mapping[RecordId, Work]:
    state = review.state
    return {
        record.id: (state.import_of(record.id).body.search.source, record.title)
        for record in review.records()
    }


def brought(review: Review) -> list[tuple[str, int, int, list[Work]]]:
    """Of each import in force: its source, what it brought and knew, and its records."""
    told = titles(review)
    return [
        (
            done.body.search.source,
            done.total,
            done.known,
            sorted(told[to_record_id(number)] for number in done.records),
        )
        for done in review.state.imports
    ]


def groups(review: Review) -> set[frozenset[Work]]:
    """Works that are the same report, or are asked about, after a search for duplicates."""
    told, joined = titles(review), {record: {record} for record in review.state.records()}
    for one, two in [*review.state.duplicates.items(), *review.state.asked]:
        both = joined[one] | joined[two]
        joined |= dict.fromkeys(both, both)
    return {frozenset(told[record] for record in group) for group in joined.values()}


def check_whole(review: Review) -> None:
    """The log holds, replaying it leads to the same state, and the flow obeys its rules."""
    with open_for_proof(review.folder) as proof:
        assert list(verify(proof)) == []
    assert fold(review.events()) == review.state
    assert violations(flow(review.state, review.protocol)) == ()
    named = {*review.state.duplicates, *review.state.duplicates.values(), *review.state.changes}
    named |= {record for pair in (*review.state.asked, *review.state.related) for record in pair}
    assert not named & review.state.gone


def new_review(folder: Path) -> Review:
    return start_review_with(folder, protocol_text(), by="Ann", clock=Ticking())


@settings(max_examples=40, deadline=None)
@given(script=steps)
def test_the_state_is_that_of_a_log_without_the_imports(script: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with new_review(folder / "one") as review, new_review(folder / "two") as other:
            model = play(review, folder, script)
            check_whole(review)
            assert all(times == 1 for times in model.given.values()), "no number is given twice"
            made = {at for at, by in review.state.decisions[TITLE].items() if by}
            assert made == model.decided.keys()
            for source, path in model.imported.values():
                import_file(other, path, SearchFacts(source=source))
            assert brought(review) == brought(other)
            if not review.state.record_total:
                return
            find_duplicates(review)
            find_duplicates(other)
            assert groups(review) == groups(other)
            if not made:
                assert flow(review.state, review.protocol) == flow(other.state, other.protocol)
            check_whole(review)
