"""A store's catalogue: a Frictionless Data Package that is replaced by one atomic rename.

The file ``datapackage.json`` lists every release as a resource (path, bytes, hash, licence,
source, schema) and keeps the release's full record under the key ``steelyard``. A release exists
when the catalogue names it; a file that the catalogue does not name is no part of the store, so a
killed intake leaves the last complete catalogue.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steelyard.store.release import Release
from steelyard.terms.errors import DamagedStore, NewerStore
from steelyard.terms.tables import KINDS

CATALOGUE = "datapackage.json"
STORE_SCHEMA = "steelyard.store/3"
_FAMILY, _VERSION = STORE_SCHEMA.split("/")
_FRICTIONLESS = {
    "string": "string",
    "decimal": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
}


def read_catalogue(root: Path) -> tuple[Release, ...]:
    """Return the releases of the store at ``root``, sorted by dataset and release.

    Raises:
        DamagedStore: the catalogue is no JSON, or lacks what a catalogue must have.
        NewerStore: a later version of Steelyard wrote the store.
    """
    path = root / CATALOGUE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        about = package["steelyard"]
        _check_version(path, str(about["schema"]))
        resources = package["resources"]
        if about["sha256"] != _checksum(resources):
            raise damaged(path, "its catalogue was altered: the checksum differs")
        records = [Release.model_validate(resource["steelyard"]) for resource in resources]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(path, f"its catalogue cannot be read ({_short(error)})") from error
    return tuple(sorted(records, key=lambda r: (r.dataset, r.release)))


def write_catalogue(root: Path, releases: Sequence[Release]) -> None:
    """Replace the catalogue of the store at ``root`` in one step."""
    ordered = sorted(releases, key=lambda r: (r.dataset, r.release))
    resources = [_resource(release) for release in ordered]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "steelyard-store",
        "steelyard": {"schema": STORE_SCHEMA, "sha256": _checksum(resources)},
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    replace(root / CATALOGUE, text.encode("utf-8"))


def keep_older(root: Path) -> None:
    """Keep a catalogue of an older format beside the one that will replace it.

    It is called ``datapackage.N.json`` after its format; the files that it names are not changed.
    """
    path = root / CATALOGUE
    content = path.read_bytes() if path.exists() else b""
    version = json.loads(content)["steelyard"]["schema"].split("/")[1] if content else _VERSION
    if version != _VERSION:
        replace(path.with_name(f"datapackage.{version}.json"), content)


def replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    A file that stood there before keeps its permissions.
    """
    draft = path.with_name(path.name + f".{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def damaged(path: Path, found: str) -> DamagedStore:
    """Return the error for a store file that cannot be trusted."""
    return DamagedStore(
        f"The store was opened at {path}",
        found,
        "Figures from a damaged store could be wrong without a sign of it",
        "Restore the folder from a copy, or name another store with --store. "
        "`steelyard doctor` tells which files are affected.",
    )


def _check_version(path: Path, written_by: str) -> None:
    family, _, version = written_by.partition("/")
    if family != _FAMILY or not version.isdecimal() or int(version) < 1:
        raise damaged(path, f"it calls itself {written_by!r}, which is no store of Steelyard")
    if int(version) > int(_VERSION):
        raise NewerStore(
            f"The store was opened at {path}",
            f"it has the format {written_by}; this version reads up to {STORE_SCHEMA}",
            "A newer format may mean other things by the same words",
            "Upgrade Steelyard, or name another store with --store.",
        )


def _resource(release: Release) -> dict[str, Any]:
    kind = KINDS[release.kind]
    licence = {"title": release.licence, "path": release.licence_url}
    return {
        "name": f"{release.dataset}-{release.release}",
        "title": release.title,
        **_files(release),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "licenses": [{key: value for key, value in licence.items() if value}],
        "sources": [{"title": release.publisher, "path": release.url}],
        "schema": {
            "fields": [
                {"name": f.name, "type": _FRICTIONLESS[f.type], "description": f.text}
                for f in kind.fields
            ],
            "primaryKey": list(kind.key),
        },
        "steelyard": release.model_dump(mode="json"),
    }


def _files(release: Release) -> dict[str, Any]:
    """Return the paths of a release; size and hash stand beside a single one."""
    if len(release.parts) > 1:
        return {"path": [part.path for part in release.parts]}
    part = release.parts[0]
    return {"path": part.path, "bytes": part.bytes, "hash": f"sha256:{part.sha256}"}


def _checksum(resources: Sequence[dict[str, Any]]) -> str:
    """Return the SHA-256 of the resources as compact JSON with sorted keys."""
    text = json.dumps(resources, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
