"""One run of proposals: findings into codes, codes into the tree, changes of both; pure.

Every proposal is the body of an event with its maker, its evidence and a reason in
words. Nothing here changes a codebook.
"""

from __future__ import annotations

from dataclasses import dataclass

from extraction.findings import Findings
from extraction.themes.nodes import Codebook
from extraction.themes.numbering import Numbering
from extraction.themes.phrases import Parsing
from extraction.themes.proposals import Level
from extraction.themes.run import Run, Wanted
from extraction.themes.similarity import Similarity
from extraction.themes.to_change import propose_changes
from extraction.themes.to_code import code_items
from extraction.themes.to_place import grow_tree, place_items
from screening.events.kinds import ChangeProposed, CodeProposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The proposals of a run, and what a person should know about it.

    ``repeated`` were waiting already, ``rejected_before`` were rejected on the same evidence;
    neither is proposed again.
    """

    bodies: tuple[CodeProposed | ChangeProposed, ...]
    repeated: int
    rejected_before: int
    notes: tuple[str, ...]


def propose(
    book: Codebook,
    findings: Findings,
    similarity: Similarity,
    numbering: Numbering,
    wanted: Wanted | None = None,
    named: Parsing | None = None,
) -> Proposed:
    """All that can be proposed now and was not yet; ``named`` tells noun phrases for new labels.

    With an approved subtheme codes are placed among the approved ones; without any, codes are
    clustered into a first tree. At most ``run.MAX_FINDINGS`` findings are taken, the oldest
    first; the notes say so.
    """
    run = Run(book, findings, similarity, numbering, wanted or Wanted(), named)
    items = code_items(run)
    if book.at_level(Level.SUBTHEME):
        place_items(run, items)
    else:
        grow_tree(run, items)
    propose_changes(run)
    return Proposed(
        bodies=tuple(run.bodies),
        repeated=run.repeated,
        rejected_before=run.rejected_before,
        notes=tuple(run.notes),
    )
