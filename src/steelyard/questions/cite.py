"""``cite``: how to cite what is held."""

from __future__ import annotations

from typing import Annotated

from steelyard.store.release import Held
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Row
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.version import __version__

COLUMNS = (
    Column("dataset"),
    Column("release"),
    Column("citation"),
    Column("licence"),
    Column("url"),
    Column("file_sha256"),
)


def cite(
    dataset: Annotated[
        str,
        Ask(
            "dataset, or dataset@release; every one when left out",
            AskKind.ARGUMENT,
            complete="datasets",
        ),
    ] = "",
    *,
    store: Store | str | None = None,
) -> Answer:
    """Say how to cite a dataset, one row a release.

    Raises:
        UnknownDataset: nothing of this name is held.
    """
    dataset = dataset.strip()
    opened = store if isinstance(store, Store) else Store(store)
    rows = tuple(_row(h) for h in opened.named(dataset))
    return Answer("cite", __version__, {"dataset": dataset}, COLUMNS, rows)


def _row(held: Held) -> Row:
    r = held.release
    inferred = " (date inferred)" if r.dated == "inferred" else ""
    through = f", through {r.obtained_from}" if r.obtained_from else ""
    citation = (
        f"{r.publisher}, {r.title}, release of {r.published_at}{inferred}, {r.url}, "
        f"received {r.received_at}{through}. Read with Steelyard {__version__}."
    )
    return (r.dataset, r.release, citation, r.licence, r.url, r.received_sha256)
