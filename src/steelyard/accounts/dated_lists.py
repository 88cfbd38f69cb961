"""Between which years the list of a class counts other codes, so that growth compares two lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import base_of
from steelyard.accounts.choice import Choice
from steelyard.accounts.spreads import Spreads
from steelyard.classes.asked import file_named
from steelyard.classes.spread import Spread
from steelyard.classes.standing import NATIONAL
from steelyard.classes.ways import Converted
from steelyard.store.release import Broken
from steelyard.terms.answer import Note

_NAMED = 3
Codes = tuple[str, frozenset[str]]
"""By which editions codes are read, empty where they are as they stand, and the codes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Two years of which a class counts other codes.

    Attributes:
        before, after: the years.
        came, went: the codes that only the later and only the earlier counts, sorted.
    """

    before: int
    after: int
    came: tuple[str, ...]
    went: tuple[str, ...]

    def __str__(self) -> str:
        both = [_counted(self.came, "in"), _counted(self.went, "out")]
        return f"from {self.before} to {self.after} {' and '.join(filter(None, both))}"


def list_changed(account: Account) -> Iterator[Note]:
    """Say between which years asked, bases included, a list changes; own lists have breaks."""
    if file_named(account.case.cls.name) is not None:
        return
    pairs = {(base_of(p, account.case.definition).year, p.year) for p in account.case.periods}
    for column, choice in account.choices().items():
        codes = _by_year(choice, account.read.get(column), {y for pair in pairs for y in pair})
        told = "; ".join(str(one) for one in _changes(codes, sorted(pairs)))
        if told:
            yield Note(
                "list-changed",
                f"{column.capitalize()} are counted by the list of each year, and lists differ: "
                f"{told}. Growth there is also that of the list.",
            )


def own_breaks(choice: Choice, read: Spreads | None, name: str) -> list[Broken]:
    """Return a break wherever the dated list of a file of one's own counts other codes."""
    if file_named(name) is None or choice.published:
        return []
    codes = _by_year(choice, read, choice.years())
    pairs = [(year - 1, year) for year in sorted(codes)]
    return [
        Broken(
            what=name,
            flow=choice.said("flow"),
            last=f"{one.before}-12",
            first=f"{one.after}-01",
            why=f"the list of the file is another, {one}.",
        )
        for one in _changes(codes, pairs)
    ]


def _by_year(choice: Choice, read: Spreads | None, years: Iterable[int]) -> dict[int, Codes]:
    """Return the codes that a class counts in each year; none where no dated list is read."""
    way, flow = choice.way, choice.said("flow")
    if not way.listed:
        return {}
    if not isinstance(way, Converted):
        return {y: ("", frozenset(one.code for one in way.lines(flow, [y]))) for y in years}
    places = sorted((read.usable if read else {}).items())
    return {int(y): _listed(choice, int(y), one) for (_, y), one in places if int(y) in {*years}}


def _listed(choice: Choice, year: int, read: Spread) -> Codes:
    """Return the codes of a list that is converted; of national lines by the list that is told."""
    used = int(read.target.edition) if read.target.nomenclature in NATIONAL else year
    lines = choice.way.lines(choice.said("flow"), [used])
    mine = frozenset(line.code for line in lines if line.edition in {"", read.target.edition})
    return f"{read.held} > {read.target}", mine


def _changes(codes: dict[int, Codes], pairs: Iterable[tuple[int, int]]) -> Iterator[Changed]:
    """Yield the pairs of years, read in one edition, of which the codes differ."""
    for before, after in pairs:
        if before not in codes or after not in codes:
            continue
        (edition, earlier), (other, later) = codes[before], codes[after]
        if edition == other and earlier != later:
            came, went = sorted(later - earlier), sorted(earlier - later)
            yield Changed(before, after, tuple(came), tuple(went))


def _counted(codes: tuple[str, ...], where: str) -> str:
    """Return how many codes came or went, with the first of them."""
    if not codes:
        return ""
    more = ", ..." * (len(codes) > _NAMED)
    return f"{len(codes)} code{'s'[: len(codes) > 1]} {where} ({', '.join(codes[:_NAMED])}{more})"
