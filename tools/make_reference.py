"""Fill the generated blocks of the reference: ``python tools/make_reference.py [--check]``.

A page holds ``<!-- generated: NAME -->`` and ``<!-- end -->``; what stands between them is made
here from the verb registry, the definition, the errors, the tables, the publishers' cards and the
bundled catalogue. With ``--check`` nothing is written and the exit code is 1 when a block has
drifted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from reference_publishers import card_quirks, publisher, publishers
from reference_store import (
    columns,
    datasets,
    kinds,
    quirks,
    record,
    release,
    schema_version,
    series,
    statuses,
)
from reference_terms import class_groups, classes, definition, errors, groups, nomenclatures
from reference_verbs import arguments, examples, flags, shared_flags, verbs

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
_BLOCK = re.compile(r"(<!-- generated: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
BLOCKS: dict[str, Callable[..., str]] = {
    "verbs": verbs,
    "arguments": arguments,
    "flags": flags,
    "shared-flags": shared_flags,
    "examples": examples,
    "definition": definition,
    "errors": errors,
    "statuses": statuses,
    "columns": columns,
    "kinds": kinds,
    "record": record,
    "schema-version": schema_version,
    "classes": classes,
    "class-groups": class_groups,
    "groups": groups,
    "nomenclatures": nomenclatures,
    "datasets": datasets,
    "release": release,
    "series": series,
    "quirks": quirks,
    "publishers": publishers,
    "publisher": publisher,
    "card-quirks": card_quirks,
}


def filled(text: str) -> str:
    """Return a page with its generated blocks made anew."""

    def fill(match: re.Match[str]) -> str:
        name, _, about = match[2].partition(" ")
        made = BLOCKS[name](about) if about else BLOCKS[name]()
        return f"{match[1]}\n{made}\n\n{match[4]}"

    return _BLOCK.sub(fill, text)


def drifted() -> list[Path]:
    """Return the pages whose generated blocks are out of date."""
    pages = sorted(REFERENCE.glob("*.md"))
    return [p for p in pages if filled(p.read_text("utf-8")) != p.read_text("utf-8")]


def main(arguments: Sequence[str]) -> int:
    """Write the blocks, or with ``--check`` only tell which have drifted."""
    pages = drifted()
    for page in pages:
        print(page.name)
        if "--check" not in arguments:
            page.write_text(filled(page.read_text("utf-8")), "utf-8")
    return 1 if pages and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
