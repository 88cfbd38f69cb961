"""Errors over HTTP: the codes of the command line as problems, without a path or a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from steelyard.api.description import components
from steelyard.api.problem import without_paths
from steelyard.questions import holdings
from steelyard.store.package import CATALOGUE
from steelyard.store.store import BUNDLED
from steelyard.terms.errors import MissingExtra, NotHeld, StoreBusy

WORDS = ("asked", "found", "why", "remedy")


def problem(answered: Any) -> tuple[int, str]:
    """Check the form of a problem; return its status and its code."""
    record = answered.json()
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.headers["cache-control"] == "no-store"
    Draft202012Validator(components(())["schemas"]["Problem"]).validate(record)
    assert record["status"] == answered.status_code
    assert record["type"] == f"/v1/problems#{record['code']}"
    assert all(record[word] for word in WORDS)
    assert "Traceback" not in answered.text
    assert str(BUNDLED) not in answered.text
    return answered.status_code, record["code"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "bad-option"),
        ("reporter=CHX", "unknown-place"),
        ("reporter=EU27_2020&partner=CHN", "not-a-reporter"),
        ("reporter=USA&partner=0007", "not-a-partner"),
        ("reporter=USA&partner=USA", "same-place"),
        ("reporter=USA&of=atpp", "unknown-class"),
        ("reporter=USA&years=20O7", "bad-period"),
        ("reporter=USA&years=2007:2002", "reversed-range"),
        ("reporter=USA&as_of=2017-02-30", "bad-date"),
        ("reporter=USA&currency=dollars", "bad-currency"),
        ("reporter=USA&freq=W", "bad-option"),
        ("reporter=USA&set=bogus=1", "bad-option"),
        ("reporter=USA&bogus=1", "bad-option"),
        ("reporter=USA&limit=0", "bad-option"),
    ],
)
def test_a_wrong_question_is_a_bad_request(client: Any, query: str, code: str) -> None:
    assert problem(client.get(f"/v1/weigh?{query}")) == (400, code)


@pytest.mark.parametrize(
    ("place", "near"),
    [("/v1/wiegh", "/v1/weigh"), ("/v1/weigh.cvs", "/v1/weigh.csv"), ("/v1/holdings/", "holdings")],
)
def test_an_unknown_address_names_the_nearest(client: Any, place: str, near: str) -> None:
    answered = client.get(place)
    assert problem(answered) == (404, "bad-option")
    assert near in answered.json()["remedy"]


def test_what_writes_is_not_there(client: Any) -> None:
    assert problem(client.get("/v1/add?paths=x")) == (404, "bad-option")
    assert problem(client.post("/v1/holdings")) == (405, "bad-option")


@pytest.mark.parametrize(("spoilt", "code"), [(None, "no-store"), ("{", "damaged-store")])
def test_a_store_that_cannot_be_used_is_the_servers_fault(
    make_client: Callable[..., Any], tmp_path: Path, spoilt: str | None, code: str
) -> None:
    own = tmp_path / "my own store"
    client = make_client(str(own))
    if spoilt is not None:
        shutil.copytree(BUNDLED, own)
        (own / CATALOGUE).write_text(spoilt, encoding="utf-8")
    answered = client.get("/v1/holdings")
    assert problem(answered) == (500, code)
    assert str(tmp_path) not in answered.text


@pytest.mark.parametrize(
    ("kind", "status"), [(StoreBusy, 503), (MissingExtra, 501), (NotHeld, 422)]
)
def test_the_kind_of_an_error_gives_the_status(
    client: Any, monkeypatch: pytest.MonkeyPatch, kind: Any, status: int
) -> None:
    def refuse(*, store: object) -> None:
        raise kind("You asked", "it is so", "It matters", "Do this.")

    monkeypatch.setattr(holdings, "holdings", refuse)
    answered = client.get("/v1/holdings")
    assert problem(answered) == (status, kind.code)
    assert ("retry-after" in answered.headers) == (kind is StoreBusy)


def test_a_defect_is_told_without_its_words(
    client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*, store: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(holdings, "holdings", break_down)
    answered = client.get("/v1/holdings")
    assert problem(answered) == (500, "unexpected")
    assert "secret" not in answered.text
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"opened at {BUNDLED / 'flows' / 'a.parquet'}", "opened at bundled/flows/a.parquet"),
        ("opened at /my own/store/a.parquet", "opened at store/a.parquet"),
        ("lies at /elsewhere/deep/a.parquet.", "lies at .../a.parquet."),
        (r"lies at C:\Users\me\a.parquet", r"lies at .../a.parquet"),
        ("see https://www.census.gov/a/b and exports/imports", None),
    ],
)
def test_paths_of_the_machine_are_not_told(text: str, shown: str | None) -> None:
    assert without_paths(text, "/my own/store") == (shown or text)
