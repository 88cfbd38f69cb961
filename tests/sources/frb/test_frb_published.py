from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest
import yaml

from steelyard.sources import frb
from steelyard.sources.contract import Converted
from steelyard.sources.frb import monthly, usd_cny

SHARED = Path(__file__).parents[3].parent / "shared/data/trade"
REAL = SHARED / "fx_annual/fx_monthly_cny_eur_jpy_mxn.csv"
DAILY = SHARED / "fx_monthly/usd_cny_monthly.csv"
CORRECTIONS = Path(frb.__file__).with_name("corrections.yaml")
needs_real = pytest.mark.skipif(
    not REAL.exists(), reason="the monthly averages are not at hand under shared/"
)


def pairs(converted: Converted) -> dict[tuple[str, str, str], float | None]:
    rows = converted.table.to_pylist()
    return {(row["base"], row["quote"], row["period"]): row["rate"] for row in rows}


def status(converted: Converted, period: str) -> set[str]:
    return {row["status"] for row in converted.table.to_pylist() if row["period"] == period}


@needs_real
def test_the_published_months() -> None:
    assert [source.recognises(REAL) for source in (frb, monthly, usd_cny)] == [False, True, False]
    got = monthly.convert(REAL)
    assert (got.observations_in, got.accepted, got.published_at) == (1320, 1320, "2026-07")
    assert all(check.passed for check in got.checks)
    rates = pairs(got)
    assert {key[:2] for key in rates} == {("USD", code) for code in ("CNY", "EUR", "JPY", "MXN")}
    assert rates["USD", "CNY", "2017-09"] == 6.5690
    assert status(got, "2026-06") == {"P"}


@needs_real
def test_the_euro_of_the_file_is_euros_per_dollar() -> None:
    rates = pairs(monthly.convert(REAL))
    published = yaml.safe_load(CORRECTIONS.read_text())["inverted-dollar-quotes"]["published"]
    for when, average in published["EUR"].items():
        months = [rates["USD", "EUR", f"{when}-{month:02d}"] for month in range(1, 13)]
        assert fmean(1 / rate for rate in months if rate) == pytest.approx(average, rel=1e-3)
    first = [rates["USD", "EUR", f"1999-{month:02d}"] for month in range(1, 13)]
    assert fmean(rate for rate in first if rate) == pytest.approx(0.9387, abs=1e-4)


@needs_real
def test_the_two_sets_of_yuan_agree() -> None:
    stated = pairs(monthly.convert(REAL))
    daily = {
        row["period"]: row["rate"]
        for row in usd_cny.convert(DAILY).table.to_pylist()
        if row["measure"] == "average"
    }
    off = {period: abs(rate - stated["USD", "CNY", period]) for period, rate in daily.items()}
    assert len(off) == 308
    assert max(off.values()) < 0.00015
