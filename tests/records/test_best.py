"""The best value per field of a group: each rule holds, misses nearly, and names its giver."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import Author, LocalText, Record, SearchId, to_record_id
from screening.records.best import Member, field_name, merge, shown_value
from screening.records.best_rules import CHOSEN, JOINED, JOINS, RULES

PLAIN = Record(id=to_record_id(1), search=SearchId("S01"), position=1)
ABSTRACT = "Mentors were asked what helps. Most named time."


def member(number: int, curated: bool = False, **values: object) -> Member:
    record = replace(PLAIN, id=to_record_id(number), **values)  # type: ignore[arg-type]
    return Member(record=record, curated=curated)


def names(*people: str) -> tuple[Author, ...]:
    return tuple(Author(name=person) for person in people)


def best(field: str, *values: object, curated: int = 0) -> object:
    """The value chosen among those of R0001 (kept), R0002 ..., of which one may be PubMed's."""
    members = [
        member(number, curated=number == curated, **{field: value})
        for number, value in enumerate(values, start=1)
    ]
    return getattr(merge(members[0], members[1:]).record, field)


@pytest.mark.parametrize(
    ("field", "worse", "better"),
    [
        ("title", "MENTORING OF MEDICAL STUDENTS", "Mentoring of medical students"),
        ("title", "Mentoring of medical students by their older...", "Mentoring of students"),
        ("title", "Mentoring of students", "Mentoring of students: a qualitative study"),
        ("title", "Mentoring of students [German] [33 refs]", "Mentoring of students: a study"),
        ("title", "M\N{REPLACEMENT CHARACTER}ller and the mentors of Wien", "Müller"),
        ("abstract", "", ABSTRACT),
        ("abstract", ABSTRACT[:20], ABSTRACT),
        ("abstract", f"{ABSTRACT} And one more sentence of it...", ABSTRACT),
        ("abstract", f"{ABSTRACT * 3} (ABSTRACT TRUNCATED AT 250 WORDS)", ABSTRACT),
        (
            "abstract",
            "© 2012 Elsevier Ltd. All rights reserved by the publisher and others.",
            "Yes.",
        ),
        ("authors", names("Roe, J."), names("Roe, J.", "Doe, A.")),
        ("authors", names("Roe, J.", "Doe, A."), names("Roe, Jane", "Doe, Ann")),
        ("authors", names("Roe, J.", "Doe, A.", "et al."), names("Roe, J.", "Doe, A.")),
        ("venue", "J Ment Stud", "Journal of Mentoring Studies"),
        ("venue", "Pharmazie. 55 (3) (pp 12-14), 2000", "Pharmazie"),
        ("venue", "JOURNAL OF MENTORING STUDIES", "J Mentoring Studies"),
        ("pages", "221-8", "221-228"),
        ("pages", "221", "221-8"),
        ("keywords", (), ("mentoring",)),
        ("dates", (("epublish", "2020"),), (("epublish", "2020-05"),)),
    ],
)
def test_the_better_value_wins_whoever_gives_it(field: str, worse: object, better: object) -> None:
    assert best(field, worse, better) == better
    assert best(field, better, worse) == better


@pytest.mark.parametrize("field", ["year", "volume", "issue", "doi", "pmid"])
def test_what_most_sources_give_wins(field: str) -> None:
    odd, usual = (2001, 2002) if field == "year" else ("10.5/odd", "10.5/usual")
    assert best(field, odd, usual, usual) == usual
    assert best(field, usual, odd, usual) == usual


@pytest.mark.parametrize("field", ["year", "doi", "url", "type", "language", "publisher"])
def test_equal_values_are_pubmeds_then_the_kept_records(field: str) -> None:
    one, two, three = (2001, 2002, 2003) if field == "year" else ("one", "two", "three")
    assert best(field, one, two, three) == one
    assert best(field, one, two, three, curated=3) == three
    assert best(field, None if field == "year" else "", two, three) == two


