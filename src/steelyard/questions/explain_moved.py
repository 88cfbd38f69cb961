"""What moved a figure, in words: the terms over all parts, and the largest parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from steelyard.accounts.account import Account
from steelyard.accounts.change import UNALLOCATED, Change
from steelyard.accounts.explained import SIGNS, Part
from steelyard.accounts.levels import Level
from steelyard.measures.contributions import CHANGE, MISSING
from steelyard.questions.explain_names import FLOWS, name_of
from steelyard.terms.money import in_prose as money

_NAMED, _LONGEST, _CAME = 3, 70, "came from"
_TERMS = {
    "price": "prices",
    "volume": "volumes",
    "not-split": "trade that is not split",
    "continuing": "goods traded at both ends",
    "entered": "goods newly traded",
    "left": "goods no longer traded",
    "market-growth": "the growth of the market",
    "structure": "the mix of goods",
    "competitiveness": "shares of the market won or lost",
    "new-market": "markets that were nil before",
    "no-reference": "trade without a market to measure it by",
    "own-currency": "trade in the currency of its sources",
    "exchange-rate": "the exchange rate",
    UNALLOCATED: "what no part tells",
}
Key = tuple[str | None, ...]


def signed(value: Decimal, currency: str) -> str:
    """Return an amount with its sign, as it stands in a sentence."""
    if not value:
        return money(value, currency)
    sign = "\N{MINUS SIGN}" if value < 0 else "+"
    return f"{sign}{money(abs(value), currency)}"


def signs(text: str) -> str:
    """Return a text with the sign of less than nil that is printed."""
    return text.replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Moved:
    """The parts of one step, to be said.

    Attributes:
        account, level: the account of the question, and the level of its products.
        measure: the figure whose change is told.
        change: the change that the parts add up to.
        parts: the parts of the step.
        changed: codes that only one of the two editions has; they are not named.
    """

    account: Account
    level: Level | None
    measure: str
    change: Change
    parts: Sequence[Part]
    changed: frozenset[str] = frozenset()

    def sentences(self) -> Iterator[str]:
        """Yield the terms over all parts, where there are several, and the largest parts."""
        terms = self._terms()
        if set(terms) - {CHANGE, MISSING, UNALLOCATED}:
            yield self._by_term(terms)
        if told := self._largest():
            known = " that are known" if any(part.term == MISSING for part in self.parts) else ""
            some = " under codes that both editions have" if self.changed else ""
            yield f"The largest parts{some}{known}: {'; '.join(told)}."

    @property
    def _currency(self) -> str:
        return self.account.case.definition.currency

    def _terms(self) -> dict[str, Decimal]:
        """Return what each term contributes over all parts, in a fixed order."""
        sums: dict[str, Decimal] = {}
        for part in self.parts:
            if part.contribution is not None:
                sums[part.term] = sums.get(part.term, Decimal(0)) + part.contribution
        order = [*_TERMS, *sorted(set(sums) - set(_TERMS))]
        return {term: sums[term] for term in order if term in sums}

    def _by_term(self, terms: Mapping[str, Decimal]) -> str:
        told = [
            f"{signed(v, self._currency)} {_CAME if not n else 'from'} {_TERMS.get(term, term)}"
            for n, (term, v) in enumerate(terms.items())
        ]
        before, last = ", ".join(told[:-1]), told[-1]
        return f"Of that change, {before} and {last}." if before else f"Of that change, {last}."

    def _largest(self) -> list[str]:
        """Return the parts that moved most, of those known whole; each is the sum of its terms."""
        sums: dict[Key, Decimal] = {}
        unknown = {tuple(p.of.values()) for p in self.parts if p.contribution is None}
        for part in self.parts:
            key = tuple(part.of.values())
            if any(key) and key not in unknown and part.contribution is not None:
                sums[key] = sums.get(key, Decimal(0)) + part.contribution
        moved = [key for key in sums if sums[key] and self.changed.isdisjoint(filter(None, key))]
        largest = sorted(moved, key=lambda key: -abs(sums[key]))[:_NAMED]
        shares = self._shares([sums[key] for key in largest])
        return [self._told(k, sums[k]) + share for k, share in zip(largest, shares, strict=True)]

    def _shares(self, amounts: Sequence[Decimal]) -> list[str]:
        """Return shares of the change, where all are of its sign and add up to no more than it."""
        whole = self.change.change
        if (
            not whole
            or any(a / whole <= 0 for a in amounts)
            or abs(sum(amounts, Decimal(0))) > abs(whole)
        ):
            return [""] * len(amounts)
        return [f" ({100 * a / whole:.0f} % of the change)" for a in amounts]

    def _told(self, key: Key, amount: Decimal) -> str:
        """Return a part with its amount; of a flow that it rose or fell, which needs no sign."""
        of = dict(zip(self.parts[0].of, key, strict=True))
        flow = FLOWS.get(of.pop("flow", None) or "", "")
        name = ", ".join(self._name(dimension, code) for dimension, code in of.items())
        if not flow:
            return f"{name} {signed(amount, self._currency)}"
        rise = amount * SIGNS[self.measure][flow]
        verb = f"{'rose' if rise > 0 else 'fell'} by {money(abs(rise), self._currency)}"
        return f"{name}: {flow} {verb}" if name else f"{flow} {verb}"

    def _name(self, dimension: str, code: str | None) -> str:
        title = name_of(dimension, code, self.account, self.level, self.change.step) or str(code)
        short = title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}..."
        coded = dimension == "product" and not title.endswith(str(code))
        return f"{short} ({code})" if coded else short
