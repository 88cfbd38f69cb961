"""BACI's country numbers: UN Comtrade's, but for those in ``places.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from steelyard.nomenclature.places import from_comtrade, place
from steelyard.terms.yaml_text import read_yaml


@cache
def _own() -> dict[str, str]:
    text = (files("steelyard.sources.baci") / "places.yaml").read_text(encoding="utf-8")
    codes: dict[str, str] = read_yaml(text)
    return codes


def place_of(text: str) -> str:
    """Return the place of a country number.

    Raises:
        UnknownPlace: the number is not mapped; dropping it would falsify totals.
    """
    number = text.strip().lstrip("0")
    own = _own().get(number)
    return place(own).code if own else from_comtrade(number).code
