"""Reports are the truth but for faults of known kinds and sizes."""

from __future__ import annotations

import made
import numpy as np
import pytest

from steelyard.synthetic.faults import miscoded
from steelyard.synthetic.rows import EXPORTS, IMPORTS, REEXPORTS, Rows
from steelyard.synthetic.sides import MARKUP, by_consignment


def test_without_faults_exports_are_the_truth_and_imports_with_the_margin() -> None:
    of = made.exact()
    products, world = of.plan.products, of.plan.countries
    truth, landed = of.truth_exports(), np.zeros_like(of.truth_exports())
    landed[of.lanes.exporter, of.lanes.importer, of.lanes.product] = of.truth_cif()
    for country, found in enumerate(of.reports()):
        sold = made.cube(of, found, EXPORTS)[:world, :products]
        bought = made.cube(of, found, IMPORTS)[:world, :products]
        assert (sold == truth[country]).all()
        assert np.abs(bought - landed[:, country]).max() <= 0.5


def test_without_freight_both_sides_report_the_same() -> None:
    of = made.exact(freight=0)
    world = of.plan.countries
    found = list(of.reports())
    sold = np.stack([made.cube(of, one, EXPORTS)[:world] for one in found])
    bought = np.stack([made.cube(of, one, IMPORTS)[:world] for one in found], axis=1)
    assert (sold == bought).all()


def test_weights_and_items_are_the_true_ones() -> None:
    of = made.exact(freight=0)
    prices, (first, *_) = of.ground.prices, of.reports()
    mine = of.lanes.exporter == 0
    grams = made.cube(of, first, EXPORTS, "grams")
    told = grams[of.lanes.importer[mine], of.lanes.product[mine]] / 1000
    assert told == pytest.approx(of.lanes.kg[mine], abs=0.0011)
    items = made.cube(of, first, EXPORTS, "items")[: of.plan.countries]
    counted = np.flatnonzero(prices.counted)
    assert set(np.flatnonzero((items > 0).any(axis=(0, 2)))) <= set(counted.tolist())
    many = items[:, counted] > 1000
    weighed = grams[: of.plan.countries, counted] / 1000 / prices.item[counted][:, None]
    assert many.any()
    assert weighed[many] == pytest.approx(items[:, counted][many], rel=1e-3)


def test_totals_are_the_sums_of_what_is_reported_to_the_dollar() -> None:
    of = made.small()
    products, world = of.plan.products, of.plan.countries
    for found in of.reports():
        for flow in (EXPORTS, IMPORTS, REEXPORTS):
            cells = made.cube(of, found, flow)
            assert (cells[:world].sum(axis=0) == cells[world]).all()
            assert (cells[:, : products + 1].sum(axis=1) == cells[:, products + 1]).all()


def test_rows_are_told_once_and_in_order() -> None:
    of = made.small()
    for found in of.reports():
        total = found.product == of.plan.products + 1
        keys = np.stack([~total, found.flow, found.partner, found.product, found.year]).tolist()
        rows = list(zip(*keys, strict=True))
        assert rows == sorted(set(rows))
        assert (found.value > 0).all()


def test_what_passes_a_hub_leaves_it_and_is_known_on_both_sides() -> None:
    of = made.exact(reexports=0.5, consignment=0, freight=0)
    world, products = of.plan.countries, of.plan.products
    hub = of.ground.map.hubs[0]
    found = list(of.reports())
    through = (of.hub == hub)[:, None] * of.through[:, None] * of.lanes.value
    again = made.cube(of, found[hub], REEXPORTS)
    assert again[world, products + 1] == pytest.approx(MARKUP * through.sum(axis=0), rel=1e-6)
    own = of.truth_totals()[hub].sum(axis=0)
    sold = made.cube(of, found[hub], EXPORTS)[world, products + 1]
    assert sold == pytest.approx(own + MARKUP * through.sum(axis=0), rel=1e-6)
    bought = made.cube(of, found[hub], IMPORTS)[world, products + 1]
    into = of.truth_totals()[:, hub].sum(axis=0)
    assert bought == pytest.approx(into + through.sum(axis=0), rel=1e-6)


def test_a_reporter_by_consignment_names_the_hub_and_one_by_origin_does_not() -> None:
    by_origin = made.exact(reexports=0.5, consignment=0, freight=0)
    by_way = made.exact(reexports=0.5, consignment=1, freight=0)
    world, total = by_way.plan.countries, by_way.plan.products + 1
    hubs = by_way.ground.map.hubs
    assert by_consignment(by_way.ground).all()
    other = next(c for c in range(world) if c not in hubs)
    named, origin = (
        made.cube(of, list(of.reports())[other], IMPORTS)[:, total] for of in (by_way, by_origin)
    )
    assert named[hubs[0]].sum() > origin[hubs[0]].sum()
    assert named[world].tolist() == pytest.approx(origin[world].tolist(), rel=1e-6)


