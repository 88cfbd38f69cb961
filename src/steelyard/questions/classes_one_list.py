"""Two years of a class that one list serves: there is nothing to compare."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.classes.contents import flows_of
from steelyard.classes.members import list_years
from steelyard.classes.sides import Side
from steelyard.terms.answer import Gap

Years = tuple[int | None, int | None]
_OF = {"M": "imports ", "X": "exports "}


def one_list(first: Side, second: Side, years: Years) -> Iterator[Gap]:
    """Say that two years of a class are served by one list, which has nothing to differ from."""
    dated = list_years(first.cls, first.flow)
    alike = (first.cls.name, first.year) == (second.cls.name, second.year)
    if not dated or not alike or years[0] == years[1]:
        return
    of = _OF.get(first.flow, "")
    several = f"lists of {of}are held, of {dated[0]} to {dated[-1]}"
    held = several if len(dated) > 1 else f"one list of {of}is held, of {dated[0]}"
    what = f"what changed in {first.cls.name} from {years[0]} to {years[1]}"
    yield Gap(what, f"{held}; both years are read by that of {first.year}", _elsewhere(first))


def _elsewhere(one: Side) -> str:
    """Return which other lists can be compared."""
    lists = {flow: list_years(one.cls, flow) for flow in flows_of(one.cls)}
    ways = [
        f"{f'--flow {flow} ' if flow else ''}--period {years[0]}:{years[-1]}"
        for flow, years in lists.items()
        if len(years) > 1
    ]
    return f"Ask with {' or '.join(ways)}." if ways else "Name a second class."
