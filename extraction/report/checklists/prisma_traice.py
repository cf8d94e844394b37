"""What the log knows of the items of PRISMA-trAIce: how methods were used, and what people did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extraction.report.checklists.said import Said, said
from extraction.report.document import Report
from screening.console import counted


def prisma_traice_facts(report: Report) -> Mapping[str, Said]:
    """Number of the item -> what is known."""
    return {
        "M2": said(_tools(report), "software"),
        "M3": said(_tasks(report), "software"),
        "M4": said(_inputs(report), "reading"),
        "M5": said(_outputs(report), "software"),
        "M6": said(["Tamis uses no large language model and no prompts."], "software"),
        "M7": said(_settings(report), "reading"),
        "M8": said(_oversight(report), "software", "Training, and how people checked."),
        "M10": said(
            ["Tamis computes on the reviewers' own machine and sends nothing to a service."],
            "software",
            "Copyright and terms of use of the sources.",
        ),
        "R1": said(_flow(report), "flow"),
        "R2": said(_performance(report), "reading", "Further evaluations."),
    }


def _tools(report: Report) -> Iterator[str]:
    yield f"Tamis {report.tamis} (Apache-2.0)."
    for row in report.software.automation:
        model = f", model {row.model}" if row.model else ""
        yield f"{row.method}{model}."


def _tasks(report: Report) -> Iterator[str]:
    yield from (f"{row.task}: {row.used}." for row in report.software.automation)


def _inputs(report: Report) -> Iterator[str]:
    if report.rankings:
        yield "Titles, abstracts, keywords, the protocol's words, and the decisions up to then:"
    for row in {row.stage: row for row in report.rankings}.values():
        yield (
            f"The last order of the {row.stage} stage had learned from {row.included:,} included"
            f" and {row.excluded:,} excluded."
        )


def _outputs(report: Report) -> Iterator[str]:
    if report.rankings:
        yield "An order of reading, which excludes nothing."
    if any(row.task.startswith("Proposing") for row in report.software.automation):
        yield "Proposals."
    if by_rule := report.duplicates.by_rule:
        yield f"{counted(by_rule, 'duplicate')} marked without a person."


def _settings(report: Report) -> Iterator[str]:
    settings = dict.fromkeys((row.stage, row.method, row.seed) for row in report.rankings)
    for stage, method, seed in settings:
        yield f"{stage.capitalize()} stage, {method}: seed {seed}."
    if report.duplicates.preset:
        yield f"Duplicates: preset {report.duplicates.preset}."


def _oversight(report: Report) -> Iterator[str]:
    yield from (f"{row.task}: {row.people}" for row in report.software.automation)
    for stage in report.protocol.stages:
        many = counted(stage.reviewers, "reviewer")
        yield f"{stage.stage.capitalize()} stage: {many} for each record."


def _flow(report: Report) -> Iterator[str]:
    boxes = report.flow.boxes
    for at in report.flow.stages:
        people = boxes[f"excluded_by_people_{at.stage}"]
        tools = boxes[f"excluded_by_tools_{at.stage}"]
        name = "Full text" if at.stage == "fulltext" else at.stage.capitalize()
        yield f"{name}: {people:,} excluded by people, {tools:,} by automation tools alone."


def _performance(report: Report) -> Iterator[str]:
    for row in report.readings:
        yield row.guarantee
