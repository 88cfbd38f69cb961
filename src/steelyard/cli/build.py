"""From a verb of the registry to a command of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from steelyard.questions.registry import Verb
from steelyard.report.formats import FORMATS
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption

Runner = Callable[[Verb, dict[str, Any]], None]
ARGUMENTS = {AskKind.ARGUMENT, AskKind.MANY}
_EXAMPLES = {"set": ", for example --set adjustment=seasonal"}
SHARED = {"format", "output", "store", "strict", "quiet"}


def asked(verb: Verb) -> dict[str, Ask]:
    """Return the described parameters of a verb, by name, in order."""
    return {name: ask for name, (ask, _) in verb.asks().items()}


def command(verb: Verb, run: Runner) -> Callable[..., None]:
    """Return the function that typer turns into the command of a verb."""
    function = verb.function()
    own = inspect.signature(function).parameters
    parameters = [_parameter(name, ask, own[name]) for name, ask in asked(verb).items()]
    parameters += _shared(takes_store="store" in own)

    def call(**values: Any) -> None:  # noqa: ANN401
        run(verb, values)

    call.__name__ = verb.name.split()[-1]
    call.__doc__ = _help(verb)
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call


def stub(verb: Verb) -> Callable[[], None]:
    """Return a command with the verb's summary only, for lists of commands."""

    def call() -> None:
        """Stand in for the verb."""

    call.__name__ = verb.name.split()[-1]
    call.__doc__ = verb.summary
    return call


def pairs(given: list[str], flag: str = "set") -> dict[str, str]:
    """Read repeated ``KEY=VALUE`` of a flag.

    Raises:
        BadOption: one has no equals sign.
    """
    found: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals:
            raise BadOption(
                f"You gave --{flag} {text}",
                "it has no equals sign",
                "Nothing tells which choice is meant",
                f"Write --{flag} KEY=VALUE{_EXAMPLES.get(flag, '')}.",
            )
        name = key.strip().replace("-", "_")
        if found.setdefault(name, value.strip()).casefold() != value.strip().casefold():
            raise BadOption(
                f"You gave --{flag} {name} twice",
                f"once {found[name]}, once {value.strip()}",
                "Two definitions in one figure cannot be told apart",
                "Set it once.",
            )
    return found


def _parameter(name: str, ask: Ask, own: inspect.Parameter) -> inspect.Parameter:
    required = own.default is inspect.Parameter.empty
    if ask.kind in ARGUMENTS:
        kind: Any = list[Path] if ask.kind is AskKind.MANY else str
        note = typer.Argument(help=ask.help, autocompletion=_completion(ask), show_default=False)
        default = inspect.Parameter.empty if required else own.default
    else:
        kind = {AskKind.SWITCH: bool, AskKind.PAIRS: list[str]}.get(ask.kind, str | None)
        note = typer.Option(
            f"--{(ask.flag or name).replace('_', '-')}",
            help=ask.help,
            metavar=_metavar(ask),
            envvar=f"STEELYARD_{(ask.flag or name).upper()}",
            show_envvar=False,
            show_default=False,
            autocompletion=_completion(ask),
        )
        default = {AskKind.SWITCH: False, AskKind.PAIRS: []}.get(ask.kind)
    return _keyword(name, Annotated[kind, note], default)


def _shared(*, takes_store: bool) -> list[inspect.Parameter]:
    def option(kind: Any, *names: str, about: str, metavar: str | None = None) -> Any:  # noqa: ANN401
        key = f"STEELYARD_{names[0].strip('-').upper()}"
        note = typer.Option(
            *names, help=about, metavar=metavar, envvar=key, show_envvar=False, show_default=False
        )
        return Annotated[kind, note]

    formats = f"[{'|'.join(FORMATS)}]"
    found = [
        _keyword(
            "format",
            option(str | None, "--format", about="form of the answer", metavar=formats),
            None,
        ),
        _keyword("output", option(Path | None, "--output", "-o", about="write to this file"), None),
        _keyword("strict", option(bool, "--strict", about="exit 1 when there is a gap"), False),
        _keyword("quiet", option(bool, "--quiet", "-q", about="no notes on stderr"), False),
    ]
    if takes_store:
        about = "folder of your own store, opened beside the bundled data"
        found.append(
            _keyword("store", option(str | None, "--store", about=about, metavar="PATH"), None)
        )
    return found


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _metavar(ask: Ask) -> str | None:
    if ask.kind is AskKind.SWITCH:
        return None
    return f"[{'|'.join(ask.choices)}]" if ask.choices else ask.metavar or "TEXT"


def _completion(ask: Ask) -> Callable[[str], list[tuple[str, str]]] | None:
    if not ask.choices and not ask.complete:
        return None

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from steelyard.cli.complete import names  # noqa: PLC0415  (only in a shell's completion)

        return names(ask, incomplete)

    return complete


def _help(verb: Verb) -> str:
    examples = "\n\n".join(f"  {line}" for line in verb.examples)
    return f"{verb.summary}\n\nExamples:\n\n{examples}"
