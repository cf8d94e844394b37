"""The extraction form: which facts are taken from every study, and of what type each one is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.errors import BadReview

Fault = Callable[[Iterable[str | int], str, str], BadReview]
FORM_KEYS = (
    "name", "label", "type", "unit", "choices", "min", "max", "required", "help", "propose",
)  # fmt: skip
TAKEN_NAMES = ("study", "reports", "title", "authors", "year", "signed", "signed_by", "note")
"""Columns that the table of the studies has by itself."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class FieldType(StrEnum):
    """What a field holds, by the name it has in ``review.toml``."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    YEARS = "years"
    EVENTS_TOTAL = "events_total"

    @property
    def example(self) -> str:
        """How a value of the type is written."""
        return _EXAMPLES[self]


_EXAMPLES = {
    FieldType.TEXT: "any words",
    FieldType.INTEGER: "a whole number such as 120",
    FieldType.NUMBER: "a number such as 12.5",
    FieldType.CHOICE: "one of the choices",
    FieldType.CHOICES: "one or several of the choices, parted by semicolons",
    FieldType.YES_NO: "yes, no or unclear",
    FieldType.DATE: "a date such as 2021-06-30, 2021-06 or 2021",
    FieldType.YEARS: "a year or a range of years, such as 2015 or 2010-2015",
    FieldType.EVENTS_TOTAL: "events and total, such as 12/40",
}
_WITH_CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_WITH_BOUNDS = frozenset({FieldType.INTEGER, FieldType.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of the extraction form.

    ``name`` is its column; ``unit`` is told beside the value; ``least`` and ``most`` bound numbers;
    ``propose`` names what may propose values for it, empty if nothing does.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    required: bool = False
    help: str = ""
    propose: str = ""


def form_fields(rows: object, fault: Fault) -> tuple[FormField, ...]:
    """Read the tables ``[[extraction]]``.

    Args:
        rows: the list of tables as parsed; empty if there is none.
        fault: makes an error from (path, what is wrong, remedy).

    Raises:
        BadReview: a field has no name or type, a name is used twice, or keys do not fit the type.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise fault(["extraction"], "'extraction' must be tables.", "Write [[extraction]].")
    fields: dict[str, FormField] = {}
    for number, row in enumerate(rows):
        field = _Row(row=row, number=number, fault=fault).field()
        if field.name in fields:
            raise fault(
                ["extraction", number, "name"],
                f"the field {field.name!r} is defined twice.",
                "Give each field a name of its own.",
            )
        fields[field.name] = field
    return tuple(fields.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    row: Mapping[str, object]
    number: int
    fault: Fault

    def bad(self, key: str, what: str, remedy: str) -> BadReview:
        return self.fault(["extraction", self.number, key], what, remedy)

    def field(self) -> FormField:
        name, kind = self.name(), self.type()
        least, most = self.bounds(kind)
        return FormField(
            name=name,
            label=self.text("label") or name.replace("_", " "),
            type=kind,
            unit=self.text("unit"),
            choices=self.choices(kind),
            least=least,
            most=most,
            required=self.required(),
            help=self.text("help"),
            propose=self.text("propose", name),
        )

    def text(self, key: str, default: str = "") -> str:
        value = self.row.get(key, default)
        if not isinstance(value, str):
            raise self.bad(key, f"'{key}' must be a text.", f'Write: {key} = "..."')
        return " ".join(value.split())

    def name(self) -> str:
        name = self.text("name")
        if not _NAME.fullmatch(name) or name in TAKEN_NAMES:
            taken = " is a column of every table" if name in TAKEN_NAMES else " is no field name"
            raise self.bad(
                "name",
                f"{name!r}{taken}.",
                'Write small letters, digits and _ after a letter: name = "sample_size"',
            )
        return name

    def type(self) -> FieldType:
        value = self.row.get("type", FieldType.TEXT.value)
        try:
            return FieldType(str(value))
        except ValueError:
            raise self.bad(
                "type", f"'type' is {value!r}.", f"It must be one of: {', '.join(FieldType)}."
            ) from None

    def required(self) -> bool:
        value = self.row.get("required", False)
        if not isinstance(value, bool):
            raise self.bad("required", f"'required' is {value!r}.", "Write true or false.")
        return value

    def choices(self, kind: FieldType) -> tuple[str, ...]:
        value = self.row.get("choices", [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.bad(
                "choices", "'choices' must be a list of texts.", 'Write: choices = ["...", "..."]'
            )
        choices = tuple(" ".join(part.split()) for part in value if part.strip())
        if bool(choices) is not (kind in _WITH_CHOICES):
            what = "has no choices" if kind in _WITH_CHOICES else f"is of type {kind}"
            raise self.bad(
                "choices",
                f"the field {what}.",
                "Choices belong to the types choice and choices, and only to them.",
            )
        if len({choice.casefold() for choice in choices}) < len(choices) or ";" in "".join(choices):
            raise self.bad(
                "choices",
                "a choice is listed twice or holds a semicolon.",
                "Make them differ by more than capitals; semicolons part several choices.",
            )
        return choices

    def bounds(self, kind: FieldType) -> tuple[float | None, float | None]:
        for key in ("min", "max"):
            value = self.row.get(key)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise self.bad(key, f"'{key}' is {value!r}.", "Write a number.")
            if kind not in _WITH_BOUNDS:
                raise self.bad(
                    key, f"a field of type {kind} has no '{key}'.", "Remove it, or use integer."
                )
        least, most = self.row.get("min"), self.row.get("max")
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            raise self.bad("min", f"{least} is above {most}.", "Swap 'min' and 'max'.")
        return (
            float(least) if isinstance(least, int | float) else None,
            float(most) if isinstance(most, int | float) else None,
        )
