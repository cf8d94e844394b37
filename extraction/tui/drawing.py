"""From what the walk shows to styled text; no widget knows more than this."""

from __future__ import annotations

from textwrap import fill

from textual.content import Content

from extraction.findings import Finding
from extraction.sessions.proposing import Waiting
from extraction.sessions.walk import TreeLine, Walk
from extraction.sessions.walk_keys import THEME_ACTIONS
from screening.console import counted
from screening.sessions.shown import safe_text
from screening.tui.drawing import keys_line

_LABEL = "bold $text-accent"
_HERE = "bold reverse"
_HELP = 50


def proposal_text(walk: Walk, here: Waiting | None) -> Content:
    """What is proposed, where and why: the left pane."""
    if here is None:
        return Content(f"Nothing waits any more. {walk.done:,} decided here. Press q to leave.")
    proposal = here.proposal
    blocks = [Content.styled(f"{proposal.name}  {here.asks}", "bold")]
    head = safe_text(proposal.label)
    if proposal.kind == "merge" and len(proposal.phrases) > 1:
        head = " -> ".join(safe_text(at) for at in proposal.phrases[:2])
    blocks.append(_labelled("Label", head))
    if proposal.kind in ("new", "place", "move", "assign"):
        blocks.append(_labelled("Place", safe_text(here.parent or "a theme stands under nothing")))
    if here.options and (len(here.options) > 1 or proposal.parent is None):
        rows = [f"{number}  {safe_text(name)}" for number, name in enumerate(here.options, 1)]
        blocks.append(_labelled("Options", "\n" + "\n".join(rows)))
    blocks.append(_labelled("Why", _sentences(safe_text(proposal.why))))
    maker = proposal.maker
    made = f"{maker.name} {maker.version}, {maker.model or 'no model'}, seed {maker.seed}"
    blocks.append(Content.styled(f"Proposed by {made}", "dim"))
    return Content("\n\n").join(blocks)


def _sentences(why: str) -> str:
    """Each part of a reason on a line of its own."""
    return "\n" + "\n".join(f"- {part}" for part in why.split("; "))


def evidence_text(walk: Walk, here: Waiting | None) -> Content:
    """The findings with their quotes, the matching words marked; the nearest approved: right."""
    if here is None:
        return Content("")
    phrases = here.proposal.phrases
    records = len({at.record for at in here.evidence})
    head = f"{counted(len(here.evidence), 'finding')} of {counted(records, 'record')}"
    blocks = [_labelled("Evidence", head)]
    blocks += [_finding(walk, at, phrases) for at in here.evidence]
    if here.near:
        blocks.append(_labelled("Nearest approved", "\n" + "\n".join(map(safe_text, here.near))))
    memos = [at for at in walk.coding.book.memos if at.on == here.proposal.code]
    blocks += [_labelled(f"Memo of {at.by}", safe_text(at.text)) for at in memos]
    return Content("\n\n").join(blocks)


def _finding(walk: Walk, finding: Finding, phrases: tuple[str, ...]) -> Content:
    statement = marked(safe_text(finding.statement), phrases)
    head = Content.styled(f"{finding.id} {finding.record}", "bold")
    quote = walk.quote(finding)
    found = Content.assemble(head, " ", statement)
    if quote and quote != finding.statement:
        said = marked(f"“{safe_text(quote)}”", phrases).stylize("italic")
        found = Content.assemble(found, "\n", said)
    return found


def marked(text: str, phrases: tuple[str, ...]) -> Content:
    """A text with the phrases underlined wherever they stand in it."""
    shown, folded = Content(text), text.casefold()
    for phrase in phrases:
        start = folded.find(phrase.casefold())
        while start >= 0:
            shown = shown.stylize("bold underline", start, start + len(phrase))
            start = folded.find(phrase.casefold(), start + 1)
    return shown


def tree_text(lines: list[TreeLine]) -> Content:
    """The approved tree: the nodes the proposal is about are reversed and marked with >."""
    if not lines:
        return Content.styled("The codebook is empty so far.", "italic")
    return Content("\n").join([_node(line) for line in lines])


def _node(line: TreeLine) -> Content:
    mark = ">" if line.is_here else " "
    label = safe_text(line.node.label)
    text = f"{mark} {'  ' * line.depth}{line.node.id} {label} ({line.findings})"
    return Content.styled(text, _HERE if line.is_here else "bold" if line.depth == 0 else "")


def desk_keys(room: int, *, has_proposal: bool) -> Content:
    """The live keys in lines no wider than ``room`` columns; each can be clicked."""
    return keys_line(
        (
            (action.key, action.name, has_proposal or not action.needs_proposal)
            for action in THEME_ACTIONS
        ),
        room,
    )


def desk_help() -> Content:
    """Every key and what it does, from the action table."""
    rows = [
        Content.assemble(
            (f"{action.key:>6}  ", "bold"), fill(action.help, _HELP, subsequent_indent=" " * 8)
        )
        for action in THEME_ACTIONS
    ]
    scroll = Content.assemble(("   Tab  ", "bold"), "Next pane; arrows, PgUp and PgDn scroll it.")
    return Content("\n").join([*rows, scroll])


def _labelled(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: ", _LABEL), text)
