"""The card of a country: every component with its year, gaps in words, intervals, the ledger."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.report import chart as pictures
from steelyard.report.chart_position_data import SECTIONS, card_of
from steelyard.report.chart_style import DEFICIT, SURPLUS
from steelyard.report.table import sources
from steelyard.terms.answer import Answer, Column, Gap, Row

B = 10**9
MINUS = "\N{MINUS SIGN}"
BAND = "#efefef"
NAMES = ("component", "value", "unit", "low", "high", "period", "definition", "of", "dataset")
NUMBERS = {"value", "low", "high"}
COLUMNS = tuple(Column(n, "number" if n in NUMBERS else "string") for n in NAMES)
LOCATED, OWNED = "located: in the country, by value", "owned: domestically owned, by value"
few = settings(derandomize=True, database=None, deadline=None, max_examples=40)


def made(rows: Sequence[Row], *gaps: Gap, years: Sequence[str] = ()) -> Answer:
    question = {"country": "CHN", "of": "goods", "years": list(years), "market": "", "on": "gdp"}
    return Answer("rate", "0", question, COLUMNS, tuple(rows), gaps=gaps)


def row(component: str, value: float | None, unit: str, year: str = "2021", **more: Any) -> Row:
    told = {"component": component, "value": value, "unit": unit or None, "period": year, **more}
    return tuple(told.get(name) for name in NAMES)


def rate(value: float | None, year: str, definition: str, **more: Any) -> Row:
    return row("self-sufficiency", value, "ratio", year, definition=definition, **more)


TRADE = [
    row("exports", 4 * B, "USD", definition="exports of goods"),
    row("imports", 5 * B, "USD", definition="imports of goods"),
    row("balance", -1 * B, "USD", definition="balance of goods"),
]
SUPPLIED = [
    row("largest-supplier", 0.5, "ratio", of="USA", definition="imports, as it reports them: X"),
    row("supplier", 0.2, "ratio", of="VNM", definition="imports, as it reports them: Y"),
    row("effective-suppliers", 3.0, "suppliers", low=2.5, high=3.5, definition="imports"),
]
LEDGER = [
    row("production", 2 * B, "USD", definition=LOCATED),
    row("imports", 7 * B, "USD", definition=LOCATED),
    rate(0.2, "2021", LOCATED, low=0.15, high=0.25),
    row("path", 0.46, "ratio", definition=LOCATED),
    row("behind-path", -0.26, "ratio", definition=LOCATED),
    rate(None, "", "owned"),
    row("target", 0.4, "ratio", "2020", definition="target"),
    row("target", 0.7, "ratio", "2025", definition="target"),
]
LAG = [row("lag", 20.0, "years", low=17.0, high=25.0, of="USA", definition="lag on gdp")]
ADVANTAGE = [
    row("market-share", 0.12, "ratio", definition="exports of 30 countries"),
    row("comparative-advantage", 2.5, "index", definition="goods of 30 countries"),
    row("symmetric-advantage", 0.4, "index", definition="goods of 30 countries"),
]
CONTROLS = row("control-exposure", None, "", "")
GAPS = (
    Gap("control-exposure", "no registry is held", "none"),
    Gap("self-sufficiency, owned", "nobody counted them", "ask"),
)
CARD = made([*ADVANTAGE, *TRADE, *SUPPLIED, *LEDGER, CONTROLS, *LAG], *GAPS)
YEARS = made(
    [
        row("exports", value, "USD", year, definition="exports of goods")
        for year, value in (("2018", 1 * B), ("2019", 2 * B), ("2020", None), ("2021", 0))
    ],
    years=("2018", "2022"),
)
EMPTY = made([row("exports", None, "USD", definition="exports"), CONTROLS], GAPS[0])
HOSTILE = made(
    [
        row("</script><b>\x00", 1.0, "\x1b<i>", "20\x0021", definition="'\"\\ \uffff</script>"),
        row("exports", 2.0, "USD", "\x1b", definition="<b>"),
        row("supplier", 0.5, "ratio", of="no\x00where", definition="<b>"),
        rate(0.5, "\x00", "\x1b<b>: x"),
        rate(0.6, "2020", "\x1b<b>: x"),
        CONTROLS,
    ],
    Gap("control-exposure", "\x00<b>\uffff", ""),
)
SHAPES = {"card": CARD, "years": YEARS, "empty": EMPTY, "hostile": HOSTILE}


def spec(answer: Answer) -> dict[str, Any]:
    return pictures.specification(answer)


def panel(answer: Answer, heading: str) -> dict[str, Any]:
    found = [p for p in spec(answer)["vconcat"][:-1] if p["title"]["text"] == heading]
    assert len(found) == 1
    return found[0]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from inside(part)


def marks(part: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the records of the marks of a kind."""
    layers = [p for p in inside(part) if p.get("mark", {}).get("type") == kind]
    return [record for layer in layers for record in layer["data"]["values"]]


