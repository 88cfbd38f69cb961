"""Write a file like a bulk download of UN Comtrade, of any size, from a seed.

``python benchmarks/comtrade_bulk.py OUT.tsv.gz --rows 10000000 --seed 1``

Tab separated, gzip, the 31 columns of the bulk download. Reporters, partners and product codes are
real (edition HS 2022), the trade is drawn: skewed values for six-digit products with single
partners, of which every other row is a sum, so that products add up to their parents and partners
to the World row (partner 0), to the cent. A part of the rows stands once more by mode of
transport, which adds up too; their number fills the file up to the rows asked. No natural key
occurs twice. The same rows and seed give the same text.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

NOMENCLATURE = Path(__file__).resolve().parent.parent / "src/steelyard/nomenclature/data"
NUMBERS = NOMENCLATURE / "comtrade.csv"
PLACES = NOMENCLATURE / "places.csv"
PRODUCTS = NOMENCLATURE / "hs.parquet"
YEARS = (2022, 2023)
FLOWS = ("M", "X")
BY_MODE = 0.05
ROWS_A_REPORTER = 50_000
FEWEST_REPORTERS = 4
CELL = ("year", "reporter", "flow")
SETS = ", ".join(
    f"({', '.join([*CELL, *partner, *product])})"
    for partner in ([], ["partner"])
    for product in ([], ["cmd2"], ["cmd2", "cmd4"], ["cmd2", "cmd4", "cmd6"])
)
SUMS = f"""
CREATE TABLE added AS
SELECT year, reporter, flow, coalesce(partner, 0) AS partner,
  coalesce(cmd6, cmd4, cmd2, 'TOTAL') AS cmd, 0 AS mode,
  partner IS NULL OR cmd6 IS NULL AS summed,
  sum(value)::BIGINT AS value, sum(fob)::BIGINT AS fob,
  CASE WHEN count(weight) = count(*) THEN sum(weight)::BIGINT END AS weight,
  CASE WHEN cmd6 IS NOT NULL THEN any_value(unit) ELSE -1 END AS unit,
  CASE WHEN cmd6 IS NOT NULL AND count(items) = count(*) THEN sum(items)::BIGINT END AS items
