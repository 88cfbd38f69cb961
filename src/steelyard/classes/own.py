"""A user's own class: the file ``mine.csv`` or ``mine.yaml`` as a technology class.

The CSV has a header with the column ``code``; ``group``, ``flow`` (X, M), ``edition``, ``first``,
``last`` (years) and ``description`` may follow. Lines above it such as ``# title: ...`` and
``# nomenclature: hs2022`` tell what the class is. The YAML tells the same by name, and its codes
under ``members``. With a column ``edition`` a file holds the class once for each edition that it
names: data of one edition are read by the codes of that edition, or of the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path

from steelyard.classes.coding import Coding
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.own_codes import members_of
from steelyard.classes.own_csv import read_csv
from steelyard.classes.own_nomenclature import Read, read_as
from steelyard.classes.own_text import Stated, bad_class_file, content_of, path_of, printable
from steelyard.classes.own_yaml import read_yaml_class
from steelyard.classes.selection import Selection, keep_list

_REFUSED: ContextVar[bool] = ContextVar("files of classes are refused", default=False)
_NATIONAL, _MOST_PLAIN, _SHOWN = 10, 1000, 16
_SERVICES = "EBOPS"


@contextmanager
def without_files() -> Iterator[None]:
    """Refuse class files meanwhile: whoever asks is not who owns the disk."""
    before = _REFUSED.set(True)
    try:
        yield
    finally:
        _REFUSED.reset(before)


def own_class(word: str, *, files: bool = True) -> TechnologyClass:
    """Return the class that a file makes; its name is its path as given.

    Its reference carries the file's name and SHA-256 digest.

    Raises:
        BadClassFile: it cannot be read, is no class, or files are refused.
    """
    if not files or _REFUSED.get():
        why = "files of classes are read on the command line and in Python only"
        raise bad_class_file(word, why, "Name the codes, such as hs:8541+8542.")
    stated = stated_by(word)
    return class_of(word, stated, read_as(stated))


def class_of(word: str, stated: Stated, read: Read) -> TechnologyClass:
    """Return the class that the codes of a file make.

    Args:
        word: its name.
        stated: what the file states.
        read: how its codes are read.

    Raises:
        BadClassFile: they make none.
    """
    return _made(word, stated, read, members_of(stated, read))


def stated_by(word: str) -> Stated:
    """Return what a class file states, its codes not yet checked.

    Raises:
        BadClassFile: it cannot be read.
    """
    path = path_of(word)
    content = content_of(path)
    if path.suffix.casefold() == ".csv":
        return read_csv(path.name, content)
    return read_yaml_class(path, content)


def _made(word: str, stated: Stated, read: Read, members: tuple[Member, ...]) -> TechnologyClass:
    about = {n: printable(text) for n, text in stated.about.items() if isinstance(text, str)}
    digest = sha256(stated.content).hexdigest()
    told = f"{stated.file}, sha256 {digest}"
    list_name = f"{stated.file}@{digest[:_SHOWN]}"
    keep_list(list_name, members)
    asked = read.coding
    return TechnologyClass(
        name=word,
        title=about.get("title") or Path(stated.file).stem,
        publisher=about.get("publisher") or "own file",
        version=about.get("version") or f"file of sha256 {digest[:_SHOWN]}",
        valid=about.get("valid") or _valid(members),
        nomenclature=asked.named,
        selections=tuple(_ways(asked, members, list_name, _how(stated, asked, members))),
        goods=_switch(stated, "goods", usual=asked.nomenclature != _SERVICES),
        groups=_groups(stated, members),
        exact=_switch(stated, "exact", usual=False),
        reference="; ".join(filter(None, [about.get("reference", ""), f"own file {told}"])),
        licence=about.get("licence", ""),
        coded={asked.flow: asked.nomenclature},
        editions=read.editions,
        members=members,
    )


def _ways(
    asked: Coding, members: tuple[Member, ...], list_name: str, note: str
) -> Iterator[Selection]:
    """Return how data answer: by what codes begin with while they are few, undated, and alike."""
    codes = tuple(member.code for member in members)
    edition = "" if asked.flow else asked.edition
    national = all(len(code) == _NATIONAL for code in codes) and asked.stated == "HS"
    services = asked.nomenclature == _SERVICES
    way = Selection(
        nomenclature=asked.stated,
        edition=edition,
        listed=list_name,
        digits=_NATIONAL if national else 0,
        flow=asked.flow,
        account="bop" if services else "",
        note=note,
    )
    few = len(codes) <= _MOST_PLAIN and not national
    if few and all(_plain(member, asked) for member in members):
        digits = 0 if services else max(map(len, codes))
        yield way.model_copy(update={"listed": "", "codes": tuple(sorted(codes)), "digits": digits})
    yield way


def _how(stated: Stated, asked: Coding, members: tuple[Member, ...]) -> str:
    """Return how a file is read, where it does not tell that itself."""
    text = f"Summed from the codes of {stated.file}."
    if asked.flow and not stated.about.get("nomenclature"):
        text += f" All of them are lines of {asked.nomenclature}, and so of its flow only."
    if len(dated := sorted({member.edition for member in members} - {""})) > 1:
        each = f"{asked.nomenclature} {', '.join(dated)}"
        text += f" It holds the class once for each of {each}; data of each are read by its codes."
    return text


def _plain(member: Member, asked: Coding) -> bool:
    undated = (member.first, member.last, member.edition) == (FIRST, LAST, "")
    return undated and member.flow == asked.flow


def _groups(stated: Stated, members: tuple[Member, ...]) -> dict[str, str]:
    """Return the groups of a class: those that its file titles, in that order, else those used.

    Raises:
        BadClassFile: a code is of a group that the file does not title.
    """
    told = stated.about.get("groups")
    titled = {str(key): str(title) for key, title in told.items()} if isinstance(told, dict) else {}
    used = dict.fromkeys(member.group for member in members if member.group)
    if titled and (lost := [key for key in used if key not in titled]):
        why = f"codes are of the group {lost[0]!r}, which its groups do not title"
        raise bad_class_file(stated.file, why, f"Its groups are {', '.join(titled)}.")
    return {key: title for key, title in titled.items() if key in used} or {
        key: key for key in used
    }


def _valid(members: tuple[Member, ...]) -> str:
    first, last = min(m.first for m in members), max(m.last for m in members)
    if (first, last) == (FIRST, LAST):
        return "all years"
    since = "" if first == FIRST else f"from {first}"
    return f"{since} {'' if last == LAST else f'to {last}'}".strip()


def _switch(stated: Stated, name: str, *, usual: bool) -> bool:
    said = stated.about.get(name)
    return said if isinstance(said, bool) else usual
