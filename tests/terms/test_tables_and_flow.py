"""The kinds of table and the words of a flow."""

from __future__ import annotations

import pytest

from steelyard.sources.contract import arrow_schema
from steelyard.terms.flow import ObsStatus
from steelyard.terms.product import ALL_GOODS, Product
from steelyard.terms.tables import FLOWS, KINDS, Kind

MISSING = {"O", "unpublished", "Q", "below-threshold", "selection"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_has_a_natural_key_of_columns_named_once(kind: Kind) -> None:
    assert len(set(kind.names)) == len(kind.names)
    assert kind.key
    assert set(kind.key) <= set(kind.names)
    assert list(kind.key) == [name for name in kind.names if name in kind.key]
    assert all(field.type == "string" for field in kind.fields if field.key)
    assert all(field.text for field in kind.fields)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_has_an_arrow_schema_in_its_order(kind: Kind) -> None:
    schema = arrow_schema(kind)
    assert tuple(schema.names) == kind.names
    assert all(field.nullable for field in schema)


def test_kinds_are_listed_by_their_own_names() -> None:
    assert all(name == kind.name for name, kind in KINDS.items())


def test_the_facts_of_a_flow_are_no_part_of_its_key() -> None:
    assert not {"value", "duty", "quantity", "net_weight", "status"} & set(FLOWS.key)
    assert {"valuation", "currency", "nomenclature", "period", "freq"} <= set(FLOWS.key)


@pytest.mark.parametrize("status", list(ObsStatus))
def test_a_status_is_missing_or_holds_a_value(status: ObsStatus) -> None:
    assert status.missing is (status.value in MISSING)
    assert status.reason


def test_every_reason_is_its_own() -> None:
    assert len({status.reason for status in ObsStatus}) == len(ObsStatus)


@pytest.mark.parametrize("code", ["99", "9999", "999999"])
def test_the_residuals_of_the_harmonised_system_are_no_products(code: str) -> None:
    assert Product("HS2017", code).residual
    assert not Product("NAICS2017", code).residual
    assert not Product("HS2017", "9903").residual
    assert not ALL_GOODS.residual
