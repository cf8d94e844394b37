"""Opening an export file: what it is on disk, how it is encoded, its lines.

Encoding rule: byte order mark, else UTF-16 where every other byte is zero, else strict UTF-8 over
the whole file, else Windows-1252; measured on real exports this beats statistical guessers, which
answer cp1250 for short cp1252 text.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from screening.errors import BadInput

HEAD_BYTES = 64 * 1024
_CHUNK = 1 << 20
# Exports pack 3 to 20 times; what unpacks beyond both bounds was made to fill the memory.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100
_LINE_LIMIT = 1 << 26
_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BINARY = "binary"
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KEEP_C1 = "tamis-keep-c1"
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f]")


def _keep_c1(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes Windows-1252 leaves undefined as their C1 controls, as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_KEEP_C1, _keep_c1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first 64 KiB of a file, as bytes and decoded (``text`` is empty for binary files)."""

    name: str
    raw: bytes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An export file that was checked and can be read any number of times.

    ``sha256`` and ``size`` are those of the file on disk, before any unpacking. ``name`` is what
    the file goes by: its own name, or that of a member of an archive.
    """

    path: Path
    name: str
    sha256: str
    size: int
    encoding: str
    head: Head

    def binary(self) -> BinaryIO:
        """The content as bytes, unpacked if the file is gzipped; close it after use."""
        return _open_binary(self.path)

    def text(self) -> IO[str]:
        """The content decoded, line ends as they stand; close it after use."""
        return io.TextIOWrapper(
            self.binary(), encoding=self.encoding, errors=_errors(self.encoding), newline=""
        )

    def lines(self) -> Iterator[tuple[int, str]]:
        """``(line number from 1, line without its end)``; LF, CRLF and bare CR all end a line."""
        for number, text in self.blocks():
            yield from enumerate(text.removesuffix("\n").split("\n"), start=number)

    def blocks(self) -> Iterator[tuple[int, str]]:
        r"""``(number of the first line, whole lines)``, about 256 KiB at a time.

        Line ends of all kinds are ``\n``; the last block may lack one.
        """
        stream = io.TextIOWrapper(
            self.binary(), encoding=self.encoding, errors=_errors(self.encoding), newline=None
        )
        number = 1
        with stream, _readable(self.path):
            while text := stream.read(min(_BLOCK, _LINE_LIMIT)):
                if not text.endswith("\n"):
                    text += stream.readline(_LINE_LIMIT)
                self._check_last_line(number, text)
                yield number, text.replace("\x00", "")
                number += text.count("\n")

    def _check_last_line(self, number: int, text: str) -> None:
        """Refuse a line without end; only the last of a block can be one."""
        whole = text.removesuffix("\n")
        if len(whole) - whole.rfind("\n") > _LINE_LIMIT:
            line = number + whole.count("\n")
            raise BadInput(
                f"{self.path}, line {line}: the line is longer than {_LINE_LIMIT:,} characters.",
                "No export has such lines; export the search again.",
            )


def open_source(path: Path | str, name: str = "") -> Source:
    """Check a file and say what it is; reads it once, in constant memory.

    Raises:
        BadInput: it is missing, a folder, empty, not text, or a web page saved by mistake.
    """
    path = Path(path)
    _check_is_file(path)
    with _readable(path):
        sha256, size = _digest(path)
        _check_unpacked_size(path, size)
        with _open_binary(path) as stream:
            raw = stream.read(HEAD_BYTES)
        _check_content(path, raw)
        encoding = _encoding(path, raw)
    head = Head(name=path.name, raw=raw, text=_decode_head(raw, encoding))
    _check_not_a_web_page(path, head.text)
    return Source(
        path=path, name=name or path.name, sha256=sha256, size=size, encoding=encoding, head=head
    )


def _check_is_file(path: Path) -> None:
    if not path.exists():
        raise BadInput(
            f"There is no file {path}.", "Check the path; names with blanks need quotes."
        )
    if path.is_dir():
        raise BadInput(f"{path} is a folder, not a file.", "Give one export file at a time.")
    if not path.is_file():
        raise BadInput(
            f"{path} is a pipe or a device, not a file.",
            "An export is read several times and kept: save it as a file first.",
        )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(
            f"{path} is a damaged gzip file: {error}.", "Unpack it by hand or export it again."
        ) from error
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror or error}.",
            "Check the permissions of the file and that its disk is there.",
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path} starts with a byte order mark of {error.encoding} but is not in it.",
            "Save the file again as UTF-8 in the program that wrote it.",
        ) from error


def _digest(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def _open_binary(path: Path) -> BinaryIO:
    stream = path.open("rb")
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    if not packed:
        return stream
    stream.close()
    return cast("BinaryIO", gzip.open(path, "rb"))


def _check_unpacked_size(path: Path, size: int) -> None:
    """Refuse a small file that unpacks without end; plain files are not read."""
    limit, unpacked = max(_UNPACKED_FREE, _UNPACKED_RATIO * size), 0
    with _open_binary(path) as stream:
        opened: object = stream
        if not isinstance(opened, gzip.GzipFile):
            return
        while block := stream.read(_CHUNK):
            unpacked += len(block)
            if unpacked > limit:
                raise BadInput(
                    f"{path} has {size:,} bytes but unpacks to more than {limit:,}.",
                    "No export packs so tightly. If it is one, unpack it by hand.",
                )


def _check_content(path: Path, raw: bytes) -> None:
    if not raw.strip(b" \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        raise BadInput(f"{path} is empty.", "Export the search again and check the download.")
    if raw.startswith(b"%PDF"):
        raise BadInput(
            f"{path} is a PDF document, not a search export.",
            "Export the records themselves, for instance as RIS, from the database. Full texts are"
            " taken by: tamis fulltext attach FOLDER",
        )
    if _is_container(raw) or any(raw.startswith(bom) for bom, _ in _BOMS):
        return
    if b"\x00" in raw and not _unmarked_utf16(raw):
        raise BadInput(
            f"{path} is not a text file: it holds NUL bytes within its first {len(raw):,} bytes.",
            "Export the search again, for instance as RIS, CSV or Excel (.xlsx).",
        )


def _is_container(raw: bytes) -> bool:
    return raw.startswith((ZIP_MAGIC, OLE_MAGIC))


def _check_not_a_web_page(path: Path, text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:2000].casefold()
    if start.startswith(("<!doctype html", "<html")) or (
        start.startswith(("<?xml", "<!--")) and "<html" in start
    ):
        raise BadInput(
            f"{path} is a web page (HTML), not a search export: probably the database's log-in "
            "or error page was saved instead of the file.",
            "Log in to the database and export the search again.",
        )


def _encoding(path: Path, raw: bytes) -> str:
    if _is_container(raw):
        return BINARY
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return name
    return _unmarked_utf16(raw) or ("utf-8" if _is_utf8(path) else "cp1252")


def _unmarked_utf16(raw: bytes) -> str:
    """The UTF-16 of a text without byte order mark; empty unless every other byte shows it."""
    whole = raw[: len(raw) // 2 * 2]
    for name, low, high in (("utf-16-le", whole[::2], whole[1::2]),
                            ("utf-16-be", whole[1::2], whole[::2])):  # fmt: skip
        if low.count(0) or not low or high.count(0) * 2 < len(high):
            continue
        return name if not _CONTROLS.search(whole.decode(name, "replace")) else ""
    return ""


def _is_utf8(path: Path) -> bool:
    """Whether the bytes are UTF-8; a last character cut off does not count against others."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_shown = False
    with _open_binary(path) as stream:
        try:
            while block := stream.read(_CHUNK):
                is_shown = not decoder.decode(block).isascii() or is_shown
        except UnicodeDecodeError:
            return False
    return is_shown or not decoder.getstate()[0]


def _errors(encoding: str) -> str:
    # A file cut or damaged inside a multi-byte character still has readable parts.
    return _KEEP_C1 if encoding == "cp1252" else "replace"


def _decode_head(raw: bytes, encoding: str) -> str:
    if encoding == BINARY:
        return ""
    decoder = codecs.getincrementaldecoder(encoding)(errors=_errors(encoding))
    return decoder.decode(raw)
