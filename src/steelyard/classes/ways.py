"""In which ways held data can answer for a class: its own first, then by conversion."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.selection import Selection
from steelyard.classes.standing import codes_way, nomenclature_of, own_editions
from steelyard.nomenclature.code_tables import editions

_SERVES = {
    "HS": ("HS",),
    "HTS": ("HS",),
    "SCHEDULEB": ("HS",),
    "SITC": ("SITC", "HS"),
    "BEC": ("HS", "SITC"),
    "ISIC": ("ISIC", "HS", "NAICS"),
    "NAICS": ("NAICS", "HS"),
    "EBOPS": ("EBOPS",),
}
"""Nomenclatures of data from which each one can be made, the best first: none is coarser."""

_DIGITS = {"HS": 6, "SITC": 4, "ISIC": 4, "NAICS": 6, "EBOPS": 0}
"""Digits at which the codes of a nomenclature cover all goods and lead through tables."""


class Converted(Selection):
    """A way of a class through the codes of whatever edition each row states.

    Rows of an edition in which the class's codes stand as written are read so; for others the class
    is spread over the codes of their edition (``classes.spread``).

    Attributes:
        nomenclature: the nomenclature of the data.
        digits: digits of the codes that are needed.
        codes: none; they depend on the edition.
        cls: the class.
        rule: how a code with several candidates is shared out: ``published``, ``equal``, or
            ``trade:YEAR``, by trade of a year of reference.
        day: by which releases of the year of reference are to have been out, if any day is asked.
    """

    cls: TechnologyClass = Field(repr=False)
    rule: str
    day: date | None = None

    def fits(self, level: str | None) -> bool:
        """Tell whether rows of a level can answer.

        Codes of five digits of the SITC do not cover all goods: some of four have none below.
        """
        most = _DIGITS["SITC"] if self.nomenclature == "SITC" else int(level or 0)
        return super().fits(level) and int(level or 0) <= most

    def __str__(self) -> str:
        return f"{self.cls.name} from {self.nomenclature} by {self.rule}"


def ways(cls: TechnologyClass, rule: str, day: date | None = None) -> tuple[Selection, ...]:
    """Return every way of a class, those that need no conversion first.

    A list that is read in its own editions whatever the digits has no other way than through the
    edition of each row.
    """
    through = tuple(_through(cls, nomenclature, rule, day) for nomenclature in _from(cls))
    own = {way.nomenclature for way in through}
    direct = (way for way in cls.selections if not _through_only(way, own))
    return (*direct, *through)


def in_every_edition(
    cls: TechnologyClass, way: Selection, rule: str, day: date | None = None
) -> Converted | None:
    """Return what reads the data of a direct way in any edition.

    None where the codes stand as written in whatever edition there is.
    """
    bound = way.edition or (way.codes and _some_editions(cls))
    direct = way.kind == "flows" and not isinstance(way, Converted)
    if not direct or not bound or way.nomenclature not in _from(cls):
        return None
    return _through(cls, way.nomenclature, rule, day)


def _from(cls: TechnologyClass) -> tuple[str, ...]:
    """Return the nomenclatures of data that are read through the edition of each row."""
    way, own = codes_way(cls), nomenclature_of(cls, "M") or nomenclature_of(cls, "X")
    if way is None or (not way.listed and way.nomenclature == "HS" and way.digits > _DIGITS["HS"]):
        return ()
    bound = bool(way.edition or way.listed) or _some_editions(cls)
    return tuple(one for one in _SERVES.get(own, ()) if one != own or bound)


def _some_editions(cls: TechnologyClass) -> bool:
    """Tell whether the codes of a class stand as written in some editions only."""
    named = {edition.edition for edition in own_editions(cls, "M")}
    return bool(named) and named != set(editions(nomenclature_of(cls, "M")))


def _through_only(way: Selection, own: set[str]) -> bool:
    return bool(way.listed) and not way.digits and way.nomenclature in own


def _through(cls: TechnologyClass, nomenclature: str, rule: str, day: date | None) -> Converted:
    way = codes_way(cls)
    if way is None:
        raise TypeError(f"{cls.name} names no codes")
    told = {name: getattr(way, name) for name in ("listed", "groups", "flow", "account", "note")}
    digits = _DIGITS[nomenclature]
    if digits and way.listed and nomenclature == nomenclature_of(cls, "M"):
        digits = max((len(member.code) for member in cls.members), default=digits)
    return Converted(nomenclature=nomenclature, digits=digits, cls=cls, rule=rule, day=day, **told)
