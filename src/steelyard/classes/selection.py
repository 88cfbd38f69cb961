"""What a class counts in held data: codes of a nomenclature, or a published indicator."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Selection(BaseModel):
    """One way in which held data can answer for a class.

    Attributes:
        kind: ``flows`` or ``indicators``.
        nomenclature: nomenclature of the codes; empty for an indicator.
        edition: edition of the nomenclature, empty for whichever is in force.
        codes: product codes, the beginnings of codes when ``digits`` is given, or indicator names.
        digits: digits of the longest code asked; 0 for totals and named products.
        listed: name of a dated list that gives the codes instead, or empty.
        known: name of the table of every code that existed when the newest list was made, or empty;
            goods of later years under another code can be neither in the class nor out of it.
        account: accounting rules that the class has by its nature (services: bop); empty for those
            of the definition.
        note: what a reader must know when this selection answers, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["flows", "indicators"] = "flows"
    nomenclature: str = ""
    edition: str = ""
    codes: tuple[str, ...] = ()
    digits: int = 0
    listed: str = ""
    known: str = ""
    account: str = ""
    note: str = ""

    def fits(self, level: str | None) -> bool:
        """Tell whether rows of a level (digits of the code) can answer."""
        return int(level or 0) >= self.digits and bool(self.digits) == (level is not None)

    def lines(self, flow: str, years: Iterable[int]) -> tuple[Line, ...]:
        """Return the codes of the dated list in force in each of ``years``, year by year."""
        known = [line for line in dated_list(self.listed) if line.flow == flow]
        if not known:
            return ()
        return tuple(
            line.model_copy(update={"first": year, "last": year})
            for year, used in ((year, in_force(known, year)) for year in sorted(set(years)))
            for line in known
            if line.first <= used <= line.last
        )

    def outside(self, flow: str, years: Iterable[int]) -> dict[int, int]:
        """Return the years outside the dated list, each with the year of the list that is used."""
        known = [line for line in dated_list(self.listed) if line.flow == flow]
        return {year: used for year in years if known and (used := in_force(known, year)) != year}


class Line(BaseModel):
    """A product code that belongs to a class in a span of years.

    Attributes:
        flow: X or M.
        code: product code.
        group: number of its group in the class.
        first, last: first and last year in which the list names it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    flow: str
    code: str
    group: str
    first: int
    last: int


def in_force(lines: Iterable[Line], year: int) -> int:
    """Return the year whose list serves for ``year``: itself, or the nearest that has a list."""
    listed = {y for line in lines for y in (line.first, line.last)}
    return min(max(year, min(listed)), max(listed))


@cache
def dated_list(name: str) -> tuple[Line, ...]:
    """Return every line of a dated list."""
    text = resources.files("steelyard.classes").joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(Line.model_validate(row) for row in csv.DictReader(text.splitlines()))


@cache
def known_codes(name: str, flow: str) -> tuple[str, ...]:
    """Return every code of a table of codes for a flow; none when it does not tell them."""
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import)

    path = resources.files("steelyard.classes") / f"{name}.parquet"
    with path.open("rb") as file:
        rows = pq.read_table(file, use_threads=False).to_pylist()
    return tuple(row["code"] for row in rows if row["flow"] == flow)
