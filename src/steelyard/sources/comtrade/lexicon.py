"""What the cells of a row mean in our words, found once and remembered from block to block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from steelyard.sources.comtrade.combine import Around, Cells, Combined, combined
from steelyard.sources.comtrade.known import Faults, Known, Words, nothing_known
from steelyard.sources.comtrade.words import Wording, wording
from steelyard.sources.meaning import meanings

if TYPE_CHECKING:
    import pyarrow as pa

    from steelyard.sources.sieve import Sieve

Meaning = Callable[..., Words]

_MOST = 2**24
_FEW, _SHORT, _MANY = 8, 512, 1024


class _Said(NamedTuple):
    """What the combinations of a block say.

    Attributes:
        wordings: for each of our columns.
        wrong: what is wrong with some, by reason and by their place in the block.
    """

    wordings: Sequence[Wording]
    wrong: Mapping[str, Mapping[int, str]]


class Lexicon:
    """Reads some columns together; safe to use from several threads.

    What the columns say does not depend on what was met before, nor on the order of threads: what
    is remembered saves only time, and is forgotten when it grows too large.

    Args:
        name: the column that is told when cells are wrong.
        fields: the columns, in the words of the API.
        gives: our columns.
        steps: functions of the cells of a row, each with the reason for refusing a row when it
            raises (see ``meanings``); the first fault is told. Their words together, in order, are
            those of ``gives``.
    """

    def __init__(
        self,
        name: str,
        fields: Sequence[str],
        gives: Sequence[str],
        *steps: tuple[str, Meaning],
    ) -> None:
        self._name, self._fields, self._gives, self._steps = name, fields, gives, steps
        self._known: dict[Around, Known] = {}
        self._said: dict[tuple[Around, Cells], _Said] = {}

    def told(self, sieve: Sieve) -> dict[str, pa.DictionaryArray]:
        """Return our columns, by name; rows whose cells are wrong are refused."""
        met = combined([sieve.text(field) for field in self._fields])
        said = self._of_few(met) if len(met.varying) <= _FEW else self._of(met)
        for reason, details in said.wrong.items():
            sieve.refuse_codes(met.codes, reason, details)
        columns = (wording.column(met.codes) for wording in said.wordings)
        return dict(zip(self._gives, columns, strict=True))

    def _of_few(self, met: Combined) -> _Said:
        """Return what few combinations say, remembered as a whole."""
        key = met.around, tuple(met.varying.to_pylist())
        said = self._said.get(key)
        if said is None:
            said = self._of(met)
            if sum(len(text or "") for text in chain(*key)) <= _SHORT:
                held = self._said if len(self._said) < _MANY else {}
                self._said = {**held, key: said}
        return said

    def _of(self, met: Combined) -> _Said:
        """Return what combinations say."""
        known = self._known.get(met.around) or nothing_known(len(self._gives))
        places = known.places(met.varying)
        if places.null_count:
            new = met.varying.filter(places.is_null())
            known = known.grown(new, *self._read([met.cells(text) for text in new.to_pylist()]))
            self._remember(met.around, known)
            places = known.places(met.varying)
        wordings = [wording(column, places) for column in known.columns]
        return _Said(wordings, self._wrong(known.faults, places) if known.faults else {})

    def _read(self, cells: Sequence[Cells]) -> tuple[list[Words], Faults]:
        """Return our words for each of some cells, and what is wrong with some."""
        found: list[Sequence[Words | None]] = []
        faults: Faults = {}
        for reason, meaning in self._steps:
            words, wrong = meanings(cells, partial(_applied, meaning))
            found.append(words)
            faults = {place: (reason, detail) for place, detail in wrong.items()} | faults
        nothing = (None,) * len(self._gives)
        told = (tuple(chain.from_iterable(w or () for w in of)) for of in zip(*found, strict=True))
        return [nothing if place in faults else of for place, of in enumerate(told)], faults

    def _remember(self, around: Around, known: Known) -> None:
        every = {**self._known, around: known}
        size = sum(len(word or "") for words in every for word in words)
        self._known = every if size + sum(of.size for of in every.values()) <= _MOST else {}

    def _wrong(self, faults: Faults, places: pa.Int32Array) -> dict[str, dict[int, str]]:
        told: dict[str, dict[int, str]] = {}
        for code, place in enumerate(places.to_pylist()):
            if place in faults:
                reason, detail = faults[place]
                told.setdefault(reason, {})[code] = f"{self._name}: {detail}"
        return told


def check(meaning: Callable[..., object]) -> Meaning:
    """Return a function that raises, or has nothing to say, as one that gives no words."""

    def checked(*cells: str) -> Words:
        meaning(*cells)
        return ()

    return checked


def word(meaning: Callable[..., str | None]) -> Meaning:
    """Return a function that gives one word as one that gives words."""
    return lambda *cells: (meaning(*cells),)


def _applied(meaning: Meaning, cells: Cells) -> Words:
    return meaning(*cells)
