"""Names of countries in the exchange-rate tables -> ISO 4217 currencies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from steelyard.sources.reading import refuse
from steelyard.terms.errors import did_you_mean
from steelyard.terms.yaml_text import read_yaml


class Currency(BaseModel):
    """One currency and the names under which its country appears.

    Attributes:
        code: ISO 4217 code.
        names: names of its country or area.
        since: first year that can be priced in it; None when that lies before every table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    names: tuple[str, ...]
    since: int | None = None

    def holds_in(self, year: int) -> bool:
        """Tell whether a rate of ``year`` can be one of this currency."""
        return self.since is None or year >= self.since


def currency_of(country: str, file: str) -> Currency:
    """Return the currency of a country as the tables name it, ignoring case.

    Raises:
        BadFile: the name is not in the table.
    """
    known = _currencies()
    if country.casefold() not in known:
        names = [name for currency in known.values() for name in currency.names]
        remedy = did_you_mean(country, names, "Leave its rows out, or give it a listed name.")
        found = f"no currency is known for the country {country!r}"
        raise refuse(file, found, "A rate without a currency converts nothing", remedy)
    return known[country.casefold()]


@cache
def _currencies() -> dict[str, Currency]:
    path = Path(__file__).with_name("currencies.yaml")
    listed = map(Currency.model_validate, read_yaml(path.read_text(encoding="utf-8")))
    return {name.casefold(): currency for currency in listed for name in currency.names}