def said(part: dict[str, Any]) -> str:
    return " ".join(p["text"] for p in inside(part) if isinstance(p.get("text"), str)).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def foot(answer: Answer) -> str:
    return " ".join(line["line"] for line in spec(answer)["vconcat"][-1]["data"]["values"])


# --- what stands on a card --------------------------------------------------------------------


def test_sections_stand_in_one_order_and_there_is_no_score() -> None:
    titles = [p["title"]["text"] for p in spec(CARD)["vconcat"][:-1]]
    assert titles == [s for s in SECTIONS if s in titles]
    assert len(titles) == 6
    assert "there is no total score; 2 without data" in " ".join(spec(CARD)["title"]["subtitle"])


def test_every_component_is_on_the_card_with_its_year_and_definition() -> None:
    text = " ".join(said(p) for p in spec(CARD)["vconcat"][:-1])
    for words in ("2021: exports of goods", "2021: lag on gdp", "2021: goods of 30 countries"):
        assert words in text
    for figure in ("4.0 billion USD", f"{MINUS}1.0 billion USD", "12.0 %", "2.50", "0.40"):
        assert figure in text
    for figure in ("50.0 %", "3.00 (2.50 to 3.50)", "20.0 years (17.0 to 25.0)"):
        assert figure in text


def test_a_component_of_no_known_section_is_kept() -> None:
    shown = made([row("new-thing", 3.0, "points")])
    assert "New thing" in said(panel(shown, "Further components"))


def test_a_gap_is_words_and_has_no_mark() -> None:
    part = panel(CARD, "Exposure to export controls")
    assert "no data: no registry is held" in said(part)
    assert not marks(part, "rect")
    assert not marks(part, "point")
    assert "no data: the answer does not say why" in said(panel(EMPTY, "Trade with the world"))


def test_bars_hang_on_zero_and_a_deficit_has_its_colour() -> None:
    exports, imports, balance = marks(panel(CARD, "Trade with the world"), "rect")
    assert exports["x"] == imports["x"] == balance["x2"]
    assert (exports["colour"], balance["colour"]) == (SURPLUS, DEFICIT)
    long = [one["x2"] - one["x"] for one in (exports, imports, balance)]
    assert [size / long[2] for size in long] == pytest.approx([4, 5, 1], rel=0.01)


def test_zero_is_a_value() -> None:
    shown = made([row("exports", 0, "USD", definition="exports")])
    (bar,) = marks(panel(shown, "Trade with the world"), "rect")
    assert bar["value"] == 0
    assert "0.0 USD" in said(panel(shown, "Trade with the world"))


def test_suppliers_stand_by_share_on_a_scale_to_the_whole() -> None:
    rows = [SUPPLIED[2], SUPPLIED[1], SUPPLIED[0]]
    part = panel(made(rows), "Dependence on suppliers")
    bars = [one for one in marks(part, "rect") if one["colour"] != BAND]
    assert [one["value"] for one in bars] == [50.0, 20.0]
    whole = [one for one in marks(part, "rect") if one["colour"] == BAND]
    assert (bars[0]["x2"] - bars[0]["x"]) / (whole[0]["x2"] - whole[0]["x"]) == pytest.approx(0.5)
    assert "United States (USA)" in said(part)


def test_an_interval_is_a_line_around_its_dot() -> None:
    part = panel(CARD, "Years behind")
    (dot,) = marks(part, "point")
    thick = max(marks(part, "rule"), key=lambda rule: rule["wide"])
    assert thick["x"] < dot["x"] < thick["x2"]
    assert (dot["value"], dot["low"], dot["high"]) == (20.0, 17.0, 25.0)


# --- years ------------------------------------------------------------------------------------


def test_several_years_are_a_line_with_a_band_where_a_figure_is_missing() -> None:
    part = panel(YEARS, "Trade with the world")
    assert [(d["period"], d["value"]) for d in marks(part, "point")] == [
        ("2018", 1.0),
        ("2019", 2.0),
        ("2021", 0.0),
    ]
    assert len([one for one in marks(part, "rect") if one["colour"] == BAND]) == 2
    joined = [r for r in marks(part, "rule") if r["colour"] == SURPLUS]
    assert len(joined) == 1
    assert "which is not zero" in foot(YEARS)
    assert "2018 to 2021: exports of goods" in said(part)
    assert "0.0 billion USD in 2021" in said(part)


