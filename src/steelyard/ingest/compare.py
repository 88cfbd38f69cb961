"""Comparing a new release with one that is held: a slip of scale or direction shows at once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.contract import Check, Converted
from steelyard.store.package import CATALOGUE, read_catalogue
from steelyard.store.release import Held
from steelyard.store.store import BUNDLED, verify
from steelyard.terms.tables import RATES

TOLERANCE = 0.05
Known = dict[tuple[str, str, str], float]


def against_held(root: Path, converted: Converted) -> tuple[Check, ...]:
    """Compare exchange rates with those of the newest other release held of the same dataset.

    Equation: ``|r / r_held - 1| <= 0.05`` for every period that both state, inverted where the two
    are quoted the other way round. Revisions of averages are far smaller than that.

    Raises:
        DamagedStore: the release held cannot be trusted.
    """
    if converted.kind is not RATES:
        return ()
    held, name = _newest(root, converted)
    new = _stated(converted.table)
    both = {key: rate / held[key] - 1 for key, rate in new.items() if key in held}
    if not both:
        return ()
    key, worst = max(both.items(), key=lambda item: abs(item[1]))
    text = f"largest difference from {name}: {worst:+.1%} ({' '.join(key)}); {len(both)} compared"
    return (Check("rates-agree-with-held-release", abs(worst) <= TOLERANCE, text),)


def _newest(root: Path, converted: Converted) -> tuple[Known, str]:
    releases = [
        (release, folder)
        for folder in (BUNDLED, root)
        if (folder / CATALOGUE).is_file()
        for release in read_catalogue(folder)
        if release.dataset == converted.card.dataset and release.release != converted.published_at
    ]
    if not releases:
        return {}, ""
    release, folder = max(releases, key=lambda pair: pair[0].out_by)
    verify(Held(release, folder, bundled=folder == BUNDLED))
    rates = _stated(pq.read_table(folder / release.path))
    turned = {(quote, base, period): 1 / rate for (base, quote, period), rate in rates.items()}
    return {**turned, **rates}, release.name


def _stated(table: pa.Table) -> Known:
    """Return the rates by base, quote and period."""
    rows = table.select(["base", "quote", "period", "rate"]).to_pylist()
    return {(row["base"], row["quote"], row["period"]): row["rate"] for row in rows if row["rate"]}
