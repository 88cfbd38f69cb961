"""Where an answer goes: data to standard output or a file, notes and gaps to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TextIO

from steelyard.report.formats import find_format, format_named
from steelyard.report.save import cannot_write, check_place, save
from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import (
    ANSWERED,
    BadOption,
    CannotAnswer,
    GapsFound,
    NotHeld,
    SelfTestFailed,
    SteelyardError,
)


@dataclass(frozen=True, slots=True)
class Output:
    """The flags that every verb shares.

    Attributes:
        format: name of a format, or None to go by the file's ending.
        file: where to write, or None for standard output.
        strict: count gaps as no answer.
        quiet: keep notes to oneself.
    """

    format: str | None = None
    file: Path | None = None
    strict: bool = False
    quiet: bool = False


def deliver(answer: Answer, output: Output) -> int:
    """Write an answer where it belongs and return the exit code."""
    name = find_format(output.format, output.file)
    if output.file is not None:
        save(answer, format_named(name), output.file)
    elif name == "table" and on_terminal(sys.stdout):
        _show(answer)
    else:
        _print(format_named(name)(answer))
    problem = _problem(answer, output)
    if name != "json" and not output.quiet:
        _say(answer, told=problem is not None and len(answer.gaps) == 1)
    if problem is None:
        return ANSWERED
    say(str(problem))
    return problem.exit_code


def check(output: Output, verb: str = "") -> None:
    """Refuse what cannot be written before any work is done.

    Raises:
        BadOption: there is no such format, it cannot go where it is asked to, or it cannot hold the
            answers of ``verb``.
        CannotWrite: the file cannot be written to, or the one beside it is not Steelyard's.
    """
    name, file = find_format(output.format, output.file), output.file
    form = format_named(name)
    if verb and form.verbs and verb not in form.verbs:
        raise _not_for(name, verb, form.verbs)
    if file is not None:
        check_place(form, file)
    elif form.binary and on_terminal(sys.stdout):
        raise BadOption(
            f"You asked for {name} on the terminal",
            f"{name} is a binary format",
            "It would garble the terminal",
            f"Write it to a file with -o FILE{''.join(form.endings[:1])}.",
        )


def _not_for(name: str, verb: str, verbs: tuple[str, ...]) -> BadOption:
    return BadOption(
        f"You asked for the answer to {verb} as {name}",
        f"that format holds answers to {', '.join(verbs)} only",
        "Forced into it the answer would lose what it says",
        "Use --format table, json, csv or parquet.",
    )


def on_terminal(stream: TextIO | None) -> bool:
    """Tell whether a standard stream is open and a terminal."""
    return stream is not None and stream.isatty()


def say(text: str) -> None:
    """Print one message to standard error; on a terminal wrapped between words.

    Nothing is printed when standard error is closed or full: there is nobody to tell.
    """
    text = visible(text)
    if on_terminal(sys.stderr):
        width = shutil.get_terminal_size().columns
        text = fill(text, width, subsequent_indent="  ", break_on_hyphens=False)
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr)  # noqa: T201


def _print(content: bytes) -> None:
    with _standard_output():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


@contextmanager
def _standard_output() -> Iterator[None]:
    """Leave quietly when the reader goes away (``| head``); tell what else goes wrong."""
    place = Path("standard output")
    if sys.stdout is None:
        raise cannot_write(place, "it is closed")
    try:
        yield
    except BrokenPipeError:
        _drop_the_rest()
    except OSError as error:
        _drop_the_rest()
        raise cannot_write(place, f"it cannot be written ({error.strerror})") from error


def _drop_the_rest() -> None:
    """Let what is buffered go nowhere, so that the interpreter does not try again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _show(answer: Answer) -> None:
    from rich.console import Console  # noqa: PLC0415  (slow to import)

    from steelyard.report.table import show  # noqa: PLC0415

    with _standard_output():
        show(answer, Console(highlight=False))


def _say(answer: Answer, *, told: bool) -> None:
    """Print the notes, and the gaps unless the error text tells the only one."""
    lines = [f"Note [{note.code}] {note.text}" for note in answer.notes]
    gaps = [] if told else answer.gaps
    lines += [f"Gap: {gap.what}: {gap.why}. {gap.remedy}" for gap in gaps]
    for line in lines:
        say(line)


def _problem(answer: Answer, output: Output) -> SteelyardError | None:
    if any(note.code == "self-test-failed" for note in answer.notes):
        return _self_test(answer)
    if answer.ending is Ending.CANNOT_ANSWER:
        return _gaps(NotHeld, answer, "nothing held answers it")
    if output.strict and answer.gaps:
        return _gaps(GapsFound, answer, _counted(answer))
    return None


def _counted(answer: Answer) -> str:
    count = len(answer.gaps)
    return f"the answer has {count} gap{'s' if count > 1 else ''}"


def _gaps(kind: type[CannotAnswer], answer: Answer, found: str) -> CannotAnswer:
    gap = min(answer.gaps, key=lambda gap: "ask with --" not in gap.remedy)
    several = " " in answer.verb or answer.verb == "index"
    asked = f"You asked {'for' if several else 'to'} {answer.verb} {_words(answer)}"
    return kind(asked, f"{found}: {gap.what}: {gap.why}", "Missing is not zero", gap.remedy)


def _words(answer: Answer) -> str:
    question = answer.question
    periods = ":".join(question.get("periods") or [])
    told = ("index", "reporter", "country", "partner", "of", "file")
    words = (question.get(key, "") for key in told)
    return " ".join([*(str(word) for word in words if word), periods]).strip()


def _self_test(answer: Answer) -> SelfTestFailed:
    failed = [f"{row[0]}: {row[2]}" for row in answer.rows if row[1] == "failed"]
    return SelfTestFailed(
        "You asked whether this installation is sound",
        f"these checks failed: {'; '.join(failed)}",
        "Its answers cannot be trusted until that is mended",
        "Mend what is named, or install Steelyard afresh; then run `steelyard doctor` again.",
    )
