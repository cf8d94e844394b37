"""Several rules at once: stop when any of them says so, or only when all do."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from screening.stopping.history import Verdict


class Combine(StrEnum):
    """How verdicts are joined."""

    ANY = "any"
    ALL = "all"


def combined(verdicts: Sequence[Verdict], how: Combine = Combine.ALL) -> Verdict:
    """One verdict out of several; the claim made is that of the rules that say stop.

    Joined by ``all``, a stop is guaranteed if one of the rules is; joined by ``any``, only if all
    rules are, and several guaranteed rules then share their risk: state the sum.

    Raises:
        ValueError: there is no verdict to join.
    """
    if not verdicts:
        raise ValueError("no verdict to join")
    if len(verdicts) == 1:
        return verdicts[0]
    quantify = all if how is Combine.ALL else any
    certified = [verdict.certified for verdict in verdicts if verdict.certified is not None]
    return Verdict(
        rule=f" {'and' if how is Combine.ALL else 'or'} ".join(at.rule for at in verdicts),
        stop=quantify(verdict.stop for verdict in verdicts),
        guaranteed=(any if how is Combine.ALL else all)(at.guaranteed for at in verdicts),
        certified=max(certified, default=None),
        text=" ".join(verdict.text for verdict in verdicts),
    )
