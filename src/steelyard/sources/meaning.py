"""What texts of a publisher mean, and what is wrong with those that mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from steelyard.terms.errors import SteelyardError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHOWN = 40
_Text = TypeVar("_Text", str, tuple[str, ...])
_Word = TypeVar("_Word")


def meanings(
    texts: Sequence[_Text], meaning: Callable[[_Text], _Word | None]
) -> tuple[list[_Word | None], dict[int, str]]:
    """Return what some texts mean, None for wrong ones, and what is wrong with those by place.

    Args:
        texts: the texts, or the cells that are read together.
        meaning: what a text means. For a wrong one it raises ValueError, LookupError,
            ArithmeticError or a SteelyardError.
    """
    words: list[_Word | None] = []
    wrong: dict[int, str] = {}
    for place, text in enumerate(texts):
        try:
            words.append(meaning(text))
        except SteelyardError as error:
            words.append(None)
            wrong[place] = f"{error.found}. {error.remedy}"
        except ArithmeticError:
            words.append(None)
            wrong[place] = f"{str(text)[:_SHOWN]!r} is no number that can be a value"
        except (ValueError, LookupError) as error:
            words.append(None)
            wrong[place] = str(error.args[0] if error.args else error)
    return words, wrong
