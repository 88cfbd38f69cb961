"""How publishers write figures -> exact numbers in base units; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from steelyard.terms.flow import ObsStatus

if TYPE_CHECKING:
    from steelyard.sources.tidy.mapping import File

_SIXTH, _LARGEST = Decimal("0.000001"), Decimal(10) ** 31
_DIGITS = 80
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2009": " "})
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

    def status(self, text: str) -> str:
        """Return the status of a figure by how it is written: A when it is stated."""
        return str(self.file.statuses.get(text.strip(), ObsStatus.NORMAL))

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
        bare = text.strip().translate(_SPACES)
        if bare in self.file.statuses:
            return None
        if bare in self.file.nil:
            return Decimal(0)
        if not re.fullmatch(self._form, bare, re.ASCII):
            raise ValueError(f"{bare[:40]!r} is no number{self._way}")
        without = bare.replace(self.file.thousands, "") if self.file.thousands else bare
        return Decimal(without.replace(self.file.decimal, "."))

    @property
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
