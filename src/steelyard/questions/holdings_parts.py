"""The tables of ``holdings`` that tell of the files behind a release."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.store.part import Part
from steelyard.store.release import Held
from steelyard.terms.answer import Column, Row, Table

_PARTS = (
    Column("dataset"),
    Column("release"),
    Column("file"),
    Column("format"),
    Column("rows_in", "integer", "observations"),
    Column("accepted", "integer", "observations"),
    Column("rejected", "integer", "observations"),
    Column("rows", "integer", "rows"),
    Column("received_at"),
    Column("sha256"),
    Column("carried_from"),
    Column("superseded", "integer", "rows"),
    Column("place"),
)
_CHECKS = (
    Column("dataset"),
    Column("release"),
    Column("file"),
    Column("check"),
    Column("result"),
    Column("detail"),
    Column("place"),
)


def part_tables(held: Sequence[Held]) -> tuple[Table, Table]:
    """Return the tables ``parts``, one row a file received, and ``checks``, one a reconciliation.

    A part that was carried over from an earlier release stands in both releases; its counts and
    checks are those of the day on which it came.
    """
    every = [(one, part) for one in held for part in one.release.parts]
    checks = [row for one, part in every for row in _checks(one, part)]
    parts = tuple(_part(one, part) for one, part in every)
    return Table("parts", _PARTS, parts), Table("checks", _CHECKS, tuple(checks))


def place_of(held: Held) -> str:
    """Return where a release lies, in words."""
    return "bundled" if held.bundled else "own store"


def _part(held: Held, part: Part) -> Row:
    return (
        held.release.dataset,
        held.release.release,
        part.received_file,
        part.layout,
        part.observations_in,
        part.accepted,
        sum(left.observations for left in part.rejected),
        part.rows,
        part.received_at,
        part.received_sha256,
        part.carried_from or None,
        part.superseded,
        place_of(held),
    )


def _checks(held: Held, part: Part) -> list[Row]:
    of = (held.release.dataset, held.release.release, part.received_file)
    return [
        (*of, check.name, "agrees" if check.passed else "differs", check.detail, place_of(held))
        for check in part.checks
    ]
