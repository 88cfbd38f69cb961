"""A synthetic world in a store: made once, the same whatever the machine, and always labelled."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import steelyard as sy
from steelyard.accounts.notes_synthetic import DATASET
from steelyard.api.parameters import served_verbs
from steelyard.cli.complete import names
from steelyard.nomenclature.place_errors import nearest_places
from steelyard.nomenclature.places import all_places, find, place
from steelyard.nomenclature.synthetic_places import CODES
from steelyard.sources import stream
from steelyard.sources.received import Received
from steelyard.sources.synthetic import CARD, flows, knows
from steelyard.sources.synthetic import stream as opened
from steelyard.sources.synthetic.flows import Reports
from steelyard.sources.synthetic.products import product_codes
from steelyard.store.store import Store
from steelyard.synthetic.plan import FAULTS, Plan
from steelyard.terms.ask import Ask
from steelyard.terms.errors import (
    BadDate,
    BadFile,
    BadOption,
    ReleaseExists,
    SteelyardError,
    UnknownPlace,
)
from steelyard.terms.place import PlaceKind

YEARS = (2015, 2018)
SIZE: dict[str, Any] = {"countries": 6, "products": 40, "years": YEARS}
NO_FAULT = {**dict.fromkeys(FAULTS, "0"), "freight": "0", "reexports": "0"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with an exact world, and its truth beside it."""
    folder = tmp_path_factory.mktemp("synthetic")
    sy.make_world(**SIZE, sizes=NO_FAULT, truth=folder / "truth", store=folder / "store")
    return folder


def true(root: Path, exporter: str, importer: str, codes: list[str] | None = None) -> list[float]:
    """Return true exports of one country to another by year."""
    table = pq.read_table(root / "truth/flows.parquet")
    mine = pc.and_(pc.equal(table["exporter"], exporter), pc.equal(table["importer"], importer))
    rows = table.filter(mine)
    if codes is not None:
        held = pc.is_in(rows["product"].cast("string"), value_set=pa.array(codes))
        rows = rows.filter(held)
    years = [str(year) for year in range(YEARS[0], YEARS[1] + 1)]
    return [pc.sum(rows.filter(pc.equal(rows["year"], y))["value"]).as_py() or 0 for y in years]


def test_weighing_finds_the_truth_and_says_that_it_is_made_up(root: Path) -> None:
    answer = sy.weigh("QMA", "QMB", years=YEARS, store=root / "store")
    assert answer.column("exports") == true(root, "QMA", "QMB")
    assert answer.column("imports") == true(root, "QMB", "QMA")
    assert "synthetic" in {note.code for note in answer.notes}
    assert {one.dataset for one in answer.evidence} == {DATASET}


def test_the_other_side_says_the_same_and_is_labelled_too(root: Path) -> None:
    answer = sy.weigh("QMA", "QMB", side="both", years=YEARS, store=root / "store")
    assert answer.column("partner_exports") == answer.column("exports")
    assert {"synthetic", "partner-synthetic"} <= {note.code for note in answer.notes}


def test_real_figures_are_not_labelled(root: Path) -> None:
    answer = sy.weigh("USA", "CHN", years=(2011, 2011), store=root / "store")
    assert not {note.code for note in answer.notes} & {"synthetic", "partner-synthetic"}


def test_the_class_beside_it_counts_the_products_of_its_groups(root: Path) -> None:
    (file,) = (root / "store/classes").iterdir()
    shown = sy.show_class(str(file))
    groups: dict[str, list[str]] = {}
    for code, group, *_ in shown.rows:
        groups.setdefault(str(group), []).append(str(code))
    assert sorted(map(len, groups.values())) == [13, 13, 14]
    answer = sy.weigh("QMC", "QMD", of=str(file), by="group", years=YEARS, store=root / "store")
    found: dict[str, list[float]] = {}
    for group, exports in zip(answer.column("group"), answer.column("exports"), strict=True):
        found.setdefault(str(group), []).append(exports)
    assert found == {group: true(root, "QMC", "QMD", codes) for group, codes in groups.items()}


def test_all_products_of_the_class_are_all_goods(root: Path) -> None:
    (file,) = (root / "store/classes").iterdir()
    whole, summed = (
        sy.weigh("QMC", "WLD", of=of, years=YEARS, store=root / "store").column("imports")
        for of in ("goods", str(file))
    )
    assert whole == summed


