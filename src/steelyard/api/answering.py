"""One question of the network: read its query, ask the verb, render the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from steelyard.api.parameters import LIMIT, parameters, takes_store
from steelyard.api.problem import without_paths
from steelyard.api.query import read, row_limit
from steelyard.classes.own import without_files
from steelyard.questions.registry import Verb
from steelyard.report.formats import formats
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Note, Row, Table

ENDING = "Steelyard-Ending"
TRUNCATED = "Steelyard-Truncated"
FAILED = "failed"
_SELF_TEST = "self-test-failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is sent.

    Attributes:
        content: its bytes in the format asked.
        headers: what the format may not be able to tell: how the run ended, rows left out.
    """

    content: bytes
    headers: dict[str, str] = field(default_factory=dict)


def reply(verb: Verb, given: Sequence[tuple[str, str]], form: str, root: str | None) -> Reply:
    """Answer one question with a store of its own, opened for it and let go after it.

    No class file is read: it would lie on the disk of the machine that serves.

    Args:
        verb: the verb asked.
        given: names and values of the query.
        form: name of a format.
        root: folder of the store that is served; None for the platform's place.

    Raises:
        InputError: the query is wrong.
        StoreError: the data on disk cannot be used.
    """
    known = parameters(verb)
    values = read(known, given)
    limit = row_limit(values, known[LIMIT])
    if takes_store(verb):
        values["store"] = Store(root)
    with without_files():
        answer = _without_paths(verb.function()(**values), root)
        shown = cut(answer, limit)
        headers = {ENDING: _ending(answer)} | ({TRUNCATED: "true"} if shown is not answer else {})
        return Reply(formats()[form](shown), headers)


def cut(answer: Answer, limit: int) -> Answer:
    """Return the answer with at most ``limit`` rows a table, and a note when rows were left out.

    An answer with fewer rows is returned as it is.
    """
    sizes = {"the answer": len(answer.rows), **{t.name: len(t.rows) for t in answer.tables}}
    left = [f"{limit} of {size} rows of {name}" for name, size in sizes.items() if size > limit]
    if not left:
        return answer
    note = Note("truncated", f"Only the first {' and the first '.join(left)} are shown.")
    tables = tuple(Table(t.name, t.columns, t.rows[:limit]) for t in answer.tables)
    return replace(answer, rows=answer.rows[:limit], tables=tables, notes=(*answer.notes, note))


def _ending(answer: Answer) -> str:
    return FAILED if _failed(answer) else str(answer.ending)


def _failed(answer: Answer) -> bool:
    return any(note.code == _SELF_TEST for note in answer.notes)


def _without_paths(answer: Answer, root: str | None) -> Answer:
    """Hide the folders of the machine, which only a failed self-test names."""
    if not _failed(answer):
        return answer
    return replace(answer, rows=tuple(_row(row, root) for row in answer.rows))


def _row(row: Row, root: str | None) -> Row:
    return tuple(without_paths(v, root) if isinstance(v, str) else v for v in row)
