"""The documentation says what the program does: commands, errors, flags, notes, links, blocks."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import doc_pages
import pytest

import steelyard as sy
from steelyard.questions.registry import VERBS, Verb
from steelyard.store.package import read_catalogue
from steelyard.store.store import BUNDLED
from steelyard.terms.definition import Definition
from steelyard.terms.errors import error_types

ROOT = doc_pages.ROOT
PAGES = doc_pages.pages()
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|home|root|tmp|Users|opt|mnt)/"
    r"|pypi\.org|pythonhosted\.org|npmjs|anaconda\.org|crates\.io|proxy\.golang"
)
_NOTES = (
    ("src", r'Note\(\s*"([a-z-]+)"'),
    ("src/steelyard/questions/add_words.py", r'yield (?:from )?\(*"([a-z-]+)", '),
    ("src/steelyard/sources", r'notes\["([a-z-]+)"\]'),
    ("src/steelyard/sources", r'\{"([a-z]+(?:-[a-z]+)+)": f"'),
)


def _tool() -> ModuleType:
    """Import tools/make_reference.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools/make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = _tool()


def _read(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _sections(page: str) -> dict[str, str]:
    """Return the text of each second-level section by its heading."""
    text = re.sub(r"^```.*?^```$", _hide_headings, _read(page), flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _hide_headings(match: re.Match[str]) -> str:
    return match[0].replace("\n#", "\n #")


@pytest.fixture(scope="session")
def found() -> Iterator[dict[Path, Future[list[str]]]]:
    """What does not agree, by page; the pages are run side by side, each in its own folder."""
    long_first = sorted(PAGES, key=lambda page: -_read(page).count("\n$ steelyard"))
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        yield {p: pool.submit(doc_pages.differences, p.as_posix()) for p in long_first}
        pool.shutdown(wait=False, cancel_futures=True)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_shows_is_what_happens(
    page: Path, found: dict[Path, Future[list[str]]]
) -> None:
    assert found[page].result() == []


def test_every_error_has_a_section_and_no_section_is_orphaned() -> None:
    headings = [h for h in _sections("docs/reference/errors.md") if h.startswith("[")]
    assert headings == [f"[{kind.code}]" for kind in error_types()]


@pytest.mark.parametrize("kind", error_types(), ids=lambda kind: kind.code)
def test_the_section_of_an_error_tells_its_exit_code_and_shows_it(kind: Any) -> None:
    text = _sections("docs/reference/errors.md")[f"[{kind.code}]"]
    assert f"Exit code {kind.exit_code}" in text
    shown = [line for block in doc_pages.blocks(text) for line in block.text.splitlines()]
    assert kind.code == "unexpected" or any(line.startswith(f"[{kind.code}] ") for line in shown)


def test_every_verb_has_a_section_and_no_section_is_orphaned() -> None:
    headings = list(_sections("docs/reference/verbs.md"))
    assert headings == ["Flags of every verb", *(verb.name for verb in VERBS)]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_flag_and_column_of_a_verb_is_documented(verb: Verb) -> None:
    sections = _sections("docs/reference/verbs.md")
    text = sections["Flags of every verb"] + sections[verb.name]
    flags = re.findall(r"`(--[a-z-]+)`", reference.flags(verb.name) + reference.shared_flags())
    assert [flag for flag in flags if f"`{flag}`" not in text] == []
    columns = [f"| `{c.name}` | {_unit(c.unit)}|" for c in _columns(verb)]
    assert [column for column in columns if column not in sections[verb.name]] == []


def _columns(verb: Verb) -> list[Any]:
    if verb.name == "weigh":
        return list(sy.weigh("USA", years=(2011, 2011)).columns)
    if verb.name == "explain":
        told = sy.explain("USA", "ASEAN", by="partner,flow", years=(2010, 2011))
        return [*told.columns, *told.table("total").columns]
    module = import_module(verb.home.split(":")[0])
    return [*module.COLUMNS, *getattr(module, "SERIES", ())]


def _unit(unit: str) -> str:
    word = "currency" if re.fullmatch("[A-Z]{3}", unit) else unit
    return f"{word} " if word else ""


def test_every_field_of_the_definition_is_explained() -> None:
    text = _sections("docs/reference/definition.md")["What the fields mean"]
    told = {
        n for bold in re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE) for n in bold.split(", ")
    }
    assert told == set(Definition.model_fields)


def test_every_note_that_the_program_makes_is_explained() -> None:
    made = {code for place, form in _NOTES for code in re.findall(form, _source(place))}
    table = _sections("docs/reference/answer.md")["notes"]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == made


def _source(path: str) -> str:
    found = [ROOT / path] if path.endswith(".py") else sorted((ROOT / path).rglob("*.py"))
    return "".join(file.read_text("utf-8") for file in found)


def test_every_bundled_release_is_described() -> None:
    text = _read("docs/reference/data.md")
    names = [release.name for release in read_catalogue(BUNDLED)]
    assert [n for n in names if f"<!-- generated: release {n} -->" not in text] == []


def test_generated_blocks_are_up_to_date() -> None:
    assert reference.drifted() == [], "run python tools/make_reference.py"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", _read(page), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text))
    assert [link for link in links if not _resolves(page, link)] == []


def _resolves(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    name, _, anchor = link.partition("#")
    target = (ROOT / page.parent / name).resolve() if name else ROOT / page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in _anchors(target.read_text(encoding="utf-8"))


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_page_names_a_machine_path_or_a_registry(page: Path) -> None:
    assert FORBIDDEN.findall(_read(page)) == []
