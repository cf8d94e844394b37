"""A flow from typed numbers: what follows from them, what stays unknown, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import UsageError
from screening.prisma.balance import Contradiction, Equation, broken, narrowed
from screening.prisma.chart import Form
from screening.prisma.forms import chart
from screening.prisma.tables import table_rows
from screening.prisma.totals import ALIASES, COMPUTED, box_list, parse_total, totals
from screening.prisma.totals_rules import equations

SUM = Equation(rule="sum", whole="all", plus=("one", "two"), minus=("gone",))
MOST = Equation(rule="most", whole="part", plus=("all",), at_most=True)


def test_the_second_seed_shows_two_numbers_and_marks_the_others_unknown() -> None:
    made = totals({"identified": 74, "studies": 16})
    known = {
        row.label: row.n for row in table_rows(made.told, Form.PRISMA2020) if row.n is not None
    }
    assert known == {"Records identified": 74, "Studies included in review": 16}
    assert {row.unknown for row in table_rows(made.told, Form.PRISMA2020) if row.n is None} >= {
        True
    }
    assert "records_screened" in made.unknown
    assert "dbr_identified" not in made.marks
    assert "no log stands behind them" in made.note
    assert "not known" in made.note
    assert made.warnings == ()


def test_what_follows_is_computed_and_marked() -> None:
    made = totals(
        {
            "databases": 91, "registers": 0, "duplicates": 5, "by_automation": 0,
            "removed_otherwise": 0, "excluded": 30, "not_retrieved": 2,
            "reports_excluded": 8, "studies": 40,
        }
    )  # fmt: skip
    assert made.computed["identified"] == 91
    assert made.computed["dbr_records_screened"] == 86
    assert made.computed["dbr_reports_sought"] == 56
    assert made.computed["dbr_reports_assessed"] == 54
    assert made.computed["reports_included"] == 46
    assert made.unknown == ()
    assert "not known" not in made.note
    assert made.marks["reports_included"] == COMPUTED
    assert "dbr_records_excluded" not in made.marks


def test_three_stages_are_followed() -> None:
    made = totals(
        {
            "identified": 91, "duplicates": 0, "by_automation": 0, "removed_otherwise": 0,
            "excluded_title": 20, "excluded_abstract": 10, "not_retrieved": 0, "studies": 51,
            "reports": 51,
        }
    )  # fmt: skip
    assert made.computed["decided_abstract"] == 71
    assert made.computed["excluded_fulltext"] == 10
    assert made.computed["records_excluded"] == 30
    rows = {row.label: row.n for row in table_rows(made.told, Form.THREE_STAGE)}
    assert rows["Records excluded by title"] == 20


@pytest.mark.parametrize(
    ("typed", "boxes", "rule"),
    [
        (
            {"identified": 10, "studies": 16},
            "identified = 10, studies_included = 16",
            "studies found",
        ),
        ({"screened": 10, "excluded": 11}, "records_screened = 10, records_excluded = 11", "excl"),
        ({"identified": 9, "duplicates": 10}, "identified = 9, duplicates = 10", "duplicates"),
        ({"studies": 5, "reports": 4}, "studies_included = 5, reports_included = 4", "studies and"),
        ({"studies": 0, "reports": 4}, "studies_included = 0, reports_included = 4", "studies and"),
        ({"databases": 5, "database:A": 2, "database:B": 2}, "databases = 5", "sources"),
        ({"databases": 5, "registers": 1, "identified": 7}, "no other methods", "identified"),
        ({"sought": 9, "not_retrieved": 1, "assessed": 7}, "reached_fulltext = 9", "assessed"),
        ({"previous_studies": 9, "previous_reports": 8}, "previous_reports = 8", "previous"),
        ({"studies": 5, "studies_in_meta_analysis": 6}, "studies_included = 5", "meta-analysis"),
    ],
)
def test_impossible_numbers_are_refused_with_rule_and_boxes(
    typed: dict[str, int], boxes: str, rule: str
) -> None:
    with pytest.raises(UsageError) as caught:
        totals(typed)
    assert boxes in caught.value.message
    assert f"the rule '{rule}" in caught.value.message or rule in caught.value.message


def test_what_a_good_reason_may_break_is_drawn_with_a_warning() -> None:
    made = totals({"screened": 50, "excluded": 30, "sought": 25})
    assert "dbr_reports_sought" in made.warnings[0]
    assert made.told.numbers["dbr_reports_sought"] == 25


def test_other_methods_have_their_column_once_one_is_told() -> None:
    made = totals({"databases": 20, "citations": 5, "other_reports_sought": 5})
    assert made.other_methods
    assert any(cell.key == "other-sought" for cell in chart(made.told, Form.PRISMA2020).cells)
    assert "No other methods" not in made.note
    alone = totals({"databases": 20})
    assert not any("other" in cell.key for cell in chart(alone.told, Form.PRISMA2020).cells)


def test_reasons_stand_in_both_forms() -> None:
    made = totals({"reports_excluded:Off topic": 3, "reports_excluded:No data": 2})
    for form in (Form.PRISMA2020, Form.PRISMA2009, Form.THREE_STAGE):
        rows = {row.label: row.n for row in table_rows(made.told, form)}
        assert (rows["Off topic"], rows["No data"]) == (3, 2)
    assert made.computed["excluded_fulltext"] == 5


def test_numbers_are_read_as_people_type_them() -> None:
    assert parse_total("identified=1,234") == ("identified", 1234)
    assert parse_total(" source:database:A=B = 5 ") == ("source:database:A=B", 5)
    for wrong in ("identified", "=5", "identified=", "identified=-5", "identified=5.5", "a=b"):
        with pytest.raises(UsageError, match="not a box with its number"):
            parse_total(wrong)


@pytest.mark.parametrize("name", ["identfied", "identified:A", "database:", "source:books:A", ""])
def test_unknown_boxes_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="There is no box"):
        totals({name: 5})


def test_nothing_and_one_box_told_twice_are_refused() -> None:
    with pytest.raises(UsageError, match="No number is given"):
        totals({})
    with pytest.raises(UsageError, match="told twice"):
        totals({"studies": 5, "included": 6})
    with pytest.raises(UsageError, match="is -1"):
        totals({"studies": -1})


def test_every_short_name_is_a_box() -> None:
    assert set(ALIASES.values()) <= set(box_list())


def test_sums_are_checked_and_followed() -> None:
    assert broken([SUM, MOST], {"all": 5, "one": 3, "two": 4, "gone": 1}) == ((SUM, 5, 6),)
    assert broken([MOST], {"part": 3, "all": 3}) == ()
    assert narrowed([SUM, MOST], {"one": 3, "two": 4, "gone": 1})["all"] == 6  # type: ignore[index]
    found = narrowed([SUM, MOST], {"one": 3, "two": 0, "part": 4})
    assert isinstance(found, Contradiction)
    assert found.told == ("one", "two", "part")
    assert MOST.words == "part <= all"
    assert SUM.words == "all = one + two - gone"


@st.composite
def true_flows(draw: st.DrawFn) -> dict[str, int]:
    """All boxes of a finished flow of one column, made by taking away."""

    def part(n: int) -> int:
        return draw(st.integers(0, n))

    n: dict[str, int] = {
        "databases": draw(st.integers(0, 60)),
        "registers": draw(st.integers(0, 9)),
    }
    n["dbr_identified"] = n["identified"] = n["databases"] + n["registers"]
    n["duplicates"] = n["dbr_duplicates"] = part(n["identified"])
    n["to_screen"] = n["dbr_to_screen"] = n["identified"] - n["duplicates"]
    n["dbr_records_not_screened"] = part(n["to_screen"])
    n["dbr_removed_otherwise"] = part(n["to_screen"] - n["dbr_records_not_screened"])
    left = n["to_screen"] - n["dbr_records_not_screened"] - n["dbr_removed_otherwise"]
    n["records_screened"] = n["dbr_records_screened"] = left
    n["records_excluded"] = n["dbr_records_excluded"] = part(left)
    n["reached_fulltext"] = n["dbr_reports_sought"] = left - n["records_excluded"]
    n["not_retrieved_fulltext"] = n["dbr_reports_not_retrieved"] = part(n["reached_fulltext"])
    n["decided_fulltext"] = n["reached_fulltext"] - n["not_retrieved_fulltext"]
    n["dbr_reports_assessed"] = n["decided_fulltext"]
    n["excluded_fulltext"] = n["dbr_reports_excluded"] = part(n["decided_fulltext"])
    n["reports_included"] = n["decided_fulltext"] - n["excluded_fulltext"]
    at_least = 1 if n["reports_included"] else 0
    n["studies_included"] = draw(st.integers(at_least, max(at_least, n["reports_included"])))
    return n


@given(flow=true_flows(), picked=st.data())
def test_a_true_flow_is_never_refused_and_nothing_wrong_is_computed(
    flow: dict[str, int], picked: st.DataObject
) -> None:
    boxes = picked.draw(st.sets(st.sampled_from(sorted(flow)), min_size=1))
    made = totals({box: flow[box] for box in boxes})
    assert made.warnings == ()
    assert {box: n for box, n in made.computed.items() if box in flow and flow[box] != n} == {}
    assert not broken(equations(flow), {**made.computed, **made.given})


@given(flow=true_flows(), picked=st.data())
def test_one_number_made_too_large_is_refused_or_told(
    flow: dict[str, int], picked: st.DataObject
) -> None:
    box = picked.draw(st.sampled_from(["dbr_reports_assessed", "dbr_records_screened"]))
    wrong = flow | {box: flow[box] + picked.draw(st.integers(1, 5))}
    with pytest.raises(UsageError, match="cannot hold together"):
        totals(wrong)
