"""The table of how routines spend their time."""

from __future__ import annotations

import pytest

from bench.coaching import FAMILIAR, Claim, Row, claims, failing, page, rows, scripts


@pytest.fixture(scope="module")
def daily() -> list[Row]:
    return next([*rows(s)] for s in scripts() if s.routine.head.routine == "daily")


@pytest.mark.slow
def test_each_routine_has_a_row_for_every_guidance(daily: list[Row]) -> None:
    levels = [(row.guidance, row.times) for row in daily]
    assert levels == [
        *(("full", None), ("brief", None), ("tones", None)),
        *(("fading", times) for times in FAMILIAR),
    ]
    cells = [line.split(" | ")[0].removeprefix("| ") for line in page().splitlines()]
    names = [script.routine.head.routine for script in scripts()]
    assert {name: cells.count(name) for name in names} == dict.fromkeys(names, len(daily))


def test_what_is_new_is_as_full_and_what_is_known_has_fewer_words(daily: list[Row]) -> None:
    full, _, _, new, familiar, known = daily
    assert new.first_ms == full.first_ms
    assert full.words > familiar.words > known.words
    assert full.at_work < familiar.at_work < known.at_work
    assert len({row.changes for row in daily}) == 1


def test_a_claim_that_does_not_hold_is_found() -> None:
    found = [Claim("one", "1 s", True), Claim("two", "2 s", False)]
    assert failing(found) == found[1:]


@pytest.mark.slow
def test_every_promised_figure_holds() -> None:
    assert [claim for claim in claims() if not claim.holds] == []
