"""The class that product codes make: ``hs:8542+8486``, ``sitc4:776``, ``isic4:26``."""

from __future__ import annotations

from itertools import chain

from steelyard.classes.asked import codes_in
from steelyard.classes.code_writing import check_written
from steelyard.classes.coding import Coding
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.meaning import Meaning, inside, meaning
from steelyard.classes.selection import Selection

_LONGEST = 60
_NATIONAL = 10
_SERVICES = "EBOPS"


def of_codes(asked: Coding, text: str) -> TechnologyClass:
    """Return the class of the codes that a text names, joined by ``+`` or commas.

    A code that stands under another one of them is counted once, which the title says.

    Raises:
        UnknownProduct: the nomenclature has no such code; the nearest ones are named.
        UnknownClass: no code is given, a range of them, or one with a space in it.
    """
    written = codes_in(text)
    check_written(asked, written)
    named = {one.code: one for one in (meaning(asked, code) for code in written)}
    found = tuple(named[code] for code in sorted(named))
    held = [(one, _over(asked, one, found)) for one in found]
    name = f"{asked.word}:{_joined(tuple(one.code for one in found))}"
    counted = tuple(one for one, above in held if not above)
    within = [f"{one.code} is in {above} and counted once" for one, above in held if above]
    return TechnologyClass(
        name=name,
        title="; ".join([" and ".join(_titled(asked, one) for one in counted), *within]),
        publisher=asked.publisher,
        version=asked.edition or "edition in force",
        valid="all years",
        nomenclature=asked.named,
        selections=(_flows(asked, counted), Selection(kind="indicators", codes=(name,))),
        goods=asked.nomenclature != _SERVICES,
        exact=True,
        reference=_reference(asked),
    )


def short(title: str) -> str:
    """Return a title, cut at a word when it is long."""
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]} ..."


def _joined(codes: tuple[str, ...]) -> str:
    """Return codes in one word: after a comma a letter would begin another one."""
    return (",".join if all(code[0].isdecimal() for code in codes) else "+".join)(codes)


def _flows(asked: Coding, counted: tuple[Meaning, ...]) -> Selection:
    """Return how flows answer: by the digits that codes begin with; services by the codes."""
    codes = tuple(chain.from_iterable(one.spanned for one in counted))
    services = asked.nomenclature == _SERVICES
    digits = 0 if services else _NATIONAL if asked.flow else max(map(len, codes))
    return Selection(
        nomenclature=asked.stated,
        edition="" if asked.flow else asked.edition,
        codes=codes,
        digits=digits,
        flow=asked.flow,
        account="bop" if services else "",
    )


def _over(asked: Coding, one: Meaning, found: tuple[Meaning, ...]) -> str:
    """Return the code under which one stands; empty when it stands under none of them."""
    return next((other.code for other in found if inside(asked, one.code, other.code)), "")


def _titled(asked: Coding, one: Meaning) -> str:
    return f"{asked.named} {one.code}: {short(one.title)}"


def _reference(asked: Coding) -> str:
    if asked.flow:
        told = "imports" if asked.flow == "M" else "exports"
        return f"US lines of {told} that begin with these digits"
    if asked.nomenclature == _SERVICES:
        return "these items, each with all that is in it"
    return "codes beginning with these digits"
