"""Build the links between editions: ``python tools/build_tables.py ../shared/data``.

Each family of tables.yaml becomes one file ``table, source, target, published`` of links between
lowest codes, one row group a table. A code that a table names and its edition has not is read as
the group that it is when filled up with zeros or X, else left out and counted. Run
``tools/build_codes.py`` first. Sources and meaning: src/steelyard/nomenclature/data/README.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.tables import DATA, Table, lowest, not_followed, tables
from steelyard.terms.product import Edition
from table_files import READERS, Pairs, Stated

SUBHEADING = 6
DIFFUSE = 30  # more candidates in several chapters, the code itself not among them, tell nothing
WRITTEN: dict[str, Any] = {"compression_level": 19, "use_dictionary": ["table"]}
Links = dict[tuple[str, str], bool]
SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("source", pa.string()),
        ("target", pa.string()),
        ("published", pa.bool_()),
    ]
)


@cache
def lines(edition: Edition, code: str) -> tuple[str, ...]:
    """Return the lowest codes that a code stands for: itself, those below it, or none."""
    if code in lowest(edition):
        return (code,)
    short, known = code.rstrip("X"), codes_of(edition)
    while short not in known and len(short) > len(code) // 2 and short.endswith("0"):
        short = short[:-1]
    within = short if short in known else "none"
    return tuple(sorted(line for line in lowest(edition) if line.startswith(within)))


def links(table: Table, stated: Stated) -> Links:
    """Return the links of a table, each True where it is the publisher's one answer.

    An answer that is a group is every stated link into the group or, if there is none, every line.
    """
    found: Links = {}
    for published, pairs in enumerate(stated):
        for a, b in pairs:
            for source in lines(table.source, a):
                every = [(source, target) for target in lines(table.target, b)]
                within = [pair for pair in every if published and pair in found]
                found |= dict.fromkeys(within or every, bool(published))
    return found


def prefixes(table: Table) -> Stated:
    """Return each national code with its first six digits."""
    return [(code, code[:SUBHEADING]) for code in sorted(lowest(table.source))], []


def side_by_side(table: Table) -> Stated:
    """Return each code of two lists with itself, a new one with what it may have been.

    What the new code may have been: in the nearest group that both lists have, the codes that the
    newer list gave up; of ten-digit codes every one under the same subheading.
    """
    new, old = lowest(table.source), lowest(table.target)
    same = [(code, code) for code in sorted(new & old)]
    return [pair for code in sorted(new - old) for pair in _before(code, old, old - new)], same


def _before(code: str, old: frozenset[str], gone: frozenset[str]) -> Pairs:
    if len(code) > SUBHEADING:
        return [(code, c) for c in sorted(old) if c[:SUBHEADING] == code[:SUBHEADING]]
    groups = (code[:digits] for digits in range(len(code), 0, -1))
    near = ([c for c in sorted(gone) if c.startswith(group)] for group in groups)
    return [(code, c) for c in next(filter(None, near), [])]


def stated(data: Path, table: Table) -> Stated:
    """Return what a table says: pairs of codes, and one answer a code where it gives one."""
    if table.family.name == "prefix":
        return prefixes(table)
    if table.family.name == "lists":
        return side_by_side(table)
    return READERS[table.family.name](data / "nomenclature", table.source, table.target)


def write(name: str, data: Path) -> None:
    """Write the links of a family, and say what its tables name that no edition has."""
    path = DATA / f"links_{name}.parquet"
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", **WRITTEN) as file:
        for table in (table for table in tables() if table.family.name == name):
            said = stated(data, table)
            found = links(table, said)
            rows = [(str(table), s, t, p) for (s, t), p in sorted(found.items())]
            columns = [list(column) for column in zip(*rows, strict=True)]
            file.write_table(pa.table(columns, schema=SCHEMA))
            print(f"{table}: {len(found)} links{_unread(table, said)}{_diffuse(table, found)}")


def _unread(table: Table, said: Stated) -> str:
    pairs = [pair for part in said for pair in part]
    sources = sorted({a for a, _ in pairs if not lines(table.source, a)})
    targets = sorted({b for _, b in pairs if not lines(table.target, b)})
    return "".join(f"; {len(c)} unknown {' '.join(c[:9])}" for c in (sources, targets) if c)


def _diffuse(table: Table, found: Links) -> str:
    """Say which codes would have to be listed in ``not_followed`` and are not."""
    fan = Counter(source for source, _ in found)
    alike = table.source.nomenclature == table.target.nomenclature
    many = {s for s, n in fan.items() if alike and n > DIFFUSE and (s, s) not in found}
    chapters = {s: {t[:2] for a, t in found if a == s} for s in many}
    told = [s for s in sorted(many) if len(chapters[s]) > 1 and s not in not_followed(table)]
    return f"; diffuse and not listed: {' '.join(told)}" if told else ""


def main(data: Path) -> None:
    """Write the links of every family into the package."""
    for name in dict.fromkeys(table.family.name for table in tables()):
        write(name, data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
