"""The form in force: the protocol's fields, or a small one that suits most reviews."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from screening.errors import UsageError
from screening.protocol import FieldType, FormField, Protocol

DESIGNS = (
    "randomised controlled trial",
    "non-randomised trial",
    "cohort study",
    "case-control study",
    "cross-sectional study",
    "before-after study",
    "case report or series",
    "qualitative study",
    "mixed methods study",
    "systematic review",
    "other",
)
"""The designs that are told apart where the protocol lists none of its own."""

DEFAULT_FORM = (
    FormField(
        name="purpose",
        label="Purpose",
        required=True,
        help="What the study set out to do.",
        propose="purpose",
    ),
    FormField(
        name="outcome",
        label="Summary of the outcome",
        required=True,
        help="What it found, in one or two sentences.",
        propose="outcome",
    ),
    FormField(
        name="design",
        label="Study design",
        type=FieldType.CHOICE,
        choices=DESIGNS,
        propose="design",
    ),
    FormField(
        name="country",
        label="Country",
        help="Where it was done; several are parted by semicolons.",
        propose="country",
    ),
    FormField(
        name="years",
        label="Years of the data",
        type=FieldType.YEARS,
        propose="years",
    ),
    FormField(name="participants", label="Participants", help="Who they were."),
    FormField(
        name="sample_size",
        label="Sample size",
        type=FieldType.INTEGER,
        unit="participants",
        least=0,
        propose="sample_size",
    ),
)
"""Purpose and outcome are the fourth step of the meta-synthesis of Sandelowski & Barroso (2007)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields asked of every study, in order; ``own`` says that the protocol defines them."""

    fields: tuple[FormField, ...]
    own: bool

    def field(self, name: str) -> FormField:
        """The field of a name as typed.

        Raises:
            UsageError: the form has none of that name.
        """
        wanted = name.strip().casefold().replace(" ", "_").replace("-", "_")
        for field in self.fields:
            if wanted in (field.name, field.label.casefold().replace(" ", "_")):
                return field
        names = [field.name for field in self.fields]
        near = get_close_matches(wanted, names, n=1)
        raise UsageError(
            f"The form has no field {name!r}.",
            (f"Did you mean {near[0]}? " if near else "") + f"Its fields are: {', '.join(names)}.",
        )


def form_of(protocol: Protocol) -> Form:
    """The protocol's form, else the default one."""
    own = bool(protocol.extraction)
    return Form(fields=protocol.extraction if own else DEFAULT_FORM, own=own)
