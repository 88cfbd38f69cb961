"""At which level of product codes a question is answered product by product."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from steelyard.accounts.basis import on_held_basis
from steelyard.accounts.case import ALL_GOODS, Case
from steelyard.accounts.choice import Choice
from steelyard.accounts.sides import COLUMNS, View, view
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.selection import Selection
from steelyard.nomenclature.edition_words import parted
from steelyard.terms.definition import Side
from steelyard.terms.errors import BadOption, did_you_mean
from steelyard.terms.product import TOTAL_NOMENCLATURE
from steelyard.terms.question import ExplainQuestion

_WORD = re.compile(r"([a-z]+?)-?([0-9]{1,2})")
_PREFERRED = ("HS", "NAICS", "SITC", "ISIC", "BEC")
_FEWEST, _PAIR, _LONGEST = 2, 2, 10


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """A level of product codes.

    Attributes:
        nomenclature: the nomenclature, such as ``HS``.
        digits: digits of its codes.
    """

    nomenclature: str
    digits: int

    @property
    def word(self) -> str:
        """The word that asks for it, such as ``hs6``."""
        return f"{self.nomenclature}{self.digits}".casefold()


def level_named(text: str) -> Level:
    """Return the level that a word names: ``hs6``, ``naics3``.

    Raises:
        BadOption: it names none.
    """
    found = _WORD.fullmatch(text.strip().casefold())
    if found and parted(found[1]) and _exists(found[1].upper(), int(found[2])):
        return Level(found[1].upper(), int(found[2]))
    raise BadOption(
        f"You asked for products in {text!r}",
        "that is no nomenclature with a number of digits",
        "Products of another level are other products",
        did_you_mean(text, ("hs2", "hs4", "hs6", "naics3"), "Write hs6, hs2 or naics3."),
    )


def _exists(nomenclature: str, digits: int) -> bool:
    """Tell whether a nomenclature has codes of so many digits; those of the HS come in pairs."""
    paired = nomenclature == "HS"
    return 0 < digits <= _LONGEST and not (paired and digits % _PAIR)


def at_level(cls: TechnologyClass, level: Level) -> TechnologyClass | None:
    """Return a class as it is read product by product at a level; None when it cannot be.

    All goods are every code of the level. Of codes those of the level that begin with them. A class
    that is a list of codes is read as it is listed.
    """
    if cls.name == ALL_GOODS:
        way = Selection(nomenclature=level.nomenclature, codes=("",), digits=level.digits)
        return cls.model_copy(update={"selections": (way,)})
    listed = tuple(way for way in cls.selections if way.listed)
    finer = tuple(
        way.model_copy(update={"digits": level.digits})
        for way in cls.selections
        if way.digits and not way.listed and _finer(way, level)
    )
    found = (*listed, *finer)
    return cls.model_copy(update={"selections": found}) if found else None


def _finer(way: Selection, level: Level) -> bool:
    return way.nomenclature == level.nomenclature and way.digits <= level.digits


def levels(case: Case) -> tuple[Level, ...]:
    """Return the levels at which the reporting place's trade is held, those to try first in front.

    The coarsest first, of one nomenclature after the other.
    """
    swapped = case.definition.side is Side.PARTNER
    reporter = case.partner.target.code if swapped else case.question.reporter
    found = {
        Level(series.of["nomenclature"], int(series.of["level"]))
        for held in case.ledger.store.held
        if held.release.kind == "flows"
        for series in held.release.series
        if series.of.get("reporter") == reporter
        and series.of.get("level")
        and series.of["nomenclature"] != TOTAL_NOMENCLATURE
    }
    return tuple(sorted((one for one in found if one.digits >= _FEWEST), key=_order))


def finest_first(found: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return levels with the longest codes of each nomenclature in front: they have unit values."""
    return tuple(sorted(found, key=lambda one: (_order(one)[0], -one.digits)))


def by_product(case: Case, columns: tuple[str, ...] = COLUMNS) -> tuple[Case, Level | None]:
    """Return the question with its class at the level of products that is told, and that level.

    It is the level asked for; else the first of those held of which every column has rows of most
    of the periods asked. Exports and imports are of one level, so that a product's balance is of
    one product. A list of codes is told by its own codes, unless a level is asked for.
    """
    listed = any(way.listed for way in case.cls.selections)
    if listed and _asked(case):
        _check_listed(case, level_named(_asked(case)))
    best = _best(case, columns)
    if best.score < max(len(case.periods), 1):
        best = max(best, _best(case, columns, any_basis=True), key=lambda one: one.score)
    return best.case, None if listed and not _asked(case) else best.level


def _check_listed(case: Case, level: Level) -> None:
    """Refuse a level at which codes of a list are not told.

    Raises:
        BadOption: it is of another nomenclature than the list.
    """
    own = {way.nomenclature for way in case.cls.selections if way.listed}
    if level.nomenclature not in own:
        raise BadOption(
            f"You asked for products of {case.cls.name} in {level.word}",
            f"its list is read in the nomenclature {' and '.join(sorted(own))}",
            "Codes of one nomenclature, cut and titled as those of another, are other products",
            f"Leave --in out, or ask for {min(own).casefold()}6.",
        )


@dataclass(frozen=True, slots=True)
class _Tried:
    """A level that was tried, with the periods that it answers."""

    case: Case
    level: Level | None
    score: int


def _best(case: Case, columns: tuple[str, ...], *, any_basis: bool = False) -> _Tried:
    """Return the first level that answers every period, else the first that answers most."""
    best = _Tried(case, None, -1)
    for level in _tried(case):
        cls = at_level(case.cls, level)
        if cls is None:
            continue
        one = replace(case, cls=cls)
        seen = on_held_basis(one)[0] if any_basis else one
        score = min(_answered(seen, column) for column in columns)
        best = _Tried(one, level, score) if score > best.score else best
        if score == max(len(case.periods), 1):
            break
    return best


def _tried(case: Case) -> tuple[Level, ...]:
    """Return the levels to try; of codes first those that tell more than the codes themselves."""
    if asked := _asked(case):
        return (level_named(asked),)
    own = {way.digits for way in case.cls.selections if not way.listed}
    every = finest_first(levels(case)) if _by_quantity(case) else levels(case)
    return (
        *(one for one in every if one.digits not in own),
        *(o for o in every if o.digits in own),
    )


def _asked(case: Case) -> str:
    return case.question.products if isinstance(case.question, ExplainQuestion) else ""


def _by_quantity(case: Case) -> bool:
    return isinstance(case.question, ExplainQuestion) and case.question.terms == "price-volume"


def _order(level: Level) -> tuple[int, int]:
    known = level.nomenclature in _PREFERRED
    place = _PREFERRED.index(level.nomenclature) if known else len(_PREFERRED)
    return place, level.digits


def _answered(case: Case, column: str) -> int:
    """Return of how many periods asked a column's series reaches, 0 when nothing answers it."""
    found: View = view(case, column)
    choice = found.answered()
    if not isinstance(choice, Choice) or choice.published:
        return 0
    return sum(choice.reaches((period,)) for period in case.periods) or bool(not case.periods)
