"""Taking files in: counted, once, whole or not at all; and a newer own release answers."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import census_twins as twins
import pytest

import steelyard as sy
from steelyard.ingest.intake import Intake, take
from steelyard.ingest.recognise import recognise, sources
from steelyard.ingest.wish import Wish
from steelyard.sources.contract import Source, cards_of
from steelyard.sources.received import Received
from steelyard.store import write
from steelyard.store.package import read_catalogue
from steelyard.store.store import Store, default_root
from steelyard.terms.answer import Ending
from steelyard.terms.errors import (
    BadDate,
    BadFile,
    DamagedStore,
    ReadOnlyStore,
    ReleaseExists,
    UnrecognisedFile,
)

DAY = "2023-01-10"
EXPORTS, IMPORTS = 10_123_456, 20_500_000


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def twin(tmp_path: Path, name: str = "country.any", months: int = 11) -> Path:
    return twins.write(tmp_path / name, twins.csv_bytes(twins.release(2022, months)))


def snapshot(root: Path) -> dict[str, bytes]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def taken(file: Path, root: Path, day: str | None = None, **wish: Any) -> Intake:
    return take(Received(file), root, Wish(release=day, **wish))


def balanced(one: Intake) -> None:
    assert one.tally.observations == one.accepted + one.tally.reasons.total()
    assert one.tally.reasons.keys() == one.tally.examples.keys()


def test_every_observation_is_accepted_or_rejected_with_a_reason(tmp_path: Path, own: Path) -> None:
    one = taken(twin(tmp_path), own, DAY, today="2023-01-11")
    balanced(one)
    assert one.release is not None
    assert (one.understood.first, one.understood.last) == ("1985-01", "2022-11")
    assert one.tally.reasons
    (release,) = read_catalogue(own)
    assert release.observations_in == release.accepted + sum(
        left.observations for left in release.rejected
    )
    assert release.rows == release.accepted
    assert (release.received_file, release.received_at) == ("country.any", "2023-01-11")
    assert not list(own.rglob("*.part"))


def test_a_second_intake_of_one_file_adds_nothing(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, DAY, today="2023-01-11")
    before = snapshot(own)
    again = taken(twin(tmp_path, "another name.csv"), own, DAY, today="2024-02-02")
    assert (again.release, again.held_as) == (None, f"census-goods-by-country@{DAY}")
    assert again.tally.observations == again.accepted + again.tally.reasons.total()
    assert snapshot(own) == before


def test_another_file_under_the_same_date_is_refused(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, DAY)
    before = snapshot(own)
    with pytest.raises(ReleaseExists, match="--release"):
        taken(twin(tmp_path, months=10), own, DAY)
    assert snapshot(own) == before


def test_a_dry_run_reads_and_writes_nothing(tmp_path: Path, own: Path) -> None:
    told: list[str] = []
    wish = Wish(release=DAY, dry_run=True)
    one = take(Received(twin(tmp_path)), own, wish, lambda text, _: told.append(text))
    balanced(one)
    assert one.release is None
    assert not own.exists()
    assert told[0] == "recognising country.any"
    assert told[-1] == "checking country.any"
    assert f"reading country.any: {one.tally.observations:,} rows" in told


def test_a_dry_run_tells_what_a_real_one_would_do(tmp_path: Path, own: Path) -> None:
    file = twin(tmp_path)
    assert not taken(file, own, DAY, dry_run=True).held_as
    taken(file, own, DAY)
    before = snapshot(own)
    again = taken(file, own, DAY, dry_run=True)
    assert (again.held_as, again.release) == (f"census-goods-by-country@{DAY}", None)
    assert taken(file, own, "2023-01-11", dry_run=True).held_as == again.held_as
    with pytest.raises(ReleaseExists, match="--release"):
        taken(twin(tmp_path, "other.csv", months=10), own, DAY, dry_run=True)
    assert snapshot(own) == before


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04", bytes(range(256)) * 9])
def test_a_file_that_no_source_knows_is_refused(tmp_path: Path, own: Path, content: bytes) -> None:
    path = twins.write(tmp_path / "country.csv", content)
    with pytest.raises(UnrecognisedFile) as caught:
        taken(path, own)
    for _, source in sources():
        publishers = {card.publisher for card in cards_of(source)}
        assert publishers
        assert all(publisher in caught.value.remedy for publisher in publishers)
    assert not own.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("country.csv", b"", "it is empty"),
        ("country.xlsx", b"", "it is empty"),
        ("country.xlsx", b"PK\x03\x04 and then the line broke", "cut short or damaged"),
        ("COUNTRY.XLSX", b"<html>Not found</html>", "cut short or damaged"),
        ("country.zip", b"PK\x03\x04", "cut short or damaged"),
        ("country.csv", b"a,b\n1,2\n", "no layout that Steelyard knows"),
    ],
)
def test_a_file_that_is_empty_or_cut_short_is_told_so(
    tmp_path: Path, own: Path, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(UnrecognisedFile) as caught:
        taken(twins.write(tmp_path / name, content), own)
    assert told in caught.value.found
    assert not own.exists()


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_of_which_nothing_is_accepted_is_refused(
    tmp_path: Path, own: Path, dry_run: bool
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("year,country,rate,quote\n1931,Brazil,0.9,units per USD\n")
    with pytest.raises(BadFile) as caught:
        taken(path, own, dry_run=dry_run)
    assert caught.value.found == (
        "none of its 1 observations could be taken in: "
        "1 before-the-currency (line 2: Brazil, 1931, 0.9, units per USD)"
    )
    assert not own.exists()


def damage(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(content)


@pytest.mark.parametrize("how", ["flipped", "missing"])
def test_adding_a_file_again_mends_its_damaged_release(tmp_path: Path, own: Path, how: str) -> None:
    file = twin(tmp_path)
    sy.add(file, release="2024-02-07", store=str(own))
    sound, answered = snapshot(own), asked(own)
    (parquet,) = (own / "flows").rglob("*.parquet")
    damage(parquet, how)
    with pytest.raises(DamagedStore):
        asked(own)
    tried = sy.add(file, release="2024-02-07", dry_run=True, store=str(own))
    assert tried.column("added") == [False]
    assert "held-already" not in {note.code for note in tried.notes}
    again = sy.add(file, release="2024-02-07", store=str(own))
    assert again.column("added") == [True]
    assert asked(own).rows == answered.rows
    assert snapshot(own) == sound
    assert sy.add(file, release="2024-02-07", store=str(own)).column("added") == [False]
    doctor = {row[0]: row[1] for row in sy.doctor(store=str(own)).rows}
    assert doctor["file census-goods-by-country@2024-02-07"] == "ok"


def test_adding_a_file_again_mends_what_it_rejected(tmp_path: Path, own: Path) -> None:
    file = twin(tmp_path)
    taken(file, own, DAY)
    sound = snapshot(own)
    (rejects,) = (own / "rejected").rglob("*.parquet")
    damage(rejects, "flipped")
    assert taken(file, own, DAY).release is not None
    assert snapshot(own) == sound


def test_a_damaged_release_is_mended_under_its_own_date(tmp_path: Path, own: Path) -> None:
    """Whatever date the file is given now: the same bytes belong to the release they came to."""
    file = twin(tmp_path)
    taken(file, own, DAY)
    sound = snapshot(own)
    (parquet,) = (own / "flows").rglob("*.parquet")
    damage(parquet, "missing")
    again = taken(file, own, "2024-02-07")
    assert again.release is not None
    assert again.release.name == f"census-goods-by-country@{DAY}"
    assert snapshot(own) == sound


def test_what_is_no_file_is_refused(tmp_path: Path, own: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name, told in (("none.csv", "no such file"), ("empty", "no table is there")):
        with pytest.raises(UnrecognisedFile, match=re.compile(told, re.IGNORECASE)):
            sy.add(tmp_path / name, store=str(own))
    with pytest.raises(BadFile, match="cannot be opened"):
        taken(tmp_path / "none.csv", own)
    assert not own.exists()


def test_a_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    known = recognise(Received(twin(tmp_path, "rates.txt")), tuple(sources()))
    assert isinstance(known, Source)
    assert known.recognises(twin(tmp_path, "x.parquet"))


def bad(tmp_path: Path) -> Path:
    lines = twins.release()
    twins.find(lines, twins.CHINA, 2022)["imar"] = "-5"
    return twins.write(tmp_path / "bad.csv", twins.csv_bytes(lines))


def test_a_failing_conversion_leaves_the_store_as_it_was(tmp_path: Path, own: Path) -> None:
    with pytest.raises(BadFile):
        taken(bad(tmp_path), own, DAY)
    assert not own.exists()
    taken(twin(tmp_path), own, DAY)
    before = snapshot(own)
    with pytest.raises(BadFile):
        taken(bad(tmp_path), own, "2024-01-10")
    with pytest.raises(BadDate):
        taken(twin(tmp_path), own, "2024-02-30")
    assert snapshot(own) == before


def test_a_failing_write_leaves_the_catalogue_as_it_was(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(twin(tmp_path), own, DAY)
    before = snapshot(own)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    other = twin(tmp_path, months=10)
    monkeypatch.setattr(write, "write_catalogue", full)
    with pytest.raises(ReadOnlyStore, match="No space"):
        taken(other, own, "2022-12-10")
    after = snapshot(own)
    assert {name: after[name] for name in before} == before
    assert [release.release for release in read_catalogue(own)] == [DAY]


def test_add_answers_with_a_row_a_file(tmp_path: Path, own: Path) -> None:
    answer = sy.add([twin(tmp_path)], release=DAY, store=str(own))
    (row,) = answer.rows
    told = dict(zip([column.name for column in answer.columns], row, strict=True))
    assert told["rows_in"] == told["accepted"] + told["rejected"]
    assert (told["dataset"], told["release"]) == ("census-goods-by-country", DAY)
    assert told["added"] is True
    assert answer.ending is Ending.COMPLETE
    assert {"release-date", "rejected", "check"} <= {note.code for note in answer.notes}
    again = sy.add([twin(tmp_path)], release=DAY, store=str(own))
    assert again.column("added") == [False]
    assert "held-already" in {note.code for note in again.notes}
    tried = sy.add([twin(tmp_path)], release=DAY, dry_run=True, store=str(tmp_path / "other"))
    assert "dry-run" in {note.code for note in tried.notes}
    assert not (tmp_path / "other").exists()


def test_files_before_the_one_that_fails_stay_taken_in(tmp_path: Path, own: Path) -> None:
    good, failing = twin(tmp_path), bad(tmp_path)
    with pytest.raises(BadFile, match=r"bad\.csv") as caught:
        sy.add([good, failing], release=DAY, store=str(own))
    assert "Taken in before it, and kept: country.any." in str(caught.value)
    assert [release.release for release in read_catalogue(own)] == [DAY]
    for files, dry_run in (([failing, good], False), ([good, failing], True)):
        with pytest.raises(BadFile) as caught:
            sy.add(files, release=DAY, dry_run=dry_run, store=str(own))
        assert "Taken in" not in str(caught.value)


def test_one_path_that_is_no_list_is_one_file(tmp_path: Path, own: Path) -> None:
    file = twin(tmp_path)
    for path in (str(file), file):
        answer = sy.add(path, release=DAY, store=str(own))
        assert answer.column("file") == ["country.any"]


def test_without_a_store_named_the_platforms_own_is_written(tmp_path: Path) -> None:
    sy.add([twin(tmp_path)], release=DAY)
    assert [release.release for release in read_catalogue(default_root())] == [DAY]


def asked(own: Path, **options: str) -> sy.Answer:
    answer = sy.weigh("USA", "CHN", years="2021:2021", store=str(own), **options)
    assert {item.dataset for item in answer.evidence} == {"census-goods-by-country"}
    return answer


def releases(answer: sy.Answer) -> set[str]:
    return {item.release for item in answer.evidence}


def test_a_newer_release_of_ones_own_answers_before_the_bundled(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, "2024-02-07")
    answer = asked(own)
    assert releases(answer) == {"2024-02-07"}
    assert answer.column("exports") == [12 * EXPORTS]
    assert answer.column("imports") == [12 * IMPORTS]
    assert answer.column("balance") == [12 * (EXPORTS - IMPORTS)]
    before = asked(own, as_of="2024-02-06")
    assert releases(before) == {"2023-03-08"}
    assert before.rows == sy.weigh("USA", "CHN", years="2021:2021").rows


def test_an_older_release_of_ones_own_waits_for_its_date(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, "2023-01-31")
    assert releases(asked(own)) == {"2023-03-08"}
    assert releases(asked(own, as_of="2023-02-28")) == {"2023-01-31"}


def test_on_the_same_day_ones_own_release_answers(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, "2023-03-08")
    assert asked(own).column("exports") == [12 * EXPORTS]


def test_the_unpublished_month_of_a_twin_is_missing_not_zero(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, "2024-02-07")
    answer = sy.weigh("USA", "CHN", periods="2022-11:2022-12", store=str(own))
    assert answer.column("exports") == [EXPORTS, None]
    assert answer.column("balance") == [EXPORTS - IMPORTS, None]
    assert answer.ending is Ending.WITH_GAPS


def test_values_are_stored_exactly(tmp_path: Path, own: Path) -> None:
    taken(twin(tmp_path), own, DAY)
    store = Store(own)
    (held,) = [h for h in store.held if not h.bundled]
    frame = store.scan(held).select("partner", "period", "flow", "value")
    rows = {row[:3]: row[3] for row in store.engine.rows(frame, ["partner", "period", "flow"])}
    assert rows["CHN", "2022-01", "X"] == Decimal(EXPORTS)
    assert rows["CHN", "2022-12", "X"] is None
    store.engine.close()


@pytest.mark.parametrize("day", ["1999-01-01", "2022-10-31", "2022-10"])
def test_a_release_cannot_be_older_than_what_it_holds(tmp_path: Path, own: Path, day: str) -> None:
    for dry_run in (False, True):
        with pytest.raises(BadDate, match="holds figures of 2022-11") as caught:
            taken(twin(tmp_path), own, day, dry_run=dry_run)
        assert day in caught.value.asked
    assert not own.exists()


@pytest.mark.parametrize("day", ["2022-11", "2022-11-01", "2023-01-10"])
def test_a_release_may_be_of_the_month_that_it_ends_with_or_later(
    tmp_path: Path, own: Path, day: str
) -> None:
    assert taken(twin(tmp_path), own, day).release is not None


@pytest.mark.parametrize("day", ["2023-01-11", "2023-02", "2100-01-01"])
def test_a_release_of_the_future_is_refused(tmp_path: Path, own: Path, day: str) -> None:
    with pytest.raises(BadDate, match="oday is 2023-01-10"):
        taken(twin(tmp_path), own, day, today="2023-01-10")
    assert not own.exists()


@pytest.mark.parametrize("day", ["2023-01-10", "2023-01"])
def test_a_release_of_today_or_of_this_month_is_taken(tmp_path: Path, own: Path, day: str) -> None:
    assert taken(twin(tmp_path), own, day, today="2023-01-10").release is not None


def test_a_date_that_is_only_inferred_cannot_lie_ahead_either(tmp_path: Path, own: Path) -> None:
    with pytest.raises(BadDate, match="--release"):
        taken(twin(tmp_path), own, today="2022-12-31")
