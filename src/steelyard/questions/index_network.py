"""Indices of the network of countries and products: complexity, proximity, density, fitness."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.accounts.panel import Panel
from steelyard.maths.advantage import advantage, presence
from steelyard.maths.complexity import Complexity, complexity
from steelyard.maths.fitness import fitness
from steelyard.maths.matrices import Undetermined
from steelyard.maths.sophistication import expy, prody
from steelyard.maths.space import density, proximity
from steelyard.questions import index_read as read
from steelyard.questions.index_advantage import years_of
from steelyard.questions.index_asked import Figure, Work
from steelyard.questions.index_income import incomes
from steelyard.terms.answer import Note
from steelyard.terms.figures import rounded

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_EVERY = slice(None)
_NAMED, _WEAK = 8, 0.3
_MORE = "Ask with more countries, or for products at another level (--in)."
_WITHOUT = "Ask for a class without these products with --of, or for other --years."


class Matrix:
    """The exports of one year as a matrix.

    Attributes:
        countries, products: codes of rows and columns, sorted.
        values: exports; 0 where the panel has no row.
        year: the year.
    """

    def __init__(self, panel: Panel, year: str) -> None:
        told = panel.of_year(year).collect(backend="pyarrow").to_arrow()
        names = [told[name].to_numpy(zero_copy_only=False) for name in ("country", "product")]
        countries, row = np.unique(names[0].astype(str), return_inverse=True)
        products, column = np.unique(names[1].astype(str), return_inverse=True)
        self.countries, self.products, self.year = countries.tolist(), products.tolist(), year
        self.values: Floats = np.zeros((len(countries), len(products)))
        self.values[row, column] = told["value"].cast(pa.float64()).to_numpy()

    def of_countries(self, values: Floats, kept: Places | slice = _EVERY) -> Iterator[Figure]:
        """Yield a figure a country."""
        for code, value in zip(np.array(self.countries)[kept], values, strict=True):
            yield Figure(str(code), None, None, self.year, rounded(value))

    def of_products(self, values: Floats, kept: Places | slice = _EVERY) -> Iterator[Figure]:
        """Yield a figure a product."""
        for code, value in zip(np.array(self.products)[kept], values, strict=True):
            yield Figure(None, None, str(code), self.year, rounded(value))

    def present(self) -> tuple[NDArray[np.bool_], list[str]]:
        """Return where a product is exported with advantage, and the products that are anywhere."""
        found = presence(advantage(self.values))
        kept = np.flatnonzero(found.any(axis=0))
        return found[:, kept], [self.products[at] for at in kept]


Make = Callable[[Work, Matrix], Iterator[Figure]]


def every_year(make: Make) -> Callable[[Work], Iterator[Figure]]:
    """Return a maker of each year by itself, with a gap for a year that has no such index."""

    def made(work: Work) -> Iterator[Figure]:
        panel = read.exports(work)
        for year in years_of(work, panel):
            what = f"{work.question.name} of {year}"
            if below := [(who, code) for at, who, code in panel.negative if at == year]:
                work.lacking(what, _below(panel, below), _WITHOUT)
                continue
            try:
                yield from list(make(work, _traded(panel, year)))
            except Undetermined as error:
                work.lacking(what, f"it is not determined: {error}", _MORE)

    return made


def _traded(panel: Panel, year: str) -> Matrix:
    """Return the exports of a year.

    Raises:
        Undetermined: there are none.
    """
    matrix = Matrix(panel, year)
    if not matrix.values.any():
        raise Undetermined(f"{panel.name} states no exports above nil")
    return matrix


def _below(panel: Panel, cells: list[tuple[str, str]]) -> str:
    more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
    named = ", ".join(f"{who} {code}" for who, code in cells[:_NAMED])
    return f"{panel.name} states exports below nil, which have no such index: {named}{more}"


def eci(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the complexity of each country."""
    found = _complexity(work, matrix)
    yield from matrix.of_countries(found.eci, found.kept_countries)


def pci(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the complexity of each product."""
    found = _complexity(work, matrix)
    yield from matrix.of_products(found.pci, found.kept_products)


def _complexity(work: Work, matrix: Matrix) -> Complexity:
    """Return the complexity of a year; where its sign rests on little, say so."""
    found = complexity(presence(advantage(matrix.values)))
    if found.alignment < _WEAK:
        text = (
            f"{matrix.year}: which end is the complex one rests on a correlation of "
            f"{found.alignment:.2f} between complexity and the number of products of a country; in "
            "another year or panel the order may be the reverse. Ask for finer products or more "
            "countries."
        )
        work.told.append(Note("weak-sign", text))
    return found


def fit(_: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the fitness of each country."""
    found = fitness(presence(advantage(matrix.values)))
    yield from matrix.of_countries(found.fitness, found.kept_countries)


def near(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the proximity of each two products, the nearest ones of each year."""
    held, products = matrix.present()
    ones, others = np.triu_indices(len(products), 1)
    found = proximity(held)[ones, others]
    order = np.argsort(-found, kind="stable")[: work.question.top]
    work.unmade += found.size - order.size
    for at in order:
        pair = f"{products[ones[at]]}+{products[others[at]]}"
        yield Figure(None, None, pair, matrix.year, rounded(found[at]))


def dense(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield how much of the surroundings of each product each country has."""
    held, products = matrix.present()
    told = (matrix.countries, products, density(held, proximity(held)))
    yield from _largest(work, *told, matrix.year)


def _largest(
    work: Work, countries: list[str], products: list[str], found: Floats, year: str
) -> Iterator[Figure]:
    """Yield the figures of the country asked, or the largest, each ranked among the countries."""
    asked = work.question.country
    rows = (
        [countries.index(asked)] if asked in countries else [] if asked else range(len(countries))
    )
    cells = [(row, column) for row in rows for column in range(len(products))]
    if not asked:
        order = np.argsort(-found, axis=None, kind="stable")[: work.question.top]
        work.unmade += max(found.size - work.question.top, 0)
        cells = list(zip(*np.unravel_index(order, found.shape), strict=True))
    for row, column in cells:
        rank = 1 + int((found[:, column] > found[row, column]).sum())
        value = rounded(found[row, column])
        yield Figure(countries[row], None, products[column], year, value, rank)


def income_of_products(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the income content of each product."""
    income = _with_income(work, matrix)
    if income.size:
        yield from matrix.of_products(prody(matrix.values, income))


def income_of_exports(work: Work, matrix: Matrix) -> Iterator[Figure]:
    """Yield the income content of each country's exports."""
    income = _with_income(work, matrix)
    if income.size:
        yield from matrix.of_countries(expy(matrix.values, prody(matrix.values, income)))


def _with_income(work: Work, matrix: Matrix) -> Floats:
    """Keep the exports of the countries whose income is held, and return their incomes."""
    held = incomes(work, matrix.year, matrix.countries)
    kept = [at for at, code in enumerate(matrix.countries) if code in held]
    matrix.countries = [matrix.countries[at] for at in kept]
    matrix.values = matrix.values[kept]
    return np.array([held[code] for code in matrix.countries])
