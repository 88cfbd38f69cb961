"""A publisher of the trials: small files of flows that are read in steps and come in pieces."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from steelyard.ingest.intake import Intake, take
from steelyard.ingest.wish import Told, Wish
from steelyard.nomenclature.places import all_places
from steelyard.sources.blocks import Block
from steelyard.sources.contract import Card
from steelyard.sources.fill import filled
from steelyard.sources.layout import find_layout
from steelyard.sources.received import Received
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch, Reading, batches_of
from steelyard.terms.tables import FLOWS

COLUMNS = ("partner", "product", "period", "value")
ASSEMBLIES = ("whole", "parts", "piecewise")
_USUAL: dict[str, Any] = {
    "reporter": "USA",
    "partner_role": "origin",
    "flow": "M",
    "nomenclature": "HS",
    "level": "6",
    "freq": "M",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CUSTOMS",
    "currency": "USD",
    "aggregate": False,
    "status": "A",
}


class Pieces:
    """One dataset of the publisher.

    Args:
        assembly: how its files make a release.
        dataset: its name.
    """

    def __init__(self, assembly: str, dataset: str) -> None:
        facts = {"title": "Trial", "publisher": "Office of Trials", "licence": "none"}
        about = {"url": "https://example.org", "cadence": "daily", "kind": "flows"}
        named = {"dataset": dataset, "assembly": assembly}
        self.CARD = Card.model_validate({**facts, **about, **named})

    def knows(self, received: Received) -> bool:
        """Tell by the header."""
        return find_layout(received.head(), _is_header) is not None

    def stream(self, received: Received, published_at: str | None) -> Reading:
        """Open a file."""
        layout = find_layout(received.head(), _is_header)
        if layout is None:
            raise ValueError(received.name)
        batches = batches_of(received, layout, COLUMNS, (), _batch)
        how = ("stated", "Stated by the trial.", COLUMNS, batches)
        return Reading(self.CARD, FLOWS, "trial", published_at or "", *how)


def preload(processes: ForkServerContext) -> None:
    """Let processes start with all modules loaded."""
    held = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), held]).strip(os.pathsep)
    processes.set_forkserver_preload([__name__, "steelyard.ingest.through", "duckdb"])


def add(file: Path, root: Path, day: str, of: Pieces, tell: Told = lambda _t, _s: None) -> Intake:
    """Take a file into a store."""
    wish = Wish(release=day, sources=((of.CARD.dataset, of),))
    return take(Received(file), root, wish, tell)


def file(path: Path, months: Sequence[str], rows: int, seed: int, codes: int = 10**6) -> Path:
    """Write a file of about ``rows`` rows, all different, for some months and product codes."""
    chance, places = random.Random(seed), sorted(place.code for place in all_places())  # noqa: S311  (seeded)
    lines = {
        (chance.choice(places), f"{chance.randrange(codes):06d}", chance.choice(months))
        for _ in range(rows)
    }
    text = [",".join((*line, str(chance.randrange(10**9)))) for line in sorted(lines)]
    path.write_text("\n".join([",".join(COLUMNS), *text, "CHN,000001,never,many"]) + "\n")
    return path


def _is_header(names: Sequence[str]) -> bool:
    return tuple(names) == COLUMNS


def _batch(block: Block) -> Batch:
    sieve = Sieve(block)
    texts = {name: sieve.mapped(name, str, "none") for name in COLUMNS[:3]}
    table = filled(FLOWS, {**_USUAL, **texts, "value": sieve.exact("value")}, block.table.num_rows)
    return Batch(sieve.kept(table), sieve.rejected(), sieve.observations)
