"""``explain --terms price-volume`` finds the prices that were planted in an exact world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import made
import narwhals as nw
import numpy as np
import polars as pl
import pytest

import steelyard as sy
from steelyard.measures.price_pairs import kinds
from steelyard.measures.price_volume import bennet, lmdi
from steelyard.nomenclature.synthetic_places import CODES
from steelyard.sources.synthetic.products import product_codes
from steelyard.synthetic.draws import Numbers
from steelyard.synthetic.plan import EXACT
from steelyard.synthetic.world import FISHER, LASPEYRES, PAASCHE, World
from steelyard.terms.answer import Answer

ENDS = (2012, 2016)
SIZES: dict[str, Any] = {"countries": 6, "products": 120}
EVERY = 200
"""More parts than there are, so that each is told by itself."""

lanes = pytest.mark.parametrize(
    ("reporter", "partner", "measure"),
    [
        ("QMA", "QMB", "exports"),
        ("QMB", "QMC", "imports"),
        ("QMA", "WLD", "exports"),
        ("QMC", "WLD", "imports"),
    ],
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with an exact world, in which both sides tell the truth."""
    folder = tmp_path_factory.mktemp("prices") / "store"
    sizes = {name: str(size) for name, size in EXACT.items()}
    sy.make_world(**SIZES, years=ENDS, sizes=sizes, store=folder)
    return folder


def the_world() -> World:
    return made.exact(**SIZES, first=ENDS[0], last=ENDS[1])


def true(reporter: str, partner: str, measure: str) -> tuple[Numbers, Numbers, Numbers]:
    """Return true products, values and quantities of both ends (P, 2).

    Quantities are in whole items where a product is counted, and else in kilograms. Exports are
    free on board, imports with the margin, in whole dollars.
    """
    of = the_world()
    exports = measure == "exports"
    mine = [of.lanes.exporter, of.lanes.importer][:: 1 if exports else -1]
    crossing = of.lanes.value if exports else np.rint(of.truth_cif())
    found = mine[0] == CODES.index(reporter)
    if partner != "WLD":
        found &= mine[1] == CODES.index(partner)
    product = of.lanes.product[found]
    value, kg = (n[found][:, [0, -1]] for n in (crossing, of.lanes.kg))
    item, counted = (n[product][:, None] for n in (of.ground.prices.item, of.ground.prices.counted))
    items = np.where(kg > 0, np.maximum(np.rint(kg / item), 1), 0)
    return product, value, np.where(counted, items, kg)


def planted(value: Numbers, quantity: Numbers) -> dict[str, float]:
    """Return indices of price and volume of lanes used at both ends, from their definitions."""
    both = (value > 0).all(axis=1)
    (v0, v1), (q0, q1) = value[both].T, quantity[both].T
    p0, p1 = v0 / q0, v1 / q1
    weight = (v0 / v0.sum() + v1 / v1.sum()) / 2
    found: dict[str, Any] = {}
    for of, (a0, a1, b0, b1) in {"price": (p0, p1, q0, q1), "volume": (q0, q1, p0, p1)}.items():
        laspeyres, paasche = (a1 @ b0) / (a0 @ b0), (a1 @ b1) / (a0 @ b1)
        found |= {
            f"{of}_laspeyres": laspeyres,
            f"{of}_paasche": paasche,
            f"{of}_fisher": np.sqrt(laspeyres * paasche),
            f"{of}_tornqvist": np.exp(weight @ np.log(a1 / a0)),
        }
    return {name: float(number) for name, number in found.items()}


def asked(store: Path, reporter: str, partner: str, measure: str, **more: Any) -> Answer:
    usual = {"by": "flow", "terms": "price-volume", "years": ENDS, "coverage": 0.1}
    return sy.explain(reporter, partner, measure=measure, store=store, **{**usual, **more})


def indices(answer: Answer) -> dict[str, Any]:
    table = answer.table("indices")
    return dict(zip([column.name for column in table.columns], table.rows[0], strict=True))


def contributions(answer: Answer, *keys: str) -> dict[tuple[str, ...], float]:
    """Return what each part, or all of them together, contributed by term."""
    found: dict[tuple[str, ...], float] = {}
    for *key, amount in zip(*map(answer.column, (*keys, "term", "contribution")), strict=True):
        found[tuple(key)] = found.get(tuple(key), 0) + amount
    return found


