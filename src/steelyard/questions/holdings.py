"""``holdings``: what is held, and what is missing in it."""

from __future__ import annotations

from typing import Annotated

from steelyard.store.release import Held, Series
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Note, Row, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.version import __version__

COLUMNS = (
    Column("dataset"),
    Column("release"),
    Column("published_at"),
    Column("dated"),
    Column("kind"),
    Column("publisher"),
    Column("first"),
    Column("last"),
    Column("rows", "integer", "rows"),
    Column("missing", "integer", "rows"),
    Column("licence"),
    Column("place"),
)
SERIES = (
    Column("dataset"),
    Column("release"),
    Column("series"),
    Column("first"),
    Column("last"),
    Column("rows", "integer", "rows"),
    Column("missing", "integer", "rows"),
    Column("partners", "integer", "places"),
    Column("place"),
)


def holdings(
    dataset: Annotated[
        str, Ask("dataset, or dataset@release, to break down; all when left out", AskKind.ARGUMENT)
    ] = "",
    *,
    store: Store | str | None = None,
) -> Answer:
    """List the releases held, bundled and own, and the series that each holds.

    Missing and zero: ``missing`` counts rows whose value the publisher did not give.

    Raises:
        UnknownDataset: nothing of this name is held.
        StoreError: the data on disk cannot be used.
    """
    opened = store if isinstance(store, Store) else Store(store)
    named = opened.named(dataset)
    held = sorted(named, key=lambda h: (h.release.dataset, h.release.release, h.bundled))
    series = tuple(_series(h, s) for h in held for s in h.release.series)
    return Answer(
        verb="holdings",
        version=__version__,
        question={"dataset": dataset.strip()},
        columns=COLUMNS,
        rows=tuple(_row(h) for h in held),
        tables=(Table("series", SERIES, series),),
        notes=tuple(_notes(held, dated=bool(dataset.strip()))),
    )


def _row(held: Held) -> Row:
    r = held.release
    return (
        r.dataset,
        r.release,
        r.published_at,
        r.dated,
        r.kind,
        r.publisher,
        min((s.first for s in r.series if s.first), default=""),
        max((s.last for s in r.series if s.last), default=""),
        r.rows,
        sum(s.missing for s in r.series),
        r.licence,
        _place(held),
    )


def _place(held: Held) -> str:
    return "bundled" if held.bundled else "own store"


def _series(held: Held, series: Series) -> Row:
    words = " ".join(series.of.values())
    r = held.release
    return (
        r.dataset,
        r.release,
        words,
        series.first,
        series.last,
        series.rows,
        series.missing,
        len(series.partners),
        _place(held),
    )


def _notes(held: list[Held], *, dated: bool) -> list[Note]:
    found = []
    for release in (h.release for h in held):
        if dated:
            found.append(Note("release-date", f"{release.name}: {release.dated_how}"))
            found += [Note("quirk", f"{release.name}: {quirk}") for quirk in release.quirks]
        left = sum(r.observations for r in release.rejected)
        if left:
            reasons = ", ".join(f"{r.reason}: {r.observations}" for r in release.rejected)
            found.append(
                Note("rejected", f"{release.name}: {left} observations left out ({reasons})")
            )
    return found
