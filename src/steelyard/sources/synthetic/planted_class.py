"""A class of the products of a synthetic world, by what they require."""

from __future__ import annotations

import numpy as np
import yaml

from steelyard.sources.synthetic.products import HS, product_codes
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.skills import skills

GROUPS = {
    "high": "Products that require most",
    "middle": "Products in between",
    "low": "Products that require least",
}


def class_text(plan: Plan) -> str:
    """Return a class of a user's own as YAML: every product, in thirds by what it requires."""
    codes, order = product_codes(plan.products), np.argsort(-skills(plan).requirement)
    third = np.empty(len(codes), int)
    third[order] = np.arange(len(codes)) * len(GROUPS) // len(codes)
    names = list(GROUPS)
    told = {
        "title": f"Products of a synthetic world by what they require (made up, seed {plan.seed})",
        "nomenclature": f"{HS.nomenclature.lower()}{HS.edition}",
        "exact": False,
        "groups": {name: GROUPS[name] for name in sorted({names[at] for at in third})},
        "members": [{"code": c, "group": names[at]} for c, at in zip(codes, third, strict=True)],
    }
    return yaml.safe_dump(told, sort_keys=False)
