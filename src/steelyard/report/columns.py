"""What a column of an answer says of itself: unit, valuation, basis, release, equation."""

from __future__ import annotations

from steelyard.terms.answer import Answer, Column
from steelyard.terms.evidence import Method


def facts(answer: Answer, column: Column) -> dict[str, str]:
    """Return the facts of a column, those that are not known left out.

    Keys: ``unit``, those of ``Column.about`` (valuation, basis, scope, dataset, release ...), and
    ``equation`` with ``equation_source`` where the answer's method names the column.
    """
    told = {"unit": column.unit, **column.about}
    method = _method(answer, column)
    if method is not None:
        told |= {"equation": method.equation, "equation_source": method.source}
    return {key: value for key, value in told.items() if value}


def definition(answer: Answer, column: Column) -> str:
    """Return the equation of a column with its source in brackets, or nothing if there is none."""
    method = _method(answer, column)
    return f"{method.equation} ({method.source})" if method else ""


def _method(answer: Answer, column: Column) -> Method | None:
    for method in answer.method:
        if column.name in {name.strip() for name in method.name.split(",")}:
            return method
    return None
