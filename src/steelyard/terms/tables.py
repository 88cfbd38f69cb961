"""The kinds of table that Steelyard holds: each a schema with a natural key.

Types are plain words so that every engine can map them: ``string``, ``decimal`` (38 digits, six
after the point, exact), ``number`` (double), ``boolean``, ``date``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind of table.

    Attributes:
        name: column name.
        type: string, decimal, number, boolean or date.
        text: meaning, in one line.
        key: True when the column belongs to the natural key.
    """

    name: str
    type: str
    text: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its name and its columns in order.

    Dataset and release are part of every natural key; they are the address of a table on disk
    (see ``store``) and are not repeated in its rows.
    """

    name: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(field.name for field in self.fields)

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns of the natural key, in order."""
        return tuple(field.name for field in self.fields if field.key)


def _key(name: str, text: str) -> Field:
    return Field(name, "string", text, key=True)


def _text(name: str, text: str) -> Field:
    return Field(name, "string", text)


def _exact(name: str, text: str) -> Field:
    return Field(name, "decimal", text)


FLOWS = Kind(
    "flows",
    (
        _key("reporter", "place that reports the flow"),
        _key("partner", "place on the other side"),
        _key("partner_stated", "the partner's code as the publisher writes it"),
        _key("partner_role", "origin, consignment, destination, last-known"),
        _key("partner2", "second partner, where told"),
        _key("flow", "X exports, M imports, RX, RM, DX"),
        _key("nomenclature", "product nomenclature, for example HS; TOTAL for all goods"),
        _key("edition", "edition of the nomenclature in force, for example 2017, where told"),
        _key("product", "product code as text"),
        _text("level", "number of digits of the product code; null for totals and named groups"),
        _key("period", "2007, 2007-Q3 or 2007-09"),
        _key("freq", "A, Q or M"),
        _key("import_basis", "general or consumption; null for exports"),
        _key("export_scope", "total or domestic; null for imports"),
        _key("account", "customs, bop or reconciled"),
        _key("adjustment", "none or seasonal"),
        _key("mode", "mode of transport, where told"),
        _key("procedure", "customs procedure, where told"),
        _key("valuation", "FOB, FAS, CIF or CUSTOMS"),
        _key("currency", "ISO 4217 code of the value"),
        _exact("value", "value in base units of the currency; null when missing"),
        _exact("dutiable_value", "value subject to duty"),
        _exact("duty", "calculated duty"),
        _exact("quantity", "quantity in the unit beside it"),
        _text("quantity_unit", "unit of the quantity"),
        _exact("quantity2", "second quantity"),
        _text("quantity2_unit", "unit of the second quantity"),
        _exact("net_weight", "net weight in kilograms"),
        Field("aggregate", "boolean", "True when the publisher's row sums other rows"),
        _text("status", "observation status: A, E, P; missing: O, Q, unpublished, below-threshold"),
        _text("correction", "id of a correction applied, else null"),
    ),
)

LINE = "line"
"""Column beside those of a kind: the line of a row in the file it was read from."""

# Columns by which rows of flows may be parts of a whole flow; in a whole flow they are missing.
DETAILS = ("partner2", "mode", "procedure")

RATES = Kind(
    "rates",
    (
        _key("base", "currency of which one unit is priced (ISO 4217), or an index's name"),
        _key("quote", "currency in which it is priced"),
        _key("period", "2007, 2007-Q3 or 2007-09"),
        _key("freq", "A, Q or M"),
        _key("measure", "average, end-of-period or index"),
        Field("rate", "number", "units of the quote currency for one unit of the base currency"),
        _text("status", "observation status: A, E, P; missing: O, Q, unpublished, below-threshold"),
        _text("correction", "id of a correction applied, else null"),
    ),
)

INDICATORS = Kind(
    "indicators",
    (
        _key("place", "place described, or that reports"),
        _key("partner", "place on the other side; null when there is none"),
        _key("indicator", "what is measured, for example gdp or technology-contracts"),
        _key("scope", "what the publisher counts under it; null when there is one scope only"),
        _key("flow", "X, M, TOTAL or BALANCE for trade; null otherwise"),
        _key("measure", "level, growth, share, quantity or count"),
        _key("period", "2007, 2007-Q3, 2007-09, or 2007-01/2007-09 when cumulated"),
        _key("freq", "A, Q or M; M when cumulated; D for a day"),
        _key("span", "cumulated, years or day when the period is no plain one, else null"),
        _key(
            "unit", "ISO 4217 code of a level, currency of a growth rate, ratio:of-what, or other"
        ),
        _key("published_at", "YYYY-MM-DD, YYYY-MM or YYYY; null when unknown or as the release"),
        _key("vintage", "first, later, implied or unknown; null when as the release"),
        _key("url", "page that states this value; null when as the release"),
        Field("value", "number", "value in base units; growth and shares as ratios"),
        Field("precision", "number", "half a unit of the last digit printed; null when exact"),
        _text("valuation", "FOB, FAS, CIF or CUSTOMS, where told"),
        _text("import_basis", "general or consumption, where told"),
        _text("export_scope", "total or domestic, where told"),
        _text("account", "customs or bop, where told"),
        _text("status", "observation status: A, E, P, U, F; else missing: O, Q and words"),
        _text("publisher", "who states this value; null when as the release"),
        _text("source", "what the page is, in our words"),
        _text("confirmed_by", "a second page with the same value"),
        _text("circular_with", "identifier of an article from which the value itself was taken"),
        _text("note", "what a reader of this value must know"),
    ),
)

IO = Kind(
    "io",
    (
        _key("from_place", "place that supplies"),
        _key("from_sector", "sector that supplies"),
        _key("to_place", "place that uses"),
        _key("to_sector", "sector or final demand that uses"),
        _key("period", "year"),
        _key("currency", "ISO 4217 code"),
        Field("value", "number", "value in base units"),
    ),
)

SCHEDULES = Kind(
    "schedules",
    (
        _key("act", "act that sets the line"),
        _key("imposer", "place that imposes it"),
        _key("partner", "place that it hits"),
        _key("nomenclature", "product nomenclature with its edition"),
        _key("product", "product code"),
        _key("valid_from", "first day in force"),
        _text("valid_until", "last day in force, null while it is"),
        Field("rate", "number", "level in the unit beside it; null when not stated"),
        _text("unit", "ad-valorem, specific, licence, ban or quota"),
        _text("reference", "legal source"),
    ),
)

PARTIES = Kind(
    "parties",
    (
        _key("list", "list on which the party stands"),
        _key("party", "name as listed"),
        _key("place", "place of the party"),
        _key("valid_from", "first day listed"),
        _text("valid_until", "last day listed, null while it is"),
        _text("reference", "legal source"),
    ),
)

PARAMETERS = Kind(
    "parameters",
    (
        _key("name", "name of the parameter, for example trade elasticity"),
        _key("nomenclature", "nomenclature or sector list"),
        _key("product", "product or sector"),
        _key("place", "place, null for all"),
        Field("value", "number", "estimate"),
        Field("spread", "number", "standard error; null when not stated"),
        _text("source", "publication with its page"),
    ),
)

KINDS = {k.name: k for k in (FLOWS, RATES, INDICATORS, IO, SCHEDULES, PARTIES, PARAMETERS)}
