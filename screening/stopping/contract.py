"""What every stopping rule promises; the contract tests hold each rule to it."""

from __future__ import annotations

from typing import Protocol

from screening.stopping.history import History, Target, Verdict


class Rule(Protocol):
    """One rule: a pure function of the history.

    It stops when nothing is left unread; equal histories give equal verdicts; a rule that is not
    guaranteed certifies nothing.
    """

    @property
    def name(self) -> str:
        """The word users type in review.toml."""

    @property
    def label(self) -> str:
        """The rule in a few words."""

    @property
    def guaranteed(self) -> bool:
        """Whether the risk of stopping short is proven, whatever the ranking does."""

    @property
    def measured(self) -> str:
        """How often it stopped short, and at what cost, as measured; see docs/stopping.md."""

    def judge(self, history: History, target: Target) -> Verdict:
        """Whether screening may stop."""
