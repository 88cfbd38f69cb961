"""What to say of a word that names no class: the nearest classes, groups and product codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from steelyard.classes.code_writing import undotted
from steelyard.classes.coded import short
from steelyard.classes.coding import coding, coding_words
from steelyard.classes.definition import TechnologyClass
from steelyard.nomenclature.code_search import alike, find
from steelyard.nomenclature.code_tables import editions, rows_of
from steelyard.nomenclature.code_text import stems
from steelyard.terms.errors import UnknownClass, nearest
from steelyard.terms.product import Edition

_SEARCHED, _NAMED = 4, 3
_GOODS = "HS"


def unknown_class(
    word: str, head: str, rest: str | None, classes: Sequence[TechnologyClass]
) -> UnknownClass:
    """Return the error for a word that names nothing: what is like it is offered.

    Args:
        word: the whole word.
        head: what stands before its colon, in small letters.
        rest: what stands after the colon; None without one.
        classes: every class.
    """
    near, codes = _near(word, head, rest, classes)
    names = ", ".join(cls.name for cls in classes)
    held = f"Held are {names}, and product codes such as hs:85 or naics:334"
    asked = f"Did you mean {' or '.join(near)}?" if near else ""
    told = f"Product codes of that name: {', '.join(codes)}." if codes else ""
    whole = "" if near else f"{held}; see `steelyard classes list`."
    return UnknownClass(
        f"You asked for the class {word!r}",
        "no technology class has this name",
        "What counts as technology changes the answer, so it is never guessed",
        " ".join(filter(None, (asked, whole, told))),
    )


def _near(
    word: str, head: str, rest: str | None, classes: Sequence[TechnologyClass]
) -> tuple[list[str], list[str]]:
    """Return the words that may be meant, then the codes; of a class by its name no codes."""
    names = [cls.name for cls in classes]
    if rest is not None:
        return [f"{name}:{rest}" for name in nearest(head, (*names, *coding_words()))], []
    if coding(head, word):
        return [f"{head}: with codes after it, such as hs:85"], []
    if (code := undotted(_GOODS, head)) in rows_of(_GOODS):
        return [f"{_GOODS.lower()}:{code}"], []
    if found := nearest(word, names):
        return found, []
    corrected = (head, *alike(head)[:_NAMED])
    groups = [f"{cls.name}:{head}" for cls in classes if head in cls.group_words()]
    titled = [*groups, *dict.fromkeys(name for one in corrected for name in _titled(one, classes))]
    codes = dict.fromkeys(code for one in corrected for code in _codes(one))
    return titled[:_NAMED], list(codes)[:_NAMED]


def _titled(text: str, classes: Iterable[TechnologyClass]) -> Iterator[str]:
    """Yield the classes whose title has every word of a text, the shortest title first."""
    wanted = frozenset(stems(text))
    for cls in sorted(classes, key=lambda cls: len(cls.title)) if wanted else ():
        if wanted <= frozenset(stems(cls.title)):
            yield f"{cls.name} ({short(cls.title)})"


def _codes(text: str) -> Iterator[str]:
    """Yield the headings whose title has every word of a text."""
    newest = Edition(_GOODS, editions(_GOODS)[-1])
    for entry in find(text, newest) if len(text) >= _SEARCHED else ():
        if entry.level == _SEARCHED:
            yield f"{_GOODS.lower()}:{entry.code} ({short(entry.title)})"
