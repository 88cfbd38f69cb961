"""Rows of trade of many countries with the world, and the rows of an answer to a verb."""

from __future__ import annotations

from typing import Any

from small_stores import flow

from steelyard.terms.answer import Answer

CHIPS, LENSES, CARS = "854231", "901380", "870323"


def traded(
    who: str, way: str, product: str, value: float | None, period: str = "2020", **more: Any
) -> dict[str, Any]:
    """Return exports (``X``) or imports (``M``) of a country with the world."""
    told = {"reporter": who, "partner": "WLD", "flow": way, "edition": "2017", **more}
    return flow(product, period, value, **told)


def records(answer: Answer, **like: Any) -> list[dict[str, Any]]:
    """Return the rows of the main table by column, those alone that agree with ``like``."""
    names = [column.name for column in answer.columns]
    every = (dict(zip(names, row, strict=True)) for row in answer.rows)
    return [row for row in every if all(row[name] == word for name, word in like.items())]


def noted(answer: Answer, code: str) -> list[str]:
    """Return the texts of the notes of a code."""
    return [note.text for note in answer.notes if note.code == code]
