"""PDF through PDFium, in a process of its own with bounds on memory and time.

PDFium gives the text in the order in which the file draws it, which is the order of reading in
almost all articles, those in two columns among them (compared in docs/fulltext.md).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput
from screening.fulltext.contract import Document
from screening.fulltext.formats import pdf_child
from screening.fulltext.pages import joined

_HEAD = 1024
_SAVE_AGAIN = "Open it in a PDF viewer and print or save it to a new PDF, then attach that."
_FAULTS = {
    "locked": (
        "is locked by a password.",
        "Save it without one (in a PDF viewer: print to a new PDF), then attach that.",
    ),
    "damaged": ("is a damaged PDF.", f"Download it again. {_SAVE_AGAIN}"),
    "pages": (
        f"has more than {pdf_child.MOST_PAGES:,} pages.",
        "Attach the part that is the report.",
    ),
    "characters": (
        f"holds more than {pdf_child.MOST_CHARACTERS:,} characters.",
        "Attach the part that is the report.",
    ),
    "memory": (
        f"needs more than {pdf_child.MEMORY_BYTES >> 30} GB of memory to be read.",
        _SAVE_AGAIN,
    ),
    "time": (f"is not read after {pdf_child.SECONDS} seconds.", _SAVE_AGAIN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReader:
    """Reads PDFs. ``command`` starts the process that reads; ``seconds`` is its time."""

    name: str = "pdf"
    label: str = "PDF"
    extension: str = ".pdf"
    rank: int = 0
    command: tuple[str, ...] = (sys.executable, "-P", pdf_child.__file__)
    seconds: float = pdf_child.SECONDS

    def knows(self, head: bytes, name: str) -> bool:  # noqa: ARG002 - the content tells
        """The mark stands within the first kilobyte (ISO 32000, annex of earlier editions)."""
        return b"%PDF-" in head[:_HEAD]

    def read(self, path: Path) -> Document:
        """The pages' text, as the process tells it."""
        found = self._told(path)
        if "fault" in found:
            what, remedy = _FAULTS[str(found["fault"])]
            raise BadInput(f"{path} {what}", remedy)
        pages = [str(page) for page in _listed(found["pages"])]
        return Document(
            format=self.name,
            text=joined(pages),
            pages=len(pages),
            title=" ".join(str(found["title"]).split()),
            maker="pypdfium2",
            version=str(found["version"]),
        )

    def _told(self, path: Path) -> dict[str, object]:
        try:
            done = subprocess.run(  # noqa: S603 - its own interpreter and module
                [*self.command, str(path.resolve())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"fault": "time"}
        if done.returncode != 0 or not done.stdout:  # it was ended, or ended itself
            return {"fault": "damaged"}
        told: dict[str, object] = json.loads(done.stdout)
        return told


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


READER = PdfReader()
