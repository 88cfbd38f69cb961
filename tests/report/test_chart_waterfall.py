"""The picture of a change: bars that add up, missing parts, one scale, labels that fit."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.report import chart as pictures
from steelyard.report.chart_style import DEFICIT, SURPLUS, WIDTH
from steelyard.report.chart_verbs import DRAWN
from steelyard.report.formats import FORMATS
from steelyard.report.table import sources
from steelyard.terms.answer import Answer, Column, Gap, Row, Table

B = 10**9
MINUS = "\N{MINUS SIGN}"
LONG = "Electronic integrated circuits; processors and controllers, whether or not combined" * 2
NAMED = {"group": "group_title", "product": "product_title", "partner": "partner_name"}
QUESTION = {"reporter": "USA", "partner": "CHN", "of": "goods", "freq": "A", "definition": {}}
few = settings(derandomize=True, database=None, deadline=None, max_examples=60)

Total = tuple[str, str, float | None, float | None]


def explained(
    by: Sequence[str], rows: Sequence[Row], totals: Sequence[Total], measure: str = "balance"
) -> Answer:
    """Return an answer: rows of periods, dimensions, term, contribution, parts and titles."""
    columns = [Column("period_from"), Column("period_to"), *map(Column, by), Column("term")]
    columns += [Column("contribution", "number", "USD"), Column("parts", "integer")]
    columns += [Column(NAMED[name]) for name in by if name in NAMED]
    total = _total(totals, measure)
    question = {**QUESTION, "measure": measure, "periods": ["2018", "2022"]}
    return Answer("explain", "0", question, tuple(columns), tuple(rows), (total,))


def _total(totals: Sequence[Total], measure: str = "balance") -> Table:
    money = [Column(name, "number", "USD") for name in ("value_from", "value_to", "change")]
    return Table(
        "total",
        (Column("period_from"), Column("period_to"), Column("measure"), *money),
        tuple((a, b, measure, v, w, None) for a, b, v, w in totals),
    )


def part(name: str | None, amount: float | None, parts: int = 1, step: str = "2018:2022") -> Row:
    term = "missing" if amount is None else "change"
    return (*step.split(":"), name, term, amount, parts, name)


PARTNERS = explained(
    ["partner"],
    [part("Japan", -30 * B), part("India", 12 * B), part(None, -2 * B, 40)],
    [("2018", "2022", -40 * B, -60 * B)],
)
LACKING = explained(
    ["partner"],
    [part("Japan", -30 * B), part("India", None), part(None, 10 * B, 4)],
    [("2018", "2022", -40 * B, -60 * B)],
)
NO_START = explained(
    ["partner"], [part("Japan", 3 * B), part("India", None)], [("2018", "2022", None, 5 * B)]
)
STEPS = explained(
    ["partner"],
    [
        part("Japan", -30 * B, step="2018:2019"),
        part(None, 10 * B, 3, step="2018:2019"),
        part("India", 200 * B, step="2019:2020"),
    ],
    [("2018", "2019", -40 * B, -60 * B), ("2019", "2020", -60 * B, 140 * B)],
)
SMALL = explained(
    ["partner"],
    [part("Japan", 3 * B), part("India", -1 * B)],
    [("2018", "2022", 400 * B, 402 * B)],
    "imports",
)
TERMS = explained(
    ["product", "flow"],
    [
        ("2018", "2022", "854231", "M", "price", -30 * B, 1, LONG),
        ("2018", "2022", "854231", "M", "not-split", 5 * B, 1, LONG),
        ("2018", "2022", "910", "X", "volume", 6 * B, 1, None),
        ("2018", "2022", None, None, "volume", 1 * B, 11, "all others (11)"),
        ("2018", "2022", None, None, "unallocated", 0.4 * B, 1, "told by no part"),
    ],
    [("2018", "2022", -20 * B, -37.6 * B)],
)
ONLY_TERMS = explained(
    [],
    [("2018", "2022", "price", 3 * B, 9), ("2018", "2022", "volume", -1 * B, 9)],
    [("2018", "2022", 10 * B, 12 * B)],
    "exports",
)
FLOWS = explained(
    ["partner", "flow"],
    [
        ("2018", "2022", "Japan", "M", "change", -30 * B, 1, "Japan"),
        ("2018", "2022", "India", "M", "change", 12 * B, 1, "India"),
        ("2018", "2022", "Chad", "X", "change", -2 * B, 1, "Chad"),
        ("2018", "2022", "Mali", "X", "change", 1 * B, 1, "Mali"),
        ("2018", "2022", "Cuba", "X", "missing", None, 1, "Cuba"),
    ],
    [("2018", "2022", -40 * B, -59 * B)],
)
MARKUP = replace(PARTNERS, rows=(part("</script><b>'\"\\ & \x1b\uffff\x00", -20 * B),))
SHAPES = {
    "partners": PARTNERS,
    "lacking": LACKING,
    "no start": NO_START,
    "steps": STEPS,
    "small": SMALL,
    "terms": TERMS,
    "only terms": ONLY_TERMS,
    "flows": FLOWS,
    "nothing": replace(NO_START, tables=(_total([("2018", "2022", None, None)]),)),
    "markup": MARKUP,
}


@pytest.fixture(scope="module")
def real() -> Answer:
    return sy.explain("USA", "WLD", of="goods", by="partner", years="2019:2022", top=5)


def panels(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pictures.specification(answer)["vconcat"][:-1]
    return found


def records(answer: Answer, panel: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = panels(answer)[panel]["data"]["values"]
    return found


def inside(spec: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a specification."""
    if isinstance(spec, dict):
        yield spec
    for value in spec.values() if isinstance(spec, dict) else spec:
        if isinstance(value, dict | list):
            yield from inside(value)


