"""Indices of the network of countries and products: complexity, proximity, density, fitness."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.accounts.panel import Panel
from steelyard.maths.advantage import advantage, presence
from steelyard.maths.complexity import complexity
from steelyard.maths.fitness import fitness
from steelyard.maths.matrices import Undetermined
from steelyard.maths.sophistication import expy, prody
from steelyard.maths.space import density, proximity
from steelyard.questions import index_read as read
from steelyard.questions.index_advantage import years_of
from steelyard.questions.index_asked import Figure, Work
from steelyard.questions.index_income import incomes
from steelyard.terms.figures import rounded

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_EVERY = slice(None)


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


def eci(work: Work) -> Iterator[Figure]:
    """Yield the complexity of each country."""
    for matrix in _matrices(work):
        found = complexity(presence(advantage(matrix.values)))
        yield from matrix.of_countries(found.eci, found.kept_countries)


def pci(work: Work) -> Iterator[Figure]:
    """Yield the complexity of each product."""
    for matrix in _matrices(work):
        found = complexity(presence(advantage(matrix.values)))
        yield from matrix.of_products(found.pci, found.kept_products)


def fit(work: Work) -> Iterator[Figure]:
    """Yield the fitness of each country."""
    for matrix in _matrices(work):
        found = fitness(presence(advantage(matrix.values)))
        yield from matrix.of_countries(found.fitness, found.kept_countries)


def near(work: Work) -> Iterator[Figure]:
    """Yield the proximity of each two products, the nearest ones of each year."""
    for matrix in _matrices(work):
        held, products = matrix.present()
        found = np.triu(proximity(held), 1)
        order = np.argsort(-found, axis=None, kind="stable")[: work.question.top]
        for one, other in zip(*np.unravel_index(order, found.shape), strict=True):
            if one < other:
                pair = f"{products[one]}+{products[other]}"
                yield Figure(None, None, pair, matrix.year, rounded(found[one, other]))


def dense(work: Work) -> Iterator[Figure]:
    """Yield how much of the surroundings of each product each country has."""
    for matrix in _matrices(work):
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


def income_of_products(work: Work) -> Iterator[Figure]:
    """Yield the income content of each product."""
    for matrix, income in _with_income(work):
        yield from matrix.of_products(prody(matrix.values, income))


def income_of_exports(work: Work) -> Iterator[Figure]:
    """Yield the income content of each country's exports."""
    for matrix, income in _with_income(work):
        yield from matrix.of_countries(expy(matrix.values, prody(matrix.values, income)))


def determined(make: Callable[[Work], Iterator[Figure]]) -> Callable[[Work], Iterator[Figure]]:
    """Return a maker that leaves a gap where the numbers do not determine the index."""

    def made(work: Work) -> Iterator[Figure]:
        try:
            yield from make(work)
        except Undetermined as error:
            remedy = "Ask with more countries, or for products at another level (--in)."
            work.lacking(work.question.name, f"it is not determined: {error}", remedy)

    return made


def _matrices(work: Work) -> Iterator[Matrix]:
    panel = read.exports(work)
    for year in years_of(work, panel):
        yield Matrix(panel, year)


def _with_income(work: Work) -> Iterator[tuple[Matrix, Floats]]:
    """Yield the exports of the countries whose income is held, with their incomes."""
    for matrix in _matrices(work):
        held = incomes(work, matrix.year)
        kept = [at for at, code in enumerate(matrix.countries) if code in held]
        if kept:
            matrix.countries = [matrix.countries[at] for at in kept]
            matrix.values = matrix.values[kept]
            yield matrix, np.array([held[code] for code in matrix.countries])
