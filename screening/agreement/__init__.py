"""How far reviewers agree: their verdicts in, coefficients with intervals and a reading out.

Standard library, with numpy for the draws and scipy for one quantile; may import the errors only,
a stranger to store, readers, writers, dedup, ranking, prisma and stopping. Everything here is a
pure function of counts; formulas and sources stand in docs/agreement.md.
"""

from screening.agreement.measures import pair_coefficients, team_coefficients
from screening.agreement.ratings import PairTable, Ratings, counted_ratings, ratings_of
from screening.agreement.reading import pair_reading, team_reading
from screening.agreement.types import Coefficient, Interval, Measure, Sampling

__all__ = [
    "Coefficient",
    "Interval",
    "Measure",
    "PairTable",
    "Ratings",
    "Sampling",
    "counted_ratings",
    "pair_coefficients",
    "pair_reading",
    "ratings_of",
    "team_coefficients",
    "team_reading",
]
