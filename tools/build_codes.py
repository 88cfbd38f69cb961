"""Build the lists of product codes: ``python tools/build_codes.py ../shared/data [FOLDER]``.

Each nomenclature becomes one table ``code, level, parent, editions, title``, with a row for each
meaning of a code and the editions in which it has it. Sources and meaning:
src/steelyard/nomenclature/data/README.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from code_lists import LISTS, Line

TARGET = Path(__file__).resolve().parent.parent / "src" / "steelyard" / "nomenclature" / "data"
Meaning = tuple[str, int, str, str]


def table(lines: Iterable[Line]) -> pa.Table:
    """Return ``code, level, parent, editions, title``, by code and the last of its editions."""
    found: dict[Meaning, list[str]] = {}
    for edition, code, level, parent, title in lines:
        editions = found.setdefault((code, level, parent, title), [])
        editions += [edition] if edition else []
    rows = sorted((c, max(e, default=""), n, p, t, e) for (c, n, p, t), e in found.items())
    return pa.table(
        {
            "code": pa.array([row[0] for row in rows], pa.string()),
            "level": pa.array([row[2] for row in rows], pa.int8()),
            "parent": pa.array([row[3] for row in rows], pa.string()),
            "editions": pa.array([" ".join(sorted(row[5])) for row in rows], pa.string()),
            "title": pa.array([row[4] for row in rows], pa.string()),
        }
    )


def main(data: Path, target: Path = TARGET) -> None:
    """Write the lists into the package, or into another folder."""
    for name, lines in LISTS.items():
        path = target / f"{name}.parquet"
        plain = ["editions", "parent"]
        pq.write_table(
            table(lines(data)), path, compression="zstd", compression_level=19, use_dictionary=plain
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