def test_a_count_of_countries_that_changes_does_not_part_a_line() -> None:
    rows = [
        row("market-share", 0.1, "ratio", "2020", definition="exports of 29 countries"),
        row("market-share", 0.2, "ratio", "2021", definition="exports of 30 countries"),
    ]
    (held,) = card_of(made(rows))["Share and advantage"]
    assert held.held == ["2020", "2021"]


def test_a_figure_of_no_year_beside_one_of_a_year_is_drawn() -> None:
    rows = [row("exports", 1.0, "USD", year, definition="e") for year in ("", "2020")]
    dots = marks(panel(made(rows, years=("2020", "2021")), "Trade with the world"), "point")
    assert [d["value"] for d in dots] == [1.0, 1.0]


# --- the ledger -------------------------------------------------------------------------------


def test_the_ledger_tells_each_definition_with_path_and_amounts() -> None:
    text = said(panel(CARD, "Self-sufficiency"))
    assert "Located: 20.0 % in 2021" in text
    assert "between 15.00 and 25.00 %" in text
    assert "26.0 points behind the path (46.0 %)" in text
    assert "production 2.0 billion USD, imports 7.0 billion USD" in text
    assert "no data: nobody counted them" in text
    assert "target 40.0 % target 70.0 %" in text


def test_imports_of_the_ledger_are_not_those_of_trade() -> None:
    assert "7.0 billion" not in said(panel(CARD, "Trade with the world"))


def test_rates_path_and_targets_stand_over_their_years() -> None:
    dots = marks(panel(CARD, "Self-sufficiency"), "point")
    told = {d["period"]: d for d in dots if "period" in d}
    assert set(told) == {"2020", "2021", "2025"}
    assert told["2020"]["x"] < told["2021"]["x"] < told["2025"]["x"]
    assert told["2025"]["y"] < told["2020"]["y"] < told["2021"]["y"]
    assert {told["2020"]["shape"], told["2025"]["shape"]} == {"diamond"}
    dotted = [r for r in marks(panel(CARD, "Self-sufficiency"), "rule") if r["dashed"]]
    assert [(r["x"], r["x2"]) for r in dotted] == [(told["2021"]["x"], told["2025"]["x"])]


# --- the paper --------------------------------------------------------------------------------


amounts = st.none() | st.integers(-(10**14), 10**14)


@given(st.lists(amounts, min_size=1, max_size=4), st.lists(amounts, min_size=1, max_size=6))
@few
def test_every_mark_is_on_the_paper(one: list[float | None], many: list[float | None]) -> None:
    rows = [row("exports", v, "USD", definition=f"of {'x' * n}") for n, v in enumerate(one)]
    rows += [row("imports", v, "USD", str(2000 + n), definition="of y") for n, v in enumerate(many)]
    part = panel(made(rows), "Trade with the world")
    for kind in ("rect", "point"):
        for mark in marks(part, kind):
            across = [mark[name] for name in ("x", "x2") if name in mark]
            assert all(300 <= x <= part["width"] for x in across)
            assert 0 <= mark["y"] <= part["height"]


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_sound_vega_lite_png_and_svg(shape: str) -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    shown = SHAPES[shape]
    png, svg = pictures.to_png(shown), pictures.to_svg(shown)
    width, height = struct.unpack(">II", png[16:24])
    assert 1400 < width < 2400
    assert 200 < height < 3000
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  (made here)
    assert (png, svg) == (pictures.to_png(shown), pictures.to_svg(shown))


@pytest.mark.parametrize("shape", SHAPES)
def test_altair_accepts_the_specification(shape: str) -> None:
    altair = pytest.importorskip("altair", reason="the extra charts is not installed")
    assert isinstance(pictures.chart(SHAPES[shape]), altair.VConcatChart)


def test_the_page_cannot_be_broken_out_of() -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    page = pictures.to_html(HOSTILE).decode("utf-8")
    assert page.count("</script>") == 2
    assert not re.search("<b>|<i>|\x1b|\x00", page)


def test_of_a_real_answer_no_component_is_lost() -> None:
    shown = sy.rate("CHN", of="hs:8542", against="USA", on="gdp")
    held = [
        point.value
        for rows in card_of(shown).values()
        for one in rows
        for point in one.points.values()
    ]
    assert len(held) == len(shown.rows)
    assert sum(value is None for value in held) == shown.column("value").count(None)
    assert all(line in foot(shown) for line in sources(shown))
