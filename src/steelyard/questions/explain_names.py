"""What the codes of a change are called: products, groups, partners, flows."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.accounts.levels import Level
from steelyard.nomenclature.code_titles import any_title
from steelyard.nomenclature.places import place

TITLES = {"group": "group_title", "product": "product_title", "partner": "partner_name"}
"""The column that names the codes of a dimension."""


def name_of(dimension: str, code: str | None, account: Account, level: Level | None) -> str | None:
    """Return what a code of a dimension is called; None for none, or where nobody knows."""
    if code is None:
        return None
    if dimension == "partner":
        return place(code).name
    if dimension == "group":
        return account.case.cls.groups.get(code)
    if dimension == "product":
        choices = list(account.choices().values())
        stated = choices[0].said("nomenclature") if choices else ""
        return any_title(level.nomenclature if level else stated, code) or None
    return {"X": "exports", "M": "imports"}.get(code)
