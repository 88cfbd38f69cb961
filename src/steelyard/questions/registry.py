"""Every verb, once: the faces (command line, Python, and later REST and pages) read this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, get_args, get_type_hints

from steelyard.terms.answer import Answer
from steelyard.terms.ask import Ask


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb.

    Attributes:
        name: the words of the command line, for example ``weigh`` or ``classes list``.
        summary: one line for lists of verbs.
        home: ``module:function`` that takes the parameters and returns the Answer. Its signature,
            with ``Ask`` notes, is the one description of the parameters.
        examples: command lines; all but those of verbs that take files work on the bundled data.
    """

    name: str
    summary: str
    home: str
    examples: tuple[str, ...]

    def function(self) -> Callable[..., Answer]:
        """Import and return the verb's function."""
        module, name = self.home.split(":")
        found: Callable[..., Answer] = getattr(import_module(module), name)
        return found

    def asks(self) -> dict[str, tuple[Ask, Any]]:
        """Return the description and the type of each described parameter, by name, in order."""
        hints = get_type_hints(self.function(), include_extras=True)
        notes = {name: [n for n in get_args(h) if isinstance(n, Ask)] for name, h in hints.items()}
        return {name: (found[0], hints[name]) for name, found in notes.items() if found}


VERBS = (
    Verb(
        "weigh",
        "Weigh the trade of one place with another: exports, imports, balance, growth, rank.",
        "steelyard.questions.weigh:weigh",
        (
            "steelyard weigh USA CHN",
            "steelyard weigh USA WLD --of atp --years 2002:2007",
            "steelyard weigh USA CHN --years 2015:2015 --as-of 2017-01-31",
            "steelyard weigh USA CHN --of hs:85 --years 2017:2019 --basis consumption",
            "steelyard weigh USA VNM --of atp,oecd-rd,lall --compare --years 2024",
            "steelyard weigh USA CHN --years 2011:2012 --side both --definitions",
            "steelyard weigh CHN USA --years 2022:2023 --set vintage=first",
            "steelyard weigh USA MEX --periods 2019-01:2019-12 --format csv -o mexico.csv",
            "steelyard weigh USA WLD --of atp -o technology.svg",
        ),
    ),
    Verb(
        "explain",
        "Explain what moved a balance, exports or imports: parts that add up to the change.",
        "steelyard.questions.explain:explain",
        (
            "steelyard explain USA CHN --in naics3 --years 2002:2018",
            "steelyard explain USA VNM --of atp --measure exports --years 2015:2019",
            "steelyard explain USA WLD --by partner --years 2017:2022 --top 15",
            "steelyard explain USA CHN --by flow --years 2015:2019 --steps",
            "steelyard explain USA CHN --in naics3 --years 2002:2007 -o change.svg",
        ),
    ),
    Verb(
        "index",
        "Make one index of trade: comparative advantage, concentration, complexity and others.",
        "steelyard.questions.index:index",
        (
            "steelyard index balassa CHN --market USA --in naics3 --years 2024",
            "steelyard index balassa --of atp --market USA --years 2024 --top 10",
            "steelyard index effective-suppliers USA --of naics:334 --years 2014:2024",
            "steelyard index grubel-lloyd USA CHN --in naics3 --years 2018",
            "steelyard index lafay USA --in hs2 --years 2019 --top 10",
            "steelyard index eci --market USA --in naics3 --years 2024",
        ),
    ),
    Verb(
        "rate",
        "Rate a country's position in a technology: share, advantage, dependence, lag.",
        "steelyard.questions.rate:rate",
        (
            "steelyard rate CHN --of hs:8542",
            "steelyard rate USA --of atp --years 2024",
            "steelyard rate VNM --of naics:334 --market USA --years 2024",
            "steelyard rate CHN --against USA --on gdp",
        ),
    ),
    Verb(
        "holdings",
        "List what is held: datasets, releases, periods, and where they came from.",
        "steelyard.questions.holdings:holdings",
        (
            "steelyard holdings",
            "steelyard holdings census-imports-hs10",
            "steelyard holdings --diff census-goods-by-country@2017-01 census-goods-by-country",
            "steelyard holdings census-imports-hs2 --rejected --format csv -o rejected.csv",
        ),
    ),
    Verb(
        "classes list",
        "List the technology classes that can be asked by name.",
        "steelyard.questions.classes_list:list_classes",
        ("steelyard classes list",),
    ),
    Verb(
        "classes show",
        "Show the codes of a class with their groups, and who defines it.",
        "steelyard.questions.classes_show:show_class",
        (
            "steelyard classes show atp --period 2022",
            "steelyard classes show atp --period 2019 --flow X --format csv -o exports.csv",
            "steelyard classes show atp --period 2022 --digits 6",
            "steelyard classes show oecd-rd --group high",
            "steelyard classes show hs:8542",
        ),
    ),
    Verb(
        "classes find",
        "Find product codes by words or by code, and the classes that hold them.",
        "steelyard.questions.classes_find:find_codes",
        (
            "steelyard classes find lithography",
            'steelyard classes find "integrated circuits" --in sitc4',
            "steelyard classes find 8542",
            "steelyard classes find 8542.31.00.01 --rows 5",
        ),
    ),
    Verb(
        "classes diff",
        "List what two classes, or two years of one, count differently.",
        "steelyard.questions.classes_diff:diff_classes",
        (
            "steelyard classes diff atp --period 2021:2022",
            "steelyard classes diff atp chips --period 2022",
            "steelyard classes diff chips sitc4:776",
        ),
    ),
    Verb(
        "classes follow",
        "Follow product codes to another edition or nomenclature, and back.",
        "steelyard.questions.classes_follow:follow_codes",
        (
            "steelyard classes follow hs2017:851712 hs2022",
            "steelyard classes follow hs2022:854231 sitc4",
            "steelyard classes follow hs2017 hs2022 --back",
            "steelyard classes follow hs2022 hs2017 --back --concordance trade:2024",
            "steelyard classes follow hs2022 sitc4 --rows 6000 --format csv -o map.csv",
        ),
    ),
    Verb(
        "classes test",
        "Check a file of product codes, line by line.",
        "steelyard.questions.classes_test:check_codes",
        (
            "steelyard classes test mine.csv",
            "steelyard classes test codes.txt --in hs2022 --strict",
        ),
    ),
    Verb(
        "cite",
        "Say how to cite a dataset, or every dataset held.",
        "steelyard.questions.cite:cite",
        ("steelyard cite", "steelyard cite census-goods-by-country"),
    ),
    Verb(
        "add",
        "Take publishers' files into your own store.",
        "steelyard.questions.add:add",
        (
            "steelyard add country.xlsx --release 2024-02-07",
            "steelyard add ~/Downloads/comtrade --dry-run",
            'steelyard add "BACI_HS17_V202301.zip" "comtrade-*.csv.gz"',
            "steelyard add exports.csv --map exports.yaml",
        ),
    ),
    Verb(
        "synthetic",
        "Make a made-up world of trade, whose truth is known, to try, test and time things on.",
        "steelyard.questions.synthetic:make_world",
        (
            "steelyard synthetic --store made-up --countries 8 --products 30 --years 2015:2017",
            "steelyard synthetic --store exact --countries 4 --size noise=0 --truth known",
        ),
    ),
    Verb(
        "doctor",
        "Test this installation and its data, and print what was checked.",
        "steelyard.questions.doctor:doctor",
        ("steelyard doctor",),
    ),
)


GROUPS = {"classes": "Technology classes: what counts as technology, by name."}
