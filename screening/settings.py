"""What the environment says: who is at the keyboard, and at what. Standard library only."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REVIEWER_VARIABLE = "TAMIS_REVIEWER"


def environment_reviewer() -> str:
    """The reviewer named in the environment, empty if none is."""
    return os.environ.get(REVIEWER_VARIABLE, "").strip()


def login_name() -> str:
    """The name of the account, ``reviewer`` where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"


def has_browser() -> bool:
    """Whether a web browser can open in a window of its own beside the terminal."""
    if sys.platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in os.environ
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def in_browser() -> bool:
    """Whether this process draws for a web page: textual-serve has started it and said so."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def can_show(tell: Callable[[str], None]) -> bool:
    """Whether there is a full screen to draw on; ``tell`` says so of a terminal that has none."""
    if in_browser():
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    if dumb_terminal():
        tell(
            "This terminal says that it has no full screen (TERM); here are lines, as with --plain."
        )
        return False
    return True


def dumb_terminal() -> bool:
    """Whether the terminal says that it cannot place text anywhere but on the next line."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")
