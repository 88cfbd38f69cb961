"""Records of releases made by hand, as a store's catalogue would hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from steelyard.store.release import Held, Release, Series

IMPORTS = {
    "reporter": "CHN",
    "flow": "M",
    "nomenclature": "TOTAL",
    "freq": "M",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CIF",
    "currency": "USD",
}
EXPORTS = {
    **{name: value for name, value in IMPORTS.items() if name != "import_basis"},
    "flow": "X",
    "export_scope": "total",
    "valuation": "FOB",
}


def series(
    of: dict[str, str] | None = None,
    *,
    first: str = "2000-01",
    last: str = "2020-12",
    partners: tuple[str, ...] = ("CUB", "PRK", "USA"),
    **changed: str,
) -> Series:
    """Return a series of monthly general imports of China, save for what is changed."""
    told = {**(IMPORTS if of is None else of), **changed}
    return Series(of=told, first=first, last=last, rows=1, missing=0, partners=partners)


def held(
    *of: Series,
    dataset: str = "customs",
    published_at: str = "2021-01-15",
    release: str = "",
    precedence: int = 10,
    bundled: bool = False,
    kind: str = "flows",
    **facts: Any,
) -> Held:
    """Return a release in a store that is nowhere on disk."""
    record = {
        "dataset": dataset,
        "title": "Trade by country",
        "kind": kind,
        "publisher": "General Administration of Customs",
        "licence": "open",
        "licence_url": "",
        "url": "https://example.org/table",
        "cadence": "monthly",
        "precedence": precedence,
        "release": release or published_at,
        "published_at": published_at,
        "dated": "stated",
        "dated_how": "Stated in the file.",
        "received_file": "table.csv",
        "received_sha256": "0" * 64,
        "received_bytes": 1,
        "received_at": "2021-02-01",
        "observations_in": 1,
        "accepted": 1,
        "rejected": (),
        "checks": (),
        "bytes": 1,
        "sha256": "0" * 64,
        "rows": 1,
        "series": of or (series(),),
        "quirks": (),
    }
    whole = {**record, **facts}
    whole["path"] = f"{whole['kind']}/{whole['dataset']}/{whole['release']}.parquet"
    return Held(Release(**whole), Path("nowhere"), bundled=bundled)
