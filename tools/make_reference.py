"""Fill the generated blocks of the reference: ``python tools/make_reference.py [--check]``.

A page holds ``<!-- generated: NAME -->`` and ``<!-- end -->``; what stands between them is made
here from the verb registry, the definition, the errors, the tables and the bundled catalogue. With
``--check`` nothing is written and the exit code is 1 when a block has drifted.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from inspect import Parameter, cleandoc, signature
from pathlib import Path
from typing import get_args

from typer.models import ArgumentInfo, OptionInfo

from steelyard.classes.registry import all_classes, find_class
from steelyard.classes.selection import dated_list
from steelyard.cli.build import SHARED, asked, command
from steelyard.nomenclature.places import all_groups
from steelyard.nomenclature.products import NATIONAL_DIGITS, editions, products
from steelyard.questions.registry import VERBS, Verb
from steelyard.store.package import STORE_SCHEMA, read_catalogue
from steelyard.store.release import Release, Series
from steelyard.store.store import BUNDLED
from steelyard.terms.definition import Definition, choices
from steelyard.terms.errors import SteelyardError, error_types
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import KINDS

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
_BLOCK = re.compile(r"(<!-- generated: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_FLAGS = {"side": "--side", "import_basis": "--basis", "currency": "--currency", "as_of": "--as-of"}

_ABSENT = {
    "nil": "nil trade, where the partner and period have other rows",
    "missing": "missing, never zero",
}
_SHOWN = 6


def find(name: str) -> Verb:
    """Return the verb of this name."""
    return next(verb for verb in VERBS if verb.name == name)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def code(text: object) -> str:
    """Return a text as code, nothing for an empty one."""
    return f"`{text}`" if str(text) else ""


def verbs() -> str:
    """List the verbs."""
    return table(("verb", "what it does"), [(link(v.name), v.summary) for v in VERBS])


def link(verb: str) -> str:
    """Return a link to the section of a verb."""
    return f"[`{verb}`](#{verb.replace(' ', '-')})"


def arguments(verb: str) -> str:
    """List the arguments of a verb, or say that there are none."""
    notes = [(p, n) for p, n in _parameters(find(verb)) if isinstance(n, ArgumentInfo)]
    rows = [(_argument(p), "yes" if p.default is Parameter.empty else "no", n.help or "")
            for p, n in notes]  # fmt: skip
    return table(("argument", "required", "meaning"), rows) if rows else "No arguments."


def flags(verb: str) -> str:
    """List the flags that a verb does not share with the others."""
    own = [(p, n) for p, n in _options(find(verb)) if p.name not in SHARED]
    return _flag_table(own) if own else "No flags of its own."


def shared_flags() -> str:
    """List the flags that every verb takes."""
    return _flag_table((p, n) for p, n in _options(find("weigh")) if p.name in SHARED)


def examples(verb: str) -> str:
    """Return the registry's example lines of a verb."""
    return "```text\n" + "\n".join(find(verb).examples) + "\n```"


def definition() -> str:
    """List the fields of the definition."""
    rows = []
    for name, stated in Definition.model_fields.items():
        default = "none" if stated.default is None else code(stated.default)
        values = ", ".join(code(value) for value in choices(name)) or "free"
        rows.append((code(name), values, default, code(_flags(name)), stated.description or ""))
    return table(("field", "values", "default", "flag", "meaning"), rows)


def errors() -> str:
    """List every error that can be raised."""
    rows = [
        (f"[`[{kind.code}]`](#{kind.code})", str(kind.exit_code), _first(kind))
        for kind in error_types()
    ]
    return table(("code", "exit code", "in one line"), rows)


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


def classes() -> str:
    """List the technology classes."""
    rows = [(code(c.name), c.title, c.publisher, c.valid, c.reference) for c in all_classes()]
    return table(("class", "title", "publisher", "valid", "reference"), rows)


def nomenclatures() -> str:
    """List the nomenclatures whose codes are known, by edition and number of digits."""
    rows = []
    for name in NATIONAL_DIGITS:
        known = products(name).values()
        for edition in editions(name):
            mine = [p for p in known if edition in p.editions]
            counts = Counter(len(p.code) for p in mine)
            told = ", ".join(f"{counts[n]:,} of {n}" for n in sorted(counts))
            rows.append((code(name.lower()), edition, told))
    return table(("nomenclature", "edition", "codes, by number of digits"), rows)


