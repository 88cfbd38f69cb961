"""Classes side by side on small stores: what one counts alone, in one money, on one basis."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_stores import flow, opened, rate, store, table, weigh, write

from steelyard.nomenclature.tables import lowest
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.product import Edition

CODES = ("854110", "854231", "854232", "847130", "848620", "901310")
CLASSES = ("hs:85", "hs:8542", "hs:8541", "hs:84", "hs:8486+9013", "hs:854231")
ROWS = [
    flow("854110", "2020", 100, edition="2017"),
    flow("854231", "2020", 30, edition="2017"),
    flow("854232", "2020", 40, edition="2017"),
    flow("847130", "2020", 7, edition="2017"),
    flow("854231", "2020", 9, flow="X", edition="2017"),
    flow("847130", "2020", 1, flow="X", edition="2017"),
]


def compare(held: Store, of: str, years: str = "2020", **asked: Any) -> Answer:
    return weigh(held, of=of, years=years, compare=True, **asked)


def only(answer: Answer) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return exports and imports of the table ``only_in`` by class and code."""
    found = table(answer, "only_in")
    return {(row["class"], row["code"]): (row["exports"], row["imports"]) for row in found}


def figures(answer: Answer) -> dict[tuple[str, str], tuple[Any, Any]]:
    columns = (answer.column(name) for name in ("period", "class", "exports", "imports"))
    return {(period, cls): (x, m) for period, cls, x, m in zip(*columns, strict=True)}


def behind(answer: Answer) -> list[str]:
    return [note.text for note in answer.notes if note.code == "only-in-of"]


def codes(answer: Answer) -> set[str]:
    return {note.code for note in answer.notes}


def test_classes_stand_side_by_side_in_the_order_asked(tmp_path: Path) -> None:
    answer = compare(store(tmp_path, ROWS, absent="nil"), "hs:8542,hs:85,hs:84")
    assert figures(answer) == {
        ("2020", "hs:8542"): (9, 70),
        ("2020", "hs:85"): (9, 170),
        ("2020", "hs:84"): (1, 7),
    }
    assert answer.column("class") == ["hs:8542", "hs:85", "hs:84"]
    assert answer.ending is Ending.COMPLETE


def test_what_a_class_counts_alone(tmp_path: Path) -> None:
    answer = compare(store(tmp_path, ROWS, absent="nil"), "hs:8542,hs:85,hs:84")
    assert only(answer) == {("hs:85", "854110"): (0, 100), ("hs:84", "847130"): (1, 7)}


def test_the_same_digits_of_two_editions_are_two_codes(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        flow("854110", "2022", 5, edition="2022"),
        flow("854231", "2022", 1, edition="2022"),
    ]
    answer = compare(store(tmp_path, rows, absent="nil"), "hs:85,hs:8542", "2020:2022")
    found = [(row["code"], row["edition"], row["imports"]) for row in table(answer, "only_in")]
    assert found == [("854110", "HS 2017", 100), ("854110", "HS 2022", 5)]


@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.integers(-50, 10**9)), min_size=1, max_size=12),
    st.lists(st.sampled_from(CLASSES), min_size=2, max_size=4, unique=True),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_alone_and_what_is_shared_add_up_to_the_class(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, int]], asked: list[str]
) -> None:
    worth: dict[str, int] = {}
    for code, value in cells:
        worth[code] = worth.get(code, 0) + value
    rows = [flow(code, "2020", value, edition="2017") for code, value in worth.items()]
    held = store(tmp_path_factory.mktemp("held"), rows, absent="nil")
    answer = compare(held, ",".join(asked))
    counts = {
        name: {c for c in worth if c.startswith(tuple(one.removeprefix("hs:").split("+")))}
        for name, one in zip(answer.column("class"), asked, strict=True)
    }
    for name, mine in counts.items():
        if all(figures(answer)["2020", other][1] is not None for other in counts):
            others = set().union(*(c for other, c in counts.items() if other != name))
            alone = {c: worth[c] for c in mine - others if worth[c]}
            found = {c: v for (cls, c), (_, v) in only(answer).items() if cls == name}
            assert found == alone
            assert figures(answer)["2020", name][1] == sum(worth[c] for c in mine)


def test_the_rest_is_one_row_that_adds_up(tmp_path: Path) -> None:
    every = [code for code in sorted(lowest(Edition("HS", "2017"))) if code.startswith("85")]
    values = {code: n + 1 for n, code in enumerate(every[:34])}
    rows = [flow(code, "2020", value, edition="2017") for code, value in values.items()]
    answer = compare(store(tmp_path, rows, absent="nil"), f"hs:85,hs:{every[0]}+{every[33]}")
    *largest, rest = table(answer, "only_in")
    assert [row["imports"] for row in largest] == list(range(33, 13, -1))
    assert (rest["title"], rest["imports"]) == ("12 other codes", sum(range(2, 14)))
    assert sum(row["imports"] for row in (*largest, rest)) == sum(values.values()) - 1 - 34


def test_another_currency_and_its_rates_reach_the_codes(tmp_path: Path) -> None:
    write(tmp_path, ROWS, absent="nil")
    write(tmp_path, [rate("EUR", "USD", "2020", 1.25)], kind="rates")
    answer = compare(opened(tmp_path), "hs:85,hs:84", currency="EUR")
    assert figures(answer)["2020", "hs:85"] == (7.2, 136)
    mine = [value for (name, _), value in only(answer).items() if name == "hs:85"]
    assert [sum(side) for side in zip(*mine, strict=True)] == pytest.approx([7.2, 136])
    money = {c.name: c.unit for t in answer.tables if t.name == "only_in" for c in t.columns}
    assert money["exports"] == money["imports"] == "EUR"


