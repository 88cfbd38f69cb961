"""The picture of an index: bars of a year, lines of years, references, missing, left out."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.report import chart as pictures
from steelyard.report.chart_index_numbers import decimals, label
from steelyard.report.chart_style import DEFICIT, SURPLUS, WIDTH
from steelyard.report.table import sources
from steelyard.terms.answer import Answer, Column, Gap, Row

MINUS = "\N{MINUS SIGN}"
NUMBERS = ("value", "low", "high")
NAMES = (
    *("index", "country", "partner", "product", "period", "value", "unit"),
    *("rank", "low", "high", "kind", "product_name"),
)
COLUMNS = tuple(Column(name, "number" if name in NUMBERS else "string") for name in NAMES)
QUESTION = {
    "country": "CHN",
    "partner": "",
    "of": "goods",
    "years": ["2020", "2020"],
    "market": "USA",
    "definition": {},
}
few = settings(derandomize=True, database=None, deadline=None, max_examples=50)


def made(index: str, rows: Sequence[Row], *years: str, **question: object) -> Answer:
    asked = {**QUESTION, "index": index, "years": list(years or ("2020", "2020")), **question}
    return Answer("index", "0", asked, COLUMNS, tuple(rows))


def row(value: float | None, year: str = "2020", **of: Any) -> Row:
    told = {"country": "CHN", "unit": "ratio", **of, "period": year, "value": value}
    return tuple(told.get(name) for name in NAMES)


def goods(values: Sequence[float | None], year: str = "2020") -> list[Row]:
    return [
        row(v, year, product=f"{n:03}", product_name=f"Thing {n}") for n, v in enumerate(values)
    ]


BALASSA = made("balassa", goods([3.0, 1.0, 0.4, 0.0, None]))
NEGATIVE = made("eci", [row(2.0, country="VNM"), row(-1.0, country="USA")], country="")
SUPPLIERS = made(
    "supplier-shares", [row(0.4, partner="VNM"), row(1e-9, partner="MEX")], country="CHN"
)
OVERLAP = made(
    "grubel-lloyd",
    [row(0.3, partner="USA"), *[row(0.5, partner="USA", product="1", product_name="Ore")]],
    partner="USA",
    market="",
)
KINDS = made(
    "intra-industry-kinds",
    [
        row(0.7, partner="USA", kind="one-way"),
        row(0.3, partner="USA", kind="two-way"),
        row(0.2, partner="USA", product="1", product_name="Ore", kind="one-way"),
    ],
    partner="USA",
    market="",
)
BOUNDED = made(
    "effective-suppliers",
    [row(4.0, "2018", low=3.5, high=4.0), row(None, "2020"), row(5.0, "2021", low=4.0, high=5.5)],
    "2018",
    "2022",
    market="",
)
SMALL = made(
    "balassa",
    [r for y in ("2019", "2020", "2021") for r in goods([1.0, None if y == "2020" else 2.0], y)],
    "2019",
    "2021",
)
MANY = made("balassa", goods([9.0 - n / 10 for n in range(40)] + [None]))
HOSTILE = made(
    "balassa\x00",
    [
        row(1.0, product="<b>\x1b", product_name="</script>'\"\\ & \uffff\x00\x1b", unit="\x1b<i>"),
        row(2.0, country="no\x00where", product="2"),
    ],
)
SHAPES = {
    "balassa": BALASSA,
    "negative": NEGATIVE,
    "suppliers": SUPPLIERS,
    "overlap": OVERLAP,
    "kinds": KINDS,
    "bounded": BOUNDED,
    "small": SMALL,
    "many": MANY,
    "hostile": HOSTILE,
}


def spec(answer: Answer) -> dict[str, Any]:
    return pictures.specification(answer)


def records(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec(answer)["vconcat"][0]["data"]["values"]
    return found


def grid(answer: Answer) -> list[dict[str, Any]]:
    """Return the small panels in the order of reading."""
    return [panel for part in spec(answer)["vconcat"][:-1] for panel in part["hconcat"]]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from inside(part)


def foot(answer: Answer) -> str:
    return " ".join(line["line"] for line in spec(answer)["vconcat"][-1]["data"]["values"])


def subtitle(answer: Answer) -> str:
    return " ".join(spec(answer)["title"]["subtitle"])


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- bars -------------------------------------------------------------------------------------


def test_bars_stand_in_the_order_of_the_answer_with_names_codes_and_values() -> None:
    found = [(plain(r["name"]), r["value"], r["text"]) for r in records(BALASSA)]
    assert found[0] == ("Thing 0 (000)", 3.0, "3.00")
    assert [value for _, value, _ in found] == [3.0, 1.0, 0.4, 0.0, None]
    assert all(one["bottom"] < two["top"] for one, two in pairwise(records(BALASSA)))


def test_a_missing_value_has_no_bar_and_zero_has_a_value() -> None:
    nil, missing = records(BALASSA)[3:]
    assert (nil["value"], nil["text"]) == (0.0, "0.00")
    assert (missing["value"], missing["text"]) == (None, "missing")
    bars = [p for p in spec(BALASSA)["vconcat"][0]["layer"] if p["mark"]["type"] == "bar"]
    assert bars
    assert all("isValid(datum.value)" in bar["transform"][0]["filter"] for bar in bars)
    assert "Missing, which is not zero: Thing 4" in foot(BALASSA)


def test_colours_turn_at_the_reference_which_is_drawn() -> None:
    assert [r["fill"] for r in records(BALASSA)[:3]] == [SURPLUS, SURPLUS, DEFICIT]
    assert [r["fill"] for r in records(NEGATIVE)] == [SURPLUS, DEFICIT]
    dashed = [p for p in inside(spec(BALASSA)) if "strokeDash" in p.get("mark", {})]
    assert [p["data"]["values"][0]["value"] for p in dashed] == [1.0]
    assert "Blue: 1 or above, orange: below; dashed at 1" in subtitle(BALASSA)
    assert "line at 0: the mean of the countries" in subtitle(NEGATIVE)


def test_an_index_without_a_reference_has_one_colour_and_no_line() -> None:
    assert {r["fill"] for r in records(SUPPLIERS)} == {SURPLUS}
    assert not [p for p in inside(spec(SUPPLIERS)) if "strokeDash" in p.get("mark", {})]


def test_shares_are_per_cent_and_a_small_one_is_not_nil() -> None:
    assert [(plain(r["name"]), r["text"]) for r in records(SUPPLIERS)] == [
        ("Vietnam (VNM)", "40.0"),
        ("Mexico (MEX)", "<0.1"),
    ]
    assert "per cent of imports" in subtitle(SUPPLIERS)


def test_a_scale_from_0_to_1_is_whole_and_the_figure_of_all_products_is_named() -> None:
    low, high = spec(OVERLAP)["vconcat"][0]["encoding"]["x"]["scale"]["domain"]
    assert low == 0
    assert high >= 1
    assert [(plain(r["name"]), r["whole"]) for r in records(OVERLAP)] == [
        ("All products", True),
        ("Ore (1)", False),
    ]


def test_kinds_of_trade_are_told() -> None:
    names = [(plain(r["name"]), r["text"]) for r in records(KINDS)]
    assert names == [
        ("All products, one-way", "70.0"),
        ("All products, two-way", "30.0"),
        ("Ore (1)", "20.0, one-way"),
    ]


def test_bounds_are_whiskers_that_the_text_stands_beyond() -> None:
    shown = made("effective-suppliers", [row(4.0, low=3.0, high=5.0)], market="")
    whiskers = [
        p
        for p in spec(shown)["vconcat"][0]["layer"]
        if p["encoding"].get("x2") == {"field": "high"}
    ]
    assert whiskers
    assert records(shown)[0]["reach"] == 5.0
    assert "from the low to the high bound" in subtitle(shown)


def test_rows_beyond_25_are_left_out_and_counted() -> None:
    assert len(records(MANY)) == 25
    assert "Not drawn: 16 more, the smallest (1 of them missing)" in foot(MANY)
    assert "Not drawn" not in foot(BALASSA)


values = st.none() | st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-6)


@given(st.lists(values, min_size=1, max_size=8), st.sampled_from(["balassa", "eci", "michaely"]))
@few
def test_every_bar_and_every_text_is_on_the_paper(found: list[float | None], index: str) -> None:
    shown = made(index, goods(found))
    low, high = spec(shown)["vconcat"][0]["encoding"]["x"]["scale"]["domain"]
    assert low <= 0 <= high
    for r in records(shown):
        width = (len(r["text"]) * 6.7 + 12) * (-1 if r["reach"] < 0 else 1)
        for at, more in ((r["value"] or 0.0, 0.0), (r["reach"], width)):
            assert -1 <= (at - low) / (high - low) * WIDTH + more <= WIDTH + 1


# --- lines ------------------------------------------------------------------------------------


def test_one_row_of_several_years_is_a_line_that_ends_where_a_value_is_missing() -> None:
    found = records(BOUNDED)
    assert [r["period"] for r in found] == ["2018", "2019", "2020", "2021", "2022"]
    assert [r["value"] for r in found] == [4.0, None, None, 5.0, None]
    stretches = [r["stretch"] for r in found]
    assert [s is None for s in stretches] == [r["value"] is None for r in found]
    assert stretches[0] != stretches[3]
    line = next(p for p in inside(spec(BOUNDED)) if p.get("mark", {}).get("type") == "line")
    assert line["mark"]["invalid"] == "filter"
    assert line["encoding"]["detail"]["field"] == "stretch"


def test_missing_years_lie_under_a_band_and_are_told() -> None:
    bands = [p for p in inside(spec(BOUNDED)) if p.get("mark", {}).get("type") == "rect"]
    assert [len(band["data"]["values"]) for band in bands] == [2]
    assert "of 2019, 2020, 2022 there is none" in foot(BOUNDED)
    assert "which is not zero" in foot(BOUNDED)


def test_the_last_value_names_its_year_where_it_is_not_the_last() -> None:
    texts = [p["text"] for p in inside(spec(BOUNDED)) if isinstance(p.get("text"), str)]
    assert "5.00 (2021)" in texts


def test_several_rows_are_small_panels_of_one_scale_the_largest_first() -> None:
    panels = grid(SMALL)
    assert [plain(p["data"]["values"][0]["name"]) for p in panels] == [
        "Thing 1 (001)",
        "Thing 0 (000)",
    ]
    assert panels[0]["encoding"]["y"]["scale"] == panels[1]["encoding"]["y"]["scale"]
    assert [r["value"] for r in panels[0]["data"]["values"]] == [2.0, None, 2.0]


def test_a_row_cut_from_the_answer_is_no_missing_value() -> None:
    rows = [*goods([1.0, 2.0], "2019"), *goods([1.0], "2020")]
    first, second = grid(made("balassa", rows, "2019", "2020"))
    assert first["data"]["values"][0]["name"].startswith("Thing 0")
    assert [r["value"] for r in second["data"]["values"]] == [2.0, None]
    assert not [p for p in second["layer"] if p["mark"]["type"] == "rect"]


def test_panels_beyond_24_are_left_out_and_counted() -> None:
    rows = [r for y in ("2019", "2020") for r in goods([1.0] * 30, y)]
    shown = made("balassa", rows, "2019", "2020")
    assert len(grid(shown)) == 24
    assert "Not drawn: 6 more" in foot(shown)


# --- words ------------------------------------------------------------------------------------


def test_gaps_of_one_reason_are_one_line() -> None:
    gaps = tuple(Gap(f"x of {year}", "nobody told", "ask") for year in range(2000, 2005))
    assert "Gap: x of 2000, x of 2001 and 3 more: nobody told." in foot(replace(BALASSA, gaps=gaps))


def test_places_take_their_article() -> None:
    assert "on the market of the United States" in " ".join(spec(BALASSA)["title"]["text"])


def test_labels_are_even_and_never_nil_unless_nil() -> None:
    assert [label(v, 2) for v in (0.0, -0.0, 1.005, 0.001, -0.001, -2.0)] == [
        *("0.00", "0.00", "1.00", "<0.01", f">{MINUS}0.01", f"{MINUS}2.00"),
    ]
    assert (decimals([]), decimals([None, 5.0]), decimals([150.0]), decimals([5000.0])) == (
        *(2, 2, 1, 0),
    )


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_sound_vega_lite_png_and_svg(shape: str) -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    shown = SHAPES[shape]
    png, svg = pictures.to_png(shown), pictures.to_svg(shown)
    width, height = struct.unpack(">II", png[16:24])
    assert 700 < width < 2400
    assert 200 < height < 2600
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


def test_a_real_answer_is_drawn_whole_with_its_sources() -> None:
    shown = sy.index("supplier-shares", "USA", of="naics:334", years=2024)
    found = records(shown)
    told = [100 * value for value in shown.column("value")[:25] if isinstance(value, float)]
    assert [r["value"] for r in found] == pytest.approx(told)
    assert f"Not drawn: {len(shown.rows) - 25:,} more" in foot(shown)
    assert all(plain(line) in plain(foot(shown)) for line in sources(shown))
