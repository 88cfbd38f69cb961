from __future__ import annotations

import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.nomenclature.products import editions, products
from steelyard.sources import baci
from steelyard.sources.baci.places import place_of
from steelyard.sources.contract import arrow_schema
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile, CodeList, SteelyardError, UnknownPlace
from steelyard.terms.tables import FLOWS

SPECIMENS = Path(__file__).parents[4] / "shared/data/formats/baci"
specimen = pytest.mark.skipif(not SPECIMENS.exists(), reason=f"{SPECIMENS} is not there")
HEADER, NAME = "t,i,j,k,v,q", "BACI_HS17_Y2019_V202301.csv"
ROW = "2019,156,842,854231,1234.567,89.012"


def written(
    folder: Path, lines: Sequence[str] = (ROW,), name: str = NAME, header: str = HEADER
) -> Received:
    (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return Received(folder / name)


def ends(row: dict) -> tuple[object, ...]:
    same = ("line", "product", "period", "valuation", "value", "net_weight", "account", "status")
    return row["reporter"], row["partner"], *(row[name] for name in same)


def turned(row: dict) -> tuple[object, ...]:
    exporter, importer, *same = ends(row)
    return importer, exporter, *same


def read(received: Received, release: str | None = None) -> tuple[list[dict], list[dict], int]:
    kept, rejected, observations = [], [], 0
    for batch in baci.stream(received, release).batches:
        assert batch.table.select(FLOWS.names).schema.names == arrow_schema(FLOWS).names
        rows = batch.table.to_pylist()
        exports, imports = ([r for r in rows if r["flow"] == flow] for flow in ("X", "M"))
        assert [turned(row) for row in exports] == [ends(row) for row in imports]
        kept += exports
        rejected += batch.rejected.to_pylist()
        observations += batch.observations
    return kept, rejected, observations


def codes_of(edition: str) -> list[str]:
    known = products("HS").values()
    return [e.code for e in known if edition in e.editions and len(e.code) == 6]


def test_a_row_becomes_an_estimate_apart_from_reports(tmp_path: Path) -> None:
    got = read(written(tmp_path))[0][0]
    assert (got["reporter"], got["partner"], got["partner_stated"]) == ("CHN", "USA", "842")
    assert (got["flow"], got["valuation"], got["partner_role"]) == ("X", "FOB", "destination")
    assert (got["account"], got["status"]) == ("reconciled", "E")
    assert (got["nomenclature"], got["edition"]) == ("HS", "2017")
    assert (got["product"], got["level"], got["period"]) == ("854231", "6", "2019")
    assert (got["value"], got["currency"]) == (Decimal(1_234_567), "USD")
    assert (got["net_weight"], got["quantity"]) == (Decimal(89_012), None)


@pytest.mark.parametrize("weight", ["", "NA", "           NA", "NaN"])
def test_an_unknown_weight_is_missing(tmp_path: Path, weight: str) -> None:
    kept, rejected, _ = read(written(tmp_path, [ROW, f"2019,4,842,010121,1,{weight}"]))
    assert (rejected, kept[1]["net_weight"]) == ([], None)
    assert (kept[0]["net_weight"], kept[1]["value"]) == (Decimal(89_012), Decimal(1000))


@pytest.mark.parametrize("code", ["10121", "010121", '"010121"', '" 10121"'])
def test_a_lost_leading_zero_is_put_back(tmp_path: Path, code: str) -> None:
    assert read(written(tmp_path, [f"2019,4,842,{code},1,1"]))[0][0]["product"] == "010121"


def test_the_oil_that_baci_does_not_divide_is_taken_in(tmp_path: Path) -> None:
    assert read(written(tmp_path, ["2019,682,842,271000,1,1"]))[0][0]["product"] == "271000"


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ("2019,5,842,854231,1,1", "unknown-place", "i: "),
        ("2019,156,,854231,1,1", "unknown-place", "j: "),
        ("2019,156,842,854299,1,1", "unknown-product", "854290"),
        ("2019,156,842,8542,1,1", "unknown-product", "six digits"),
        ("19,156,842,854231,1,1", "bad-period", "t: "),
        ("2019,156,842,854231,,1", "no-number", "v is empty"),
        ("2019,156,842,854231,NA,1", "no-number", "v: "),
        ("2019,156,842,854231,-1,1", "negative-value", "v "),
        ("2019,156,842,854231,1,-1", "negative-quantity", "q "),
        ("2019,156,842,854231,1,?", "no-number", "q: "),
        ("2019,156,842,854231,1", "broken-row", "5 cells"),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_kept_with_its_reason(
    tmp_path: Path, row: str, reason: str, detail: str
) -> None:
    kept, rejected, observations = read(written(tmp_path, [ROW, row]))
    assert (len(kept), observations) == (1, 2)
    (got,) = rejected
    assert (got["line"], got["reason"], got["cells"]) == (3, reason, row.split(","))
    assert detail in got["detail"]


@pytest.mark.parametrize(
    ("name", "dataset", "published_at", "dated"),
    [
        (NAME, "cepii-baci-hs17", "2023-01", "stated"),
        ("BACI_HS92_Y1995_V202501.csv", "cepii-baci-hs92", "2025-01", "stated"),
        ("copy of BACI_HS02_Y2007_V202201 (1).csv", "cepii-baci-hs02", "2022-01", "stated"),
        ("BACI_HS12_Y2019_V202401b.csv", "cepii-baci-hs12", "", "inferred"),
    ],
)
def test_edition_and_version_stand_in_the_name(
    tmp_path: Path, name: str, dataset: str, published_at: str, dated: str
) -> None:
    got = baci.stream(written(tmp_path, name=name), None)
    assert (got.card.dataset, got.card.assembly) == (dataset, "parts")
    assert (got.published_at, got.dated) == (published_at, dated)
    assert got.card in baci.CARDS


def test_a_date_given_goes_before_the_name(tmp_path: Path) -> None:
    assert baci.stream(written(tmp_path), "2023-02-01").published_at == "2023-02-01"
    with pytest.raises(BadDate):
        baci.stream(written(tmp_path), "V202301")


def test_a_member_of_an_archive_has_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "any.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"folder/{NAME}", f"{HEADER}\n{ROW}\n")
    received = Received(path, f"folder/{NAME}")
    assert baci.knows(received)
    assert read(received)[0][0]["edition"] == "2017"


@pytest.mark.parametrize("edition", editions("HS"))
def test_without_a_name_the_codes_tell_the_edition(tmp_path: Path, edition: str) -> None:
    lines = [f"2023,156,842,{code},1,1" for code in [*codes_of(edition), "271000"]]
    got = baci.stream(written(tmp_path, lines, "any.csv"), None)
    assert (got.card.dataset, got.published_at) == (f"cepii-baci-hs{edition[2:]}", "")
    assert sum(batch.observations for batch in got.batches) == len(lines)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["854231"], "1 product codes, too few"),
        (sorted(set(codes_of("2017")) & set(codes_of("2022"))), "2017 and 2022"),
        ([*codes_of("2017"), "851712", "852520"], "fit none of 1992, 1996, 2002, 2007, 2012"),
    ],
)
def test_codes_that_tell_no_edition_ask_for_the_name(
    tmp_path: Path, codes: list[str], found: str
) -> None:
    lines = [f"2019,156,842,{code},1,1" for code in codes]
    with pytest.raises(BadFile, match="BACI_HS17_Y2019_V202301") as caught:
        baci.stream(written(tmp_path, lines, "any.csv"), "2023-01")
    assert found in caught.value.found


