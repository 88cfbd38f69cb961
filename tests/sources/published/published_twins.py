"""Small tables of published figures, in the shape of the real ones."""

from __future__ import annotations

from pathlib import Path

from steelyard.sources import published
from steelyard.sources.contract import Converted

SHARED = Path(__file__).parents[3].parent / "shared/data"
HEADER = (
    "series,reporter,partner,flow,product_scope,period,value,unit,currency,release_date,"
    "is_first_print,publisher,source_title,source_url,confirmed_by,note,circular_with"
)
GOODS = '"all goods, customs basis"'
CONTRACTS = "all registered technology contracts"
Rows = list[dict[str, object]]


def line(
    flow: str = "total",
    period: str = "2023",
    value: str = "664.45",
    unit: str = "bn",
    currency: str = "USD",
    *,
    series: str = "gacc_china_us_annual",
    partner: str = "USA",
    scope: str = GOODS,
    out: str = "2024-01-12",
    first: str = "yes",
    url: str = "http://example.org/1",
    note: str = "",
    article: str = "",
) -> str:
    start = (
        f"{series},CHN,{partner},{flow},{scope},{period},{value},{unit},{currency},{out},{first}"
    )
    return f'{start},Customs via a paper,Trade,{url},,"{note}",{article}'


def contract(flow: str, period: str, value: str, unit: str = "bn", **more: str) -> str:
    told = {"series": "mofcom_technology_contracts", "partner": "WLD", "scope": CONTRACTS, **more}
    currency = "USD" if unit in {"bn", "percent_yoy"} else ""
    return line(flow, period, value, unit, currency, **told)  # type: ignore[arg-type]


TWIN = "\n".join(
    (
        HEADER,
        line("export", value="500.03", note="SUSPECT: the parts give 664.19", article="002_a"),
        line("import", value="164.16", article="002_a"),
        line("export", value="500.29", out="2025-07-14", first="implied", note="664.45 - 164.16"),
        line(out="2025-07-14", first="no"),
        line(value="-11.6", unit="percent_yoy", out=""),
        line(value="4.67", unit="trillion", currency="CNY"),
        line("export", "2003", "92", out="2004-02-09", first="unknown"),
    )
)


def read(folder: Path, text: str | bytes, published_at: str | None = None) -> Converted:
    path = folder / "any.name"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return published.convert(path, published_at)


def rows(folder: Path, *lines: str) -> Rows:
    return read(folder, "\n".join((HEADER, *lines))).table.to_pylist()


def only(folder: Path, text: str) -> dict[str, object]:
    (row,) = rows(folder, text)
    return row


def found(table: Rows, **wanted: object) -> Rows:
    return [row for row in table if all(row[name] == value for name, value in wanted.items())]
