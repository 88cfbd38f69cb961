"""The page of publishers names every source that is read and every reason of rejection."""

from __future__ import annotations

import ast
import re

import doc_pages

from steelyard.ingest import repeats
from steelyard.ingest.recognise import sources

SOURCES = doc_pages.ROOT / "src/steelyard/sources"
PAGE = (doc_pages.ROOT / "docs/reference/publishers.md").read_text(encoding="utf-8")
_REFUSING = {"mapped", "refuse", "_left"}
_REASON = re.compile("[a-z]+(?:-[a-z]+)+")


def test_every_publisher_that_is_read_has_a_section() -> None:
    headings = re.findall(r"^### ([a-z0-9-]+)$", PAGE, re.MULTILINE)
    assert sorted(headings) == [name for name, _ in sources()]


def test_every_reason_of_rejection_is_explained() -> None:
    text = PAGE.partition("\n## Reasons of rejection\n")[2]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", text))
    assert _reasons() - named == set()


def _reasons() -> set[str]:
    """Return the reasons that readers name in their calls, and the one for rows that repeat."""
    calls = [
        node
        for path in sorted(SOURCES.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in _REFUSING
    ]
    words = {a.value for call in calls for a in call.args if isinstance(a, ast.Constant)}
    return {w for w in words if isinstance(w, str) and _REASON.fullmatch(w)} | {
        repeats.AGAIN,
        repeats.CONTRADICTION,
    }


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
