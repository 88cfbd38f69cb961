"""Direct labels: the name and last amount of a figure at the end of its line, none on another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from steelyard.report.chart_axes import AmountAxis, TimeAxis
from steelyard.report.chart_data import Drawing, Figure, amount
from steelyard.report.chart_style import COLOURS, GREY, WIDTH, Spec, pixels

_LINE = 15
_ASIDE = 3


def end_labels(
    drawn: Drawing, figures: Sequence[Figure], time: TimeAxis, amounts: AmountAxis
) -> list[Spec]:
    """Return the labels of the figures that hold an amount, and leaders where they stand off."""
    labels = [_label(drawn, f, time, amounts) for f in figures if any(_held(f))]
    labels.sort(key=lambda label: label["from"])
    sizes = [_LINE * (1 + label["text"].count("\n")) for label in labels]
    for label, place in zip(labels, spread([x["from"] for x in labels], sizes), strict=True):
        label["y"] = place
    far = [x for x in labels if abs(x["y"] - x["from"]) > _ASIDE or x["end"] < len(time.days) - 1]
    return [*([_leaders(far)] if far else []), *[_text(label) for label in labels]]


def spread(targets: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Return places in the order of their targets, near them and clear of one another.

    The mean of pushing all down and pushing all up: both are clear, so their mean is.
    """
    apart = [(a + b) / 2 for a, b in pairwise(sizes)]
    down, up = list(targets), list(targets)
    for n, gap in enumerate(apart):
        down[n + 1] = max(down[n + 1], down[n] + gap)
    for n, gap in reversed(list(enumerate(apart))):
        up[n] = min(up[n], up[n + 1] - gap)
    return [round((a + b) / 2, 2) for a, b in zip(down, up, strict=True)]


def _held(figure: Figure) -> list[bool]:
    return [value is not None for value in figure.values]


def _label(drawn: Drawing, figure: Figure, time: TimeAxis, amounts: AmountAxis) -> Spec:
    end = max(place for place, held in enumerate(_held(figure)) if held)
    value = figure.values[end] or 0.0
    name, comma, who = figure.label.partition(", ")
    when = f" ({drawn.periods[end]})" if end < len(time.days) - 1 else ""
    return {
        "text": f"{name} {amount(value)}{when}" + (f"\n{who}" if comma else ""),
        "kind": figure.kind,
        "partner": figure.partner,
        "end": end,
        "x": time.middle(end),
        "from": amounts.place(value),
    }


def _leaders(labels: Sequence[Spec]) -> Spec:
    values = [{"x": r["x"] + 4, "y": r["from"], "x2": WIDTH + 6, "y2": r["y"]} for r in labels]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 0.7},
        "encoding": {"x": pixels("x"), "y": pixels("y")}
        | {name: {"field": name} for name in ("x2", "y2")},
    }


def _text(label: Spec) -> Spec:
    mark: Spec = {"type": "text", "align": "left", "baseline": "middle", "lineBreak": "\n"}
    mark |= {"color": COLOURS[label["kind"]], "fontSize": 11 if label["partner"] else 12}
    mark |= {"fontWeight": "normal" if label["partner"] else "bold"}
    mark |= {"dy": -_LINE / 2 + 1 if "\n" in label["text"] else 0, "lineHeight": _LINE - 1}
    return {
        "data": {"values": [{"text": label["text"]}]},
        "mark": mark,
        "encoding": {
            "x": {"value": WIDTH + 9},
            "y": {"value": label["y"]},
            "text": {"field": "text"},
        },
    }
