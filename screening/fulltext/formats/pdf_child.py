"""Read the text of one PDF, as a process of its own: ``python -P pdf_child.py FILE``.

Standard library and pypdfium2 only. The process bounds its own memory and time, so that a hostile
or broken file ends nothing but it. It prints one JSON object: ``pages``, ``title`` and ``version``,
or ``fault`` with one of the words below.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MEMORY_BYTES = 3 << 30
SECONDS = 120
MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY


def bound() -> None:
    """Bound this process; a system without such bounds has the parent's clock alone."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(path: str) -> dict[str, object]:
    """What the file holds, or its fault."""
    import pypdfium2

    library, engine = pypdfium2.version.PYPDFIUM_INFO, pypdfium2.version.PDFIUM_INFO
    version = f"{library.tag}, PDFium {engine.build}"
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in (_PASSWORD, _SECURITY) or "password" in str(error).lower()
        return {"fault": "locked" if locked else "damaged"}
    if len(document) > MOST_PAGES:
        return {"fault": "pages", "count": len(document)}
    pages, size = [], 0
    for number in range(len(document)):
        pages.append(_text(document, number))
        size += len(pages[-1] or "")
        if size > MOST_CHARACTERS:
            return {"fault": "characters", "count": number + 1}
    if not pages or all(page is None for page in pages):
        return {"fault": "damaged"}
    title = str(document.get_metadata_dict().get("Title", ""))[:1000]
    return {"pages": [page or "" for page in pages], "title": title, "version": version}


def _text(document: PdfDocument, number: int) -> str | None:
    """The text of a page from 0; None if the page is damaged."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text = page.get_textpage()
        found = str(text.get_text_bounded())
        text.close()
        page.close()
    except PdfiumError:
        return None
    return found


def main() -> None:
    """Read the file named on the command line."""
    bound()
    try:
        found = answer(sys.argv[1])
    except MemoryError:
        found = {"fault": "memory"}
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main()
