"""Generated blocks on the terms: definition, errors, classes, groups, nomenclatures."""

from __future__ import annotations

from collections import Counter
from inspect import cleandoc

from reference_markdown import code, table
from reference_verbs import find
from steelyard.classes.registry import all_classes, find_class
from steelyard.classes.selection import dated_list
from steelyard.cli.build import asked
from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.places import all_groups
from steelyard.terms.definition import Definition, choices
from steelyard.terms.errors import SteelyardError, error_types
from steelyard.terms.product import Edition

_FLAGS = {"side": "--side", "import_basis": "--basis", "currency": "--currency", "as_of": "--as-of"}


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


def classes() -> str:
    """List the technology classes."""
    rows = [(code(c.name), c.title, c.publisher, c.valid, c.reference) for c in all_classes()]
    return table(("class", "title", "publisher", "valid", "reference"), rows)


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


def nomenclatures() -> str:
    """List the nomenclatures whose codes are known, by edition and level."""
    rows = []
    for name in NOMENCLATURES:
        for edition in editions(name):
            counts = Counter(one.level for one in codes_of(Edition(name, edition)).values())
            told = ", ".join(f"{counts[n]:,} of {n}" for n in sorted(counts))
            rows.append((code(name.lower()), edition, told))
    return table(("nomenclature", "edition", "codes, by number of digits (EBOPS: steps)"), rows)


def _flags(field: str) -> str:
    known = {f"--{(a.flag or n).replace('_', '-')}" for n, a in asked(find("weigh")).items()}
    flag = _FLAGS.get(field, "")
    return flag if flag in known else f"--set {field}=VALUE"


def _first(kind: type[SteelyardError]) -> str:
    return cleandoc(kind.__doc__ or "").split("\n\n", maxsplit=1)[0].replace("``", "`")
