"""What a converted class is in every edition and year of a series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from steelyard.accounts.choice import Choice
from steelyard.classes.spread import Spread
from steelyard.nomenclature.tables import links_digest


@dataclass(frozen=True, slots=True)
class Spreads:
    """What a class is in each edition and year of a series.

    Attributes:
        found: by edition (empty where rows state none) and year; None where no way leads there.
    """

    found: Mapping[tuple[str, str], Spread | None]

    def __str__(self) -> str:
        editions = dict.fromkeys(str(one.held) for one in self.usable.values())
        return ", ".join(editions) or "no edition"

    @property
    def usable(self) -> dict[tuple[str, str], Spread]:
        """Those to which a way leads."""
        return {place: found for place, found in self.found.items() if found is not None}

    @property
    def converted(self) -> bool:
        """True where codes do not stand as written in an edition that is read."""
        return any(one.path for one in self.usable.values())

    @property
    def exact(self) -> bool:
        """True where nothing that is read is in doubt."""
        return all(one.exact for one in self.usable.values())

    @property
    def told(self) -> str:
        """Which map selects codes: how many in whole, how many in part or doubt, by which tables.

        Its digest is that of the maps of every edition and year; files are those of the package.
        """
        every = [f"{edition} {year} {one.digest}" for (edition, year), one in self._sorted]
        sure = {s for _, one in self._sorted for s, low in _codes(one) if low}
        loose = {s for _, one in self._sorted for s, low in _codes(one) if not low}
        files = sorted({name for _, one in self._sorted for name in one.families})
        digest = sha256("\n".join(every).encode()).hexdigest()
        named = [f"links_{name}.parquet sha256 {links_digest(name)}" for name in files]
        counted = f"{len(sure)} codes in whole, {len(loose)} in part or in doubt"
        return ", ".join([counted, f"map sha256 {digest}", *named])

    @property
    def _sorted(self) -> list[tuple[tuple[str, str], Spread]]:
        return sorted(self.usable.items(), key=lambda item: item[0])

    @property
    def unreached(self) -> dict[str, list[str]]:
        """The years of each edition from which no way leads to the class."""
        lost: dict[str, list[str]] = {}
        for (edition, year), found in sorted(self.found.items()):
            if found is None:
                lost.setdefault(edition, []).append(year)
        return lost

    def with_unknown(self, codes: Mapping[tuple[str, str], Iterable[str]]) -> Spreads:
        """Return the same with codes of an edition and year that no table knows."""
        told = {place: one.with_unknown(codes.get(place, ())) for place, one in self.usable.items()}
        return Spreads({**self.found, **told})

    def and_of(self, other: Spreads) -> Spreads:
        """Return both as one; of a year of both also the codes that only one knows of."""
        strange = {place: one.unknown for place, one in self.usable.items()}
        return Spreads({**self.found, **other.with_unknown(strange).found})


def _codes(spread: Spread) -> Iterator[tuple[str, bool]]:
    names = ("source", "low")
    return zip(*(spread.table[name].to_pylist() for name in names), strict=True)


def spread_key(choice: Choice, *, grouped: bool) -> tuple[str, str, str, bool]:
    """Return by what the spreads of a choice are kept."""
    return (choice.held.release.name, str(choice.series.of), str(choice.way), grouped)
