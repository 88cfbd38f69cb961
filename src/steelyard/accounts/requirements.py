"""What a series must meet to answer, in the order in which it is asked.

Flows: 1. the place that reports, 2. the direction of the flow, 3. the product nomenclature of the
class, or that from which it is converted, and the direction that its codes are made for, 4. a level
of product codes from which the one asked can be summed or converted, 5. a code of the class, where
the series names its codes, 6. at least one value, 7. whole flows, not their parts by mode,
procedure or second partner, 8. the accounting rules, of the class if it has its own, 9. the import
basis or export scope, 10. the adjustment, 11. the valuation, 12. no scope, for tables have none,
13. the partner, or a member of the group, 14. a frequency from which the asked one can be made,
15. the vintage, 16. the release asked for, and one that was out by ``as_of``.

Published figures: 1. the place, 2. the indicator, 3. the direction, 4. a level in money, 5. at
least one value, 6. the accounting rules, 7. the import basis or export scope, 8. the valuation,
each where the publisher tells it, 9. the adjustment, 10. the scope, 11. the partner, 12. periods
alone unless cumulated ones are asked, 13. the frequency, 14. the release. Each figure has its own
date, so ``as_of`` chooses among figures, not among releases.
"""

from __future__ import annotations

from steelyard.accounts.choice import Wanted
from steelyard.accounts.conditions import (
    Requirement,
    at_level,
    cumulated,
    equal,
    fine_enough,
    in_direction,
    latest,
    released,
    valued,
    whole,
)
from steelyard.accounts.conditions_held import adjustable, with_code, with_partner
from steelyard.terms.definition import Season
from steelyard.terms.flow import Account, FlowKind

_ACCOUNT_FLAG = {str(name): f"--set account={name}" for name in Account}
_BASIS_FLAG = {"consumption": "--basis consumption", "general": "--basis general"}


def requirements(wanted: Wanted) -> list[Requirement]:
    """Return the requirements for the one way of ``wanted``, in their order."""
    return _of_flows(wanted) if wanted.ways[0].kind == "flows" else _of_published(wanted)


def whatever_definition(wanted: Wanted) -> list[Requirement]:
    """Return only the requirements that no free choice of the definition changes."""
    way, flows = wanted.ways[0], wanted.ways[0].kind == "flows"
    code = ("nomenclature", way.nomenclature) if flows else ("indicator", way.codes[0])
    return [
        equal("reporter", wanted.reporter, "reported by"),
        equal("flow", wanted.flow, "of the flow"),
        equal(*code, "of"),
        *(
            [*([in_direction(way)] if way.flow else []), at_level(way), with_code(way), whole()]
            if flows
            else [equal("measure", "level", "stated as")]
        ),
        valued(),
        with_partner(wanted),
        cumulated(wanted),
        fine_enough(wanted.freq),
    ]


def _of_flows(wanted: Wanted) -> list[Requirement]:
    definition, way = wanted.definition, wanted.ways[0]
    basis, valuation = _basis(wanted), _valuation(wanted)
    return [
        equal("reporter", wanted.reporter, "reported by"),
        equal("flow", wanted.flow, "of the flow"),
        equal("nomenclature", way.nomenclature, "in the nomenclature"),
        *([in_direction(way)] if way.flow else []),
        at_level(way),
        with_code(way),
        valued(),
        whole(),
        equal("account", way.account or definition.account, "on the account", flag=_ACCOUNT_FLAG),
        equal(*basis, f"of {wanted.flow.name.lower()}s on the basis", flag=_BASIS_FLAG),
        *adjustable(definition.adjustment),
        equal("valuation", valuation, "valued", given=valuation is not None),
        equal("scope", definition.scope, "in the scope", given=definition.scope is not None),
        with_partner(wanted),
        fine_enough(wanted.freq),
        latest(definition),
        released(definition),
    ]


def _of_published(wanted: Wanted) -> list[Requirement]:
    definition, way = wanted.definition, wanted.ways[0]
    basis, valuation = _basis(wanted), _valuation(wanted)
    seasonal = definition.adjustment is not Season.NONE
    return [
        equal("reporter", wanted.reporter, "reported by"),
        equal("indicator", way.codes[0], "of"),
        equal("flow", wanted.flow, "of the flow"),
        equal("measure", "level", "stated as"),
        valued(),
        equal(
            "account",
            way.account or definition.account,
            "on the account",
            usual=way.account or Account.CUSTOMS,
        ),
        equal(*basis, f"of {wanted.flow.name.lower()}s on the basis", usual=basis[1]),
        equal("valuation", valuation, "valued", given=valuation is not None),
        equal("adjustment", definition.adjustment, "with the adjustment", given=seasonal),
        equal("scope", definition.scope, "in the scope", given=definition.scope is not None),
        with_partner(wanted),
        cumulated(wanted),
        fine_enough(wanted.freq),
        released(definition.model_copy(update={"as_of": None})),
    ]


def _basis(wanted: Wanted) -> tuple[str, str]:
    if wanted.flow is FlowKind.IMPORT:
        return "import_basis", wanted.definition.import_basis
    return "export_scope", wanted.definition.export_scope


def _valuation(wanted: Wanted) -> str | None:
    definition = wanted.definition
    imports = wanted.flow is FlowKind.IMPORT
    return definition.import_valuation if imports else definition.export_valuation
