"""Where an answer goes: data to standard output or a file, notes and gaps to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TextIO

from steelyard.report.formats import FORMATS, find_format
from steelyard.report.visible import visible
from steelyard.store.package import replace
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import (
    ANSWERED,
    BadOption,
    CannotAnswer,
    CannotWrite,
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
    if output.file is None and name == "table" and on_terminal(sys.stdout):
        _show(answer)
    else:
        write(FORMATS[name](answer), output.file)
    problem = _problem(answer, output)
    if name != "json" and not output.quiet:
        _say(answer, told=problem is not None and len(answer.gaps) == 1)
    if problem is None:
        return ANSWERED
    say(str(problem))
    return problem.exit_code


def check(output: Output) -> None:
    """Refuse what cannot be written before any work is done.

    Raises:
        BadOption: there is no such format, or it cannot go where it is asked to.
        CannotWrite: the file names a folder, or one that does not exist.
    """
    name, file = find_format(output.format, output.file), output.file
    if name == "parquet" and file is None and on_terminal(sys.stdout):
        raise BadOption(
            "You asked for Parquet on the terminal",
            "Parquet is a binary format",
            "It would garble the terminal",
            "Write it to a file with -o FILE.parquet.",
        )
    if file is not None and (file.is_dir() or not file.resolve().parent.is_dir()):
        raise _cannot_write(file, "it is a folder" if file.is_dir() else "its folder is not there")


def on_terminal(stream: TextIO | None) -> bool:
    """Tell whether a standard stream is open and a terminal."""
    return stream is not None and stream.isatty()


def say(text: str) -> None:
    """Print one message to standard error; on a terminal wrapped between words."""
    text = visible(text)
    if on_terminal(sys.stderr):
        width = shutil.get_terminal_size().columns
        text = fill(text, width, subsequent_indent="  ", break_on_hyphens=False)
    print(text, file=sys.stderr)  # noqa: T201


def write(content: bytes, file: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output.

    A pipe or device is written to as it is; a link is followed.

    Raises:
        CannotWrite: the file cannot be written.
    """
    try:
        if file is None and sys.stdout is None:
            raise _cannot_write(Path("standard output"), "it is closed")
        if file is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        elif file.exists() and not file.is_file():
            file.write_bytes(content)
        else:
            replace(file.resolve(), content)
    except BrokenPipeError:
        _reader_gone()
    except OSError as error:
        place = file or Path("standard output")
        raise _cannot_write(place, f"it cannot be written ({error.strerror})") from error


def _reader_gone() -> None:
    """Leave quietly when the reader of standard output goes away (``| head``)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _cannot_write(file: Path, found: str) -> CannotWrite:
    return CannotWrite(
        f"You asked to write to {file}",
        found,
        "The answer was not saved",
        "Name a file in a folder that exists and that you may write to.",
    )


def _show(answer: Answer) -> None:
    from rich.console import Console  # noqa: PLC0415  (slow to import)

    from steelyard.report.table import show  # noqa: PLC0415

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
    gap = answer.gaps[0]
    asked = f"You asked to {answer.verb} {_words(answer)}"
    return kind(asked, f"{found}: {gap.what}: {gap.why}", "Missing is not zero", gap.remedy)


def _words(answer: Answer) -> str:
    question = answer.question
    periods = ":".join(question.get("periods") or [])
    words = (question.get(key, "") for key in ("reporter", "partner", "of"))
    return " ".join([*(str(word) for word in words if word), periods]).strip()


def _self_test(answer: Answer) -> SelfTestFailed:
    failed = [f"{row[0]}: {row[2]}" for row in answer.rows if row[1] == "failed"]
    return SelfTestFailed(
        "You asked whether this installation is sound",
        f"these checks failed: {'; '.join(failed)}",
        "Its answers cannot be trusted until that is mended",
        "Mend what is named, or install Steelyard afresh; then run `steelyard doctor` again.",
    )
