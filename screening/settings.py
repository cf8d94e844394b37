"""What the environment says: who is at the keyboard. Standard library only."""

from __future__ import annotations

import getpass
import os

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
