"""The mapping: a small YAML file that says how any tidy table is to be read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from steelyard.terms.flow import ObsStatus

FORMAT = "steelyard-mapping/1"
TODO = "TODO"
Codes = Literal["place", "names", "iso3", "iso2", "m49", "comtrade", "census"]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _encoding(text: str) -> str:
    try:
        "a".encode(text or "utf-8")
    except (LookupError, ValueError):
        raise ValueError(f"{text!r} is no encoding, such as utf-8, cp1252 or gb18030") from None
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Encoding = Annotated[str, AfterValidator(_encoding)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Strict):
    """Where one of our columns stands in the file.

    Attributes:
        column: name of the file's column; ``#3`` is the third one, for a header without a name.
        heading: take the name of the column of the figure instead (for years across).
        matching: the names of all columns of figures, as a regular expression; each gives a row.
        values: our word for a text of the column; an empty word says nothing.
        codes: how places are written: ``place`` takes any code or name.
        format: how periods are written, such as ``%Y/%m`` or ``%B %Y``; ``%q`` is the quarter.
        freq: A, Q or M, where a date stands for a longer period.
        day: which day of its period a date is, first or last; other days are no periods.
        year, quarter, month: names of columns that make up a period together.
        pad: digits of a product code, for files that have lost zeros in front.
        scale: base units that one unit of the file holds, such as 1000.
    """

    column: str = ""
    heading: bool = False
    matching: Pattern = ""
    values: dict[str, str] = {}
    codes: Codes = "place"
    format: str = ""
    freq: Literal["", "A", "Q", "M"] = ""
    day: Literal["first", "last"] = "first"
    year: str = ""
    quarter: str = ""
    month: str = ""
    pad: int = Field(default=0, ge=0, le=12)
    scale: Decimal = Field(default=Decimal(1), gt=0, le=10**15)

    @property
    def parts(self) -> tuple[str, ...]:
        """The file's columns of which it is made, in order."""
        return tuple(n for n in (self.column, self.year, self.quarter, self.month) if n)


Stated = str | Column


class File(_Strict):
    """How the file is written; what is left out is told from its content.

    Attributes:
        encoding: encoding of a text.
        delimiter: what stands between two cells.
        sheet: name of the sheet of a workbook.
        preamble: words that stand above the header.
        decimal: what stands before the decimals.
        thousands: what stands between groups of three digits; none when empty.
        missing: how a missing figure is written, with its status; an empty cell is missing always.
        nil: how the publisher writes a true zero, other than by 0.
    """

    encoding: Encoding = ""
    delimiter: Literal["", ",", "\t", ";", "|"] = ""
    sheet: str = ""
    preamble: str = ""
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""
    missing: dict[str, ObsStatus] | tuple[str, ...] = ()
    nil: tuple[str, ...] = ()

    @property
    def statuses(self) -> dict[str, ObsStatus]:
        """The status of each way to write a missing figure."""
        given = self.missing
        known = given if isinstance(given, dict) else dict.fromkeys(given, ObsStatus.NOT_REPORTED)
        return {"": ObsStatus.NOT_REPORTED} | known


class Skip(_Strict):
    """Rows that are no observations of the series, such as totals.

    Attributes:
        column: the column that tells them.
        equals: the texts that tell them.
        matching: or a regular expression that the whole text matches.
        reason: short code under which they are counted.
    """

    column: str
    equals: tuple[str, ...] = ()
    matching: Pattern = ""
    reason: str = Field(pattern=r"^[a-z][a-z0-9-]*$")


class Adds(_Strict):
    """A sum that every row must obey: ``abs(total - sum(sign * part)) <= within``.

    Attributes:
        total: column of the total.
        parts: sign, 1 or -1, of each column that adds to it.
        within: tolerance, in the file's own units; half a unit of the last digit for each column.
    """

    total: str
    parts: dict[str, Literal["1", "-1"]] = Field(min_length=1)
    within: Decimal = Field(default=Decimal(0), ge=0)


class Mapping(_Strict):
    """How a table is read: what it is, where our columns stand, what each row states.

    Attributes:
        format: ``steelyard-mapping/1``.
        dataset, title, kind, publisher, licence, licence_url, url, cadence, precedence, absent,
            assembly, quirks: the card of the dataset.
        file: how the file is written.
        columns: our columns for every figure: a word, or where the file tells it.
        facts: the figures that a row states, each with the columns that are its own.
        skip: rows that are left out.
        adds: sums that every row must obey.
    """

    format: Literal["steelyard-mapping/1"]
    dataset: str = Field(pattern=r"^[a-z][a-z0-9-]{2,79}$")
    title: str = Field(min_length=1)
    kind: Literal["flows", "rates", "indicators"] = "flows"
    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    licence_url: str = ""
    url: str
    cadence: str = "not stated"
    precedence: int = Field(default=80, gt=60)
    absent: Literal["missing", "nil"] = "missing"
    assembly: Literal["whole", "parts", "piecewise"] = "piecewise"
    quirks: tuple[str, ...] = ()
    file: File = File()
    columns: dict[str, Stated] = {}
    facts: tuple[dict[str, Stated], ...] = Field(min_length=1)
    skip: tuple[Skip, ...] = ()
    adds: tuple[Adds, ...] = ()

    @property
    def stated(self) -> tuple[dict[str, Stated], ...]:
        """Our columns of each figure, its own and those of every one."""
        return tuple({**self.columns, **fact} for fact in self.facts)
