"""What long work shows on a terminal while it runs: a bar, and questions about a mapping."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from steelyard.cli.output import on_terminal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from steelyard.ingest.mapped import Asker
    from steelyard.sources.tidy import Draft


@contextmanager
def watching(quiet: bool) -> Iterator[dict[str, Any]]:
    """Yield what a verb of long work is given to tell how far it is, and to ask.

    On a terminal a bar is shown on standard error, unless ``quiet``; elsewhere nothing is.
    """
    if quiet or not on_terminal(sys.stderr):
        yield {}
        return
    from rich.console import Console  # noqa: PLC0415  (slow to import)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        given: dict[str, Any] = {"tell": _teller(bar)}
        if on_terminal(sys.stdin):
            given["ask"] = _asker(console, bar)
        yield given


def _teller(bar: Progress) -> Callable[[str, float | None], None]:
    task = bar.add_task("starting", total=None)

    def tell(text: str, share: float | None) -> None:
        bar.update(task, description=text, total=None if share is None else 1.0)
        if share is not None:
            bar.update(task, completed=share)

    return tell


def _asker(console: Console, bar: Progress) -> Asker:
    """Return what asks a person about every point that a table does not tell."""

    def ask(draft: Draft) -> Mapping[str, str]:
        from steelyard.cli.asking import answers_to  # noqa: PLC0415  (only for a new mapping)

        bar.stop()
        answers = answers_to(console, draft)
        bar.start()
        return answers

    return ask