def test_pubmed_does_not_win_over_a_whole_abstract() -> None:
    assert best("abstract", ABSTRACT, f"{ABSTRACT[:30]}...", curated=2) == ABSTRACT


def test_lists_are_joined_each_entry_once() -> None:
    assert best("keywords", ("Mentoring", "Peers"), ("mentoring", "Students")) == (
        "Mentoring",
        "Peers",
        "Students",
    )
    assert best("issn", ("1234-5678",), ("1234-5678", "8765-4321")) == ("1234-5678", "8765-4321")
    text = LocalText(field="title", locale="de", text="Mentoren")
    assert best("local_texts", (), (text, text)) == (text,)


def test_it_is_told_who_gave_what_and_by_which_rule() -> None:
    merged = merge(
        member(1, title="Mentoring", year=2001, keywords=("a",)),
        [member(3, title="Mentoring", abstract=ABSTRACT, keywords=("a", "b"))],
    )
    told = {at.field: (at.records, at.rule) for at in merged.chosen}
    assert told == {
        "title": ((to_record_id(1), to_record_id(3)), RULES["title"]),
        "abstract": ((to_record_id(3),), RULES["abstract"]),
        "year": ((to_record_id(1),), RULES["year"]),
        "keywords": ((to_record_id(1), to_record_id(3)), JOINED),
    }
    assert [at.field for at in merged.borrowed()] == ["abstract", "keywords"]


def test_what_belongs_to_the_entry_stays_with_it() -> None:
    kept = member(1, extra=(("XX", "1"),), position=4, line=9)
    merged = merge(kept, [member(2, extra=(("YY", "2"),), position=7, title="T")])
    assert (merged.record.extra, merged.record.position, merged.record.line) == (
        kept.record.extra,
        4,
        9,
    )
    assert merged.record.id == "R0001"


def test_every_field_has_a_rule_or_belongs_to_the_entry() -> None:
    own = {"id", "search", "position", "line", "extra", "problems"}
    assert {at.name for at in fields(Record)} == own | set(CHOSEN) | set(JOINS)
    assert set(RULES) == set(CHOSEN) | set(JOINS)


@given(
    st.lists(
        st.builds(
            lambda title, abstract, year, doi, keywords: {
                "title": title,
                "abstract": abstract,
                "year": year,
                "doi": doi,
                "keywords": tuple(keywords),
            },
            st.text(max_size=20),
            st.text(max_size=40),
            st.none() | st.integers(1990, 2020),
            st.sampled_from(["", "10.1/a", "10.1/b"]),
            st.lists(st.text(max_size=4), max_size=3),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_value_comes_from_the_group_and_no_field_is_lost(
    values: list[dict[str, object]],
) -> None:
    members = [member(number, False, **given_) for number, given_ in enumerate(values, start=1)]
    merged = merge(members[0], members[1:])
    for field in CHOSEN:
        held = [getattr(at.record, field) for at in members]
        assert getattr(merged.record, field) in (held if any(held) else held[:1])
        assert bool(getattr(merged.record, field)) == any(held)
    assert merge(Member(record=merged.record), []).record == merged.record


def test_values_read_as_one_text() -> None:
    record = member(1, authors=names("Roe, J."), other_ids=(("pmc", "PMC1"),), year=None).record
    assert shown_value(record, "authors") == "Roe, J."
    assert shown_value(record, "other_ids") == "pmc: PMC1"
    assert shown_value(record, "year") == ""
    local = replace(record, local_texts=(LocalText(field="title", locale="de", text="T"),))
    assert shown_value(local, "local_texts") == "T (de)"


def test_the_documentation_tells_every_rule() -> None:
    told = Path("docs/duplicates.md").read_text(encoding="utf-8").splitlines()
    for field, rule in RULES.items():
        assert f"| {field_name(field)} | {rule} |" in told
