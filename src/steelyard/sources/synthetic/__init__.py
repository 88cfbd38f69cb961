"""A synthetic world as a release: a recipe of a few lines, of which its trade is made.

The recipe is the file received, so that one world is one file by its hash and the way in is that of
every publisher. It is no publisher's file, though, and is read only when asked for by name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import Card, read_card
from steelyard.sources.reading import publication_date
from steelyard.sources.stream import REJECTED, Batch, Reading, in_order
from steelyard.sources.synthetic.editions import NEXT
from steelyard.sources.synthetic.flows import Reports
from steelyard.sources.synthetic.recipe import MARK, read_recipe
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.sources.received import Received
    from steelyard.synthetic.plan import Plan

CARD = read_card(Path(__file__).with_name("source.yaml"))
HEADERS = ()


def knows(received: Received) -> bool:
    """Tell a recipe by its first words."""
    return received.head(len(MARK)) == MARK


def stream(received: Received, published_at: str | None) -> Reading:
    """Open a recipe: batches of the trade that is made of it, one a reporter.

    Raises:
        BadFile: it is no recipe.
        BadOption: it asks for what cannot be.
        BadDate: ``published_at`` is no date.
    """
    found = read_recipe(received)
    return Reading(
        card_of(found.plan),
        FLOWS,
        "recipe of a synthetic world",
        publication_date(published_at) if published_at is not None else found.released,
        "stated",
        "The date is that of the recipe; a made-up world was never published.",
        ("recipe",),
        _batches(received, found.plan),
    )


def card_of(plan: Plan) -> Card:
    """Return the card of a world.

    Where reports leave rows out, an absent one is missing and not nil; a change of edition is told.
    """
    update: dict[str, object] = {"absent": "missing"} if plan.lost else {}
    if plan.edition_from:
        told = f"From {plan.edition_from} on codes are those of {NEXT}, shared out as planted."
        update["quirks"] = (*CARD.quirks, told)
    return CARD.model_copy(update=update) if update else CARD


def _batches(received: Received, plan: Plan) -> Iterator[Batch]:
    reports, packed = Reports(plan), received.packed
    reports.prepare()
    tables = in_order(range(plan.countries), reports.table)
    for done, table in enumerate(tables, 1):
        if received.told is not None:
            received.told(packed * done // plan.countries)
        yield Batch(table, REJECTED.empty_table(), table.num_rows)
