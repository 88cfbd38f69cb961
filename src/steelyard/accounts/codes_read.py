"""The codes behind a converted class: what each is worth, and which lack a value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import narwhals as nw

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.chosen import chosen
from steelyard.accounts.flows import counting
from steelyard.accounts.ledger import Ledger, one_of
from steelyard.accounts.spread_keys import KEY, keyed, split_key
from steelyard.accounts.spreads import spread_key
from steelyard.classes.ways import Converted
from steelyard.nomenclature.weights import WHOLE

_NAMED = 4


def read_codes(
    ledger: Ledger, choice: Choice, needed: tuple[Cell, ...]
) -> list[tuple[str, str, str, Decimal]]:
    """Return ``edition, year, code, value`` of every code of a converted series, over all cells.

    Codes are cut to the digits by which the class is known. Rows count as they do in the figure:
    missing values, and values beside a status that says they are missing, are left out.
    """
    found = chosen(ledger, choice, needed, grouped=False)
    every = found.every.filter(one_of("partner", sorted({cell.partner for cell in needed})))
    stated = counting(every, choice).filter(~nw.col("value").is_null())
    coded = keyed(ledger, stated, ledger.spreads[spread_key(choice, grouped=False)])
    told = coded.group_by(KEY).agg(nw.col("value").sum().alias("value"))
    return [(*split_key(key), value) for key, value in ledger.rows(told, [KEY])]


def codes_lacking(ledger: Ledger, choice: Choice, needed: tuple[Cell, ...]) -> str:
    """Say which codes with a part in a converted class have no value; empty for none."""
    if not isinstance(choice.way, Converted) or not needed:
        return ""
    found = chosen(ledger, choice, needed, grouped=False)
    mine = found.rows.filter(one_of("partner", sorted({cell.partner for cell in needed})))
    gone = counting(mine, choice).filter(nw.col("value").is_null()).select(KEY).unique()
    parts = _parts(ledger, choice)
    codes = {split_key(key)[2]: parts.get(key, 0) for (key,) in ledger.rows(gone, [KEY])}
    named = [f"{code} ({_part(codes[code])} of it)" for code in sorted(codes) if codes[code]]
    if not named:
        return ""
    more = f" and {len(named) - _NAMED} others" if len(named) > _NAMED else ""
    of = f"; {choice.way.cls.name} has a part in codes without a value"
    return f"{of}: {', '.join(named[:_NAMED])}{more}, which --partial leaves out"


def _parts(ledger: Ledger, choice: Choice) -> dict[str, int]:
    """Return how much of each code is in the class, by key."""
    usable = ledger.spreads[spread_key(choice, grouped=False)].usable
    return {
        f"{edition}:{year}:{source}": parts
        for (edition, year), one in usable.items()
        for source, parts in zip(
            one.table["source"].to_pylist(), one.table["parts"].to_pylist(), strict=True
        )
    }


def _part(parts: int) -> str:
    return "all" if parts == WHOLE else f"{float(Fraction(100 * parts, WHOLE)):.2g} %"
