"""Which files that were received can hold some rows of a release, by what their parts reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from steelyard.store.release import Held
from steelyard.terms.evidence import SourceFile

MOST = 50
Spans = dict[str, tuple[str, str]]


def behind(
    held: Held, where: Mapping[str, Sequence[str]], known: dict[Path, list[Spans]]
) -> tuple[tuple[SourceFile, ...], int]:
    """Return the files received that can hold rows of a release, and how many more there are.

    Parquet files tell the least and the greatest word of each column. A file is left out only if
    these tell that none of its rows can be meant; at most ``MOST`` are returned.

    Args:
        held: the release.
        where: the words that a column may have in those rows; columns not named may have any.
        known: what files tell of themselves, kept from one call to the next.
    """
    parts = [part for part in held.release.parts if part.rows]
    if len(parts) > 1:
        parts = [p for p in parts if _can_hold(held.root / p.path, where, known)]
    named = {part.received_sha256: part.received_file for part in parts}
    files = tuple(SourceFile(name, sha256) for sha256, name in named.items())
    return files[:MOST], max(len(files) - MOST, 0)


def _can_hold(
    file: Path, where: Mapping[str, Sequence[str]], known: dict[Path, list[Spans]]
) -> bool:
    if file not in known:
        known[file] = list(_spans(file))
    return any(
        all(_meets(spans, column, words) for column, words in where.items())
        for spans in known[file]
    )


def _meets(spans: Spans, column: str, words: Sequence[str]) -> bool:
    if column not in spans:
        return True
    least, greatest = spans[column]
    return any(least <= word <= greatest for word in words)


def _spans(file: Path) -> Iterable[Spans]:
    """Yield the least and the greatest word of the columns of text, for each block of rows."""
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import; only for releases of many files)

    about = pq.read_metadata(file)
    for number in range(about.num_row_groups):
        block = about.row_group(number)
        columns = [block.column(place) for place in range(block.num_columns)]
        told = {c.path_in_schema: c.statistics for c in columns if c.is_stats_set}
        yield {
            name: (found.min, found.max)
            for name, found in told.items()
            if found.has_min_max and isinstance(found.min, str)
        }
