"""The description of the interface in OpenAPI 3.1, made from the verbs."""

from __future__ import annotations

from typing import Any

from steelyard.api.examples import examples
from steelyard.api.media import JSON, media_type
from steelyard.api.parameters import LIMIT, Parameter, parameters
from steelyard.api.problem import MEDIA, PROBLEMS
from steelyard.questions.registry import Verb
from steelyard.terms.answer import answer_schema
from steelyard.terms.ask import AskKind
from steelyard.terms.errors import error_types

ANSWER = "#/components/schemas/Answer"
PROBLEM = "#/components/schemas/Problem"
_HEADERS = {
    "ETag": "hash of the bytes; send it back as If-None-Match",
    "Steelyard-Ending": "complete, complete with listed gaps, cannot answer, or failed",
    "Steelyard-Truncated": "true when rows were left out by the limit",
}


def operation(verb: Verb, form: str = "") -> dict[str, Any]:
    """Return what OpenAPI says of a verb in one format; JSON when none is named."""
    name = "_".join([*verb.name.split(), *([form.replace("-", "_")] if form else [])])
    links = [f"`GET {example.address(verb)}`" for example in examples(verb)]
    return {
        "operationId": name,
        "summary": verb.summary,
        "description": "Examples: " + ", ".join(links),
        "parameters": [{"$ref": f"#/components/parameters/{_key(verb, p)}"} for p in _all(verb)],
        "responses": {
            "200": _answered(form),
            "304": {"description": "The answer is the one whose ETag was sent."},
            "4XX": {"$ref": "#/components/responses/Problem"},
            "5XX": {"$ref": "#/components/responses/Problem"},
        },
    }


def components(verbs: tuple[Verb, ...]) -> dict[str, Any]:
    """Return the parts that the operations share."""
    content = {MEDIA: {"schema": {"$ref": PROBLEM}}}
    about = "The question is wrong, or the server cannot answer it."
    return {
        "parameters": {_key(verb, p): _described(verb, p) for verb in verbs for p in _all(verb)},
        "responses": {"Problem": {"description": about, "content": content}},
        "schemas": {"Answer": _answer(), "Problem": _problem()},
    }


def _all(verb: Verb) -> list[Parameter]:
    return list(parameters(verb).values())


def _key(verb: Verb, parameter: Parameter) -> str:
    return ".".join([*verb.name.split(), parameter.name])


def _answered(form: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": ANSWER} if form in {"", "json"} else {}
    media = media_type(form) if form else JSON
    return {
        "description": "The answer; what is missing is listed as gaps.",
        "headers": {
            n: {"description": d, "schema": {"type": "string"}} for n, d in _HEADERS.items()
        },
        "content": {media: {"schema": schema}},
    }


def _described(verb: Verb, parameter: Parameter) -> dict[str, Any]:
    found = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.ask.help,
        "required": parameter.required,
        "schema": _schema(parameter),
    }
    pairs = [pair for example in examples(verb) for pair in example.query]
    texts = [value for name, value in pairs if name == parameter.name]
    return {**found, "example": _typed(parameter, texts[0])} if texts else found


def _typed(parameter: Parameter, text: str) -> Any:  # noqa: ANN401
    """Return the text of an example as the value that it stands for."""
    kind = parameter.ask.kind
    return {AskKind.SWITCH: text == "true", AskKind.PAIRS: [text]}.get(kind, text)


def _schema(parameter: Parameter) -> dict[str, Any]:
    ask = parameter.ask
    if parameter.keyword == LIMIT:
        return {"type": "integer", "minimum": 1, "default": int(parameter.default)}
    if ask.kind is AskKind.SWITCH:
        return {"type": "boolean", "default": False}
    if ask.kind is AskKind.PAIRS:
        return {"type": "array", "items": {"type": "string", "pattern": "^[^=]+=.*$"}}
    found: dict[str, Any] = {"type": "string"}
    if ask.choices:
        found["enum"] = list(ask.choices)
    return {**found, "default": parameter.default} if parameter.default else found


def _answer() -> dict[str, Any]:
    """Return the schema of an answer, its references written for their place in the document."""
    schema = {key: value for key, value in answer_schema().items() if key != "$schema"}
    moved: dict[str, Any] = _moved(schema)
    return moved


def _moved(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", f"{ANSWER}/$defs/") if key == "$ref" else _moved(value)
            for key, value in part.items()
        }
    return [_moved(item) for item in part] if isinstance(part, list) else part


def _problem() -> dict[str, Any]:
    words = {name: {"type": "string"} for name in ("asked", "found", "why", "remedy")}
    text = {"type": "string"}
    codes = [kind.code for kind in error_types()]
    return {
        "title": "Problem",
        "description": f"A problem (RFC 9457) with the code of the error; {PROBLEMS} lists them.",
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", *words],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "code": {"type": "string", "enum": codes},
            **words,
        },
    }
