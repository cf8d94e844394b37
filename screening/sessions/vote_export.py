"""The export of a screening tool: read with the readers of search exports, then for its votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screening.console import counted
from screening.errors import BadInput
from screening.protocol import Verdict
from screening.readers import Source, detect, open_source, reader_named
from screening.records import RecordContent, Rejected
from screening.sessions.export_files import ExportFile, export_files, told_by_name
from screening.votes import Ballot, ExportFacts, Tool, every_tool, tool_named, tool_of
from screening.votes.rayyan_log import (
    Clicks,
    is_rayyan_log,
    read_rayyan_log,
    same_people,
    told,
    with_own_reasons,
)
from screening.votes.tamis_lines import ballot_in_line
from screening.votes.tools.rayyan import rayyan_key

_OWN_LINES = "tamis_jsonl"
_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteEntry:
    """One entry of the export with what it says of votes."""

    content: RecordContent
    ballot: Ballot

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        line = self.content.line
        return f"line {line}" if line else f"entry {self.content.position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteExport:
    """A whole export. ``said`` holds sentences about how it was read."""

    file: ExportFile
    source: Source
    reader: str
    tool: Tool
    entries: tuple[VoteEntry, ...]
    rejected: tuple[Rejected, ...] = ()
    said: tuple[str, ...] = ()


@contextmanager
def vote_exports(
    path: Path, *, tool: str = "", format_name: str = "", verdict: Verdict | None = None
) -> Iterator[list[VoteExport]]:
    """The exports of a file: one, or each of an archive, unpacked until the block ends.

    Args:
        path: an export, or a ZIP archive of exports and Rayyan's customizations log.
        tool: the tool that wrote it; else its marks tell.
        format_name: the reader to use; else the content tells.
        verdict: what the records of a list without marks were voted.

    Raises:
        BadInput: a file cannot be read, or holds no votes.
        UsageError: there is no such tool or format.
    """
    with export_files([path], recognise=False) as files:
        logs = [text for file in files if (text := _log_text(file))]
        clicks = read_rayyan_log("\n".join(logs[:1])) if logs else {}
        others = [file for file in files if not _log_text(file)]
        if not others:
            raise BadInput(
                f"{path} holds only Rayyan's customizations log, which does not name the records.",
                "Give the whole ZIP archive of the export, or articles.csv.",
            )
        yield [_read(file, tool, format_name, verdict, clicks) for file in others]


def _log_text(file: ExportFile) -> str:
    """The text of Rayyan's log, empty for any other file."""
    if file.path.suffix.casefold() != ".csv" or not file.path.is_file():
        return ""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD).decode("utf-8-sig", "replace")
    is_log = is_rayyan_log(head)
    return file.path.read_bytes().decode("utf-8-sig", "replace") if is_log else ""


def _read(
    file: ExportFile, tool: str, format_name: str, verdict: Verdict | None, clicks: Clicks
) -> VoteExport:
    with told_by_name(file):
        source = open_source(file.path, file.name)
        reader = reader_named(format_name) if format_name else detect(source).reader
        read = list(reader.read(source))
    contents = [entry for entry in read if isinstance(entry, RecordContent)]
    fields = frozenset(tag.casefold() for at in contents for tag, _ in at.extra)
    facts = ExportFacts(name=file.name, verdict=verdict, fields=fields)
    is_own = reader.name == _OWN_LINES
    chosen = tool_named(tool or ("tamis" if is_own else "")) if tool or is_own else None
    chosen = chosen or tool_of(contents, facts) or _plain(file, verdict)
    own = _own_ballots(source) if is_own and chosen.name == "tamis" else {}
    ballots = [own.get(at.line or 0) or chosen.read(at, facts) for at in contents]
    said: tuple[str, ...] = ()
    if chosen.name == "rayyan":
        ballots, said = _with_log(contents, ballots, clicks)
    return VoteExport(
        file=file,
        source=source,
        reader=reader.name,
        tool=chosen,
        entries=tuple(
            VoteEntry(content=content, ballot=ballot)
            for content, ballot in zip(contents, ballots, strict=True)
        ),
        rejected=tuple(entry for entry in read if isinstance(entry, Rejected)),
        said=said,
    )


def _plain(file: ExportFile, verdict: Verdict | None) -> Tool:
    if verdict is not None:
        return tool_named("list")
    known = ", ".join(at.label for at in every_tool() if at.name != "list")
    raise BadInput(
        f"No decision is found in {file.name}.",
        f"Read are exports of {known}. If all its records were decided alike, say how:"
        " --verdict include, exclude or unsure.",
    )


def _own_ballots(source: Source) -> dict[int, Ballot]:
    return {line: ballot_in_line(text) for line, text in source.lines() if text.strip()}


def _with_log(
    contents: Sequence[RecordContent], ballots: list[Ballot], clicks: Clicks
) -> tuple[list[Ballot], tuple[str, ...]]:
    """The ballots with everybody's own reasons, where Rayyan's log tells them."""
    if not clicks:
        return ballots, _pooled(ballots)
    keys = [rayyan_key(at) for at in contents]
    by_key = {key: at for key, at in zip(keys, ballots, strict=True) if key}
    people = same_people(clicks, by_key)
    names = list(dict.fromkeys(vote.by for at in ballots for vote in at.votes))
    made = [
        with_own_reasons(at, clicks.get(key, {}), people)
        for key, at in zip(keys, ballots, strict=True)
    ]
    return made, (told(people, names),)


def _pooled(ballots: Sequence[Ballot]) -> tuple[str, ...]:
    """Rayyan's articles.csv names the reasons of a record, not whose they are."""
    shared = [at for at in ballots if len([v for v in at.votes if v.by and v.reasons]) > 1]
    same = [at for at in shared if len({vote.reasons for vote in at.votes if vote.reasons}) == 1]
    if not same:
        return ()
    records = counted(len(same), "record was", "records were")
    return (
        f"{records} excluded by several reviewers whose reasons are not told apart:"
        " each of them is given the same.",
    )
