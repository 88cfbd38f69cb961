"""A publisher of the tests, whose files of flows are read in steps and come in pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from steelyard.ingest.intake import Intake, take
from steelyard.ingest.wish import Wish
from steelyard.sources.blocks import Block
from steelyard.sources.contract import Card
from steelyard.sources.fill import filled
from steelyard.sources.layout import find_layout
from steelyard.sources.received import Received
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch, Reading, batches_of
from steelyard.store.store import Store
from steelyard.terms.tables import FLOWS

COLUMNS = ("partner", "partner2", "year", "value", "status")
Row = Mapping[str, str]


class Twin:
    """The publisher: imports of goods of the United States by partner and year."""

    def __init__(self, assembly: str = "piecewise") -> None:
        self.CARD = Card.model_validate(
            {
                "dataset": "twin",
                "title": "Twin of a table",
                "kind": "flows",
                "publisher": "Office of Twins",
                "licence": "public domain",
                "url": "https://example.org/twin",
                "cadence": "yearly",
                "precedence": 1,
                "assembly": assembly,
            }
        )

    def knows(self, received: Received) -> bool:
        return find_layout(received.head(), _is_header) is not None

    def stream(self, received: Received, published_at: str | None) -> Reading:
        layout = find_layout(received.head(), _is_header)
        assert layout is not None
        return Reading(
            self.CARD,
            FLOWS,
            "twin",
            published_at or "",
            "stated" if published_at else "inferred",
            "The test says so.",
            tuple(layout.columns),
            batches_of(received, layout, COLUMNS, (), _batch),
        )


def _is_header(names: Sequence[str]) -> bool:
    return tuple(names) == COLUMNS


def _batch(block: Block) -> Batch:
    sieve = Sieve(block)
    columns = {
        "partner": sieve.mapped("partner", _place, "unknown-place"),
        "partner2": sieve.mapped("partner2", lambda text: text or None, "unknown-place"),
        "period": sieve.mapped("year", lambda text: text, "bad-period"),
        "value": sieve.exact("value"),
        "status": sieve.mapped("status", lambda text: text, "unknown-status"),
    }
    table = filled(FLOWS, {**_USUAL, **columns}, block.table.num_rows)
    return Batch(sieve.kept(table), sieve.rejected(), sieve.observations)


def _place(text: str) -> str:
    if text not in {"CHN", "CAN", "JPN", "WLD"}:
        raise ValueError(f"{text!r} is no place")
    return text


_USUAL: dict[str, Any] = {
    "reporter": "USA",
    "partner_role": "origin",
    "flow": "M",
    "nomenclature": "TOTAL",
    "product": "TOTAL",
    "freq": "A",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CUSTOMS",
    "currency": "USD",
    "aggregate": False,
}


def row(partner: str, year: int, value: int | str, **more: str) -> dict[str, str]:
    """Return one row of a file."""
    told = {"partner": partner, "partner2": "", "year": str(year), "value": str(value)}
    return {**told, "status": "A" if str(value) else "O", **more}


def file(path: Path, rows: Sequence[Row]) -> Path:
    """Write a file of the publisher."""
    lines = [COLUMNS, *([one[name] for name in COLUMNS] for one in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def add(
    path: Path, root: Path, day: str = "2021-01-15", assembly: str = "piecewise", **wish: Any
) -> Intake:
    """Take a file of the publisher in."""
    asked = Wish(release=day or None, sources=(("twin", Twin(assembly)),), **wish)
    return take(Received(path), root, asked)


def held(root: Path) -> dict[str, dict[tuple[str, str | None, str], Decimal | None]]:
    """Return what a store holds of the publisher: values by partner, second partner and year."""
    store = Store(root)
    try:
        return {
            one.release.release: {
                (partner, second, year): value
                for partner, second, year, value in store.engine.rows(
                    store.scan(one).select("partner", "partner2", "period", "value"), ["period"]
                )
            }
            for one in store.held
            if one.release.dataset == "twin"
        }
    finally:
        store.engine.close()


def shown(root: Path) -> dict[str, bytes]:
    """Return every file of a store with its content."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