def test_errors_are_as_large_as_they_are_known_to_be_and_have_mean_one() -> None:
    of, clean = made.exact(noise=0.3), made.exact()
    world, products = of.plan.countries, of.plan.products
    for country, (found, true) in enumerate(zip(of.reports(), clean.reports(), strict=True)):
        told = made.cube(of, found, EXPORTS)[:world, :products]
        truth = made.cube(clean, true, EXPORTS)[:world, :products]
        large = truth > 10_000
        spread = of.faults.spread[country, EXPORTS]
        error = np.log(told[large] / truth[large])
        if large.sum() > 400:
            assert error.std() == pytest.approx(spread, rel=0.15)
            assert error.mean() == pytest.approx(-(spread**2) / 2, abs=5 * spread / 20)


def test_a_slip_is_a_thousandfold_in_one_year_and_flow() -> None:
    of, clean = made.exact(slips=2), made.exact()
    world, total = of.plan.countries, of.plan.products + 1
    slipped = []
    for country, (found, true) in enumerate(zip(of.reports(), clean.reports(), strict=True)):
        for flow in (EXPORTS, IMPORTS):
            told, truth = (made.cube(of, one, flow)[world, total] for one in (found, true))
            ratio = np.rint(told / truth)
            assert (ratio == np.where(of.faults.slipped[country, flow], 1000, 1)).all()
            slipped += [country] * int((ratio == 1000).sum())
    assert len(slipped) == len(set(slipped)) == 2


def test_silent_years_have_no_row_and_no_country_is_silent_for_good() -> None:
    of = made.exact(silent=0.5)
    assert of.faults.silent.any()
    assert not of.faults.silent.all(axis=1).any()
    for country, found in enumerate(of.reports()):
        told = np.isin(np.arange(len(of.plan.years)), found.year)
        assert (told == ~of.faults.silent[country]).all()
    assert not made.exact(silent=1).faults.silent[:, -1].any()


def test_hidden_products_stand_under_one_code_and_keep_the_total() -> None:
    of, clean = made.exact(secret=0.2), made.exact()
    world, products = of.plan.countries, of.plan.products
    for country, (found, true) in enumerate(zip(of.reports(), clean.reports(), strict=True)):
        told, truth = (made.cube(of, one, EXPORTS) for one in (found, true))
        hidden = of.faults.secret[country, EXPORTS]
        assert not told[:, :products][:, hidden].any()
        assert (told[:, products] == truth[:, :products][:, hidden].sum(axis=1)).all()
        assert (told[world, -1] == truth[world, -1]).all()
        assert (found.grams[found.product >= products] == -1).all()


def test_rows_under_a_wrong_code_stand_under_the_next_one() -> None:
    of, clean = made.exact(miscoded=0.2), made.exact()
    world, products = of.plan.countries, of.plan.products
    found, true = (next(iter(one.reports())) for one in (of, clean))
    told, truth = (made.cube(of, one, EXPORTS)[:world, :products] for one in (found, true))
    partner, product = (axis.ravel() for axis in np.indices((world, products)))
    flow = np.full(len(partner), EXPORTS)
    wrong = miscoded(of.ground, 0, Rows(flow, partner, product, truth, truth))
    moved = truth * wrong.reshape(world, products, 1)
    assert moved.any()
    assert (told == truth - moved + np.roll(moved, 1, axis=1)).all()


def test_late_imports_arrive_the_next_year() -> None:
    of = made.exact(timing=0.3, freight=0)
    world, products = of.plan.countries, of.plan.products
    found = next(iter(of.reports()))
    told = made.cube(of, found, IMPORTS)[:world, :products]
    truth = of.truth_exports()[:, 0]
    share = 0.3 * of.ground.map.distance[:, 0][:, None, None] / 20_000
    before = np.concatenate([truth[..., :1], truth[..., :-1]], axis=-1)
    assert np.abs(told - (truth * (1 - share) + before * share)).max() <= 1


def test_rows_are_lost_at_their_rate() -> None:
    of, clean = made.exact(lost=0.25), made.exact()
    parts = [
        sum(int((one.partner < of.plan.countries).sum()) for one in world.reports())
        for world in (of, clean)
    ]
    assert parts[0] / parts[1] == pytest.approx(0.75, abs=0.05)
