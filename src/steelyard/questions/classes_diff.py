"""``classes diff``: what two classes, or two years of one, count differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated

from steelyard.classes.compared import Change, Changed
from steelyard.classes.contents import title_in
from steelyard.classes.registry import find_class
from steelyard.classes.sides import Comparison, Side, compared, core_of, side
from steelyard.nomenclature.code_tables import editions
from steelyard.nomenclature.codes import codes_of
from steelyard.questions.classes_one_list import Years, one_list
from steelyard.questions.classes_words import (
    core_notes,
    count_asked,
    flow_asked,
    list_note,
    tables_note,
)
from steelyard.terms.answer import Answer, Column, Note, Row, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption
from steelyard.terms.period import PeriodRange
from steelyard.terms.product import Edition
from steelyard.terms.version import __version__

SHOWN = 1_000
COLUMNS = (
    Column("code"),
    Column("change"),
    Column("group"),
    Column("description"),
    Column("exists", "boolean"),
    Column("share", "number", "ratio"),
)
SERIES = (Column("change"), Column("codes", "integer"))
_ORDER = {change: place for place, change in enumerate(Change)}


def diff_classes(
    one: Annotated[
        str,
        Ask(
            "class (atp), some groups of it (atp:electronics), codes (hs:8542) or a class file",
            AskKind.ARGUMENT,
            complete="classes",
        ),
    ],
    other: Annotated[
        str,
        Ask(
            "class to compare with; left out for two years of one",
            AskKind.ARGUMENT,
            complete="classes",
        ),
    ] = "",
    *,
    period: Annotated[
        str | int | tuple[int, int] | None,
        Ask("year of both, or first and second year, for example 2021:2022", metavar="A:B"),
    ] = None,
    flow: Annotated[
        str, Ask("M for lists of imports, X for those of exports; M by default", choices=("M", "X"))
    ] = "",
    rows: Annotated[int | str | None, Ask("most rows; 1,000 by default", metavar="N")] = None,
) -> Answer:
    """List the codes that the one class counts and the other does not, or counts otherwise.

    ``added`` are codes of the second only, ``dropped`` those of the first only. Classes of two
    editions or nomenclatures are compared through the published tables; ``perhaps`` says that
    those do not tell. The table ``counts`` counts every change, and the codes that are ``kept``.

    Units: ``share`` is the part of a code, 0 to 1, that is in the class whose own codes are of
    another edition or nomenclature, by the weights of the concordance.

    Missing and zero: ``share`` is missing where no concordance is needed; ``exists``, whether the
    code exists at all on the side that lacks it, where that list of codes is not held.

    Raises:
        UnknownClass, UnknownProduct: there is no such class or code.
        BadOption, BadPeriod, ReversedRange: flags say too little, or have no such value.
        NotHeld, NoConcordance: the classes name no codes that can be compared.
    """
    years, most = _years(one, other, period), count_asked(rows, SHOWN)
    asked = (find_class(one), find_class(other.strip() or one))
    classes = asked if asked[0] == asked[1] else tuple(map(core_of, asked))
    wanted = flow_asked(flow, *classes)
    first, second = (side(cls, year, wanted) for cls, year in zip(classes, years, strict=True))
    found = compared(first, second)
    differing = [code for code in found.codes if code.change is not Change.KEPT]
    said = {m.code: m.description for one in (first, second) for m in one.codes if m.description}
    shown = sorted(differing, key=lambda code: (_ORDER[code.change], code.code))[:most]
    return Answer(
        "classes diff",
        __version__,
        {
            "one": first.cls.name,
            "other": second.cls.name,
            "period": list(years),
            "flow": wanted,
            "rows": most,
        },
        COLUMNS,
        tuple(_row(code, found, first, second, said) for code in shown),
        tables=(Table("counts", SERIES, tuple(_counts(found))),),
        notes=(
            *core_notes(asked, classes),
            *_notes(found, (first, second), years, len(differing), most),
        ),
        gaps=tuple(one_list(first, second, years)),
    )


def _years(one: str, other: str, period: str | int | tuple[int, int] | None) -> Years:
    text = ":".join(map(str, period)) if isinstance(period, tuple) else str(period or "")
    span = PeriodRange.parse(text) if text else None
    years = (span.first.year, span.last.year) if span else (None, None)
    if not other.strip() and years[0] == years[1]:
        raise BadOption(
            f"You asked what changed in {one}",
            "one class in one year has nothing to differ from",
            "A second year that is guessed would answer another question",
            f"Name a second class, or two years, such as `classes diff {one} --period 2021:2022`.",
        )
    return years


def _row(
    found: Changed, whole: Comparison, first: Side, second: Side, said: Mapping[str, str]
) -> Row:
    title = title_in((whole.edition,), found.code) if whole.edition else ""
    return (
        found.code,
        found.change.value,
        _group(found, first, second) or None,
        said.get(found.code) or title or None,
        _exists(found, first, second) if whole.edition is None else None,
        None if found.share is None else float(found.share),
    )


def _group(found: Changed, first: Side, second: Side) -> str:
    before, after = first.cls.groups.get(found.before), second.cls.groups.get(found.after)
    if found.change is Change.REGROUPED:
        return f"{after}, was {before}"
    return after or before or ""


def _exists(found: Changed, first: Side, second: Side) -> bool | None:
    """Tell whether a code exists in the list of all codes of the year whose class lacks it."""
    lacking = {Change.ADDED: first, Change.DROPPED: second}.get(found.change)
    if lacking is None:
        return None
    nomenclature = lacking.cls.coded.get(lacking.flow, lacking.cls.coded.get("", ""))
    year = str(lacking.year)
    if year not in editions(nomenclature):
        return None
    return found.code in codes_of(Edition(nomenclature, year))


def _counts(found: Comparison) -> Iterator[Row]:
    count = Counter(code.change for code in found.codes)
    yield from ((change.value, count[change]) for change in Change if count[change])


def _notes(
    found: Comparison, sides: tuple[Side, Side], years: Years, differing: int, most: int
) -> Iterator[Note]:
    told = [n for s, year in zip(sides, years, strict=True) for n in list_note(s.cls, year, s.flow)]
    yield from dict.fromkeys(told)
    if found.edition:
        text = f"Compared at the codes of {found.edition}."
        yield Note("compared-at", text)
    yield from tables_note(found.path)
    if differing > most:
        text = (
            f"{most:,} of {differing:,} are shown; {differing - most:,} more: --rows {differing}."
        )
        yield Note("more-rows", text)
    if not differing and not any(one_list(*sides, years)):
        yield Note("same-codes", _same(sides, years))


def _same(sides: tuple[Side, Side], years: Years) -> str:
    one, other = (side.cls.name for side in sides)
    if one == other:
        return f"{one} counts the same codes in {years[0]} and {years[1]}."
    return f"{one} and {other} count the same codes."
