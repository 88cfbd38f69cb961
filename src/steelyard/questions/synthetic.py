"""``synthetic``: make a synthetic world, whose truth is known, and take it into a store."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from steelyard.accounts.notes_synthetic import made_up
from steelyard.ingest.intake import Intake, take
from steelyard.ingest.wish import Told, Wish
from steelyard.nomenclature.synthetic_places import CODES
from steelyard.questions.synthetic_files import RECIPE, refuse_large, write_class, write_truth
from steelyard.sources import synthetic as source
from steelyard.sources.received import Received
from steelyard.sources.synthetic.products import product_codes
from steelyard.sources.synthetic.recipe import Recipe, recipe
from steelyard.store.store import Store, default_root
from steelyard.store.write import releases
from steelyard.synthetic.plan import Plan, planned
from steelyard.terms.answer import Answer, Column, Note, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption
from steelyard.terms.version import __version__

COLUMNS = (
    Column("dataset"),
    Column("release"),
    Column("countries", "integer", "places"),
    Column("products", "integer", "codes"),
    Column("first"),
    Column("last"),
    Column("rows", "integer", "observations"),
    Column("added", "boolean"),
    Column("class_file"),
)
PLANTED = (Column("name"), Column("value", "number"))


def make_world(
    *,
    seed: Annotated[
        str | int, Ask("number from which every draw follows; 1 when left out", metavar="N")
    ] = "1",
    countries: Annotated[
        str | int, Ask("how many countries, 364 at most; 30 when left out", metavar="N")
    ] = "30",
    products: Annotated[
        str | int, Ask("how many subheadings of HS 2017; 200 when left out", metavar="N")
    ] = "200",
    years: Annotated[
        str | int | tuple[int, int],
        Ask("first and last year; 2010:2019 when left out", metavar="A:B"),
    ] = "2010:2019",
    edition_from: Annotated[
        str | int | None,
        Ask("year from which reports are in HS 2022; never when left out", metavar="YEAR"),
    ] = None,
    sizes: Annotated[
        Mapping[str, str] | None,
        Ask("size of a law or a fault, such as noise=0", AskKind.PAIRS, "KEY=VALUE", flag="size"),
    ] = None,
    release: Annotated[
        str | None,
        Ask("day from which it counts as published", metavar="YYYY-MM-DD"),
    ] = None,
    truth: Annotated[
        str | Path | None, Ask("folder to write the truth to, as Parquet", metavar="DIR")
    ] = None,
    store: Store | str | Path | None = None,
    tell: Told = lambda _text, _share: None,
) -> Answer:
    """Make a synthetic world and take it into the user's own store.

    The same parameters make the same world, and a world that is held is left alone.

    Raises:
        InputError: a parameter is out of bounds, or a day before the last year.
        StoreError: the store cannot be written to, or holds another world of that day.
    """
    first, last = _years(years)
    asked = {"seed": seed, "countries": countries, "products": products}
    span = {"first": first, "last": last, "edition_from": edition_from or 0}
    plan = planned({**asked, **span, **_sizes(sizes)})
    if truth is not None:
        refuse_large(plan)
    product_codes(plan.products)
    made = recipe(plan, release)
    root = store.root if isinstance(store, Store) else Path(store or default_root()).expanduser()
    taken = _taken(made, root, tell)
    name = f"{taken.card.dataset}@{taken.published_at}"
    file = write_class(root / "classes" / f"{name}.yaml", plan)
    written = () if truth is None else write_truth(Path(truth), made, tell)
    row = (
        taken.card.dataset,
        taken.published_at,
        plan.countries,
        plan.products,
        str(plan.first),
        str(plan.last),
        taken.accepted,
        taken.release is not None,
        str(file),
    )
    return Answer(
        verb="synthetic",
        version=__version__,
        question={**plan.told(), "release": taken.published_at},
        columns=COLUMNS,
        rows=(row,),
        tables=(Table("planted", PLANTED, tuple(plan.told().items())),),
        notes=(
            *made_up(held for held in releases(root) if held.name == name),
            *_notes(plan, taken, name, written),
        ),
    )


def _years(told: str | int | tuple[int, int]) -> tuple[str, str]:
    if isinstance(told, tuple):
        return str(told[0]), str(told[1])
    first, colon, last = str(told).partition(":")
    return first.strip(), last.strip() if colon else first.strip()


def _sizes(told: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the sizes that are given; those with a flag of their own are set by it alone."""
    own = {"seed", "countries", "products", "first", "last", "edition_from"}
    for name in told or {}:
        if name in own:
            raise BadOption(
                f"You gave --size {name}",
                "it has a flag of its own",
                "Two values of one size cannot be told apart",
                "Use --seed, --countries, --products, --years or --edition-from.",
            )
    return dict(told or {})


def _taken(made: Recipe, root: Path, tell: Told) -> Intake:
    with tempfile.TemporaryDirectory(prefix="steelyard-") as folder:
        file = Path(folder) / RECIPE
        file.write_text(made.text(), encoding="utf-8")
        return take(Received(file), root, Wish(sources=(("synthetic", source),)), tell)


def _notes(plan: Plan, taken: Intake, name: str, written: tuple[str, ...]) -> tuple[Note, ...]:
    codes = CODES[: plan.countries]
    planted = f"Countries {codes[0]} to {codes[-1]}, {plan.products} codes of HS 2017"
    if plan.edition_from:
        planted += f", from {plan.edition_from} on stated in HS 2022"
    told = [Note("planted", f"{planted}; the class file has them by what they require.")]
    if taken.release is None:
        told.append(Note("held-already", f"This world is held as {name}; nothing was changed."))
    if written:
        told.append(Note("truth", f"The truth is written: {', '.join(written)}."))
    return tuple(told)