def moved(value: Numbers, quantity: Numbers) -> dict[str, Numbers]:
    """Return what each lane contributed (P) by term, after Bennet."""
    change, (used, kept) = value[:, 1] - value[:, 0], (value > 0).T
    price = np.divide(value, quantity, out=np.zeros_like(value), where=quantity > 0)
    both = np.where(used & kept, quantity.mean(axis=1) * (price[:, 1] - price[:, 0]), 0)
    return {
        "price": both,
        "volume": np.where(used & kept, change - both, 0),
        "entered": np.where(~used, change, 0),
        "left": np.where(~kept, change, 0),
    }


@lanes
@pytest.mark.parametrize("by", ["flow", "product"])
def test_every_index_is_that_of_the_truth(
    store: Path, reporter: str, partner: str, measure: str, by: str
) -> None:
    _, value, quantity = true(reporter, partner, measure)
    found = indices(asked(store, reporter, partner, measure, by=by))
    wanted = planted(value, quantity)
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, rel=1e-6)
    assert found["pairs"] == (value > 0).all(axis=1).sum()
    low, high = sorted((found["price_laspeyres"], found["price_paasche"]))
    assert low < found["price_fisher"] < high


@lanes
def test_each_product_moves_as_it_truly_did_and_all_add_up(
    store: Path, reporter: str, partner: str, measure: str
) -> None:
    product, value, quantity = true(reporter, partner, measure)
    codes, terms = product_codes(SIZES["products"]), moved(value, quantity)
    answer = asked(store, reporter, partner, measure, by="product", top=EVERY)
    found = contributions(answer, "product")
    assert {term for _, term in found} <= set(terms)
    for term, amounts in terms.items():
        sums = np.bincount(product, amounts, len(codes))
        told = np.array([found.get((code, term), 0.0) for code in codes])
        assert told == pytest.approx(sums, rel=1e-6, abs=1e-6 * value.max())
    total = dict(zip(("first", "last"), answer.table("total").rows[0][3:5], strict=True))
    assert (total["first"], total["last"]) == tuple(value.sum(axis=0))
    assert sum(found.values()) == pytest.approx(total["last"] - total["first"], rel=1e-9)


@pytest.mark.parametrize("method", ["bennet", "lmdi"])
def test_parts_add_up_to_the_change_by_either_method(store: Path, method: str) -> None:
    _, value, _ = true("QMA", "WLD", "exports")
    found = contributions(asked(store, "QMA", "WLD", "exports", method=method))
    assert sum(found.values()) == pytest.approx(float(np.diff(value.sum(axis=0))[0]), rel=1e-9)
    assert {"price", "volume"} < {term for (term,) in found}


def test_the_index_of_prices_is_the_one_planted(store: Path) -> None:
    """Exports free on board, by weight: whole items are the only difference."""
    found = indices(asked(store, "QMA", "WLD", "exports"))
    for formula in (LASPEYRES, PAASCHE, FISHER):
        truth = the_world().truth_price_index(0, 0, ENDS[1] - ENDS[0], formula)
        assert found[f"price_{formula}"] == pytest.approx(truth, rel=1e-3)
        assert abs(truth - 1) > 0.01


@lanes
@pytest.mark.parametrize("split", [bennet, lmdi])
def test_swapped_periods_change_the_sign_of_every_term(
    split: Any, reporter: str, partner: str, measure: str
) -> None:
    product, value, quantity = true(reporter, partner, measure)
    there, back = (
        split(kinds(pairs(product, value[:, way], quantity[:, way])), ["product"])
        .collect()
        .to_dict(as_series=False)
        for way in ([0, 1], [1, 0])
    )
    turned = {"entered": "left", "left": "entered"}
    forward, reverse = (
        dict(zip(zip(t["product"], t["term"], strict=True), t["contribution"], strict=True))
        for t in (there, back)
    )
    assert {(code, turned.get(term, term)) for code, term in forward} == set(reverse)
    for (code, term), amount in forward.items():
        mirrored = reverse[code, turned.get(term, term)]
        assert mirrored == pytest.approx(-amount, rel=1e-9, abs=1e-9 * value.max())


def pairs(product: Numbers, value: Numbers, quantity: Numbers) -> Any:
    """Return true lanes as a frame of pairs."""
    ends = {"from": 0, "to": 1}
    columns = {"product": product} | {f"value_{e}": value[:, n] for e, n in ends.items()}
    columns |= {f"quantity_{e}": quantity[:, n] for e, n in ends.items()}
    return nw.from_native(
        pl.LazyFrame({**columns, **{f"unit_{end}": ["u"] * len(product) for end in ends}})
    )