def foot(answer: Answer) -> str:
    lines = pictures.specification(answer)["vconcat"][-1]["data"]["values"]
    return " ".join(line["line"] for line in lines)


def subtitle(answer: Answer) -> str:
    return " ".join(pictures.specification(answer)["title"]["subtitle"])


def scale(answer: Answer) -> list[float]:
    found: list[float] = panels(answer)[0]["encoding"]["x"]["scale"]["domain"]
    return found


# --- what is drawn ----------------------------------------------------------------------------


def test_bars_go_from_the_first_figure_to_the_last() -> None:
    found = [(r["name"], r["start"], r["end"], r["text"]) for r in records(PARTNERS)]
    assert found == [
        ("2018", 0, -40, f"{MINUS}40.0"),
        ("Japan", -40, -70, f"{MINUS}30.0"),
        ("India", -70, -58, "+12.0"),
        ("All others (40)", -58, -60, f"{MINUS}2.0"),
        ("2022", 0, -60, f"{MINUS}60.0"),
    ]


def test_colours_tell_the_sign_and_figures_have_none() -> None:
    fills = [r["fill"] for r in records(PARTNERS)]
    assert fills[1:4] == [DEFICIT, SURPLUS, DEFICIT]
    assert not {fills[0], fills[4]} & {DEFICIT, SURPLUS}
    assert "Blue raised the balance, orange lowered it; paler" in subtitle(PARTNERS)
    assert "Blue raised imports, orange lowered them" in subtitle(SMALL)
    assert "paler" not in subtitle(ONLY_TERMS)


def test_a_sum_of_parts_is_paler_than_a_part() -> None:
    japan, india, others = records(PARTNERS)[1:4]
    assert others["pale"] < japan["pale"] == india["pale"] == 1


def test_bars_hang_together_by_links() -> None:
    rows, links = records(PARTNERS), panels(PARTNERS)[0]["layer"][0]["data"]["values"]
    assert [link["start"] for link in links] == [-40, -70, -58, -60]
    for link, (one, two) in zip(links, pairwise(rows), strict=True):
        assert (link["top"], link["bottom"]) == (one["bottom"], two["top"])


def test_parts_that_do_not_reach_the_last_figure_are_not_linked_to_it() -> None:
    short = replace(PARTNERS, rows=PARTNERS.rows[:2])
    links = panels(short)[0]["layer"][0]["data"]["values"]
    assert [link["start"] for link in links] == [-40, -70]


