"""The formats in which an answer can be written, by name, and by the ending of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from steelyard.report.chart_verbs import DRAWN
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, did_you_mean

GROUP = "steelyard.formats"


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which an answer can be written; calling it gives the bytes.

    Other packages add one by an entry point of the group ``steelyard.formats``: its name is the
    format's, its object a ``Format``. The names below cannot be taken.

    Attributes:
        home: ``module:function`` that takes an Answer and returns bytes; imported when it is used.
        endings: endings of files that name the format, with their dot, in small letters.
        binary: True when it would garble a terminal.
        side: ``module:function`` that makes the file saved beside, from the Answer, the name of the
            file and its bytes; empty when there is none.
        verbs: the verbs whose answers it can hold; empty for every verb.
    """

    home: str
    endings: tuple[str, ...] = ()
    binary: bool = False
    side: str = ""
    verbs: tuple[str, ...] = ()

    def __call__(self, answer: Answer) -> bytes:
        """Return the answer in this format."""
        made: bytes = _load(self.home)(answer)
        return made

    def description(self, answer: Answer, name: str, content: bytes) -> bytes:
        """Return what is saved beside the file ``name`` that holds ``content``; needs ``side``."""
        made: bytes = _load(self.side)(answer, name, content)
        return made


def to_json(answer: Answer) -> bytes:
    """Return the JSON contract, one line."""
    return (answer.to_json() + "\n").encode("utf-8", "backslashreplace")


def to_table(answer: Answer) -> bytes:
    """Return the terminal table as plain text."""
    from steelyard.report.table import plain_text  # noqa: PLC0415  (slow to import)

    return plain_text(answer).encode("utf-8", "backslashreplace")


_HERE = "steelyard.report"
_PICTURED = tuple(DRAWN)
FORMATS: Mapping[str, Format] = {
    "table": Format(f"{_HERE}.formats:to_table", (".txt",)),
    "json": Format(f"{_HERE}.formats:to_json", (".json",)),
    "csv": Format(
        f"{_HERE}.csv_table:to_csv", (".csv",), side=f"{_HERE}.csv_table:csv_description"
    ),
    "sdmx-csv": Format(
        f"{_HERE}.sdmx:to_sdmx_csv", side=f"{_HERE}.sdmx:sdmx_description", verbs=("weigh",)
    ),
    "parquet": Format(f"{_HERE}.parquet:to_parquet", (".parquet",), binary=True),
    "png": Format(f"{_HERE}.chart:to_png", (".png",), binary=True, verbs=_PICTURED),
    "svg": Format(f"{_HERE}.chart:to_svg", (".svg",), verbs=_PICTURED),
    "html": Format(f"{_HERE}.chart:to_html", (".html",), verbs=_PICTURED),
}


def formats() -> dict[str, Format]:
    """Return every format by name: those of Steelyard, then those plugged in."""
    return {**_plugged(), **FORMATS}


def format_named(name: str) -> Format:
    """Return one of ``formats()``; what is plugged in is read only when it is needed."""
    return FORMATS[name] if name in FORMATS else formats()[name]


def find_format(name: str | None, output: Path | None) -> str:
    """Return the format asked for, else the one that the file's ending names, else ``table``.

    Raises:
        BadOption: there is no such format.
    """
    if name is None:
        return _by_ending(output) if output else "table"
    if name in FORMATS or name in formats():
        return name
    raise BadOption(
        f"You asked for the format {name!r}",
        f"there are {', '.join(formats())}",
        "A format that is guessed could not be read by the program that waits for it",
        did_you_mean(name, formats(), "Use one of these."),
    )


def _by_ending(output: Path) -> str:
    ending = output.suffix.lower()
    for known in (FORMATS, formats()):
        for name, form in known.items():
            if ending in form.endings:
                return name
    if output.exists() and not output.is_file():
        return "table"  # a pipe or a device has no ending to go by
    endings = [known for form in formats().values() for known in form.endings]
    raise BadOption(
        f"You asked to write to {output}",
        f"the ending {ending!r} names no format" if ending else "the name has no ending",
        "A format that is guessed could not be read by the program that waits for it",
        f"End the name with one of {', '.join(endings)}, or say --format.",
    )


@cache
def _plugged() -> dict[str, Format]:
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {point.name: point.load() for point in points}


def _load(home: str) -> Any:  # noqa: ANN401
    module, function = home.split(":")
    return getattr(import_module(module), function)
