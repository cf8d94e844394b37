"""Stopping policies run on label orders, many times and fast: each run jumps from hit to hit.

A policy takes the labels in the ranker's order and a random generator, and gives the number of
records read and the number of relevant ones found when it stops. Rules are looked at after every
record, except where a docstring says otherwise. ``tests/stopping`` holds these short ways to the
rules that ship.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from screening.stopping import Target
from screening.stopping.plan import FEWEST_MISSES

Labels = NDArray[np.bool_]
Floats = NDArray[np.float64]
Stop = tuple[int, int]
Policy = Callable[[Labels, np.random.Generator, Target], Stop]
CAUTION = 1e-6


def wait_factor(found: int, target: Target) -> float:
    """The shipped wait, ``misses_before_audit``, as a share of the unread."""
    short, risk = target.shortfall(found), target.risk
    share = 1 - risk ** (1 / short)
    more = 1 - (risk / (short + 1)) ** (1 / short) - share
    return float(0.75 * share * more / (1 - share))


@dataclass(frozen=True, kw_only=True)
class Audit:
    """The audit rule: ranked reading, random draws, back to ranked reading after a hit.

    ``share`` of the places are random draws once drawing has begun, ``before`` of them earlier;
    ``fixed`` is a wait as a share of N in place of the shipped one (and at least 50); ``back``
    says whether ranked reading is resumed after a hit among the draws.
    """

    share: float = 1.0
    fixed: float | None = None
    back: bool = True

    def __call__(self, labels: Labels, rng: np.random.Generator, target: Target) -> Stop:
        """Run until the certificate."""
        run = _Run(labels, rng, target)
        while run.rest.size:
            if run.ranked(self.fixed):
                break
            if run.draw(self.share, back=self.back):
                break
        return run.read, run.found


class _Run:
    """One run: what is read, and the random draws as (unread before, found before, hit)."""

    def __init__(self, labels: Labels, rng: np.random.Generator, target: Target) -> None:
        self.labels, self.rng, self.target = labels, rng, target
        self.total = labels.size
        self.rest = np.arange(self.total)
        self.read = self.found = self.misses = 0
        self.draws: list[tuple[Floats, Floats, NDArray[np.bool_]]] = []

    @property
    def unread(self) -> int:
        return self.total - self.read

    def _short(self) -> int:
        return self.target.shortfall(self.found)

    def _take(self, count: int) -> None:
        """Read the first records of the rest."""
        got = self.labels[self.rest[:count]]
        hits = np.flatnonzero(got)
        self.misses = int(count - 1 - hits[-1]) if hits.size else self.misses + count
        self.found += int(hits.size)
        self.read += count
        self.rest = self.rest[count:]

    def _wait(self, fixed: float | None) -> int:
        """How many more misses in a row begin the draws, if no hit comes between."""
        if not self.found:
            return self.total + 1
        if fixed is not None:
            return max(0, ceil(max(50.0, fixed * self.total)) - self.misses)
        factor = wait_factor(self.found, self.target)
        ratio = (factor * self.unread - self.misses) / (1 + factor)
        return max(0, FEWEST_MISSES - self.misses, ceil(ratio - 1e-9))

    def ranked(self, fixed: float | None) -> bool:
        """Read by rank until the draws begin; whether nothing short of the target can be left."""
        hits = np.flatnonzero(self.labels[self.rest])
        at = 0
        for hit in [*hits, self.rest.size]:
            certain = self.unread - self._short() + 1  # so many more misses, and none can be short
            ahead = int(hit) - at
            step = min(ahead, self._wait(fixed), certain)
            self._take(max(step, 0))
            if step == certain or not self.rest.size:
                return True
            if step < ahead:
                return False
            self._take(1)
            at = int(hit) + 1
        return True

    def _queue(self, share: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        if share == 1:
            return self.rng.permutation(self.rest), np.ones(self.rest.size, bool)
        drawn = iter(self.rng.permutation(self.rest).tolist())
        ranked = iter(self.rest.tolist())
        audit = self.rng.random(self.rest.size) < share
        taken: set[int] = set()
        queue = []
        for random in audit.tolist():
            source = drawn if random else ranked
            record = next(at for at in source if at not in taken)
            taken.add(record)
            queue.append(record)
        return np.array(queue), audit

    def draw(self, share: float, *, back: bool) -> bool:
        """Read places of a mixed queue until the certificate, or a hit among the draws."""
        queue, audit = self._queue(share)
        rank = np.sort(queue)
        hits = np.flatnonzero(self.labels[queue])
        at = 0
        for hit in [*hits, queue.size]:
            step = self._misses(audit[at:hit])
            self._record(audit[at : at + step], hit=False)
            if at + step < hit or self.unread < self._short():
                return True
            self._record(audit[hit : hit + 1], hit=True)
            at = int(hit) + 1
            if back and audit[hit]:
                break
        left = np.ones(self.total, bool)
        left[queue[:at]] = False
        self.rest = rank[left[rank]]
        return False

    def _misses(self, audit: NDArray[np.bool_]) -> int:
        """How many of the misses ahead are read before the certificate, all if it does not come."""
        short = self._short()
        unread = self.unread - np.arange(audit.size, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = np.where(audit, np.log(unread) - np.log(unread - short), 0.0)
        evidence = self._evidence(short) + np.cumsum(gain)
        done = (evidence >= self.target.bar + CAUTION) | (unread - 1 < short)
        return int(np.argmax(done)) + 1 if done.any() else int(audit.size)

    def _evidence(self, short: int) -> float:
        value = 0.0
        for unread, found, hit in self.draws:
            missed = self.found - found
            with np.errstate(divide="ignore"):
                misses = np.log(unread - missed) - np.log(unread - missed - short)
                hits = np.log(missed) - np.log(missed + short)
            value += float(np.where(hit, hits, misses).sum())
        return value

    def _record(self, audit: NDArray[np.bool_], *, hit: bool) -> None:
        unread = (self.unread - np.arange(audit.size, dtype=float))[audit]
        if unread.size:
            found = np.full(unread.size, float(self.found))
            self.draws.append((unread, found, np.full(unread.size, hit)))
        self.read += audit.size
        self.found += hit * audit.size
        self.misses = 0 if hit and audit.size else self.misses + audit.size


@dataclass(frozen=True, kw_only=True)
class Mixture:
    """The e-process with a mixture in its numerator, over every total that would fall short.

    ``bets`` are (weight, factor): each expects the factor times the chance of just falling short.
    Switches after max(50, ``fixed`` of N) misses and never goes back.
    """

    bets: tuple[tuple[float, float], ...] = ((0.8, 0.0), (0.1, 0.1), (0.05, 0.3), (0.05, 0.6))
    fixed: float = 0.1
    span: int = 60

    def __call__(self, labels: Labels, rng: np.random.Generator, target: Target) -> Stop:
        """Run until the certificate."""
        run = _Run(labels, rng, target)
        if run.ranked(self.fixed):
            return run.read, run.found
        queue = rng.permutation(run.rest)
        wealth = np.log([weight for weight, _ in self.bets])
        past = np.zeros(0), np.zeros(0), np.zeros(0, bool)
        at = 0
        for hit in [*np.flatnonzero(labels[queue]), queue.size]:
            short = target.shortfall(run.found)
            unread = run.unread - np.arange(int(hit) - at, dtype=float)
            totals = run.found + short + np.arange(min(self.span, max(run.unread - short, 0)) + 1.0)
            chance = np.minimum(1, short / unread)
            won = wealth + np.cumsum(
                np.log1p(-np.outer(chance, [bet for _, bet in self.bets])), axis=0
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                lost = (
                    _log_likelihood(past, totals)
                    + np.cumsum(
                        np.log(np.maximum(unread[:, None] - (totals - run.found), 0)), axis=0
                    )
                    - np.cumsum(np.log(unread))[:, None]
                )
            enough = np.logaddexp.reduce(won, axis=1) - lost.max(axis=1) >= target.bar
            done = enough | (unread - 1 < short)
            if done.any():
                step = int(np.argmax(done)) + 1
                return run.read + step, run.found
            if hit == queue.size:
                return run.total, run.found
            before = run.unread - (int(hit) - at)
            if unread.size:
                wealth = won[-1]
            with np.errstate(divide="ignore"):
                odds = np.array([bet for _, bet in self.bets]) * min(1, short / before)
                wealth = wealth + np.log(odds)
            past = (
                np.concatenate((past[0], unread, [before])),
                np.concatenate((past[1], np.full(unread.size + 1, float(run.found)))),
                np.concatenate((past[2], np.zeros(unread.size, bool), [True])),
            )
            run.read += unread.size + 1
            run.found += 1
            at = int(hit) + 1
        return run.total, run.found


def _log_likelihood(past: tuple[Floats, Floats, NDArray[np.bool_]], totals: Floats) -> Floats:
    unread, found, hit = past
    missed = totals[None, :] - found[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(hit[:, None], missed, np.maximum(unread[:, None] - missed, 0))
        return np.asarray(np.log(chance / unread[:, None]).sum(axis=0), dtype=float)
