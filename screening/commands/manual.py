"""``tamis help TOPIC``: what to know of one topic, on one page of the terminal.

A page is a text file in ``topics/``: its title, and what to type. Tests hold every command named
there to exist.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from screening.console import give, give_table, say
from screening.errors import UsageError
from screening.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# In the order of a review.
TOPICS = (
    "start", "import", "duplicates", "ranking", "screening", "stopping", "teams", "fulltexts",
    "findings", "themes", "prisma", "export", "report", "log",
)  # fmt: skip
_FOLDER = Path(__file__).parent / "topics"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("help")(help_)


def _begun(incomplete: str) -> list[str]:
    return [topic for topic in TOPICS if topic.startswith(incomplete)]


def help_(
    context: typer.Context,
    topic: Annotated[
        str, typer.Argument(help="A topic; all are listed without one.", autocompletion=_begun)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Explain a topic on one page, or list the topics."""
    from screening.codec import to_json

    if topic:
        text = page(topic, commands_of(context))
        give(to_json({"topic": topic, "text": text}) if as_json else text)
        return
    titles = {name: page(name).splitlines()[0] for name in TOPICS}
    if as_json:
        give(to_json(titles))
        return
    give_table(("topic", ""), titles.items())
    say("Next: tamis help TOPIC; all options of a command: tamis COMMAND --help")


def commands_of(context: typer.Context) -> tuple[str, ...]:
    """The names of all commands and groups beside this one."""
    groups = cast("Mapping[str, object]", getattr(context.find_root().command, "commands", {}))
    return tuple(groups)


def page(topic: str, commands: Collection[str] = ()) -> str:
    """The text of a topic.

    Args:
        topic: its name, in any case, with or without hyphen.
        commands: the names of commands, to send there whoever asks for one of them.

    Raises:
        UsageError: there is no such topic.
    """
    name = topic.strip().casefold().replace(" ", "").replace("-", "")
    if name not in TOPICS:
        near = _begun(name) or get_close_matches(name, TOPICS, n=1, cutoff=0.8)
        told = [f"Did you mean {near[0]!r}?"] if near else []
        told += [f"All options of that command: tamis {name} --help"] if name in commands else []
        told += [f"The topics are: {', '.join(TOPICS)}."]
        raise UsageError(f"There is no help topic {topic!r}.", "\n".join(told))
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
