"""What the codes of a change are called: products, groups, partners, flows."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.accounts.levels import Level
from steelyard.accounts.pairs import Step
from steelyard.nomenclature.places import place
from steelyard.nomenclature.spoken import title_of_code
from steelyard.terms.definition import Members
from steelyard.terms.period import Period
from steelyard.terms.place import Group

TITLES = {"group": "group_title", "product": "product_title", "partner": "partner_name"}
"""The column that names the codes of a dimension."""
FLOWS = {"X": "exports", "M": "imports"}


def name_of(
    dimension: str,
    code: str | None,
    account: Account,
    level: Level | None,
    step: Step | None = None,
) -> str | None:
    """Return what a code of a dimension is called; None for none, or where nobody knows.

    In a step a partner's name tells that it joined or left the group asked for. A product without
    a title is called by its nomenclature and code.
    """
    if code is None:
        return None
    if dimension == "partner":
        return f"{place(code).name}{_moved(code, account, step)}"
    if dimension == "group":
        return account.case.cls.groups.get(code)
    if dimension == "product":
        of = nomenclature(account, level)
        return title_of_code(of, code) or f"{of} {code}".strip()
    return FLOWS.get(code)


def nomenclature(account: Account, level: Level | None) -> str:
    """Return the nomenclature of the products that are told."""
    choices = list(account.choices().values())
    stated = choices[0].said("nomenclature") if choices else ""
    return level.nomenclature if level else stated


def _moved(code: str, account: Account, step: Step | None) -> str:
    """Say that a partner joined or left a group whose members change; else nothing."""
    case, group = account.case, account.case.partner.target
    follows = case.definition.membership is Members.DATED
    if step is None or not (isinstance(group, Group) and group.dated and follows):
        return ""
    ends = (Period.labelled(step.first), Period.labelled(step.last))
    before, after = (code in group.in_period(end) for end in ends)
    return {(True, False): " (left the group)", (False, True): " (joined)"}.get((before, after), "")
