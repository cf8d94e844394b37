"""What a shell offers after the tab key: stages, verdicts, outcomes and the names of registries.

Only consulted while a shell asks, so that no other start pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from screening.protocol import Stage, Verdict

Words = Callable[[], Iterable[str]]


def _readers() -> Iterable[str]:
    from screening.readers import readers

    return (reader.name for reader in readers())


def _writers() -> Iterable[str]:
    from screening.writers import writers

    return (writer.name for writer in writers())


def _rankers() -> Iterable[str]:
    from screening.ranking.registry import rankers

    return (ranker.name for ranker in rankers())


# Spelling of an option or name of an argument, if need be after its command -> words it takes.
WORDS: Mapping[str, Words] = {
    "--stage": lambda: Stage,
    "verdict": lambda: Verdict,
    "--ranker": _rankers,
    "import --format": _readers,
    "records --format": _writers,
}


def offer(command: Any, more: Mapping[str, Words], path: str = "") -> None:
    """Teach a command and all below it which words their options take.

    Args:
        command: as Typer builds it.
        more: further words, as in ``WORDS``.
        path: the command's own name.
    """
    known = {**WORDS, **more}
    for parameter in command.params:
        for spelling in (*parameter.opts, parameter.name):
            words = known.get(f"{path} {spelling}") or known.get(spelling)
            if words:
                parameter.shell_complete = _completer(words)
    for name, below in getattr(command, "commands", {}).items():
        offer(below, more, name)


def _completer(words: Words) -> Callable[[Any, str], list[Any]]:
    def complete(_context: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        return [CompletionItem(str(word)) for word in words() if str(word).startswith(incomplete)]

    return complete
