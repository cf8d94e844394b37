"""The proposals' desk in full screen: presentation only, every step is a use case.

Textual; imports this package's sessions and the shared parts of screening's full screens: keys,
prompts and the line of keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.sessions.walk import Walk


def judge_proposals(walk: Walk) -> None:
    """Show proposals until the desk is left; every decision is saved when it is made."""
    from extraction.tui.desk import DeskApp

    DeskApp(walk).run()
