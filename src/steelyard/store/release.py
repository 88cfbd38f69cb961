"""The record of one release in a store: what it is, where it came from, which series it holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    field_serializer,
    field_validator,
    model_validator,
)

from steelyard.store.part import Left, Part, Reconciled
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
        products: codes of the products, sorted, when they are few; none when they are more than
            that, not told, or the kind of table has no products.

    In JSON, partners and products are each one text, the codes with a space between them, or a
    list where a code has a space itself.
    """

    model_config = _FROZEN

    of: dict[str, str]
    first: str
    last: str
    rows: int
    missing: int
    partners: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @field_validator("partners", "products", mode="before")
    @classmethod
    def _from_text(cls, told: Any) -> Any:  # noqa: ANN401  (what JSON holds)
        return tuple(told.split()) if isinstance(told, str) else told

    @field_serializer("partners", "products", when_used="json")
    def _as_text(self, codes: tuple[str, ...]) -> str | list[str]:
        text = " ".join(codes)
        return text if text.split() == [*codes] else [*codes]


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
        parts: the files it was made from, each with the file of the store that holds its rows.
        rows: rows of all parts.
        absent: what it means that a product has no row where its partner and period have rows:
            ``missing`` or ``nil``.
        assembly: how files make a release, see ``steelyard.store.assembly``.
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
    parts: tuple[Part, ...] = Field(min_length=1)
    rows: int
    series: tuple[Series, ...]
    absent: Literal["missing", "nil"] = "missing"
    assembly: Literal["whole", "parts", "piecewise"] = "whole"
    breaks: tuple[Broken, ...] = ()
    quirks: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _one_part(cls, told: Any) -> Any:  # noqa: ANN401  (what JSON holds)
        """Read a record of the formats 1 and 2, in which a release was one file."""
        if not isinstance(told, dict) or "parts" in told:
            return told
        part = {name: told[name] for name in Part.model_fields if name in told}
        rest = {name: value for name, value in told.items() if name not in part}
        return {**rest, "rows": told["rows"], "parts": [part]}

    @model_validator(mode="after")
    def _at_home(self) -> Release:
        """Refuse a kind that does not exist and a file outside its place in the store."""
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of table {self.kind}")
        homes = (f"{self.kind}/{self.dataset}/", f"{self.kind}/dataset={self.dataset}/")
        for part in self.parts:
            if not part.path.startswith(homes) or ".." in part.path.split("/"):
                raise ValueError(f"a file of this release does not lie at {part.path}")
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

    @property
    def own_parts(self) -> tuple[Part, ...]:
        """The parts that came with this release, not those carried over from an earlier one."""
        return tuple(part for part in self.parts if not part.carried_from)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the store that it needs."""
        return tuple(path for part in self.parts for path in (part.path, part.rejects) if path)

    @property
    def rejected(self) -> tuple[Left, ...]:
        """Observations left out of the files that came with it, by reason."""
        counts = Counter[str]()
        examples: dict[str, str] = {}
        for left in (left for part in self.own_parts for left in part.rejected):
            counts[left.reason] += left.observations
            examples.setdefault(left.reason, left.example)
        return tuple(
            Left(reason=reason, observations=count, example=examples[reason])
            for reason, count in counts.items()
        )

    @property
    def checks(self) -> tuple[Reconciled, ...]:
        """Reconciliations made at the door of the files that came with it."""
        return tuple(check for part in self.own_parts for check in part.checks)

    @property
    def received_file(self) -> str:
        """The file as it was received, or the first of several and their number."""
        first, more = self.parts[0].received_file, len(self.parts) - 1
        return f"{first} and {more} more" if more else first

    @property
    def received_sha256(self) -> str:
        """The SHA-256 of the file received; of several, that of theirs, sorted, one a line."""
        hashes = sorted(part.received_sha256 for part in self.parts)
        if len(hashes) == 1:
            return hashes[0]
        return hashlib.sha256("\n".join(hashes).encode("ascii")).hexdigest()

    @property
    def received_bytes(self) -> int:
        """Bytes of all files received."""
        return sum(part.received_bytes for part in self.parts)

    @property
    def received_at(self) -> str:
        """Day of the last intake."""
        return max(part.received_at for part in self.parts)

    @property
    def obtained_from(self) -> str:
        """Where the files were had from, when not from the publisher's own address."""
        return "; ".join(dict.fromkeys(p.obtained_from for p in self.parts if p.obtained_from))

    @property
    def observations_in(self) -> int:
        """Observations of the files that came with it."""
        return sum(part.observations_in for part in self.own_parts)

    @property
    def accepted(self) -> int:
        """Observations taken in of the files that came with it."""
        return sum(part.accepted for part in self.own_parts)

    @property
    def bytes(self) -> int:
        """Bytes of all its files in the store."""
        return sum(part.bytes for part in self.parts)

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
    def files(self) -> tuple[Path, ...]:
        """The Parquet files of its parts."""
        return tuple(self.root / part.path for part in self.release.parts)
