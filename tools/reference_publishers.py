"""Generated blocks on the publishers' sources: what their cards and modules say of themselves."""

from __future__ import annotations

from collections.abc import Iterable

from reference_markdown import code, table
from steelyard.ingest.recognise import sources
from steelyard.sources.contract import AnySource, Card, StreamingSource, cards_of

_ASSEMBLY = {
    "whole": "one file is a release",
    "parts": "files of one date make a release together",
    "piecewise": "a file adds to what is held, and supersedes what it states again",
}
_ABSENT = {"nil": "nil trade, where the partner and period have other rows", "missing": "missing"}
_LISTED, _SHOWN = 8, 3


def publishers() -> str:
    """List the sources."""
    rows = [
        (f"[`{name}`](#{name})", _publishers(source), _datasets(source), _read(source))
        for name, source in sources()
    ]
    return table(("source", "publisher", "datasets", "read"), rows)


def publisher(name: str) -> str:
    """List what the cards of a source say of its datasets, and the columns that tell its files."""
    source = _source(name)
    cards = cards_of(source)
    facts = [
        ("publisher", _publishers(source)),
        ("datasets", _datasets(source)),
        ("kind of table", _each(card.kind for card in cards)),
        ("terms", _each(map(_licence, cards))),
        ("address", _each(f"<{card.url}>" for card in cards)),
        ("renewed", _each(card.cadence for card in cards)),
        ("read", _read(source)),
        ("files", _each(_ASSEMBLY[card.assembly] for card in cards)),
    ]
    if any(card.kind == "flows" for card in cards):
        facts.append(("a product without a row", _each(_ABSENT[card.absent] for card in cards)))
    headers = getattr(source, "HEADERS", ())
    facts += [("columns needed", ", ".join(map(code, names))) for names in headers]
    return table(("fact", name), facts)


def card_quirks(dataset: str) -> str:
    """List what a reader of a dataset must know, as the card says it."""
    card = next(c for _, s in sources() for c in cards_of(s) if c.dataset == dataset)
    return "\n".join(f"- {quirk}" for quirk in card.quirks)


def _source(name: str) -> AnySource:
    return next(source for known, source in sources() if known == name)


def _publishers(source: AnySource) -> str:
    names = list(dict.fromkeys(card.publisher for card in cards_of(source)))
    return names[0] if len(names) == 1 else f"{len(names)} publishers"


def _datasets(source: AnySource) -> str:
    names = [code(card.dataset) for card in cards_of(source)]
    return ", ".join(names) if len(names) <= _LISTED else f"{len(names)} datasets"


def _read(source: AnySource) -> str:
    return "in steps, of any length" if isinstance(source, StreamingSource) else "whole"


def _licence(card: Card) -> str:
    return f"[{card.licence}]({card.licence_url})" if card.licence_url else card.licence


def _each(words: Iterable[str]) -> str:
    found = list(dict.fromkeys(words))
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more
