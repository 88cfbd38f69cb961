"""Damage to JSON: other types, other nesting, doubled keys and texts that only resemble JSON."""

from __future__ import annotations

import json
from random import Random

from fuzz_bytes import likely
from fuzz_cells import HOSTILE

LITERALS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-0",
    "1" * 5000,
    "tru",
    "'a'",
    "\\u0000",
    '"\\ud800"',
)
RAW = "\u2603raw\u2603"


def jsonlike(data: bytes, chance: Random) -> bytes:
    """Change values, types, keys or nesting; what is no JSON is left as it is."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for _ in range(chance.choice((1, 1, 2, 5))):
        told = _changed(told, chance, 0)
    text = json.dumps(told, ensure_ascii=likely(chance, 0.5))
    if likely(chance, 0.15):
        text = _doubled(text, chance)
    if likely(chance, 0.05):
        text = chance.choice(("[" * 3000 + text, text + "]" * 9, text * 2, f"[{text}", f"{text},"))
    return text.replace(json.dumps(RAW), chance.choice(LITERALS)).encode("utf-8", "surrogatepass")


def _changed(told: object, chance: Random, depth: int) -> object:
    """Change one place, found by walking down at random."""
    if isinstance(told, dict) and told and likely(chance, 0.95) - depth / 50:
        key = chance.choice(list(told))
        if likely(chance, 0.1):
            return {("x" if name == key else name): cell for name, cell in told.items()}
        if likely(chance, 0.1):
            return {name: cell for name, cell in told.items() if name != key}
        return told | {key: _changed(told[key], chance, depth + 1)}
    if isinstance(told, list) and told and likely(chance, 0.95) - depth / 50:
        at = chance.randrange(len(told))
        return [
            _changed(cell, chance, depth + 1) if n == at else cell for n, cell in enumerate(told)
        ]
    return _other(told, chance)


def _other(told: object, chance: Random) -> object:
    deep: object = told
    for _ in range(chance.choice((1, 5, 400))):
        deep = [deep]
    return chance.choice(
        (
            *(
                None,
                True,
                0,
                -1,
                1.5,
                10**400,
                2**53 + 1,
                "",
                [],
                {},
                [told],
                {"a": told},
                deep,
                RAW,
            ),
            *(str(told), RAW, [told, told], *chance.sample(HOSTILE, 8)),
        )
    )


def _doubled(text: str, chance: Random) -> str:
    """State a key twice."""
    at = text.find("{", chance.randrange(len(text) + 1))
    end = text.find(",", at)
    if at < 0 or end < 0:
        return text
    return f"{text[: at + 1]}{text[at + 1 : end]},{text[at + 1 :]}"
