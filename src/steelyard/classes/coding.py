"""Names of nomenclatures as people write them: ``hs``, ``hs2017``, ``SITC Rev. 4``, ``isic31``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from steelyard.nomenclature.code_tables import ANY, NOMENCLATURES, editions
from steelyard.nomenclature.codes import held
from steelyard.nomenclature.edition_words import parted
from steelyard.terms.errors import UnknownClass, UnknownProduct
from steelyard.terms.product import Edition

_IN_FORCE = frozenset({"HS", "NAICS", "HTS", "SCHEDULEB"})
_PUBLISHERS = {
    "HS": "World Customs Organization",
    "NAICS": "US Census Bureau",
    "HTS": "US International Trade Commission",
    "SCHEDULEB": "US Census Bureau",
}
Direction = Literal["", "X", "M"]
_FLOWS: dict[str, Direction] = {"HTS": "M", "SCHEDULEB": "X"}


@dataclass(frozen=True, slots=True)
class Coding:
    """A nomenclature as it is asked for.

    Attributes:
        nomenclature: its name here, such as ``HS``.
        edition: its edition; empty for the one in which the data state each code.
    """

    nomenclature: str
    edition: str = ANY

    @property
    def word(self) -> str:
        """The word before the colon, such as ``hs2017``."""
        return f"{self.nomenclature.lower()}{self.edition}"

    @property
    def named(self) -> str:
        """The nomenclature in words, such as ``SITC 4``."""
        return f"{self.nomenclature} {self.edition}".strip()

    @property
    def publisher(self) -> str:
        """Who keeps it."""
        return _PUBLISHERS.get(self.nomenclature, "United Nations Statistics Division")

    @property
    def flow(self) -> Direction:
        """The only flow that it codes: M for the US tariff, X for Schedule B; empty for both."""
        return _FLOWS.get(self.nomenclature, "")

    @property
    def stated(self) -> str:
        """Nomenclature under which data state its codes: lines of a country stand under the HS."""
        return "HS" if self.flow else self.nomenclature

    def editions(self) -> tuple[str, ...]:
        """Return the editions in which its codes may stand."""
        return (self.edition,) if self.edition else editions(self.nomenclature)


def coding(text: str, given: str = "") -> Coding | None:
    """Return the nomenclature that a word names; None when it names none.

    Args:
        text: the word, such as ``hs2017``.
        given: the whole of what was asked, for messages.

    Raises:
        UnknownClass: the edition is not held; or none is named of a nomenclature whose revisions
            give one code several meanings while data rarely say which they use.
    """
    found = parted(text)
    if found is None:
        return None
    name, edition = found
    if edition == ANY and name not in _IN_FORCE:
        raise _which(name, given or text)
    return Coding(name, _held(name, edition, given or text) if edition else ANY)


def coding_words() -> tuple[str, ...]:
    """Return the words that name a nomenclature, with and without edition."""
    plain = [name.lower() for name in NOMENCLATURES if name in _IN_FORCE]
    dated = [Coding(name, one).word for name in NOMENCLATURES for one in editions(name)]
    return (*plain, *dated)


def _held(nomenclature: str, edition: str, given: str) -> str:
    """Return an edition by its name here."""
    try:
        return held(Edition(nomenclature, edition)).edition
    except UnknownProduct as error:
        known = ", ".join(editions(nomenclature))
        free = "; leave it out for the one in force" if nomenclature in _IN_FORCE else ""
        raise UnknownClass(
            f"You asked for the class {given!r}",
            f"{nomenclature} has no edition {edition} here",
            "A code means different goods in different editions",
            f"Known are {known}{free}.",
        ) from error


def _which(nomenclature: str, given: str) -> UnknownClass:
    known = [Coding(nomenclature, one).word for one in editions(nomenclature)]
    _, _, codes = given.partition(":")
    asked = [f"{word}:{codes.strip()}" if codes.strip() else word for word in known]
    return UnknownClass(
        f"You asked for the class {given!r}",
        f"it names no revision of {nomenclature}, which has {len(known)} here",
        "One code means other goods or services in each revision",
        f"Ask for {', '.join(asked[:-1])} or {asked[-1]}.",
    )
