"""Rows of one file that state one flow twice: told once, or not at all, and every row counted."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import piece_twins as twins
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.store import Store
from steelyard.terms.errors import BadFile

ROWS = st.lists(
    st.builds(
        twins.row,
        partner=st.sampled_from(["CHN", "CAN", "Atlantis"]),
        year=st.sampled_from([2019, 2020]),
        value=st.sampled_from(["1", "1.000000", "2", "", "many"]),
        partner2=st.sampled_from(["", "HKG"]),
    ),
    min_size=1,
    max_size=8,
)


def judged(rows: list[dict[str, str]]) -> tuple[dict[int, str], dict[tuple, Decimal | None]]:
    """Return the reason of each line rejected, and what is held, in plain Python."""
    reasons: dict[int, str] = {}
    groups: dict[tuple, list[tuple[int, tuple]]] = defaultdict(list)
    for line, row in enumerate(rows, 2):
        if row["partner"] == "Atlantis":
            reasons[line] = "unknown-place"
        elif row["value"] == "many":
            reasons[line] = "no-number"
        else:
            value = Decimal(row["value"]) if row["value"] else None
            key = (row["partner"], row["partner2"] or None, row["year"])
            groups[key].append((line, (value, row["status"])))
    for members in groups.values():
        alike = len({facts for _, facts in members}) == 1
        wrong = members[1:] if alike else members if len(members) > 1 else []
        reasons |= {line: "repeated-row" if alike else "contradicting-rows" for line, _ in wrong}
    kept = {k: m[0][1][0] for k, m in groups.items() if m[0][0] not in reasons}
    return reasons, kept


def rejected(root: Path) -> dict[int, tuple[str, str, list[str]]]:
    """Return the rejected rows that a store keeps: reason, detail and cells by line."""
    store = Store(root)
    (release,) = (one.release for one in store.held if one.release.dataset == "twin")
    (part,) = release.parts
    if not part.rejects:
        return {}
    names = ["line", "reason", "detail", "cells"]
    frame = store.engine.read([root / part.rejects]).select(*names)
    found = {row[0]: row[1:] for row in store.engine.rows(frame, ["line"])}
    store.engine.close()
    return found


@settings(max_examples=12)
@given(rows=ROWS)
def test_every_row_is_held_or_rejected_with_its_reason(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    reasons, kept = judged(rows)
    file = twins.file(folder / "piece.csv", rows)
    if not kept:
        with pytest.raises(BadFile, match=f"one of its {len(rows)} observations"):
            twins.add(file, folder / "own")
        return
    one = twins.add(file, folder / "own")
    assert twins.held(folder / "own") == {"2021-01-15": kept}
    assert one.tally.observations == len(rows) == one.accepted + len(reasons)
    assert one.accepted == len(kept)
    found = rejected(folder / "own")
    assert {line: told[0] for line, told in found.items()} == reasons
    assert [found[line][2] for line in sorted(found)] == [
        [rows[line - 2][name] for name in twins.COLUMNS] for line in sorted(found)
    ]


def test_the_lines_of_a_contradiction_are_told(tmp_path: Path) -> None:
    rows = [twins.row("CHN", 2020, value) for value in (1, 2, 1)] + [twins.row("CAN", 2020, 3)] * 3
    one = twins.add(twins.file(tmp_path / "piece.csv", rows), tmp_path / "own", "2021-01-15")
    assert dict(one.tally.reasons) == {"contradicting-rows": 3, "repeated-row": 2}
    assert {line: told[:2] for line, told in rejected(tmp_path / "own").items()} == {
        **dict.fromkeys(
            (2, 3, 4),
            ("contradicting-rows", "lines 2, 3, 4 state one flow with different figures"),
        ),
        **dict.fromkeys((6, 7), ("repeated-row", "line 5 is the same row")),
    }
    assert twins.held(tmp_path / "own") == {"2021-01-15": {("CAN", None, "2020"): Decimal(3)}}


def test_a_file_of_contradictions_alone_is_refused(tmp_path: Path) -> None:
    rows = [twins.row("CHN", 2020, value) for value in (1, 2)]
    with pytest.raises(BadFile, match="2 contradicting-rows"):
        twins.add(twins.file(tmp_path / "piece.csv", rows), tmp_path / "own")
    assert not (tmp_path / "own").exists()
