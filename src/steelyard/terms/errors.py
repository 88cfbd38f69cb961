"""The errors of Steelyard: each says what was asked, what was found, why it matters, what to do.

The tree (exit code of the command line in brackets)::

    SteelyardError
    ├── InputError [2]            the question or an input file is wrong
    │   ├── UnknownPlace          [unknown-place]
    │   ├── NotAReporter          [not-a-reporter]
    │   ├── NotAPartner           [not-a-partner]
    │   ├── SamePlace             [same-place]
    │   ├── UnknownClass          [unknown-class]
    │   ├── UnknownDataset        [unknown-dataset]
    │   ├── UnknownProduct        [unknown-product]
    │   ├── BadPeriod             [bad-period]
    │   ├── ReversedRange         [reversed-range]
    │   ├── BadDate               [bad-date]
    │   ├── BadCurrency           [bad-currency]
    │   ├── BadOption             [bad-option]
    │   ├── BadConfig             [bad-config]
    │   ├── BadFile               [bad-file]
    │   ├── BadClassFile          [bad-class-file]
    │   ├── UnsafeArchive         [unsafe-archive]
    │   ├── BadMapping            [bad-mapping]
    │   ├── CannotWrite           [cannot-write]
    │   ├── MissingExtra          [missing-extra]
    │   ├── CodeList              [code-list]
    │   └── UnrecognisedFile      [unrecognised-file]
    ├── CannotAnswer [1]          nothing held answers the question
    │   ├── NotHeld               [not-held]
    │   ├── NoConcordance         [no-concordance]
    │   ├── LowCoverage           [low-coverage]
    │   └── GapsFound             [gaps-found]
    ├── StoreError [3]            the data on disk cannot be used
    │   ├── NoStore               [no-store]
    │   ├── DamagedStore          [damaged-store]
    │   ├── NewerStore            [newer-store]
    │   ├── ReadOnlyStore         [read-only-store]
    │   ├── StoreBusy             [store-busy]
    │   └── ReleaseExists         [release-exists]
    ├── SelfTestFailed [3]        [self-test-failed]
    └── Unexpected [3]            [unexpected]
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENOUGH_TO_LOOK_INSIDE = 3
ANSWERED, CANNOT_ANSWER, BAD_INPUT, FAILED = 0, 1, 2, 3


class SteelyardError(Exception):
    """Root of the tree.

    Attributes:
        asked: what the user asked for, in the user's words.
        found: what was found instead.
        why: why that matters.
        remedy: what to do now.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = FAILED

    def __init__(self, asked: str, found: str, why: str, remedy: str) -> None:
        self.asked, self.found, self.why, self.remedy = asked, found, why, remedy
        super().__init__(asked, found, why, remedy)

    def __str__(self) -> str:
        parts = (self.asked, self.found, self.why, self.remedy)
        return f"[{self.code}] " + " ".join(
            _sentence(part.strip()) for part in parts if part.strip()
        )

    def problem(self) -> dict[str, str]:
        """The error as a flat record: code, asked, found, why, remedy."""
        return {
            "code": self.code,
            "asked": self.asked,
            "found": self.found,
            "why": self.why,
            "remedy": self.remedy,
        }


class InputError(SteelyardError):
    """The question or an input file is wrong."""

    code = "bad-input"
    exit_code = BAD_INPUT


class UnknownPlace(InputError):
    """No country, territory or group has this code or name."""

    code = "unknown-place"


class NotAReporter(InputError):
    """A group or an aggregate was named as reporter; only places report."""

    code = "not-a-reporter"


class NotAPartner(InputError):
    """The publisher's row exists but is no country: a product total, an adjusted total."""

    code = "not-a-partner"


class SamePlace(InputError):
    """Reporter and partner are one place."""

    code = "same-place"


class UnknownClass(InputError):
    """No technology class has this name."""

    code = "unknown-class"


class UnknownProduct(InputError):
    """A nomenclature has no such product code."""

    code = "unknown-product"


class UnknownDataset(InputError):
    """No dataset or release of this name is held."""

    code = "unknown-dataset"


class BadPeriod(InputError):
    """The text is no year, quarter or month, or lies outside 1700 to 2200."""

    code = "bad-period"


class ReversedRange(InputError):
    """The first period comes after the last."""

    code = "reversed-range"


class BadDate(InputError):
    """The text is no calendar date, or a file cannot have been published on it."""

    code = "bad-date"


