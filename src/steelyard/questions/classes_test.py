"""``classes test``: a file of codes, checked line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from steelyard.classes.checked import (
    Checked,
    Verdict,
    checked,
    codes_stated,
    faultless,
    read_in,
)
from steelyard.classes.coding import Coding, coding, coding_words
from steelyard.classes.own import class_of
from steelyard.classes.own_csv import COLUMNS as COLUMNS_READ
from steelyard.classes.own_nomenclature import Read
from steelyard.classes.own_text import Stated, printable
from steelyard.terms.answer import Answer, Column, Gap, Note, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadClassFile, UnknownProduct, did_you_mean
from steelyard.terms.version import __version__

COLUMNS = (
    Column("line", "integer"),
    Column("code"),
    Column("verdict"),
    Column("title"),
    Column("found"),
    Column("remedy"),
)
SERIES = (Column("verdict"), Column("codes", "integer"))
_NAMED = 5
_WHY = {
    Verdict.UNKNOWN: "no such code",
    Verdict.WRONG: "what stands beside the code is not what its column holds",
    Verdict.TWICE: "they stand on an earlier line already",
    Verdict.WITHIN: "they are part of a code on another line, and would count twice",
}


def check_codes(
    file: Annotated[
        str | Path,
        Ask("class file (CSV or YAML), or a plain list with a code a line", AskKind.ARGUMENT),
    ],
    *,
    within: Annotated[
        str,
        Ask(
            "list of codes to check against, such as hs2022; as the file tells when left out",
            metavar="EDITION",
            flag="in",
        ),
    ] = "",
) -> Answer:
    """Check a file of codes line by line, and name the nearest codes of those that do not exist.

    A line that is not ``known`` is told by a gap, so that ``--strict`` ends with exit code 1.

    Missing and zero: ``title`` is missing for a code that is not known, ``found`` and ``remedy``
    where nothing is wrong.

    Raises:
        BadClassFile: the file cannot be read, or nothing tells of which edition its codes are.
        UnknownProduct, UnknownClass: there is no such list of codes.
    """
    stated = codes_stated(str(file))
    read = read_in(stated, _asked(within))
    found = checked(stated, read)
    count = Counter(one.verdict for one in found)
    rows = tuple(
        (
            one.line,
            one.code,
            one.verdict.value,
            one.title or None,
            one.found or None,
            one.remedy or None,
        )
        for one in found
    )
    return Answer(
        "classes test",
        __version__,
        {"file": stated.file, "in": within.strip()},
        COLUMNS,
        rows,
        tables=(Table("counts", SERIES, tuple((v.value, count[v]) for v in Verdict if count[v])),),
        notes=(_read_note(stated, read), *_alone_note(stated)),
        gaps=tuple(_gaps(stated, read, found)),
    )


def _asked(text: str) -> Coding | None:
    if not text.strip():
        return None
    if found := coding(text, text):
        return found
    words = coding_words()
    raise UnknownProduct(
        f"You asked for the list of codes {text!r}",
        "no list has this name",
        "A code means different goods in different editions",
        did_you_mean(text, words, f"Known are {', '.join(words)}."),
    )


def _read_note(stated: Stated, read: Read) -> Note:
    editions = ", ".join(read.editions)
    own = f" (codes that stand in {editions})" if editions and not read.coding.edition else ""
    digest = sha256(stated.content).hexdigest()
    text = f"{stated.file} is read as {read.coding.named}{own}; its SHA-256 is {digest}."
    return Note("read-as", text)


def _alone_note(stated: Stated) -> Iterator[Note]:
    if stated.alone:
        some = ", ".join(map(repr, map(printable, stated.alone[:_NAMED])))
        more = " and others" if len(stated.alone) > _NAMED else ""
        known = ", ".join(COLUMNS_READ)
        text = f"Left alone: the columns {some}{more}. Columns that mean something are {known}."
        yield Note("columns-left-alone", text)


def _gaps(stated: Stated, read: Read, found: Sequence[Checked]) -> Iterator[Gap]:
    """Yield a gap for each sort of fault, and one for what is wrong with the rest as a class."""
    wrong = [one for one in found if one.verdict is not Verdict.KNOWN]
    for verdict, why in _WHY.items():
        mine = [one for one in wrong if one.verdict is verdict]
        if mine:
            lines = ", ".join(f"{one.code} on line {one.line}" for one in mine[:_NAMED])
            more = f" and {len(mine) - _NAMED} more" if len(mine) > _NAMED else ""
            yield Gap(f"{len(mine)} of {len(found)} codes", f"{why}: {lines}{more}", mine[0].remedy)
    rest = faultless(stated, found)
    try:
        if rest.rows:
            class_of(stated.file, rest, read)
    except BadClassFile as error:
        yield Gap("the file as a class", error.found, error.remedy)
