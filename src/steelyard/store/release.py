"""The record of one release in a store: what it is, where it came from, which series it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from steelyard.terms.dates import last_day
from steelyard.terms.evidence import Origin
from steelyard.terms.tables import KINDS

_FROZEN = ConfigDict(frozen=True, extra="forbid")
_NAME = r"^[a-z0-9][a-z0-9-]*$"
_DAY = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"
Name = Annotated[str, Field(pattern=_NAME)]
Day = Annotated[str, Field(pattern=_DAY)]


class Series(BaseModel):
    """Rows of a release that share one definition, counted when the release is written.

    Attributes:
        of: the definitional columns and their one value each (missing ones left out).
        first: first period that holds a value, empty when none does.
        last: last period that holds a value.
        rows: rows, missing values included.
        missing: rows whose value is missing.
        partners: codes of the partners, sorted; none for kinds of table without partners.
    """

    model_config = _FROZEN

    of: dict[str, str]
    first: str
    last: str
    rows: int
    missing: int
    partners: tuple[str, ...] = ()


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


class Broken(BaseModel):
    """Two neighbouring periods that may not be compared, as the source's card states them."""

    model_config = _FROZEN

    what: str
    flow: str = ""
    last: str
    first: str
    why: str


class Release(BaseModel):
    """One release of one dataset.

    Attributes:
        dataset, title, kind, publisher, licence, licence_url, url, cadence, precedence:
            as the source's card states them.
        release: identifier, the date of publication.
        published_at: ``YYYY-MM-DD``, or ``YYYY-MM`` when only the month is known.
        dated, dated_how: whether the date is stated or inferred, and how.
        received_file, received_sha256, received_bytes: the file as it was received.
        received_at: day of intake, ``YYYY-MM-DD``.
        obtained_from: where the file was had from, when not from the publisher's own address.
        observations_in, accepted, rejected: nothing is dropped silently.
        checks: reconciliations made at the door.
        path: file of the release, relative to the store's folder, with forward slashes.
        bytes, sha256: size and hash of that file.
        rows: its rows.
        absent: what it means that a product has no row where its partner and period have rows:
            ``missing`` or ``nil``.
        breaks: neighbouring periods that may not be compared.
        series: what it holds, by definition.
        quirks: what a reader of the figures must know.
    """

    model_config = _FROZEN

    dataset: Name
    title: str
    kind: Name
    publisher: str
    licence: str
    licence_url: str
    url: str
    cadence: str
    precedence: int
    release: Day
    published_at: Day
    dated: Literal["stated", "inferred"]
    dated_how: str
    received_file: str
    received_sha256: str
    received_bytes: int
    received_at: str
    obtained_from: str = ""
    observations_in: int
    accepted: int
    rejected: tuple[Left, ...]
    checks: tuple[Reconciled, ...]
    path: str
    bytes: int
    sha256: str
    rows: int
    series: tuple[Series, ...]
    absent: Literal["missing", "nil"] = "missing"
    breaks: tuple[Broken, ...] = ()
    quirks: tuple[str, ...]

    @model_validator(mode="after")
    def _at_home(self) -> Release:
        """Refuse a kind that does not exist and a file outside its place in the store."""
        home = f"{self.kind}/{self.dataset}/{self.release}.parquet"
        if self.kind not in KINDS or self.path != home:
            message = f"a release of this name lies at {home}, not at {self.path}"
            raise ValueError(message)
        return self

    @property
    def name(self) -> str:
        """``dataset@release``."""
        return f"{self.dataset}@{self.release}"

    @property
    def out_by(self) -> str:
        """The day by which it was surely published, ``YYYY-MM-DD``."""
        return last_day(self.published_at)

    def known_by(self, day: date) -> bool:
        """Tell whether the release was surely out by ``day``.

        A release of which only the month is known counts from the last day of that month.
        """
        return self.out_by <= day.isoformat()

    def origin(self) -> Origin:
        """Return where its figures come from."""
        return Origin(
            dataset=self.dataset,
            publisher=self.publisher,
            release=self.release,
            published_at=self.published_at,
            dated=self.dated,
            licence=self.licence,
            url=self.url,
            file_sha256=self.received_sha256,
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A release in a particular store.

    Attributes:
        release: its record.
        root: folder of the store.
        bundled: True when it came with Steelyard, False when it is the user's own.
    """

    release: Release
    root: Path
    bundled: bool

    @property
    def file(self) -> Path:
        """The Parquet file."""
        return self.root / self.release.path
