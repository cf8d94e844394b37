"""The checkout's front door: the same program as the installed ``tamis`` command."""

from __future__ import annotations

from screening.app import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()
