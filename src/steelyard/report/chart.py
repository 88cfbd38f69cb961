"""Pictures of an answer: Vega-Lite, PNG, SVG and a page that needs no network.

The Vega-Lite specification is made here as plain data; altair and vl-convert, the optional part
``charts``, are asked only to check it and to draw it.
"""

from __future__ import annotations

import json
from html import escape
from importlib import import_module
from typing import Any

from steelyard.report.chart_style import Spec
from steelyard.report.chart_verbs import drawn
from steelyard.terms.answer import Answer
from steelyard.terms.errors import MissingExtra

_PIXELS_AN_INCH = 144
_VERSION = "6.1"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ margin: 1em; background: white; }} #chart svg {{ max-width: 100%; height: auto; }}
</style>
</head>
<body>
<div id="chart">
{svg}
</div>
<script id="specification" type="application/json">{spec}</script>
<script type="module">{script}</script>
</body>
</html>
"""
_SNIPPET = """
const specification = JSON.parse(document.getElementById("specification").textContent);
vegaEmbed("#chart", specification, {actions: false, renderer: "svg"});
"""


def specification(answer: Answer) -> Spec:
    """Return the Vega-Lite specification of an answer's picture as plain values.

    What is drawn is told where it is: ``chart_weigh`` and ``chart_waterfall``.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
    """
    return drawn(answer)


def chart(answer: Answer) -> Any:  # noqa: ANN401
    """Return the picture as an altair chart, to show in a notebook or to change.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
        MissingExtra: altair is not installed.
    """
    spec = specification(answer)
    return _part("altair").Chart.from_dict(spec)


def to_svg(answer: Answer) -> bytes:
    """Return the picture as SVG; the same answer gives the same bytes.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
        MissingExtra: vl-convert is not installed.
    """
    spec = specification(answer)
    svg: str = _part("vl_convert").vegalite_to_svg(spec, vl_version=_VERSION)
    return f"{svg}\n".encode()


def to_png(answer: Answer) -> bytes:
    """Return the picture as PNG at 144 pixels an inch; the same answer gives the same bytes.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
        MissingExtra: vl-convert is not installed.
    """
    spec = specification(answer)
    ppi = _PIXELS_AN_INCH
    png: bytes = _part("vl_convert").vegalite_to_png(
        spec, vl_version=_VERSION, scale=ppi / 72, ppi=72
    )
    return png


def to_html(answer: Answer) -> bytes:
    """Return the picture as one page with its own script: it loads nothing.

    The page holds the SVG, which the script replaces with a picture that tells amounts under the
    pointer; without scripts the SVG stays.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
        MissingExtra: vl-convert is not installed.
    """
    spec = specification(answer)
    script: str = _part("vl_convert").javascript_bundle(_SNIPPET, vl_version=_VERSION)
    page = _PAGE.format(
        title=escape(spec["description"]),
        svg=to_svg(answer).decode("utf-8"),
        spec=json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c"),
        script=script.replace("</script", "<\\/script"),
    )
    return page.encode("utf-8")


def _part(name: str) -> Any:  # noqa: ANN401
    """Import a part of the extra ``charts`` when it is needed.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            "You asked for a picture of an answer",
            f"the Python package {name} is not installed",
            "Pictures are drawn by altair and vl-convert, which are an optional part",
            "Run: pip install 'steelyard[charts]'",
        ) from error
