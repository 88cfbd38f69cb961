"""The title of a table: every choice that is not the usual one stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.report.title import title
from steelyard.terms.answer import Answer
from steelyard.terms.definition import Definition, choices, define

PLAIN = "United States with China: all goods, by year"
NAMED = sorted(name for name in Definition.model_fields if choices(name))


def titled(
    *, of: str = "goods", cumulate: bool = False, partial: bool = False, **definition: str
) -> str:
    question = {
        "reporter": "USA",
        "partner": "CHN",
        "of": of,
        "freq": "A",
        "cumulate": cumulate,
        "partial": partial,
        "definition": define(definition).model_dump(mode="json"),
    }
    return title(Answer("weigh", "0.1.0", question, (), ()))


def test_the_usual_choices_are_not_told() -> None:
    assert titled() == PLAIN
    assert titled(side="reporter", adjustment="none") == PLAIN


def test_the_currency_stands_in_the_columns() -> None:
    assert titled(currency="CNY") == PLAIN


def test_a_date_partial_sums_and_cumulation_are_words() -> None:
    assert titled(as_of="2017-01-31") == f"{PLAIN}, as of 2017-01-31"
    assert titled(partial=True) == f"{PLAIN}, incomplete periods as far as they go"
    assert titled(cumulate=True) == f"{PLAIN}, January to the end of each period"


@given(st.dictionaries(st.sampled_from(NAMED), st.integers(0, 9)), st.booleans())
def test_every_choice_that_is_not_the_usual_one_is_told(
    picked: dict[str, int], partial: bool
) -> None:
    usual = define({}).model_dump(mode="json")
    given_ = {name: choices(name)[n % len(choices(name))] for name, n in picked.items()}
    text = titled(partial=partial, **given_)
    changed = sum(value != usual[name] for name, value in given_.items())
    assert text.count(", ") == PLAIN.count(", ") + changed + partial
    alone = {titled(**{name: value}) for name, value in given_.items() if value != usual[name]}
    assert len(alone) == changed
    assert all(one.removeprefix(PLAIN) in text for one in alone)
    assert ("incomplete periods" in text) is partial


@pytest.mark.parametrize("name", ["release", "as_of"])
def test_a_choice_without_a_list_of_values_is_told_too(name: str) -> None:
    assert "2017-01" in titled(**{name: "2017-01-15" if name == "as_of" else "2017-01"})


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("atp:electronics", "advanced technology products: Electronics"),
        ("sitc4:7", "SITC 4 7: Machinery and transport equipment"),
        ("hs:8542,854231", "854231 is in 8542 and counted once"),
        ("atp,oecd-rd", "advanced technology products, economic activities by R&D intensity"),
    ],
)
def test_a_class_is_told_by_its_title(of: str, told: str) -> None:
    assert told in titled(of=of)


def test_a_file_is_told_by_its_title_and_once_it_is_gone_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("# title: My chips\ncode\n8542\n", "utf-8")
    assert "with China: my chips, by year" in titled(of=str(path))
    path.unlink()
    assert f"with China: {path}, by year" in titled(of=str(path))
