"""Questions about a mapping on a terminal: wrong answers are asked again, stopping is safe."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

import steelyard as sy
from steelyard.cli.asking import answers_to
from steelyard.sources.tidy import Draft
from steelyard.terms.errors import BadMapping

TABLE = """\
Partner,Date,Exports (million US dollars)
China,2001-01,5
Freedonia,2001-02,6
Japan,2001-02,6
"""
SAID = ["", "", "Nobody", "not stated", "not stated", "", ""]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "t.csv"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], io.StringIO]:
    """Return what types answers, and then no more; it returns what is shown."""

    def typed(lines: list[str]) -> io.StringIO:
        left: Iterator[str] = iter(lines)

        def line(_prompt: str = "") -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", line)
        return io.StringIO()

    return typed


def asker(shown: io.StringIO) -> Callable[[Draft], dict[str, str]]:
    console = Console(file=shown, width=120, no_color=True)
    return lambda draft: answers_to(console, draft)


def test_a_wrong_answer_is_told_and_asked_again(
    table: Path, tmp_path: Path, typing: Callable[[list[str]], io.StringIO]
) -> None:
    rest = ["Koreaa", "KOR", "", "Frans", "FRA", "won", "KRW", "fobb", "1", "all", "total", ""]
    shown = typing([*SAID, *rest])
    mapping = tmp_path / "new.yaml"
    answer = sy.add(table, mapping=mapping, dry_run=True, store=tmp_path / "s", ask=asker(shown))
    assert answer.column("accepted") == [3]
    told = [text.split("\n")[0] for text in shown.getvalue().split("Not so: ")[1:]]
    meant = ["KOR", "FRA", "KRW", "FOB", "total, domestic"]
    assert [word in text for word, text in zip(meant, told, strict=True)] == [True] * 5
    assert "values: {Freedonia: FRA}" in mapping.read_text(encoding="utf-8")
    assert "valuation: FOB" in mapping.read_text(encoding="utf-8")


def test_a_point_left_open_is_written_and_nothing_is_taken_in(
    table: Path, tmp_path: Path, typing: Callable[[list[str]], io.StringIO]
) -> None:
    shown = typing([*SAID, "KOR", "", "", "", "", "total", ""])
    mapping = tmp_path / "new.yaml"
    with pytest.raises(BadMapping, match=r"1 point is not told by the file: facts\.1\.valuation"):
        sy.add(table, mapping=mapping, store=tmp_path / "s", ask=asker(shown))
    text = mapping.read_text(encoding="utf-8")
    assert "valuation: TODO" in text
    assert "values: {}" in text
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("answers", [0, 1, 5, 9])
def test_stopping_leaves_no_mapping(
    table: Path, tmp_path: Path, typing: Callable[[list[str]], io.StringIO], answers: int
) -> None:
    shown = typing([*SAID, "KOR", "", "FRA"][:answers])
    with pytest.raises(KeyboardInterrupt):
        sy.add(table, mapping=tmp_path / "new.yaml", store=tmp_path / "s", ask=asker(shown))
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_place_that_cannot_be_written_is_told_before_anything_is_asked(
    table: Path, tmp_path: Path
) -> None:
    def ask(_draft: Draft) -> dict[str, str]:
        raise AssertionError

    with pytest.raises(BadMapping, match="Nothing can be written to the folder"):
        sy.add(table, mapping=tmp_path / "no" / "new.yaml", store=tmp_path / "s", ask=ask)
