"""The description in OpenAPI 3.1 says what the verbs say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from steelyard.api.examples import examples, path
from steelyard.api.media import forms_of, media_type
from steelyard.api.parameters import parameters, served_verbs
from steelyard.questions.registry import Verb
from steelyard.terms.ask import AskKind
from steelyard.terms.errors import error_types


@pytest.fixture(scope="module")
def document(client: Any) -> Any:
    """Return the description."""
    return client.get("/v1/openapi.json").json()


def references(part: Any) -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "$ref":
            yield value
        elif isinstance(value, dict | list):
            yield from references(value)


def found(document: Any, reference: str) -> Any:
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def test_it_is_openapi_3_1_and_its_references_resolve(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert all(found(document, reference) for reference in references(document))
    names = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(names) == len(set(names))
    assert {"health", "version"} <= set(names)


def test_its_schemas_are_schemas(document: Any) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert codes == [kind.code for kind in error_types()]


def test_an_answer_satisfies_the_schema_of_the_document(client: Any, document: Any) -> None:
    schema = {**document, "$ref": "#/components/schemas/Answer"}
    checked = Draft202012Validator(schema)
    checked.validate(client.get("/v1/holdings").json())
    assert not checked.is_valid({"schema": "steelyard.answer/1"})


@pytest.mark.parametrize("verb", served_verbs(), ids=lambda verb: verb.name)
def test_every_verb_is_described_in_every_format(document: Any, verb: Verb) -> None:
    for form in ("", *forms_of(verb)):
        operation = document["paths"][f"{path(verb)}{form and '.'}{form}"]["get"]
        assert operation["summary"] == verb.summary
        assert [example.address(verb) in operation["description"] for example in examples(verb)]
        assert list(operation["responses"]["200"]["content"]) == [media_type(form or "json")]


@pytest.mark.parametrize("verb", served_verbs(), ids=lambda verb: verb.name)
def test_every_parameter_is_described_once_as_the_verb_does(document: Any, verb: Verb) -> None:
    links = document["paths"][path(verb)]["get"]["parameters"]
    told = {item["name"]: item for item in (found(document, link["$ref"]) for link in links)}
    assert list(told) == list(parameters(verb))
    for name, parameter in parameters(verb).items():
        assert told[name]["description"] == parameter.ask.help
        assert told[name]["required"] == parameter.required
        assert told[name]["schema"].get("enum", []) == list(parameter.ask.choices)
        if parameter.ask.kind is AskKind.SWITCH:
            assert told[name]["schema"]["type"] == "boolean"
        if "example" in told[name]:
            Draft202012Validator(told[name]["schema"]).validate(told[name]["example"])
