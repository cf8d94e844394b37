"""``tamis themes``: propose, show and decide codes, subthemes and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extraction.commands import (
    themes_coders,
    themes_decide,
    themes_import,
    themes_review,
    themes_shape,
)
from extraction.commands.findings import ReferenceFile
from screening.console import counted, give, give_csv, give_table, percent, progress_bar, say
from screening.options import HERE, AsCsv, AsJson, ModelFolder, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.exporters import ThemeNode
    from extraction.sessions.coding import Coding
    from extraction.sessions.proposing import Waiting


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Let codes and themes be proposed, decide on them, and show the codebook.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command("propose")(propose)
    group.command("review")(themes_review.review)
    group.command("show")(show)
    themes_decide.add_to(group)
    themes_import.add_to(group)
    themes_shape.add_to(group)
    themes_coders.add_to(group)
    app.add_typer(group, name="themes")


def propose(
    model: ModelFolder = None,
    without_model: Annotated[
        bool, typer.Option("--no-model", help="Compare by shared words (TF-IDF) only.")
    ] = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            help="Mean cosine from which wordings make one code; 0.85 with a model, else 0.75.",
            min=0.0,
            max=1.0,
        ),
    ] = None,
    themes: Annotated[int | None, typer.Option(help="Themes of a first tree.", min=1)] = None,
    subthemes: Annotated[int | None, typer.Option(help="Subthemes of a first tree.", min=1)] = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Propose codes for findings without one, and places for codes; nothing is approved by this."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.proposing import choose_similarity, propose_themes
    from extraction.themes.run import Wanted

    wanted = Wanted(threshold=threshold, themes=themes, subthemes=subthemes)
    with open_coding(review, by=by) as coding, progress_bar("Comparing texts") as show_progress:
        chosen = choose_similarity(
            coding, model=model, without_model=without_model, progress=show_progress
        )
        done = propose_themes(coding, chosen.similarity, wanted)
        waits = len(coding.book.pending())
    for note in (chosen.why, *done.notes):
        say(note)
    give(
        f"{counted(len(done.bodies), 'proposal')} made; {done.repeated} waited already,"
        f" {done.rejected_before} were rejected before on the same evidence."
    )
    if waits:
        say("Next: tamis themes review")
    else:
        say("Nothing waits. Next: tamis findings add or confirm more, or tamis themes show")


def show(
    code: Annotated[str, typer.Argument(help="A theme, subtheme or code; else the tree.")] = "",
    pending: Annotated[bool, typer.Option("--pending", help="Proposals that wait.")] = False,
    references: ReferenceFile = None,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the codebook with findings and studies per node, one node, or what waits."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.exporting import read_references
    from extraction.sessions.proposing import waiting
    from extraction.sessions.themes_document import nodes_shown

    with open_coding(review) as coding:
        if pending:
            _give_waiting(waiting(coding), as_json=as_json, as_csv=as_csv)
            return
        numbers = read_references(coding, references) if references else None
        nodes = nodes_shown(coding, code, references=numbers)
        waits = len(coding.book.pending())
        if as_json or as_csv:
            _give_data(nodes, as_json=as_json)
        else:
            _give_tree(coding, nodes, alone=bool(code))
    if not nodes:
        say("The codebook is empty.")
    if waits:
        say(_waiting(waits))
    elif not nodes:
        say("Next: tamis themes propose")


def _waiting(number: int) -> str:
    verb = "waits" if number == 1 else "wait"
    return f"{counted(number, 'proposal')} {verb}. Next: tamis themes review"


def _give_data(nodes: list[ThemeNode], *, as_json: bool) -> None:
    from screening.codec import to_json

    if as_json:
        for node in nodes:
            give(to_json(node))
        return
    headers = ("id", "level", "label", "findings", "studies", "references", "definition")
    cells = [
        (at.id, at.level, at.label, at.findings, at.studies_included, at.references, at.definition)
        for at in nodes
    ]
    give_csv(headers, cells)


def _give_tree(coding: Coding, nodes: list[ThemeNode], *, alone: bool) -> None:
    """The tree, then what stands under no theme; or one node with those under it, and its facts."""
    from extraction.exporters import no_theme
    from extraction.sessions.naming import level_word
    from extraction.themes import Level
    from screening.events import CodeId

    placed = [at for at in nodes if alone or coding.book.is_placed(CodeId(at.id))]
    loose = [at for at in nodes if at not in placed]
    if placed:
        _give_nodes(coding, placed)
    if loose:
        heading = no_theme(level_word(coding, Level.THEME))
        give(f"\n{heading}" if placed else heading)
        _give_nodes(coding, loose)
    if alone and nodes:
        _give_details(nodes[0])


def _give_nodes(coding: Coding, nodes: list[ThemeNode]) -> None:
    from screening.events import CodeId
    from screening.sessions.shown import safe_text

    def indent(node: ThemeNode) -> str:
        return "  " * (len(coding.book.path(CodeId(node.id))) - 1)

    shown = [
        (at.id, f"{indent(at)}{safe_text(at.label)}", at.findings, at.studies_included)
        for at in nodes
    ]
    give_table(("id", "label", "findings", "studies"), shown)


def _give_details(node: ThemeNode) -> None:
    from screening.sessions.shown import safe_text

    effect = "" if node.effect_size is None else f"{percent(node.effect_size, 1)} of the studies"
    proposed = f"{node.proposed_by.name}: {node.proposed_label!r}" if node.proposed_by else ""
    for label, text in (
        ("Definition", node.definition),
        ("References", node.references),
        ("Outside the included", node.references_outside),
        ("Frequency effect size", effect),
        ("Flag", node.flag),
        ("Proposed by", proposed),
        ("Approved by", f"{node.approved_by}, {node.approved_at}"),
    ):
        if text:
            give(f"{label}: {safe_text(text)}")


def _give_waiting(found: list[Waiting], *, as_json: bool, as_csv: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    if as_json:
        for at in found:
            give(to_json(at))
        return
    if as_csv:
        give_csv(
            ("proposal", "code", "asks", "label", "place", "options", "findings", "score", "why"),
            (
                (
                    at.proposal.name, at.proposal.code, at.asks, at.proposal.label, at.parent,
                    "; ".join(at.options),
                    " ".join(at.proposal.findings), at.proposal.score, at.proposal.why,
                )
                for at in found
            ),
        )  # fmt: skip
        return
    if not found:
        say("No proposal waits. Next: tamis themes propose")
        return
    give_table(
        ("proposal", "code", "asks", "label", "place", "findings"),
        (
            (
                at.proposal.name, at.proposal.code, at.asks, safe_text(at.proposal.label),
                safe_text(at.parent),
                len(at.evidence),
            )
            for at in found
        ),
    )  # fmt: skip
    say(_waiting(len(found)))
