"""Files that ``synthetic`` writes beside a release: a class of its products, and the truth."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq

from steelyard.ingest.wish import Told
from steelyard.sources.synthetic.editions import links_of
from steelyard.sources.synthetic.planted import truth_tables
from steelyard.sources.synthetic.planted_class import class_text
from steelyard.sources.synthetic.recipe import Recipe
from steelyard.store.write import on_disk
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.world import world
from steelyard.terms.errors import BadOption

RECIPE = "synthetic-world.yaml"
_MOST = 50_000_000


def refuse_large(plan: Plan) -> None:
    """Refuse to write the truth of a world that does not fit into memory.

    Raises:
        BadOption: it does not.
    """
    flows = int(plan.countries**2 * plan.products * plan.density * len(plan.years))
    if flows > _MOST:
        raise BadOption(
            "You asked for the truth of a world as files",
            f"it has about {flows:,} true flows, and at most {_MOST:,} are written",
            "The truth is held in memory as a whole",
            "Make a smaller world, or leave --truth out.",
        )


def write_class(file: Path, plan: Plan) -> Path:
    """Write the class of a world's products by what they require, and return its place.

    Raises:
        ReadOnlyStore: the disk refuses it.
    """
    with on_disk(file.parent):
        _write(file, class_text(plan))
    return file


def write_truth(folder: Path, made: Recipe, tell: Told) -> tuple[str, ...]:
    """Write the recipe of a world and its truth as Parquet, and return the names of the files.

    Raises:
        ReadOnlyStore: the disk refuses it.
    """
    tell("writing the truth", None)
    names = [RECIPE]
    with on_disk(folder):
        _write(folder / RECIPE, made.text())
        for name, table in truth_tables(world(made.plan, links_of(made.plan))):
            names.append(f"{name}.parquet")
            pq.write_table(table, folder / names[-1], compression="zstd")
    return tuple(names)


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
