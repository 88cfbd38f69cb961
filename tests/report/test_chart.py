"""Pictures: what the specification draws, that missing is a gap, and that files are whole."""

from __future__ import annotations

import re
import struct
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

import steelyard as sy
from steelyard.report import chart as pictures
from steelyard.report.chart_data import amount
from steelyard.report.chart_style import COLOURS, DEFICIT, SURPLUS
from steelyard.report.table import sources
from steelyard.report.title import title
from steelyard.terms.answer import Answer, Column, Row
from steelyard.terms.errors import BadOption, MissingExtra

B = 10**9
QUESTION = {
    "reporter": "USA",
    "partner": "CHN",
    "of": "goods",
    "periods": ["2018", "2023"],
    "freq": "A",
    "cumulate": False,
    "partial": False,
    "definition": {"account": "customs", "adjustment": "none", "currency": "USD"},
}
MONEY = (
    Column("exports", "number", "USD", {"valuation": "FAS", "scope": "total"}),
    Column("imports", "number", "USD", {"valuation": "CIF", "basis": "general"}),
    Column("balance", "number", "USD"),
)
PARTNER = tuple(
    Column(f"partner_{name}", "number", "USD") for name in ("exports", "imports", "balance")
)


def answer(rows: Sequence[Row], *more: Column, **question: object) -> Answer:
    columns = (Column("period"), *MONEY, *more)
    return Answer("weigh", "0", {**QUESTION, **question}, columns, tuple(rows))


def row(period: str, exports: float | None, imports: float | None) -> Row:
    known = exports is not None and imports is not None
    return (period, exports, imports, exports - imports if known else None)  # type: ignore[operator]


YEARS = answer(
    [
        row("2018", 3 * B, 5 * B),
        row("2019", 4 * B, 2 * B),
        row("2020", None, None),
        row("2021", 6 * B, 7 * B),
        row("2022", None, 8 * B),
        row("2023", 0, 9 * B),
    ]
)


@pytest.fixture(scope="module")
def real() -> Answer:
    return sy.weigh("USA", "WLD", of="atp", years="1985:2024")


