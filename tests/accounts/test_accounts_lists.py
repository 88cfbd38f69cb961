"""Lists that change, classes that sort all goods, groups against the whole, money to the cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_stores import flow, only, rows, store, weigh

from steelyard.accounts.cents import main_to_cents, to_cents
from steelyard.accounts.notes_groups import _sorts_all
from steelyard.classes.members import members
from steelyard.classes.registry import find_class
from steelyard.terms.answer import Answer

HS = {"edition": "2022"}
VALUES = {"854231": 60_000_001, "847130": 5, "220421": 9, "271012": 4, "852411": 3_000_000}


def told(answer: Answer, code: str) -> list[str]:
    return [note.text for note in answer.notes if note.code == code]


# --- lists that change ----------------------------------------------------------------------------


def test_growth_across_a_change_of_an_own_list_is_left_out_and_said(tmp_path: Path) -> None:
    held = [flow(c, y, v, **HS) for y, v in (("2022", 5), ("2023", 9)) for c in ("8471", "8542")]
    held += [flow("8542", "2024", 18, **HS)]
    own = store(tmp_path / "store", held)
    file = tmp_path / "mine.csv"
    file.write_text("code,first,last\n8471,2022,2022\n8542,2023,2024\n", encoding="utf-8")
    answer = weigh(own, of=str(file), years="2022:2024")
    found = rows(answer)
    assert [found[year]["imports"] for year in ("2022", "2023", "2024")] == [5, 9, 18]
    assert [found[year]["imports_growth"] for year in ("2023", "2024")] == [None, 1.0]
    (text,) = told(answer, "scope-change")
    assert "1 code in (8542) and 1 code out (8471)" in text


def test_growth_across_a_change_of_a_published_list_is_kept_and_said(tmp_path: Path) -> None:
    atp = find_class("atp")
    old, new = ({m.code for m in members(atp, year, "M")} for year in (2018, 2019))
    both, went = min(old & new), min(old - new)
    held = [flow(code, year, 7) for code in (both, went) for year in ("2018", "2019")]
    answer = weigh(store(tmp_path, held, absent="nil"), of="atp", years="2019")
    assert only(answer)["imports"] == 7
    assert only(answer)["imports_growth"] == -0.5
    (text,) = told(answer, "list-changed")
    assert f"from 2018 to 2019 {len(new - old)} code" in text
    assert f"{len(old - new)} code" in text


def test_a_class_without_dates_has_no_changes(tmp_path: Path) -> None:
    held = [flow("854231", year, 7, **HS) for year in ("2022", "2023")]
    answer = weigh(store(tmp_path, held, absent="nil"), of="sitc4:776", years="2023")
    assert not told(answer, "list-changed")


# --- all goods ------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["lall", "oecd-rd", "end-use"])
def test_a_class_of_all_goods_says_so_and_names_words_that_work(tmp_path: Path, of: str) -> None:
    own = store(tmp_path, [flow("854231", "2023", 7, **HS)])
    (text,) = told(weigh(own, of=of, years="2023"), "all-goods-class")
    offered = [word.rstrip(".") for word in text.split() if word.startswith(f"{of}:")]
    assert all(find_class(word).groups for word in offered)
    assert bool(offered) == bool(find_class(of).core)
    assert not told(weigh(own, of=of, years="2023", by="group"), "all-goods-class")


@pytest.mark.parametrize("of", ["atp", "chips", "lall:high", "hs:85", "end-use:capital"])
def test_other_classes_do_not_sort_all_goods(of: str) -> None:
    assert not _sorts_all(find_class(of))


# --- groups and the whole -------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["end-use", "lall", "oecd-rd"])
def test_the_whole_is_the_groups_and_what_is_in_none(tmp_path: Path, of: str) -> None:
    own = store(tmp_path, [flow(c, "2023", v, **HS) for c, v in VALUES.items()], absent="nil")
    whole = only(weigh(own, of=of, years="2023"))["imports"]
    answer = weigh(own, of=of, by="group", years="2023")
    parts = [Decimal(str(value)) for value in answer.column("imports")]
    rest = sum(
        (Decimal(text.split(": ")[1].split(" in ")[0].replace(",", "")))
        for text in told(answer, "in-no-group")
    )
    assert Decimal(str(whole)) == sum(parts) + rest
    assert len(told(answer, "in-no-group")) == (rest != 0)


def test_something_is_in_no_group(tmp_path: Path) -> None:
    own = store(tmp_path, [flow(c, "2023", v, **HS) for c, v in VALUES.items()], absent="nil")
    (text,) = told(weigh(own, of="end-use", by="group", years="2023"), "in-no-group")
    assert "imports" in text
    assert "3,000,000" in text


# --- cents ----------------------------------------------------------------------------------------


def test_converted_money_is_stated_to_the_cent(tmp_path: Path) -> None:
    held = [flow("854231", "2018", 10**9 + 1, edition="2017")]
    held += [flow("854231", "2018", 10**8 + 1, flow="X", edition="2017")]
    row = only(weigh(store(tmp_path, held), of="sitc4:776", years="2018"))
    money = {name: Decimal(str(row[name])) for name in ("exports", "imports", "balance")}
    assert all(value == round(value, 2) for value in money.values())
    assert money["balance"] == money["exports"] - money["imports"]


@pytest.mark.parametrize(
    ("value", "cents"),
    [("0.005", "0.00"), ("0.015", "0.02"), ("-0.025", "-0.02"), ("-0.0251", "-0.03")],
)
def test_halves_go_to_the_even_cent(value: str, cents: str) -> None:
    assert to_cents(Decimal(value)) == Decimal(cents)
    assert to_cents(None) is None


@settings(derandomize=True, database=None, deadline=None)
@given(*[st.decimals(-(10**15), 10**15, places=12)] * 2)
def test_the_balance_is_what_the_figures_shown_make(exports: Decimal, imports: Decimal) -> None:
    names = ("exports", "imports", "balance", "total_trade", "balance_change")
    sums = (exports - imports, exports + imports, exports - imports)
    x, m, balance, total, change = main_to_cents(names, (exports, imports, *sums))
    assert (balance, total) == (x - m, x + m)
    assert abs(balance - change) <= Decimal("0.01")
    assert max(abs(x - exports), abs(m - imports)) <= Decimal("0.005")
    assert main_to_cents(names[:3], (None, imports, None))[::2] == (None, None)
