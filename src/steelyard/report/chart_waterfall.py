"""The picture of an answer to ``explain``: a waterfall from one figure to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from steelyard.report.chart_change import Change, Part, Step
from steelyard.report.chart_change_read import change_of
from steelyard.report.chart_change_words import below, foot_of, headline
from steelyard.report.chart_data import Amount
from steelyard.report.chart_style import DEFICIT, SURPLUS, WIDTH, Spec, foot, headed, heading
from steelyard.report.chart_waterfall_marks import LINE, bars, links, names, nothing, texts, zero
from steelyard.terms.answer import Answer

_END, _PALE = "#8c8c8c", 0.5
_THICK, _APART = 17, 9
_LETTERS, _LETTER, _GAP = 40, 6.7, 14
_LEFT, _ROUNDS = (150, 262), 40
_CUT_BELOW = 0.2
"""The scale is cut where the parts reach less than this share of the way to zero."""


def picture(answer: Answer) -> Spec:
    """Return the specification of the picture of an answer that holds a row.

    One panel a step, from top to bottom: the first figure, a bar for each part from where the one
    above it ends, the last figure. All panels have one scale. Units: thousands, millions or
    billions of the currency, as the line below the headline states. Missing: said so in words, no
    bar; zero is drawn. Of a step whose figure is missing at both ends nothing is drawn but words.
    Where the parts are small beside the figures the scale does not begin at zero; the figures are
    marks then, not bars, and the foot says so.
    """
    change = change_of(answer)
    cut = _is_cut(change)
    rows = [[] if step.unknown else _rows(step, cut=cut) for step in change.steps]
    every = [row for step in rows for row in step]
    left, scale = _left(every), _scale(every, cut=cut)
    panels = [
        _panel(r, left, scale, cut=cut) if r else nothing(_unknown(step), left)
        for r, step in zip(rows, change.steps, strict=True)
    ]
    if len(panels) > 1:
        panels = [p | _titled(s, left) for s, p in zip(change.steps, panels, strict=True)]
    lines, title = foot(foot_of(answer, change, cut=cut), left), headline(answer, change)
    spec = headed(panels, title, below(answer, change), lines)
    return {**spec, "description": " ".join(title)}


def _unknown(step: Step) -> list[str]:
    """Return why nothing is drawn of a step, in lines."""
    text = (
        f"No change to draw: the figure is missing in {step.first} and in {step.last}, which is "
        "not zero."
    )
    return wrap(text, _LETTERS * 2)


def _is_cut(change: Change) -> bool:
    ends = [at for step in change.steps if not step.unknown for at in _reached(step)]
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    return low * high > 0 and high - low < _CUT_BELOW * max(abs(low), abs(high))


def _reached(step: Step) -> Iterable[float]:
    """Return every place that a step reaches; it starts at zero where its figure is missing."""
    yield step.start or 0.0
    yield from (end for _, end in step.places())
    if step.end is not None:
        yield step.end


def _rows(step: Step, *, cut: bool) -> list[Spec]:
    """Return the records of a step from top to bottom, with the places of their bars."""
    parts = [_of_part(p, *ends) for p, ends in zip(step.parts, step.places(), strict=True)]
    ends = [_of_end(*end, cut=cut) for end in _ends(step)]
    rows, top = [ends[0], *parts, ends[1]], 0.0
    for row in rows:
        slot = max(_THICK, len(row["lines"]) * LINE) + _APART
        row |= {"middle": top + slot / 2, "top": top + (slot - _THICK) / 2}
        row["bottom"], top = row["top"] + _THICK, top + slot
    return rows


def _ends(step: Step) -> list[tuple[str, Amount, str]]:
    """Return label, figure and text of both ends."""
    return list(zip((step.first, step.last), (step.start, step.end), step.texts, strict=True))


def _of_end(label: str, value: Amount, text: str, *, cut: bool) -> Spec:
    at = value or 0.0
    row = _record(label, (at if cut else 0.0, at), value, text, _END)
    return row | {"kind": "figure", "pale": 1}


def _of_part(part: Part, start: float, end: float) -> Spec:
    fill = DEFICIT if end < start else SURPLUS
    row = _record(part.name, (start, end), part.amount, part.text, fill)
    return row | {"kind": "part", "pale": 1 if part.named else _PALE}


def _record(name: str, ends: tuple[float, float], value: Amount, text: str, fill: str) -> Spec:
    start, end = ends
    side = "left" if end < start else "right"
    row = {"name": name, "lines": wrap(name, _LETTERS) or [""], "start": start, "end": end}
    return row | {"value": value, "text": text, "fill": fill, "side": side}


def _left(rows: Sequence[Spec]) -> int:
    """Return how many pixels the names need at the left, within bounds."""
    longest = max((len(line) for row in rows for line in row["lines"]), default=0)
    return min(max(round(longest * _LETTER) + _GAP, _LEFT[0]), _LEFT[1])


def _scale(rows: Sequence[Spec], *, cut: bool) -> list[float]:
    """Return the ends of the scale, with room for each amount beside its bar.

    The room that a text needs depends on the scale, and the scale on the room: both are found
    together in a few rounds, for texts are short beside the picture.
    """
    reached = [row[end] for row in rows for end in ("start", "end")] + ([] if cut else [0.0])
    low, high = min(reached), max(reached)
    high = high if high > low else low + (abs(low) or 1.0)
    ends = [low, high]
    for _ in range(_ROUNDS):
        pixel = (ends[1] - ends[0]) / WIDTH
        ends = [
            min([low, *_texts(rows, "left", pixel)]),
            max([high, *_texts(rows, "right", pixel)]),
        ]
    return ends


def _texts(rows: Sequence[Spec], side: str, pixel: float) -> list[float]:
    """Return how far the amounts on one side reach when a pixel is worth so much."""
    way = -pixel if side == "left" else pixel
    return [r["end"] + way * (len(r["text"]) * _LETTER + _GAP) for r in rows if r["side"] == side]


def _titled(step: Step, left: int) -> Spec:
    return {"title": heading(step.span) | {"dx": -left}}


def _panel(rows: list[Spec], left: int, scale: list[float], *, cut: bool) -> Spec:
    height = round(rows[-1]["bottom"] + _APART / 2)
    domain = {"domain": scale, "nice": False, "zero": False}
    amounts = {"field": "start", "type": "quantitative", "axis": None, "scale": domain}
    base = [] if cut else [zero(height)]
    return {
        "data": {"values": [{k: v for k, v in row.items() if k != "lines"} for row in rows]},
        "width": WIDTH,
        "height": height,
        "encoding": {"x": amounts},
        "layer": [links(rows), *bars(cut=cut), *base, *texts(cut=cut), *names(rows, left)],
    }
