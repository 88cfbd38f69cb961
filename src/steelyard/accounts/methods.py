"""The equations behind the columns of an answer, those that this question used."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.currency import Rates
from steelyard.accounts.prices import Deflator
from steelyard.terms.definition import Conversion
from steelyard.terms.evidence import Method

_ALWAYS = (
    Method(
        "exports, imports", "sum of the observations of the period; missing if one is", "definition"
    ),
    Method("balance", "X - M", "definition"),
    Method("total_trade", "X + M", "definition"),
    Method(
        "exports_growth, imports_growth, total_trade_growth",
        "v_t / v_b - 1, b the base period",
        "definition",
    ),
    Method("balance_change", "B_t - B_b", "definition"),
    Method(
        "share_of_total_balance",
        "B / B_total, B_total the reporter's balance in all goods with the world",
        "definition",
    ),
    Method(
        "partner_rank",
        "1 + number of single partners with a larger figure (rank_by of the definition); "
        "missing for groups and the world",
        "definition",
    ),
)
_RECORDS = (
    Method(
        "records: largest, smallest",
        "since = max{j < t : v_j >= v_t} (largest), v_j <= v_t (smallest), within the unbroken run",
        "convention of this project, see docs/how-to/records.md",
    ),
    Method(
        "records: first and N-th rise or fall",
        "v_t - v_b against 0, b the base period; N counts periods in a row",
        "convention of this project, see docs/how-to/records.md",
    ),
)
_THEIRS = Method(
    "partner_exports, partner_imports, partner_balance",
    "X as the partner's imports, M as the partner's exports, X - M",
    "definition",
)
_STATED = Method(
    "balance, total_trade of published figures",
    "the publisher's own where it is no older than its exports and imports, else X - M and X + M",
    "convention of this project, see docs/assumptions.md",
)
_CONVERTED = {
    Conversion.TOTAL: Method("conversion", "v * e, e the average rate of the period", "definition"),
    Conversion.PARTS: Method("conversion", "sum(v_i * e_i) over the parts i", "definition"),
}
_SPREAD = Method(
    "exports_low to balance_high",
    "low = sum of v_s of codes s all of whose successors are in the class, high = of those with any"
    " in it, value = sum of v_s p_s, p_s the parts of s in it; X_low - M_high to X_high - M_low",
    "convention of this project, see docs/decisions/0019-concordances.md",
)
_REAL = Method(
    "prices",
    "v * P_base / P_t, P_t = P_(t-1) * (1 + yearly change of consumer prices)",
    "definition",
)


def methods(account: Account, other: Account | None) -> tuple[Method, ...]:
    """Return the equations that the columns of an answer rest on."""
    return (*_ALWAYS, *_used(account), *([_THEIRS] if other else []), *_RECORDS)


def _used(account: Account) -> Iterator[Method]:
    seen = account.views.values()
    if any(choice.published for choice in account.choices().values()):
        yield _STATED
    if any(isinstance(view.rates, Rates) for view in seen):
        yield _CONVERTED[account.case.definition.conversion]
    if account.converted:
        yield _SPREAD
    if any(isinstance(view.deflator, Deflator) for view in seen):
        yield _REAL
