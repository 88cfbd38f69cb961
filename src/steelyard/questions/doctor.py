"""``doctor``: a self-test of the installation and its data that prints what it checked."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version

from steelyard.ingest.recognise import sources
from steelyard.nomenclature.places import all_groups, all_places, place
from steelyard.questions.doctor_store import Condition, Damage, left_over
from steelyard.store.release import Held
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Note, Row, Table
from steelyard.terms.errors import SteelyardError
from steelyard.terms.version import __version__

COLUMNS = (Column("check"), Column("result"), Column("detail"))
RESULTS = ("ok", "differs", "failed")
SUMMARY = (
    Column("kind"),
    *(Column(result, "integer", "checks") for result in RESULTS),
    Column("detail"),
)
TOTALS = "totals"
_OK = {
    "format": "stores whose format is read: {}",
    "file": "releases whose files are as written: {}",
    "rows": "releases with as many rows as written: {}",
    "rejected": "releases whose rejected rows are as written: {}",
    TOTALS: "comparisons made when a file came that agree: {}",
}
PARTS = ("duckdb", "narwhals", "pyarrow", "pydantic", "rich", "typer")
OLDEST = (3, 11)


def doctor(*, store: Store | str | None = None) -> Answer:
    """Test this installation: interpreter, parts, every file held, the engine, the code tables.

    A row's ``result`` is ``ok``, ``failed``, or ``differs`` where a release does not add up to its
    publisher's own totals, which is the publisher's matter; the command fails when any failed. The
    table ``summary`` has one row for each kind of check, with how many of them ended how.
    Files that no catalogue names are told by a note and are no failure.
    """
    rows: list[Row] = [_run("interpreter", _interpreter), _run("parts", _parts)]
    opened: list[Store] = []
    rows.append(_run("store", lambda: _open(store, opened)))
    for one in opened:
        rows += [_run(name, check) for name, check in Condition(one).checks()]
        rows += [row for held in one.held for row in _reconciled(held)]
    rows += [_run("places", _places), _run("sources", _sources)]
    failed = [row for row in rows if row[1] == "failed"]
    notes = [Note("self-test-failed", f"{len(failed)} checks failed.")] if failed else []
    notes += [note for one in opened for note in _left_over(one)]
    tables = (Table("summary", SUMMARY, tuple(_summary(rows))),)
    return Answer("doctor", __version__, {}, COLUMNS, tuple(rows), tables, tuple(notes))


def _summary(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield one row a kind of check: how many ended how, and what the sound ones found."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(_kind(str(row[0])), []).append(row)
    for kind, mine in kinds.items():
        ok = [row for row in mine if row[1] == "ok"]
        counts = (sum(row[1] == result for row in mine) for result in RESULTS)
        several = _OK[kind].format(len(ok)) if ok and kind in _OK else None
        yield (kind, *counts, ok[0][2] if len(mine) == len(ok) == 1 else several)


def _kind(check: str) -> str:
    """Return the kind of a check: its first word, or that of totals for one made at the door."""
    return TOTALS if ", " in check else check.split(" ", maxsplit=1)[0]


def _run(name: str, check: Callable[[], str]) -> Row:
    try:
        return (name, "ok", check())
    except (SteelyardError, Damage) as error:
        return (name, "failed", str(error))
    except Exception as error:  # noqa: BLE001  (a self-test reports whatever breaks)
        return (name, "failed", f"{type(error).__name__}: {error}")


def _interpreter() -> str:
    if sys.version_info[:2] < OLDEST:
        message = f"Python {platform.python_version()} is older than 3.11"
        raise RuntimeError(message)
    return f"Python {platform.python_version()}"


def _parts() -> str:
    return ", ".join(f"{part} {version(part)}" for part in PARTS)


def _open(store: Store | str | None, opened: list[Store]) -> str:
    opened.append(store if isinstance(store, Store) else Store(store))
    own = sum(not held.bundled for held in opened[0].held)
    return f"{len(opened[0].held) - own} bundled and {own} own releases"


def _left_over(store: Store) -> list[Note]:
    try:
        return list(left_over(store.root, store.held))
    except OSError as error:
        return [Note("left-over", f"The folder cannot be looked through ({error.strerror}).")]


def _reconciled(held: Held) -> list[Row]:
    """Return how a release agreed with its publisher's own totals when it was taken in."""
    release, parts = held.release, held.release.own_parts
    return [
        (
            f"{check.name}, {release.name}{f', {part.received_file}' if len(parts) > 1 else ''}",
            "ok" if check.passed else "differs",
            check.detail,
        )
        for part in parts
        for check in part.checks
    ]


def _places() -> str:
    members = {code for group in all_groups() for code in group.ever()}
    for code in members:
        place(code)
    return f"{len(all_places())} places, {len(all_groups())} groups, every member known"


def _sources() -> str:
    return ", ".join(name for name, _ in sources())
