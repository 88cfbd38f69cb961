"""Parameters that several verbs share, each described once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.definition import Definition
from steelyard.terms.definition import choices as values_of

Partner = Annotated[
    str,
    Ask(
        "place on the other side: a country, a group such as EU27_2020, or WLD",
        AskKind.ARGUMENT,
        complete="places",
    ),
]
Class = Annotated[
    str,
    Ask(
        "technology class (atp), groups of one (atp:electronics), product codes (hs:8541+8542, "
        "sitc4:776, naics:334), or your own FILE.csv or FILE.yaml",
        metavar="CLASS",
        complete="classes",
    ),
]
Frequency = Annotated[
    str | None,
    Ask("frequency of the answer: annual, quarterly, monthly", choices=("A", "Q", "M")),
]
Cumulate = Annotated[
    bool, Ask("January to the end of each period instead of the period alone", AskKind.SWITCH)
]
Basis = Annotated[str | None, Ask("which imports count", choices=values_of("import_basis"))]
Currency = Annotated[
    str | None, Ask("currency of the answer (ISO 4217); USD by default", metavar="CODE")
]
AsOf = Annotated[
    str | date | None,
    Ask("answer from what had been published by this date", metavar="YYYY-MM-DD"),
]
Settings = Annotated[
    Mapping[str, str] | None,
    Ask(
        f"any field of the definition, for example adjustment=seasonal; "
        f"the fields are {', '.join(Definition.model_fields)}",
        AskKind.PAIRS,
        metavar="KEY=VALUE",
        flag="set",
    ),
]
