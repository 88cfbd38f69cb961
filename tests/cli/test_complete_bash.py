"""What bash is offered where it has cut a word at its colons."""

from __future__ import annotations

import sys

import pytest

from steelyard.cli.complete_bash import as_bash_cuts, rejoin


def told(*words: str) -> dict[str, str]:
    """Return what bash tells when the last of some words is completed."""
    return {
        "_STEELYARD_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }


@pytest.mark.parametrize(
    ("words", "whole", "kept"),
    [
        (("weigh", "--of", "atp", ":", "el"), ["weigh", "--of", "atp:el"], "atp:"),
        (("weigh", "--of", "atp", ":"), ["weigh", "--of", "atp:"], "atp:"),
        (("weigh", "--of", "atp", ":", ""), ["weigh", "--of", "atp:", ""], ""),
        (("--of", "hs", ":", "85,atp", ":", "el"), ["--of", "hs:85,atp:el"], "hs:85,atp:"),
        (("--of", "atp", ":", "x", "--ye"), ["--of", "atp:x", "--ye"], ""),
        (("--of", "atp", ":", "--ye"), ["--of", "atp:", "--ye"], ""),
        (("--of", "atp:el"), ["--of", "atp:el"], ""),
        (("--of", "at"), ["--of", "at"], ""),
        (("--years", "2019", ":", "2022", ""), ["--years", "2019:2022", ""], ""),
    ],
)
def test_words_are_whole_again(words: tuple[str, ...], whole: list[str], kept: str) -> None:
    environ = told(*words)
    assert rejoin(environ) == kept
    assert environ["COMP_WORDS"].split("\n") == whole
    assert environ["COMP_CWORD"] == str(len(whole) - 1)


def test_bash_is_offered_what_follows_the_colon(capsys: pytest.CaptureFixture[str]) -> None:
    with as_bash_cuts(told("--of", "ATP", ":", "e")):
        sys.stdout.write("atp:electronics\natp:e\n")
    assert capsys.readouterr().out == "electronics\ne\n"


@pytest.mark.parametrize("environ", [{}, {"COMP_WORDS": "a\n:", "COMP_CWORD": "x"}])
def test_no_other_shell_is_touched(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = dict(environ)
    with as_bash_cuts(environ):
        sys.stdout.write("atp:electronics\n")
    assert capsys.readouterr().out == "atp:electronics\n"
    assert environ == before