def test_rejected_rows_keep_the_version_of_their_file(tmp_path: Path) -> None:
    header = f"file,line,reason,detail,release,{HEADER}"
    row = f'"{NAME}",7,unknown-place,"i: a, b",2023-01,{ROW}'
    received = written(tmp_path, [row], "rejected.csv", header)
    assert baci.knows(received)
    got = baci.stream(received, None)
    assert (got.card.dataset, got.published_at) == ("cepii-baci-hs17", "2023-01")
    assert read(received)[0][0]["value"] == Decimal(1_234_567)


@given(value=st.decimals(0, 10**12, places=3), weight=st.decimals(0, 10**9, places=6))
def test_thousands_and_tonnes_are_converted_exactly(value: Decimal, weight: Decimal) -> None:
    with TemporaryDirectory() as folder:
        row = f"2019,156,842,854231,{value:f},{weight:f}"
        got = read(written(Path(folder), [row]))[0][0]
        assert (got["value"], got["net_weight"]) == (value * 1000, weight * 1000)


@pytest.mark.parametrize(
    ("number", "place"),
    {
        "490": "TWN",
        "842": "USA",
        "251": "FRA",
        "699": "IND",
        "579": "NOR",
        "757": "CHE",
        "58": "comtrade:58",
        "711": "comtrade:711",
        "381": "ITA",
        "380": "ITA",
        "004": "AFG",
        "4": "AFG",
    }.items(),
)
def test_country_numbers_are_bacis(number: str, place: str) -> None:
    assert place_of(number) == place