def class_groups(name: str) -> str:
    """List the groups of a class, with the number of codes on its newest lists."""
    lines = dated_list(name)
    newest = {flow: max(x.last for x in lines if x.flow == flow) for flow in ("M", "X")}
    count = Counter((x.flow, x.group) for x in lines if x.last == newest[x.flow])
    rows = [
        (number, title, str(count["M", number]), str(count["X", number]))
        for number, title in find_class(name).groups.items()
    ]
    heads = ("group", "name", f"import codes of {newest['M']}", f"export codes of {newest['X']}")
    return table(heads, rows)


def groups() -> str:
    """List the groups of places."""
    rows = [
        (code(g.code), g.name, "dated" if g.dated else "fixed", str(len(g.ever())), g.source)
        for g in all_groups()
    ]
    return table(("group", "name", "membership", "members ever", "source"), rows)


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


def quirks(dataset: str) -> str:
    """List what a reader of a dataset must know."""
    found = [r for r in _releases() if r.dataset == dataset][-1]
    return "\n".join(f"- {quirk}" for quirk in found.quirks)


BLOCKS: dict[str, Callable[..., str]] = {
    "verbs": verbs,
    "arguments": arguments,
    "flags": flags,
    "shared-flags": shared_flags,
    "examples": examples,
    "definition": definition,
    "errors": errors,
    "statuses": statuses,
    "columns": columns,
    "kinds": kinds,
    "record": record,
    "schema-version": schema_version,
    "classes": classes,
    "class-groups": class_groups,
    "groups": groups,
    "nomenclatures": nomenclatures,
    "datasets": datasets,
    "release": release,
    "series": series,
    "quirks": quirks,
}


def filled(text: str) -> str:
    """Return a page with its generated blocks made anew."""

    def fill(match: re.Match[str]) -> str:
        name, _, about = match[2].partition(" ")
        made = BLOCKS[name](about) if about else BLOCKS[name]()
        return f"{match[1]}\n{made}\n\n{match[4]}"

    return _BLOCK.sub(fill, text)


def drifted() -> list[Path]:
    """Return the pages whose generated blocks are out of date."""
    pages = sorted(REFERENCE.glob("*.md"))
    return [p for p in pages if filled(p.read_text("utf-8")) != p.read_text("utf-8")]


def main(arguments: Sequence[str]) -> int:
    """Write the blocks, or with ``--check`` only tell which have drifted."""
    pages = drifted()
    for page in pages:
        print(page.name)
        if "--check" not in arguments:
            page.write_text(filled(page.read_text("utf-8")), "utf-8")
    return 1 if pages and "--check" in arguments else 0


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _parameters(verb: Verb) -> list[tuple[Parameter, OptionInfo | ArgumentInfo]]:
    made = signature(command(verb, lambda *_: None))
    return [(p, get_args(p.annotation)[1]) for p in made.parameters.values()]


def _options(verb: Verb) -> list[tuple[Parameter, OptionInfo]]:
    return [(p, n) for p, n in _parameters(verb) if isinstance(n, OptionInfo)]


def _argument(parameter: Parameter) -> str:
    many = "..." if "list" in str(parameter.annotation) else ""
    return code(parameter.name.upper() + many)


def _flag_table(options: Iterable[tuple[Parameter, OptionInfo]]) -> str:
    rows = [
        (
            ", ".join(code(name) for name in (note.default, *(note.param_decls or ()))),
            _values(parameter, note),
            note.help or "",
            code(note.envvar or ""),
            code(str(note.default).removeprefix("--")),
        )
        for parameter, note in options
    ]
    return table(("flag", "value", "meaning", "variable", "in the configuration file"), rows)


def _values(parameter: Parameter, note: OptionInfo) -> str:
    if parameter.default is False:
        return "switch"
    listed = (note.metavar or "FILE").strip("[]").split("|")
    return ", ".join(code(value) for value in listed)


def _flags(field: str) -> str:
    known = {f"--{(a.flag or n).replace('_', '-')}" for n, a in asked(find("weigh")).items()}
    flag = _FLAGS.get(field, "")
    return flag if flag in known else f"--set {field}=VALUE"


def _first(kind: type[SteelyardError]) -> str:
    return cleandoc(kind.__doc__ or "").split("\n\n", maxsplit=1)[0].replace("``", "`")


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
