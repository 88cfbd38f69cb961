"""Words as bash cuts them before it asks what may follow: at every colon.

``atp:el`` reaches us as three words, and only what replaces the last of them may be offered. Where
``COMP_WORDBREAKS`` has no colon, words come whole and nothing is done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO

_ASKED, _BASH = "_STEELYARD_COMPLETE", "complete_bash"
_WORDS, _PLACE = "COMP_WORDS", "COMP_CWORD"


@contextmanager
def as_bash_cuts(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Let bash ask with whole words, and offer it what follows the colon at which it has cut.

    Args:
        environ: the variables of the process, in which the shell tells the words.
    """
    kept = rejoin(environ) if environ.get(_ASKED) == _BASH else ""
    if not kept:
        yield
        return
    told = StringIO()
    try:
        with redirect_stdout(told):
            yield
    finally:
        sys.stdout.write("".join(_after(kept, line) for line in told.getvalue().splitlines(True)))


def rejoin(environ: MutableMapping[str, str]) -> str:
    """Put words together again that bash has cut at a colon.

    Returns:
        The beginning of the word that is typed which bash keeps by itself; empty where it keeps
        none.
    """
    given, place = environ.get(_WORDS, "").split("\n"), environ.get(_PLACE, "")
    if not (place.isascii() and place.isdecimal()):
        return ""
    at = min(int(place), len(given))
    typed = "".join(given[at : at + 1])
    whole = _joined(given[: at + 1]) if typed else [*_joined(given[:at]), ""]
    environ[_WORDS], environ[_PLACE] = "\n".join(whole), str(len(whole) - 1)
    return whole[-1][: whole[-1].rfind(":") + 1] if typed not in {"", whole[-1]} else ""


def _joined(given: list[str]) -> list[str]:
    """Return whole words: a colon joins what stands before and after it."""
    found: list[str] = []
    for word in given:
        colon = bool(word) and not word.strip(":")
        after = bool(found) and found[-1].endswith(":") and not word.startswith("-")
        if found and (colon or after):
            found[-1] += word
        else:
            found.append(word)
    return found


def _after(kept: str, line: str) -> str:
    """Return what a line has after the beginning that bash keeps, whatever its case."""
    return line[len(kept) :] if line.casefold().startswith(kept.casefold()) else line
