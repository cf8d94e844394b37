"""The protocol of a new review, written once."""

from __future__ import annotations

from pathlib import Path

from screening.errors import CannotWrite


def write_new(path: Path, text: str) -> None:
    """Write the protocol where none is, so that of two starts at once only one goes on.

    Raises:
        CannotWrite: there is one already, or the folder cannot be written; nothing is left.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise CannotWrite(
            f"{path} is there already.", "Choose another folder, or work on that review."
        ) from error
    except OSError as error:
        raise CannotWrite(
            f"{path.parent} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error
