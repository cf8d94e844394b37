"""The team in review.toml: roles, reviewers per record, assignment; mistakes told with the line."""

from __future__ import annotations

import pytest

from screening.errors import BadReview
from screening.protocol import Assignment, Roles, parse_protocol, protocol_template

TEAM = """\
title = "A review"
reviewers = ["Ann", "Ben", "Cleo", "Dora"]
assignment = "balanced"
[roles]
screener = ["Ann", "Ben"]
adjudicator = ["Cleo"]
owner = ["Dora"]
[stages.title]
reviewers = 1
double = 0.2
[stages.abstract]
reviewers = 2
reason_conflicts = true
"""


def test_roles_and_shares_are_read() -> None:
    protocol = parse_protocol(TEAM)
    assert protocol.roles == Roles(screener=("Ann", "Ben"), adjudicator=("Cleo",), owner=("Dora",))
    assert protocol.assignment is Assignment.BALANCED
    title, abstract = protocol.stages
    assert (title.reviewers, title.double, title.most) == (1, 0.2, 2)
    assert (abstract.reason_conflicts, title.reason_conflicts, abstract.most) == (True, False, 2)
    assert [name for name in protocol.reviewers if protocol.may_screen(name)] == ["Ann", "Ben"]
    assert [n for n in protocol.reviewers if protocol.may_adjudicate(n)] == ["Cleo", "Dora"]
    assert [name for name in protocol.reviewers if protocol.may_amend(name)] == ["Dora"]


def test_without_roles_everybody_does_everything() -> None:
    protocol = parse_protocol('title = "T"\nreviewers = ["Ann", "Ben"]\n[stages.title]\n')
    assert protocol.roles is None
    assert protocol.assignment is Assignment.OPEN
    assert all(
        may(name)
        for may in (protocol.may_screen, protocol.may_adjudicate, protocol.may_amend)
        for name in ("Ann", "Ben")
    )


def test_all_reviewers_screen_where_no_screener_is_named() -> None:
    text = TEAM.replace('screener = ["Ann", "Ben"]\n', "").replace("assignment", "# assignment")
    protocol = parse_protocol(text)
    assert protocol.screeners == ("Ann", "Ben", "Cleo", "Dora")
    assert protocol.assignment is Assignment.BALANCED


def test_a_share_double_screened_is_assigned_even_without_roles() -> None:
    text = 'title = "T"\nreviewers = ["Ann", "Ben"]\n[stages.title]\ndouble = 0.5\n'
    assert parse_protocol(text).assignment is Assignment.BALANCED
    unnamed = text.replace('reviewers = ["Ann", "Ben"]\n', "")
    assert parse_protocol(unnamed).assignment is Assignment.OPEN


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('adjudicator = ["Cleo"]', 'adjudicator = ["Zoe"]', 6, "not among the reviewers"),
        ('owner = ["Dora"]', "", 4, "no owner"),
        ('owner = ["Dora"]', 'boss = ["Dora"]', 7, "unknown key 'boss'"),
        ('owner = ["Dora"]', 'owner = "Dora"', 7, "list of texts"),
        ('screener = ["Ann", "Ben"]', 'screener = ["Ann"]', 10, "2 reviewers per record, but only"),
        ("double = 0.2", "double = 20", 10, "'double' is 20"),
        ("double = 0.2", "double = 1.0", 10, "'double' is 1.0"),
        ("reviewers = 1\ndouble", "reviewers = 2\ndouble", 10, "several reviewers anyway"),
        ("reason_conflicts = true", "reason_conflicts = 1", 13, "'reason_conflicts' is 1"),
        ('"balanced"', '"random"', 3, "'assignment' is 'random'"),
    ],
)
def test_mistakes_are_told_with_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(BadReview, match=words) as told:
        parse_protocol(TEAM.replace(old, new))
    assert told.value.message.startswith(f"review.toml, line {line}:")
    assert told.value.hint


def test_balanced_needs_names() -> None:
    with pytest.raises(BadReview, match="line 2: records cannot be assigned"):
        parse_protocol('title = "T"\nassignment = "balanced"\n[stages.title]\n')


def test_the_template_shows_how_a_team_is_written() -> None:
    text = protocol_template("T", (), ("Ann", "Ben", "Cleo", "Dora"))
    for line in ("[roles]", 'screener = ["Ann", "Ben"]', 'adjudicator = ["Cleo"]'):
        assert f"# {line}" in text
    live = text.replace("# [roles]", "[roles]")
    for key in ("screener", "adjudicator", "owner", "assignment"):
        live = live.replace(f"# {key} =", f"{key} =")
    assert parse_protocol(live).may_amend("Dora")
