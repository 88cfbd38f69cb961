"""``classes show``: what a class is, and the codes that it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from steelyard.classes.contents import Content, coded, contents, title_in, year_of
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import Coverage, covered
from steelyard.classes.listing import FIRST, LAST
from steelyard.classes.registry import find_class
from steelyard.classes.selection import Selection
from steelyard.questions.classes_about import about_tables
from steelyard.questions.classes_words import (
    FLOWS,
    check_stated,
    digits_asked,
    flow_asked,
    list_note,
    year_asked,
)
from steelyard.terms.answer import Answer, Column, Note, Row
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption
from steelyard.terms.product import Edition
from steelyard.terms.version import __version__

COLUMNS = (
    Column("code"),
    Column("group"),
    Column("description"),
    Column("flow"),
    Column("first"),
    Column("last"),
    Column("edition"),
)
COVERED = (
    *COLUMNS[:4],
    Column("edition"),
    Column("lines", "integer", "codes"),
    Column("in_class", "integer", "codes"),
    Column("share", "number", "ratio"),
    Column("low", "integer"),
    Column("high", "integer"),
)
SERIES = COVERED
_NAMED = 5


def show_class(
    name: Annotated[
        str,
        Ask(
            "class (atp), some groups of it (atp:electronics), codes (hs:8542) or a class file",
            AskKind.ARGUMENT,
            complete="classes",
        ),
    ],
    *,
    period: Annotated[
        str | int | None, Ask("year whose list is shown; the newest by default", metavar="YEAR")
    ] = None,
    flow: Annotated[
        str,
        Ask("M for the list of imports, X for that of exports; M by default", choices=FLOWS),
    ] = "",
    digits: Annotated[
        int | str | None,
        Ask("codes of so many digits, with how much of each is in the class", metavar="N"),
    ] = None,
    group: Annotated[
        str, Ask("only this group: its key, title or another name", metavar="GROUP")
    ] = "",
) -> Answer:
    """Show the codes of a class with their groups, who defines it, and whether it is a proxy.

    Units: with ``digits``, ``lines`` counts the lines of the full list below a code, ``in_class``
    those in the class; ``low`` is 1 where every line is in the class, else 0, ``high`` is 1 where
    one is; ``share`` is ``in_class / lines``.

    Missing and zero: ``first`` and ``last`` are missing where a list is not dated, ``group`` where
    a class has none.

    Raises:
        UnknownClass: there is no such class or group.
        UnknownProduct: a nomenclature has no such code.
        BadOption, BadPeriod: a flag has no such value.
        NotHeld: the class was not stated yet in that year, or the full list that ``digits`` needs
            is not held.
    """
    cls, year, length = find_class(name), year_asked(period), digits_asked(digits)
    check_stated(cls, year)
    side = flow_asked(flow, cls)
    keys = cls.groups_named(group) if group.strip() else ()
    part = _part(cls, keys)
    used = year_of(part, year, side)
    found = _covering(part, used, side, length) if length else None
    return Answer(
        "classes show",
        __version__,
        {"class": cls.name, "period": year, "flow": side, "digits": length, "group": group},
        COVERED if found else COLUMNS,
        tuple(
            _rows(cls, contents(cls, year, side, keys), side)
            if found is None
            else _covered(part, found, covered(part, used, side, length or 0, grouped=True), side)
        ),
        tables=tuple(about_tables(cls, contents(cls, year, side))),
        notes=tuple(_notes(cls, year, side, found)),
    )


def _covering(cls: TechnologyClass, year: int, flow: str, digits: int) -> Coverage:
    """Return the codes of so many digits that a class covers."""
    found = covered(cls, year, flow, digits)
    longest = max((len(one.code) for one in found.codes), default=digits)
    if longest >= digits:
        return found
    raise BadOption(
        f"You asked for codes of {digits} digits of {cls.name}",
        f"the codes of {found.edition} have {longest} at most",
        "Longer codes are a country's own, and of other lists",
        f"Ask with --digits {longest}, or leave it out.",
    )


def _part(cls: TechnologyClass, keys: tuple[str, ...]) -> TechnologyClass:
    """Return a class with the codes of some groups only; of all when none is named."""
    full = coded(cls)
    kept = tuple(member for member in full.members if not keys or member.group in keys)
    return full.model_copy(update={"members": kept})


def _rows(cls: TechnologyClass, found: Iterable[Content], flow: str) -> Iterator[Row]:
    for content in found:
        member = content.member
        yield (
            member.code,
            cls.groups.get(member.group),
            content.title or None,
            member.flow or flow or None,
            None if member.first == FIRST else str(member.first),
            None if member.last == LAST else str(member.last),
            _read(content.editions),
        )
    if not cls.members and not found:
        yield from map(_total, cls.selections)


def _total(way: Selection) -> Row:
    """Return the row of a published total, which names no code of a nomenclature."""
    what = "published figures" if way.kind == "indicators" else f"the total of {way.nomenclature}"
    return (", ".join(way.codes), None, what, None, None, None, None)


def _read(editions: Iterable[Edition]) -> str | None:
    """Return editions of one nomenclature in words."""
    found = sorted(editions)
    years = ", ".join(edition.edition for edition in found)
    return f"{found[0].nomenclature} {years}" if found else None


def _covered(cls: TechnologyClass, found: Coverage, parted: Coverage, flow: str) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    for one in parted.codes:
        groups.setdefault(one.code, []).append(cls.groups.get(one.group, ""))
    for one in found.codes:
        yield (
            one.code,
            ", ".join(groups[one.code]) or None,
            title_in((found.edition,), one.code) or None,
            flow or None,
            str(found.edition),
            one.lines,
            one.in_class,
            float(one.share),
            one.low,
            one.high,
        )


def _notes(
    cls: TechnologyClass, year: int | None, flow: str, found: Coverage | None
) -> Iterator[Note]:
    yield from list_note(cls, year, flow)
    if found and found.unknown:
        few, more = ", ".join(found.unknown[:_NAMED]), " ..." * (len(found.unknown) > _NAMED)
        text = (
            f"{len(found.unknown)} codes of {cls.name} are in no shorter code here, for the list "
            f"of {found.edition} does not know them: {few}{more}."
        )
        yield Note("unknown-lines", text)
