"""The files an import is given, and the members of archives among them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from screening.console import counted, typed
from screening.errors import BadInput, ReviewError
from screening.readers import detect, open_source
from screening.readers.archive import is_archive, unpack

LeftOut = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """A file to import and the name it goes by: ``archive.zip:folder/search.ris`` in an archive."""

    path: Path
    name: str
    archive: Path | None = None


@contextmanager
def export_files(
    paths: Iterable[Path], *, recognise: bool = True, left_out: LeftOut | None = None
) -> Iterator[list[ExportFile]]:
    """The files as given, each archive replaced by its members, unpacked until the block ends.

    Args:
        paths: export files and archives of them.
        recognise: refuse an archive with a member of no known format before anything is imported.
        left_out: called with the name of each such member, which is then left out instead.

    Raises:
        BadInput: an archive is refused, or a folder is given.
    """
    with ExitStack() as until_done:
        found: list[ExportFile] = []
        for path in paths:
            if path.is_dir():
                raise _folder_refused(path)
            if is_archive(path):
                folder = Path(until_done.enter_context(tempfile.TemporaryDirectory()))
                found.extend(
                    _members(
                        path, folder, recognise=recognise or left_out is not None, left_out=left_out
                    )
                )
            else:
                found.append(ExportFile(path=path, name=path.name))
        yield found


def _members(
    archive: Path, folder: Path, *, recognise: bool, left_out: LeftOut | None
) -> Iterator[ExportFile]:
    for member in unpack(archive, folder):
        file = ExportFile(path=member.path, name=f"{archive.name}:{member.name}", archive=archive)
        try:
            if recognise:
                with told_by_name(file):
                    detect(open_source(file.path))
        except BadInput as error:
            if left_out is None:
                raise BadInput(error.message, _way_on(archive, member.name)) from error
            left_out(file.name)
        else:
            yield file


def _way_on(archive: Path, member: str) -> str:
    return (
        "Nothing of the archive was imported. If this file is no export, go on without it with"
        f" --skip-unknown, or take it out: zip -d {typed(archive)} {typed(member)}"
    )


def _folder_refused(folder: Path) -> BadInput:
    files = [at for at in folder.iterdir() if at.is_file() and not at.name.startswith(".")]
    if not files:
        return BadInput(f"{folder} is a folder without files.", "Give the export files themselves.")
    return BadInput(
        f"{folder} is a folder, not a file; it holds {counted(len(files), 'file')}.",
        f"If all of them are exports of one source, give them all: tamis import {typed(folder)}/*\n"
        "Else give those of each source, with --source.",
    )


@contextmanager
def told_by_name(file: ExportFile) -> Iterator[None]:
    """Let errors about a member name the archive, not the place it was unpacked to."""
    try:
        yield
    except ReviewError as error:
        if file.archive is None:
            raise
        shown = f"{file.archive.parent / file.name}"
        message = error.message.replace(str(file.path), shown)
        raise type(error)(message, error.hint.replace(str(file.path), shown)) from error
