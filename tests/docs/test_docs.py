"""The documentation says what the program does: commands, errors, flags, notes, links, blocks."""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import steelyard as sy
from steelyard.questions.registry import VERBS, Verb
from steelyard.store.package import read_catalogue
from steelyard.store.store import BUNDLED
from steelyard.terms.definition import Definition
from steelyard.terms.errors import error_types


def _load(path: Path) -> ModuleType:
    """Import a file that belongs to no package, once."""
    name = f"steelyard_docs_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


ROOT = Path(__file__).resolve().parents[2]
site = _load(ROOT / "tests" / "docs" / "pages.py")
reference = _load(ROOT / "tools" / "make_reference.py")
PAGES = site.pages()
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|home|root|tmp|Users|opt|mnt)/"
    r"|pypi\.org|pythonhosted\.org|npmjs|anaconda\.org|crates\.io|proxy\.golang"
)


def _read(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _sections(page: str) -> dict[str, str]:
    """Return the text of each second-level section by its heading."""
    text = re.sub(r"^```.*?^```$", _hide_headings, _read(page), flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _hide_headings(match: re.Match[str]) -> str:
    return match[0].replace("\n#", "\n #")


def _run_page(text: str) -> list[str]:
    """Run a page; return what does not agree."""
    names: dict[str, Any] = {"__name__": "page"}
    python, wrong = None, []
    for block in site.blocks(text):
        told, python = python, None
        if site.write_file(block):
            continue
        if block.language == "python":
            python = site.run_python(block, names)
        elif block.language == "text" and told is not None:
            wrong += _difference(block.line, "python", block.text.splitlines(), told)
        elif block.language == "console":
            wrong += [line for command in site.commands(block) for line in _try(command)]
    return wrong


def _try(command: Any) -> list[str]:
    if not command.runs:
        return []
    code, printed = site.run(command)
    if code != command.expected:
        all_of_it = "\n".join(printed.out + printed.err)
        return [f"{command.typed}: exit {code}, not {command.expected}\n{all_of_it}"]
    if not command.shown or command.cut or printed.shows(command.shown):
        return []
    return [f"{command.typed}: prints\n" + "\n".join(printed.out + printed.err)]


def _difference(line: int, what: str, shown: list[str], printed: list[str]) -> list[str]:
    if site.agrees(shown, printed):
        return []
    return [f"line {line}: {what} prints\n" + "\n".join(printed)]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    with site.alone(tmp_path):
        assert _run_page(_read(page)) == []


def test_every_error_has_a_section_and_no_section_is_orphaned() -> None:
    headings = [h for h in _sections("docs/reference/errors.md") if h.startswith("[")]
    assert headings == [f"[{kind.code}]" for kind in error_types()]


@pytest.mark.parametrize("kind", error_types(), ids=lambda kind: kind.code)
def test_the_section_of_an_error_tells_its_exit_code_and_shows_it(kind: Any) -> None:
    text = _sections("docs/reference/errors.md")[f"[{kind.code}]"]
    assert f"Exit code {kind.exit_code}" in text
    shown = [line for block in site.blocks(text) for line in block.text.splitlines()]
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
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py"))
    made = set(re.findall(r'Note\(\s*"([a-z-]+)"', source))
    table = _sections("docs/reference/answer.md")["notes"]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == made


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
