"""Figures of one period as horizontal bars: by figure, or by group with the balance beside."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from steelyard.report.chart_data import MAIN, Drawing, Figure, amount, newest
from steelyard.report.chart_style import (
    BAR_LEFT,
    COLOURS,
    DEFICIT,
    GREY,
    INK,
    SURPLUS,
    Spec,
    heading,
    pixels,
)

_WIDTHS = {"one": 520, "trade": 330, "balance": 190}
_THICK, _THIN, _APART, _LINE = 18, 12, 14, 14
_LETTER, _NAME = 6.7, 24
_FILLS = {"exports": COLOURS["exports"], "imports": DEFICIT}


def period_panel(drawn: Drawing) -> list[Spec]:
    """Return one panel with a bar for each figure of the only period."""
    rows = [_record(f.label, f, 0, named=False) for f in _paired(drawn.figures)]
    return [_panel("one", "Exports, imports and balance", [[row] for row in rows])]


def group_panels(drawn: Drawing) -> list[Spec]:
    """Return panels of the groups in the newest period that holds a figure, largest first."""
    places = [n for n, period in enumerate(drawn.periods) if period == newest(drawn)]
    order = sorted(places, key=lambda place: -_size(drawn, place))
    held = [
        f for f in drawn.of("exports", "imports") if any(f.values[n] is not None for n in order)
    ]
    trade = _groups(drawn, held or drawn.of("exports", "imports"), order)
    named = " and ".join(dict.fromkeys(figure.kind for figure in held)) or "exports and imports"
    panels = [_panel("trade", named.capitalize(), trade)]
    if any(f.values[n] is not None for f in drawn.of("balance") for n in order):
        balance = _groups(drawn, drawn.of("balance"), order)
        slot = _height(trade) / len(trade)
        panels.append(_panel("balance", "Balance: exports minus imports", balance, slot))
    return [{"hconcat": panels, "spacing": 24}]


def _size(drawn: Drawing, place: int) -> float:
    return sum(abs(f.values[place] or 0.0) for f in drawn.of("exports", "imports"))


def _groups(drawn: Drawing, figures: Sequence[Figure], order: Sequence[int]) -> list[list[Spec]]:
    """Return the records of each group; the first group names the figures."""
    paired = _paired(figures)
    return [
        [_record(drawn.groups[place], f, place, named=not n) for f in paired]
        for n, place in enumerate(order)
    ]


def _paired(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures with the two reports of one figure side by side."""
    return sorted(figures, key=lambda figure: MAIN.index(figure.kind))


def _record(group: str, figure: Figure, place: int, *, named: bool) -> Spec:
    value = figure.values[place]
    shown = "missing" if value is None else amount(value)
    sign = DEFICIT if (value or 0.0) < 0 else SURPLUS
    return {
        "group": group,
        "figure": figure.label,
        "value": value,
        "zero": 0,
        "text": f"{_name(figure)} {shown}".strip() if named else shown,
        "fill": "white" if figure.partner else _FILLS.get(figure.kind, sign),
        "edge": _FILLS.get(figure.kind, sign),
        "thick": _THIN if figure.partner else _THICK,
    }


def _name(figure: Figure) -> str:
    """Return what tells a bar from its neighbours, which the heading need not say again."""
    label, _, who = figure.label.partition(", ")
    return who or ("" if figure.kind == "balance" else label)


def _panel(name: str, title: str, groups: list[list[Spec]], slot: float | None = None) -> Spec:
    """Return a panel of groups of bars, each group in a slot of its own height or of ``slot``."""
    slot = slot or _height(groups) / len(groups)
    rows = [row for n, group in enumerate(groups) for row in _placed(group, n * slot, slot)]
    names = [] if name == "balance" else [_names(groups, slot)]
    return {
        "title": heading(title) | {"dx": 0},
        "data": {"values": rows},
        "width": _WIDTHS[name],
        "height": round(slot * len(groups)),
        "encoding": {"x": _amounts(rows, _WIDTHS[name])},
        "layer": [_bars(), *_texts(), _zero(slot * len(groups)), *names],
    }


