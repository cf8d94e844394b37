"""The files an import is given, and the members of archives among them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from screening.errors import ReviewError
from screening.readers import detect, open_source
from screening.readers.archive import is_archive, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """A file to import and the name it goes by: ``archive.zip:folder/search.ris`` in an archive."""

    path: Path
    name: str
    archive: Path | None = None


@contextmanager
def export_files(paths: Iterable[Path], *, recognise: bool = True) -> Iterator[list[ExportFile]]:
    """The files as given, each archive replaced by its members, unpacked until the block ends.

    Args:
        paths: export files and archives of them.
        recognise: refuse an archive with a member of no known format before anything is imported.

    Raises:
        BadInput: an archive is refused.
    """
    with ExitStack() as until_done:
        found: list[ExportFile] = []
        for path in paths:
            if is_archive(path):
                folder = Path(until_done.enter_context(tempfile.TemporaryDirectory()))
                found.extend(_members(path, folder, recognise=recognise))
            else:
                found.append(ExportFile(path=path, name=path.name))
        yield found


def _members(archive: Path, folder: Path, *, recognise: bool) -> Iterator[ExportFile]:
    for member in unpack(archive, folder):
        file = ExportFile(path=member.path, name=f"{archive.name}:{member.name}", archive=archive)
        if recognise:
            with told_by_name(file):
                detect(open_source(file.path))
        yield file


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
