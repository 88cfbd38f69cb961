"""Gaps: each reason for a missing figure has its own words, and alike ones are joined."""

from __future__ import annotations

import pytest
from release_records import held, series

from steelyard.accounts.choice import Choice, Unanswered
from steelyard.accounts.currency import RateChoice, Rates
from steelyard.accounts.gaps import MissingCell, explain, unanswered, unrated
from steelyard.classes.selection import Selection
from steelyard.terms.answer import Gap
from steelyard.terms.definition import Definition
from steelyard.terms.flow import ObsStatus

MONTHS = [f"2015-{month:02d}" for month in range(1, 13)]
GOODS = Selection(nomenclature="TOTAL", codes=("TOTAL",))
MISSING = [status for status in ObsStatus if status.missing]


def choice(**about: object) -> Choice:
    one = series(**about)
    return Choice(held(one), one, GOODS)


def missing(
    source: str,
    status: str = "",
    *,
    column: str = "imports",
    period: str = "",
    partner: str = "USA",
) -> MissingCell:
    return MissingCell(column, period or source, partner, source, status)


def gaps(*cells: MissingCell, **about: object) -> tuple[Gap, ...]:
    return explain(cells, dict.fromkeys(("exports", "imports"), choice(**about)), Definition())


# --- each reason in its own words -------------------------------------------------------------


def test_a_month_after_the_end_is_not_yet_published() -> None:
    (gap,) = gaps(missing("2021-01"))
    assert "not yet published" in gap.why
    assert "2020-12" in gap.why
    assert "https://example.org/table" in gap.remedy
    assert gap.what == "imports of 2021-01"


def test_a_row_marked_unpublished_says_the_same_as_no_row_after_the_end() -> None:
    assert gaps(missing("2021-01", ObsStatus.NOT_YET_PUBLISHED)) == gaps(missing("2021-01"))


def test_a_month_before_the_beginning_names_the_beginning() -> None:
    (gap,) = gaps(missing("1999-12"))
    assert "before the beginning" in gap.why
    assert "2000-01" in gap.why
    assert "2000-01" in gap.remedy


def test_a_partner_without_a_row_is_not_reported() -> None:
    (gap,) = gaps(missing("2015-01", partner="PRK"))
    assert gap.why.startswith("not reported")
    assert "PRK" in gap.why


def test_a_partner_that_a_series_never_states_is_told_so() -> None:
    never = gaps(missing("2015-01", partner="JPN"), missing("2015-01", partner="DEU"))
    (gap,) = never
    assert gap.why == "customs@2021-01-15 states this for others, but never for DEU, JPN"
    assert "not reported" not in gap.why
    assert gap.remedy


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ObsStatus.CONFIDENTIAL, "confidential"),
        (ObsStatus.BELOW_THRESHOLD, "below the reporting threshold"),
        (ObsStatus.NOT_REPORTED, "not reported"),
    ],
)
def test_a_status_speaks_for_itself_wherever_it_stands(status: str, words: str) -> None:
    for source in ("1999-01", "2015-01", "2021-01"):
        (gap,) = gaps(missing(source, status, partner="PRK"))
        assert gap.why.startswith(f"{words} for PRK")
        assert "General Administration of Customs" in gap.why


@pytest.mark.parametrize("status", [ObsStatus.NORMAL, ObsStatus.ESTIMATED, ObsStatus.PROVISIONAL])
def test_a_value_that_lacks_beside_the_status_of_a_value_is_not_called_reported(
    status: str,
) -> None:
    (gap,) = gaps(missing("2015-01", status, partner="PRK"))
    assert not gap.why.startswith(("reported", "estimated", "preliminary"))
    assert "PRK" in gap.why


def test_a_letter_of_sdmx_that_has_no_words_here_is_still_a_gap() -> None:
    (gap,) = gaps(missing("2015-01", "M", partner="PRK"))
    assert "PRK" in gap.why


def test_no_two_reasons_read_alike() -> None:
    reasons = [gaps(missing("2015-01", status))[0].why for status in MISSING]
    reasons += [gaps(missing(source))[0].why for source in ("1999-12", "2015-01")]
    reasons += [gaps(missing("2015-01"), partners=("PRK",))[0].why]
    assert len(set(reasons)) == len(reasons)


def test_every_gap_names_what_would_fill_it() -> None:
    cells = [missing("2015-01", status) for status in MISSING]
    cells += [missing(source) for source in ("1999-12", "2015-01", "2021-01")]
    assert all(gap.remedy for gap in gaps(*cells))


# --- alike ones are joined --------------------------------------------------------------------


def test_months_that_lack_for_one_reason_are_one_gap() -> None:
    (gap,) = gaps(*(missing(month, period="2015") for month in MONTHS))
    assert gap.what == "imports of 2015"
    assert "lacking 2015-01 to 2015-12 (12 periods)" in gap.why


