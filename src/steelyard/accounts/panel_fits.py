"""Which tables meet what a panel is asked for: the definition, the class, the level, the places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from steelyard.accounts.choice import Choice
from steelyard.accounts.panel_asked import PanelAsked, Told, single
from steelyard.accounts.panel_tables import PanelTable
from steelyard.classes.selection import Selection
from steelyard.classes.ways import ways
from steelyard.store.release import Held, Series
from steelyard.terms.definition import Definition
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.product import TOTAL_NOMENCLATURE

_SEVERAL = 2
_NEARLY = 0.9


def tables(held: Iterable[Held], asked: PanelAsked) -> list[PanelTable]:
    """Return every table that meets the definition, whatever the years."""
    every = ways(asked.cls, asked.definition.concordance, asked.definition.as_of)
    found: dict[tuple[object, ...], list[Series]] = defaultdict(list)
    about: dict[tuple[object, ...], tuple[Held, Selection, int]] = {}
    for one in held:
        if one.release.kind != "flows" or not _released(one, asked):
            continue
        for series in one.release.series:
            for place, way in enumerate(_ways(series, every, asked)):
                if _meets(series, way, asked):
                    of = tuple(sorted((k, v) for k, v in series.of.items() if k != "reporter"))
                    key = (one.release.name, one.bundled, of, str(way))
                    found[key].append(series)
                    about[key] = (one, way, place)
    made = [_table(*about[key], tuple(group)) for key, group in found.items()]
    return [table for table in made if _of_many(table, asked)]


def _table(held: Held, way: Selection, place: int, series: tuple[Series, ...]) -> PanelTable:
    of = {name: word for name, word in series[0].of.items() if name != "reporter"}
    return PanelTable(held, of, way, place, series)


def latest(found: Iterable[PanelTable], asked: PanelAsked) -> PeriodRange | None:
    """Return the newest whole year that half of the series of one of the largest tables reach.

    Tables with nearly as many countries as the largest one count as large: a newer release is not
    passed over because one of its countries has gone.
    """
    tables = tuple(found)
    most = max(_size(table, asked) for table in tables)
    large = [table for table in tables if _size(table, asked) >= _NEARLY * most]
    year = Period(Frequency.A, max(_middle_year(table) for table in large))
    return PeriodRange(year, year)


def _middle_year(table: PanelTable) -> int:
    """Return the last year that half of the series of a table reach."""
    ends = sorted((_last_year(one) for one in table.series), reverse=True)
    return ends[len(ends) // 2]


def in_time(found: Iterable[PanelTable], years: PeriodRange) -> list[PanelTable]:
    """Return the tables of which a series reaches one of some years."""
    periods = tuple(years)
    return [t for t in found if any(Choice(t.held, s, t.way).reaches(periods) for s in t.series)]


def _size(table: PanelTable, asked: PanelAsked) -> int:
    if asked.told is Told.BY_MARKET:
        return max(len(one.partners) for one in table.series)
    return len(table.series)


def _last_year(series: Series) -> int:
    """Return the last year that a series may hold whole."""
    last = Period.labelled(series.last).months[-1]
    return int(last[:4]) - (last[5:] != "12")


def _released(held: Held, asked: PanelAsked) -> bool:
    release, definition = held.release, asked.definition
    if asked.releases and release.name not in asked.releases:
        return False
    known = definition.as_of is None or release.known_by(definition.as_of)
    return known and definition.release in {None, release.release}


def _ways(series: Series, every: tuple[Selection, ...], asked: PanelAsked) -> Iterator[Selection]:
    """Yield how a series may answer for the class: of all goods product by product every code."""
    nomenclature, level = series.of.get("nomenclature", ""), series.of.get("level")
    if asked.cls.name != "goods" or asked.summed:
        yield from every
    elif level and nomenclature != TOTAL_NOMENCLATURE:
        digits = asked.level.digits if asked.level else int(level)
        yield Selection(nomenclature=nomenclature, codes=("",), digits=digits)


def _meets(series: Series, way: Selection, asked: PanelAsked) -> bool:
    of, definition = series.of, asked.definition
    level = of.get("level")
    return (
        way.kind == "flows"
        and of.get("flow") == asked.flow
        and of.get("nomenclature") == way.nomenclature
        and way.flow in {"", str(asked.flow)}
        and way.fits(level)
        and _at_level(of, asked)
        and bool(series.last)
        and not of.get("detail")
        and of.get("account") == (way.account or definition.account)
        and of.get("adjustment") == definition.adjustment
        and _as_named(of, definition, asked.flow)
        and (not asked.reporters or of.get("reporter") in asked.reporters)
        and (not asked.partners or any(code in series.partners for code in asked.partners))
    )


def _at_level(of: dict[str, str], asked: PanelAsked) -> bool:
    if asked.summed and asked.level is None:
        return True
    level = of.get("level")
    if asked.level is None or level is None:
        return level is not None
    return of["nomenclature"] == asked.level.nomenclature and int(level) >= asked.level.digits


def _as_named(of: dict[str, str], definition: Definition, flow: FlowKind) -> bool:
    """Tell whether a series is what the definition names; what it does not name is free."""
    imports = flow is FlowKind.IMPORT
    column = "import_basis" if imports else "export_scope"
    valuation = definition.import_valuation if imports else definition.export_valuation
    free = column not in definition.model_fields_set
    usual = free or of.get(column) == getattr(definition, column)
    return usual and valuation in {None, of.get("valuation")}


def _of_many(table: PanelTable, asked: PanelAsked) -> bool:
    """Tell whether a table has what the countries of the panel are to be read from."""
    partners = {code for one in table.series for code in one.partners}
    if asked.told is Told.BY_EACH:
        return WORLD in partners or table.summable
    if asked.told is Told.BY_PAIR:
        return table.closed
    return bool(asked.partners) or sum(map(single, partners)) >= _SEVERAL
