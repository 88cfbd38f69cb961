"""Which edition of the Harmonized System the Bureau's codes of a period belong to."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

# First period in which an edition is used, and the edition. The Bureau's figures by HS code change
# edition with the calendar year: codes new in HS 2022 (851713, 851714, 300241) have exports from
# January 2022 and codes it abolished (851712) none after December 2021, although the tariff itself
# changed on 27 January 2022 (Proclamation 10326). Months before 2013 are left without an edition:
# the tariff changed to HS 2012 on 3 February 2012. Nothing is said of years after HS 2022.
_SINCE = (("2013", "2012"), ("2017", "2017"), ("2022", "2022"), ("2028", None))

CERTAIN_SINCE = _SINCE[0][0]
"""First year whose edition is certain."""

USED = tuple(edition for _, edition in _SINCE if edition)
"""The editions in use since then."""


def editions(periods: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the edition of each period (``YYYY`` or ``YYYY-MM``); null when it is not certain."""
    found = pa.nulls(len(periods), pa.string())
    for since, edition in _SINCE:
        named = pa.scalar(edition, pa.string())
        found = pc.if_else(pc.greater_equal(periods, since), named, found)
    return found
