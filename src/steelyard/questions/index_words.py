"""What a reader of an index must know: whose reports, of what, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.notes_panel import of_contents, of_releases
from steelyard.accounts.panel import Panel
from steelyard.accounts.panel_asked import Told
from steelyard.accounts.panel_reasons import words
from steelyard.questions.index_asked import Work
from steelyard.terms.answer import Gap, Note
from steelyard.terms.place import WORLD

_SAID = ("import_basis", "export_scope", "valuation", "partner_role")
_MARKET = (
    "Exports are what {market} imports from each country, as {market} reports it: what a country "
    "sells elsewhere does not count, and an index compares countries on that market only."
)


def notes(work: Work) -> Iterator[Note]:
    """Yield the notes of an index, in a fixed order."""
    for panel in work.panels:
        yield Note("panel", _about(panel))
    names = sorted({panel.name for panel in work.panels})
    if len(names) > 1:
        joined = " and ".join(names)
        yield Note("two-releases", f"Exports and imports come from two releases: {joined}.")
    yield from of_releases(work.panels)
    if work.question.market:
        yield Note("panel-market", _MARKET.format(market=work.question.market))
    for panel in work.panels:
        yield from of_contents(panel, {who for _, who, _ in _lost(panel, work)})
    yield from work.told


def gaps(work: Work) -> Iterator[Gap]:
    """Yield what is missing: countries that were named and are left out, first."""
    lost = dict.fromkeys(one for panel in work.panels for one in _lost(panel, work))
    remedy = "Ask for other --years or --market, or add a fuller table with `steelyard add FILE`."
    for year, who, why in lost:
        yield Gap(f"{work.question.name} of {who} in {year}", why, remedy)
    yield from work.gaps


def _lost(panel: Panel, work: Work) -> Iterator[tuple[str, str, str]]:
    """Yield the years in which a panel lacks a country that was named, and why."""
    market, asked = panel.asked.told is Told.BY_MARKET, panel.asked
    named = asked.partners if market else asked.reporters
    others = (work.question.country, work.question.partner)
    for who in named or [one for one in others if one not in {"", *asked.reporters}]:
        for year in map(str, panel.years):
            if who not in panel.countries.counted[year]:
                why = panel.countries.out.get((year, who), "has no row in it")
                yield year, who, f"{panel.name}: {who} {why}"


def _about(panel: Panel) -> str:
    table = panel.table
    counts = [len(found - {WORLD}) for found in panel.countries.counted.values()]
    many = f"{min(counts)} to {max(counts)}" if min(counts) != max(counts) else str(counts[0])
    said = ", ".join(f"{table.of[name]}" for name in _SAID if name in table.of)
    level = f", read in {panel.level.word}" if panel.level and not panel.asked.level else ""
    market = panel.asked.told is Told.BY_MARKET
    one, some = ("partner", "partners") if market else ("country", "countries")
    held = f"{table.of['nomenclature']} codes of {table.level} digits" if table.level else "totals"
    text = words(panel.asked)
    begun = f"{text[:1].upper()}{text[1:]}{level}"
    one_by_one = panel.asked.partners if market else panel.asked.reporters
    counted = "" if one_by_one else f"{many} {one if many == '1' else some}, "
    return f"{begun}: {counted}{_span(panel)}, from {panel.name} ({held}; {said})."


def _span(panel: Panel) -> str:
    first, last = panel.years.first, panel.years.last
    return str(first) if first == last else f"{first} to {last}"
