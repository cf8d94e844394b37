"""The commented review.toml that ``tamis init`` writes."""

from __future__ import annotations

import json

_TEMPLATE = """\
# The protocol of this review. Edit it freely before you start; every later change is recorded
# in the log with its date. 'tamis protocol check' tells what is wrong, with the line.

title = {title}

# One or several questions. With the inclusion criteria below they also start the ranking before
# anything is decided: relevant records then come earlier than by the title alone.
questions = [
{questions}]

# Who works on this review. Leave the list empty to accept any name. [roles] below says who may
# do what.
reviewers = [{reviewers}]

# "open": whoever comes first decides a record; "balanced": every record has named reviewers,
# drawn so that all have the same to do. Balanced is usual where roles are given.
# assignment = "balanced"

# Which of these names are programs: what they exclude is told apart in the PRISMA flow.
automation = []

# Two- or three-letter codes in the order you read them, such as ["en", "de"]: of a record with
# title or abstract in several languages, the first of these is shown and ranked. None: the one
# the database puts first. Nothing is excluded automatically.
languages = []

[criteria]
# What is included also starts the ranking; what is excluded does not.
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

# What each of a team may do; without this table everybody may do everything (docs/teams.md).
# [roles]
# screener = ["Ann", "Ben"]  # decide on records; left out: every reviewer
# adjudicator = ["Cleo"]     # settle conflicts
# owner = ["Dora"]           # change this file; may settle conflicts too

# The stages used, always in the order title, abstract, fulltext. Remove a table to skip a stage.
#   reasons    the words of the PRISMA box; number keys follow this order, and where reviewers
#              give different reasons the first in the list counts
#   reviewers  independent decisions per record
#   double     with one reviewer, the share of the records that a second one decides: double = 0.2
#   unsure     "forward": go on to the next stage; "hold": wait here until decided
#   reason_conflicts  true: excluded by all, but for different reasons, is a conflict too
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

# An update of an earlier review: what its previous version included. 'again' counts those of its
# studies of which this update includes a further report.
# [previous]
# studies = 51
# reports = 54
# again = 0

# Words to mark while screening, in two colours: "rat" marks the word, "rat*" all that begins so.
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

# The extraction form: one table per fact taken from every study. Without any, the form asks for
# purpose, outcome, design, country, years and sample_size ('tamis extract form' shows it).
#   type      text, integer, number, choice, choices (several), yes_no, date, years, events_total
#   min, max  bounds of a number; unit, help and required are optional
#   propose   what reads values out of the texts for you to approve; by default what has the
#             field's name: purpose, outcome, design, country, years or sample_size
# [[extraction]]
# name = "dropouts"
# label = "Students who left the programme"
# type = "events_total"
# unit = "students"
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
