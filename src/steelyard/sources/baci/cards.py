"""The datasets of BACI: one for each edition of the Harmonized System."""

from __future__ import annotations

from pathlib import Path

from steelyard.sources.contract import Card
from steelyard.terms.yaml_text import read_yaml

EDITIONS = {
    "92": "1992",
    "96": "1996",
    "02": "2002",
    "07": "2007",
    "12": "2012",
    "17": "2017",
    "22": "2022",
}


def card_of(short: str) -> Card:
    """Return the card of an edition, named by its two digits as in the files' names."""
    text = Path(__file__).with_name("source.yaml").read_text(encoding="utf-8")
    stated = read_yaml(text.replace("{edition}", EDITIONS[short]))
    return Card.model_validate({"dataset": f"cepii-baci-hs{short}", **stated})


CARDS = tuple(card_of(short) for short in EDITIONS)