def test_rows_stand_below_one_another_without_overlap() -> None:
    for shown in (PARTNERS, TERMS):
        rows = records(shown)
        assert all(one["bottom"] < two["top"] for one, two in pairwise(rows))
        assert rows[-1]["bottom"] <= panels(shown)[0]["height"]


# --- missing ----------------------------------------------------------------------------------


def test_a_missing_part_has_no_bar_and_says_so() -> None:
    india = records(LACKING)[2]
    assert (india["value"], india["text"], india["start"]) == (None, "missing", india["end"])
    assert "Missing, which is not zero: India." in foot(LACKING)
    bars = [p for p in panels(LACKING)[0]["layer"] if p["mark"]["type"] == "bar"]
    assert bars
    assert all("isValid(datum.value)" in bar["transform"][0]["filter"] for bar in bars)


def test_zero_is_a_value_and_not_missing() -> None:
    nil = replace(PARTNERS, rows=(*PARTNERS.rows[:2], part("Chad", 0)))
    chad = records(nil)[3]
    assert (chad["value"], chad["text"]) == (0, "0.0")
    assert "Missing" not in foot(nil)


def test_from_a_missing_figure_parts_stand_on_zero_and_are_not_linked_to_it() -> None:
    first, japan, _, last = records(NO_START)
    assert (first["value"], first["text"]) == (None, "missing")
    assert (japan["start"], japan["end"], last["end"]) == (0, 3, 5)
    assert len(panels(NO_START)[0]["layer"][0]["data"]["values"]) == 1
    assert "Missing, which is not zero: 2018; India." in foot(NO_START)


def test_missing_parts_are_named_up_to_three_and_then_counted() -> None:
    gap = Gap("the change of Chad; Mali; Togo; Cuba and 3 others from 2018 to 2022", "", "")
    shown = replace(PARTNERS, rows=(*PARTNERS.rows, part(None, None, 7)), gaps=(gap,))
    assert "Missing, which is not zero: Chad; Mali; Togo and 4 others." in foot(shown)
    alone = replace(LACKING, rows=(*LACKING.rows, part(None, None, 1)))
    assert "Missing, which is not zero: India and 1 other." in foot(alone)
    counted = replace(PARTNERS, rows=(*PARTNERS.rows, part(None, None, 7)))
    assert "Missing, which is not zero: 7 parts." in foot(counted)


def test_of_a_change_missing_at_both_ends_nothing_is_drawn_but_words() -> None:
    shown = replace(NO_START, tables=(_total([("2018", "2022", None, None)]),))
    (panel,) = panels(shown)
    assert panel["mark"]["type"] == "text"
    assert not [p for p in inside(panel) if p.get("mark", {}).get("type") == "bar"]
    told = " ".join(line["line"] for line in panel["data"]["values"])
    assert told.startswith("No change to draw: the figure is missing in 2018 and in 2022")
    assert "Blue" not in subtitle(shown)


# --- names ------------------------------------------------------------------------------------


def test_names_tell_codes_flows_and_terms() -> None:
    names = [r["name"].replace("\N{NO-BREAK SPACE}", " ") for r in records(TERMS)]
    assert names[1].endswith("(854231), imports: price")
    assert names[2].endswith("(854231), imports: not split")
    assert names[3:6] == [
        "Product 910, exports: volume",
        "All others (11): volume",
        "Told by no part",
    ]
    assert [r["name"] for r in records(ONLY_TERMS)] == ["2018", "Price", "Volume", "2022"]


def test_flows_of_a_balance_say_whether_they_rose_and_the_amount_what_that_did() -> None:
    found = [(r["name"], r["text"]) for r in records(FLOWS)[1:-1]]
    assert found == [
        ("Japan, imports rose", f"{MINUS}30.0"),
        ("India, imports fell", "+12.0"),
        ("Chad, exports fell", f"{MINUS}2.0"),
        ("Mali, exports rose", "+1.0"),
        ("Cuba, exports", "missing"),
    ]
    assert "amounts are effects on the balance" in subtitle(FLOWS)
    trade = replace(FLOWS, question={**QUESTION, "measure": "total_trade"})
    assert [r["name"] for r in records(trade)[1:3]] == ["Japan, imports", "India, imports"]
    assert "effects" not in subtitle(trade)


