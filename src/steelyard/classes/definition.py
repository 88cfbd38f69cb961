"""What a technology class is: who defines it, its dated members in groups, and who can answer."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from steelyard.classes.listing import Member
from steelyard.classes.selection import Selection
from steelyard.nomenclature.spelling import key as plain
from steelyard.terms.errors import UnknownClass, did_you_mean


class TechnologyClass(BaseModel):
    """A named set of product codes, or of what else a publisher counts.

    Attributes:
        name: the word that asks for it.
        title: human title.
        publisher, version, valid, reference: who defines it, which edition, when, where.
        licence: terms of its list, or empty when it is a published total.
        nomenclature: nomenclature of its codes, in words.
        selections: how held data can answer for it, the best first.
        goods: False for services and contracts, of which no share in the goods balance is taken.
        groups: names of its groups by number; none when it has no groups.
        words: other names of its groups; one word may mean several (``high``).
        core: the groups that are technology by the author's own word, of a class that sorts all
            goods; empty when every group is.
        exact: True when the source publishes the class itself, False for a proxy.
        coded: nomenclature of its members by flow (``X``, ``M``, or empty for both).
        editions: editions in which its codes are read as they stand; none when they are those of
            the national list of the year, or each member states its own.
        members: its product codes with their groups and years; none when it is a published total.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    publisher: str
    version: str
    valid: str
    nomenclature: str
    selections: tuple[Selection, ...]
    goods: bool = True
    groups: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    core: tuple[str, ...] = ()
    exact: bool
    reference: str
    licence: str = ""
    coded: dict[str, str] = {}
    editions: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Check that every group that is named exists, and that members say what they are."""
        named = {member.group for member in self.members}.union(self.core, *self.words.values())
        if lost := sorted(named - set(self.groups) - {""}):
            raise ValueError(f"there is no group {', '.join(lost)}")
        flows = {member.flow for member in self.members}
        if lost := sorted(flow for flow in flows if not self.coded.get(flow, self.coded.get(""))):
            raise ValueError(f"the nomenclature of flow {', '.join(lost) or 'X, M'} is not stated")
        return self

    def groups_named(self, word: str) -> tuple[str, ...]:
        """Return the keys of the groups that a word means: a key, a title or another name.

        Case, spaces and punctuation of a title do not matter.

        Raises:
            UnknownClass: it means none; the nearest words are offered.
        """
        known = self._words()
        if found := known.get(word.strip().casefold()) or known.get(slug(word)):
            return found
        every = ", ".join(f"{key} ({title})" for key, title in self.groups.items())
        whole = (
            f"Its groups are {every}." if every else f"It has none: ask for {self.name} as a whole."
        )
        raise UnknownClass(
            f"You asked for the group {word!r} of {self.name}",
            f"{'no such group' if every else 'no group'} is in {self.name}",
            "Goods counted under another group would look like this one's",
            did_you_mean(word, known, whole),
        )

    def group_words(self) -> tuple[str, ...]:
        """Return every word that means some of its groups, in small letters, sorted."""
        return tuple(sorted(self._words()))

    def _words(self) -> dict[str, tuple[str, ...]]:
        titles = {slug(title): (key,) for key, title in self.groups.items()}
        every = {**titles, **self.words, **{key: (key,) for key in self.groups}}
        return {word.casefold(): found for word, found in every.items() if word}


def slug(title: str) -> str:
    """Return a title as one word: small letters, digits and hyphens."""
    return "-".join(plain(title).split())