@pytest.mark.parametrize("text", ["", "5", "USA", "-4", "842.0"])
def test_a_number_that_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlace):
        place_of(text)


COUNTRIES = (
    "country_code;country_name_abbreviation;country_name_full;iso_2digit_alpha;iso_3digit_alpha"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{COUNTRIES}\n4;A;A;AF;AFG\n842;U;U;US;USA\n", "2 country codes.*agree"),
        (f"{COUNTRIES}\n4;A;A;AF;ALB\n5;X;X;XX;XXX\n", r"2 of them differ.*4 is ALB, here AFG; 5 "),
        ("country_code,country_name,country_iso2,country_iso3\n490,O,,N/A\n", "1 country codes"),
        ('"code","description"\n"10121","Horses"\n"271000","Oils"\n', "2 product codes.*agree"),
        ('"code","description"\n"10121","Horses"\n"851712","Old"\n"1","x"\n', "differ"),
    ],
)
def test_a_code_list_is_named_and_held_against_ours(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "product_codes_HS22_V202501.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert baci.knows(Received(path))
    with pytest.raises(CodeList, match=found):
        baci.stream(Received(path), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n",
        "t,i,j,k,v\n1,2,3,4,5\n",
        "t,i,j,k,v,q,w\n1,2,3,4,5,6,7\n",
        "code,description\n",
        "code,description\n111110,Soybeans\n",
        "country_code,name\n4,A\n",
        "code,description\n\x00",
        'code,description\n10121,"' + "x" * 200_000,
    ],
)
def test_other_files_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    assert not baci.knows(Received(tmp_path / NAME))
    with pytest.raises(BadFile, match="t, i, j, k, v, q"):
        baci.stream(Received(tmp_path / NAME), None)
    assert not baci.knows(Received(tmp_path / "absent"))


@given(
    named=st.booleans(),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    ),
)
def test_damage_loses_no_row_and_raises_only_our_errors(
    named: bool, places: list[tuple[float, int]]
) -> None:
    text = f"{HEADER}\n{ROW}\n2019,4,251,010121,0.5,NA\n2019,490,699,10129,1,1\n"
    data = bytearray(text.encode())
    for place, byte in places:
        data[int(place * len(data))] = byte
    with TemporaryDirectory() as folder:
        received = Received(Path(folder) / (NAME if named else "any"))
        received.path.write_bytes(bytes(data))
        assert baci.knows(received) in {True, False}
        try:
            kept, rejected, observations = read(received)
        except SteelyardError:
            return
        assert observations == len(kept) + len(rejected)


@specimen
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("country_codes_V202201.csv", "238 country codes.*agree"),
        ("country_codes_V202301.csv", "238 country codes.*agree"),
        ("product_codes_HS17_V202301.csv", "5384 product codes.*agree"),
    ],
)
def test_the_specimens_agree_with_the_codes_built_in(name: str, found: str) -> None:
    received = Received(SPECIMENS / name)
    assert baci.knows(received)
    with pytest.raises(CodeList, match=found):
        baci.stream(received, None)
