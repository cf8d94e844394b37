"""Exports read by other programs: every name and quote of theirs compared with ours.

Run by hand with a Python that has the readers, in an environment of their own: Taguette, qdapy and
qualitative-coding (the last two AGPL, so never part of Tamis). Needs the folder of results that
``tamis demo`` writes, with ``project.qdpx``, ``taguette.sqlite3`` and ``taguette-codebook.csv``:

    python benchmarks/refi.py results

Prints one JSON line: the codes and quotes that each reader found, and how many quotes are equal.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """Print what each reader made of the files."""
    wanted = expected(json.loads((folder / "themes.json").read_text(encoding="utf-8")))
    found = {
        "codings": sum(wanted.values()),
        "qdapy": with_qdapy(folder / "project.qdpx", wanted),
        "qualitative_coding": with_qualitative_coding(folder / "project.qdpx"),
        "taguette_project": with_taguette(folder / "taguette.sqlite3", wanted),
        "taguette_codebook": with_taguette_codebook(folder / "taguette-codebook.csv"),
    }
    print(json.dumps(found))


def expected(document: dict[str, Any]) -> Counter[str]:
    """The quote of every coding; of a finding without one, its statement on one line."""
    return Counter(
        entry["quote"] or " ".join(entry["statement"].split()) for entry in document["codings"]
    )


def compared(quotes: Counter[str], wanted: Counter[str]) -> dict[str, int]:
    """How many quotes were found, and how many of them are the wanted ones."""
    return {"quotes": sum(quotes.values()), "equal": sum((quotes & wanted).values())}


def with_qdapy(path: Path, wanted: Counter[str]) -> dict[str, int]:
    """The project as qdapy cuts it."""
    import qdapy

    project = qdapy.read_qdpx(str(path))
    quotes = Counter(str(text) for text in project.fragments.text)
    return {"codes": len(project.codebook), **compared(quotes, wanted)}


def with_qualitative_coding(path: Path) -> dict[str, int]:
    """The project as ``qc init --import`` takes it; it knows lines, so quotes are not compared.

    Version 1.7.8 stops in a debugger at the first text, unless told not to by the environment.
    """
    program = Path(sys.executable).with_name("qc")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [program, "init", "--import", str(path.resolve())],
            cwd=folder, check=True, capture_output=True,
            env={**os.environ, "PYTHONBREAKPOINT": "0"},
        )  # fmt: skip
        with closing(sqlite3.connect(Path(folder) / "qualitative_coding.sqlite3")) as link:
            codes, codings, texts = (
                int(link.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
                for table in ("code", "coded_line", "document")
            )
    return {"codes": codes, "codings": codings, "texts": texts}


def with_taguette(path: Path, wanted: Counter[str]) -> dict[str, int]:
    """The project copied by Taguette into a database of its own, highlights as it extracts them."""
    from bs4 import BeautifulSoup
    from taguette import database, extract

    with tempfile.TemporaryDirectory() as folder:
        source = database.connect(f"sqlite:///{path}", external=True)()
        target = database.connect(f"sqlite:///{folder}/own.sqlite3")()
        target.add(database.User(login="admin"))
        target.commit()
        project = database.copy_project(source, target, 1, "admin")
        quotes: Counter[str] = Counter()
        documents = target.query(database.Document).filter_by(project_id=project)
        for document in documents:
            for at in document.highlights:
                html = extract.extract(document.contents, at.start_offset, at.end_offset)
                quotes[BeautifulSoup(html, "html5lib").get_text()] += len(at.tags)
        tags = target.query(database.Tag).filter_by(project_id=project).count()
        source.close()
        target.close()
    return {"codes": tags, **compared(quotes, wanted)}


def with_taguette_codebook(path: Path) -> dict[str, int]:
    """The tags as Taguette's importer lists them."""
    from taguette.import_codebook import list_tags

    with path.open("rb") as file:
        tags = list_tags(file)
    return {"codes": len(tags), "different": len({tag["path"].casefold() for tag in tags})}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
