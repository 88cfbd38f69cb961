"""The pages for people: what can be asked here, with addresses to follow; no script, no network."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from steelyard.api.examples import examples, path
from steelyard.api.media import forms_of
from steelyard.api.parameters import Parameter, parameters
from steelyard.api.problem import PROBLEMS, title
from steelyard.questions.registry import Verb
from steelyard.terms.errors import error_types
from steelyard.terms.version import __version__

_STYLE = """
body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; color: #1a1a1a; background: #fff; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0;
         border-bottom: 1px solid #ccc; }
"""


def index(verbs: Iterable[Verb]) -> bytes:
    """Return the page that lists every verb, its parameters and its examples."""
    told = (
        "<p>Weighs technology trade between countries and shows its work. Each question below is "
        "an address; the answer is JSON, or another format by the suffix of its path.</p>"
        '<p><a href="/v1/openapi.json">Description in OpenAPI</a>, '
        f'<a href="{PROBLEMS}">error codes</a>, <a href="/v1/version">version</a>, '
        '<a href="/v1/health">health</a>.</p>'
    )
    return _page(f"Steelyard {__version__}", told + "".join(map(_section, verbs)))


def problems() -> bytes:
    """Return the page that lists every error code, each at its own anchor."""
    rows = [
        f'<tr id="{escape(kind.code)}"><td><code>{escape(kind.code)}</code></td>'
        f"<td>{escape(title(kind))}</td></tr>"
        for kind in error_types()
    ]
    return _page("Error codes of Steelyard", _table(("code", "meaning"), rows))


def _section(verb: Verb) -> str:
    links = "".join(
        f'<li><a href="{escape(address)}"><code>{escape(address)}</code></a></li>'
        for address in (example.address(verb) for example in examples(verb))
    )
    rows = [_row(parameter) for parameter in parameters(verb).values()]
    table = _table(("parameter", "values", "meaning"), rows)
    name = escape(verb.name)
    suffixes = ", ".join(f"<code>.{escape(form)}</code>" for form in forms_of(verb))
    return (
        f'<section><h2 id="{name.replace(" ", "-")}">{name}</h2><p>{escape(verb.summary)}</p>'
        f"<p><code>GET {escape(path(verb))}</code>, suffixes {suffixes}</p>"
        f"<ul>{links}</ul>{table}</section>"
    )


def _row(parameter: Parameter) -> str:
    ask = parameter.ask
    values = ", ".join(ask.choices) or ask.metavar or ask.kind
    name = f"<code>{escape(parameter.name)}</code>{' (required)' if parameter.required else ''}"
    return f"<tr><td>{name}</td><td>{escape(values)}</td><td>{escape(ask.help)}</td></tr>"


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _page(heading: str, content: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{content}</main></body></html>\n"
    ).encode()
