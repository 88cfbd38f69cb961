"""What a reader of an index must know: whose reports, of what, and who is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from steelyard.accounts.notes_synthetic import made_up
from steelyard.accounts.panel import Panel
from steelyard.accounts.panel_asked import Told
from steelyard.accounts.panel_reasons import words
from steelyard.accounts.unconfirmed import failing, unconfirmed
from steelyard.classes.ways import Converted
from steelyard.questions.index_asked import Work
from steelyard.terms.answer import Gap, Note
from steelyard.terms.place import WORLD

_NAMED = 8
_SAID = ("import_basis", "export_scope", "valuation", "partner_role")
_MARKET = (
    "Exports are what {market} imports from each country, as {market} reports it: what a country "
    "sells elsewhere does not count, and an index compares countries on that market only."
)
_ABSENT = (
    "{cells} products of a country have no row in {name}, which does not say that they are nil "
    "trade: sums are of the rows that it states, and such a product counts as none where countries "
    "are compared."
)
_RESIDUAL = (
    "Codes that are no product (99, 999999: confidential or low-value trade) are left out: "
    "{told} of {unit} in {name}."
)


def notes(work: Work) -> Iterator[Note]:
    """Yield the notes of an index, in a fixed order."""
    for panel in work.panels:
        yield Note("panel", _about(panel))
    names = sorted({panel.name for panel in work.panels})
    if len(names) > 1:
        joined = " and ".join(names)
        yield Note("two-releases", f"Exports and imports come from two releases: {joined}.")
    yield from _releases(work.panels)
    yield from made_up(panel.table.held.release for panel in work.panels)
    if work.question.market:
        yield Note("panel-market", _MARKET.format(market=work.question.market))
    for panel in work.panels:
        yield from _products(panel)
        yield from _left_out(panel, work)


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


def _releases(panels: list[Panel]) -> Iterator[Note]:
    releases = {panel.name: panel.table.held.release for panel in panels}
    for name, release in sorted(releases.items()):
        if unconfirmed(release):
            yield Note("unconfirmed", f"{name} answers only because nothing else does, and nothing "
                       f"confirms it: {failing(release)}.")  # fmt: skip
        if release.dated == "inferred":
            yield Note("release-date-inferred", f"{name}: {release.dated_how}")


def _products(panel: Panel) -> Iterator[Note]:
    if panel.absent:
        yield Note("panel-absent", _ABSENT.format(name=panel.name, cells=f"{panel.absent:,}"))
    if panel.residual:
        told = ", ".join(f"{value:,.0f} in {year}" for year, value in panel.residual.items())
        unit = panel.table.of["currency"]
        yield Note("panel-residual", _RESIDUAL.format(told=told, unit=unit, name=panel.name))
    way = panel.table.way
    if isinstance(way, Converted):
        text = f"Codes of {way.cls.name} were followed to the edition of each row by {way.rule}."
        yield Note("class-converted", f"{way.note} {text}".strip())
    elif way.note:
        yield Note("class-list", way.note)


def _left_out(panel: Panel, work: Work) -> Iterator[Note]:
    """Tell which countries are left out, by the reason."""
    asked = {who for _, who, _ in _lost(panel, work)}
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (year, who), why in panel.countries.out.items():
        if who not in asked:
            reasons[year, why].append(who)
    for (year, why), codes in sorted(reasons.items()):
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        named = f"{', '.join(codes[:_NAMED])}{more}"
        yield Note("panel-left-out", f"Of {year}, left out: {named}, which in {panel.name} {why}.")
