"""Import several files, each for itself: one that cannot be read does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from screening.errors import BadInput, CheckFailed, ReviewError
from screening.sessions.export_files import ExportFile, told_by_name
from screening.sessions.import_report import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file: its report, or the error that kept it out as a whole."""

    file: str
    report: ImportReport | None = None
    error: ReviewError | None = None


def each_file(
    files: Iterable[ExportFile],
    step: Callable[[ExportFile], ImportReport],
    told: Callable[[FileOutcome], None],
) -> None:
    """Take one file after the other; each is imported as a whole or not at all.

    Args:
        files: export files, members of archives among them.
        step: imports or checks one file.
        told: called with what became of each file, as soon as it is known.

    Raises:
        ReviewError: what would stop every file (a full disk, a damaged review) stops at once.
    """
    for file in files:
        try:
            with told_by_name(file):
                report = step(file)
        except (BadInput, CheckFailed) as error:
            told(FileOutcome(file=file.name, error=error))
        except ReviewError as error:
            told(FileOutcome(file=file.name, error=error))
            raise
        else:
            told(FileOutcome(file=file.name, report=report))


def raise_failures(outcomes: Sequence[FileOutcome], *, done: bool) -> None:
    """End with an error if any file was left out.

    Args:
        outcomes: what became of all files.
        done: whether they were imported, not only checked.

    Raises:
        ReviewError: the error of the only file, else one that names all files left out.
    """
    failed = [(at.file, at.error) for at in outcomes if at.error is not None]
    if not failed:
        return
    error = failed[0][1]
    if len(outcomes) == 1:
        raise error
    names = ", ".join(name for name, _error in failed)
    verb = "imported" if done else "read"
    raise type(error)(
        f"{len(failed)} of {len(outcomes)} files could not be {verb}: {names}. The others were.",
        "Each reason stands above. Mend these files and repeat the command: those that are in the"
        " review are recognised and add nothing."
        if done
        else "Each reason stands above.",
    )
