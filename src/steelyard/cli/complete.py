"""What a shell offers when a word is begun: codes of places, classes, choices."""

from __future__ import annotations

from steelyard.classes.registry import all_classes
from steelyard.ingest.recognise import sources
from steelyard.nomenclature.places import all_groups, all_places
from steelyard.sources.contract import cards_of
from steelyard.store.store import Store
from steelyard.terms.ask import Ask


def names(ask: Ask, incomplete: str) -> list[tuple[str, str]]:
    """Return the words that begin as typed, each with its meaning."""
    if ask.choices:
        found = [(choice, "") for choice in ask.choices]
    elif ask.complete == "classes":
        found = [(entry.name, entry.title) for entry in all_classes()]
    elif ask.complete == "datasets":
        found = [(held.release.name, held.release.title) for held in Store().held]
        found += [(held.release.dataset, held.release.title) for held in Store().held]
        found = list(dict.fromkeys(found))
    elif ask.complete == "publishers":
        cards = [card for _, source in sources() for card in cards_of(source)]
        found = [(card.dataset, card.title) for card in cards]
    else:
        places = [(entry.code, entry.name) for entry in all_places()]
        found = places + [(group.code, group.name) for group in all_groups()]
    begun = incomplete.casefold()
    return [pair for pair in found if pair[0].casefold().startswith(begun)]
