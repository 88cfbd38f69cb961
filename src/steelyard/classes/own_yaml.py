"""A user's own YAML of codes: what it tells of itself, its groups, its members or their CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from steelyard.classes.own_csv import COLUMNS, TOLD, near_miss, read_csv
from steelyard.classes.own_text import (
    MOST_LINES,
    Row,
    Stated,
    bad_class_file,
    content_of,
    text_of,
)
from steelyard.terms.yaml_text import read_yaml

_SWITCHES, _OTHERS = ("exact", "goods"), ("groups", "members")
_KNOWN = (*TOLD, *_SWITCHES, *_OTHERS)
_DEEPEST = 8
_NO_ALIAS = "Write out what an alias stands for."


def read_yaml_class(path: Path, content: bytes) -> Stated:
    """Return what a YAML file states; its members may stand in a CSV file beside it.

    Raises:
        BadClassFile: it cannot be read, or states what no class does.
    """
    file = path.name
    entry = _entry(file, text_of(file, content))
    for name in map(str, entry):
        if name not in _KNOWN:
            near = near_miss(name, _KNOWN)
            other = f"A class file tells {', '.join(_KNOWN)}; how data answer is made from them."
            why = f"it tells {name!r}, which is nothing that a class of one's own tells"
            raise bad_class_file(file, why, f"Did you mean {near}?" if near else other)
    about = {name: _told(file, name, entry[name]) for name in entry if name in (*TOLD, *_SWITCHES)}
    about["groups"] = dict(_groups(file, entry.get("groups") or {}))
    listed = entry.get("members")
    if isinstance(listed, str):
        beside = _beside(path, listed)
        told = {**beside.about, **about}
        return Stated(file, told, beside.rows, content + beside.content, beside.alone)
    if not isinstance(listed, list) or not listed or len(listed) > MOST_LINES:
        why = f"it has no members, or more than {MOST_LINES:,}"
        raise bad_class_file(file, why, 'Write members: ["8541", "8542"] or members: codes.csv.')
    rows = (_row(file, f"member {number}", one) for number, one in enumerate(listed, 1))
    return Stated(file, about, tuple(rows), content)


def _entry(file: str, text: str) -> dict[Any, Any]:
    """Return the mapping that a text states; without aliases, which multiply what they repeat."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            opens = isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))
            closes = isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent))
            depth += opens - closes
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                raise bad_class_file(file, "it has aliases, or lists deep in lists", _NO_ALIAS)
        entry = read_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(f"it is no YAML: {error}".split())
        raise bad_class_file(file, why, "Mend it at the place named.") from error
    if not isinstance(entry, dict):
        raise bad_class_file(file, "it is no list of names with values", "Write members: [...].")
    return entry


def _told(file: str, name: str, value: object) -> object:
    """Return what a name is told to be: text, or yes or no."""
    if name in _SWITCHES and isinstance(value, bool):
        return value
    if name in _SWITCHES or isinstance(value, bool):
        wanted = "true or false" if name in _SWITCHES else "text"
        raise bad_class_file(file, f"{name} is {value!r}, not {wanted}", f"Give {wanted}.")
    return _text(file, name, value)


def _text(file: str, name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int, float, date)) and not isinstance(value, bool):
        return str(value).strip()
    shown = str(value)[:40]
    raise bad_class_file(file, f"{name} is {shown!r}, which is no text", "Put it in quotes.")


def _groups(file: str, stated: object) -> Iterator[tuple[str, str]]:
    """Return the titles of groups by key: a list of titles, or titles by key."""
    if isinstance(stated, list):
        stated = {title: title for title in (_text(file, "groups", one) for one in stated)}
    if not isinstance(stated, dict):
        raise bad_class_file(
            file, "groups is no list and no mapping", "Write groups: {key: title}."
        )
    for key, title in stated.items():
        name = _text(file, "a key of groups", key)
        yield name, _text(file, f"group {name}", title) or name


def _beside(path: Path, name: str) -> Stated:
    """Return what the CSV file beside a YAML file states; no other folder is looked at."""
    if Path(name).name != name or "\\" in name or not name.casefold().endswith(".csv"):
        why = f"members names {name!r}, which is no CSV file beside it"
        raise bad_class_file(path.name, why, "Put the CSV file in the same folder.")
    return read_csv(name, content_of(path.parent / name))


def _row(file: str, place: str, stated: object) -> Row:
    cells = stated if isinstance(stated, dict) else {"code": stated}
    if not isinstance(cells.get("code"), str):
        why = f"{place}: its code is {cells.get('code')!r}, not text: a leading zero would be lost"
        raise bad_class_file(file, why, 'Put every code in quotes: "010121".')
    for name in map(str, cells):
        if name not in COLUMNS:
            near = near_miss(name, COLUMNS) or f"one of {', '.join(COLUMNS)}"
            raise bad_class_file(file, f"{place} tells {name!r}", f"Did you mean {near}?")
    told = {name: _text(file, f"{place}: {name}", cells.get(name)) for name in COLUMNS}
    return Row(place, told)