def test_a_product_named_by_its_code_alone_has_it_once() -> None:
    named = ("2018", "2022", "910", "X", "change", 6 * B, 1, "NAICS 910")
    shown = replace(TERMS, rows=(named,))
    assert records(shown)[1]["name"] == "NAICS 910, exports rose"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-60.45 * B, f"{MINUS}60.4"),
        (-60.450001 * B, f"{MINUS}60.5"),
        (60.55 * B, "+60.6"),
        (11 * 10**6, "less than 0.05"),
        (-2500, "less than 0.05"),
        (0.05 * B, "+0.1"),
        (0, "0.0"),
        (1234.5 * B, "+1,234.5"),
    ],
)
def test_amounts_are_rounded_by_one_rule_from_the_exact_figure(value: float, text: str) -> None:
    shown = replace(PARTNERS, rows=(part("Japan", value), part("India", 30 * B)))
    assert records(shown)[1]["text"] == text


def test_long_names_wrap_and_keep_their_end() -> None:
    lines = [p["line"] for p in inside(panels(TERMS)) if isinstance(p.get("line"), str)]
    assert max(map(len, lines)) <= 40
    assert any(line.endswith("imports: price") for line in lines)


def test_the_headline_tells_whose_figure_moved_and_when() -> None:
    def said(answer: Answer) -> str:
        lines = pictures.specification(answer)["title"]["text"]
        return " ".join(lines).replace("\N{NO-BREAK SPACE}", " ")

    assert said(PARTNERS) == (
        "What moved the United States' balance with China in goods, 2018 to 2022"
    )
    assert "imports of goods from China" in said(SMALL)
    assert "exports of goods to China" in said(ONLY_TERMS)
    assert said(STEPS).endswith("2018 to 2020")


def test_the_line_below_tells_unit_basis_and_choices() -> None:
    chosen = {"account": "bop", "adjustment": "seasonal", "prices": "2020"}
    shown = replace(PARTNERS, question={**PARTNERS.question, "definition": chosen})
    told = subtitle(shown)
    assert told.startswith("Billion USD; balance-of-payments basis; at prices of 2020; seasonally")


def test_the_line_below_tells_the_series_that_were_read() -> None:
    told = {
        "exports_scope": "total",
        "exports_valuation": "FOB",
        "imports_basis": "consumption",
        "imports_valuation": "CIF",
        "imports_account": "customs",
    }
    columns = tuple(
        replace(c, about=told) if c.name == "contribution" else c for c in PARTNERS.columns
    )
    stl = {"adjustment": "stl", "import_basis": "consumption"}
    shown = replace(PARTNERS, columns=columns, question={**PARTNERS.question, "definition": stl})
    assert subtitle(shown).startswith(
        "Billion USD; total exports free on board (FOB); imports for consumption with cost, "
        "insurance and freight (CIF); season taken out here (STL) Blue"
    )
    theirs = {**PARTNERS.question, "definition": {"side": "partner"}}
    swapped = {"exports_basis": "general", "exports_valuation": "CIF"}
    columns = tuple(
        replace(c, about=swapped) if c.name == "contribution" else c for c in PARTNERS.columns
    )
    below = subtitle(replace(PARTNERS, columns=columns, question=theirs))
    assert "exports are its general imports with cost, insurance and freight (CIF)" in below
    assert "as the partner reports" in below
    assert "customs basis" not in subtitle(shown) + below


def test_periods_are_told_in_words() -> None:
    step = "2018-01/2018-05:2019-01/2019-05"
    total = _total([("2018-01/2018-05", "2019-01/2019-05", 1 * B, 3 * B)])
    shown = replace(PARTNERS, rows=(part("Japan", 2 * B, step=step),), tables=(total,))
    assert [r["name"] for r in records(shown)][::2] == [
        "January to May 2018",
        "January to May 2019",
    ]
    title = " ".join(pictures.specification(shown)["title"]["text"])
    assert title.replace("\N{NO-BREAK SPACE}", " ").endswith(
        "January to May 2018 against January to May 2019"
    )


