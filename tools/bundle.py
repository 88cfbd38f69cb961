"""Build the bundled data from the publishers' files: ``python tools/bundle.py ../shared/data``.

The files are those whose terms allow bundling (see docs/reference/data.md). Every one goes through
``ingest``, so the bundled data is a store like any other. The day of intake is fixed so that the
same files give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import yaml

from steelyard.ingest.intake import take
from steelyard.ingest.wish import Wish
from steelyard.sources.received import Received
from steelyard.store.draft import DRAFTS
from steelyard.store.store import BUNDLED
from steelyard.store.write import LOCK

RECEIVED_ON = "2026-11-21"
LIST = Path(__file__).with_name("bundle.yaml")


def files() -> dict[str, str]:
    """Return the path of every file, with where it was had from."""
    groups = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return {name: group["from"].strip() for group in groups for name in group["files"]}


def main(data: Path) -> None:
    """Take every file into a new folder and put it in the place of the bundled data."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bundled"
        for name, origin in files().items():
            file = data / name
            wish = Wish(today=RECEIVED_ON, obtained_from=origin)
            for check in take(Received(file), root, wish, lambda text, _: print(text)).checks:
                print(" ", check.name, "agrees" if check.passed else "DIFFERS", check.detail)
        shutil.rmtree(BUNDLED, ignore_errors=True)
        shutil.copytree(root, BUNDLED, ignore=shutil.ignore_patterns(LOCK, DRAFTS))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
