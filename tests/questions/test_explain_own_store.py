"""``explain`` on stores of one's own: nil against missing, and which table answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bundled_answers
import pytest
from own_stores import exports, imports, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Answer
from steelyard.terms.errors import NotHeld

CHIPS = {"nomenclature": "HS", "edition": "2017", "level": "6"}


def chip(product: str, year: str, value: int, partner: str = "USA", **changed: Any) -> Any:
    return imports(partner, year, value, product=product, **{**CHIPS, **changed})


def ask(own: Store, *places: str, **choices: Any) -> Answer:
    answer = sy.explain(*places, store=own, **choices)
    bundled_answers.validate(answer)
    return answer


def parts(answer: Answer) -> dict[Any, Any]:
    names = [column.name for column in answer.columns]
    keyed = (dict(zip(names, row, strict=True)) for row in answer.rows)
    return {(row["product"], row["term"]): row["contribution"] for row in keyed}


def test_a_product_without_a_row_is_nil_as_it_is_for_weigh(tmp_path: Path) -> None:
    flows = [chip("854231", "2019", 70), chip("854232", "2019", 30), chip("854232", "2020", 40)]
    flows += [chip("854231", "2020", 5, partner="KOR")]
    own = store(tmp_path, flows, absent="nil")
    weighed = sy.weigh("CHN", "USA", of="hs:854231", years=(2019, 2020), store=own)
    assert weighed.column("imports") == [70, 0]
    answer = ask(
        own, "CHN", "USA", of="hs:8542", within="hs6", measure="imports", years=(2019, 2020)
    )
    assert parts(answer) == {("854231", "change"): -70, ("854232", "change"): 10}
    assert not answer.gaps


def test_a_product_without_a_row_is_missing_where_absence_says_nothing(tmp_path: Path) -> None:
    flows = [chip("854231", "2019", 70), chip("854231", "2020", 90)]
    flows = [{**row, "product": row["product"]} for row in flows]
    own = store(tmp_path, [*flows, chip("854232", "2020", None, status="Q")])  # type: ignore[arg-type]
    answer = ask(
        own, "CHN", "USA", of="hs:8542", within="hs6", measure="imports", years=(2019, 2020)
    )
    assert parts(answer)["854231", "change"] == 20
    assert answer.table("total").rows[0][5] is None


def test_market_shares_of_exports_are_of_what_the_partner_imports(tmp_path: Path) -> None:
    goods = {"nomenclature": "HS", "edition": "2017", "level": "6"}
    flows = []
    for code, sold, market in (("854231", (10, 30), (100, 200)), ("854232", (20, 20), (100, 100))):
        for year, amount, whole in zip(("2019", "2020"), sold, market, strict=True):
            flows.append(exports("USA", year, amount, product=code, **goods))
            flows.append(imports("WLD", year, whole, product=code, reporter="USA", **goods))
    own = store(tmp_path, flows)
    answer = ask(
        own,
        "CHN",
        "USA",
        of="hs:8542",
        within="hs6",
        measure="exports",
        terms="share-shift",
        years=(2019, 2020),
    )
    found = parts(answer)
    assert found["854231", "market-growth"] == pytest.approx(10 * 0.5)
    assert found["854231", "structure"] == pytest.approx(10 * (1 - 0.5))
    assert found["854231", "competitiveness"] == pytest.approx(30 - 10 * 2)
    assert sum(found.values()) == pytest.approx(20)


def test_without_the_partners_imports_exports_have_no_market(tmp_path: Path) -> None:
    flows = [exports("USA", year, 10, product="854231", **CHIPS) for year in ("2019", "2020")]
    with pytest.raises(NotHeld, match="buying side"):
        ask(
            store(tmp_path, flows),
            "CHN",
            "USA",
            of="hs:8542",
            within="hs6",
            measure="exports",
            terms="share-shift",
            years=(2019, 2020),
        )


def test_a_longer_table_answers_only_where_it_proves_its_sums(tmp_path: Path) -> None:
    write(tmp_path, [chip("854231", year, 70) for year in ("2018", "2019")], dataset="whole")
    some = [chip("854231", year, 3) for year in ("2018", "2019", "2020")]
    write(tmp_path, some, dataset="pieces", assembly="piecewise")
    own = Store(tmp_path)
    answer = sy.weigh("CHN", "USA", of="hs:8542", years=(2018, 2020), store=own)
    assert answer.column("imports") == [70, 70, None]
    write(
        tmp_path,
        [*some, *(imports("USA", year, 3) for year in ("2018", "2019", "2020"))],
        dataset="proved",
        assembly="piecewise",
    )
    answer = sy.weigh("CHN", "USA", of="hs:8542", years=(2018, 2020), store=Store(tmp_path))
    assert answer.column("imports") == [3, 3, 3]


def test_codes_that_only_one_edition_has_are_told_and_not_named(tmp_path: Path) -> None:
    flows = [
        chip("851712", "2021", 900),
        chip("854231", "2021", 50),
        chip("851713", "2022", 950, edition="2022"),
        chip("854231", "2022", 70, edition="2022"),
    ]
    own = store(tmp_path, flows, absent="nil")
    answer = ask(own, "CHN", "USA", of="hs:85", within="hs6", measure="imports", years=(2021, 2022))
    assert parts(answer)["851713", "change"] == 950
    told = {note.code: note.text for note in answer.notes}
    assert "HS 2017" in told["codes-changed"]
    assert "1 code with 0.0 million" in told["codes-changed"]
    assert "851713" not in told["in-words"]
    assert "854231" in told["in-words"]


def test_codes_of_one_edition_change_nothing(tmp_path: Path) -> None:
    flows = [chip("851712", "2019", 900), chip("854231", "2019", 50), chip("854231", "2020", 70)]
    own = store(tmp_path, flows, absent="nil")
    answer = ask(own, "CHN", "USA", of="hs:85", within="hs6", measure="imports", years=(2019, 2020))
    assert not [note for note in answer.notes if note.code == "codes-changed"]
