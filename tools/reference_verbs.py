"""Generated blocks on the verbs: lists, arguments, flags, examples."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import Parameter, signature
from typing import get_args

from typer.models import ArgumentInfo, OptionInfo

from reference_markdown import code, table
from steelyard.cli.build import SHARED, command
from steelyard.questions.registry import VERBS, Verb


def find(name: str) -> Verb:
    """Return the verb of this name."""
    return next(verb for verb in VERBS if verb.name == name)


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
