"""A change of edition: goods stand under real successors, in planted shares; nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import made
import numpy as np
import pyarrow.parquet as pq
import pytest

import steelyard as sy
from steelyard.accounts.notes_synthetic import DATASET
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.concordance import concordance
from steelyard.sources.synthetic.editions import NEXT, links_of, stated
from steelyard.sources.synthetic.products import HIDDEN, HS, product_codes
from steelyard.store.store import Store
from steelyard.synthetic.change import Links
from steelyard.synthetic.plan import EXACT, planned
from steelyard.synthetic.rows import EXPORTS, FLOWS, IMPORTS
from steelyard.synthetic.world import world
from steelyard.terms.errors import BadOption

CHANGED = 2018
YEARS = (2016, 2019)
SIZE: dict[str, Any] = {"countries": 6, "products": 80, "years": YEARS}
FAULTLESS = {**dict.fromkeys(EXACT, "0"), "freight": "0"}
FAULTY: dict[str, Any] = {
    "noise": 0.1, "silent": 0.1, "lost": 0.1, "secret": 0.1, "miscoded": 0.1, "timing": 0.1,
    "slips": 1, "reexports": 0.2,
}  # fmt: skip
LATE = slice(3, None)
"""The years of a small world that are stated in the next edition."""


def test_without_a_year_of_change_links_change_nothing() -> None:
    plain = made.exact()
    same = world(plain.plan, links_of(planned({**made.SMALL, "edition_from": 2015})))
    assert same.change is None
    for one, other in zip(plain.reports(), same.reports(), strict=True):
        assert one.product.tobytes() == other.product.tobytes()
        assert one.value.tobytes() == other.value.tobytes()


@pytest.mark.parametrize("faults", [{}, FAULTY], ids=["exact", "faulty"])
def test_every_total_is_the_same_to_the_dollar_and_so_are_years_before(
    faults: dict[str, Any],
) -> None:
    of, plain = made.changed(**faults), made.exact(**faults)
    products = of.plan.products
    for changed, kept in zip(of.reports(), plain.reports(), strict=True):
        for flow in range(len(FLOWS)):
            new, old = made.cube(of, changed, flow), made.cube(plain, kept, flow)
            assert (new[:, products + 1] == old[:, products + 1]).all()
            assert (new.sum(axis=1) == old.sum(axis=1)).all()
            assert (new[:-1].sum(axis=0) == new[-1]).all()
            assert (new[:, : products + 2, : LATE.start] == old[..., : LATE.start]).all()
            assert not new[:, products + 2 :, : LATE.start].any()


def test_weights_go_with_values() -> None:
    of, plain = made.changed(), made.exact()
    for changed, kept in zip(of.reports(), plain.reports(), strict=True):
        new, old = (made.cube(w, r, EXPORTS, "grams") for w, r in ((of, changed), (plain, kept)))
        both = [cells[:-1, :, LATE].clip(0).sum(axis=1) for cells in (new, old)]
        assert both[0] == pytest.approx(both[1], rel=1e-3, abs=100)


def test_the_planted_shares_lead_there_and_back() -> None:
    of = made.changed(products=60)
    products, there = of.plan.products, of.truth_successors()
    back = np.linalg.pinv(there)
    truth = of.truth_exports()[..., LATE]
    assert there.shape[1] > products + 2
    assert there.sum(axis=1) == pytest.approx(1)
    assert (there > 0).sum() > products
    for country, found in enumerate(of.reports()):
        told = made.cube(of, found, EXPORTS)[:-1, :, LATE]
        told[:, products + 1] = 0
        stands = np.einsum("pky,kc->pcy", truth[country], there)
        assert (np.abs(told - stands) <= (there > 0).sum(axis=0)[None, :, None]).all()
        again = np.einsum("pcy,ck->pky", told, back)
        bound = np.einsum("c,ck->k", (there > 0).sum(axis=0), np.abs(back))
        assert (np.abs(again - truth[country]) <= bound[None, :, None] + 1e-3).all()


def test_codes_that_go_on_alone_are_stated_as_before() -> None:
    of, plain = made.changed(products=60), made.exact(products=60)
    there = of.truth_successors()
    alone = np.flatnonzero((there.diagonal() == 1) & ((there > 0).sum(axis=0)[:60] == 1))
    assert 10 < len(alone) < 60
    for changed, kept in zip(of.reports(), plain.reports(), strict=True):
        new, old = made.cube(of, changed, IMPORTS), made.cube(plain, kept, IMPORTS)
        assert (new[:, alone] == old[:, alone]).all()


def test_shares_follow_from_the_seed_and_most_of_a_code_keeps_its_digits() -> None:
    first, again, other = (
        made.changed(products=60, seed=seed).truth_successors() for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert (first != other).any()
    kept = first.diagonal()
    assert ((kept == 0) | (kept >= 0.8)).all()
    assert ((kept > 0) & (kept < 1)).any()


def test_a_code_may_be_renamed_merged_or_lost() -> None:
    """Of three codes the first is renamed, the second goes into the third or is hidden."""
    plan = planned({**made.SMALL, **EXACT, "products": 3, "edition_from": 2015})
    links = Links(np.array([0, 1, 1, 2]), np.array([5, 2, 3, 2]))
    of, plain = world(plan, links), made.exact(products=3)
    for changed, kept in zip(of.reports(), plain.reports(), strict=True):
        new = made.cube(of, changed, EXPORTS)[..., LATE]
        old = made.cube(plain, kept, EXPORTS)[..., LATE]
        assert (new[:, 5] == old[:, 0]).all()
        assert not new[:, :2].any()
        assert (new[:, 2] + new[:, 3] == old[:, 1] + old[:, 2]).all()
        assert (changed.grams[changed.product == 3] == -1).all()


def test_successors_are_those_of_the_tables_there_and_back() -> None:
    plan = planned({"products": 300, "edition_from": 2015})
    links, codes = links_of(plan), stated(plan).codes
    assert links is not None
    home = concordance(NEXT, HS).relation
    planted: dict[str, set[str]] = {}
    for source, target in zip(links.source, links.target, strict=True):
        planted.setdefault(codes[source], set()).add(codes[target])
    assert list(planted) == list(product_codes(300))
    for code, successors in planted.items():
        assert all(code in home[one] for one in successors - {HIDDEN})
    assert set().union(*planted.values()) <= set(codes_of(NEXT)) | {HIDDEN}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changed")
    sizes = {"sizes": FAULTLESS, "truth": folder / "truth", "store": folder / "store"}
    sy.make_world(**SIZE, edition_from=CHANGED, **sizes)
    return folder


def true(root: Path, exporter: str, importer: str, codes: list[str], year: str) -> float:
    rows = pq.read_table(root / "truth/flows.parquet").to_pylist()
    lane = (exporter, importer, year)
    return sum(
        row["value"]
        for row in rows
        if (row["exporter"], row["importer"], row["year"]) == lane and row["product"] in codes
    )


def test_goods_are_the_truth_across_the_change_and_checks_pass(root: Path) -> None:
    answer = sy.weigh("QMA", "QMB", years=YEARS, store=root / "store")
    codes = list(product_codes(SIZE["products"]))
    years = map(str, range(YEARS[0], YEARS[1] + 1))
    assert answer.column("exports") == [true(root, "QMA", "QMB", codes, y) for y in years]
    (held,) = [one for one in Store(root / "store").held if one.release.dataset == DATASET]
    assert all(check.passed for check in held.release.checks)
    assert any(str(CHANGED) in quirk for quirk in held.release.quirks)


@pytest.mark.parametrize("partner", ["QMB", "QME"])
def test_the_bounds_of_a_class_hold_the_truth(root: Path, partner: str) -> None:
    (file,) = (root / "store/classes").iterdir()
    groups: dict[str, list[str]] = {}
    for code, group, *_ in sy.show_class(str(file)).rows:
        groups.setdefault(str(group), []).append(str(code))
    answer = sy.weigh("QMA", partner, of=str(file), by="group", years=YEARS, store=root / "store")
    names = ("period", "group", "exports_low", "exports", "exports_high")
    wide = []
    for year, group, low, middle, high in zip(*map(answer.column, names), strict=True):
        truth = true(root, "QMA", partner, groups[group], year)
        assert low <= truth <= high
        assert low <= middle <= high
        assert (int(year) >= CHANGED) or low == truth == high
        wide += [low < high] * (int(year) >= CHANGED)
    assert any(wide)
    assert "scope-change" in {note.code for note in answer.notes}


def test_the_shares_are_told_with_the_truth_and_agree_with_what_is_followed(root: Path) -> None:
    rows = pq.read_table(root / "truth/successors.parquet").to_pylist()
    planted: dict[str, dict[str, float]] = {}
    for row in rows:
        planted.setdefault(row["product"], {})[row["successor"]] = row["share"]
    assert list(planted) == list(product_codes(SIZE["products"]))
    assert all(sum(of.values()) == pytest.approx(1) for of in planted.values())
    split = [code for code, of in planted.items() if len(of) > 1]
    assert split
    answer = sy.follow_codes("hs2017:" + "+".join(split), "hs2022")
    names = ("code", "becomes", "candidates")
    for code, becomes, candidates in zip(*map(answer.column, names), strict=True):
        assert len(planted[code]) == candidates
        assert becomes is None or becomes in planted[code]


@pytest.mark.parametrize(
    "given",
    [
        {"edition_from": 2015},
        {"edition_from": "2020"},
        {"edition_from": "soon"},
        {"edition_from": -1},
        {"sizes": {"edition_from": "2018"}},
    ],
)
def test_a_year_outside_the_world_is_refused(tmp_path: Path, given: dict[str, Any]) -> None:
    with pytest.raises(BadOption):
        sy.make_world(**SIZE, **given, store=tmp_path / "own")
    assert list(tmp_path.iterdir()) == []
