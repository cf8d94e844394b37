"""The commented review.toml that ``tamis init`` writes."""

from __future__ import annotations

import json

_TEMPLATE = """\
# The protocol of this review. Edit it freely before you start; every later change is recorded
# in the log with its date. 'tamis protocol check' tells what is wrong, with the line.

title = {title}

# One or several questions. They also start the ranking before anything is decided.
questions = [
{questions}]

# Who screens. Leave the list empty to accept any name.
reviewers = [{reviewers}]

# Two- or three-letter codes in the order you read them, such as ["en", "de"]: of a record with
# title or abstract in several languages, the first of these is shown and ranked. None: the one
# the database puts first. Nothing is excluded automatically.
languages = []

[criteria]
include = [
  # "Mentoring of medical students",
]
exclude = [
  # "Not in a university",
]

[years]
# Inclusive; leave a line out for an open range.
# from = 2000
# to = 2021

# The stages used, always in the order title, abstract, fulltext. Remove a table to skip a stage.
#   reasons    the words of the PRISMA box; number keys follow this order, and where reviewers
#              give different reasons the first in the list counts
#   reviewers  independent decisions per record
#   unsure     "forward": go on to the next stage; "hold": wait here until decided
[stages.title]
reasons = ["Off topic"]
reviewers = 1
unsure = "forward"

[stages.abstract]
reasons = ["Off topic", "Wrong population", "Wrong type of study"]
reviewers = 1
unsure = "forward"

[stages.fulltext]
reasons = ["Off topic", "Wrong population", "Wrong type of study"]
reviewers = 1
# "separate": reports without a full text have a box of their own, as PRISMA 2020 asks;
# "excluded": the three-stage flow counts them among the full-text exclusions.
not_retrieved = "separate"

# One table per search, as run (PRISMA-S). Name the export files on import:
#   tamis import pubmed.nbib --source PubMed
# [[searches]]
# source = "PubMed"
# kind = "database"          # database, register, website, organisation, citation, other
# platform = "NLM"
# query = "mentoring AND medical students"
# run_on = 2021-06-30

# Words to mark while screening, in two colours.
[highlight]
include = []
exclude = []

# When a stage may end. 'tamis stop --rules' lists the rules and how often they fail.
#   rule        "all": every record is read; "audit": a certificate from random draws, valid for
#               any ranking; the others are rules of thumb. Several: rule = ["audit", "safe"]
#   combine     of several rules, "all" or "any" must say stop
#   recall      the share of the relevant records to be found
#   confidence  1 minus the risk of stopping short of it; fix both before you begin
[stopping]
rule = "all"
recall = 0.95
confidence = 0.95

# The names of the codebook's levels, from the top.
[codebook]
levels = ["theme", "subtheme", "code"]
"""


def protocol_template(
    title: str, questions: tuple[str, ...] = (), reviewers: tuple[str, ...] = ()
) -> str:
    """The text of a new review.toml, valid as it is."""
    return _TEMPLATE.format(
        title=_quoted(title),
        questions="".join(f"  {_quoted(question)},\n" for question in questions)
        or '  # "What is known about ...?",\n',
        reviewers=", ".join(_quoted(name) for name in reviewers),
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
