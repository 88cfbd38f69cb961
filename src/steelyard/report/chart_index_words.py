"""The words around a picture of an index: headline, unit, colours, what is left out, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from steelyard.nomenclature.places import find
from steelyard.nomenclature.spoken import spoken
from steelyard.report.chart_data import printable
from steelyard.report.chart_index_data import REFERENCES, Item, Series
from steelyard.report.chart_words import CAVEATS, FOOT_WIDTH, SUBTITLE_WIDTH, TITLE_WIDTH
from steelyard.report.table import sources
from steelyard.report.title import title
from steelyard.terms.answer import Answer, Gap

_TOLD = CAVEATS | {
    "class-converted",
    "more-rows",
    "panel",
    "panel-absent",
    "panel-left-out",
    "panel-market",
    "panel-residual",
    "synthetic",
    "two-releases",
    "unconfirmed",
}
_NAMED = 2


def headline(answer: Answer) -> list[str]:
    """Return the title of the answer in lines, places with the article that they take."""
    text, question = title(answer), answer.question
    for code in (question.get(role) for role in ("country", "partner", "market")):
        name, said = (find(code).name, spoken(code)) if code else ("", "")
        for before in ("of", "with"):
            text = text.replace(f"{before} {name}", f"{before} {said}") if name else text
    return wrap(printable(text), TITLE_WIDTH) or [""]


def below(series: Series, items: Sequence[Item], *, bars: bool) -> list[str]:
    """Return the lines below the headline: period, unit, and what colours and lines mean."""
    first = f"{series.held[0]}; {series.unit}" if bars else series.unit
    lines = [f"{first[:1].upper()}{first[1:]}", _reference(series, items, bars=bars)]
    return [part for line in map(printable, lines) for part in wrap(line, SUBTITLE_WIDTH)]


def _reference(series: Series, items: Sequence[Item], *, bars: bool) -> str:
    points = [p for item in items for p in item.points.values()]
    bounded = any(p.low is not None and p.high is not None for p in points)
    whisker = "thin lines: from the low to the high bound" if bounded else ""
    if series.index not in REFERENCES:
        return whisker.capitalize()
    at, words = REFERENCES[series.index]
    figure = f"{at:.0f}"
    told = f"{'dashed' if at else 'line'} at {figure}: {words}"
    if bars:
        told = f"blue: {figure} or above, orange: below; {told}"
    return "; ".join(part for part in (f"{told[:1].upper()}{told[1:]}", whisker) if part)


def foot_of(answer: Answer, series: Series, shown: Sequence[Item], *, bars: bool) -> list[str]:
    """Return the lines at the foot: left out, missing, gaps, what is read, equation, sources."""
    lines = [
        *_left_out(series.items[len(shown) :] if bars else _others(series, shown)),
        *_missing(series, shown, bars=bars),
        *_gaps(answer.gaps),
        *[note.text for note in answer.notes if note.code in _TOLD],
        *[f"{one.name} = {one.equation} ({one.source})." for one in answer.method],
        *sources(answer),
    ]
    return [part for line in map(printable, lines) for part in wrap(line, FOOT_WIDTH)]


def _others(series: Series, shown: Sequence[Item]) -> list[Item]:
    drawn = {id(item) for item in shown}
    return [item for item in series.items if id(item) not in drawn]


def _left_out(items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    lacking = sum(item.newest() is None for item in items)
    some = f" ({lacking:,} of them missing)" if lacking else ""
    yield f"Not drawn: {len(items):,} more, the smallest{some}; --format csv has every one."


def _missing(series: Series, items: Iterable[Item], *, bars: bool) -> Iterator[str]:
    if bars:
        lacking = [item.name for item in items if item.newest() is None]
        if lacking:
            yield f"Missing, which is not zero: {', '.join(lacking)}."
        return
    every = list(items)
    points = [item.points.get(period) for item in every for period in series.periods]
    if all(point and point.value is not None for point in points):
        return
    lacking = [p for p in series.periods if not any(_held(item, p) for item in every)]
    named = f": of {', '.join(lacking)} there is none" if lacking else ""
    yield f"A line ends where the answer has no value, which is not zero{named}."


def _held(item: Item, period: str) -> bool:
    point = item.points.get(period)
    return point is not None and point.value is not None


def _gaps(gaps: Iterable[Gap]) -> Iterator[str]:
    """Yield one line a reason, with what is missing for it."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for gap in gaps:
        reasons[gap.why].append(gap.what)
    for why, whats in reasons.items():
        more = f" and {len(whats) - _NAMED} more" if len(whats) > _NAMED else ""
        yield f"Gap: {', '.join(whats[:_NAMED])}{more}: {why}."
