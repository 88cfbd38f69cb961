"""How each format travels: media type, and the name under which it is saved."""

from __future__ import annotations

from mimetypes import MimeTypes

from steelyard.questions.registry import Verb
from steelyard.report.formats import formats

JSON = "application/json"
_MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "sdmx-csv": "application/vnd.sdmx.data+csv; version=2.0.0",
}
_SHOWN = {"json", "png", "svg", "table"}
_BY_ENDING = MimeTypes()


def forms_of(verb: Verb) -> tuple[str, ...]:
    """Return the formats that can hold the answers of a verb, by name."""
    return tuple(n for n, f in formats().items() if not f.verbs or verb.name in f.verbs)


def media_type(form: str) -> str:
    """Return the media type of a format; one that is not known travels as plain bytes."""
    if form in _MEDIA:
        return _MEDIA[form]
    found, _ = _BY_ENDING.guess_type(f"answer{_ending(form)}")
    if found is None:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def disposition(verb: Verb, form: str) -> str:
    """Return whether a browser shows or saves the format, and the name of the file."""
    kind = "inline" if form in _SHOWN else "attachment"
    return f'{kind}; filename="{verb.name.replace(" ", "-")}{_ending(form)}"'


def _ending(form: str) -> str:
    return next(iter(formats()[form].endings), f".{form.rpartition('-')[2]}")
