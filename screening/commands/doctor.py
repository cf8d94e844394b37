"""``tamis doctor``: whether this machine has all that a review needs."""

from __future__ import annotations

import typer

from screening.console import counted, give, say
from screening.errors import CheckFailed
from screening.options import HERE, AsJson, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(review: ReviewFolder = HERE, as_json: AsJson = False) -> None:
    """Check program, models, fonts, terminal, disk and the review; nothing is changed."""
    from screening.codec import to_json
    from screening.sessions.doctor import examine
    from screening.sessions.doctor_finding import Health

    findings = examine(review)
    if as_json:
        give(to_json(findings))
    else:
        wide = max(len(finding.check) for finding in findings)
        for finding in findings:
            give(f"{finding.health:5}  {finding.check:{wide}}  {finding.text}")
            if finding.remedy:
                give(f"{'':5}  {'':{wide}}  -> {finding.remedy}")
    faults = sum(finding.health is Health.FAULT for finding in findings)
    if faults:
        raise CheckFailed(f"{counted(faults, 'fault')} found.", "See the remedies above.")
    if not as_json:
        say("Nothing stands in the way of a review.")