def _height(groups: Sequence[Sequence[Spec]]) -> float:
    """Return the height of all groups, each as high as the highest and as its name."""
    bars = max(sum(row["thick"] + 2 for row in group) for group in groups)
    lines = max(len(_lines(group)) for group in groups) * _LINE
    return float(max(bars, lines) + _APART) * len(groups)


def _placed(group: Sequence[Spec], top: float, slot: float) -> list[Spec]:
    """Return the records with the top and the bottom of their bars, in the middle of the slot."""
    tall = sum(row["thick"] + 2 for row in group) - 2
    place = top + (slot - tall) / 2
    found = []
    for row in group:
        found.append(row | {"top": place, "bottom": place + row["thick"]})
        found[-1]["middle"] = place + row["thick"] / 2
        place += row["thick"] + 2
    return found


def _lines(group: Sequence[Spec]) -> list[str]:
    return wrap(group[0]["group"], _NAME) or [""]


def _amounts(rows: Sequence[Spec], width: int) -> Spec:
    """Return the axis of amounts, with room for the texts at the ends of the bars."""
    values = [row["value"] or 0.0 for row in rows]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    room = {sign: _room(rows, sign) for sign in (-1, 1)}
    pixel = ((high - low) or 1.0) / max(width - room[-1] - room[1], width / 4)
    domain = [low - room[-1] * pixel, high + room[1] * pixel]
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": "value", "type": "quantitative", "axis": None, "scale": scale}


def _room(rows: Sequence[Spec], sign: int) -> float:
    texts = [r["text"] for r in rows if ((r["value"] or 0.0) < 0) == (sign < 0)]
    return max((len(text) * _LETTER + 8 for text in texts), default=0.0)


def _bars() -> Spec:
    own = {name: {"field": name, "scale": None, "type": "nominal"} for name in ("fill", "edge")}
    return {
        "transform": [{"filter": "isValid(datum.value)"}],
        "mark": {"type": "bar", "strokeWidth": 1},
        "encoding": {
            "x2": {"field": "zero"},
            "y": pixels("top"),
            "y2": {"field": "bottom"},
            "fill": own["fill"],
            "stroke": own["edge"],
            "tooltip": [{"field": name} for name in ("group", "figure", "text")],
        },
    }


def _texts() -> list[Spec]:
    """Return the amounts at the ends of the bars; a missing one says so at zero."""
    sides = (("left", 5, "datum.value >= 0"), ("right", -5, "datum.value < 0"))
    layers = [_text(align, dx, f"isValid(datum.value) && {test}") for align, dx, test in sides]
    missing = _text("left", 5, "!isValid(datum.value)")
    missing["mark"] |= {"fontStyle": "italic", "color": GREY}
    missing["encoding"] |= {"x": {"field": "zero"}}
    return [*layers, missing]


def _text(align: str, aside: int, test: str) -> Spec:
    mark = {"type": "text", "align": align, "dx": aside, "baseline": "middle"}
    encoding = {"y": pixels("middle"), "text": {"field": "text"}}
    return {"transform": [{"filter": test}], "mark": mark, "encoding": encoding}


def _zero(height: float) -> Spec:
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": INK},
        "encoding": {"x": {"field": "zero"}, "y": {"value": 0}, "y2": {"value": height}},
    }


def _names(groups: Sequence[Sequence[Spec]], slot: float) -> Spec:
    """Return the names of the groups at the left, in as many lines as they need."""
    values = []
    for place, group in enumerate(groups):
        lines = _lines(group)
        top = (place + 0.5) * slot - (len(lines) - 1) * _LINE / 2
        values += [{"name": line, "y": top + n * _LINE} for n, line in enumerate(lines)]
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "baseline": "middle"},
        "encoding": {"x": {"value": -BAR_LEFT}, "y": pixels("y"), "text": {"field": "name"}},
    }
