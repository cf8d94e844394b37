"""review.toml -> Protocol, every mistake told with file, line and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from screening.protocol.flow_facts import PREVIOUS_KEYS, check_automation, previous_version
from screening.protocol.form import FORM_KEYS, form_fields
from screening.protocol.read_team import ROLE_KEYS, read_double, read_flag, read_team
from screening.protocol.tables import Table, TableReader, known_keys
from screening.protocol.types import (
    NotRetrieved,
    PlannedSearch,
    Protocol,
    Stage,
    StagePlan,
    StoppingPlan,
    Unsure,
)
from screening.records import SourceKind

_TABLES = {
    "title": (),
    "questions": (),
    "reviewers": (),
    "assignment": (),
    "roles": ROLE_KEYS,
    "automation": (),
    "previous": PREVIOUS_KEYS,
    "languages": (),
    "criteria": ("include", "exclude"),
    "years": ("from", "to"),
    "stages": ("title", "abstract", "fulltext"),
    "searches": ("source", "kind", "platform", "query", "run_on"),
    "highlight": ("include", "exclude"),
    "stopping": ("rule", "combine", "recall", "confidence", "misses"),
    "codebook": ("levels",),
    "extraction": FORM_KEYS,
}
# 1-9 and the letters but those of a key: what a reviewer can choose with one key.
MOST_REASONS = 35
_STAGE_KEYS = ("reasons", "reviewers", "double", "unsure", "reason_conflicts")


def parse_protocol(text: str, name: str = "review.toml") -> Protocol:
    """Read and validate a protocol.

    Args:
        text: the file's text.
        name: what to call the file in messages.

    Raises:
        BadReview: with file, line and remedy.
    """
    reader = _Reader(text=text, name=name)
    data = reader.load()
    reader.refuse_unknown(data, _TABLES)
    criteria, years = reader.table(data, "criteria"), reader.table(data, "years")
    highlight = reader.table(data, "highlight")
    year_from, year_to = reader.years(years)
    stages = tuple(reader.stages(reader.table(data, "stages")))
    reviewers, roles, assignment = read_team(reader, data, stages)
    return Protocol(
        title=reader.required_text(data, "title"),
        questions=reader.texts(data, "questions"),
        include=reader.texts(criteria, "criteria", "include"),
        exclude=reader.texts(criteria, "criteria", "exclude"),
        stages=stages,
        not_retrieved=reader.not_retrieved(data),
        reviewers=reviewers,
        roles=roles,
        assignment=assignment,
        automation=check_automation(reader.texts(data, "automation"), reviewers, reader.fault),
        previous=previous_version(reader.table(data, "previous"), reader.fault),
        year_from=year_from,
        year_to=year_to,
        languages=reader.texts(data, "languages"),
        searches=tuple(reader.searches(data)),
        highlight_include=reader.texts(highlight, "highlight", "include"),
        highlight_exclude=reader.texts(highlight, "highlight", "exclude"),
        stopping=reader.stopping(reader.table(data, "stopping")),
        levels=reader.levels(reader.table(data, "codebook")),
        extraction=form_fields(data.get("extraction", []), reader.fault),
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


class _Reader(TableReader):
    """Reads the parts of a protocol."""

    def stages(self, tables: Table) -> Iterable[StagePlan]:
        if not tables:
            raise self.fault(["stages"], "no stage is planned.", "Add at least [stages.fulltext].")
        for stage in (stage for stage in Stage if stage.value in tables):
            yield self.stage(self.table(tables, "stages", stage.value), stage)

    def stage(self, table: Table, stage: Stage) -> StagePlan:
        path = ("stages", stage.value)
        known = (*_STAGE_KEYS, *(["not_retrieved"] if stage is Stage.FULLTEXT else []))
        for key in table:
            if key not in known:
                raise self.fault([*path, key], f"unknown key '{key}'.", known_keys(known))
        reasons = self.texts(table, *path, "reasons")
        if len(reasons) > MOST_REASONS:
            raise self.fault(
                [*path, "reasons"],
                f"{len(reasons)} reasons are listed.",
                f"There are keys for {MOST_REASONS}: join those that are alike.",
            )
        return StagePlan(
            stage=stage,
            reasons=reasons,
            reviewers=self.count(table, (*path, "reviewers"), 1),
            double=read_double(self, table, path),
            unsure=self.choice(table, (*path, "unsure"), Unsure.FORWARD),
            reason_conflicts=read_flag(self, table, path, "reason_conflicts"),
        )

    def not_retrieved(self, data: Table) -> NotRetrieved:
        fulltext = self.table(self.table(data, "stages"), "stages", "fulltext")
        path = ("stages", "fulltext", "not_retrieved")
        return self.choice(fulltext, path, NotRetrieved.SEPARATE)

    def years(self, table: Table) -> tuple[int | None, int | None]:
        for key in table:
            value = table[key]
            if not isinstance(value, int) or isinstance(value, bool) or not 1000 <= value <= 2999:
                raise self.fault(
                    ["years", key],
                    f"'{key}' is {value!r}.",
                    "Write a year such as 2021, or leave it out.",
                )
        first, last = table.get("from"), table.get("to")
        if isinstance(first, int) and isinstance(last, int) and first > last:
            raise self.fault(
                ["years", "from"], f"{first} is after {last}.", "Swap 'from' and 'to'."
            )
        return (first if isinstance(first, int) else None, last if isinstance(last, int) else None)

    def searches(self, data: Table) -> Iterable[PlannedSearch]:
        rows = data.get("searches", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.fault(["searches"], "searches must be tables.", "Write [[searches]].")
        for number, row in enumerate(rows):
            yield self.search(row, number)

    def search(self, row: Table, number: int) -> PlannedSearch:
        def text(key: str) -> str:
            value = row.get(key, "")
            if isinstance(value, date):
                value = value.isoformat()
            if not isinstance(value, str) or (key == "source" and not value.strip()):
                raise self.fault(
                    ["searches", number, key], f"'{key}' must be a text.", f'Write: {key} = "..."'
                )
            return value.strip()

        return PlannedSearch(
            source=text("source"),
            kind=self.choice(row, ("searches", number, "kind"), SourceKind.DATABASE),
            platform=text("platform"),
            query=text("query"),
            run_on=text("run_on"),
        )

    def stopping(self, table: Table) -> StoppingPlan:
        one = table.get("rule", "all")
        rules = (one.strip(),) if isinstance(one, str) else self.texts(table, "stopping", "rule")
        if not all(rules) or not rules:
            raise self.fault(["stopping", "rule"], "no rule is named.", 'Write: rule = "audit"')
        combine = table.get("combine", "all")
        if combine not in ("all", "any"):
            raise self.fault(
                ["stopping", "combine"],
                f"'combine' is {combine!r}.",
                "It must be one of: all, any.",
            )
        misses = table.get("misses", 50)
        if not isinstance(misses, int) or isinstance(misses, bool) or misses < 1:
            raise self.fault(
                ["stopping", "misses"], f"'misses' is {misses!r}.", "It must be a number from 1."
            )
        return StoppingPlan(
            rules=rules,
            combine=str(combine),
            recall=self.share(table, "recall"),
            confidence=self.share(table, "confidence"),
            misses=misses,
        )

    def share(self, table: Table, key: str) -> float:
        value = table.get(key, 0.95)
        if not isinstance(value, float) or not 0.5 <= value <= 0.999:
            raise self.fault(
                ["stopping", key], f"'{key}' is {value!r}.", "Write a share from 0.5 to 0.999."
            )
        return value

    def levels(self, table: Table) -> tuple[str, str, str]:
        if "levels" not in table:
            return ("theme", "subtheme", "code")
        levels = self.texts(table, "codebook", "levels")
        if len(levels) != 3:
            raise self.fault(
                ["codebook", "levels"],
                f"{len(levels)} levels are named.",
                'Name three, from the top: levels = ["theme", "subtheme", "code"]',
            )
        return (levels[0], levels[1], levels[2])
