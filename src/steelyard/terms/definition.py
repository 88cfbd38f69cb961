"""The definition of a figure: every free choice behind it, as one frozen record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from steelyard.terms.errors import BadDate, BadOption, did_you_mean
from steelyard.terms.flow import Account, ExportScope, ImportBasis, Valuation
from steelyard.terms.money import currency_code
from steelyard.terms.sharing import sharing_rule

CURRENT = "current"


class Side(StrEnum):
    """Whose report of the flow counts."""

    REPORTER = "reporter"
    PARTNER = "partner"
    BOTH = "both"


class Vintage(StrEnum):
    """Which of the values published for a period counts."""

    LATEST = "latest"
    FIRST = "first"


class Conversion(StrEnum):
    """How a period's figure is converted to another currency."""

    TOTAL = "total"
    PARTS = "parts"


class Season(StrEnum):
    """What is done about the season: nothing, the publisher's adjustment, or one of our own."""

    NONE = "none"
    SEASONAL = "seasonal"
    X13 = "x13"
    STL = "stl"

    @property
    def own(self) -> bool:
        """True where the season is taken out here, of figures that are not adjusted."""
        return self in {Season.X13, Season.STL}


class Comparison(StrEnum):
    """Against which period growth and change are taken."""

    YEAR_BEFORE = "year-before"
    PREVIOUS = "previous"


class Members(StrEnum):
    """Whether a dated group follows its membership through time or keeps that of the end."""

    DATED = "dated"
    FIXED = "fixed"


class RankBy(StrEnum):
    """The figure by which partners are ranked, largest first."""

    TOTAL_TRADE = "total_trade"
    EXPORTS = "exports"
    IMPORTS = "imports"
    SURPLUS = "surplus"
    DEFICIT = "deficit"


class InOut(StrEnum):
    """In or out."""

    IN = "in"
    OUT = "out"


class Definition(BaseModel):
    """The free choices behind a figure. Two figures compare only when these agree."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    side: Side = Field(Side.REPORTER, description="whose report counts")
    import_basis: ImportBasis = Field(
        ImportBasis.GENERAL,
        description="which imports count; where none is named and only imports for consumption are "
        "held of the class, those",
    )
    export_scope: ExportScope = Field(ExportScope.TOTAL, description="which exports count")
    import_valuation: Valuation | None = Field(
        None, description="valuation of imports; by default as the source states it"
    )
    export_valuation: Valuation | None = Field(
        None, description="valuation of exports; by default as the source states it"
    )
    account: Account = Field(Account.CUSTOMS, description="accounting rules")
    adjustment: Season = Field(
        Season.NONE,
        description="seasonal adjustment: the publisher's own (seasonal), or one made here of "
        "figures that are not adjusted (x13, stl), which needs the extra season",
    )
    scope: str | None = Field(
        None, description="what the publisher counts, where it states a thing in several scopes"
    )
    currency: str = Field("USD", description="currency of the answer (ISO 4217)")
    conversion: Conversion = Field(
        Conversion.TOTAL,
        description="total: the period's total at the period's average rate; parts: each month "
        "(or quarter) at its own average rate, then summed",
    )
    prices: str = Field(
        "current", description="current, or the year at whose consumer prices figures are stated"
    )
    vintage: Vintage = Field(
        Vintage.LATEST, description="of published figures: the latest value, or the first print"
    )
    comparison: Comparison = Field(
        Comparison.YEAR_BEFORE, description="against which period growth is taken"
    )
    membership: Members = Field(
        Members.DATED, description="dated groups: by each period, or fixed as at the last one"
    )
    hong_kong_macao: InOut = Field(
        InOut.OUT, description="count Hong Kong and Macao with China, in or out"
    )
    concordance: str = Field(
        "published",
        description="how a product code with several successors in another edition is shared out: "
        "published (the publisher's own answer where there is one, else equally), equal, or "
        "trade:YEAR (by trade of a year of reference where there is no published answer)",
    )
    rank_by: RankBy = Field(RankBy.TOTAL_TRADE, description="figure that ranks partners")
    as_of: date | None = Field(None, description="answer from what had been published by this date")
    release: str | None = Field(None, description="answer from this release only")

    def changed(self) -> dict[str, str]:
        """Return the choices that differ from the defaults, as text."""
        plain = self.model_dump(mode="json")
        usual = Definition().model_dump(mode="json")
        return {name: str(value) for name, value in plain.items() if value != usual[name]}


def define(settings: Mapping[str, object]) -> Definition:
    """Return the definition with ``settings`` (field: value) over the defaults.

    Raises:
        BadOption: a name is no field, or a value is none of the field's values.
        BadDate: ``as_of`` is no date.
        BadCurrency: ``currency`` is no ISO 4217 code.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    for name in given:
        _check_name(name)
    if "currency" in given:
        given["currency"] = currency_code(str(given["currency"]))
    if "as_of" in given:
        given["as_of"] = calendar_date(str(given["as_of"]))
    if "prices" in given:
        given["prices"] = price_year(str(given["prices"]))
    if "concordance" in given:
        given["concordance"] = sharing_rule(str(given["concordance"]))
    try:
        return Definition.model_validate(given)
    except ValidationError as error:
        raise _bad_value(error) from None


def calendar_date(text: str) -> date:
    """Read ``YYYY-MM-DD``.

    Raises:
        BadDate: the text is no calendar date.
    """
    written = text.strip()
    try:
        found = date.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.isoformat() != written:
        raise BadDate(
            f"You gave the date {text!r}",
            "that is no calendar date",
            "An answer as of a misread date would rest on another release",
            "Write it as 2017-01-31.",
        )
    return found


def price_year(text: str) -> str:
    """Read the price basis: ``current`` or a year.

    Raises:
        BadOption: the text is neither.
    """
    written = text.strip().casefold()
    if written == CURRENT or (written.isdecimal() and len(written) == len("2015")):
        return written
    raise BadOption(
        f"You asked for the prices {text!r}",
        "prices are current, or those of a year",
        "A deflated figure means nothing without its year",
        "Write current, or a year such as 2015.",
    )


def choices(name: str) -> tuple[str, ...]:
    """Return the values that a field of the definition takes, or nothing when it is free."""
    kinds = getattr(Definition.model_fields[name].annotation, "__args__", None)
    for kind in kinds or (Definition.model_fields[name].annotation,):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return tuple(member.value for member in kind)
    return ()


def _check_name(name: str) -> None:
    known = list(Definition.model_fields)
    if name not in known:
        raise BadOption(
            f"You set {name!r} in the definition",
            "the definition has no such field",
            "A choice that is not understood cannot be honoured",
            did_you_mean(name, known, f"The fields are {', '.join(known)}."),
        )


def _bad_value(error: ValidationError) -> BadOption:
    first = error.errors()[0]
    name, value = str(first["loc"][0]), str(first["input"])
    allowed = choices(name)
    return BadOption(
        f"You set {name} to {value!r}",
        f"{name} takes {', '.join(allowed)}" if allowed else str(first["msg"]),
        "A choice that is not understood cannot be honoured",
        did_you_mean(
            value, allowed, "Use one of these values." if allowed else "Write it as text."
        ),
    )
