"""Weighing a class of one's own: the figures are those of its codes, and its file is named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bundled_answers import bundled

import steelyard as sy
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.product import Edition

HS = codes_of(Edition("HS", "2022"))
MANY = ["8501", "8502", *[code for code in HS if "8503" < code < "8517" and len(code) == 6][:60]]


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], str]:
    def write(content: str) -> str:
        (tmp_path / "mine.csv").write_text(content, "utf-8")
        return str(tmp_path / "mine.csv")

    return write


def exports(of: str, **choices: Any) -> list[Decimal | None]:
    answer = sy.weigh("USA", "CHN", of=of, years="2017:2019", store=bundled(), **choices)
    place = [column.name for column in answer.columns].index("exports")
    return [row[place] for row in answer.rows]


def imports(of: str) -> Decimal | None:
    """Return the imports of 2024, which are held by lines of ten digits."""
    basis = {"basis": "consumption", "store": bundled()}
    answer = sy.weigh("USA", "CHN", of=of, years="2024", **basis)
    return answer.rows[0][[column.name for column in answer.columns].index("imports")]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_file_weighs_what_its_codes_weigh(made: Callable[[str], str], separator: str) -> None:
    path = made(f"code{separator}group\n8541{separator}a\n8542{separator}b\n")
    word = exports("hs:8541+8542")
    assert None not in word
    assert exports(path) == word
    parts = [exports(f"{path}:{group}") for group in ("a", "b")]
    assert [sum(pair) for pair in zip(*parts, strict=True)] == word
    rows = exports(path, by="group")
    assert [sum(rows[n : n + 2]) for n in (0, 2, 4)] == word


def test_many_beginnings_weigh_what_each_weighs(made: Callable[[str], str]) -> None:
    """Codes of four and six digits, of which lines of ten digits are added up."""
    whole = imports(made("code\n" + "".join(f"{code}\n" for code in MANY)))
    few = [imports(f"hs:{'+'.join(MANY[n::4])}") for n in range(4)]
    assert whole is not None
    assert sum(part or 0 for part in few) == whole


def test_the_answer_names_the_file_and_its_digest(made: Callable[[str], str]) -> None:
    content = "# title: My chips\ncode\n8542\n"
    path = made(content)
    answer = sy.weigh("USA", "CHN", of=path, years="2019", store=bundled())
    told = {note.code: note.text for note in answer.notes}["class-file"]
    assert answer.question["of"] == path
    assert "mine.csv" in told
    assert sha256(content.encode()).hexdigest() in told


@pytest.mark.parametrize(("word", "flow"), [("hts:8542", "exports"), ("scheduleb:8542", "imports")])
def test_lines_of_a_schedule_answer_for_its_flow_only(word: str, flow: str) -> None:
    answer = sy.weigh("USA", "CHN", of=word, years="2024", store=bundled())
    place = [column.name for column in answer.columns].index(flow)
    assert [row[place] for row in answer.rows] == [None]
    assert any("schedule" in gap.why for gap in answer.gaps)
