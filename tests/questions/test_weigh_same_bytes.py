"""The same question gives the same bytes, and its evidence is found again in the files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from bundled_answers import ask, bundled, catalogue

import steelyard as sy
from steelyard.classes.selection import dated_list
from steelyard.store.store import BUNDLED
from steelyard.terms.answer import Answer
from steelyard.terms.evidence import Evidence
from steelyard.terms.tables import FLOWS

QUESTIONS = {
    "groups": ("USA", "MEX", {"of": "atp", "by": "group", "years": "2024", "basis": "consumption"}),
    "vintages": ("CHN", "USA", {"years": "2023"}),
    "a scope": ("CHN", "WLD", {"of": "technology-contracts", "years": "2005:2011"}),
    "both sides": ("USA", "CHN", {"of": "hs:2709", "years": "2019", "side": "both"}),
}
PLACES = {
    "seed 1": {"PYTHONHASHSEED": "1"},
    "Istanbul": {"PYTHONHASHSEED": "77", "TZ": "Europe/Istanbul", "LC_ALL": "tr_TR.UTF-8"},
}
each_question = pytest.mark.parametrize("name", QUESTIONS)
ELSEWHERE = """
import hashlib, json, sys
import steelyard as sy
for reporter, partner, choices in json.loads(sys.argv[1]):
    text = sy.weigh(reporter, partner, store=sys.argv[2] or None, **choices).to_json()
    print(hashlib.sha256(text.encode()).hexdigest())
"""


def answer(name: str) -> Answer:
    reporter, partner, choices = QUESTIONS[name]
    return ask(reporter, partner, **choices)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the digests of the questions' JSON in processes of other seeds, zones and tongues."""
    home = str(tmp_path_factory.mktemp("elsewhere"))
    asked = [sys.executable, "-c", ELSEWHERE, json.dumps(list(QUESTIONS.values())), ""]
    begun = {
        place: subprocess.Popen(
            asked,
            env={**os.environ, "HOME": home, "XDG_DATA_HOME": home, **settings},
            stdout=subprocess.PIPE,
            text=True,
        )
        for place, settings in PLACES.items()
    }
    said = {place: process.communicate(timeout=120)[0].split() for place, process in begun.items()}
    assert [place for place, process in begun.items() if process.returncode] == []
    return said


@pytest.mark.parametrize("place", PLACES)
@each_question
def test_a_new_process_gives_the_same_bytes(elsewhere, place: str, name: str) -> None:
    there = dict(zip(QUESTIONS, elsewhere[place], strict=True))
    here = hashlib.sha256(answer(name).to_json().encode()).hexdigest()
    assert there[name] == here


@each_question
def test_the_same_process_gives_the_same_bytes_twice(name: str) -> None:
    reporter, partner, choices = QUESTIONS[name]
    again = sy.weigh(reporter, partner, store=bundled(), **choices)
    assert again.to_json() == answer(name).to_json()


# --- evidence of the newer kinds --------------------------------------------------------------


TOLD = ("partner", "period", "value", "precision", "published_at", "vintage", "status")
DIGESTED = {
    "flows": (*FLOWS.key, "value", "status"),
    "indicators": (*TOLD, "publisher", "source", "url", "note"),
}
KINDS = {
    "a prefix of codes": ("both sides", "LIKE '2709%'"),
    "a dated list": ("groups", "(list atp"),
    "vintages": ("vintages", "indicator = 'goods'"),
    "contracts": ("a scope", "indicator = 'technology-contracts'"),
}


def as_sql(item: Evidence) -> str:
    """Return a filter as SQL: a dated list is written out as the codes of its newest year."""
    lines = [line for line in dated_list("atp") if line.flow == "M"]
    newest = max(line.last for line in lines)
    assert newest < 2023
    codes = ", ".join(f"'{line.code}'" for line in lines if line.last == newest)
    return re.sub(r"\(list atp for M of [\d, ]+\)", f"({codes})", item.filter)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_and_digest_are_found_again_by_the_filter(kind: str) -> None:
    name, words = KINDS[kind]
    items = [item for item in answer(name).evidence if words in item.filter]
    assert items
    for item in items:
        record = catalogue()[f"{item.dataset}@{item.release}"]
        columns = ", ".join(DIGESTED[record["kind"]])
        path = Path(BUNDLED) / record["path"]
        sql = f"SELECT {columns} FROM read_parquet('{path}') WHERE {as_sql(item)}"  # noqa: S608
        with duckdb.connect(":memory:") as connection:
            found = connection.execute(sql).fetchall()
        lines = sorted("|".join("" if v is None else str(v) for v in row) for row in found)
        assert item.rows == len(lines)
        assert item.rows_digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()


@each_question
def test_every_reading_names_its_release_and_its_use(name: str) -> None:
    for item in answer(name).evidence:
        record = catalogue()[f"{item.dataset}@{item.release}"]
        assert item.file_sha256 == record["received_sha256"]
        assert item.used_for
        assert item.obtained_from == record["obtained_from"]
