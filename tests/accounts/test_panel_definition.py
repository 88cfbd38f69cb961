"""Verbs that read panels refuse what they cannot honour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panel_rows import CHIPS, traded
from small_stores import store

import steelyard as sy
from steelyard.accounts.panel_definition import OF_PANELS, OF_POSITIONS
from steelyard.terms.definition import Definition
from steelyard.terms.errors import BadOption

REFUSED = [
    ("side", "partner"),
    ("side", "both"),
    ("prices", "2015"),
    ("comparison", "previous"),
    ("hong_kong_macao", "in"),
    ("membership", "fixed"),
    ("vintage", "first"),
    ("adjustment", "x13"),
    ("rank_by", "exports"),
]
MONEY = [("currency", "CNY"), ("conversion", "parts"), ("scope", "bpm6")]


def ask(verb: str, root: Path, settings: dict[str, str]) -> Any:
    rows = [traded(who, "X", CHIPS, 5) for who in ("CHN", "USA")]
    rows += [traded(who, "X", CHIPS, 7, adjustment="seasonal") for who in ("CHN", "USA")]
    own = store(root, rows, absent="nil")
    if verb == "rate":
        return sy.rate("CHN", years=2020, settings=settings, store=own)
    return sy.index("product-herfindahl", years=2020, settings=settings, store=own)


@pytest.mark.parametrize(
    ("verb", "field", "value"),
    [*(("index", *pair) for pair in [*REFUSED, *MONEY]), *(("rate", *pair) for pair in REFUSED)],
)
def test_a_choice_that_would_be_passed_over_is_refused(
    tmp_path: Path, verb: str, field: str, value: str
) -> None:
    with pytest.raises(BadOption) as caught:
        ask(verb, tmp_path, {field: value})
    assert field in caught.value.asked
    assert "export_scope" in caught.value.remedy


@pytest.mark.parametrize("verb", ["index", "rate"])
def test_choices_that_are_the_default_are_none(tmp_path: Path, verb: str) -> None:
    plain = {n: str(v) for n, v in Definition().model_dump(mode="json").items() if v is not None}
    ask(verb, tmp_path, plain)


def test_the_adjustment_of_a_publisher_is_honoured(tmp_path: Path) -> None:
    answer = ask("index", tmp_path, {"adjustment": "seasonal"})
    assert "seasonal" in answer.evidence[0].filter


def test_what_is_honoured_are_fields_of_the_definition() -> None:
    assert {*OF_PANELS, *OF_POSITIONS} <= set(Definition.model_fields)
