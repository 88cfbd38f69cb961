"""One damaged file from a whole one: which damage fits it, several at once, chosen by a seed."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import replace
from random import Random

import fuzz_bytes
from fuzz_bytes import likely
from fuzz_cells import HOSTILE, delimited
from fuzz_columns import package, parquet
from fuzz_json import jsonlike
from fuzz_seeds import Seed

ZIP, PARQUET, GZIP, OLD = b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
PACKED, OF_MAPPING, TWO_FILES, FITTING = 0.08, 0.12, 0.04, 0.75


def damaged(seed: Seed, others: list[Seed], chance: Random) -> Seed:
    """Return a seed with its file, or sometimes its mapping, damaged."""
    if seed.mapping and likely(chance, OF_MAPPING):
        return replace(seed, mapping=_mapping(seed.mapping, chance))
    data = seed.data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = _once(data, others, chance)
    if likely(chance, PACKED):
        data = fuzz_bytes.wrap(data, chance)
    return replace(seed, data=data)


def _once(data: bytes, others: list[Seed], chance: Random) -> bytes:
    if likely(chance, TWO_FILES):
        return fuzz_bytes.splice(data, chance.choice(others).data, chance)
    if data.startswith(GZIP):
        return _gzipped(data, others, chance)
    if not likely(chance, FITTING) or data.startswith(OLD):
        return _anyhow(data, chance)
    if data.startswith(ZIP):
        return package(data, chance, _bytes)
    if data.startswith(PARQUET):
        return parquet(data, chance)
    return (jsonlike if data[:1] in {b"[", b"{"} else delimited)(data, chance)


def _gzipped(data: bytes, others: list[Seed], chance: Random) -> bytes:
    try:
        return gzip.compress(_once(gzip.decompress(data), others, chance), 1, mtime=0)
    except (OSError, EOFError, ValueError, zlib.error):
        return _bytes(data, chance)


def _bytes(data: bytes, chance: Random) -> bytes:
    return chance.choice(fuzz_bytes.ANY)(data, chance)


def _anyhow(data: bytes, chance: Random) -> bytes:
    binary = data.startswith((OLD, ZIP, PARQUET))
    return chance.choice(fuzz_bytes.ANY if binary else fuzz_bytes.TEXT)(data, chance)


def _mapping(text: str, chance: Random) -> str:
    """Return a mapping with a line lost, doubled or changed, or a word replaced."""
    if likely(chance, 0.3):
        return fuzz_bytes.flip(text.encode(), chance).decode("utf-8", "replace")
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    name, colon, _ = lines[at].partition(":")
    word = chance.choice((*HOSTILE, "&a [*a]", "!!python/object:os.system x", "{", "[[]]", "TODO"))
    shown = chance.choice((word, json.dumps(word), f"{{column: {json.dumps(word)}}}", f"[{word}]"))
    lines[at : at + 1] = chance.choice(
        ([], [lines[at]] * 2, [f"{name}{colon} {shown}"], [f" {lines[at]}"])
    )
    return "\n".join(lines)
