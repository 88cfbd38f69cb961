"""Taking a file in: recognise it by content, convert it, write it as one release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast
from zipfile import is_zipfile

import pyarrow.compute as pc

from steelyard.ingest.compare import against_held
from steelyard.sources.contract import Converted, Source, cards_of
from steelyard.store.store import file_sha256
from steelyard.store.write import add_release, held_already
from steelyard.terms.errors import BadDate, BadFile, UnrecognisedFile
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import Period

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file.

    Attributes:
        file: the file taken in.
        converted: what was read from it.
        first, last: first and last period that hold a value.
        added: True when it was written as a release.
        held: True when the store held this file already.
    """

    file: Path
    converted: Converted
    first: str
    last: str
    added: bool
    held: bool


def sources() -> Iterator[tuple[str, Source]]:
    """Yield every publisher's folder, own and plugged in, by name."""
    for point in sorted(entry_points(group="steelyard.sources"), key=lambda p: p.name):
        yield point.name, cast("Source", point.load())


def recognise(path: Path) -> Source:
    """Return the source whose file this is, told by its content.

    Raises:
        UnrecognisedFile: the file does not exist or no source knows it.
    """
    names = []
    for name, source in sources():
        publishers = {card.publisher for card in cards_of(source)}
        names.append(f"{'; '.join(sorted(publishers))} ({name})")
        if path.is_file() and source.recognises(path):
            return source
    raise UnrecognisedFile(
        f"You added {path}",
        _what(path),
        "A layout that is guessed would be read wrongly",
        f"Known are files of {', '.join(names)}; check the path and the file's first lines.",
    )


def _what(path: Path) -> str:
    if path.is_dir():
        return "it is a folder; name the files in it"
    if not path.exists():
        return "there is no such file"
    if path.is_file() and path.stat().st_size == 0:
        return "it is empty"
    if path.suffix.lower() in {".xlsx", ".zip"} and not is_zipfile(path):
        return "it is cut short or damaged; download it again"
    return "it is no layout that Steelyard knows"


def take(
    path: Path,
    root: Path,
    published_at: str | None = None,
    *,
    dry_run: bool = False,
    today: str | None = None,
    obtained_from: str = "",
    tell: Told = lambda _: None,
) -> Intake:
    """Take one file into the store at ``root``.

    Args:
        path: the file as received.
        root: folder of the store.
        published_at: date of publication, when the user knows it.
        dry_run: read and check only; write nothing.
        today: day of intake, today by default.
        obtained_from: where the file was had from, when not from the publisher.
        tell: called with a word on each stage.

    Raises:
        UnrecognisedFile, BadFile: the file cannot be read.
        StoreError: the store cannot be written to, or holds another file under this release.
    """
    tell(f"recognising {path.name}")
    source = recognise(path)
    tell(f"reading {path.name}")
    converted = source.convert(path, published_at)
    converted = replace(converted, checks=(*converted.checks, *against_held(root, converted)))
    first, last = _span(converted)
    if not converted.accepted:
        raise _nothing(path, converted)
    day = today or datetime.now(UTC).astimezone().date().isoformat()
    _check_date(path, converted.published_at, last, day)
    facts = {**_facts(path, converted, day), "obtained_from": obtained_from}
    if dry_run:
        return Intake(path, converted, first, last, added=False, held=held_already(root, facts))
    tell(f"writing {converted.card.dataset}@{converted.published_at}")
    added = add_release(root, facts, converted.table) is not None
    return Intake(path, converted, first, last, added=added, held=not added)


def _span(converted: Converted) -> tuple[str, str]:
    """Return the first and the last period of which something is stated that is no forecast."""
    table = converted.table
    if "period" not in table.column_names:
        return "", ""
    value = next(name for name in ("value", "rate") if name in table.column_names)
    stated = pc.is_valid(table[value])
    if "status" in table.column_names:
        forecast = pc.equal(table["status"], str(ObsStatus.FORECAST))
        stated = pc.and_(stated, pc.invert(pc.fill_null(forecast, fill_value=False)))
    labels = sorted(set(table.filter(stated)["period"].to_pylist()), key=_end)
    return (labels[0], labels[-1]) if labels else ("", "")


def _end(label: str) -> tuple[str, str]:
    """Return the last month of a period by its label, whatever its length, and the label."""
    return Period.labelled(label.rpartition("/")[2][: len("2007-09")]).months[-1], label


def _nothing(path: Path, converted: Converted) -> BadFile:
    reasons = ", ".join(f"{r.reason}: {r.observations}" for r in converted.rejected)
    return BadFile(
        f"You added {path.name}",
        f"none of its {converted.observations_in} observations could be taken in ({reasons})",
        "An empty release would answer nothing",
        "See the source's page in docs/reference/data.md for what each reason means.",
    )


def _check_date(path: Path, published_at: str, last: str, today: str) -> None:
    """Refuse a date of publication before the newest period held, or in the future.

    Raises:
        BadDate: the date cannot be.
    """
    newest = _end(last)[0] if last else ""
    too_early = published_at[: len(newest)] < newest
    if not too_early and published_at[: len(today)] <= today:
        return
    found = f"it holds figures of {last}" if too_early else f"today is {today}"
    raise BadDate(
        f"You added {path.name} as published on {published_at}",
        found,
        "Questions as of a date would be answered from a file that was not out yet",
        "Give the day on which the file was published with --release YYYY-MM-DD.",
    )


def _facts(path: Path, converted: Converted, today: str) -> dict[str, Any]:
    card = converted.card
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
        "breaks": [found.model_dump() for found in card.breaks],
        "quirks": card.quirks,
        "release": converted.published_at,
        "published_at": converted.published_at,
        "dated": converted.dated,
        "dated_how": converted.dated_how,
        "received_file": path.name,
        "received_sha256": file_sha256(path),
        "received_bytes": path.stat().st_size,
        "received_at": today,
        "observations_in": converted.observations_in,
        "accepted": converted.accepted,
        "rejected": [
            {"reason": r.reason, "observations": r.observations, "example": r.example}
            for r in converted.rejected
        ],
        "checks": [
            {"name": c.name, "passed": c.passed, "detail": c.detail} for c in converted.checks
        ],
    }