def test_a_period_that_one_class_lacks_is_not_compared(tmp_path: Path) -> None:
    """In 2021 a value of 8542 is missing: what 8541 holds then is no difference between them."""
    late = [
        flow("854110", "2021", 1000, edition="2017"),
        flow("854231", "2021", None, edition="2017", status="Q"),
    ]
    held = store(tmp_path, [*ROWS, *late], absent="nil")
    answer = compare(held, "hs:8541,hs:8542", "2020:2021")
    assert figures(answer)["2021", "hs:8541"][1] == 1000
    assert figures(answer)["2021", "hs:8542"][1] is None
    assert only(answer)["hs:8541", "854110"][1] == 100
    assert any(gap.what.startswith("hs:8542: ") for gap in answer.gaps)
    assert "imports of hs:8541, hs:8542, without 2021," in behind(answer)[0]
    assert answer.column("exact") == [True, True, True, None]


def test_a_class_without_a_figure_is_named_beside_what_others_hold_alone(tmp_path: Path) -> None:
    lost = flow("848620", "2020", None, edition="2017", status="Q")
    held = store(tmp_path, [*ROWS, lost], absent="nil")
    answer = compare(held, "hs:85,hs:8542,hs:8486")
    assert figures(answer)["2020", "hs:8486"][1] is None
    assert "imports of hs:85, hs:8542, without hs:8486." in " ".join(behind(answer))
    assert not behind(compare(held, "hs:85,hs:8542"))


def test_with_partial_what_is_in_all_figures_is_compared(tmp_path: Path) -> None:
    """In March a value of 8542 is missing, and with it that month of the class."""
    months = [
        *(flow("854110", f"2020-{m:02d}", 10 * m, edition="2017") for m in range(1, 5)),
        *(flow("854231", f"2020-{m:02d}", 1, edition="2017") for m in range(1, 5)),
        flow("854232", "2020-03", None, edition="2017", status="Q"),
    ]
    answer = compare(store(tmp_path, months, absent="nil"), "hs:8541,hs:8542", partial=True)
    assert [imports for _, imports in figures(answer).values()] == [100, 3]
    assert "without 2020-03" in behind(answer)[0]
    assert only(answer) == {("hs:8541", "854110"): (None, 70), ("hs:8542", "854231"): (None, 3)}


def test_a_side_that_nothing_answers_is_missing_and_not_nil(tmp_path: Path) -> None:
    imports = [row for row in ROWS if row["flow"] == "M"]
    answer = compare(store(tmp_path, imports, absent="nil"), "hs:85,hs:8542")
    assert only(answer) == {("hs:85", "854110"): (None, 100)}
    assert answer.ending is Ending.WITH_GAPS


def test_the_other_sides_report_is_compared_as_well(tmp_path: Path) -> None:
    chinese = [
        {**flow(row["product"], "2020", row["value"], flow=row["flow"]), "edition": "2017"}
        for row in ROWS
    ]
    own = [{**row, "reporter": "CHN", "partner": "USA", "partner_stated": "USA"} for row in chinese]
    answer = compare(store(tmp_path, own, absent="nil"), "hs:85,hs:8542", side="partner")
    assert figures(answer)["2020", "hs:85"] == (170, 9)
    assert only(answer) == {("hs:85", "854110"): (100, 0)}
    assert set(answer.column("basis")) == {"general"}


def test_a_converted_class_is_shared_with_one_that_stands_as_written(tmp_path: Path) -> None:
    """Chips of the HS 2012 in rows of 2017: the bounds differ, the codes are the same."""
    answer = compare(store(tmp_path, ROWS, absent="nil"), "hs2012:8542,hs:8542,hs:85")
    assert figures(answer)["2020", "hs2012:8542"] == (9, 70)
    assert only(answer) == {("hs:85", "854110"): (0, 100)}
    low = dict(zip(answer.column("class"), answer.column("imports_low"), strict=True))
    high = dict(zip(answer.column("class"), answer.column("imports_high"), strict=True))
    assert low["hs:8542"] == high["hs:8542"] == 70
    assert low["hs2012:8542"] <= 70 <= high["hs2012:8542"]
    exact = dict(zip(answer.column("class"), answer.column("exact"), strict=True))
    assert (exact["hs:8542"], exact["hs2012:8542"]) == (True, low["hs2012:8542"] == 70)


def test_classes_on_two_bases_are_warned_of(tmp_path: Path) -> None:
    consumed = {"import_basis": "consumption"}
    write(tmp_path, [*ROWS, flow("TOTAL", "2020", 999)], absent="nil")
    national = [flow("8542310000", "2020", 3, edition="2017", **consumed)]
    write(tmp_path, national, dataset="own-lines", absent="nil")
    answer = compare(opened(tmp_path), "hs:85,hs:8542310000")
    assert dict(zip(answer.column("class"), answer.column("basis"), strict=True)) == {
        "hs:85": "consumption",
        "hs:8542310000": "consumption",
    }
    assert "bases-differ" not in codes(answer)
    mixed = compare(opened(tmp_path), "goods,hs:8542310000")
    assert set(mixed.column("basis")) == {"general", "consumption"}
    assert "bases-differ" in codes(mixed)


def test_values_are_exact(tmp_path: Path) -> None:
    large = Decimal("12345678901234567890.123456")
    rows = [{**ROWS[0], "value": large}, *ROWS[1:]]
    answer = compare(store(tmp_path, rows, absent="nil"), "hs:8541,hs:8542")
    assert only(answer)["hs:8541", "854110"][1] == float(large)
