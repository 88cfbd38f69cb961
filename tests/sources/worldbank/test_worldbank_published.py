from __future__ import annotations

from itertools import pairwise
from math import prod
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worldbank_twins import values

from steelyard.nomenclature import places
from steelyard.sources.worldbank import gdp, inflation
from steelyard.terms.tables import INDICATORS

REAL = Path(__file__).parents[3].parent / "shared/data/trade/worldbank_macro"
GDP_REAL, CPI_REAL = REAL / "gdp_current_usd.parquet", REAL / "cpi_2010_100.parquet"
needs_real = pytest.mark.skipif(
    not REAL.exists(), reason="the World Bank's tables are not at hand under shared/"
)


@needs_real
def test_the_published_gdp() -> None:
    assert (gdp.recognises(GDP_REAL), inflation.recognises(GDP_REAL)) == (True, False)
    got = gdp.convert(GDP_REAL)
    assert (got.observations_in, got.accepted, got.published_at) == (9636, 7825, "2024-10")
    assert {r.reason: r.observations for r in got.rejected} == {"aggregate": 1811}
    assert all(check.passed for check in got.checks)
    held = values(got)
    assert held["USA", "2022"] == 25744108000000.0
    assert held["CHN", "2023"] == 17794781986104.457
    keys = got.table.select(list(INDICATORS.key)).to_pylist()
    assert len({tuple(key.values()) for key in keys}) == got.table.num_rows


@needs_real
def test_the_published_euro_area_is_the_sum_of_its_twenty_members() -> None:
    held = values(gdp.convert(GDP_REAL))
    rows = pq.read_table(GDP_REAL).to_pylist()
    stated = {r["year"]: r["value"] for r in rows if r["country_code"] == "EMU"}
    group = next(g for g in places.all_groups() if g.code == "EA20")
    for year in range(2000, 2024):
        total = sum(held[place, f"{year}"] or 0 for place in group.ever())
        assert total == pytest.approx(stated[year], rel=1e-9)


@needs_real
def test_the_file_named_an_index_holds_changes() -> None:
    """Chained, they give the index of the US Bureau of Labor Statistics: 313.689 on 218.056."""
    assert (gdp.recognises(CPI_REAL), inflation.recognises(CPI_REAL)) == (False, True)
    got = inflation.convert(CPI_REAL)
    assert (got.observations_in, got.accepted, got.published_at) == (8390, 6617, "2025-07")
    assert {r.reason: r.observations for r in got.rejected} == {"aggregate": 1773}
    assert all(check.passed for check in got.checks)
    held = values(got)
    chained = prod(1 + (held["USA", f"{year}"] or 0) for year in range(2011, 2025))
    assert chained == pytest.approx(313.689 / 218.056, rel=1e-5)
    assert held["COD", "1994"] == pytest.approx(237.731317741016)
    assert held["JPN", "2009"] == pytest.approx(-0.0135283672951719)


@needs_real
def test_only_six_places_have_a_gap_in_their_changes() -> None:
    held: dict[str, list[int]] = {}
    for place, period in values(inflation.convert(CPI_REAL)):
        held.setdefault(place, []).append(int(period))
    broken = {p for p, years in held.items() if any(b - a > 1 for a, b in pairwise(sorted(years)))}
    assert broken == {"BRB", "COG", "DJI", "LSO", "RWA", "SUR"}
