"""What a shell offers when a word is begun: codes of places, classes, choices."""

from __future__ import annotations

from steelyard.cli.complete_classes import classes
from steelyard.nomenclature.places import all_groups, all_places
from steelyard.nomenclature.synthetic_places import synthetic_begun
from steelyard.terms.ask import Ask


def names(ask: Ask, incomplete: str) -> list[tuple[str, str]]:
    """Return the words that begin as typed, each with its meaning."""
    if ask.choices:
        found = [(choice, "") for choice in ask.choices]
    elif ask.complete == "classes":
        found = classes(incomplete)
    elif ask.complete == "datasets":
        found = _datasets()
    elif ask.complete == "publishers":
        found = _publishers()
    else:
        places = [
            (entry.code, entry.name) for entry in (*all_places(), *synthetic_begun(incomplete))
        ]
        found = places + [(group.code, group.name) for group in all_groups()]
    begun = incomplete.casefold()
    return [pair for pair in found if pair[0].casefold().startswith(begun)]


def _datasets() -> list[tuple[str, str]]:
    from steelyard.store.store import Store  # noqa: PLC0415  (a shell waits for places meanwhile)

    held = [one.release for one in Store().held]
    named = [(release.name, release.title) for release in held]
    return [*named, *dict.fromkeys((release.dataset, release.title) for release in held)]


def _publishers() -> list[tuple[str, str]]:
    from steelyard.ingest.recognise import sources  # noqa: PLC0415  (imports every reader)
    from steelyard.sources.contract import cards_of  # noqa: PLC0415

    cards = [card for _, source in sources() for card in cards_of(source)]
    return [(card.dataset, card.title) for card in cards]
