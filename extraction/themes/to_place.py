"""Where a run would put its codes: among approved subthemes, or into a first tree of clusters."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.themes.proposals import Level, ProposalKind
from extraction.themes.proposers.clustering import Branch, Cluster, cluster_codes, default_sizes
from extraction.themes.proposers.placing import guessed_place
from extraction.themes.run import Item, Place, Run
from extraction.themes.teaching import teaching_order
from screening.events import CodeId

_SMALLEST_TREE = 3
_SHOWN = 5


def place_items(run: Run, items: Sequence[Item]) -> None:
    """Propose the items among the approved subthemes, those first that teach most.

    While proposed subthemes wait for a decision, codes proposed under them keep their place.
    """
    barred = {at.label: run.memory.barred_places(at.code) for at in items if at.code}
    labels = [item.label for item in items]
    guesses = run.guide.places(labels, barred)
    worth = teaching_order(guesses, run.guide.crowd(labels))
    for at in worth:
        if _keeps_its_place(run, items[at]):
            run.repeated += 1
        else:
            run.add(items[at], guessed_place(guesses[at], run.label))


def _keeps_its_place(run: Run, item: Item) -> bool:
    old = run.memory.waiting(Level.CODE, item.label, item.findings, item.code)
    return bool(old and run.memory.subthemes_wait and run.memory.has_live_place(old))


def grow_tree(run: Run, items: Sequence[Item]) -> None:
    """Propose a first tree; with fewer than three codes there is none to find."""
    if len(items) < _SMALLEST_TREE:
        for item in items:
            run.add(item, Place(method="group_findings"))
        return
    themes, subthemes = _sizes(run, len(items))
    labels = [item.label for item in items]
    branches = cluster_codes(run.texts.between(labels, labels), themes, subthemes)
    run.notes.append(
        f"No subtheme is approved yet: {len(items)} codes were clustered into {len(branches)}"
        f" themes and {sum(len(branch.subthemes) for branch in branches)} subthemes. Clusters are a"
        " start, not a result: rename, move and merge them."
    )
    shelves = {
        part: shelf for branch in branches for part, shelf in _add_shelves(run, branch, items)
    }
    for part, shelf in shelves.items():
        options = (shelf,) if shelf else ()
        for number in part.members:
            place = Place(method="cluster_codes", parent=shelf, options=options)
            run.add(items[number], place)


def _sizes(run: Run, codes: int) -> tuple[int, int]:
    themes, subthemes = default_sizes(codes)
    if run.wanted.subthemes is not None:
        subthemes = min(run.wanted.subthemes, codes)
        themes = max(1, round(subthemes / 2))
    themes = min(run.wanted.themes or themes, codes)
    return themes, max(themes, subthemes)


def _add_shelves(
    run: Run, branch: Branch, items: Sequence[Item]
) -> list[tuple[Cluster, CodeId | None]]:
    """Propose a theme and its subthemes; each subtheme with its id, None if rejected before."""
    above = _theme_above(run, branch, items)
    options = (above.parent,) if above.parent else ()
    place = Place(method="cluster_codes", parent=above.parent, options=options, why=above.why)
    return [
        (part, run.add(_cluster_item(part, items), place, Level.SUBTHEME))
        for part in branch.subthemes
    ]


def _theme_above(run: Run, branch: Branch, items: Sequence[Item]) -> Place:
    """The approved theme most like the branch by name; a new one where none is approved."""
    themes = run.book.at_level(Level.THEME)
    if not themes:
        here = Place(method="cluster_codes")
        made = run.add(_cluster_item(branch.theme, items), here, Level.THEME)
        return Place(method="cluster_codes", parent=made)
    centre = items[branch.theme.centre].label
    names = run.texts.between([centre], [run.name(theme) for theme in themes])[0]
    best = int(names.argmax())
    return Place(
        method="cluster_codes",
        parent=themes[best].id,
        why=f"of the approved themes the most alike by name ({names[best]:.2f})",
    )


def _cluster_item(cluster: Cluster, items: Sequence[Item]) -> Item:
    members = [items[number] for number in cluster.members]
    findings = dict.fromkeys(finding for item in members for finding in item.findings)
    shown = "; ".join(repr(item.label) for item in members[:_SHOWN])
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return Item(
        kind=ProposalKind.NEW,
        code=None,
        label=items[cluster.centre].label,
        findings=tuple(findings),
        score=0.0,
        why=f"{len(members)} code{'s' * (len(members) > 1)} with similar words: {shown}{more};"
        " named after the most central one: give it a name of its own",
    )
