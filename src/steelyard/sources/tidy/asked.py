"""The points of a draft, with the questions that a user can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from steelyard.sources.tidy import clues
from steelyard.sources.tidy.draft import Confidence, Field, Guess
from steelyard.sources.tidy.guess import Guesses
from steelyard.sources.tidy.mapping import TODO
from steelyard.sources.tidy.sample import Sample

_VALUATIONS = ("FOB", "CIF", "FAS", "CUSTOMS")
NOT_STATED = "not stated"
_LICENCES = ("US public domain", "CC BY 4.0", NOT_STATED)
_ACROSS = "[12][0-9]{3}"


def card_fields(seen: Sample) -> Iterator[Field]:
    """Yield the points that say what the table is."""
    stem = re.sub("[^a-z0-9]+", "-", seen.file.lower().rpartition(".")[0] or seen.file.lower())
    slug = f"my-{stem.strip('-')}"[:60].strip("-")
    title = max(seen.preamble, key=len, default="") or slug.replace("-", " ")
    yield Field("dataset", "Name of the dataset in the store.", slug, "likely")
    yield Field("title", "What the table is, in a few words.", title[:120], "likely")
    yield Field("publisher", "Who publishes it?")
    yield Field("licence", "On what terms may it be used?", choices=_LICENCES)
    yield Field("url", f"Where is it published? An address on the web, or {NOT_STATED}.")


def file_fields(
    seen: Sample, signs: tuple[str, str] | None, marks: tuple[str, ...]
) -> Iterator[Field]:
    """Yield the points that say how the file is written."""
    if seen.delimiter:
        question = "What stands between two cells?"
        yield Field("file.delimiter", question, seen.delimiter, "sure")
    if seen.sheet:
        question = "Which sheet of the workbook?"
        yield Field(
            "file.sheet",
            question,
            seen.sheet,
            "sure" if len(seen.sheets) == 1 else "likely",
            seen.sheets,
        )
    if signs is None:
        yield Field("file.decimal", "What stands before decimals?", choices=("'.'", "','"))
        groups = ("''", "','", "'.'")
        yield Field("file.thousands", "What stands between thousands?", choices=groups)
        return
    yield Field("file.decimal", "What stands before decimals.", signs[0], "likely")
    yield Field("file.thousands", "What stands between thousands.", signs[1], "likely")
    if marks:
        question = "Words for a missing figure; one that means zero belongs under 'nil' instead."
        yield Field("file.missing", question, dict.fromkeys(marks, "O"), "likely")


def column_fields(seen: Sample, found: Guesses) -> Iterator[Field]:
    """Yield the points that hold for every figure."""
    for ours, question in (("reporter", "Who reports the trade?"), ("partner", "With whom?")):
        yield _place(seen, ours, question, found.places.get(ours))
    yield _period(seen, found)
    currency = clues.currency_of(f"{seen.words} {' '.join(found.flows)}")
    question = "In which currency? An ISO 4217 code, such as USD."
    yield Field("columns.currency", question, currency, "likely" if currency else "unknown")
    if found.product:
        yield from _product(seen, found)


def fact_fields(seen: Sample, found: Guesses) -> Iterator[Field]:
    """Yield the points of each figure of a row."""
    for place, (flow, column) in enumerate(found.facts or [("", "")], 1):
        yield from _fact(seen, found, f"facts.{place}", flow, column)


def skip_fields(seen: Sample, found: Guesses) -> Iterator[Field]:
    """Yield the rows to leave out: those of neither exports nor imports."""
    cells = clues.distinct(seen.columns[found.flow_column]) if found.flow_column else ()
    if others := [cell for cell in cells if cell not in found.flows]:
        rule: dict[str, object] = {
            "column": found.flow_column,
            "equals": others,
            "reason": "other-flow",
        }
        yield Field("skip", "Rows left out, and counted as such.", [rule], "likely")


def _place(seen: Sample, ours: str, question: str, said: dict[str, object] | None) -> Field:
    key = f"columns.{ours}"
    if said is None:
        more = f"{question} A code or name, such as CHN, or {{column: NAME, codes: names}}."
        return Field(key, more)
    samples = clues.distinct(seen.columns[str(said["column"])])
    return Field(key, question, said, "likely", (), samples)


def _period(seen: Sample, found: Guesses) -> Field:
    question = "Of which period?"
    if found.across:
        return Field("columns.period", question, {"heading": True}, "likely")
    if not found.period:
        more = f"{question} Such as {{column: NAME, format: '%Y-%m'}}."
        return Field("columns.period", more)
    told: Guess = dict(found.period[0])
    column = next(iter(found.period[0].values()))
    samples = clues.distinct(seen.columns[column])
    ways = [way for way in found.period if way.get("column") == column]
    if len(ways) > 1:
        choices = tuple(f"{{column: {column!r}, format: {way['format']!r}}}" for way in ways)
        return Field("columns.period", question, "", "unknown", choices, samples)
    return Field("columns.period", question, told, "sure", (), samples)


def _product(seen: Sample, found: Guesses) -> Iterator[Field]:
    cells = clues.distinct(seen.columns[found.product])
    lengths = {len(cell) for cell in cells if cell.isdecimal()}
    said: dict[str, object] = {"column": found.product}
    if lengths and max(lengths) % 2 == 0 and max(lengths) - 1 in lengths:
        said["pad"] = max(lengths)
    name = found.product.upper()
    listed = next((n for n in ("NAICS", "SITC", "BEC") if n in name), "")
    listed = listed or ("HS" if re.search("HS|HTS|SCHEDULE B", name) else "")
    sure: Confidence = "likely" if listed else "unknown"
    choices = ("HS", "NAICS", "SITC", "BEC")
    yield Field("columns.nomenclature", "Codes of which list?", listed, sure, choices)
    editions = ("in-force", "1992", "1996", "2002", "2007", "2012", "2017", "2022")
    question = "Which edition of it? in-force is that of each period's year."
    yield Field("columns.edition", question, choices=editions)
    yield Field("columns.product", "Which goods?", said, "likely", (), cells)


def _fact(seen: Sample, found: Guesses, key: str, flow: str, column: str) -> Iterator[Field]:
    above = " ".join(seen.preamble)
    told = flow or clues.flow_of(above or column)
    if found.flow_column:
        yield from _by_column(seen, found, key)
    else:
        question = "Exports (X) or imports (M)?"
        sure: Confidence = "sure" if flow else "likely" if told else "unknown"
        yield Field(f"{key}.flow", question, told, sure, ("X", "M"))
        valued = clues.valuation_of(f"{column} {above}")
        sure = "likely" if valued else "unknown"
        yield Field(f"{key}.valuation", "Valued at which point?", valued, sure, _VALUATIONS)
    flows = set(found.flows.values()) if found.flow_column else {flow} if flow else {"X", "M"}
    if flows & {"M", "RM"}:
        question = "All arrivals (general) or goods released for consumption?"
        yield Field(f"{key}.import_basis", question, choices=("general", "consumption"))
    if flows & {"X", "RX"}:
        question = "All exports (total) or only goods of domestic origin?"
        yield Field(f"{key}.export_scope", question, choices=("total", "domestic"))
    yield _value(seen, found, key, column)


def _by_column(seen: Sample, found: Guesses, key: str) -> Iterator[Field]:
    samples = clues.distinct(seen.columns[found.flow_column])
    said: Guess = {"column": found.flow_column, "values": dict(found.flows)}
    yield Field(f"{key}.flow", "Exports (X) or imports (M)?", said, "likely", (), samples)
    points = {text: clues.valuation_of(text) or TODO for text in found.flows}
    valued: Guess = {"column": found.flow_column, "values": points}
    yield Field(f"{key}.valuation", "Valued at which point?", valued, "likely", _VALUATIONS)


def _value(seen: Sample, found: Guesses, key: str, column: str) -> Field:
    question = (
        "Where does the figure stand? scale is what one unit of it is worth: 1, 1000, 1000000."
    )
    told = clues.scale_of(f"{column} {' '.join((*seen.preamble, *found.flows))}")
    scale = int(told) if told else TODO
    if found.across:
        return Field(f"{key}.value", question, {"matching": _ACROSS, "scale": scale}, "likely")
    if not column:
        return Field(f"{key}.value", f"{question} Write {{column: NAME, scale: 1000}}.")
    samples = clues.distinct(seen.columns[column])
    return Field(
        f"{key}.value", question, {"column": column, "scale": scale}, "likely", (), samples
    )
