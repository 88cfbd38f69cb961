"""How a user wants files taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from steelyard.ingest.dating import today
from steelyard.sources.contract import AnySource

Told = Callable[[str, "float | None"], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How files shall be taken in.

    Attributes:
        publisher: whose files they are; told by content when empty.
        release: date of publication, when the user knows it.
        sources: the only sources to ask, for example a mapping of the user's.
        dry_run: read and check only; write nothing.
        today: day of intake.
        obtained_from: where the files were had from, when not from the publisher.
    """

    publisher: str = ""
    release: str | None = None
    sources: tuple[tuple[str, AnySource], ...] = ()
    dry_run: bool = False
    today: str = field(default_factory=today)
    obtained_from: str = ""
