"""The options that many commands share, so that they read and behave alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ReviewFolder = Annotated[
    Path, typer.Option("--review", "-C", help="The folder of the review.", metavar="DIR")
]
Reviewer = Annotated[
    str,
    typer.Option(
        "--as",
        help="Who you are; else TAMIS_REVIEWER, the protocol's only reviewer, or your login.",
        metavar="NAME",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")]
ModelFolder = Annotated[
    Path | None,
    typer.Option(
        "--model", help="A sentence-transformers folder to use for embeddings.", metavar="DIR"
    ),
]
HERE = Path()
