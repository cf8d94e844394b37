"""The reading names the three coefficients together, and what makes each of them mislead."""

from __future__ import annotations

from screening.agreement import (
    PairTable,
    Ratings,
    Sampling,
    pair_coefficients,
    pair_reading,
    team_coefficients,
    team_reading,
)

FEW_DRAWS = Sampling(draws=20)


def read(both: int, first_only: int, second_only: int, neither: int) -> str:
    table = PairTable(both=both, first_only=first_only, second_only=second_only, neither=neither)
    return pair_reading("Ann", "Ben", table, pair_coefficients(table, FEW_DRAWS))


def test_a_rare_verdict_is_explained() -> None:
    told = read(40, 30, 30, 1900)
    assert told.startswith(
        "Ann and Ben agreed on 1,940 of 2,000 records."
        " Of the 100 that at least one let through, both let through 40."
    )
    assert "Kappa 0.56, AC1 0.97 and positive agreement 0.57 differ because" in told
    assert told.endswith("Quote all three.")


def test_coefficients_that_agree_need_no_excuse() -> None:
    assert "belong together; quote all three." in read(45, 5, 5, 45)


def test_the_more_lenient_reviewer_is_named() -> None:
    assert "Ann lets more through than Ben" in read(40, 20, 0, 40)
    assert "Ben lets more through than Ann" in read(40, 0, 20, 40)


def test_a_difference_that_may_be_chance_is_not_called_lenience() -> None:
    assert "lets more through" not in read(6, 5, 1, 28)


def test_an_ac1_below_kappa_is_not_put_down_to_a_rare_verdict() -> None:
    assert "rare" not in read(5, 90, 0, 5)


def test_few_records_and_none() -> None:
    assert "With 4 records all of this is uncertain" in read(1, 1, 1, 1)
    assert read(0, 0, 0, 0) == "Ann and Ben have decided no record both."


def test_without_inclusions_nothing_is_claimed_about_them() -> None:
    told = read(0, 0, 0, 60)
    assert "nothing is known of agreement on inclusions" in told
    assert "Kappa is undefined: every verdict is the same." in told


def test_a_team_is_read_alike() -> None:
    ratings = Ratings(units=((3, 0), (2, 1), (0, 3)), weights=(2, 3, 95))
    told = team_reading(100, team_coefficients(ratings, FEW_DRAWS))
    assert told.startswith("Kappa 0.")
    assert team_reading(0, ()) == "No record was decided by two reviewers."
