"""``tamis fulltext attach``: propose a report for each file, let a person confirm, attach."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, progress_bar, say
from screening.errors import BadInput, UsageError
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening.keys import Keyboard
    from screening.sessions.fulltext_matching import Proposed
    from screening.sessions.review import Review


def attach(
    files: Annotated[
        list[Path], typer.Argument(help="PDF, JATS XML, HTML or text files, or folders of them.")
    ],
    record: Annotated[
        str, typer.Option("--record", help="The report that the files are of.", metavar="RECORD")
    ] = "",
    supplement: Annotated[
        bool, typer.Option("--supplement", help="They are supplements to it.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Attach those at or above the threshold unasked.")
    ] = False,
    threshold: Annotated[
        float, typer.Option(help="The confidence from which a proposal counts as sure.")
    ] = 0.9,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Attach full texts to their reports; each is found by DOI, PMID, title or file name.

    A table shows what is proposed and how sure it is. On a terminal you are then asked; below the
    threshold for every single file. Elsewhere, nothing is attached without --yes or --record.
    """
    from screening.sessions.fulltext_matching import files_in, propose
    from screening.sessions.review import open_review
    from screening.sessions.texts_aside import texts_aside

    if not 0.5 <= threshold <= 1:
        raise UsageError(
            f"The threshold {threshold} is not from 0.5 to 1.", "The usual one is 0.9."
        )
    with open_review(review, by=by) as opened, texts_aside() as aside:
        _ready(opened)
        paths = files_in(files)
        if record:
            _by_name(opened, paths, record, supplement=supplement, as_json=as_json)
            return
        with progress_bar("Reading") as progress:
            found = propose(
                opened, paths, aside, threshold=threshold, supplement=supplement, progress=progress
            )
            proposed = list(found)
        _show(proposed, as_json=as_json)
        _settle(opened, proposed, yes=yes, quiet=as_json)
    _refuse_unread(proposed)


def _ready(opened: Review) -> None:
    """Make sure that files can be attached here, and tidy up after an attempt cut short."""
    from screening.sessions.bundle_rules import need_whole_review
    from screening.sessions.fulltexts import folder_of
    from screening.sessions.kept_files import sweep_half_copies

    need_whole_review(opened.state)
    sweep_half_copies(folder_of(opened))


def _by_name(
    opened: Review, paths: Sequence[Path], record: str, *, supplement: bool, as_json: bool
) -> None:
    from screening.codec import to_json
    from screening.sessions.fulltext_list import file_row
    from screening.sessions.fulltexts import Attaching, folder_of, read_file
    from screening.sessions.fulltexts import attach as attach_file
    from screening.sessions.kept_files import kept_files

    known = opened.known(record)
    read = [read_file(path) for path in paths]
    for file in read:
        new = attach_file(opened, file, known, Attaching(supplement=supplement))
        what = "supplement" if supplement else "full text"
        if as_json:
            held = opened.state.fulltexts.files[known][file.sha256]
            give(to_json(file_row(opened, held, kept_files(folder_of(opened)))))
        else:
            give(f"{file.path.name}: {what} of {known}{'' if new else ', as it was already'}.")
        if not file.document.has_text:
            say(f"There is no text in {file.path.name}: scanned pages, it seems.")


def _show(proposed: Sequence[Proposed], *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.shown import one_line

    if as_json:
        for at in proposed:
            give(to_json(at.proposal))
        return
    rows = [
        (
            one_line(Path(at.proposal.path).name, 34),
            at.proposal.standing,
            f"{at.proposal.confidence:.2f}" if at.proposal.record else "",
            at.proposal.record or "",
            one_line(at.proposal.title, 40),
        )
        for at in proposed
    ]
    give_table(("file", "standing", "conf.", "record", "title"), rows)
    for at in proposed:
        if at.file is not None and not at.proposal.has_text:
            say(f"{Path(at.proposal.path).name}: no text in it, scanned pages, it seems.")


def _settle(opened: Review, proposed: Sequence[Proposed], *, yes: bool, quiet: bool) -> None:
    """Attach what is sure if that is wanted, and ask about the rest where somebody can answer."""
    from screening.keys import keyboard
    from screening.sessions.fulltext_matching import Standing, take

    sure = [at for at in proposed if at.proposal.standing is Standing.SURE]
    open_ = [at for at in proposed if at.proposal.standing in (Standing.ASK, Standing.NOT_SOUGHT)]
    keys = keyboard() if can_ask() and not quiet else None
    attached = 0
    if sure and (yes or (keys and agreed(keys, f"Attach the {len(sure)} sure ones?"))):
        for at in sure:
            line = take(opened, at)
            say(line) if quiet else give(line)
            attached += 1
        sure = []
    for at in open_ if keys and not yes else ():
        attached += _ask(opened, at, keys)
    say(f"{counted(attached, 'file')} attached.")
    _say_left(sure, [] if keys and not yes else open_, proposed)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(keys: Keyboard, question: str) -> bool:
    """Ask, and say whether the answer is yes; Esc is a no."""
    say(f"{question} y or n")
    return (keys.pick(question) or "").strip().lower().startswith("y")


def _ask(opened: Review, at: Proposed, keys: Keyboard | None) -> int:
    """Ask about one file; how many were attached."""
    from screening.sessions.fulltext_matching import take

    proposal = at.proposal
    say("")
    say(f"{Path(proposal.path).name}: {proposal.record}? {proposal.title}")
    say(f"Confidence {proposal.confidence:.2f}: {'; '.join(proposal.clues)}. {proposal.note}")
    for other in proposal.others:
        say(f"Or {other.record} ({other.confidence:.2f}: {'; '.join(other.clues)})")
    if keys is None or not agreed(keys, "Is it this report?"):
        say("Left out.")
        return 0
    give(take(opened, at, by_hand=True))
    return 1


def _say_left(
    sure: Sequence[Proposed], open_: Sequence[Proposed], proposed: Sequence[Proposed]
) -> None:
    """What is to be done about the files that were not attached."""
    from screening.sessions.fulltext_matching import Standing

    if sure:
        say(f"{counted(len(sure), 'proposal')} sure: repeat with --yes to attach.")
    for at in open_:
        proposal = at.proposal
        more = " --supplement" if proposal.supplement else ""
        note = f" {proposal.note}" if proposal.note else ""
        say(
            f"To confirm ({'; '.join(proposal.clues)}).{note} If it is right:"
            f" tamis fulltext attach '{proposal.path}' --record {proposal.record}{more}"
        )
    for at in proposed:
        if at.proposal.standing is Standing.KNOWN:
            say(f"{at.proposal.path}: {at.proposal.note}")
    if any(at.proposal.standing is Standing.UNKNOWN for at in proposed):
        say("Where no report was found, name it: tamis fulltext attach FILE --record RECORD")


def _refuse_unread(proposed: Sequence[Proposed]) -> None:
    """End with an error where files could not be read; what was attached stays.

    Raises:
        BadInput: with every such file.
    """
    notes = [at.proposal.note for at in proposed if at.file is None]
    if notes:
        raise BadInput(
            "\n".join([f"{counted(len(notes), 'file')} could not be read:", *notes]),
            "The other files were not affected.",
        )
