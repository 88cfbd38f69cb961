"""From a query to the parameters of a verb: nothing guessed, nothing dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl

import pytest

from steelyard.api.answering import cut
from steelyard.api.examples import examples, path
from steelyard.api.parameters import parameters, served_verbs
from steelyard.api.query import read, row_limit
from steelyard.questions.registry import VERBS, Verb
from steelyard.terms.answer import Answer, Column, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption

WEIGH = next(verb for verb in VERBS if verb.name == "weigh")


def asked(query: str, verb: Verb = WEIGH) -> dict[str, object]:
    return read(parameters(verb), parse_qsl(query, keep_blank_values=True))


def test_values_are_given_to_the_keywords_of_the_verb() -> None:
    found = asked("reporter=USA&as-of=2017-01-31&cumulate=true&set=rank-by=imports&set=account=x")
    assert found == {
        "reporter": "USA",
        "as_of": "2017-01-31",
        "cumulate": True,
        "settings": {"rank_by": "imports", "account": "x"},
    }
    assert asked("reporter=USA&as_of=2017-01-31") == {"reporter": "USA", "as_of": "2017-01-31"}


@pytest.mark.parametrize(("text", "value"), [("1", True), ("TRUE", True), ("false", False)])
def test_a_switch_is_on_or_off(text: str, value: bool) -> None:
    assert asked(f"reporter=USA&partial={text}")["partial"] is value


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("reporter=USA&yeas=2007", "Did you mean years?"),
        ("reporter=USA&store=x", "takes no such parameter"),
        ("reporter=USA&years=", "has no value"),
        ("reporter=USA&partner=+", "has no value"),
        ("reporter=USA&years=2007&years=2007", "years more than once"),
        ("reporter=USA&as_of=2017-01-31&as-of=2017-01-31", "as_of more than once"),
        ("partner=CHN", "You left out the parameter 'reporter'"),
        ("reporter=USA&partial=perhaps", "Partial is a switch"),
        ("reporter=USA&set=adjustment", "no equals sign"),
        ("reporter=USA&set=side=partner&set=side=reporter", "set=side more than once"),
    ],
)
def test_what_is_not_understood_is_refused(query: str, words: str) -> None:
    with pytest.raises(BadOption) as raised:
        asked(query)
    assert words in str(raised.value)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "²", "9" * 30])
def test_a_limit_is_a_whole_number_above_zero(text: str) -> None:
    with pytest.raises(BadOption):
        row_limit({"limit": text}, parameters(WEIGH)["limit"])


def test_the_limit_is_no_parameter_of_the_verb() -> None:
    values = asked("reporter=USA&limit=7")
    assert row_limit(values, parameters(WEIGH)["limit"]) == 7
    assert values == {"reporter": "USA"}


def made(rows: int, series: int) -> Answer:
    table = Table("series", (Column("n", "integer"),), tuple((n,) for n in range(series)))
    return Answer(
        "made", "0.1.0", {}, (Column("n", "integer"),), tuple((n,) for n in range(rows)), (table,)
    )


def test_an_answer_within_the_limit_is_not_touched() -> None:
    answer = made(3, 3)
    assert cut(answer, 3) is answer


def test_rows_left_out_are_told() -> None:
    found = cut(made(3, 5), 2)
    assert (found.rows, found.tables[0].rows) == (((0,), (1,)), ((0,), (1,)))
    assert [note.code for note in found.notes] == ["truncated"]
    assert "2 of 3 rows of the answer" in found.notes[0].text
    assert "2 of 5 rows of series" in found.notes[0].text


def test_only_verbs_that_take_no_file_are_served() -> None:
    assert {verb.name for verb in VERBS} - {v.name for v in served_verbs()} >= {"add"}
    assert {"weigh", "holdings", "classes list", "cite", "doctor"} <= {
        verb.name for verb in served_verbs()
    }


def reads_a_file(file: Annotated[str | Path, Ask("a file", AskKind.ARGUMENT)]) -> None:
    """Stand for a verb that reads a file the asker names."""


def test_a_verb_that_reads_a_file_is_not_served() -> None:
    verb = Verb("reads", "Read.", f"{__name__}:reads_a_file", ())
    assert served_verbs([verb]) == ()


def test_examples_become_addresses() -> None:
    found = [example.address(WEIGH) for example in examples(WEIGH)]
    assert found[0] == "/v1/weigh?reporter=USA&partner=CHN"
    assert "/v1/weigh.csv?reporter=USA&partner=MEX&periods=2019-01:2019-12" in found


@pytest.mark.parametrize("verb", served_verbs(), ids=lambda verb: verb.name)
def test_every_example_is_a_question_of_its_address(verb: Verb) -> None:
    for example in examples(verb):
        assert example.address(verb).startswith(path(verb))
        assert len(read(parameters(verb), example.query)) >= len({n for n, _ in example.query})
