"""Errors a person can act on: what happened, where, and what to do next.

Every leaf carries the exit code of the process; the codes are an API (docs/cli.md).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``tamis``; a failed command never exits 0."""

    OK = 0
    FAILED = 1
    USAGE = 2
    CHECK_FAILED = 3
    BAD_INPUT = 4
    BAD_REVIEW = 5
    CANNOT_WRITE = 6
    INTERRUPTED = 130


class ReviewError(Exception):
    """Base of all errors that are told to the user as a sentence.

    Args:
        message: what happened and where, one or more full sentences.
        hint: what to do next; printed on its own line.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(ReviewError):
    """The command was given something it cannot work with: a stage, record, reason, option."""

    exit_code = ExitCode.USAGE


class CheckFailed(ReviewError):
    """A proof did not hold: a broken log, inconsistent counts, a demo row that differs."""

    exit_code = ExitCode.CHECK_FAILED


class BadInput(ReviewError):
    """A file given by the user cannot be read: missing, empty, binary, malformed."""

    exit_code = ExitCode.BAD_INPUT


class BadReview(ReviewError):
    """The review folder, its protocol or its store cannot be used as it is."""

    exit_code = ExitCode.BAD_REVIEW


class CannotWrite(ReviewError):
    """Nothing was written: the folder is read-only, the disk is full or the file is locked."""

    exit_code = ExitCode.CANNOT_WRITE
