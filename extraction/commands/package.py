"""``tamis export package`` and ``tamis replay``: hand a review to those who check it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, progress_bar, say, typed
from screening.options import HERE, AsJson, Replace, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.package_replay import Replayed
    from screening.sessions.review import Review

REPORT = "report.html"
_WithoutAbstracts = Annotated[
    bool,
    typer.Option(
        "--without-abstracts",
        help="Leave out abstracts, and imported files but for their names and hashes.",
    ),
]
_SoFar = Annotated[
    bool,
    typer.Option(
        "--so-far", help="Leave out what is blind while reviewers decide, instead of refusing."
    ),
]
_PackageFile = Annotated[Path, typer.Argument(help="The package.", metavar="PACKAGE")]


def register(app: typer.Typer) -> None:
    """Add ``replay``; ``export package`` is added by its group."""
    app.command("replay")(replay)


def package(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The file to write.", metavar="FILE")
    ] = Path("review.zip"),
    without_abstracts: _WithoutAbstracts = False,
    with_fulltexts: Annotated[
        bool,
        typer.Option(
            "--with-fulltexts", help="Take the files of full texts along; else only their hashes."
        ),
    ] = False,
    so_far: _SoFar = False,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write everything another team needs to check the review as one ZIP archive.

    The log as it stands, protocol, records, imported files, tables, versions and models, and a
    manifest with the hash of each file and every number. 'tamis replay' checks it.
    """
    from extraction.sessions.package_make import Wanted, export_package
    from screening.codec import to_json
    from screening.sessions.review import look_into

    wanted = Wanted(abstracts=not without_abstracts, fulltexts=with_fulltexts, so_far=so_far)
    with look_into(review) as opened, progress_bar("Packing") as shown:
        made = export_package(
            opened, out, wanted, pages={REPORT: _report}, replace=replace, progress=shown
        )
    if as_json:
        fields = {name: getattr(made, name) for name in type(made).__dataclass_fields__}
        give(to_json({**fields, "file": str(made.file)}))
        return
    give(str(made.file))
    say(
        f"{counted(made.files, 'file')}, {made.bytes:,} bytes, {counted(made.numbers, 'number')};"
        f" the log's {counted(made.events, 'event')} end with {made.head}."
    )
    for sentence in made.left_out:
        say(sentence)
    say(
        f"Publish that digest beside the package. To check it: tamis replay {typed(made.file.name)}"
    )


def _report(review: Review) -> bytes:
    """The report of a review, as ``tamis report`` writes it."""
    from tempfile import TemporaryDirectory

    from extraction.report.make import make_report
    from extraction.report.write import LookedAt, report_page
    from extraction.sessions.coding import Coding

    coding = Coding(review)
    with TemporaryDirectory() as folder:
        path = Path(folder) / REPORT
        report_page(LookedAt(coding=coding, made=make_report(coding), references=None), path)
        return path.read_bytes()


def replay(
    package: _PackageFile,
    expect: Annotated[
        str, typer.Option(help="The digest that the authors published.", metavar="DIGEST")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Check a package: every file, the log's chain, and each number computed anew.

    Ends with exit code 3, and names each difference, if anything does not agree.
    """
    from extraction.sessions.package_replay import replay_package
    from screening.codec import to_json
    from screening.errors import CheckFailed

    done = replay_package(package, expect=_digest(expect))
    if as_json:
        give(to_json(done))
    else:
        _show(done)
    for fault in done.faults:
        say(fault)
    for number in done.different:
        say(f"{number.name}: {_cell(number.stated)} in the package, {_cell(number.found)} here.")
    if done.faults or done.different:
        raise CheckFailed(
            f"{package} does not hold: {counted(len(done.faults), 'fault')} and"
            f" {counted(len(done.different), 'number')} that differ, listed above.",
            "Ask those who packed it for the file again, and for the digest of their log.",
        )
    say(
        f"All holds: {counted(done.files, 'file')}, {counted(done.events, 'event')},"
        f" {counted(len(done.numbers), 'number')}. The log ends with {done.head}."
    )
    if not expect:
        say("Compare this digest with the one the authors published: --expect DIGEST")


def _show(done: Replayed) -> None:
    give_table(
        ("number", "in the package", "computed here", "agrees"),
        [
            (
                _short(at.name),
                _short(_cell(at.stated)),
                _short(_cell(at.found)),
                "yes" if at.agrees else "NO",
            )
            for at in done.numbers
        ],
    )
    say(f"{done.title}: packed by Tamis {done.tamis} as of {done.as_of[:19] or 'no event'}.")
    for note in done.notes:
        say(note)


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _cell(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _digest(text: str) -> str:
    from screening.errors import UsageError

    digest = text.strip().rstrip(".").lower()
    if digest and not re.fullmatch("[0-9a-f]{64}", digest):
        raise UsageError(
            f"{text!r} is not a digest of a log.",
            "It has 64 digits and letters a to f, as 'tamis log verify' prints it.",
        )
    return digest
