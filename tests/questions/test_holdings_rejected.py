"""``holdings --rejected``: what was left out, corrected, and added again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import steelyard as sy
from steelyard.cli.main import exit_code
from steelyard.store.package import read_catalogue, write_catalogue
from steelyard.store.store import BUNDLED
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, DamagedStore

DAY = "2024-05-01"
OURS = ["file", "release", "line", "reason", "detail"]
WITS = (
    '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3","PartnerName",'
    '"Year","TradeFlowName","TradeFlowCode","TradeValue in 1000 USD"'
)
CENSUS = "CTY_CODE,CTY_NAME,I_COMMODITY,GEN_VAL_MO,COMM_LVL,time"
SPECIMENS = {
    "wits": (
        WITS,
        [
            '"H5","CHN","8542","China","USA","United States","2017","Gross Imp.","1","2959.958"',
            '"H5","CHN","8542","China","USX","United States","2016","Gross Imp.","1","100.5"',
            '"H5","CHN","8542","China","USA","","2015","Gross Imp.","1","x"',
        ],
        {"USX": "USA", ",x": ",7"},
    ),
    "baci": (
        "t,i,j,k,v,q",
        ["2019,156,842,854231,1.5,89", "2019,156,8420,854231,1.6,8", "2019,156,276,854231,x,8"],
        {"8420": "392", ",x,": ",7,"},
    ),
    "census": (
        CENSUS,
        ["5700,CHINA,854231,100,HS6,2020-01", "57y,CHINA,854231,1,HS6,2020-02"],
        {"57y": "5700"},
    ),
}
NAMES = {"baci": "BACI_HS17_Y2019_V202301.csv"}


def received(folder: Path, publisher: str) -> Path:
    header, lines, _ = SPECIMENS[publisher]
    path = folder / NAMES.get(publisher, f"{publisher}.csv")
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("publisher", SPECIMENS)
def test_rejected_rows_are_corrected_and_added_again(
    tmp_path: Path, publisher: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    header, lines, mended = SPECIMENS[publisher]
    root = str(tmp_path / "own")
    sy.add(received(tmp_path, publisher), store=root, release=DAY)
    (release,) = read_catalogue(Path(root))
    assert release.accepted == 1
    words = ["holdings", release.dataset, "--rejected", "--store", root, "--format", "csv"]
    capsysbinary.readouterr()
    assert exit_code([*words, "-q", "-o", str(tmp_path / "rejects.csv")]) == 0
    text = (tmp_path / "rejects.csv").read_text(encoding="utf-8")
    told, *rows = csv.reader(io.StringIO(text))
    assert told == [*OURS, *next(csv.reader([header]))]
    assert [int(row[2]) for row in rows] == list(range(3, 3 + len(rows)))
    assert [row[5:] for row in rows] == list(csv.reader(lines[1:]))
    for wrong, right in mended.items():
        text = text.replace(wrong, right)
    (tmp_path / "corrected.csv").write_text(text, encoding="utf-8")
    again = sy.add(tmp_path / "corrected.csv", store=root, release=DAY)
    assert [again.column(name) for name in ("rows_in", "rejected")] == [[len(lines) - 1], [0]]
    (whole,) = read_catalogue(Path(root))
    assert whole.accepted == len(lines)
    assert [part.received_file for part in whole.parts][1:] == ["corrected.csv"]


def test_several_publishers_stand_in_one_table(tmp_path: Path) -> None:
    root = str(tmp_path / "own")
    for publisher in SPECIMENS:
        sy.add(received(tmp_path, publisher), store=root, release=DAY)
    answer = sy.holdings(rejected=True, store=root)
    names = [column.name for column in answer.columns]
    assert names[:5] == OURS
    assert len(set(names)) == len(names)
    theirs = {"t", "k", "CTY_CODE", "Nomenclature"}
    assert theirs <= set(names)
    by_file = {row[0]: dict(zip(names, row, strict=True)) for row in answer.rows}
    assert by_file["census.csv"]["CTY_CODE"] == "57y"
    assert by_file["census.csv"]["t"] is None
    assert {row[0] for row in answer.rows} >= {"wits.csv", "census.csv", NAMES["baci"]}


def left(answer: Answer) -> list[str]:
    return [note.code for note in answer.notes]


def test_where_nothing_was_rejected_the_answer_is_empty_and_says_so() -> None:
    answer = sy.holdings("frb-g5a-annual", rejected=True)
    assert (answer.rows, left(answer)) == ((), ["none-rejected"])
    assert [column.name for column in answer.columns] == OURS


@pytest.mark.parametrize("dataset", ["worldbank-gdp", "census-goods-by-country"])
def test_every_observation_left_out_of_the_bundled_data_can_be_read(dataset: str) -> None:
    answer = sy.holdings(dataset, rejected=True, rows=100_000)
    assert answer.columns[-1].name == "observation"
    assert left(answer) == []
    releases = [held for held in read_catalogue(BUNDLED) if held.dataset == dataset]
    counts = [one.observations for release in releases for one in release.rejected]
    assert len(answer.rows) == sum(counts) > 0
    assert all(answer.column("line"))
    assert len(set(answer.rows)) == len(answer.rows)


def test_what_is_known_by_number_only_is_told(tmp_path: Path) -> None:
    """Stores of the first formats keep no rejected rows."""
    root = tmp_path / "own"
    sy.add(received(tmp_path, "wits"), store=str(root), release=DAY)
    (release,) = read_catalogue(root)
    parts = tuple(part.model_copy(update={"rejects": ""}) for part in release.parts)
    write_catalogue(root, [release.model_copy(update={"parts": parts})])
    answer = sy.holdings("wits-goods", rejected=True, store=str(root))
    assert (answer.rows, left(answer)) == ((), ["rejected-not-kept"])


def test_more_rows_than_asked_are_counted(tmp_path: Path) -> None:
    root = str(tmp_path / "own")
    sy.add(received(tmp_path, "wits"), store=root, release=DAY)
    answer = sy.holdings("wits-goods", rejected=True, rows=1, store=root)
    assert (len(answer.rows), left(answer)) == (1, ["more-rows"])
    assert "--rows 2" in answer.notes[0].text


@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_damaged_rejected_rows_are_told(tmp_path: Path, harm: str) -> None:
    root = tmp_path / "own"
    sy.add(received(tmp_path, "wits"), store=str(root), release=DAY)
    (file,) = (root / "rejected").rglob("*.parquet")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content) if harm == "altered" else file.unlink()
    with pytest.raises(DamagedStore):
        sy.holdings("wits-goods", rejected=True, store=str(root))


def test_files_and_checks_of_a_release_are_listed(tmp_path: Path) -> None:
    root = str(tmp_path / "own")
    sy.add(received(tmp_path, "wits"), store=root, release=DAY)
    answer = sy.holdings("wits-goods", store=root)
    parts, checks = answer.tables[1:]
    assert (parts.name, checks.name) == ("parts", "checks")
    (row,) = [dict(zip([c.name for c in parts.columns], row, strict=True)) for row in parts.rows]
    assert (row["file"], row["rows_in"], row["accepted"], row["rejected"]) == ("wits.csv", 3, 1, 2)
    assert (row["carried_from"], row["superseded"], len(row["sha256"])) == (None, 0, 64)
    bundled = sy.holdings("census-goods-by-country")
    results = {row[4] for row in bundled.tables[2].rows}
    assert results <= {"agrees", "differs"}
    assert {row[3] for row in bundled.tables[2].rows} >= {"months-add-to-year"}
    assert [table.name for table in sy.holdings().tables] == ["series"]


OLD = (
    "Classification,Year,Period,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,"
    "Trade Value (US$)"
)
LAYOUTS = {
    "new.csv": (
        "RefYear,Period,ReporterCode,FlowCode,PartnerCode,ClassificationCode,CmdCode,PrimaryValue",
        ["2021,2021,392,M,156,H5,TOTAL,300", "2021,2021,392,X,842,H5,TOTAL,5oo"],
    ),
    "also-new.csv": (
        "RefYear,Period,ReporterCode,FlowCode,PartnerCode,ClassificationCode,CmdCode,PrimaryValue",
        ["2020,2020,392,M,156,H5,TOTAL,200", "2020,2020,392,X,842,H5,TOTAL,4oo"],
    ),
    "old.csv": (
        OLD,
        ["H4,2015,2015,1,392,156,TOTAL,3000", "H4,2015,2015,2,392,156,TOTAL,6oo"],
    ),
}


@pytest.fixture
def of_layouts(tmp_path: Path) -> Path:
    """A release of three files, of which two have one header."""
    for name, (header, lines) in LAYOUTS.items():
        (tmp_path / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    sy.add([tmp_path / name for name in LAYOUTS], store=tmp_path / "own", release=DAY)
    return tmp_path / "own"


def test_each_header_has_columns_of_its_own(of_layouts: Path) -> None:
    answer = sy.holdings("un-comtrade-goods", rejected=True, store=str(of_layouts))
    new, old = (LAYOUTS[name][0].split(",") for name in ("new.csv", "old.csv"))
    assert [column.name for column in answer.columns] == [
        *OURS,
        *new,
        *(f"{name} (2)" if name in new else name for name in old),
    ]
    by_file = {str(row[0]): row[5:] for row in answer.rows}
    nothing = (None,) * 8
    assert by_file["new.csv"] == (*LAYOUTS["new.csv"][1][1].split(","), *nothing)
    assert by_file["also-new.csv"] == (*LAYOUTS["also-new.csv"][1][1].split(","), *nothing)
    assert by_file["old.csv"] == (*nothing, *LAYOUTS["old.csv"][1][1].split(","))
    (note,) = answer.notes
    assert note.code == "several-layouts"
    assert "2 headers" in note.text
    assert "new.csv, also-new.csv; old.csv" in note.text


@pytest.mark.parametrize("named", ["*new.csv", "old.csv"])
def test_the_rows_of_one_header_are_corrected_and_added_again(of_layouts: Path, named: str) -> None:
    words = ["holdings", "un-comtrade-goods", "--rejected", "--file", named]
    rejects = of_layouts.parent / "rejects.csv"
    assert exit_code([*words, "--store", str(of_layouts), "-q", "-o", str(rejects)]) == 0
    text = rejects.read_text(encoding="utf-8")
    rejects.write_text(text.replace("oo\n", "00\n"), encoding="utf-8")
    again = sy.add(rejects, store=of_layouts, release=DAY)
    assert again.column("rejected") == [0]
    assert again.column("accepted") == [len(text.splitlines()) - 1]
    answer = sy.holdings("un-comtrade-goods", rejected=True, file=named, store=str(of_layouts))
    assert left(answer) == []


def test_a_file_that_was_not_received_is_an_error(of_layouts: Path) -> None:
    with pytest.raises(BadOption, match=r"Did you mean new\.csv"):
        sy.holdings("un-comtrade-goods", rejected=True, file="neu.csv", store=str(of_layouts))
    with pytest.raises(BadOption, match="Add --rejected"):
        sy.holdings("un-comtrade-goods", file="new.csv", store=str(of_layouts))
