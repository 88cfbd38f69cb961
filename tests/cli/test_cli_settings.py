"""Settings: flags over environment over file; and flags that agree with the functions."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING

import pytest

from steelyard.cli.build import SHARED, asked, command, pairs
from steelyard.cli.complete import names
from steelyard.cli.config import config_path
from steelyard.cli.main import exit_code
from steelyard.questions.registry import VERBS, Verb
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.definition import choices
from steelyard.terms.errors import BadOption

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[bytes]
NOT_ASKED = {"store", "tell", "ask"}
# Nothing held answers it, so it ends quickly, and its JSON tells how it was understood.
QUICK = ["weigh", "CHN", "MEX", "--years", "2011:2011"]
IDS = {"ids": lambda verb: verb.name}


def configure(text: str) -> Path:
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(capture: Capture, *arguments: str) -> tuple[int, str, str]:
    code = exit_code(list(arguments))
    out, err = capture.readouterr()
    return code, out.decode(), err.decode()


def definition(capture: Capture, *arguments: str) -> dict[str, str]:
    code, out, err = run(capture, *QUICK, "--format", "json", *arguments)
    assert (code, err[:10]) == (1, "[not-held]")
    found: dict[str, str] = json.loads(out)["question"]["definition"]
    return found


def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('currency = "CNY"\n')
    assert definition(capsysbinary)["currency"] == "CNY"
    monkeypatch.setenv("STEELYARD_CURRENCY", "EUR")
    assert definition(capsysbinary)["currency"] == "EUR"
    assert definition(capsysbinary, "--currency", "USD")["currency"] == "USD"


def test_the_file_may_be_named(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text('format = "csv"\nquiet = true\nas-of = 2020-01-01\n')
    monkeypatch.setenv("STEELYARD_CONFIG", str(tmp_path / "mine.toml"))
    code, out, err = run(capsysbinary, "cite")
    assert (code, err) == (0, "")
    assert out.startswith("dataset,release,")


def test_shared_flags_are_set_by_the_environment_too(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEELYARD_FORMAT", "csv")
    monkeypatch.setenv("STEELYARD_QUIET", "1")
    code, out, err = run(capsysbinary, "holdings")
    assert (code, err) == (0, "")
    assert out.startswith("dataset,release,")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('curency = "CNY"', "currency"),
        ('as_off = "2017-01-31"', "as-of"),
        ("currency = ", "cannot be read as TOML"),
        ("\x00", "cannot be read as TOML"),
        ("a = " + "[" * 20_000, "cannot be read as TOML"),
        ("[weigh]\ncurrency = 'EUR'", "weigh"),
        ('reporter = "USA"', "reporter"),
        ('partner = "CHN"', "partner"),
        ('paths = ["a.csv"]', "paths"),
        ('dataset = "census-goods-by-country"', "dataset"),
        ('settings = ["currency=EUR"]', "set"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(
    capsysbinary: Capture, text: str, said: str
) -> None:
    path = configure(text)
    code, out, err = run(capsysbinary, "holdings")
    assert (code, out) == (2, "")
    assert err.startswith("[bad-config] ")
    assert str(path) in err
    assert said in err


def test_a_file_that_is_named_must_exist(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STEELYARD_CONFIG", str(tmp_path / "none.toml"))
    code, _, err = run(capsysbinary, "holdings")
    assert (code, err[:12]) == (2, "[bad-config]")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("currency = 5", "bad-currency"),
        ('cumulate = "maybe"', "bad-option"),
        ('side = "nobody"', "bad-option"),
        ('format = "xml"', "bad-option"),
    ],
)
def test_a_bad_value_in_the_file_is_a_bad_value(
    capsysbinary: Capture, text: str, code: str
) -> None:
    configure(text)
    found, _, err = run(capsysbinary, *QUICK)
    assert (found, err.startswith(f"[{code}] ")) == (2, True)


def flags() -> list[tuple[str, str]]:
    """Return the long flags of every verb with the parameter that each sets."""
    found = {
        (ask.flag or name): name
        for verb in VERBS
        for name, ask in asked(verb).items()
        if ask.kind not in {AskKind.ARGUMENT, AskKind.MANY}
    }
    return sorted(found.items())


@pytest.mark.parametrize("flag", [flag for flag, _ in flags()])
def test_every_flag_can_be_given_a_default_under_its_own_name(
    capsysbinary: Capture, flag: str
) -> None:
    configure(f"{flag.replace('_', '-')} = []\n")
    code, _, err = run(capsysbinary, "classes", "list", "-q", "--format", "csv")
    assert (code, err) == (0, "")


def test_the_pairs_have_a_default_under_the_flags_name(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('set = ["currency=EUR", "rank-by=deficit"]\n')
    found = definition(capsysbinary)
    assert (found["currency"], found["rank_by"]) == ("EUR", "deficit")
    monkeypatch.setenv("STEELYARD_SET", "currency=CNY comparison=previous")
    found = definition(capsysbinary)
    assert (found["currency"], found["comparison"]) == ("CNY", "previous")
    assert definition(capsysbinary, "--set", "currency=JPY")["currency"] == "JPY"


@pytest.mark.parametrize("words", [["--help"], ["weigh", "--help"], ["classes", "list", "--help"]])
def test_help_is_given_whatever_the_file_says(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    configure("colour = 'blue'")
    code, out, err = run(capsysbinary, *words)
    assert (code, err) == (0, "")
    assert "Usage" in out
    monkeypatch.setenv("STEELYARD_CONFIG", "none.toml")
    assert run(capsysbinary, *words) == (code, out, err)


def test_pairs_set_any_field_of_the_definition(capsysbinary: Capture) -> None:
    given = ["--set", "rank-by = deficit", "--set", "comparison=previous"]
    found = definition(capsysbinary, *given)
    assert (found["rank_by"], found["comparison"]) == ("deficit", "previous")


def test_a_value_may_hold_an_equals_sign() -> None:
    assert pairs(["a=b=c", " import-basis = general "]) == {"a": "b=c", "import_basis": "general"}
    assert pairs([]) == {}


@pytest.mark.parametrize("text", ["", "adjustment", "adjustment:seasonal"])
def test_a_pair_needs_an_equals_sign(text: str) -> None:
    with pytest.raises(BadOption):
        pairs([text])


def test_a_flag_and_a_pair_that_differ_are_refused(capsysbinary: Capture) -> None:
    code, _, err = run(capsysbinary, *QUICK, "--currency", "EUR", "--set", "currency=CNY")
    assert (code, err.startswith("[bad-option] ")) == (2, True)


def test_two_pairs_that_differ_are_refused(capsysbinary: Capture) -> None:
    code, _, err = run(capsysbinary, *QUICK, "--set", "currency=EUR", "--set", "currency=CNY")
    assert (code, err.startswith("[bad-option] ")) == (2, True)
    with pytest.raises(BadOption, match="rank_by"):
        pairs(["rank-by=deficit", "rank_by=surplus"])
    assert pairs(["rank-by=deficit", "rank_by = deficit"]) == {"rank_by": "deficit"}


def test_one_currency_in_two_spellings_is_no_conflict(capsysbinary: Capture) -> None:
    found = definition(capsysbinary, "--currency", "usd", "--set", "currency=USD")
    assert found["currency"] == "USD"


def printed_help(capture: Capture, verb: Verb) -> str:
    code, out, err = run(capture, *verb.name.split(), "--help")
    assert (code, err) == (0, "")
    return re.sub(r"\x1b\[[0-9;]*m", "", out)


@pytest.mark.parametrize("verb", VERBS, **IDS)
def test_every_verb_has_help_with_its_examples_and_flags(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = printed_help(capsysbinary, verb)
    assert verb.summary in text
    assert all(example in text for example in verb.examples)
    printed = set(re.findall(r"--([a-z][a-z-]+)", text)) - used_in(verb) - {"help"}
    known = {
        (ask.flag or name).replace("_", "-")
        for name, ask in asked(verb).items()
        if ask.kind not in {AskKind.ARGUMENT, AskKind.MANY}
    }
    shared = SHARED if takes_store(verb) else SHARED - {"store"}
    assert printed | used_in(verb) >= known | shared
    assert printed <= known | shared


def used_in(verb: Verb) -> set[str]:
    """Return the flags that the examples show."""
    return set(re.findall(r"--([a-z][a-z-]+)", " ".join(verb.examples)))


def takes_store(verb: Verb) -> bool:
    return "store" in inspect.signature(verb.function()).parameters


@pytest.mark.parametrize("verb", VERBS, **IDS)
def test_function_notes_and_command_line_agree(verb: Verb) -> None:
    own = inspect.signature(verb.function()).parameters
    notes = asked(verb)
    assert set(notes) == set(own) - NOT_ASKED
    made = inspect.signature(command(verb, lambda *_: None)).parameters
    shared = SHARED if takes_store(verb) else SHARED - {"store"}
    assert set(made) == set(notes) | shared
    assert not set(notes) & SHARED
    for name, ask in notes.items():
        positional = ask.kind in {AskKind.ARGUMENT, AskKind.MANY}
        assert positional or own[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert ask.help
        assert ask.complete in {"", "places", "classes", "datasets", "publishers"}


@pytest.mark.parametrize("verb", VERBS, **IDS)
def test_a_verb_explains_itself(verb: Verb) -> None:
    assert verb.function().__doc__
    assert verb.examples
    assert all(line.startswith(f"steelyard {verb.name}") for line in verb.examples)


def test_no_two_verbs_share_a_name() -> None:
    assert len({verb.name for verb in VERBS}) == len(VERBS)


def test_the_version_is_one_line(capsysbinary: Capture) -> None:
    code, out, err = run(capsysbinary, "--version")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"steelyard [0-9]+\.[0-9]+\.[0-9]+\n", out)


def test_a_shell_is_offered_places_and_groups() -> None:
    ask = Ask("place", complete="places")
    found = dict(names(ask, "ch"))
    assert found["CHN"] == "China"
    assert all(code.casefold().startswith("ch") for code in found)
    assert "EU27_2020" in dict(names(ask, "EU2"))
    assert "WLD" in dict(names(ask, ""))
    assert names(ask, "zzzz") == []


def test_a_shell_is_offered_classes_and_choices() -> None:
    assert [name for name, _ in names(Ask("class", complete="classes"), "at")] == ["atp"]
    side = asked(VERBS[0])["side"]
    assert [name for name, _ in names(side, "")] == list(choices("side"))
    assert names(side, "PART") == [("partner", "")]
