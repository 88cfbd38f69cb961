"""How publishers write figures -> exact numbers in base units; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT
from steelyard.terms.flow import ObsStatus

if TYPE_CHECKING:
    from steelyard.sources.tidy.mapping import File

_LONG, _FACTOR = pa.decimal256(40, 12), pa.decimal256(16, 0)
_SIXTH, _LARGEST = Decimal("0.000001"), Decimal(10) ** 31
_DIGITS = 80
_SPACES = "[\u00a0\u202f\u2009]"
_SCALED = "[eE][+-]?[0-9]{1,2}"


@dataclass(frozen=True)
class Numerals:
    """How figures are written in one file.

    Attributes:
        file: the part of the mapping that tells it.
    """

    file: File

    @property
    def plain(self) -> bool:
        """True when figures are plain decimals, and only an empty cell is missing."""
        return (
            self.file.decimal == "."
            and not self.file.thousands
            and set(self.file.statuses) == {""}
            and not self.file.nil
        )

    def statuses(self, texts: pa.Array) -> pa.Array:
        """Return the status of each figure by how it is written: A when it is stated."""
        marks = list(self._marks)
        words = pa.array([str(self._marks[mark]) for mark in marks], pa.string())
        told = words.take(pc.index_in(_bare(texts), value_set=pa.array(marks, pa.string())))
        return pc.fill_null(told, str(ObsStatus.NORMAL))

    def exact_all(self, texts: pa.Array, scale: Decimal) -> tuple[pa.Array, pa.Array]:
        """Return ``number * scale`` of each text, and which are to be read one by one.

        Those are the texts that are no number, or one of unusual form or length.
        """
        bare = _bare(texts)
        missing = pc.is_in(bare, value_set=pa.array(list(self._marks), pa.string()))
        usual = pc.match_substring_regex(bare, self._usual)
        if scale != int(scale):
            usual = pc.and_(usual, pa.scalar(value=False))
        read = pc.if_else(pc.and_(usual, pc.invert(missing)), bare, pa.scalar(None, pa.string()))
        if self.file.thousands:
            read = pc.replace_substring(read, self.file.thousands, "")
        numbers = pc.replace_substring(read, self.file.decimal, ".").cast(_LONG)
        factor = pa.scalar(Decimal(int(scale) or 1), _FACTOR)
        scaled = pc.round(pc.multiply(numbers, factor), 6, round_mode="half_to_even")
        return scaled.cast(EXACT), pc.and_not(pc.invert(missing), usual)

    def exact(self, text: str, scale: Decimal = Decimal(1)) -> Decimal | None:
        """Read a figure: ``number * scale``, six digits after the point; None when it is missing.

        Raises:
            ValueError: the text is no number as the mapping says numbers are written: 1.234 is none
                where the point groups thousands and 12.34 too, for its group is short.
        """
        found = self.number(text)
        if found is None:
            return None
        with localcontext(prec=_DIGITS):
            scaled = found * scale
            if abs(scaled) >= _LARGEST:
                raise ValueError(f"{text.strip()[:40]!r} is no number that can be a value")
            return scaled.quantize(_SIXTH)

    def number(self, text: str) -> Decimal | None:
        """Read a figure as it stands; None when it is missing.

        Raises:
            ValueError: the text is no number.
        """
        bare = re.sub(_SPACES, " ", text.strip())
        if bare in self._marks:
            return None
        if bare in self.file.nil:
            return Decimal(0)
        if not re.fullmatch(self._form, bare, re.ASCII):
            raise ValueError(f"{bare[:40]!r} is no number{self._way}")
        without = bare.replace(self.file.thousands, "") if self.file.thousands else bare
        return Decimal(without.replace(self.file.decimal, "."))

    @cached_property
    def _marks(self) -> dict[str, ObsStatus]:
        return self.file.statuses

    @cached_property
    def _usual(self) -> str:
        """The form of figures of at most 15 digits before and 12 after the decimal sign."""
        point, group = re.escape(self.file.decimal), re.escape(self.file.thousands)
        grouped = f"[0-9]{{1,3}}(?:{group}[0-9]{{3}}){{1,4}}|" if group else ""
        return f"^[+-]?(?:{grouped}[0-9]{{1,15}})(?:{point}[0-9]{{0,12}})?$"

    @cached_property
    def _form(self) -> str:
        point = re.escape(self.file.decimal)
        whole = "[0-9]+"
        if self.file.thousands:
            group = re.escape(self.file.thousands)
            whole = f"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)"
        return f"[+-]?(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+)(?:{_SCALED})?"

    @property
    def _way(self) -> str:
        if not self.file.thousands:
            return f" written with {self.file.decimal!r} before decimals"
        return f" with groups of three digits after {self.file.thousands!r}"


def _bare(texts: pa.Array) -> pa.Array:
    """Return texts without spaces around them, with one kind of space within."""
    trimmed = pc.utf8_trim_whitespace(texts.cast(pa.string()))
    return pc.replace_substring_regex(trimmed, _SPACES, " ")
