"""How alike the exports of two countries are, where it is known of both what they export."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from steelyard.measures.concentration import export_similarity
from steelyard.questions import index_read as read
from steelyard.questions.index_advantage import years_of
from steelyard.questions.index_asked import Figure, Frame, Work, figures, of_places

_PAIR = ["country", "partner"]


def similar(work: Work) -> Iterator[Figure]:
    """Yield how alike the exports of the country are to those of the partner, or of every one.

    Missing and zero: where nothing says that a product without a row is nil, two countries of which
    one lacks a product of the other have no figure, and a gap.
    """
    panel, asked = read.exports(work), work.question
    for year in years_of(work, panel):
        frame = panel.of_year(year)
        if asked.country and asked.partner:
            frame = frame.filter(nw.col("country").is_in([asked.country, asked.partner]))
        found = export_similarity(frame)
        if not panel.nil:
            found = _where_known(frame, found)
        rows = work.rows(of_places(found, work), *_PAIR, "index")
        yield from figures(rows, *_PAIR, year=year)
        if not panel.nil:
            _tell_unknown(work, panel.name, year, [row for row in rows if row[-1] is None])


def _where_known(frame: Frame, found: Frame) -> Frame:
    """Return every pair, with its index where both countries have rows of the same products."""
    own = frame.select("country", "product")
    other = own.rename({"country": "partner"})
    counts = own.group_by("country").agg(nw.len().alias("own"))
    theirs = counts.rename({"country": "partner", "own": "theirs"})
    common = own.join(other, on="product", how="inner").group_by(*_PAIR)
    pairs = counts.join(theirs, how="cross").filter(nw.col("country") != nw.col("partner"))
    for more in (common.agg(nw.len().alias("common")), found):
        pairs = pairs.join(more, on=_PAIR, how="left")
    known = (nw.col("common") == nw.col("own")) & (nw.col("common") == nw.col("theirs"))
    return pairs.select(*_PAIR, nw.when(known).then(nw.col("index")).alias("index"))


def _tell_unknown(work: Work, name: str, year: str, pairs: list[tuple[str, str, None]]) -> None:
    if pairs:
        who, whom, _ = pairs[0]
        work.lacking(
            f"{work.question.name} of {len(pairs):,} pairs in {year}",
            f"one of two countries, such as {who} and {whom}, has no row of a product of the "
            f"other, and {name} does not say that such a product is nil",
            "Ask at a coarser level with --in, for a class that both trade with --of, or add a "
            "fuller table with `steelyard add FILE`.",
        )
