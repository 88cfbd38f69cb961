"""The entry of the command line: one run from arguments to an exit code, without a traceback."""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from steelyard.cli.build import ARGUMENTS, SHARED, asked, command, pairs, stub
from steelyard.cli.complete_bash import as_bash_cuts
from steelyard.cli.config import has_config, read_config
from steelyard.questions.registry import GROUPS, VERBS, Verb
from steelyard.terms.ask import AskKind
from steelyard.terms.errors import ANSWERED, BadOption, SteelyardError, Unexpected
from steelyard.terms.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED = 130
# No question, so in no other face. Found by its name, since faces do not import each other.
SERVE = Verb(
    "serve",
    "Answer the same questions over HTTP, on this machine, until Ctrl-C.",
    "steelyard.api.command:serve",
    ("steelyard serve", "steelyard serve --port 8080 --no-open"),
)
ABOUT = """Weighs technology trade between countries and shows its work.

Every answer carries its evidence, its definition and its gaps; missing is never zero.
"""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with as_bash_cuts(os.environ):
        code = exit_code(given)
    raise SystemExit(code)


def exit_code(arguments: list[str]) -> int:
    """Run one command line; every error becomes a coded text on standard error."""
    try:
        result = _command(arguments)(args=arguments, standalone_mode=False)
    except SteelyardError as error:
        return _tell(error)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except Exception as error:  # noqa: BLE001  (the last door: no traceback reaches a user)
        return _refuse(error)
    if result == INTERRUPTED:  # typer has caught Ctrl-C itself
        return _interrupted()
    return result if isinstance(result, int) else ANSWERED


def _command(arguments: list[str]) -> Any:  # noqa: ANN401
    """Build the commands; only those that the arguments name in full, to start quickly."""
    app = typer.Typer(help=ABOUT, no_args_is_help=True, rich_markup_mode="rich")
    app.callback()(_root)
    groups: dict[str, typer.Typer] = {}
    chosen = {a for a in arguments if not a.startswith("-")} if arguments else set()
    everything = "_STEELYARD_COMPLETE" in os.environ
    for verb in VERBS:
        group, _, _ = verb.name.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(help=GROUPS[group], no_args_is_help=True)
            app.add_typer(groups[group], name=group)
        wanted = everything or verb.name.split()[0] in chosen
        made: Callable[..., None] = command(verb, _run) if wanted else stub(verb)
        target = groups[group] if group else app
        target.command(verb.name.split()[-1])(made)
    starts = everything or SERVE.name in chosen
    app.command(SERVE.name)(SERVE.function() if starts else stub(SERVE))
    tree = typer.main.get_command(app)
    tree.context_settings["help_option_names"] = ["-h", "--help"]
    if not {"-h", "--help"} & set(arguments):
        tree.context_settings["default_map"] = _defaults(chosen)
    return tree


def _print_version(asked_for: bool) -> None:
    if asked_for:
        print(f"steelyard {__version__}")  # noqa: T201
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and leave.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take the flags that stand before a verb."""


def _defaults(chosen: set[str]) -> dict[str, Any]:
    """Return the defaults of the configuration file, as the commands want them."""
    verbs = [verb for verb in (*VERBS, SERVE) if verb.name.split()[0] in chosen]
    if not verbs or not has_config():
        return {}
    flags = {
        ask.flag or name: name
        for verb in VERBS
        for name, ask in asked(verb).items()
        if ask.kind not in ARGUMENTS
    }
    known = {**flags, **{name: name for name in SHARED}}
    settings = {known[flag]: value for flag, value in read_config(set(known)).items()}
    tree: dict[str, Any] = {}
    for verb in verbs:
        *group, name = verb.name.split()
        place = tree.setdefault(group[0], {}) if group else tree
        place[name] = settings
    return tree


def _run(verb: Verb, values: dict[str, Any]) -> None:
    from steelyard.cli.output import Output, check, deliver  # noqa: PLC0415  (after the arguments parse)

    shared = {name: values.pop(name) for name in SHARED if name in values}
    asks = asked(verb)
    given = {
        name: pairs(value, asks[name].flag or name) if asks[name].kind is AskKind.PAIRS else value
        for name, value in values.items()
        if value is not None and value != []
    }
    if "store" in shared:
        given["store"] = shared["store"]
    output = Output(shared["format"], shared["output"], shared["strict"], shared["quiet"])
    check(output, verb.name)
    with _progress(verb, output.quiet) as telling:
        answer = verb.function()(**given, **telling)
    raise typer.Exit(deliver(answer, output))


@contextmanager
def _progress(verb: Verb, quiet: bool) -> Iterator[dict[str, Any]]:
    """Show what long work is doing."""
    takes = inspect.signature(verb.function()).parameters
    if "tell" not in takes:
        yield {}
        return
    from steelyard.cli.progress import watching  # noqa: PLC0415  (only for long work)

    with watching(quiet) as given:
        yield {name: value for name, value in given.items() if name in takes}


def _tell(error: SteelyardError) -> int:
    from steelyard.cli.output import say  # noqa: PLC0415  (errors are rare)

    say(str(error))
    return error.exit_code


def _interrupted() -> int:
    from steelyard.cli.output import say  # noqa: PLC0415  (rare)

    say("Interrupted. Nothing was written of what was at work; what was done before it is kept.")
    return INTERRUPTED


def _refuse(error: Exception) -> int:
    if not hasattr(error, "format_message"):
        return _tell(_unexpected(error))
    if not error.format_message():
        return ANSWERED  # no arguments were given and the help has been shown
    return _tell(_usage(error))


def _usage(error: Exception) -> BadOption:
    message = str(error.format_message())  # type: ignore[attr-defined]
    return BadOption(
        "The command line was not understood",
        message,
        "A flag that is guessed would answer another question",
        "Run the command with --help to see its arguments, flags and examples.",
    )


def _unexpected(error: Exception) -> Unexpected:
    if os.environ.get("STEELYARD_DEBUG"):
        traceback.print_exception(error)
    return Unexpected(
        "The command could not be finished",
        f"{type(error).__name__}: {error}",
        "This is a defect of Steelyard; no answer was given",
        "Run it again with STEELYARD_DEBUG=1 to see where, and report that with the command.",
    )
