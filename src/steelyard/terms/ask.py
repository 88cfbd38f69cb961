"""How a verb describes its parameters, so that the faces can be generated from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AskKind(StrEnum):
    """How a face asks for a parameter."""

    ARGUMENT = "argument"
    OPTION = "option"
    SWITCH = "switch"
    PAIRS = "pairs"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Ask:
    """The description of one parameter of a verb, attached to it with ``Annotated``.

    Attributes:
        help: one line for people.
        kind: argument, option, switch, repeated KEY=VALUE pairs, or many arguments.
        metavar: how the value is shown in help texts.
        choices: the values it takes, when they are few.
        complete: name of the list that completes it in a shell: ``places``, ``classes``,
            ``datasets`` or ``publishers``.
        flag: name of the option when it is not the parameter's own.
    """

    help: str
    kind: AskKind = AskKind.OPTION
    metavar: str = ""
    choices: tuple[str, ...] = ()
    complete: str = ""
    flag: str = ""