def parts(spec: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a specification."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from parts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from parts(value)


def records(spec: dict[str, Any], panel: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["vconcat"][panel]["data"]["values"]
    return found


def marks(spec: Any) -> set[str]:
    return {part["mark"]["type"] for part in parts(spec) if isinstance(part.get("mark"), dict)}


def texts(spec: Any) -> list[str]:
    """Return every text that the picture shows from its data."""
    keys = ("text", "word", "line", "name")
    return [str(p[key]) for p in parts(spec) for key in keys if isinstance(p.get(key), str)]


# --- over time ---------------------------------------------------------------------------------


def test_exports_and_imports_are_lines_above_bars_of_the_balance() -> None:
    trade, balance, _ = pictures.specification(YEARS)["vconcat"]
    assert "line" in marks(trade)
    assert "bar" not in marks(trade)
    assert "bar" in marks(balance)
    assert "line" not in marks(balance)
    assert {r["figure"] for r in trade["data"]["values"]} == {"Exports", "Imports"}
    assert {r["figure"] for r in balance["data"]["values"]} == {"Balance"}


def test_the_panels_share_their_axis_of_time() -> None:
    trade, balance, _ = pictures.specification(YEARS)["vconcat"]
    assert trade["width"] == balance["width"]
    axes = [panel["encoding"]["x"] for panel in (trade, balance)]
    assert axes[0]["scale"] == axes[1]["scale"]
    assert axes[0]["scale"]["type"] == "utc"
    assert [axis["axis"]["labels"] for axis in axes] == [False, True]


def test_amounts_are_those_of_the_answer_in_the_unit_of_the_subtitle() -> None:
    spec = pictures.specification(YEARS)
    found = [r["value"] for r in records(spec, 0) if r["figure"] == "Imports"]
    assert found == [5, 2, None, 7, 8, 9]
    assert spec["title"]["subtitle"][0].startswith("Billion USD; ")


def test_missing_is_null_and_parts_the_line_and_zero_is_drawn() -> None:
    found = [r for r in records(pictures.specification(YEARS), 0) if r["figure"] == "Exports"]
    assert [r["value"] for r in found] == [3, 4, None, 6, None, 0]
    stretches = [r["stretch"] for r in found]
    assert [r["stretch"] is None for r in found] == [r["value"] is None for r in found]
    assert stretches[0] == stretches[1]
    assert len({s for s in stretches if s is not None}) == 3
    assert [r["point"] for r in found] == [r["value"] is not None for r in found]


def test_a_line_is_cut_at_each_stretch_and_never_bridges_a_null() -> None:
    spec = pictures.specification(YEARS)
    lines = [
        p for p in parts(spec) if isinstance(p.get("mark"), dict) and p["mark"]["type"] == "line"
    ]
    assert lines
    assert all(line["encoding"]["detail"]["field"] == "stretch" for line in lines)
    assert all(line["mark"]["invalid"] == "filter" for line in lines)
    assert not any("impute" in part for part in parts(spec))


def test_a_gap_is_hatched_named_and_listed() -> None:
    shown = texts(pictures.specification(YEARS))
    assert shown.count("missing") == 2  # with a halo below it
    assert "exports missing" in shown
    assert "Hatched: missing, which is not zero: 2020, 2022." in shown


def test_nothing_is_hatched_when_nothing_is_missing() -> None:
    whole = replace(YEARS, rows=tuple(row(str(y), y * B, 2 * y * B) for y in range(2001, 2006)))
    shown = texts(pictures.specification(whole))
    assert not [text for text in shown if "issing" in text]


def test_labels_stand_at_the_lines_and_there_is_no_legend() -> None:
    spec = pictures.specification(YEARS)
    shown = texts(spec)
    assert {"Exports 0.0", "Imports 9.0", "Balance \N{MINUS SIGN}9.0"} <= set(shown)
    channels = [p[c] for p in parts(spec) for c in ("color", "shape", "strokeDash") if c in p]
    assert not [c for c in channels if isinstance(c, dict) and "field" in c]


def test_a_label_of_an_earlier_period_says_which() -> None:
    ended = replace(YEARS, rows=(*YEARS.rows[:2], row("2020", None, None)))
    assert "Exports 4.0 (2019)" in texts(pictures.specification(ended))


def test_the_lines_differ_without_colour() -> None:
    spec = pictures.specification(YEARS)
    looks = [p["mark"] for p in parts(spec) if isinstance(p.get("mark"), dict)]
    lines = [look for look in looks if look["type"] == "line"]
    assert len({tuple(look["strokeDash"]) for look in lines}) == len(lines)
    points = [look for look in looks if look["type"] == "point"]
    assert len({(look["shape"], look["fill"] == "white") for look in points}) == len(points)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts_ = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts_]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_inks_differ_in_lightness_and_labels_can_be_read() -> None:
    def contrast(one: str, two: str) -> float:
        low, high = sorted((luminance(one), luminance(two)))
        return (high + 0.05) / (low + 0.05)

    assert contrast(COLOURS["exports"], COLOURS["imports"]) > 2
    assert contrast(SURPLUS, DEFICIT) > 3
    assert all(contrast(ink, "#ffffff") >= 4.5 for ink in COLOURS.values())


# --- words -------------------------------------------------------------------------------------


def test_title_and_sources_are_those_of_the_table(real: Answer) -> None:
    spec = pictures.specification(real)
    assert " ".join(spec["title"]["text"]) == title(real)
    shown = " ".join(texts(spec["vconcat"][-1]))
    assert all(line in shown for line in sources(real))
    assert real.evidence[0].release in shown


def test_the_subtitle_states_unit_valuation_and_basis(real: Answer) -> None:
    told = " ".join(pictures.specification(real)["title"]["subtitle"])
    for words in ("Billion USD", "FAS", "customs value", "general imports", "not seasonally"):
        assert words in told


def test_other_definitions_have_other_words() -> None:
    definition = {"account": "bop", "adjustment": "seasonal"}
    told = " ".join(
        pictures.specification(replace(YEARS, question={**QUESTION, "definition": definition}))[
            "title"
        ]["subtitle"]
    )
    assert "(CIF)" in told
    assert "balance-of-payments basis; seasonally adjusted" in told


def test_the_other_sides_valuation_is_told_apart() -> None:
    columns = list(both_sides().columns)
    columns[4] = replace(PARTNER[0], about={"basis": "general", "valuation": "CIF"})
    spec = pictures.specification(replace(both_sides(), columns=tuple(columns)))
    told = " ".join(spec["title"]["subtitle"])
    assert "exports as CHN reports: general imports with cost, insurance and freight" in told
    assert "imports as CHN reports" not in told


@pytest.mark.parametrize(
    ("size", "unit"),
    [(2e13, "Trillion USD"), (3e9, "Billion USD"), (4e6, "Million USD"), (2e4, "Thousand USD")],
)
def test_the_unit_follows_the_largest_amount(size: float, unit: str) -> None:
    small = answer([row(str(year), size, size / 2) for year in range(2001, 2005)])
    assert pictures.specification(small)["title"]["subtitle"][0].startswith(f"{unit}; ")


def test_long_names_wrap() -> None:
    shown = replace(YEARS, question={**QUESTION, "partner": "EU27_2020", "cumulate": True})
    lines = pictures.specification(shown)["title"]["text"]
    assert len(lines) > 1
    assert max(map(len, lines)) < 90
    assert " ".join(lines) == title(shown)


def test_amounts_of_labels_are_never_nil_unless_they_are() -> None:
    assert [amount(v) for v in (0, 0.004, -1234.56, 0.05)] == [
        "0.0",
        "0.004",
        "\N{MINUS SIGN}1,234.6",
        "0.1",
    ]


# --- one period, groups, the other side --------------------------------------------------------


def test_one_period_is_bars_that_begin_at_zero() -> None:
    spec = pictures.specification(replace(YEARS, rows=YEARS.rows[:1]))
    assert marks(spec) == {"bar", "rule", "text"}
    found = records(spec, 0)
    assert [(r["group"], r["value"]) for r in found] == [
        ("Exports", 3),
        ("Imports", 5),
        ("Balance", -2),
    ]
    assert spec["title"]["subtitle"][0].startswith("2018; billion USD")


def test_one_missing_period_says_so() -> None:
    spec = pictures.specification(replace(YEARS, rows=YEARS.rows[2:3]))
    assert [(r["value"], r["text"]) for r in records(spec, 0)] == [(None, "missing")] * 3
    assert "Missing, which is not zero: 2020." in texts(spec)


def grouped() -> Answer:
    rows = [
        ("2021", "Aerospace", 9 * B, 9 * B, 0),
        ("2021", "Weapons", 1 * B, 1 * B, 0),
        ("2022", "Weapons", None, 1 * B, None),
        ("2022", "Information and communications technology", 2 * B, 30 * B, -28 * B),
        ("2022", "Aerospace", 20 * B, 5 * B, 15 * B),
        ("2023", "Aerospace", None, None, None),
    ]
    return replace(YEARS, columns=(Column("period"), Column("group"), *MONEY), rows=tuple(rows))


def test_groups_are_bars_of_the_newest_period_held_largest_first() -> None:
    spec = pictures.specification(grouped())
    trade, balance = spec["vconcat"][0]["hconcat"]
    assert spec["title"]["subtitle"][0].startswith("2022; ")
    order = list(dict.fromkeys(r["group"] for r in trade["data"]["values"]))
    assert order == ["Information and communications technology", "Aerospace", "Weapons"]
    assert [r["value"] for r in trade["data"]["values"]] == [2, 30, 20, 5, None, 1]
    assert [r["value"] for r in balance["data"]["values"]] == [-28, 15, None]
    assert "Missing, which is not zero: 2023." in texts(spec)


def test_the_bars_of_a_group_stand_side_by_side_and_its_balance_beside_them() -> None:
    trade, balance = pictures.specification(grouped())["vconcat"][0]["hconcat"]
    assert trade["height"] == balance["height"]
    bars = trade["data"]["values"]
    assert all(one["bottom"] <= two["top"] for one, two in pairwise(bars))
    for place, row_ in enumerate(balance["data"]["values"]):
        pair = bars[2 * place : 2 * place + 2]
        assert pair[0]["top"] < row_["middle"] < pair[1]["bottom"]


def both_sides() -> Answer:
    rows = tuple(
        (*r, *(None if v is None else v * 1.1 for v in r[1:]))  # type: ignore[operator]
        for r in YEARS.rows[:-1]
    )
    return replace(
        YEARS, columns=(*YEARS.columns, *PARTNER), rows=(*rows, (*YEARS.rows[-1], *[None] * 3))
    )


def test_the_other_sides_report_is_a_thinner_dashed_pair_with_its_own_labels() -> None:
    spec = pictures.specification(both_sides())
    lines = {
        part["transform"][0]["filter"]: part["mark"]
        for part in parts(spec)
        if isinstance(part.get("mark"), dict) and part["mark"]["type"] == "line"
    }
    own = next(look for test, look in lines.items() if '"Exports"' in test)
    other = next(look for test, look in lines.items() if '"Exports, as CHN reports"' in test)
    assert other["strokeWidth"] < own["strokeWidth"]
    assert other["strokeDash"] != own["strokeDash"]
    assert other["color"] == own["color"]
    assert "Imports 8.8 (2022)\nas CHN reports" in texts(spec)
    assert any("Balance, as CHN reports" in test for test in lines)
    assert "Missing in the partner's report: 2020, 2022 to 2023." in texts(spec)


def test_the_two_reports_of_one_period_stand_side_by_side() -> None:
    shown = both_sides()
    found = records(pictures.specification(replace(shown, rows=shown.rows[:1])), 0)
    assert [r["group"] for r in found][:3] == ["Exports", "Exports, as CHN reports", "Imports"]


XML_NAMES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


# --- files -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def converter() -> Any:
    return pytest.importorskip("vl_convert", reason="the extra charts is not installed")


SHAPES = {
    "years": YEARS,
    "one period": replace(YEARS, rows=YEARS.rows[:1]),
    "all missing": replace(YEARS, rows=(row("2020", None, None), row("2021", None, None))),
    "groups": grouped(),
    "both sides": both_sides(),
    "markup": replace(
        grouped(), rows=(("2022", "</script><b>'\"\\ & \x1b\uffff\x00", 2 * B, 3 * B, -1 * B),)
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_sound_vega_lite_png_and_svg(converter: Any, shape: str) -> None:
    shown = SHAPES[shape]
    png, svg = pictures.to_png(shown), pictures.to_svg(shown)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 1000 < width < 2400
    assert 200 < height < 2400
    root = ET.fromstring(svg)  # noqa: S314  (made here)
    assert root.tag.endswith("svg")
    assert (png, svg) == (pictures.to_png(shown), pictures.to_svg(shown))


@pytest.mark.parametrize("shape", SHAPES)
def test_altair_accepts_the_specification(shape: str) -> None:
    altair = pytest.importorskip("altair", reason="the extra charts is not installed")
    made = pictures.chart(SHAPES[shape])
    assert isinstance(made, altair.VConcatChart)
    assert made.to_dict()["title"]["text"] == pictures.specification(SHAPES[shape])["title"]["text"]


def test_the_svg_shows_the_labels(converter: Any, real: Answer) -> None:
    shown = " ".join(ET.fromstring(pictures.to_svg(real)).itertext())  # noqa: S314
    assert "Imports 634.6 (2022)" in shown
    assert "missing" in shown
    assert title(real) in shown


def test_the_page_loads_nothing_and_cannot_be_broken_out_of(converter: Any) -> None:
    page = pictures.to_html(SHAPES["markup"]).decode("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    bare = re.sub(r"(<script[^>]*>).*?</script>", r"\1", page, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)\s*=|@import|url\(|<link|<iframe|<img", bare)
    assert set(re.findall(r"https?://[^\s\"]+", bare)) <= XML_NAMES
    assert page.count("</script>") == 2
    assert "<b>" not in page
    assert "\x1b" not in page
    assert page == pictures.to_html(SHAPES["markup"]).decode("utf-8")


@pytest.mark.parametrize("name", ["chart", "to_png", "to_svg", "to_html"])
def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for part in ("altair", "vl_convert"):
        monkeypatch.setitem(sys.modules, part, None)
    with pytest.raises(MissingExtra) as caught:
        getattr(pictures, name)(YEARS)
    assert "steelyard[charts]" in caught.value.remedy


@pytest.mark.parametrize("name", ["chart", "to_png", "to_svg", "to_html", "specification"])
def test_other_verbs_and_empty_answers_have_no_picture(name: str) -> None:
    for shown in (replace(YEARS, verb="holdings"), replace(YEARS, rows=())):
        with pytest.raises(BadOption, match="picture"):
            getattr(pictures, name)(shown)
