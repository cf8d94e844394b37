"""Where a review's log is: review.db in its folder, or the database that tamis.toml names.

``tamis.toml`` is about this copy of the review on this machine; nothing of it goes into the log.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from screening.console import write_chunks
from screening.errors import BadReview

DATABASE_FILE = "review.db"
LOCAL_FILE = "tamis.toml"
DATABASE_FILES = (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm")
_KEYS = ("store", "reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """What tamis.toml says: the URL of a database, and who usually works in this folder."""

    store: str = ""
    reviewer: str = ""


def local_settings(folder: Path) -> Local:
    """Read tamis.toml; empty settings where there is none.

    Raises:
        BadReview: it cannot be read, or says something unknown. Its words are not repeated, for
            they may hold a password.
    """
    path = folder / LOCAL_FILE
    if not path.is_file():
        return Local()
    remedy = f'Its lines are: {" and ".join(f"{key} = ..." for key in _KEYS)}, in "quotes".'
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadReview(f"{path} is not valid TOML.", remedy) from None
    except OSError as error:
        raise BadReview(f"{path} cannot be read: {error.strerror}.", remedy) from error
    for key, value in data.items():
        if key not in _KEYS or not isinstance(value, str):
            raise BadReview(f"{path}: '{key}' is unknown or no text.", remedy)
    return Local(**data)


def write_local(folder: Path, local: Local) -> None:
    """Write tamis.toml, whole or not at all; without anything to say there is none.

    Raises:
        CannotWrite: the folder is read-only, or the disk is full.
    """
    path = folder / LOCAL_FILE
    said = [(key, getattr(local, key)) for key in _KEYS if getattr(local, key)]
    if not said:
        path.unlink(missing_ok=True)
        return
    lines = ["# This copy of the review, on this machine; nothing here goes into the log.\n"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said]
    write_chunks(path, ["".join(lines).encode()])


def place_of(folder: Path) -> Path | str:
    """Where the log of a folder's review is: a file, or the URL of a database."""
    return local_settings(folder).store or folder / DATABASE_FILE
