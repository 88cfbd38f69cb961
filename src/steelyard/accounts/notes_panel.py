"""What a reader must know of the panels behind figures: releases, products, countries left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from steelyard.accounts.notes_synthetic import made_up
from steelyard.accounts.panel import Panel
from steelyard.accounts.unconfirmed import failing, unconfirmed
from steelyard.classes.ways import Converted
from steelyard.terms.answer import Note

_NAMED = 8
_ABSENT = (
    "{cells} products of a country have no row in {name}, which does not say that they are nil "
    "trade: sums are of the rows that it states, and such a product counts as none where countries "
    "are compared."
)
_RESIDUAL = (
    "Codes that are no product (99, 999999: confidential or low-value trade) are left out: "
    "{told} of {unit} in {name}."
)
_NEGATIVE = (
    "{name} states amounts below nil, as corrections of earlier ones: {told}. They count as they "
    "stand, so that shares and indices may lie outside of their bounds."
)
_FULLER = (
    "{name} answers, as the newest release of its dataset. The older {older} states more countries "
    "or years: ask with --set release={release} to read that."
)


def of_releases(panels: Sequence[Panel]) -> Iterator[Note]:
    """Yield what is to be known of the releases: unconfirmed, dated by inference, made up."""
    releases = {panel.name: panel.table.held.release for panel in panels}
    for name, release in sorted(releases.items()):
        if unconfirmed(release):
            yield Note("unconfirmed", f"{name} answers only because nothing else does, and nothing "
                       f"confirms it: {failing(release)}.")  # fmt: skip
        if release.dated == "inferred":
            yield Note("release-date-inferred", f"{name}: {release.dated_how}")
    for older, name in sorted({(one, panel.name) for panel in panels for one in panel.fuller[:1]}):
        asked = older.partition("@")[2]
        yield Note("panel-fuller", _FULLER.format(name=name, older=older, release=asked))
    yield from made_up(releases[name] for name in sorted(releases))


def of_contents(panel: Panel, told: Collection[str] = ()) -> Iterator[Note]:
    """Yield what is to be known of the rows of a panel: products, the class, who is left out.

    Args:
        panel: the panel.
        told: countries of which something else tells that they are left out.
    """
    yield from _products(panel)
    yield from _of_class(panel)
    yield from _left_out(panel, told)


def _products(panel: Panel) -> Iterator[Note]:
    if panel.absent:
        yield Note("panel-absent", _ABSENT.format(name=panel.name, cells=f"{panel.absent:,}"))
    if panel.residual:
        told = ", ".join(f"{value:,.0f} in {year}" for year, value in panel.residual.items())
        unit = panel.table.of["currency"]
        yield Note("panel-residual", _RESIDUAL.format(told=told, unit=unit, name=panel.name))
    if panel.negative:
        named = [f"{who} {code} in {year}".replace("  ", " ") for year, who, code in panel.negative]
        yield Note("panel-negative", _NEGATIVE.format(name=panel.name, told=_listed(named)))


def _of_class(panel: Panel) -> Iterator[Note]:
    way = panel.table.way
    if isinstance(way, Converted):
        text = f"Codes of {way.cls.name} were followed to the edition of each row by {way.rule}."
        yield Note("class-converted", f"{way.note} {text}".strip())
    elif way.note:
        yield Note("class-list", way.note)


def _left_out(panel: Panel, told: Collection[str]) -> Iterator[Note]:
    """Tell which countries are left out, by the reason."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (year, who), why in panel.countries.out.items():
        if who not in told:
            reasons[year, why].append(who)
    for (year, why), codes in sorted(reasons.items()):
        named = _listed(sorted(codes))
        yield Note("panel-left-out", f"Of {year}, left out: {named}, which in {panel.name} {why}.")


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return f"{', '.join(words[:_NAMED])}{more}"
