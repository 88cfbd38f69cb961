"""What a mapping must say beyond its form: every needed column, known words, fitting options."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.sources.tidy import roles
from steelyard.sources.tidy.complete import FIRST_HS_YEAR, HS_YEARS
from steelyard.sources.tidy.mapping import Column, Mapping, Stated
from steelyard.sources.tidy.meanings import IN_FORCE, meaning
from steelyard.terms.errors import SteelyardError, did_you_mean
from steelyard.terms.flow import FlowKind

_EDITIONS = (IN_FORCE, *map(str, (FIRST_HS_YEAR, *HS_YEARS)))
_IMPORTS, _EXPORTS = {FlowKind.IMPORT, FlowKind.RE_IMPORT}, {FlowKind.EXPORT}


def faults(mapping: Mapping) -> list[str]:
    """Return all that is wrong with a mapping, in words, each with its place."""
    found = [f for skip in mapping.skip if (f := _skip_fault(skip.reason, skip))]
    for place, stated in enumerate(mapping.stated, 1):
        where = f"fact {place}"
        found += [f"{where}: {fault}" for fault in _of_fact(mapping.kind, stated)]
    return found + of_numerals(mapping)


def fixed_words(stated: dict[str, Stated]) -> dict[str, str]:
    """Return what a fact states by words of the mapping itself."""
    return {name: said.strip() for name, said in stated.items() if isinstance(said, str)}


def flows_of(said: Stated) -> set[str]:
    """Return the flows that a fact can have, by our letters."""
    if isinstance(said, str):
        return {meaning("flows", "flow", None, {})(said) or ""}
    read = meaning("flows", "flow", None, {})
    return {read(word) or "" for word in said.values.values()} or set(FlowKind)


def _of_fact(kind: str, stated: dict[str, Stated]) -> Iterator[str]:
    known = roles.columns_of(kind)
    for name in [n for n in stated if n not in known]:
        yield f"{name} is no column of {kind}. {did_you_mean(name, known, ', '.join(known))}"
    for name in [n for n in roles.NEEDED[kind] if stated.get(n) in (None, "")]:
        yield f"{name} is not stated"
    fixed = fixed_words(stated)
    for name, said in stated.items():
        if name in known:
            yield from of_column(kind, name, said, fixed)
    if kind == "flows":
        yield from _of_flow(stated)


def of_column(kind: str, name: str, said: Stated, fixed: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with what a mapping says of one column of ours.

    Args:
        kind: kind of table.
        name: our column.
        said: what the mapping says of it.
        fixed: the words that the mapping states for every row.
    """
    what = roles.role(kind, name)
    if isinstance(said, str):
        if what == roles.FIGURE:
            yield f"{name} is a figure; say in which column it stands: {{column: ...}}"
        else:
            yield from _unreadable(kind, name, None, [said], fixed)
        if name == "edition" and fixed.get("nomenclature") == "HS" and said not in _EDITIONS:
            yield f"edition: the Harmonized System has no edition {said}; {', '.join(_EDITIONS)}"
        return
    given = set(said.model_fields_set)
    if wrong := sorted(given - roles.OPTIONS[what]):
        yield f"{name}: {', '.join(wrong)} cannot be said of it; {', '.join(_options(what))} can"
    if not (said.parts or said.heading or said.matching):
        yield f"{name}: the column is not named"
    if what == roles.PERIOD and (said.quarter or said.month) and not said.year:
        yield f"{name}: a month or quarter needs the column of its year"
    if what == roles.PERIOD and said.column and said.year:
        yield f"{name}: name either one column or those of year and month"
    yield from _unreadable(kind, name, said, [w for w in said.values.values() if w], fixed)


def _unreadable(
    kind: str, name: str, column: Column | None, told: list[str], fixed: dict[str, str]
) -> Iterator[str]:
    try:
        read = meaning(
            kind, name, column.model_copy(update={"values": {}}) if column else None, fixed
        )
        bare = meaning(kind, name, None, fixed) if name != "period" else read
        for word in told:
            if name != "edition" or word != IN_FORCE:
                bare(word)
    except SteelyardError as error:
        yield f"{name}: {error.found}. {error.remedy}".rstrip(".")
    except ValueError as error:
        yield f"{name}: {error}".rstrip(".")


def _of_flow(stated: dict[str, Stated]) -> Iterator[str]:
    try:
        flows = flows_of(stated.get("flow", ""))
    except ValueError:
        return
    if flows & _IMPORTS and "import_basis" not in stated:
        yield "import_basis is not stated: general (all arrivals) or consumption (special trade)"
    if flows & _EXPORTS and "export_scope" not in stated:
        yield "export_scope is not stated: total, or domestic for goods of domestic origin only"
    if "product" in stated and "nomenclature" not in stated:
        yield "nomenclature is not stated: HS, NAICS, SITC or another list of the product codes"


def of_numerals(mapping: Mapping) -> list[str]:
    """Return what is wrong with how figures are written."""
    if mapping.file.decimal == mapping.file.thousands:
        return ["file: one sign cannot stand before decimals and between thousands"]
    return []


def _skip_fault(reason: str, skip: object) -> str:
    told = getattr(skip, "equals", ()) or getattr(skip, "matching", "")
    return "" if told else f"skip {reason}: say by 'equals' or 'matching' which rows it means"


def _options(what: str) -> list[str]:
    return sorted(roles.OPTIONS[what])
