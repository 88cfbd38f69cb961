"""``holdings --diff``: what changed from one release of a dataset to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.accounts.revisions import CHANGES, COUNTS, counted, largest, measured
from steelyard.accounts.tables import plain
from steelyard.questions.holdings_pair import Pair, bounded, named, paired
from steelyard.store.engine import Engine, stable_names
from steelyard.store.reach import behind
from steelyard.store.release import Held
from steelyard.store.series import series_columns
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Note, Row, Table
from steelyard.terms.evidence import Evidence, Method
from steelyard.terms.tables import DETAILS, KINDS, Kind
from steelyard.terms.version import __version__

_TOLD = (
    Column("change"),
    Column("changed"),
    Column("value_before", "number"),
    Column("value_after", "number"),
    Column("difference", "number"),
    Column("status_before"),
    Column("status_after"),
)
_DIGESTED = 1_000_000
_METHOD = Method("difference", "value of the later release - value of the earlier", "definition")


def differences(store: Store, before: str, after: str, most: int) -> Answer:
    """Return what changed from the release ``before`` to the release ``after``.

    Args:
        store: the store.
        before: the earlier one, ``dataset@release``, or a dataset for its newest release.
        after: the later one, named in the same way.
        most: most rows of the table ``changes``.

    Raises:
        UnknownDataset: one of them is not held.
        BadOption: only one is named, or they are not of one dataset.
    """
    one, other = named(store, before, after)
    with bounded() as engine:
        return _answer(engine, paired(store, engine, one, other), most)


def _answer(engine: Engine, pair: Pair, most: int) -> Answer:
    names = series_columns(pair.kind.name)
    counts = counted(pair.frame, pair.kind, names)
    rows = _collected(counts, [c for c in counts.collect_schema().names() if c not in COUNTS])
    changed = sum(row[change] for row in rows for change in CHANGES[1:])
    changes = _changes(pair, most)
    return Answer(
        verb="holdings",
        version=__version__,
        question={
            "dataset": pair.after.release.name,
            "diff": pair.before.release.name,
            "rows": most,
        },
        columns=_columns(rows),
        rows=tuple(plain((_words(row, names), *(row[name] for name in COUNTS))) for row in rows),
        tables=(changes,),
        notes=tuple(_notes(pair, changed, len(changes.rows))),
        evidence=tuple(_evidence(engine, *side) for side in pair.each() if _short(side[0])),
        method=(_METHOD,),
        query=stable_names(engine.sql(counts)),
    )


def _collected(frame: nw.LazyFrame[Any], order: Sequence[str]) -> list[dict[str, Any]]:
    found = frame.sort(*order) if order else frame
    rows: list[dict[str, Any]] = found.collect(backend="pyarrow").to_arrow().to_pylist()
    return rows


def _words(row: dict[str, Any], names: Sequence[str]) -> str:
    """Return the definition of a series in the words of the table ``series`` of holdings."""
    details = " ".join(name for name in DETAILS if row.get(f"has_{name}"))
    return " ".join([*(row[name] for name in names if row[name]), *([details] if details else [])])


def _columns(rows: Sequence[dict[str, Any]]) -> tuple[Column, ...]:
    units = {row.get("currency") for row in rows}
    unit = units.pop() or "" if len(units) == 1 else ""
    counts = [Column(name, "integer", "rows") for name in COUNTS[:-1]]
    return (Column("series"), *counts, Column(COUNTS[-1], "number", unit))


def _changes(pair: Pair, most: int) -> Table:
    """Return the rows that changed; of the key the columns that tell them apart."""
    rows = _collected(largest(pair.frame, pair.kind, most), ())
    keys = [name for name in pair.kind.key if _telling(name, rows, pair.kind)]
    held = measured(pair.kind)
    told = [c for c in _TOLD if held or c.type == "string"]
    told = [c for c in told if "status" in pair.kind.names or not c.name.startswith("status")]
    columns = (*(Column(name) for name in keys), *told)
    return Table("changes", columns, tuple(_row(row, columns) for row in rows))


def _telling(name: str, rows: Sequence[dict[str, Any]], kind: Kind) -> bool:
    """Tell whether a column of the key differs between rows, or says what no series does."""
    found = {row[name] for row in rows}
    return len(found) > 1 or (found != {None} and name not in series_columns(kind.name))


def _row(row: dict[str, Any], columns: Sequence[Column]) -> Row:
    return plain(row[column.name] for column in columns)


def _notes(pair: Pair, changed: int, shown: int) -> list[Note]:
    found = [Note("compared", f"From {_told(pair.before)} to {_told(pair.after)}.")]
    if pair.before.release.out_by > pair.after.release.out_by:
        text = "The first of the two releases is the later one: what is added came earlier."
        found.append(Note("later-first", text))
    if long := [held.release for held, _ in pair.each() if not _short(held)]:
        hashes = "; ".join(f"{r.name}: {r.received_sha256}" for r in long)
        text = f"Too many rows for a digest; SHA-256 of what was received: {hashes}."
        found.append(Note("no-digest", text))
    if changed > shown:
        text = (
            f"The table changes has the {shown:,} largest of {changed:,} changes; "
            f"{changed - shown:,} more: --rows {changed}."
        )
        found.append(Note("more-rows", text))
    return found


def _told(held: Held) -> str:
    release = held.release
    place = "bundled" if held.bundled else "own store"
    return f"{release.name} ({place}, {release.rows:,} rows, {release.received_file})"


def _short(held: Held) -> bool:
    """Tell whether the digest of all rows of a release can be made in memory."""
    return held.release.rows <= _DIGESTED


def _evidence(engine: Engine, held: Held, frame: nw.LazyFrame[Any]) -> Evidence:
    release, names = held.release, KINDS[held.release.kind].names
    rows, digest = engine.digest(frame, names)
    files, left_out = behind(held, {}, {})
    return Evidence(
        dataset=release.dataset,
        publisher=release.publisher,
        release=release.release,
        licence=release.licence,
        file_sha256=release.received_sha256,
        filter="TRUE",
        rows=rows,
        rows_digest=digest,
        url=release.url,
        obtained_from=release.obtained_from,
        used_for="difference",
        dated=release.dated,
        files=files,
        files_left_out=left_out,
    )
