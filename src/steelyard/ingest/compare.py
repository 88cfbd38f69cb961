"""Comparing a new release with one that is held: a slip of scale or direction shows at once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.ingest.through import Read
from steelyard.sources.contract import Check
from steelyard.store.package import CATALOGUE, read_catalogue
from steelyard.store.store import BUNDLED, verify
from steelyard.terms.tables import RATES

TOLERANCE = 0.05
Known = dict[tuple[str, str, str], float]


def against_held(root: Path, read: Read) -> tuple[Check, ...]:
    """Compare exchange rates with those of the newest other release held of the same dataset.

    Equation: ``|r / r_held - 1| <= 0.05`` for every period that both state, inverted where the two
    are quoted the other way round. Revisions of averages are far smaller than that.

    Raises:
        DamagedStore: the release held cannot be trusted.
    """
    if read.reading.kind is not RATES:
        return ()
    held, name = _newest(root, read)
    new = _stated(pq.read_table(read.draft.rows, use_threads=False))
    both = {key: rate / held[key] - 1 for key, rate in new.items() if key in held}
    if not both:
        return ()
    key, worst = max(both.items(), key=lambda item: abs(item[1]))
    text = f"largest difference from {name}: {worst:+.1%} ({' '.join(key)}); {len(both)} compared"
    return (Check("rates-agree-with-held-release", abs(worst) <= TOLERANCE, text),)


def _newest(root: Path, read: Read) -> tuple[Known, str]:
    found = [
        (release, folder)
        for folder in (BUNDLED, root)
        if (folder / CATALOGUE).is_file()
        for release in read_catalogue(folder)
        if release.dataset == read.reading.card.dataset and release.release != read.published_at
    ]
    if not found:
        return {}, ""
    release, folder = max(found, key=lambda pair: pair[0].out_by)
    for part in release.parts:
        verify(folder, part)
    files = [folder / part.path for part in release.parts]
    tables = [pq.read_table(file, use_threads=False) for file in files]
    rates = {key: rate for table in tables for key, rate in _stated(table).items()}
    turned = {(quote, base, period): 1 / rate for (base, quote, period), rate in rates.items()}
    return {**turned, **rates}, release.name


def _stated(table: pa.Table) -> Known:
    """Return the rates by base, quote and period."""
    rows = table.select(["base", "quote", "period", "rate"]).to_pylist()
    return {(row["base"], row["quote"], row["period"]): row["rate"] for row in rows if row["rate"]}
