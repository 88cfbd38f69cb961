"""The records of a release and of its new part, from what was read."""

from __future__ import annotations

from typing import Any

from steelyard.ingest.through import Read
from steelyard.ingest.wish import Wish
from steelyard.sources.contract import Check
from steelyard.sources.received import Received


def release_facts(read: Read) -> dict[str, Any]:
    """Return every field of ``Release`` but parts, rows and series."""
    card = read.reading.card
    return {
        "dataset": card.dataset,
        "title": card.title,
        "kind": card.kind,
        "publisher": card.publisher,
        "licence": card.licence,
        "licence_url": card.licence_url,
        "url": card.url,
        "cadence": card.cadence,
        "precedence": card.precedence,
        "absent": card.absent,
        "assembly": card.assembly,
        "breaks": [found.model_dump() for found in card.breaks],
        "quirks": card.quirks,
        "release": read.published_at,
        "published_at": read.published_at,
        "dated": read.dated,
        "dated_how": read.dated_how,
    }


def part_facts(
    read: Read, received: Received, wish: Wish, sha256: str, checks: tuple[Check, ...]
) -> dict[str, Any]:
    """Return every field of ``Part`` that intake knows; the store adds its own."""
    tally = read.tally
    return {
        "received_file": received.name,
        "received_sha256": sha256,
        "received_bytes": received.size(),
        "received_at": wish.today,
        "obtained_from": wish.obtained_from,
        "layout": read.reading.layout,
        "first": read.understood.first,
        "last": read.understood.last,
        "observations_in": tally.observations,
        "accepted": tally.observations - tally.rejected,
        "rejected": [
            {"reason": reason, "observations": count, "example": tally.examples[reason]}
            for reason, count in sorted(tally.reasons.items())
        ],
        "checks": [{"name": c.name, "passed": c.passed, "detail": c.detail} for c in checks],
        "columns": read.reading.columns,
    }
