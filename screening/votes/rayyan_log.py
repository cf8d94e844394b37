"""Rayyan's ``customizations_log.csv``: every click of every reviewer, by e-mail address.

Used only to tell whose exclusion reasons are whose, which ``articles.csv`` pools. The addresses
are matched with the names of ``articles.csv`` and dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from screening.protocol import Verdict
from screening.votes.contract import Ballot

_COLUMNS = frozenset({"created_at", "article_id", "key", "value"})
_REASON = "__EXR__"
_VERDICTS = {"1": Verdict.INCLUDE, "-1": Verdict.EXCLUDE, "0": Verdict.UNSURE}


@dataclass(slots=True)
class _Said:
    """What one reviewer last said of one article."""

    verdict: Verdict | None = None
    reasons: dict[str, None] = field(default_factory=dict)


# article -> reviewer as the log names them -> what they last said
Clicks = Mapping[str, Mapping[str, _Said]]


def is_rayyan_log(text: str) -> bool:
    """Whether a text begins with the header of a customizations log."""
    header = text.lstrip("\ufeff").partition("\n")[0]
    return {name.strip().strip('"').casefold() for name in header.split(",")} >= _COLUMNS


def read_rayyan_log(text: str) -> Clicks:
    """What was said last, by article and reviewer; the log may stand in any order of time."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    found: dict[str, dict[str, _Said]] = {}
    for row in sorted(rows, key=lambda at: at.get("created_at") or ""):
        who = (row.get("user_email") or row.get("user_id") or "").strip()
        said = found.setdefault(row.get("article_id") or "", {}).setdefault(who, _Said())
        _click(said, (row.get("key") or "").strip().strip('"'), (row.get("value") or "").strip())
    return found


def _click(said: _Said, key: str, value: str) -> None:
    if key == "included":
        said.verdict = _VERDICTS.get(value)
    elif key.startswith(_REASON):
        reason = key.removeprefix(_REASON)
        if value == "1":
            said.reasons[reason] = None
        else:
            said.reasons.pop(reason, None)


def same_people(clicks: Clicks, ballots: Mapping[str, Ballot]) -> dict[str, str]:
    """Name in the articles -> name in the log, where every verdict of the two is the same.

    A name with no such partner, or with several, is left out: nothing is guessed.
    """
    by_name: dict[str, dict[str, Verdict]] = {}
    for article, ballot in ballots.items():
        for vote in ballot.votes:
            by_name.setdefault(vote.by, {})[article] = vote.verdict
    by_login: dict[str, dict[str, Verdict]] = {}
    for article in ballots.keys() & clicks.keys():
        for login, said in clicks[article].items():
            if said.verdict is not None:
                by_login.setdefault(login, {})[article] = said.verdict
    partners = {
        name: [login for login, theirs in by_login.items() if theirs == ours]
        for name, ours in by_name.items()
    }
    sure = {name: found[0] for name, found in partners.items() if len(found) == 1}
    return {name: login for name, login in sure.items() if list(sure.values()).count(login) == 1}


def with_own_reasons(ballot: Ballot, clicks: Mapping[str, _Said], people: dict[str, str]) -> Ballot:
    """The ballot with each reviewer's own reasons, where the log tells them."""
    votes = [
        replace(vote, reasons=tuple(clicks[people[vote.by]].reasons))
        if vote.verdict is Verdict.EXCLUDE and people.get(vote.by) in clicks
        else vote
        for vote in ballot.votes
    ]
    return replace(ballot, votes=tuple(votes))


def told(people: Mapping[str, str], names: Sequence[str]) -> str:
    """A sentence on what the log was good for."""
    missing = [name for name in names if name not in people]
    if not missing:
        return "The customizations log tells whose exclusion reasons are whose."
    return (
        f"The customizations log does not match {', '.join(missing)} for sure: each of them who"
        " excluded a record is given all of its reasons."
    )
