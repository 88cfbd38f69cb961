"""The record of one part of a release: a file as it was received, and what became of its rows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Left(BaseModel):
    """Observations left out at the door, and why."""

    model_config = _FROZEN

    reason: str
    observations: int
    example: str


class Reconciled(BaseModel):
    """A comparison with the publisher's own totals, made at the door."""

    model_config = _FROZEN

    name: str
    passed: bool
    detail: str


class Part(BaseModel):
    """One file of a release.

    Attributes:
        path: file of the store that holds its rows, relative to the store's folder, with forward
            slashes.
        bytes, sha256: size and hash of that file.
        rows: its rows.
        received_file, received_sha256, received_bytes: the file as it was received; for a member
            of an archive its name in it, and the hash and size of the member.
        received_at: day of intake, ``YYYY-MM-DD``.
        obtained_from: where the file was had from, when not from the publisher's own address.
        layout: the format in which it came, in words.
        first, last: first and last period that hold a value; empty where it was not counted.
        observations_in, accepted, rejected: nothing is dropped silently.
        checks: reconciliations made at the door.
        rejects: file of the store that keeps the rejected rows; empty when there are none.
        columns: names of the cells of the rejected rows.
        carried_from: the earlier release to which it came, when this one adds to that.
        superseded: rows of it that later files state again, and that are left out here.
    """

    model_config = _FROZEN

    path: str
    bytes: int
    sha256: str
    rows: int
    received_file: str
    received_sha256: str
    received_bytes: int
    received_at: str
    obtained_from: str = ""
    layout: str = ""
    first: str = ""
    last: str = ""
    observations_in: int
    accepted: int
    rejected: tuple[Left, ...] = ()
    checks: tuple[Reconciled, ...] = ()
    rejects: str = ""
    columns: tuple[str, ...] = ()
    carried_from: str = ""
    superseded: int = 0
