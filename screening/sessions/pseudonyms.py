"""Reviewers of other tools under names that hide their e-mail addresses.

A pseudonym is the start of an HMAC-SHA-256 of the address under the review's own id: the same in
every import into one review, another in every other review. Whoever has the review and guesses an
address can test the guess, so this hides addresses from readers; it is no anonymity.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS = 8


def is_address(name: str) -> bool:
    """Whether a reviewer's name is, or holds, an e-mail address."""
    return bool(_ADDRESS.search(name))


def pseudonym(review: str, name: str) -> str:
    """``reviewer-5f3c09ab`` for an address, the same whatever its capitals."""
    made = hmac.new(review.encode(), name.strip().casefold().encode(), hashlib.sha256)
    return f"reviewer-{made.hexdigest()[:_DIGITS]}"


def without_addresses(review: str, text: str) -> str:
    """A text with each e-mail address in it replaced by its pseudonym."""
    return _ADDRESS.sub(lambda found: pseudonym(review, found[0]), text)
