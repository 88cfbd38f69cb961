"""Answers over HTTP are those of the command line, byte for byte."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from steelyard.api.examples import Example, examples
from steelyard.api.media import forms_of, media_type
from steelyard.api.parameters import served_verbs
from steelyard.cli.main import exit_code
from steelyard.questions.registry import VERBS, Verb
from steelyard.report.formats import FORMATS, formats
from steelyard.store.store import BUNDLED
from steelyard.terms.answer import Answer, answer_schema

ASKED = [
    (verb, example)
    for verb in served_verbs()
    for example in {e.line: e for e in (examples(verb)[0], examples(verb)[-1])}.values()
]
PARTNERS = ("CHN", "WLD")


def printed(capture: pytest.CaptureFixture[bytes], example: Example) -> bytes:
    """Return what the command line of an example prints to standard output."""
    words = shlex.split(example.line)[1:]
    if "-o" in words:
        del words[words.index("-o") : words.index("-o") + 2]
    exit_code([*words, "--quiet", *([] if example.form else ["--format", "json"])])
    return capture.readouterr().out


@pytest.mark.parametrize(("verb", "example"), ASKED, ids=lambda given: getattr(given, "line", ""))
def test_an_answer_has_the_bytes_of_the_command_line(
    client: Any, capsysbinary: pytest.CaptureFixture[bytes], verb: Verb, example: Example
) -> None:
    answered = client.get(example.address(verb))
    assert answered.status_code == 200
    assert answered.headers["content-type"] == media_type(example.form or "json")
    assert answered.content == printed(capsysbinary, example)


@pytest.mark.parametrize("form", ["json", "csv", "table", "parquet"])
def test_the_suffix_of_the_path_names_the_format(client: Any, form: str) -> None:
    answered = client.get(f"/v1/cite.{form}")
    assert answered.content == FORMATS[form](cited())
    assert answered.headers["content-type"] == media_type(form)
    assert 'filename="cite.' in answered.headers["content-disposition"]


def cited() -> Answer:
    from steelyard.questions.cite import cite  # noqa: PLC0415

    return cite()


def test_a_format_that_is_plugged_in_is_served(
    make_client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged = {**formats(), "csv2": FORMATS["csv"]}
    monkeypatch.setattr("steelyard.api.media.formats", lambda: plugged)
    monkeypatch.setattr("steelyard.api.answering.formats", lambda: plugged)
    client = make_client()
    assert client.get("/v1/cite.csv2").content == client.get("/v1/cite.csv").content


def test_a_format_is_served_for_the_verbs_whose_answers_it_holds(client: Any) -> None:
    for verb in served_verbs():
        for form in set(formats()) - set(forms_of(verb)):
            assert client.get(f"/v1/{verb.name.replace(' ', '/')}.{form}").status_code == 404


def test_cannot_answer_is_an_answer(client: Any) -> None:
    answered = client.get("/v1/weigh?reporter=USA&partner=CHN&years=1700")
    assert (answered.status_code, answered.headers["steelyard-ending"]) == (200, "cannot answer")
    assert answered.json()["gaps"]
    Draft202012Validator(answer_schema()).validate(answered.json())


def test_rows_left_out_are_told_in_the_answer_and_in_a_header(client: Any) -> None:
    whole, cut = client.get("/v1/holdings"), client.get("/v1/holdings?limit=1")
    assert "steelyard-truncated" not in whole.headers
    assert cut.headers["steelyard-truncated"] == "true"
    assert cut.json()["rows"] == whole.json()["rows"][:1]
    assert cut.json()["notes"][-1]["code"] == "truncated"
    Draft202012Validator(answer_schema()).validate(cut.json())


def test_questions_beside_each_other_get_their_own_answers(make_client: Any) -> None:
    places = [f"/v1/weigh?reporter=USA&partner={code}&years=2011" for code in PARTNERS]
    with make_client() as client, ThreadPoolExecutor(12) as threads:
        alone = {place: client.get(place).content for place in [*places, "/v1/holdings"]}
        asked = (places + ["/v1/holdings"] * 5) * 2
        together = list(threads.map(lambda place: client.get(place).content, asked))
    assert len(set(alone.values())) == len(alone)
    assert together == [alone[place] for place in asked]


def test_the_own_store_is_served_and_a_change_of_it_is_seen(
    make_client: Callable[..., Any], tmp_path: Path
) -> None:
    own = shutil.copytree(BUNDLED, tmp_path / "own")
    client = make_client(str(own))
    assert "own store" in {row[-1] for row in client.get("/v1/holdings").json()["rows"]}
    assert client.get("/v1/doctor").headers["steelyard-ending"] == "complete"
    spoil(own)
    failed = client.get("/v1/doctor")
    assert (failed.status_code, failed.headers["steelyard-ending"]) == (200, "failed")
    assert str(tmp_path) not in failed.text
    assert "store/" in json.dumps(failed.json()["rows"])


def spoil(store: Path) -> None:
    """Cut every table of a store short."""
    for file in store.rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:100])


def test_every_verb_of_the_registry_is_served_or_takes_files(client: Any) -> None:
    served = {verb.name for verb in served_verbs()}
    for verb in VERBS:
        status = client.get(f"/v1/{verb.name.replace(' ', '/')}?limit=0").status_code
        assert status == (400 if verb.name in served else 404)
