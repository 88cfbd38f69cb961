"""Pages of the documentation: their blocks, and running what they show.

A page is run from top to bottom in one empty folder, with its own environment:

- ```` ```console ````: each line that begins with ``$ steelyard`` (variables such as
  ``STEELYARD_QUIET=1`` may stand before it) is run in process. It must end with the exit code 0,
  or with N when the next line says ``# exit N``. What stands below must be its standard output, or
  that followed by its standard error; a line ``...`` stands for any lines, and within a line for
  any words. Nothing below: the output is free. A command that is piped or redirected is run up to
  there and its output is free.
- ```` ```toml file=NAME ```` (any language): the block is written to the file.
- ```` ```python ````: the block is run; all of a page share their names. A ```` ```text ```` block
  right after it is what it prints.

``python tests/docs/doc_pages.py [PAGE...]`` runs the pages and writes the real outputs into them,
wherever a block is shown in full (without ``...``).
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
ELISION = "..."
_FENCE = re.compile(r"^```(\S*)[ ]*(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"# exit (\d+)")
_SHELL = {"|", "||", "&&", ";", ">", ">>", "<", "2>", "&>"}
_VARIABLE = re.compile(r"[A-Z_]+=")
_ANSWERS: dict[str, Any] = {}


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the rest of its first line, its text, where it stands."""

    language: str
    rest: str
    text: str
    place: tuple[int, int]
    line: int


@dataclass
class Command:
    """One command of a console block, with the lines shown below it."""

    typed: str
    expected: int = 0
    shown: list[str] = field(default_factory=list)
    stated: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the command, without variables, up to a pipe or a redirection."""
        return self._split()[1]

    @property
    def variables(self) -> dict[str, str]:
        """The variables set before the command."""
        return dict(word.split("=", 1) for word in self._split()[0])

    @property
    def cut(self) -> bool:
        """True when the command goes on with a pipe or a redirection."""
        return any(word in _SHELL for word in shlex.split(self.typed))

    @property
    def runs(self) -> bool:
        """True for a command of Steelyard."""
        return self.words[:1] == ["steelyard"]

    def lines(self) -> list[str]:
        """The command as the block shows it, without output."""
        return [f"$ {self.typed}", *([f"# exit {self.expected}"] if self.stated else [])]

    def _split(self) -> tuple[list[str], list[str]]:
        words = shlex.split(self.typed)
        end = next((i for i, word in enumerate(words) if word in _SHELL), len(words))
        begin = next((i for i, word in enumerate(words) if not _VARIABLE.match(word)), end)
        return words[:begin], words[begin:end]


def pages() -> list[Path]:
    """Return every page that is run, as a path below the root."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    return sorted(page.relative_to(ROOT) for page in found if page.is_file())


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    return [
        Block(m[1], m[2], m[3], m.span(3), text.count("\n", 0, m.start()) + 1)
        for m in _FENCE.finditer(text)
    ]


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block with what is shown below each."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:]))
        elif found and found[-1].typed.endswith("\\") and not found[-1].shown:
            found[-1].typed += "\n" + line
        elif found and not found[-1].shown and (told := _EXIT.fullmatch(line)):
            found[-1].expected, found[-1].stated = int(told[1]), True
        elif found:
            found[-1].shown.append(line.rstrip())
    return found


@dataclass
class Printed:
    """The lines that a run printed to standard output, and to standard error."""

    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)

    def shows(self, shown: list[str]) -> bool:
        """Tell whether lines shown are what was printed, with or without standard error."""
        return agrees(shown, self.out) or agrees(shown, self.out + self.err)


def run(command: Command) -> tuple[int, Printed]:
    """Run a command of Steelyard in process; return its exit code and what it printed."""
    from steelyard.cli.main import exit_code  # noqa: PLC0415  (so that blocks can be read alone)

    before = dict(os.environ)
    os.environ.update(command.variables)
    try:
        with _captured() as printed:
            code = exit_code(command.words[1:])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return code, printed


def run_python(block: Block, names: dict[str, Any]) -> list[str]:
    """Run a block of Python; return what it printed."""
    with _captured() as printed:
        exec(compile(block.text, f"line {block.line}", "exec"), names)  # noqa: S102  (our pages)
    return printed.out


