"""New exchange rates beside those held: a slip of scale or direction shows on intake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
import store_twins

import steelyard as sy
from steelyard.ingest.compare import against_held
from steelyard.ingest.intake import take
from steelyard.ingest.through import Errand, read_through
from steelyard.ingest.wish import Wish
from steelyard.sources import frb
from steelyard.sources.contract import Check
from steelyard.sources.received import Received
from steelyard.store.package import read_catalogue

NAME = "rates-agree-with-held-release"
HEADER = "year,country,rate,quote\n"
DAY = "2026-06-01"
# Averages as published (Federal Reserve Board, G.5A).
YUAN, EURO = 6.7290, 1.0534


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def rates(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "rates.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return path


def check(path: Path, own: Path, day: str = DAY) -> Check | None:
    found = take(Received(path), own, Wish(release=day, today="2027-01-01")).checks
    return next((one for one in found if one.name == NAME), None)


@pytest.mark.parametrize(
    ("factor", "passed"), [(1.0, True), (1.049, True), (0.951, True), (1.06, False), (0.94, False)]
)
def test_rates_are_compared_with_those_of_the_newest_release(
    tmp_path: Path, own: Path, factor: float, passed: bool
) -> None:
    found = check(rates(tmp_path, f"2022,China,{YUAN * factor},units per USD"), own)
    assert found is not None
    assert found.passed is passed
    assert "frb-g5a-annual@2026-01" in found.detail
    assert "(USD CNY 2022); 1 compared" in found.detail
    assert f"{factor - 1:+.1%}" in found.detail


def test_rates_that_agree_are_a_note(tmp_path: Path, own: Path) -> None:
    path = rates(tmp_path, f"2022,China,{YUAN},units per USD")
    answer = sy.add(path, release=DAY, store=str(own))
    assert answer.gaps == ()
    assert any(f"{NAME}: agrees: " in note.text for note in answer.notes if note.code == "check")


@pytest.mark.parametrize("slip", [100, 0.01])
def test_a_slip_of_scale_is_taken_in_and_told(tmp_path: Path, own: Path, slip: float) -> None:
    path = rates(tmp_path, f"2022,China,{YUAN * slip},units per USD")
    answer = sy.add(path, release=DAY, store=str(own))
    (gap,) = answer.gaps
    assert gap.what == f"rates.csv: {NAME}"
    assert gap.why.startswith("it differs: largest difference from frb-g5a-annual@2026-01: ")
    assert answer.column("added") == [True]
    assert not any(NAME in note.text for note in answer.notes)
    (release,) = read_catalogue(own)
    assert [c.passed for c in release.checks if c.name == NAME] == [False]
    doctor = {row[0]: row[1] for row in sy.doctor(store=str(own)).rows}
    assert doctor[f"{NAME}, frb-g5a-annual@{DAY}"] == "differs"


def test_quotes_the_other_way_round_are_compared_too(tmp_path: Path, own: Path) -> None:
    """The bundled release states units per dollar; this one dollars per euro."""
    found = check(rates(tmp_path, f"2022,Euro,{EURO},USD per unit"), own)
    assert found is not None
    assert found.passed
    assert "(EUR USD 2022); 1 compared" in found.detail


@pytest.mark.parametrize(("factor", "passed"), [(1.0, True), (1.04, True), (1.2, False)])
def test_a_difference_counts_in_either_direction_of_the_quote(
    tmp_path: Path, own: Path, factor: float, passed: bool
) -> None:
    """Dollars for a yuan, held beside yuan for a dollar."""
    turned = {"base": ["CNY"], "quote": ["USD"], "period": ["2022"], "rate": [factor / YUAN]}
    file = Received(rates(tmp_path, f"2022,China,{YUAN},units per USD"))
    read = read_through(Errand(file, frb, Wish(release=DAY), tmp_path, lambda _text, _share: None))
    draft = store_twins.draft(tmp_path, pa.table(turned))
    (found,) = against_held(own, replace(read, draft=draft))
    assert found.passed is passed
    assert "(CNY USD 2022); 1 compared" in found.detail


def test_the_largest_difference_is_told(tmp_path: Path, own: Path) -> None:
    lines = [f"2022,China,{YUAN},units per USD", f"2023,China,{7.0809 * 1.2},units per USD"]
    found = check(rates(tmp_path, *lines), own)
    assert found is not None
    assert not found.passed
    assert "+20.0% (USD CNY 2023); 2 compared" in found.detail


def test_the_newest_other_release_is_the_one_compared_with(tmp_path: Path, own: Path) -> None:
    check(rates(tmp_path, f"2022,China,{YUAN * 1.03},units per USD"), own, "2026-06-01")
    found = check(rates(tmp_path, f"2022,China,{YUAN * 1.06},units per USD"), own, "2026-07-01")
    assert found is not None
    assert found.passed
    assert "frb-g5a-annual@2026-06-01" in found.detail


def test_a_file_that_mends_its_release_is_not_compared_with_itself(
    tmp_path: Path, own: Path
) -> None:
    path = rates(tmp_path, f"2022,China,{YUAN * 1.2},units per USD")
    first = check(path, own)
    (file,) = own.rglob("part-*.parquet")
    file.write_bytes(file.read_bytes()[:-1])
    assert check(path, own) == first
    assert first is not None
    assert not first.passed


def test_years_that_no_release_states_are_not_compared(tmp_path: Path, own: Path) -> None:
    assert check(rates(tmp_path, "1960,Japan,360,units per USD"), own) is None