# --- scale ------------------------------------------------------------------------------------


def test_steps_are_panels_of_one_scale() -> None:
    one, two = panels(STEPS)
    assert one["encoding"] == two["encoding"]
    assert one["width"] == two["width"]
    assert [panel["title"]["text"] for panel in (one, two)] == ["2018 to 2019", "2019 to 2020"]
    assert "title" not in panels(PARTNERS)[0]


def test_small_changes_cut_the_scale_and_say_so() -> None:
    low, high = scale(SMALL)
    assert 300 < low <= 400
    assert high >= 403
    assert "does not begin at zero" in foot(SMALL)
    assert {p["mark"]["type"] for p in panels(SMALL)[0]["layer"]} == {
        "rule",
        "bar",
        "point",
        "text",
    }
    bars = [p for p in panels(SMALL)[0]["layer"] if p["mark"]["type"] == "bar"]
    assert bars
    assert all('datum.kind === "part"' in bar["transform"][0]["filter"] for bar in bars)


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in {"small", "nothing"}])
def test_any_other_scale_holds_zero(shape: str) -> None:
    low, high = scale(SHAPES[shape])
    assert low <= 0 <= high
    assert "does not begin at zero" not in foot(SHAPES[shape])


amounts = st.floats(-1e12, 1e12).filter(lambda v: v == 0 or abs(v) > 1)


@given(st.none() | amounts, st.lists(st.none() | amounts, min_size=1, max_size=8))
@few
def test_every_bar_and_every_amount_is_on_the_paper(
    start: float | None, moves: list[float | None]
) -> None:
    end = (start or 0) + sum(v or 0 for v in moves)
    rows = [part(f"p{n}", move) for n, move in enumerate(moves)]
    shown = explained(["partner"], rows, [("2018", "2022", start, end)])
    low, high = scale(shown)
    for row in records(shown):
        width = (len(row["text"]) * 6.7 + 12) * (-1 if row["side"] == "left" else 1)
        for at, more in ((row["start"], 0), (row["end"], 0), (row["end"], width)):
            assert -1 <= (at - low) / (high - low) * WIDTH + more <= WIDTH + 1


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_sound_vega_lite_png_and_svg(shape: str) -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    shown = SHAPES[shape]
    png, svg = pictures.to_png(shown), pictures.to_svg(shown)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 1000 < width < 2400
    assert 200 < height < 2400
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  (made here)
    assert (png, svg) == (pictures.to_png(shown), pictures.to_svg(shown))


@pytest.mark.parametrize("shape", SHAPES)
def test_altair_accepts_the_specification(shape: str) -> None:
    altair = pytest.importorskip("altair", reason="the extra charts is not installed")
    assert isinstance(pictures.chart(SHAPES[shape]), altair.VConcatChart)


def test_the_page_cannot_be_broken_out_of() -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    page = pictures.to_html(MARKUP).decode("utf-8")
    assert re.search("<title>What moved the United States&#x27; balance", page)
    assert page.count("</script>") == 2
    assert "<b>" not in page
    assert "\x1b" not in page


# --- verbs ------------------------------------------------------------------------------------


def test_every_drawing_is_where_it_is_said_to_be() -> None:
    for home in DRAWN.values():
        module, _, name = home.partition(":")
        assert callable(getattr(import_module(module), name))


def test_the_formats_of_pictures_take_every_verb_that_is_drawn() -> None:
    assert {FORMATS[name].verbs for name in ("png", "svg", "html")} == {tuple(DRAWN)}


def test_a_real_answer_adds_up_to_its_last_figure(real: Answer) -> None:
    rows = records(real)
    whole = next(table for table in real.tables if table.name == "total")
    first, last = (whole.rows[0][n] / B for n in (3, 4))  # type: ignore[operator]
    assert (rows[0]["end"], rows[-1]["end"]) == pytest.approx((first, last))
    assert rows[-2]["end"] == pytest.approx(last)
    assert all(line in foot(real) for line in sources(real))