class BadCurrency(InputError):
    """The text is no ISO 4217 currency code."""

    code = "bad-currency"


class BadOption(InputError):
    """An option's name or value is not one of those that exist."""

    code = "bad-option"


class BadConfig(InputError):
    """The configuration file cannot be read or names an unknown setting."""

    code = "bad-config"


class BadFile(InputError):
    """A file was recognised but its content breaks the publisher's own layout."""

    code = "bad-file"


class BadClassFile(InputError):
    """A user's own file of product codes cannot be a technology class as it stands."""

    code = "bad-class-file"


class UnsafeArchive(InputError):
    """An archive names files outside itself, nests archives, or grows past all measure."""

    code = "unsafe-archive"


class BadMapping(InputError):
    """A mapping file does not say how a table is to be read, or says it wrongly."""

    code = "bad-mapping"


class CannotWrite(InputError):
    """The answer cannot be written where the user asked."""

    code = "cannot-write"


class MissingExtra(InputError):
    """The feature needs an optional part that is not installed."""

    code = "missing-extra"


class UnrecognisedFile(InputError):
    """No source recognises the file."""

    code = "unrecognised-file"


class CodeList(InputError):
    """The file is a publisher's list of codes: it states no trade."""

    code = "code-list"


class CannotAnswer(SteelyardError):
    """Nothing held answers the question."""

    code = "cannot-answer"
    exit_code = CANNOT_ANSWER


class NotHeld(CannotAnswer):
    """The store holds no release that could answer."""

    code = "not-held"


class NoConcordance(CannotAnswer):
    """No published table, nor a chain of them, joins two nomenclatures or editions."""

    code = "no-concordance"


class LowCoverage(CannotAnswer):
    """Too little of the trade has what the question needs, such as quantities."""

    code = "low-coverage"


class GapsFound(CannotAnswer):
    """Under ``--strict`` an answer with gaps counts as none."""

    code = "gaps-found"


class StoreError(SteelyardError):
    """The data on disk cannot be used."""

    code = "store-error"
    exit_code = FAILED


class NoStore(StoreError):
    """The folder named as a store does not exist or is no store."""

    code = "no-store"


class DamagedStore(StoreError):
    """A file of the store is missing, cut short or altered."""

    code = "damaged-store"


class NewerStore(StoreError):
    """The store was written by a later version of the format."""

    code = "newer-store"


class ReadOnlyStore(StoreError):
    """The store may not be written to."""

    code = "read-only-store"


class StoreBusy(StoreError):
    """Another process is writing to the store and does not finish."""

    code = "store-busy"


class ReleaseExists(StoreError):
    """The store already holds another content under this release."""

    code = "release-exists"


class SelfTestFailed(SteelyardError):
    """One or more checks of ``doctor`` failed."""

    code = "self-test-failed"


class Unexpected(SteelyardError):
    """Anything that nobody foresaw: a defect of Steelyard."""

    code = "unexpected"


def nearest(text: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Return up to ``count`` of ``names`` that resemble or hold ``text``, best first."""
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(name.casefold(), name)
    wanted = text.casefold().strip()
    found = get_close_matches(wanted, sorted(by_fold), n=count, cutoff=0.6)
    if len(wanted) >= _ENOUGH_TO_LOOK_INSIDE:
        found += [key for key in sorted(by_fold) if wanted in key and key not in found]
    return [by_fold[key] for key in found[:count]]


def did_you_mean(text: str, names: Iterable[str], otherwise: str) -> str:
    """Return a remedy that offers the nearest names, or ``otherwise`` when none is near."""
    near = nearest(text, names)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def error_types() -> list[type[SteelyardError]]:
    """Return every error type that can be raised (the leaves of the tree), by code."""
    found: list[type[SteelyardError]] = []
    pending: list[type[SteelyardError]] = [SteelyardError]
    while pending:
        kind = pending.pop()
        children = kind.__subclasses__()
        pending.extend(children)
        if not children:
            found.append(kind)
    return sorted(found, key=lambda kind: kind.code)


def _sentence(text: str) -> str:
    """Begin with a capital, unless the first word is a name, and end with a full stop."""
    word = text.split(maxsplit=1)[0]
    begun = text[0].upper() + text[1:] if word.isalpha() else text
    return begun if begun.endswith((".", "?", "!")) else begun + "."
