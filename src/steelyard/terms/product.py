"""Products: a code in a named nomenclature and edition."""

from __future__ import annotations

from dataclasses import dataclass

TOTAL_NOMENCLATURE = "TOTAL"
TOTAL_PRODUCT = "TOTAL"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """An edition of a nomenclature, in which one code has one meaning.

    Attributes:
        nomenclature: ``HS``, ``SITC``, ``BEC``, ``ISIC``, ``NAICS``, ``EBOPS``, ``HTS`` or
            ``SCHEDULEB``.
        edition: its year (``2022``) or revision (``4``), as flows state it.
    """

    nomenclature: str
    edition: str

    def __str__(self) -> str:
        return f"{self.nomenclature} {self.edition}"


@dataclass(frozen=True, slots=True)
class Product:
    """One product, or one aggregate of products, of a nomenclature.

    Attributes:
        nomenclature: nomenclature with its edition, for example ``HS2017``, ``NAICS2017``,
            ``CENSUS-ATP``; ``TOTAL`` for the total of all goods.
        code: the code as text, leading zeros kept.
        description: the publisher's English text, or empty.
    """

    nomenclature: str
    code: str
    description: str = ""

    @property
    def residual(self) -> bool:
        """True for 99, 9999, 999999: confidential or low-value trade, not a product."""
        return self.nomenclature.startswith("HS") and set(self.code) == {"9"}


ALL_GOODS = Product(TOTAL_NOMENCLATURE, TOTAL_PRODUCT, "All goods")
