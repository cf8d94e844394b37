"""``tamis themes review``: proposals one after the other, one key each; full screen or plain."""

from __future__ import annotations

from typing import Annotated

import typer

from extraction.commands.one_key import decide
from screening.console import give, progress_bar, say
from screening.keys import keyboard
from screening.options import HERE, ModelFolder, Reviewer, ReviewFolder
from screening.settings import can_show


def review(
    folder: ReviewFolder = HERE,
    by: Reviewer = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines of text instead of a full screen.")
    ] = False,
    as_made: Annotated[
        bool,
        typer.Option("--as-made", help="Do not learn from each act; show proposals as made."),
    ] = False,
    model: ModelFolder = None,
    without_model: Annotated[
        bool, typer.Option("--no-model", help="Learn by shared words (TF-IDF) only.")
    ] = False,
) -> None:
    """Decide the pending proposals with one key each; every decision is saved at once.

    From a pipe each line is one key, and what follows it the answer: a, n NEW LABEL, m PLACE,
    g ID, r WHY, d, s, w MEMO, u, q.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.guiding import Guiding
    from extraction.sessions.proposing import choose_similarity
    from extraction.sessions.walk import Walk
    from extraction.sessions.walk_keys import THEME_ACTIONS

    with open_coding(folder, by=by) as coding:
        if not coding.book.pending():
            say("No proposal waits. Next: tamis themes propose, or tamis themes show")
            return
        guiding = None
        if not as_made:
            with progress_bar("Comparing texts") as show_progress:
                chosen = choose_similarity(
                    coding, model=model, without_model=without_model, progress=show_progress
                )
                guiding = Guiding(coding, chosen.similarity)
            say(f"{chosen.why} {guiding.queue}")
        walk = Walk(coding, guiding)
        if plain or not can_show(say):
            decide(walk, keyboard(), THEME_ACTIONS, (f"{at.key} {at.name}" for at in THEME_ACTIONS))
        else:
            from extraction.tui import judge_proposals

            judge_proposals(walk)
        off = f" {walk.put_off:,} put off," if walk.put_off else ""
        give(f"{walk.done:,} decided,{off} {walk.left:,} waiting.")
        more = "tamis themes review" if walk.left else "tamis themes show, tamis export themes"
        say(f"Next: {more}")
