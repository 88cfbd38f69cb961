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
from steelyard.store.write import LOCK

RECEIVED_ON = "2026-11-21"
FILES = {
    "trade/census_goods_by_country/country_monthly_vintage_2016-12.parquet": (
        "public repository unrealwork/atsd-use-cases, us-trade.csv, kept as Parquet"
    ),
    "formats/census/country_vintage_2023-03.xlsx": (
        "public repository JJamesRoy/ECN3950, country.xlsx, commit of 2023-03-19"
    ),
    "trade/fx_annual/fx_annual_average.csv": (
        "public repository datasets/exchange-rates, data/annual.csv (compilation ODC-PDDL)"
    ),
}


def main(data: Path) -> None:
    """Take every file into a new folder and put it in the place of the bundled data."""
    shutil.rmtree(BUNDLED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bundled"
        for name, origin in FILES.items():
            file = data / name
            taken = take(file, root, today=RECEIVED_ON, obtained_from=origin, tell=print)
            for check in taken.converted.checks:
                print(" ", check.name, "agrees" if check.passed else "DIFFERS", check.detail)
        shutil.copytree(root, BUNDLED, ignore=shutil.ignore_patterns(LOCK))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
