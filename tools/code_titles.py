"""Titles of product codes as their publishers print them -> titles that stand alone."""

from __future__ import annotations

import re

# Letters of the published list of HS 1996, whose encoding was mistaken.
_MISREAD = str.maketrans({"‚": "é", "ï": "é", "‡": "ç", "ý": "²", "Ê": "°"})
_LEADERS = re.compile(r"^[-–—.…\s]+")
_BELOW = re.compile(r"\s*:\s*-+\s*")
_END = re.compile(r"(?:[\s:;]|(?<!\.[a-z])(?<!etc)\.)+$", re.IGNORECASE)
_LEGACY = re.compile(r"\s*\*\*LEGACY NON-WCO CODE\*\*")
_NUMBERED = re.compile(r"^(?:\d+[a-z]?|C)(?:\.[0-9a-zX]+)*\.?\s+")
_NUMBER_WITHIN = re.compile(r"\bC\.\d+\.\d+\s")
_MEMORANDUM = re.compile(r" MI$")
_OTHER = "other"


def line(text: str) -> str:
    """Return a line of a list without the dashes before it and the stop behind it.

    Dashes between it and the line that it stands under become a colon.
    """
    told = _LEGACY.sub(" (legacy code, not of the WCO)", " ".join(text.split()))
    return _END.sub("", _LEADERS.sub("", _BELOW.sub(": ", told)))


def spelled(text: str) -> str:
    """Return a line of the HS 1996 with its accents."""
    return text.translate(_MISREAD)


def alone(text: str) -> bool:
    """Tell whether a line means something by itself: neither indented nor only "Other"."""
    return not _LEADERS.match(text) and line(text).casefold() != _OTHER


def below(text: str, above: str) -> str:
    """Return a line behind the title above it, unless it is that title over again."""
    told = line(text)
    return told if told.casefold() == above.casefold() else f"{above}: {told}"


def broad(text: str) -> str:
    """Return a category of the BEC without its number, its parts divided by semicolons."""
    told = text.partition(" - ")[2] or text
    return "; ".join(" ".join(part.split()) for part in told.split("|"))


def service(text: str) -> str:
    """Return an item of services without its number."""
    told = _NUMBER_WITHIN.sub("", _NUMBERED.sub("", " ".join(text.split())))
    return _MEMORANDUM.sub(" (memorandum item)", told.removeprefix("TOTAL - "))
