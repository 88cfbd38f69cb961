"""Generated blocks on the store and the bundled releases."""

from __future__ import annotations

from collections.abc import Iterable

from reference_markdown import code, table
from steelyard.store.package import STORE_SCHEMA, read_catalogue
from steelyard.store.release import Release, Series
from steelyard.store.store import BUNDLED
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import KINDS

_ABSENT = {
    "nil": "nil trade, where the partner and period have other rows",
    "missing": "missing, never zero",
}
_SHOWN = 6


def statuses() -> str:
    """List the statuses of an observation."""
    rows = [(code(s.value), s.reason, "no" if s.missing else "yes") for s in ObsStatus]
    return table(("status", "meaning", "holds a value"), rows)


def columns(kind: str) -> str:
    """List the columns of a kind of table."""
    rows = [(code(f.name), f.type, "yes" if f.key else "", f.text) for f in KINDS[kind].fields]
    return table(("column", "type", "key", "meaning"), rows)


def kinds() -> str:
    """List the kinds of table."""
    rows = [(code(k.name), ", ".join(map(code, k.key))) for k in KINDS.values()]
    return table(("kind", "natural key (beside dataset and release)"), rows)


def record() -> str:
    """List the fields of a release's record, with an example."""
    newest = max(_releases(), key=lambda r: r.release if r.kind == "flows" else "")
    plain = newest.model_dump(mode="json")
    rows = [(code(name), _shown(value)) for name, value in plain.items()]
    return table(("field", f"in {newest.name}"), rows)


def schema_version() -> str:
    """State the version of the store's format."""
    return f"This version of Steelyard writes `{STORE_SCHEMA}` and reads up to it."


def datasets() -> str:
    """List the bundled releases."""
    rows = [
        (_anchor(r.dataset), r.release, r.kind, r.title, r.publisher, _licence(r), _span(r))
        for r in _releases()
    ]
    heads = ("dataset", "release", "kind", "title", "publisher", "licence", "periods")
    return table(heads, rows)


def release(name: str) -> str:
    """Describe one bundled release."""
    found = next(r for r in _releases() if r.name == name)
    facts = [
        ("published by", found.publisher),
        ("address", f"<{found.url}>"),
        ("licence", found.licence + (f" (<{found.licence_url}>)" if found.licence_url else "")),
        ("renewed", found.cadence),
        ("date of the release", f"{found.published_at}, {found.dated}. {found.dated_how}"),
        ("file received", f"`{found.received_file}`, {found.received_bytes:,} bytes"),
        ("SHA-256 of that file", code(found.received_sha256)),
        ("observations", f"{found.observations_in:,} in, {found.accepted:,} accepted"),
        ("left out", _left_out(found)),
    ]
    if found.kind == "flows":
        facts.append(("a product without a row", _ABSENT[found.absent]))
    if found.breaks:
        facts.append(("periods that do not compare", _breaks(found)))
    facts += [(f"check {c.name}", _verdict(c.passed) + c.detail) for c in found.checks]
    return table(("fact", name), facts)


def series(name: str) -> str:
    """List the series of one bundled release."""
    found = next(r for r in _releases() if r.name == name)
    if found.kind == "indicators":
        return _indicators(found)
    rows = [
        (
            " ".join(s.of.values()),
            s.first,
            s.last,
            f"{s.rows:,}",
            f"{s.missing:,}",
            str(len(s.partners)),
        )
        for s in found.series
    ]
    return table(("series", "first", "last", "rows", "missing", "partners"), rows)


def quirks(dataset: str) -> str:
    """List what a reader of a dataset must know."""
    found = [r for r in _releases() if r.dataset == dataset][-1]
    return "\n".join(f"- {quirk}" for quirk in found.quirks)


def _indicators(found: Release) -> str:
    """List what a release of published figures or indicators states, one row an indicator."""
    groups: dict[tuple[str, str], list[Series]] = {}
    for one in found.series:
        key = (one.of.get("indicator", ""), one.of.get("scope", ""))
        groups.setdefault(key, []).append(one)
    rows = [
        (
            code(indicator),
            scope,
            _words(ones, "flow"),
            _words(ones, "measure"),
            _words(ones, "unit"),
            _words(ones, "freq"),
            f"{min(s.first for s in ones)} to {max(s.last for s in ones)}",
            f"{sum(s.rows for s in ones):,}",
        )
        for (indicator, scope), ones in sorted(groups.items())
    ]
    heads = ("indicator", "scope", "flow", "measure", "unit", "frequency", "periods", "figures")
    return table(heads, rows)


def _releases() -> tuple[Release, ...]:
    return read_catalogue(BUNDLED)


def _span(found: Release) -> str:
    first = min(s.first for s in found.series if s.first)
    return f"{first} to {max(s.last for s in found.series)}"


def _anchor(dataset: str) -> str:
    return f"[`{dataset}`](#{dataset})"


def _licence(found: Release) -> str:
    return f"[{found.licence}]({found.licence_url})" if found.licence_url else found.licence


def _words(ones: Iterable[Series], column: str) -> str:
    told = {one.of[column] for one in ones if column in one.of}
    return ", ".join(sorted(told))


def _breaks(found: Release) -> str:
    told = [f"{b.what} {b.flow}".strip() + f" {b.last} and {b.first}" for b in found.breaks]
    rest = len(told) - _SHOWN
    return "; ".join(told[:_SHOWN]) + (f"; and {rest} more" if rest > 0 else "")


def _left_out(found: Release) -> str:
    rows = [f"{r.observations} {r.reason} (first: {r.example})" for r in found.rejected]
    return "; ".join(rows) or "nothing"


def _verdict(passed: bool) -> str:
    return "agrees: " if passed else "DIFFERS: "


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return code(value) if isinstance(value, int) or " " not in str(value) else str(value)