def write_file(block: Block) -> bool:
    """Write a block that names a file into the folder; tell whether it does."""
    name = re.fullmatch(r"file=(\S+)", block.rest)
    if name:
        Path(name[1]).parent.mkdir(parents=True, exist_ok=True)
        Path(name[1]).write_text(block.text, encoding="utf-8")
    return bool(name)


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Tell whether the lines shown are the lines printed, ``...`` standing for anything."""
    lines = "\n".join(shown).strip("\n").split("\n")
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == ELISION else _line(line) for line in lines)
    text = "\n".join(printed).strip("\n") + "\n"
    return re.fullmatch(pattern, text) is not None


def _line(shown: str) -> str:
    return ".*".join(re.escape(part) for part in shown.split(ELISION)) + "\n"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Work in a folder, without the user's settings and without the user's store."""
    before = dict(os.environ)
    for name in [*before]:
        if name.startswith(("STEELYARD_", "_STEELYARD", "_TYPER")) or name == "COLUMNS":
            del os.environ[name]
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
        os.environ[name] = str(folder / ".home" / name)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _captured() -> Iterator[Printed]:
    printed = Printed()
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield printed
    finally:
        printed.out, printed.err = _lines(out), _lines(err)


def _lines(stream: io.TextIOWrapper) -> list[str]:
    text = stream.buffer.getvalue().decode("utf-8", errors="replace")
    return [line.rstrip() for line in text.splitlines()]


def differences(page: str) -> list[str]:
    """Run a page of the repository in a folder of its own; return what does not agree."""
    with tempfile.TemporaryDirectory() as folder, alone(Path(folder)), _bundled_asked_once():
        return _differences((ROOT / page).read_text(encoding="utf-8"))


@contextlib.contextmanager
def _bundled_asked_once() -> Iterator[None]:
    """Answer a question to the bundled data that was asked before with the same answer."""
    from steelyard.questions import weigh as home  # noqa: PLC0415  (so that blocks can be read alone)
    from steelyard.store.store import default_root  # noqa: PLC0415

    first = home.weigh

    @functools.wraps(first)
    def asked(*places: str, **flags: Any) -> Any:
        if flags.get("store") is not None or default_root().exists():
            return first(*places, **flags)
        question = repr((places, sorted(flags.items())))
        if question not in _ANSWERS:
            _ANSWERS[question] = first(*places, **flags)
        return _ANSWERS[question]

    with mock.patch.object(home, "weigh", asked):
        yield


def _differences(text: str) -> list[str]:
    names: dict[str, Any] = {"__name__": "page"}
    python, wrong = None, []
    for block in blocks(text):
        told, python = python, None
        if write_file(block):
            continue
        if block.language == "python":
            python = run_python(block, names)
        elif block.language == "text" and told is not None:
            if not agrees(block.text.splitlines(), told):
                wrong.append(f"line {block.line}: Python prints\n" + "\n".join(told))
        elif block.language == "console":
            wrong += [line for command in commands(block) for line in _try(command)]
    return wrong


def _try(command: Command) -> list[str]:
    if not command.runs:
        return []
    code, printed = run(command)
    everything = "\n".join(printed.out + printed.err)
    if code != command.expected:
        return [f"{command.typed}: exit {code}, not {command.expected}\n{everything}"]
    if not command.shown or command.cut or printed.shows(command.shown):
        return []
    return [f"{command.typed}: prints\n{everything}"]


def rewritten(text: str) -> str:
    """Return a page with the real output of every command that is shown in full."""
    names: dict[str, Any] = {"__name__": "page"}
    new, after_python = text, None
    for block in blocks(text):
        content = block.text
        if not write_file(block) and block.language == "python":
            after_python = run_python(block, names)
            continue
        if block.language == "text" and after_python is not None:
            content = "\n".join(after_python) + "\n"
        if block.language == "console":
            content = "\n".join(line for c in commands(block) for line in _renewed(c)) + "\n"
        after_python = None
        if content != block.text:
            new = new.replace(f"\n{block.text}```", f"\n{content}```", 1)
    return new


def _renewed(command: Command) -> list[str]:
    if not command.runs:
        return [*command.lines(), *command.shown]
    code, printed = run(command)
    command.expected, command.stated = code, code != 0
    full = command.shown and not command.cut and ELISION not in "".join(command.shown)
    noted = any(line.startswith(("Note [", "Gap: ")) for line in command.shown)
    lines = printed.out + printed.err if code or noted else printed.out
    output = "\n".join(lines).strip("\n").split("\n")
    return [*command.lines(), *(output if full else command.shown)]


def _main() -> None:
    for page in sys.argv[1:] or map(str, pages()):
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder, alone(Path(folder)):
            new = rewritten(text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"{page}: outputs renewed")  # noqa: T201


if __name__ == "__main__":
    _main()
