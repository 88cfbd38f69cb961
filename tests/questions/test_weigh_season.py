"""The season taken out here: near the publisher's own, never silently, only where it can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_answers import ask, bundled
from own_stores import exports, store

import steelyard as sy
from steelyard.terms.errors import BadOption

pytest.importorskip("statsmodels", reason="the extra season is not installed")
SPAN = ("2015-01", "2018-12")


@pytest.mark.parametrize("method", ["x13", "stl"])
def test_it_is_near_the_publishers_own_adjustment(method: str) -> None:
    theirs = ask("USA", "WLD", periods=SPAN, settings={"adjustment": "seasonal"})
    ours = ask("USA", "WLD", periods=SPAN, settings={"adjustment": method})
    plain = ask("USA", "WLD", periods=SPAN)
    for column in ("exports", "imports"):
        told = theirs.column(column)
        off, raw = (
            sum(abs(a / b - 1) for a, b in zip(one.column(column), told, strict=True)) / len(told)
            for one in (ours, plain)
        )
        assert off < 0.02
        assert off < raw / 2


def test_the_answer_says_who_took_it_out() -> None:
    answer = ask("USA", "WLD", periods=SPAN, settings={"adjustment": "stl"})
    notes = [note.text for note in answer.notes if note.code == "season-taken-out"]
    assert notes
    assert all("no publisher's figures" in text for text in notes)


def test_years_have_no_season(tmp_path: Path) -> None:
    own = store(tmp_path, [exports("USA", str(year), year) for year in range(2010, 2020)])
    told = {"adjustment": "stl", "release": "2021-01-15"}
    answer = sy.weigh("CHN", "USA", years=(2015, 2016), settings=told, store=own)
    assert answer.column("exports") == [None, None]
    assert any("no season" in gap.why for gap in answer.gaps)


def test_parts_of_a_change_keep_their_season() -> None:
    with pytest.raises(BadOption, match="season"):
        sy.explain(
            "USA",
            "WLD",
            by="partner",
            periods=SPAN,
            settings={"adjustment": "stl"},
            store=bundled(),
        )


def test_a_change_by_flow_adds_up_without_its_season() -> None:
    answer = sy.explain(
        "USA", "WLD", by="flow", periods=SPAN, settings={"adjustment": "stl"}, store=bundled()
    )
    change = answer.table("total").rows[0][5]
    assert sum(answer.column("contribution")) == pytest.approx(change, rel=1e-9)
