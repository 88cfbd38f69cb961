"""What every publisher's folder offers: a card that describes it and a conversion of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from steelyard.terms.tables import Kind
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from steelyard.sources.left_out import Rejected
    from steelyard.sources.received import Received
    from steelyard.sources.stream import Reading

_ARROW_TYPES = {
    "string": pa.string(),
    "decimal": pa.decimal128(38, 6),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow_schema(kind: Kind) -> pa.Schema:
    """Return the Arrow schema of a kind of table: every column, in order, nullable."""
    return pa.schema([pa.field(f.name, _ARROW_TYPES[f.type]) for f in kind.fields])


class Break(BaseModel):
    """Two neighbouring periods of a series that may not be compared.

    Attributes:
        what: indicator, or product code, that changes its meaning.
        flow: direction concerned; empty for every one.
        last: last period before the break.
        first: first period after it.
        why: what changed, as far as it is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    flow: str = ""
    last: str
    first: str
    why: str


class Card(BaseModel):
    """A publisher's dataset, as ``source.yaml`` states it.

    Attributes:
        dataset: identifier used in the store.
        title: human title.
        kind: kind of table (a name of ``steelyard.terms.tables.KINDS``).
        publisher: name of the publisher.
        licence: terms in a few words; ``licence_url`` their address, or empty.
        url: public address of the original.
        cadence: how often the publisher renews it.
        precedence: lower answers first when two datasets could.
        releases: publication dates known from elsewhere, by newest period held, with source.
        absent: what it means that a product has no row where its partner and period have rows:
            ``missing``, or ``nil`` when the publisher leaves out products without trade.
        assembly: ``whole`` when a file is a whole release; ``parts`` when a release has several
            files that do not overlap; ``piecewise`` when files hold what a user asked the publisher
            for, so that a new one adds to what is held and supersedes what it states again.
        breaks: neighbouring periods that may not be compared.
        quirks: what a reader of the file must know, one sentence each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    title: str
    kind: str
    publisher: str
    licence: str
    licence_url: str = ""
    url: str
    cadence: str
    precedence: int = 100
    releases: dict[str, dict[str, str]] = {}
    absent: Literal["missing", "nil"] = "missing"
    assembly: Literal["whole", "parts", "piecewise"] = "whole"
    breaks: tuple[Break, ...] = ()
    quirks: tuple[str, ...] = ()


def read_card(path: Path) -> Card:
    """Read and validate a ``source.yaml``."""
    return Card.model_validate(read_yaml(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Check:
    """A reconciliation with the publisher's own totals, made at the door.

    Attributes:
        name: what was compared.
        passed: whether it agrees within the stated tolerance.
        detail: the largest difference, with its unit and place.
    """

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Converted:
    """One release read from one file.

    Attributes:
        card: the dataset it belongs to.
        kind: kind of table.
        table: rows with exactly ``arrow_schema(kind)``, sorted by the natural key.
        published_at: ``YYYY-MM-DD``, or ``YYYY-MM`` when only the month can be told.
        dated: ``stated`` or ``inferred``.
        dated_how: one sentence on how the date was found.
        observations_in: observations in the file; equals accepted plus rejected.
        rejected: what was left out.
        checks: reconciliations made.
    """

    card: Card
    kind: Kind
    table: pa.Table
    published_at: str
    dated: str
    dated_how: str
    observations_in: int
    rejected: tuple[Rejected, ...]
    checks: tuple[Check, ...]

    @property
    def accepted(self) -> int:
        """Observations taken in."""
        return self.observations_in - sum(r.observations for r in self.rejected)


def cards_of(source: object) -> tuple[Card, ...]:
    """Return the card of a source, or its cards when it serves several datasets (``CARDS``)."""
    several: tuple[Card, ...] | None = getattr(source, "CARDS", None)
    return several or (source.CARD,)  # type: ignore[attr-defined]


@runtime_checkable
class Source(Protocol):
    """A publisher's module that reads small files whole.

    It also has ``CARD``, or ``CARDS`` if several. Every source may have ``HEADERS``, the names of
    the columns of each of its layouts, so that a file can be told which of them it is nearest to.
    """

    def recognises(self, path: Path) -> bool:
        """Tell by content, not by name, whether the file is this publisher's."""
        ...

    def convert(self, path: Path, published_at: str | None) -> Converted:
        """Read the file; ``published_at`` overrides the inferred date of the release."""
        ...


@runtime_checkable
class StreamingSource(Protocol):
    """A publisher's module that reads files of any length in steps.

    It also has ``CARD``, or ``CARDS`` if several. It is told from a ``Source`` by ``stream``.
    """

    def knows(self, received: Received) -> bool:
        """Tell by content, not by name, whether the file is this publisher's."""
        ...

    def stream(self, received: Received, published_at: str | None) -> Reading:
        """Open the file for reading; ``published_at`` overrides a date found in it."""
        ...


AnySource = Source | StreamingSource