def test_few_months_are_listed_one_by_one() -> None:
    (gap,) = gaps(*(missing(month, period="2015") for month in MONTHS[:3]))
    assert gap.why.endswith("lacking 2015-01, 2015-02, 2015-03")


def test_a_month_that_is_asked_for_itself_is_not_told_twice() -> None:
    (gap,) = gaps(missing("2015-01"))
    assert "lacking" not in gap.why


def test_exports_and_imports_that_lack_alike_are_one_gap() -> None:
    (gap,) = gaps(missing("2021-01", column="imports"), missing("2021-01", column="exports"))
    assert gap.what == "exports and imports of 2021-01"


def test_partners_that_lack_alike_are_one_gap() -> None:
    (gap,) = gaps(missing("2015-01", partner="PRK"), missing("2015-01", partner="CUB"))
    assert "CUB, PRK" in gap.why


def test_columns_that_lack_different_cells_for_one_reason_stay_apart() -> None:
    found = gaps(
        missing("2021-01", column="imports"),
        missing("2021-02", column="imports"),
        missing("2021-01", column="exports"),
    )
    assert [gap.what for gap in found] == ["exports of 2021-01", "imports of 2021-01, 2021-02"]


def test_partners_that_lack_different_cells_for_one_reason_stay_apart() -> None:
    found = gaps(
        missing("2015-01", partner="PRK"),
        missing("2015-01", partner="CUB"),
        missing("2015-02", partner="CUB"),
    )
    told = [(gap.what, gap.why.split(" then")[0].split("for ")[-1]) for gap in found]
    assert sorted(told) == [("imports of 2015-01", "PRK"), ("imports of 2015-01, 2015-02", "CUB")]


def test_the_same_months_of_different_totals_are_not_joined() -> None:
    """A month that two periods need is one cell of each."""
    found = gaps(
        missing("2015-01", "Q", period="2015", column="exports"),
        missing("2015-01", "Q", period="2015-Q1", column="imports"),
    )
    assert [gap.what for gap in found] == ["exports of 2015", "imports of 2015-Q1"]


def test_gaps_stand_in_order_of_time() -> None:
    late, early = missing("2021-01"), missing("1999-12")
    middle = missing("2015-03", "Q", partner="CUB", column="exports")
    for cells in ((late, middle, early), (middle, early, late)):
        whats = [gap.what for gap in gaps(*cells)]
        assert whats == ["imports of 1999-12", "exports of 2015-03", "imports of 2021-01"]


def test_unlike_reasons_stay_apart() -> None:
    found = gaps(
        missing("1999-12"), missing("2015-01"), missing("2015-02", "Q"), missing("2021-01")
    )
    assert len(found) == 4


def test_the_order_in_which_cells_are_found_does_not_matter() -> None:
    cells = [missing(month, period="2015") for month in MONTHS]
    cells += [missing("2021-01", "Q"), missing("1999-12"), missing("2015-03", partner="PRK")]
    assert gaps(*cells) == gaps(*reversed(cells))


def test_nothing_missing_is_no_gap() -> None:
    assert gaps() == ()
    assert unanswered([]) == ()


# --- columns without a series, periods without a rate -----------------------------------------


def test_columns_without_a_series_for_one_reason_are_one_gap() -> None:
    reason, other = Unanswered("no series", "Add one."), Unanswered("no rates", "Add them.")
    both = unanswered([("exports", reason), ("imports", reason)])
    assert both == (Gap("exports and imports", "no series", "Add one."),)
    assert len(unanswered([("exports", reason), ("imports", other)])) == 2


def test_periods_without_a_rate_are_named_with_both_currencies() -> None:
    rates = Rates((_rate_choice("USD", "EUR", "2021-01-15", inverse=False),))
    (gap,) = unrated(["exports", "imports"], ["1997", "1998"], rates)
    assert "1997, 1998" in gap.what
    assert "EUR" in gap.what
    assert "from USD to EUR" in gap.why
    assert "in USD" in gap.remedy
    assert unrated(["exports"], [], rates) == ()


def test_a_gap_of_rates_names_every_release_and_reads_inverted_quotes_right() -> None:
    days = ("2021-01-15", "2020-01-15")
    choices = tuple(_rate_choice("EUR", "USD", day, inverse=True) for day in days)
    (gap,) = unrated(["exports"], ["1997"], Rates(choices))
    assert gap.what == "exports of 1997 in EUR"
    assert gap.why.startswith("customs@2021-01-15, customs@2020-01-15 has no average rate")
    assert "from USD to EUR" in gap.why


def _rate_choice(base: str, quote: str, day: str, *, inverse: bool) -> RateChoice:
    return RateChoice(held(kind="rates", published_at=day), base, quote, inverse, "1999", "2020")
