"""Rows, tables and notes of codes that are followed to another edition, or there and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from steelyard.classes.following import Asked, Trip
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.concordance import Concordance
from steelyard.nomenclature.followed import followed
from steelyard.nomenclature.round_trip import Loss, Part
from steelyard.nomenclature.weights import WHOLE, Lost, Target
from steelyard.terms.answer import Column, Note, Row, Table
from steelyard.terms.product import Edition

COLUMNS = (
    Column("code"),
    Column("title"),
    Column("becomes"),
    Column("becomes_title"),
    Column("share", "number", "ratio"),
    Column("ground"),
    Column("candidates", "integer", "codes"),
)
CANDIDATES = (Column("code"), Column("candidate"), Column("title"))
_PARTS = ("returned", "elsewhere", "not_followed", "no_link")
RETURNED = (
    Column("code"),
    Column("title"),
    *(Column(name, "number", "ratio") for name in _PARTS),
)
LOSS = (
    Column("measure"),
    Column("total", "number"),
    *(Column(name, "number", "ratio") for name in _PARTS),
)
_NAMED = 5
_LOST = {Lost.NOT_FOLLOWED: "not followed", Lost.NO_LINK: "no link"}


def there_rows(asked: Asked, found: Concordance) -> Iterator[Row]:
    """Yield what becomes of each code, one row a successor, the largest share first."""
    for code in asked.codes:
        shared = found.weights[code]
        order = sorted(shared, key=lambda target: (-shared[target][0], str(target)))
        for target in order:
            parts, ground = shared[target]
            lost = isinstance(target, Lost)
            yield (
                code,
                _title(found.source, code),
                None if lost else str(target),
                _LOST[target] if isinstance(target, Lost) else _title(found.target, target),
                float(Fraction(parts, WHOLE)),
                _ground(target, ground.value),
                len(_candidates(found, code)),
            )


def there_tables(asked: Asked, found: Concordance) -> Iterator[Table]:
    """Yield the codes that each code may be beside those that it becomes, and counts by ground."""
    grounds = Counter(
        _ground(target, ground.value)
        for code in asked.codes
        for target, (_, ground) in found.weights[code].items()
    )
    counts = tuple((ground, grounds[ground]) for ground in sorted(grounds))
    yield Table("grounds", (Column("ground"), Column("rows", "integer")), counts)
    rows = [
        (code, other, _title(found.target, other))
        for code in asked.codes
        for other in _candidates(found, code)
        if other not in found.weights[code]
    ]
    if rows:
        yield Table("may_be", CANDIDATES, tuple(rows))


def there_notes(asked: Asked, found: Concordance) -> Iterator[Note]:
    """Say why codes are not followed, the first of them."""
    lost = [code for code in asked.codes if any(isinstance(t, Lost) for t in found.weights[code])]
    if not lost:
        return
    reasons = [reason for code in lost[:_NAMED] for reason in followed(found, code).reasons]
    more = f" {len(lost) - _NAMED} more." if len(lost) > _NAMED else ""
    told = "; ".join(dict.fromkeys(reasons))
    text = f"{len(lost)} of {len(asked.codes)} codes are not followed, or not wholly: {told}.{more}"
    yield Note("not-followed", text)


def back_rows(asked: Asked, trip: Trip) -> tuple[Row, ...]:
    """Return the codes that do not come back whole, those that lose most first."""
    parts = (trip.by_value or trip.by_count).codes
    apart = [(code, part) for code, part in parts.items() if part.returned != part.total]
    apart.sort(key=lambda one: (one[1].returned - one[1].total, one[0]))
    return tuple((code, _title(asked.edition, code), *_ratios(part)) for code, part in apart)


def back_table(trip: Trip, unit: str) -> Table:
    """Return what is lost in all: of codes, each counting one, and of their value."""
    rows = [_whole("codes", trip.by_count)]
    if trip.by_value:
        rows.append(_whole(unit, trip.by_value))
    return Table("loss", LOSS, tuple(rows))


def back_notes(trip: Trip, told: str) -> Iterator[Note]:
    """Say in one line what a way there and back loses."""
    measures = [("the codes", trip.by_count), (f"the {told}", trip.by_value)]
    for what, found in measures:
        if found and found.whole.total:
            home, away, lost, none = (100 * (share or 0) for share in _ratios(found.whole))
            text = (
                f"There and back, {home:.2f} % of {what} return to their code; {away:.2f} % end "
                f"elsewhere, {lost:.2f} % are not followed, {none:.2f} % have no link."
            )
            yield Note("round-trip", text)


def _whole(measure: str, found: Loss) -> Row:
    total = found.whole.total
    whole = int(total) if total == total.to_integral_value() else float(total)
    return (measure, whole, *_ratios(found.whole))


def _ratios(part: Part) -> tuple[float | None, ...]:
    """Return the parts of a value as ratios of it; none of nil."""
    if not part.total:
        return (None,) * len(_PARTS)
    amounts: list[Decimal] = [getattr(part, name) for name in _PARTS]
    return tuple(float(Fraction(amount) / Fraction(part.total)) for amount in amounts)


def _title(edition: Edition, code: str) -> str | None:
    found = codes_of(edition).get(code)
    return found.title if found else None


def _candidates(found: Concordance, code: str) -> list[str]:
    return sorted(one for one in found.relation[code] if one is not None)


def _ground(target: Target, ground: str) -> str:
    return target.value if isinstance(target, Lost) else ground
