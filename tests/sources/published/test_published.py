from __future__ import annotations

from pathlib import Path

import pytest
from published_twins import HEADER, TWIN, contract, found, line, only, read, rows

from steelyard.sources import published
from steelyard.sources.contract import arrow_schema
from steelyard.sources.published.catalogue import DATASETS
from steelyard.terms.tables import INDICATORS


def test_a_table_is_one_release_of_one_dataset_told_by_its_series(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    assert got.card.dataset == "gacc-china-us-annual"
    assert got.kind is INDICATORS
    assert got.table.schema == arrow_schema(INDICATORS)
    assert got.observations_in == got.accepted == got.table.num_rows == 7
    assert (got.published_at, got.dated) == ("2025-07-14", "inferred")


def test_the_date_given_with_the_file_comes_first(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN, "2025-08-01")
    assert (got.published_at, got.dated) == ("2025-08-01", "stated")


@pytest.mark.parametrize(
    ("period", "out", "dated"),
    [
        ("2019", "2019", "2019-12"),
        ("2019", "", "2020-01"),
        ("2019", "2018-05", "2020-01"),
        ("2019", "2019-12-20", "2019-12-20"),
    ],
)
def test_a_release_is_dated_by_its_newest_figure_or_period(
    tmp_path: Path, period: str, out: str, dated: str
) -> None:
    assert read(tmp_path, f"{HEADER}\n{line(period=period, out=out)}").published_at == dated


def test_a_total_keeps_its_vintage_and_page(tmp_path: Path) -> None:
    table = read(tmp_path, TWIN).table.to_pylist()
    (total,) = found(table, flow="TOTAL", measure="level", unit="USD", period="2023")
    assert (total["place"], total["partner"], total["indicator"]) == ("CHN", "USA", "goods")
    assert (total["value"], total["precision"]) == (664_450_000_000, 5_000_000)
    assert (total["vintage"], total["published_at"]) == ("later", "2025-07-14")
    assert (total["valuation"], total["account"], total["scope"]) == (None, "customs", None)
    assert total["url"] == "http://example.org/1"


def test_growth_is_an_exact_ratio_in_its_own_currency(tmp_path: Path) -> None:
    (growth,) = found(read(tmp_path, TWIN).table.to_pylist(), measure="growth")
    assert (growth["value"], growth["precision"], growth["unit"]) == (-0.116, 0.0005, "USD")
    assert (growth["vintage"], growth["published_at"]) == ("first", None)


def test_a_doubtful_figure_is_kept_and_marked_with_its_reason(tmp_path: Path) -> None:
    told = {"series": "gacc_china_world_annual", "partner": "WLD"}
    exports = rows(
        tmp_path,
        line("export", value="3950", note="SUSPECT: digits transposed", article="002_a", **told),
        line("export", value="3590", out="2025-07-14", first="no", **told),
    )
    marks = {row["value"]: (row["status"], row["vintage"]) for row in exports}
    assert marks == {3_950_000_000_000: ("U", "first"), 3_590_000_000_000: ("A", "later")}
    (doubtful,) = found(exports, status="U")
    assert str(doubtful["note"]).startswith("SUSPECT")
    assert doubtful["circular_with"] == "002_a"


def test_chinese_customs_values_exports_fob_and_imports_cif(tmp_path: Path) -> None:
    table = read(tmp_path, TWIN).table.to_pylist()
    said = {(row["flow"], row["valuation"]) for row in table}
    assert said == {("X", "FOB"), ("M", "CIF"), ("TOTAL", None)}


@pytest.mark.parametrize(
    ("value", "unit", "base", "precision"),
    [
        ("0.58", "bn", 580_000_000, 5_000_000),
        ("92", "bn", 92_000_000_000, 500_000_000),
        ("413.0", "bn", 413_000_000_000, 50_000_000),
        ("4.67", "trillion", 4_670_000_000_000, 5_000_000_000),
        ("1220", "bn", 1_220_000_000_000, 5_000_000_000),
        ("1224", "bn", 1_224_000_000_000, 500_000_000),
        ("-29.51", "bn", -29_510_000_000, 5_000_000),
    ],
)
def test_levels_become_base_units_exactly(
    tmp_path: Path, value: str, unit: str, base: int, precision: int
) -> None:
    row = only(tmp_path, line(value=value, unit=unit))
    assert (row["value"], row["precision"]) == (base, precision)


def test_counts_are_exact_unless_printed_as_a_bound(tmp_path: Path) -> None:
    row = only(tmp_path, contract("export", "2011", "47221", "contracts"))
    assert (row["value"], row["precision"], row["measure"]) == (47_221, None, "count")
    assert row["unit"] == "contracts"
    more = contract("import", "2004", "4000", "contracts", note="printed as more than")
    assert only(tmp_path, more.replace("as more than", 'as ""more than""'))["precision"] == 1000


@pytest.mark.parametrize(
    ("value", "note", "wider_by"),
    [
        ("751.64", "implied base = 664.45 / (1 -11.6%) from the later release", 429_800_000),
        ("13.8", "19.05 / 1.38", 53_600_000),
        ("155.1", "exports 478.4 minus balance 323.3", 100_000_000),
        ("365.66", "implied base; first print 365.512", 182_830_000),
    ],
)
def test_an_implied_value_carries_the_roundings_behind_it(
    tmp_path: Path, value: str, note: str, wider_by: float
) -> None:
    row = only(tmp_path, line(value=value, first="implied", note=note))
    own = 5_000_000 if len(value.partition(".")[2]) == 2 else 50_000_000
    assert row["precision"] == pytest.approx(own + wider_by, rel=0.01)


@pytest.mark.parametrize(
    ("printed", "label", "freq", "span"),
    [
        ("2007", "2007", "A", None),
        ("2012-Q3", "2012-Q3", "Q", None),
        ("2012-10", "2012-10", "M", None),
        ("2010-01/2010-06", "2010-01/2010-06", "M", "cumulated"),
        ("1982/2011", "1982/2011", "A", "years"),
        ("2018-07-06", "2018-07-06", "D", "day"),
    ],
)
def test_every_stretch_of_time_keeps_its_label(
    tmp_path: Path, printed: str, label: str, freq: str, span: str | None
) -> None:
    row = only(tmp_path, line(period=printed))
    assert (row["period"], row["freq"], row["span"]) == (label, freq, span)


def test_a_page_whose_address_is_not_known_is_said_so(tmp_path: Path) -> None:
    row = only(tmp_path, line(url=""))
    assert row["url"] is None
    assert "address of the page is not known" in str(row["note"])


def test_shares_are_ratios_of_what_their_unit_names(tmp_path: Path) -> None:
    row = only(tmp_path, contract("import", "2011", "37.13", "percent_of_total"))
    assert (row["value"], row["measure"], row["unit"]) == (0.3713, "share", "ratio:total")


def test_identities_pass_within_rounding_and_fail_beyond(tmp_path: Path) -> None:
    parts = (line("export", value="500.29"), line("import", value="164.16"))
    for total, passed in (("664.45", True), ("664.47", False)):
        got = read(tmp_path, "\n".join((HEADER, *parts, line(value=total))))
        assert [check.passed for check in got.checks] == [passed]
    left_out = read(tmp_path, TWIN)
    assert not left_out.checks, "a doubtful figure is compared with nothing"


def test_every_card_is_of_one_dataset_and_every_scope_has_one_meaning() -> None:
    names = [card.dataset for card in published.CARDS]
    assert len(names) == len(set(names))
    for dataset in DATASETS:
        assert dataset.card.kind == INDICATORS.name
        for meanings in dataset.series.values():
            printed = [meaning.printed for meaning in meanings]
            assert len(printed) == len(set(printed))
            assert all(meaning.indicator or meaning.by_flow for meaning in meanings)


def test_a_series_belongs_to_one_dataset_only() -> None:
    owners = [name for dataset in DATASETS for name in dataset.series]
    assert len(owners) == len(set(owners))


def test_contract_exports_break_between_2006_and_2011_and_imports_do_not() -> None:
    for card in published.CARDS:
        breaks = {(b.what, b.flow, b.last, b.first) for b in card.breaks}
        told = {("technology-contracts", f, "2006", "2011") for f in ("X", "TOTAL")}
        assert breaks == (told if card.dataset.startswith("mofcom-technology") else set())


def test_the_same_table_gives_the_same_rows_in_any_order(tmp_path: Path) -> None:
    head, *body = TWIN.splitlines()
    turned = "\n".join((head, *reversed(body)))
    assert read(tmp_path, TWIN).table.equals(read(tmp_path, turned).table)
    assert len(rows(tmp_path, *body)) == len(body)
