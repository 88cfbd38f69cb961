"""Series of a draft, counted on its rows as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from steelyard.store.codes import PARTNER, PERIOD, PRODUCT, Codes
from steelyard.store.portions import Portion, ordered, packed, starts_of
from steelyard.store.release import Series
from steelyard.store.series import FEW, few, series_columns
from steelyard.store.vocabulary import Numbers, Words
from steelyard.terms.tables import DETAILS

Counted = Callable[[Portion], list[Series]]


def counted(codes: Codes) -> Counted:
    """Return what counts the series of a portion of some rows as ``count_series`` tells.

    Series of several portions are put together by ``merged``.
    """
    told = set(series_columns(codes.kind.name))
    details = DETAILS if codes.kind.name == "flows" else ()
    definitions = {
        group: _definitions(names, codes.words[group], told, details)
        for group, names in codes.names.items()
        if told & {*names} or {*details} & {*names}
    }
    partners = _column(codes, PARTNER, "partner")
    products = _column(codes, PRODUCT, "product")
    return lambda portion: list(_series(portion, definitions, partners, products))


Definition = tuple[tuple[str, str], ...]
Numbered = tuple[list[Definition], Numbers]
Column = tuple[list[str | None], Numbers]


def _definitions(
    names: Sequence[str], words: Sequence[Words], told: set[str], details: Sequence[str]
) -> Numbered:
    """Return what each combination of words says of its series, and the number of each."""
    found: dict[Definition, int] = {}
    numbers = []
    for combination in words:
        said = dict(zip(names, combination, strict=True))
        of = [(name, word) for name, word in said.items() if name in told and word is not None]
        of += [("detail", name) for name in details if said.get(name) is not None]
        numbers.append(found.setdefault(tuple(of), len(found)))
    return list(found), np.array(numbers, np.int64)


def _column(codes: Codes, group: str, name: str) -> Column | None:
    """Return the words of one column of a group, in order, and the place of each combination's."""
    if name not in codes.names.get(group, ()):
        return None
    at = codes.names[group].index(name)
    words = [combination[at] for combination in codes.words[group]]
    known = {word: place for place, word in enumerate(dict.fromkeys(words))}
    return list(known), np.array([known[word] for word in words], np.int64)


def _series(
    portion: Portion,
    definitions: dict[str, Numbered],
    partners: Column | None,
    products: Column | None,
) -> Iterator[Series]:
    groups = [numbers[portion.of(name)] for name, (_, numbers) in definitions.items()]
    definition, _ = packed(groups or [np.zeros(len(portion), np.int64)])
    who = partners[1][portion.of(PARTNER)] if partners else np.zeros(len(portion), np.int64)
    when = portion.of(PERIOD) if PERIOD in portion.codes.names else np.zeros(len(portion), np.int64)
    what = products[1][portion.of(PRODUCT)] if products else None
    key, order = ordered(*packed([definition, who, when]))
    runs = starts_of(key)
    example = order[runs]
    rows, stated = _counts(portion, order, runs)
    bounds = [*starts_of(definition[example]).tolist(), len(runs)]
    ends = [*runs.tolist(), len(order)]
    for start, end in pairwise(bounds):
        some = slice(start, end)
        periods = when[example[some]][stated[some] > 0]
        count = int(rows[some].sum())
        yield Series(
            of=_of(portion, definitions, int(example[start])),
            first=_period(portion.codes, periods, -1),
            last=_period(portion.codes, periods, 1),
            rows=count,
            missing=count - int(stated[some].sum()),
            partners=_partners(partners, who[example[some]]),
            products=_products(products, what, order[ends[start] : ends[end]]),
        )


def _counts(portion: Portion, order: Numbers, runs: Numbers) -> tuple[Numbers, Numbers]:
    """Return the rows of each run, and those of them that state a figure."""
    rows, lacks = np.diff(runs, append=len(order)), portion.lacks()
    if lacks is None:
        return rows, rows
    return rows, rows - np.add.reduceat(lacks[order].astype(np.int64), runs)


def _of(portion: Portion, definitions: dict[str, Numbered], row: int) -> dict[str, str]:
    said: dict[str, str] = {}
    details: set[str] = set()
    for group, (found, numbers) in definitions.items():
        for name, word in found[numbers[portion.of(group)[row]]]:
            if name == "detail":
                details.add(word)
            else:
                said[name] = word
    if details:
        said["detail"] = " ".join(name for name in DETAILS if name in details)
    return said


def _period(codes: Codes, periods: Numbers, sign: int) -> str:
    if not len(periods) or PERIOD not in codes.names:
        return ""
    at = periods.max() if sign > 0 else periods.min()
    return codes.words[PERIOD][int(at)][0] or ""


def _products(products: Column | None, what: Numbers | None, rows: Numbers) -> tuple[str, ...]:
    """Return the products of some rows, when they are few."""
    if products is None or what is None:
        return ()
    words, occurs = products[0], np.zeros(len(products[0]), np.bool_)
    occurs[what[rows]] = True
    found = np.flatnonzero(occurs).tolist()
    return few(words[at] or "" for at in found) if len(found) <= FEW else ()


def _partners(partners: Column | None, who: Numbers) -> tuple[str, ...]:
    if partners is None:
        return ()
    return tuple(sorted(code for at in np.unique(who).tolist() if (code := partners[0][at])))
