"""The team in review.toml: reviewers, their roles, and how many of them decide each record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.protocol.roles import Assignment, Roles
from screening.protocol.types import StagePlan

if TYPE_CHECKING:
    from screening.protocol.tables import Table, TableReader

ROLE_KEYS = ("screener", "adjudicator", "owner")


def read_team(
    reader: TableReader, data: Table, stages: tuple[StagePlan, ...]
) -> tuple[tuple[str, ...], Roles | None, Assignment]:
    """Who works on the review, in which roles, and how records are shared out.

    Raises:
        BadReview: see the functions below.
    """
    reviewers = reader.texts(data, "reviewers")
    roles = read_roles(reader, data, reviewers)
    check_team(reader, reviewers, roles, stages)
    planned = roles is not None or any(plan.double for plan in stages)
    return reviewers, roles, read_assignment(reader, data, reviewers, planned=planned)


def read_roles(reader: TableReader, data: Table, reviewers: tuple[str, ...]) -> Roles | None:
    """The table [roles]; None where there is none.

    Raises:
        BadReview: a name that is no reviewer's, nobody screens, or nobody owns the protocol.
    """
    if "roles" not in data:
        return None
    table = reader.table(data, "roles")
    given = {key: reader.texts(table, "roles", key) for key in ROLE_KEYS}
    for key, names in given.items():
        for name in names:
            if name not in reviewers:
                raise reader.fault(
                    ["roles", key],
                    f"{name!r} has the role {key}, but is not among the reviewers.",
                    f"Add the name at 'reviewers' or mend it; named are: {_listed(reviewers)}.",
                )
    if not given["owner"]:
        raise reader.fault(
            ["roles"],
            "roles are given, but no owner, so nobody could ever change this protocol.",
            'Add under [roles]: owner = ["..."]',
        )
    return Roles(
        screener=given["screener"] if "screener" in table else reviewers,
        adjudicator=given["adjudicator"],
        owner=given["owner"],
    )


def check_team(
    reader: TableReader,
    reviewers: tuple[str, ...],
    roles: Roles | None,
    stages: tuple[StagePlan, ...],
) -> None:
    """Make sure that there are as many who screen as each record needs.

    Raises:
        BadReview: there are not, at some stage.
    """
    screeners = roles.screener if roles else reviewers
    for plan in stages:
        if (reviewers or roles) and plan.most > len(screeners):
            who = "screen" if roles else "are named"
            raise reader.fault(
                ["stages", plan.stage.value, "double" if plan.double else "reviewers"],
                f"{plan.most} reviewers per record, but only {len(screeners)} {who}.",
                "Name more reviewers at 'reviewers' or lower the number."
                if roles is None
                else "Name more at 'screener' under [roles], or lower the number.",
            )


def read_assignment(
    reader: TableReader, data: Table, reviewers: tuple[str, ...], *, planned: bool
) -> Assignment:
    """How records are shared out; balanced where roles or a double-screened share are planned.

    Raises:
        BadReview: a balanced assignment without names to assign to.
    """
    default = Assignment.BALANCED if planned and reviewers else Assignment.OPEN
    found = reader.choice(data, ("assignment",), default)
    if found is Assignment.BALANCED and not reviewers:
        raise reader.fault(
            ["assignment"],
            "records cannot be assigned, because no reviewer is named.",
            'Name them: reviewers = ["...", "..."]',
        )
    return found


def read_double(reader: TableReader, table: Table, path: tuple[str, ...]) -> float:
    """The share of records that two decide where one is planned; 0 if there is none.

    Raises:
        BadReview: no share, or more than one reviewer is planned for every record anyway.
    """
    value = table.get("double", 0.0)
    if "double" in table and not (isinstance(value, float) and 0 < value < 1):
        raise reader.fault(
            (*path, "double"), f"'double' is {value!r}.", "Write a share between 0 and 1: 0.2"
        )
    if value and table.get("reviewers", 1) != 1:
        raise reader.fault(
            (*path, "double"),
            "a share is decided by two, but all records have several reviewers anyway.",
            "Write reviewers = 1 beside it, or leave 'double' out.",
        )
    return value if isinstance(value, float) else 0.0


def read_flag(reader: TableReader, table: Table, path: tuple[str, ...], key: str) -> bool:
    """A yes or no; no where the key is left out.

    Raises:
        BadReview: neither true nor false.
    """
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise reader.fault((*path, key), f"'{key}' is {value!r}.", "Write true or false.")
    return value


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"
