"""Try two ways to write releases when a writer is killed and when the disk is full.

``python benchmarks/table_format_failures.py FOLDER [--small FOLDER]``, see ``table_format.py``; the
second folder lies on a file system of some 50 MB, for example a tmpfs mounted for it.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections import Counter
from pathlib import Path

import numpy as np

from release_writers import WRITERS, Writer
from table_format import FEW, fresh, heard, rows_of, sample, start

KILLS = 50
LONGEST = 0.8
SOME, FILLING = 60_000, 300_000


def kills(folder: Path) -> None:
    """Kill a writer at random moments; look what a reader then sees, and write once more."""
    chance, seen = np.random.default_rng(1), {name: Counter[str]() for name in WRITERS}
    for _ in range(KILLS):
        for name, count in seen.items():
            root = fresh(folder / name)
            process, pipe = start(name, root, [f"r{n:03}" for n in range(500)], SOME)
            time.sleep(chance.uniform(0, LONGEST))
            process.kill()
            told = heard(pipe)
            process.join()
            count.update(looked(WRITERS[name](root), told))
    for name, count in seen.items():
        print(f"  {name}: {dict(count)}")


def looked(writer: Writer, told: list[str]) -> Counter[str]:
    held, left = rows_of(writer), writer.orphans()
    releases = {release for _, release in held}
    found = Counter(
        trials=1,
        acknowledged=len(told),
        lost=sum(("imports", r) not in held or ("exports", r) not in held for r in told),
        half_rows=sum(rows != SOME for rows in held.values()),
        half_datasets=sum((("imports", r) in held) != (("exports", r) in held) for r in releases),
        drafts=sum(n.endswith(".part") or "#" in n for n in left),
        files_unnamed=sum(n.endswith(".parquet") for n in left),
    )
    writer.commit("after", {"exports": sample(FEW)})
    found["writable_after"] = ("exports", "after") in writer.visible()
    return found


def full_disk(small: Path) -> None:
    """Commit until the disk is full; look what is left, what was said, and the next small write."""
    table = sample(FILLING)
    for name, kind in WRITERS.items():
        writer, said = kind(fresh(small / name)), []
        for n in range(100):
            try:
                writer.commit(f"r{n:03}", {"imports": table})
                said.append(f"r{n:03}")
            except Exception as error:  # noqa: BLE001  (what it is, is the question)
                text = f"{type(error).__name__}: {str(error)[:110]}"
                break
        held = rows_of(kind(small / name))
        free = shutil.disk_usage(small).free / 2**20
        whole = sum(rows == table.num_rows for rows in held.values())
        print(f"  {name}: {len(said)} told, {whole} whole of {len(held)}, {text}")
        print(f"    {len(writer.orphans())} files left that no reader sees, {free:.1f} MiB free")
        fresh(small / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", type=Path)
    asked = parser.parse_args()
    print(f"{KILLS} kills")
    kills(asked.folder)
    if asked.small:
        print("full disk")
        full_disk(asked.small)


if __name__ == "__main__":
    main()
