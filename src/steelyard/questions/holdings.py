"""``holdings``: what is held, and what is missing in it."""

from __future__ import annotations

from typing import Annotated

from steelyard.questions.holdings_parts import part_tables, place_of
from steelyard.store.release import Held, Series
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Note, Row, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption
from steelyard.terms.version import __version__

CHANGES_SHOWN = 1_000
REJECTED_SHOWN = 100_000

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
        str,
        Ask(
            "dataset, or dataset@release, to break down; all when left out",
            AskKind.ARGUMENT,
            complete="datasets",
        ),
    ] = "",
    *,
    diff: Annotated[
        str,
        Ask(
            "release to compare with: --diff A B tells what changed from A to B, each a "
            "dataset@release, or a dataset for its newest release",
            metavar="A",
        ),
    ] = "",
    rejected: Annotated[
        bool, Ask("list the rows that were rejected, with the publisher's cells", AskKind.SWITCH)
    ] = False,
    file: Annotated[
        str,
        Ask("with --rejected: rows of this file only, * for any letters", metavar="NAME"),
    ] = "",
    rows: Annotated[
        int | str | None,
        Ask("most changes or rejected rows; 1,000 and 100,000 by default", metavar="N"),
    ] = None,
    store: Store | str | None = None,
) -> Answer:
    """List the releases held, bundled and own, and the series, files and checks of each.

    With ``diff`` it tells what became of the rows of the release ``diff`` in the release
    ``dataset``; with ``rejected`` it lists the rows that were left out.

    Missing and zero: ``missing`` counts rows whose value the publisher did not give. A difference
    is missing where one of the two values is.

    Raises:
        UnknownDataset: nothing of this name is held.
        BadOption: one release is named for a difference, or two of different datasets; flags
            contradict one another; a file is named that was not received.
        StoreError: the data on disk cannot be used.
    """
    opened = store if isinstance(store, Store) else Store(store)
    _check(diff, file, rejected=rejected)
    if diff:
        from steelyard.questions.holdings_diff import differences  # noqa: PLC0415  (opens an engine)

        return differences(opened, diff, dataset, _most(rows, CHANGES_SHOWN))
    if rejected:
        from steelyard.questions.holdings_rejected import (  # noqa: PLC0415  (opens an engine)
            rejected_rows,
        )

        return rejected_rows(opened, dataset, file, _most(rows, REJECTED_SHOWN))
    return _listed(opened, dataset.strip())


def _listed(store: Store, dataset: str) -> Answer:
    named = store.named(dataset)
    held = sorted(named, key=lambda h: (h.release.dataset, h.release.release, h.bundled))
    series = tuple(_series(h, s) for h in held for s in h.release.series)
    return Answer(
        verb="holdings",
        version=__version__,
        question={"dataset": dataset},
        columns=COLUMNS,
        rows=tuple(_row(h) for h in held),
        tables=(Table("series", SERIES, series), *(part_tables(held) if dataset else ())),
        notes=tuple(_notes(held, dated=bool(dataset))),
    )


def _most(rows: int | str | None, usual: int) -> int:
    if rows is None:
        return usual
    text = str(rows).strip().replace(",", "")
    if text.isascii() and text.isdigit() and 0 < int(text[:19]) < 2**63:
        return int(text[:19])
    raise BadOption(
        f"You gave --rows {rows}",
        "it is no whole number above zero",
        "A limit that is guessed would hide rows",
        f"Write --rows 5000, or leave it out for {usual:,}.",
    )


def _check(diff: str, file: str, *, rejected: bool) -> None:
    """Refuse flags that ask for two tables, or for a part of a table that is not asked for."""
    why = "One answer has one main table"
    if diff and rejected:
        remedy = "Ask for one of them at a time."
        raise BadOption("You gave --diff and --rejected", "each asks for a table", why, remedy)
    if file and not rejected:
        found, remedy = "only rejected rows are listed by file", "Add --rejected, or leave it out."
        raise BadOption(f"You gave --file {file}", found, why, remedy)


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
        place_of(held),
    )


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
        place_of(held),
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
