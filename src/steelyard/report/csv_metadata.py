"""The file beside a CSV that carries its evidence: CSVW metadata with the whole answer.

W3C Recommendation *Metadata Vocabulary for Tabular Data* (2015): a table ``FILE`` is described by
``FILE-metadata.json``. The rows of the main table are in the CSV alone; all else of the answer is
under ``steelyard:answer``. The SHA-256 of the CSV tells whether the two belong together.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from steelyard.report.csv_cells import marked
from steelyard.report.title import title
from steelyard.terms.answer import Answer, Row
from steelyard.terms.evidence import Evidence

SUFFIX = "-metadata.json"
ANSWER = "steelyard:answer"
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_RULE = (
    "A cell of text in which a spreadsheet could begin a formula has an apostrophe before the sign "
    "(= + - @, a tab or line break), at the beginning of the cell and after a separator or "
    "quotation mark. Numbers are as they are."
)


@dataclass(frozen=True, slots=True)
class Described:
    """A CSV that is described.

    Attributes:
        name: name of the file, without its folder.
        content: its bytes.
        columns: its columns as CSVW describes them.
        rows: its rows, as they were before they were written.
    """

    name: str
    content: bytes
    columns: list[dict[str, Any]]
    rows: Sequence[Row]


def beside(file: Path) -> Path:
    """Return the place of the description of a CSV."""
    return file.with_name(file.name + SUFFIX)


def is_description(path: Path) -> bool:
    """Tell whether a file is a description that Steelyard wrote."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and ANSWER in found


def describe(answer: Answer, table: Described) -> bytes:
    """Return the description: one JSON document, the same bytes for the same answer."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(table.name.encode("utf-8", "surrogateescape")),
        "dc:title": title(answer),
        "dc:creator": f"Steelyard {answer.version}",
        **_origins(answer.evidence),
        "dialect": {"encoding": "utf-8", "header": True, "trim": False},
        "tableSchema": {"columns": table.columns},
        "steelyard:sha256": hashlib.sha256(table.content).hexdigest(),
        "steelyard:text": {"rule": _RULE, "cells": marked(table.rows)},
        ANSWER: {**answer.record(), "rows": []},
    }
    text = json.dumps(described, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _origins(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Return publishers, licences, dates and sources, each once, in the order of the evidence."""
    publishers = dict.fromkeys(item.publisher for item in evidence)
    licences = dict.fromkeys(item.licence for item in evidence)
    dates = sorted({item.release for item in evidence if _DATE.fullmatch(item.release)})
    sources = {(item.dataset, item.release): _source(item) for item in evidence}
    found: dict[str, list[Any]] = {
        "dc:publisher": [{"schema:name": name} for name in publishers],
        "dc:license": [{"dc:title": terms} for terms in licences],
        "dc:date": dates,
        "dc:source": list(sources.values()),
    }
    return {key: value for key, value in found.items() if value}


def _source(item: Evidence) -> dict[str, Any]:
    dated = {"dc:issued": item.release} if _DATE.fullmatch(item.release) else {}
    told = {
        "@id": item.url,
        "dc:title": f"{item.dataset}@{item.release}",
        **dated,
        "dc:publisher": item.publisher,
        "dc:license": item.licence,
        "dc:provenance": item.obtained_from,
        "steelyard:file_sha256": item.file_sha256,
    }
    return {key: value for key, value in told.items() if value}
