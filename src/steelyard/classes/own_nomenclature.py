"""In which nomenclature and edition the codes of a user's own file are to be read."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.classes.code_writing import undotted
from steelyard.classes.coding import Coding, coding, coding_words
from steelyard.classes.own_text import Row, Stated, bad_class_file
from steelyard.nomenclature.code_tables import editions, rows_of
from steelyard.nomenclature.codes import fits
from steelyard.terms.errors import BadClassFile, UnknownClass, did_you_mean
from steelyard.terms.product import Edition

_LINES, _LINE = ("HTS", "SCHEDULEB"), 10
_SAY = "Say which: write `# nomenclature: hs2022` above the header, or nomenclature: hs2022 in YAML"


@dataclass(frozen=True, slots=True)
class Read:
    """How the codes of a file are read.

    Attributes:
        coding: their nomenclature, with its edition when one is fixed.
        editions: the editions in which they may stand as written; none where each states its own.
    """

    coding: Coding
    editions: tuple[str, ...]


def read_as(stated: Stated) -> Read:
    """Return how the codes of a file are read: as it says, else by the HS editions that have them.

    A file that names no nomenclature is of the HS when every code has 2, 4, 6, 8 or 10 digits and
    some edition has all of them: of that edition when it is the only one, else of the edition in
    which data state each code, like ``hs:85``. Where a code went out of use and came back with
    another meaning between those editions, the file must say which it means. Lines of ten digits
    that all stand in one list of the United States are of that list.

    Raises:
        BadClassFile: it names what is no nomenclature, or codes of which none can be told.
    """
    stated_codes = (row.cells["code"] for row in stated.rows)
    codes = tuple(dict.fromkeys(undotted("HS", code) for code in stated_codes if code))
    told = stated.about.get("nomenclature")
    if told:
        asked = _named(stated.file, str(told))
        return Read(asked, () if _dated(stated.rows) else asked.editions())
    if _dated(stated.rows):
        return Read(Coding("HS"), ())
    if national := _national(stated.file, codes):
        return Read(national, national.editions())
    every = editions("HS")
    having = [one for one in every if all(fits(Edition("HS", one), code) for code in codes)]
    if len(having) == 1:
        return Read(Coding("HS", having[0]), (having[0],))
    if not having:
        return Read(Coding("HS", _nearest(codes)), ())
    between = every[every.index(having[0]) : every.index(having[-1]) + 1]
    if len(between) > len(having):
        gone = ", ".join(one for one in between if one not in having)
        why = f"its codes stand in HS {', '.join(having)} but not in {gone}, with other meanings"
        raise bad_class_file(stated.file, why, f"{_SAY}.")
    return Read(Coding("HS"), tuple(having))


def edition_of(file: str, read: Read, row: Row) -> Coding:
    """Return the nomenclature and edition of one code, which may state its own.

    Raises:
        BadClassFile: that edition is not held, or is another one than that of the file.
    """
    if not (said := row.cells["edition"]):
        return read.coding
    name = read.coding.nomenclature
    text = said if said.casefold().startswith(name.casefold()) else f"{name}{said}"
    try:
        found = coding(text)
    except UnknownClass as error:
        found, remedy = None, error.remedy
    else:
        remedy = f"Known are {', '.join(editions(name))}."
    if found is None or found.nomenclature != name:
        raise bad_class_file(
            file, f"{row.place}, column edition: {name} has no edition {said!r}", remedy
        )
    if found.edition and read.coding.edition not in {"", found.edition}:
        raise _another(file, read.coding, found, row)
    return found


def _another(file: str, own: Coding, other: Coding, row: Row) -> BadClassFile:
    """Return the error for a code of an edition that the file does not name."""
    why = f"{row.place}, column edition: {other.named}, but the file is of {own.named}"
    return bad_class_file(
        file,
        f"{why}; data of {own.named} would count nothing of it",
        f"Give the code of {own.named} (`steelyard classes follow "
        f"{other.word}:{row.cells['code'][:_LINE]} {own.word}`), or name no edition above, "
        f"`# nomenclature: {own.nomenclature.lower()}`, and list the class once for each edition.",
    )


def _national(file: str, codes: tuple[str, ...]) -> Coding | None:
    """Return the list of lines that has all of some codes; None where they are no such lines.

    Raises:
        BadClassFile: several lists have them, one of imports and one of exports.
    """
    if any(len(code) != _LINE for code in codes):
        return None
    having = [name for name in _LINES if codes and all(code in rows_of(name) for code in codes)]
    if len(having) > 1:
        why = "its codes are lines of HTS (US imports) and of Schedule B (US exports) alike"
        say = " or ".join(f"`# nomenclature: {name.lower()}`" for name in having)
        raise bad_class_file(file, why, f"Say which: write {say} above the header.")
    return Coding(having[0]) if having else None


def _named(file: str, text: str) -> Coding:
    try:
        found = coding(text)
    except UnknownClass as error:
        raise bad_class_file(file, f"nomenclature: {error.found}", error.remedy) from error
    if found is None:
        known = coding_words()
        remedy = did_you_mean(text, known, f"Known are {', '.join(known)}.")
        raise bad_class_file(
            file, f"it names the nomenclature {text!r}, which is not known", remedy
        )
    return found


def _dated(rows: tuple[Row, ...]) -> bool:
    return any(row.cells["edition"] for row in rows)


def _nearest(codes: tuple[str, ...]) -> str:
    """Return the edition of the HS that has most of some codes, the newest of several."""
    counts = {one: sum(fits(Edition("HS", one), code) for code in codes) for one in editions("HS")}
    return max(counts, key=lambda one: (counts[one], one))