FROM drawn GROUP BY GROUPING SETS ({SETS})"""
MODES = """
CREATE TABLE by_mode AS
WITH split AS (SELECT *, 2 * (row_number() OVER (ORDER BY i) - 1) AS n FROM drawn)
SELECT year, reporter, flow, partner, cmd6 AS cmd, unnest([1000, 2100]) AS mode, false AS summed,
  unnest([value // 3, value - value // 3]) AS value, unnest([fob // 3, fob - fob // 3]) AS fob,
  unnest([weight // 3, weight - weight // 3]) AS weight, unit,
  unnest([items // 3, items - items // 3]) AS items
FROM split WHERE n + 1 < {0}
UNION ALL
SELECT year, reporter, flow, partner, cmd6, 3200, false, value, fob, weight, unit, items
FROM split WHERE n + 1 = {0}"""
BULK = """
SELECT 'C' AS "typeCode", 'A' AS "freqCode", year * 10000 + 101 AS "refPeriodId", year AS "refYear",
  52 AS "refMonth", year AS period, reporter AS "reporterCode", flow AS "flowCode",
  partner AS "partnerCode", 0 AS "partner2Code", 'H6' AS "classificationCode", cmd AS "cmdCode",
  'C00' AS "customsCode", 0 AS "mosCode", mode AS "motCode", unit AS "qtyUnitCode", items AS qty,
  items IS NOT NULL AND value % 7 = 0 AS "isQtyEstimated", -1 AS "altQtyUnitCode",
  NULL AS "altQty", false AS "isAltQtyEstimated", weight AS "netWgt",
  weight IS NOT NULL AND value % 5 = 0 AS "isNetWgtEstimated", NULL AS "grossWgt",
  false AS "isGrossWgtEstimated", CASE WHEN flow = 'M' THEN dollars END AS cifvalue,
  (fob::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS fobvalue, dollars AS "primaryValue",
  CASE WHEN value % 35 = 0 THEN 6 WHEN value % 5 = 0 THEN 4 WHEN value % 7 = 0 THEN 2 ELSE 0 END
    AS "legacyEstimationFlag", NOT summed AS "isReported", summed AS "isAggregate"
FROM (SELECT *, (value::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS dollars
  FROM (FROM added UNION ALL FROM by_mode))
ORDER BY year, reporter, flow, cmd, partner, mode"""


def weights(count: int, power: float, random: np.random.Generator) -> np.ndarray:
    """Return the chances of ``count`` things: a power law, in random order."""
    chances: np.ndarray = random.permutation(np.arange(1.0, count + 1) ** -power)
    chances /= chances.sum()
    return chances


def numbers(reporters: int) -> tuple[list[int], list[int]]:
    """Return the numbers in force of reporting countries and of single partners."""
    rows = duckdb.execute(
        f"SELECT n.code, kind FROM read_csv('{NUMBERS}') n JOIN read_csv('{PLACES}') p "
        "ON n.place = p.code AND n.code = p.comtrade "
        "WHERE kind IN ('country', 'territory', 'residual') AND exit_year IS NULL "
        "ORDER BY p.code NOT IN ('USA', 'CHN'), md5(p.code)"
    ).fetchall()
    return [n for n, kind in rows if kind == "country"][:reporters], [n for n, _ in rows]


def leaves() -> list[str]:
    """Return the six-digit codes of HS 2022 whose parents are in it too."""
    rows = duckdb.execute(
        f"SELECT code FROM '{PRODUCTS}' WHERE length(code) = 6 "
        "AND contains(editions, '2022') ORDER BY code"
    ).fetchall()
    return [code for (code,) in rows]


def draw(rows: int, random: np.random.Generator) -> pa.Table:
    """Draw trade of six-digit products with single partners, every cell once, in random order."""
    reporters, partners = numbers(max(FEWEST_REPORTERS, rows // ROWS_A_REPORTER))
    products = leaves()
    shape = (len(YEARS), len(FLOWS), len(reporters), len(partners), len(products))
    chances = [weights(n, p, random) for n, p in zip(shape, (0, 0, 0.5, 0.9, 0.5), strict=True)]
    cells = np.empty(0, np.int64)
    while len(cells) < rows:
        axes = [random.choice(len(c), rows, p=c) for c in chances]
        cells = np.union1d(cells, np.ravel_multi_index(axes, shape))
        names = np.array(partners)[cells // len(products) % len(partners)]
        home = np.array(reporters)[cells // (len(products) * len(partners)) % len(reporters)]
        cells = cells[names != home]
    cells = random.permutation(cells)[:rows]
    return facts(cells, shape, (reporters, partners, products), random)


def facts(
    cells: np.ndarray,
    shape: tuple[int, ...],
    codes: tuple[list[int], list[int], list[str]],
    random: np.random.Generator,
) -> pa.Table:
    """Give each cell its codes, a skewed value in cents, a weight and a number of items."""
    year, flow, reporter, partner, product = np.unravel_index(cells, shape)
    dollars = np.exp(random.normal(9.0, 2.6, len(cells))) + 1
    value = (dollars * 100).astype(np.int64)
    weight = (dollars / np.exp(random.normal(1.5, 1.2, len(cells)))).astype(np.int64) + 1
    exports = flow == FLOWS.index("X")
    fob = np.where(
        exports, value, (value / random.uniform(1.02, 1.12, len(cells))).astype(np.int64)
    )
    six = pa.array(codes[2]).take(pa.array(product))
    itemised = product % 3 == 0
    return pa.table(
        {
            "i": np.arange(len(cells)),
            "year": np.array(YEARS)[year],
            "flow": pa.array(FLOWS).take(pa.array(flow)),
            "reporter": np.array(codes[0])[reporter],
            "partner": np.array(codes[1])[partner],
            "cmd6": six,
            "value": value,
            "fob": pa.array(fob, mask=~exports & (reporter % 3 > 0)),
            "weight": pa.array(weight, mask=random.random(len(cells)) < BY_MODE),
            "unit": np.where(itemised, 5, 8),
            "items": pa.array(np.where(itemised, weight // 2 + 1, weight), mask=product % 10 == 0),
        }
    )


def write(out: Path, rows: int, seed: int) -> None:
    """Draw, add up, split by mode and write."""
    engine = duckdb.connect()
    engine.register("given", draw(rows, np.random.default_rng(seed)))
    engine.execute(
        "CREATE TABLE drawn AS SELECT *, left(cmd6, 2) AS cmd2, left(cmd6, 4) AS cmd4 FROM given"
    )
    first = engine.sql(
        f"SELECT min(i) AS i FROM drawn GROUP BY GROUPING SETS ({SETS})"
    ).fetchnumpy()
    made = np.cumsum(np.bincount(first["i"], minlength=rows))
    kept = int(np.searchsorted(made, rows * (1 - BY_MODE), side="right"))
    engine.execute(f"DELETE FROM drawn WHERE i >= {kept}")
    engine.execute(SUMS)
    engine.execute(MODES.format(rows - int(made[kept - 1])))
    engine.execute(
        f"COPY ({BULK}) TO '{out}' (FORMAT csv, DELIMITER '\t', HEADER, COMPRESSION gzip)"
    )


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.out, asked.rows, asked.seed)


if __name__ == "__main__":
    main()
