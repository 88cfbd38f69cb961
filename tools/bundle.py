"""Build the bundled data from the publishers' files: ``python tools/bundle.py ../shared/data``.

The files are those whose terms allow bundling (see docs/reference/data.md). Every one goes through
``ingest``, so the bundled data is a store like any other. The day of intake is fixed so that the
same files give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from steelyard.ingest.intake import take
from steelyard.store.store import BUNDLED

RECEIVED_ON = "2026-11-21"
FILES = (
    "trade/census_goods_by_country/country_monthly_vintage_2016-12.parquet",
    "formats/census/country_vintage_2023-03.xlsx",
    "trade/fx_annual/fx_annual_average.csv",
)


def main(data: Path) -> None:
    """Take every file into a new folder and put it in the place of the bundled data."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bundled"
        for name in FILES:
            taken = take(data / name, root, today=RECEIVED_ON, tell=print)
            for check in taken.converted.checks:
                print(" ", check.name, "agrees" if check.passed else "DIFFERS", check.detail)
        shutil.rmtree(BUNDLED, ignore_errors=True)
        shutil.copytree(root, BUNDLED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