def test_the_same_world_is_made_once(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    first, again = (sy.make_world(**SIZE, store=own) for _ in range(2))
    assert (first.column("added"), again.column("added")) == ([True], [False])
    assert "held-already" in {note.code for note in again.notes}
    assert first.column("rows") == again.column("rows")
    (held,) = [one for one in Store(own).held if one.release.dataset == DATASET]
    assert held.release.rows == first.column("rows")[0]
    assert (held.release.publisher, held.release.licence) == (CARD.publisher, "CC0-1.0")


def test_another_world_of_the_same_day_is_refused_and_of_another_day_taken(tmp_path: Path) -> None:
    sy.make_world(**SIZE, store=tmp_path / "own")
    with pytest.raises(ReleaseExists):
        sy.make_world(**SIZE, seed=2, store=tmp_path / "own")
    added = sy.make_world(**SIZE, seed=2, release="2020-01-01", store=tmp_path / "own")
    assert added.column("release") == ["2020-01-01"]


@pytest.mark.parametrize("threads", [1, 5])
def test_bytes_do_not_depend_on_threads(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(stream, "cpu_count", lambda: threads)
    sy.make_world(**SIZE, sizes=NO_FAULT, store=tmp_path / "own")
    told = [
        [(p.name, p.read_bytes()) for p in sorted((folder / "flows").rglob("*.parquet"))]
        for folder in (tmp_path / "own", root / "store")
    ]
    assert told[0] == told[1]
    assert told[0]


def test_totals_agree_at_the_door_with_every_fault_on(tmp_path: Path) -> None:
    sy.make_world(**SIZE, store=tmp_path / "own")
    (held,) = [one for one in Store(tmp_path / "own").held if one.release.dataset == DATASET]
    checks = {check.name: check.passed for check in held.release.checks}
    assert checks == {"hs6-adds-to-total": True, "partners-add-to-world": True}
    answer = sy.holdings(DATASET, store=tmp_path / "own")
    assert answer.rows
    assert "made up" in str(sy.cite(DATASET, store=tmp_path / "own").rows)


def test_the_truth_is_told_in_full(root: Path) -> None:
    files = {file.stem: file for file in (root / "truth").glob("*.parquet")}
    assert set(files) == {
        "countries", "faults", "flows", "miscoded", "numbers", "pairs", "prices", "products"
    }  # fmt: skip
    assert pq.read_table(files["countries"]).num_rows == SIZE["countries"]
    assert pq.read_table(files["products"])["product"].to_pylist() == list(product_codes(40))
    assert pq.read_table(files["faults"]).num_rows == pq.read_table(files["miscoded"]).num_rows == 0
    numbers = dict(zip(*pq.read_table(files["numbers"]).to_pydict().values(), strict=True))
    assert (numbers["noise"], numbers["seed"]) == (0, 1)


def test_the_recipe_beside_the_truth_makes_the_same_world(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    again = sy.make_world(**SIZE, sizes=NO_FAULT, truth=copy, store=root / "store")
    assert again.column("added") == [False]
    mine, theirs = (folder / "synthetic-world.yaml" for folder in (copy, root / "truth"))
    assert mine.read_bytes() == theirs.read_bytes()


def test_where_rows_are_lost_an_absent_one_is_missing(tmp_path: Path) -> None:
    sy.make_world(**SIZE, sizes={"lost": "0.2"}, store=tmp_path / "own")
    (held,) = [one for one in Store(tmp_path / "own").held if one.release.dataset == DATASET]
    assert held.release.absent == "missing"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"countries": "many"}, BadOption),
        ({"years": "2018:2015"}, BadOption),
        ({"years": "2018:2015:2"}, BadOption),
        ({"sizes": {"countries": "3"}}, BadOption),
        ({"sizes": {"noise": "loud"}}, BadOption),
        ({"products": 5999}, BadOption),
        ({"release": "2016-01-01"}, BadDate),
        ({"release": "soon"}, BadDate),
        ({"countries": 300, "products": 4000, "truth": "known"}, BadOption),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_left(
    tmp_path: Path, given: dict[str, Any], kind: type[SteelyardError]
) -> None:
    with pytest.raises(kind):
        sy.make_world(**{**SIZE, **given, "store": tmp_path / "own"})
    assert list(tmp_path.iterdir()) == []


def test_a_recipe_of_another_generator_is_refused(root: Path, tmp_path: Path) -> None:

    for line in ("synthetic-world: 99\n", "synthetic-world: [\n"):
        file = tmp_path / "recipe.yaml"
        file.write_text(line)
        assert knows(Received(file))
        with pytest.raises(BadFile):
            opened(Received(file), None)


def test_values_beyond_the_quick_way_are_exact() -> None:
    plan = Plan(countries=2, products=2, first=2015, last=2015, density=0.9)
    reports = Reports(plan)
    reports.prepare()
    table = reports.table(0)
    assert table["value"].null_count == 0

    large = flows._dollars(pc.cast([10**13, 9 * 10**18], "int64").to_numpy())
    assert [int(value.as_py()) for value in large] == [10**13, 9 * 10**18]


def test_synthetic_countries_are_known_but_never_offered() -> None:
    assert len(set(CODES)) == len(CODES) == 364
    assert all(re.fullmatch("Q[M-Z][A-Z]", code) for code in CODES)
    assert not {one.code for one in all_places()} & set(CODES)
    for text in ("QMA", "qma", "Synthetic country QMA", " synthetic country qma "):
        assert find(text) == place("QMA")
    assert place("QZZ").kind is PlaceKind.SYNTHETIC
    for wrong in ("QLZ", "QM", "QMAA", "Synthetic", "QMa1"):
        with pytest.raises(UnknownPlace) as told:
            find(wrong)
        assert "Synthetic" not in told.value.remedy
    assert not [
        label for label in nearest_places("QMQ") if label.startswith("Q") and "QAT" not in label
    ]


def test_a_shell_offers_them_only_to_who_has_begun_one() -> None:
    ask = Ask("place", complete="places")
    for begun in ("", "Q"):
        assert not {code for code, _ in names(ask, begun)} & set(CODES)
    assert [code for code, _ in names(ask, "qmb")] == ["QMB"]
    assert len(names(ask, "QM")) == 26


def test_nobody_makes_worlds_over_http() -> None:
    assert "synthetic" not in {verb.name for verb in served_verbs()}


@pytest.mark.parametrize("number", [1, 2, 7, 200, 5200])
def test_codes_are_of_the_edition_and_half_of_technology(number: int) -> None:
    codes = product_codes(number)
    assert len(set(codes)) == number
    assert list(codes) == sorted(codes)
    if number == 200:
        assert sum(code[:2] in {"84", "85", "90"} for code in codes) == 100
