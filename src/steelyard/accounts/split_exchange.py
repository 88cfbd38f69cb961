"""A change split into what happened in the source's currency and what the exchange rate did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.currency import Rates, rated
from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import FLOWS, KEYS, Step
from steelyard.accounts.splits import Split
from steelyard.measures.contributions import SIDES
from steelyard.measures.exchange import exchange
from steelyard.terms.definition import Conversion
from steelyard.terms.errors import BadOption
from steelyard.terms.evidence import Method

_RATES = ("rate_from", "rate_to")


@dataclass(frozen=True, slots=True)
class Exchange(Split):
    """The part of the change that is due to the exchange rate."""

    methods: ClassVar[tuple[Method, ...]] = (
        Method(
            "own-currency, exchange-rate",
            "(e_0 + e_1) / 2 (v_1 - v_0), (v_0 + v_1) / 2 (e_1 - e_0), v in the source's currency",
            "Bennet (1920), Journal of the Royal Statistical Society 83(3), p. 457, with the rate "
            "in the place of the price",
        ),
    )

    def source(self) -> Account:
        """Return the account in the currency of its sources.

        Raises:
            BadOption: the answer is in that currency, or is converted or deflated part by part.
        """
        _check(self.account)
        views = {c: replace(view, rates=None) for c, view in self.account.views.items()}
        return replace(self.account, views=views)

    def terms(self, column: str, step: Step, pairs: Frame) -> Frame:
        """Return the terms of the pairs at the average rates of both periods."""
        del column
        return exchange(self._with_rates(step, pairs), KEYS)

    def ends(self, step: Step, pairs: Frame) -> Frame:
        """Return the values of the pairs in the answer's currency."""
        both = self._with_rates(step, pairs)
        values = zip(SIDES, _RATES, strict=True)
        made = [(nw.col(v).cast(nw.Float64) * nw.col(rate)).alias(v) for v, rate in values]
        return both.select(*KEYS, *made)

    def _with_rates(self, step: Step, pairs: Frame) -> Frame:
        found = {flow: self._rates(column, step) for column, flow in FLOWS.items()}
        told = pairs
        for name, place in zip(_RATES, (0, 1), strict=True):
            rate = nw.lit(None).cast(nw.Float64)
            for flow, rates in found.items():
                if rates[place] is not None:
                    rate = (
                        nw.when(nw.col("flow") == flow).then(nw.lit(rates[place])).otherwise(rate)
                    )
            told = told.with_columns(rate.alias(name))
        return told

    def _rates(self, column: str, step: Step) -> tuple[float | None, float | None]:
        view = self.account.views.get(column)
        if view is None or not isinstance(view.rates, Rates):
            return None, None
        ledger = self.account.case.ledger
        frame = rated(ledger, view.rates, [step.first, step.last])
        known = dict(ledger.rows(frame.select("period", "rate"), ["period"]))
        return known.get(step.first), known.get(step.last)


def _check(account: Account) -> None:
    """Refuse a question in which no rate moved anything, or several did."""
    case = account.case
    sources = {choice.currency for choice in account.choices().values()}
    if case.definition.conversion is Conversion.PARTS or case.definition.prices != "current":
        raise BadOption(
            "You asked what the exchange rate moved",
            "figures are converted part by part, or deflated",
            "Then several rates and prices move one figure",
            "Ask with --set conversion=total, at current prices.",
        )
    if sources and not any(isinstance(view.rates, Rates) for view in account.views.values()):
        raise BadOption(
            "You asked what the exchange rate moved",
            f"the answer is in {case.definition.currency}, as the sources state it",
            "A figure that is not converted is moved by no rate",
            "Ask for another currency, for example --currency CNY.",
        )
