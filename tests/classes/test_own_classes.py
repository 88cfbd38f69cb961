"""A user's own class from CSV or YAML: every dialect, every guard, and nothing but errors with
a line where a file is no class.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from steelyard.classes import own_text
from steelyard.classes.own import own_class, without_files
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.classes.selection import dated_list
from steelyard.nomenclature.code_tables import rows_of
from steelyard.terms.errors import BadClassFile, SteelyardError

Made = Callable[[str | bytes], str]
SEVERAL = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ROWS = [
    {"code": "854231", "group": "logic", "description": "Prozessoren; größer, schneller"},
    {"code": "854232", "group": "memory", "description": 'so-called "DRAM"'},
    {"code": "848620", "group": "tools", "description": ""},
]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return what writes a CSV file and returns its path."""
    return _maker(tmp_path / "mine.csv")


@pytest.fixture
def yaml_made(tmp_path: Path) -> Made:
    return _maker(tmp_path / "mine.yaml")


def _maker(path: Path) -> Made:
    def write(content: str | bytes) -> str:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


def table(rows: list[dict[str, str]], separator: str = ",", line_end: str = "\n") -> str:
    """Return rows as a CSV file."""
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def refused(word: str) -> str:
    with pytest.raises(BadClassFile) as caught:
        find_class(word)
    assert all(caught.value.problem().values())
    return str(caught.value)


# --- dialects ---------------------------------------------------------------------------------


@given(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.permutations(["code", "group", "description"]),
)
@SEVERAL
def test_every_dialect_of_a_table_is_one_class(
    made: Made, separator: str, line_end: str, encoding: str, columns: list[str]
) -> None:
    text = table([{name: row[name] for name in columns} for row in ROWS], separator, line_end)
    text = f"# title: Chips{line_end}{line_end}{text}{line_end}# the end{line_end}"
    for told in (text, f"sep={separator}{line_end}{text}"):
        found = find_class(made(told.encode(encoding)))
        assert found.title == "Chips"
        assert [(m.code, m.group) for m in found.members] == [(r["code"], r["group"]) for r in ROWS]
        descriptions = [member.description for member in found.members]
        assert descriptions[:2] == [row["description"] for row in ROWS[:2]]
        assert descriptions[2].startswith("Machines")


def test_what_comments_tell_is_told_of_the_class(made: Made) -> None:
    told = {
        "title": "Chips, and more",
        "publisher": "The Ministry",
        "version": "3",
        "valid": "2017 on",
        "licence": "free",
    }
    lines = "".join(f"# {name}: {value}\n" for name, value in told.items())
    found = find_class(made(f"{lines}# nomenclature: HS 2022\n# any other remark\ncode\n854231\n"))
    assert {name: getattr(found, name) for name in told} == told
    assert found.nomenclature == "HS 2022"


def test_a_spreadsheet_may_have_quoted_and_filled_up_the_comments(made: Made) -> None:
    found = find_class(
        made('"# title: Chips, and more",,\n# nomenclature: hs2017,,\ncode,,\n8542,,\n')
    )
    assert (found.title, found.editions) == ("Chips, and more", ("2017",))


def test_a_yaml_file_tells_the_same(yaml_made: Made, made: Made) -> None:
    entry = {
        "title": "Mine",
        "nomenclature": "isic4",
        "exact": True,
        "groups": {"ict": "Electronics", "pharma": "Medicines"},
        "members": [{"code": "26", "group": "ict"}, {"code": "21", "group": "pharma"}],
    }
    found = find_class(yaml_made(yaml.safe_dump(entry)))
    assert (found.title, found.nomenclature, found.exact) == ("Mine", "ISIC 4", True)
    assert found.groups == entry["groups"]
    made("# nomenclature: isic4\ncode,group\n26,ict\n21,pharma\n")
    beside = find_class(yaml_made(yaml.safe_dump({**entry, "members": "mine.csv"})))
    assert beside.members == found.members


def test_a_yaml_file_may_list_codes_alone(yaml_made: Made) -> None:
    found = find_class(yaml_made('members: ["8541", "8542"]'))
    assert [member.code for member in found.members] == ["8541", "8542"]
    assert found.groups == {}


# --- what the class is ------------------------------------------------------------------------


def test_a_class_carries_the_name_and_the_digest_of_its_file(made: Made) -> None:
    content = "code\n8541\n"
    path = made(content)
    found = find_class(path)
    digest = sha256(content.encode()).hexdigest()
    assert found.name == path
    assert f"mine.csv, sha256 {digest}" in found.reference
    assert find_class(found.name) == found
    assert TechnologyClass.model_validate(found.model_dump()) == found


def test_no_text_of_a_file_steers_a_terminal(made: Made) -> None:
    found = find_class(made("# title: a\x1b[31mb\ncode,description\n8542,c\x07d\n"))
    assert found.title.isprintable()
    assert found.members[0].description == "c d"


def test_two_contents_of_one_path_never_mix(made: Made) -> None:
    old, new = find_class(made("code\n8541\n")), find_class(made("code\n8542\n"))
    names = [found.selections[-1].listed for found in (old, new)]
    assert names[0] != names[1]
    assert [{line.code for line in dated_list(name)} for name in names] == [{"8541"}, {"8542"}]


def test_few_codes_alike_are_read_by_what_they_begin(made: Made) -> None:
    plain, listed = find_class(made("code,group\n8542,b\n848620,a\n")).selections
    word = find_class("hs:8542+848620").selections[0]
    assert (plain.codes, plain.digits, plain.edition) == (word.codes, word.digits, "")
    assert not plain.listed
    assert listed.listed
    assert [line.code for line in listed.lines("M", [2020])] == ["8542", "848620"]


@pytest.mark.parametrize(
    "row", ["flow,8542,M", "first,8542,2019", "last,8542,2019", "edition,8542,2017"]
)
def test_dated_codes_and_codes_of_one_flow_are_read_from_the_list_alone(
    made: Made, row: str
) -> None:
    column, code, value = row.split(",")
    found = find_class(made(f"code,{column}\n{code},{value}\n"))
    assert [bool(way.listed) for way in found.selections] == [True]


def test_flow_years_and_edition_are_those_of_each_code(made: Made) -> None:
    rows = "8524,X,2002,2002,2006\n8524,m,2022,2022,\n8542,,,,\n"
    found = find_class(made(f"code,flow,edition,first,last\n{rows}"))
    told = [(m.code, m.flow, m.edition, m.first, m.last) for m in found.members]
    assert told == [
        ("8524", "X", "2002", 2002, 2006),
        ("8524", "M", "2022", 2022, 9999),
        ("8542", "", "", 1, 9999),
    ]
    assert "Records" in found.members[0].description
    assert "display" in found.members[1].description


def test_groups_of_a_file_are_asked_like_any_others(made: Made) -> None:
    path = made(table(ROWS))
    found = find_class(f"{path}:memory+logic")
    assert found.name == f"{path}:logic+memory"
    assert list(found.groups) == ["logic", "memory"]
    assert found.selections[0].codes == ("854231", "854232")
    assert find_class(found.name) == found


@pytest.mark.parametrize(("name", "flow"), [("hts2022", "M"), ("scheduleb", "X")])
def test_lines_of_a_national_schedule_are_of_its_flow(made: Made, name: str, flow: str) -> None:
    code = {"M": "8542310001", "X": "8542310000"}[flow]
    found = find_class(made(f"# nomenclature: {name}\ncode\n{code}\n"))
    assert {way.flow for way in found.selections} == {flow}
    assert {(way.nomenclature, way.digits) for way in found.selections} == {("HS", 10)}
    assert {member.flow for member in found.members} == {flow}


def test_a_section_of_industries_is_its_divisions(made: Made) -> None:
    found = find_class(made("# nomenclature: isic4\ncode,group\nC,goods\nJ,services\n"))
    codes = [member.code for member in found.members if member.group == "goods"]
    assert codes == [str(division) for division in range(10, 34)]
    assert found.selections[0].digits == 2


# --- in which edition -------------------------------------------------------------------------


def test_codes_of_several_editions_are_read_as_the_data_state_them(made: Made) -> None:
    found = find_class(made("code\n8542\n8541\n"))
    assert found.selections[0].edition == ""
    assert set(found.editions) == {"1992", "1996", "2002", "2007", "2012", "2017", "2022"}


def test_codes_of_one_edition_only_are_of_that_edition(made: Made) -> None:
    found = find_class(made("code\n851713\n"))
    assert (found.selections[0].edition, found.editions) == ("2022", ("2022",))


def test_a_code_that_came_back_with_another_meaning_must_be_told_apart(made: Made) -> None:
    """8524 was records until 2006 and is display modules since 2022."""
    told = refused(made("code\n8524\n"))
    assert "# nomenclature:" in told
    assert find_class(made("# nomenclature: hs2022\ncode\n8524\n")).editions == ("2022",)


def test_a_code_that_the_edition_stated_has_not_is_told_who_has_it(made: Made) -> None:
    told = refused(made("# nomenclature: hs2022\ncode\n8542\n851712\n"))
    assert "Line 4, column code: 851712" in told
    assert "2017 has it" in told


def test_dots_between_the_digits_of_goods_are_left_out(made: Made) -> None:
    found = find_class(made("code\n8542.31\n85.41\n"))
    assert [member.code for member in found.members] == ["854231", "8541"]
    assert found == find_class(made("code\n8542.31\n85.41\n"))


@pytest.mark.parametrize(
    ("code", "flow", "name"), [("8542310001", "M", "HTS"), ("8542310000", "X", "SCHEDULEB")]
)
def test_lines_that_one_list_alone_has_are_of_that_list(
    made: Made, code: str, flow: str, name: str
) -> None:
    found = find_class(made(f"code\n{code}\n"))
    assert ({way.flow for way in found.selections}, found.nomenclature) == ({flow}, name)
    assert f"lines of {name}" in found.selections[0].note


def test_lines_that_two_lists_have_must_be_told_apart(made: Made) -> None:
    both = next(code for code in rows_of("HTS") if code in rows_of("SCHEDULEB"))
    told = refused(made(f"code\n{both}\n"))
    assert "# nomenclature: hts" in told
    assert "# nomenclature: scheduleb" in told


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_is_told_to_be_saved_as_csv(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"mine.{ending}"
    path.write_bytes(b"PK\x03\x04")
    assert "Save the sheet as CSV" in refused(str(path))


# --- guards -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        (b"\x81\x8d\x00", "no text"),
        ("code\n", "no codes"),
        ("# title: x\n", "no column named code"),
        ("854231\n854232\n", "no column named code"),
        ("hs6,group\n854231,a\n", "no column named code"),
        ("codes\n854231\n", "Name the column 'codes' code"),
        ("code,groop\n854231,a\n", "Did you mean group?"),
        ("code,code\n854231,854232\n", "twice"),
        ("code,group,group\n854231,a,b\n", "twice"),
        ("# titel: x\ncode\n854231\n", "Did you mean title?"),
        ("# nomenclature: hz\ncode\n854231\n", "nomenclature 'hz'"),
        ("# nomenclature: sitc\ncode\n776\n", "sitc4"),
        ("# nomenclature: hs2016\ncode\n8542\n", "2017"),
        ("code,description\n8542,a, b\n", "Line 2 has 3 cells under 2 columns"),
        ('code,description\n8542,"a\n', "Line 2 is no row"),
        ("code\n8542\n\n10121\n", "Line 4, column code: 10121 has 5 digits"),
        ("code\n101210000\n", "0101210000"),
        ("code\n8.54231E+09\n", "shortened"),
        ("code\n8542.31\n854231\n", "stands already"),
        ("code\n854231.0\n", "no such code"),
        ("code\n'854231\n", "Did you mean 854231?"),
        ("code\n851799\n", "Did you mean 8517"),
        ("code\n999999\n", "no product"),
        ("code\n85423100001\n", "at most 10"),
        ("code,group\n8542,a\n,b\n", "Line 3, column code: there is no code"),
        ("code\n8542\n8541\n8542\n", "Line 4: 8542 stands already at line 2"),
        ("code\n854231\n85\n", "Line 2: 854231 is part of 85 at line 3"),
        ("code,flow\n85,\n8542,X\n", "Line 3: 8542 is part of 85 at line 2"),
        ("code,first,last\n85,2001,2005\n8542,2005,\n", "part of 85"),
        ("code,flow\n8542,imprt\n", "column flow: 'imprt'"),
        ("code,first\n8542,17\n", "column first: '17' is no year"),
        ("code,last\n8542,²²²²\n", "is no year"),
        ("code,first,last\n8542,2019,2017\n", "2017 to 2019"),
        ("code,edition\n8542,2016\n", "column edition"),
        ("code,edition\n8542,2022\n8542,\n", "stands already"),
        ("code,edition\n8542,sitc4\n", "column edition"),
        ("# nomenclature: hs2022\ncode,edition\n851712,2017\n", "Line 3, column edition: HS 2017"),
        ("code,group,edition\n851712,a,2017\n8542,b,2022\n", "has no code of HS 2022"),
        ("code,grp\n8542,a\n", "Did you mean group?"),
        ("code,descr\n8542,a\n", "Did you mean description?"),
        ("code,group\n8542,a\n8541,\n", "Line 3 has no group"),
        ("# nomenclature: hts\ncode,flow\n8542310001,X\n", "codes only M"),
        ("# nomenclature: ebops2010\ncode\n9.2\n9.2.1\n", "9.2.1 is part of 9.2"),
        ("# nomenclature: isic4\ncode\nC\n26\n", "26 stands already"),
        ("# nomenclature: isic4\ncode\nC\n261\n", "261 is part of 26 at line 3"),
    ],
)
def test_a_file_that_is_no_class_is_refused_where_it_is_wrong(
    made: Made, content: str | bytes, told: str
) -> None:
    assert told in refused(made(content))


@pytest.mark.parametrize(
    "rows",
    [
        "code,flow\n8542,X\n8542,M\n",
        "code,first,last\n8542,2001,2004\n8542,2005,\n",
        "code,edition\n8524,2002\n8524,2022\n",
        "# nomenclature: hs2022\ncode,edition\n8541,2022\n8542,\n",
        "code,group,edition\n851712,phones,2017\n8542,chips,\n",
        "code,name\n8541,a\n8542,b\n",
        "# nomenclature: ebops2010\ncode\n1\n10.1\n",
    ],
)
def test_what_only_looks_double_is_taken(made: Made, rows: str) -> None:
    assert len(find_class(made(rows)).members) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1, 2]", "members"),
        ("title: x", "no members"),
        ("members: []", "no members"),
        ("members: [8542]", "leading zero"),
        ("members: [010121]", "leading zero"),
        ("members: [{group: a}]", "not text"),
        ('members: [{code: "8542", groop: a}]', "Did you mean group?"),
        ('members: [{code: "8542", group: [a]}]', "no text"),
        ('members: ["8542"]\nexact: perhaps', "true or false"),
        ('members: ["8542"]\ntitle: [a]', "no text"),
        ('members: ["8542"]\ntitel: a', "Did you mean title?"),
        ('members: ["8542"]\nselections: []', "made from them"),
        ('members: ["8542"]\ngroups: 3', "groups: {key: title}"),
        ('members: [{code: "8542", group: b}]\ngroups: {a: A}', "Its groups are a"),
        ("members: ../mine.csv", "same folder"),
        ("members: ..\\mine.csv", "same folder"),
        ("members: /etc/passwd", "same folder"),
        ("members: lost.csv", "no such file"),
        ("a: &a [x]\nmembers: [*a]", "aliases"),
        ("members: [[[[[[[[[[1]]]]]]]]]]", "deep"),
        ("members: " + "[" * 20_000, "deep"),
        ("members: !!python/object:os.system [x]", "no YAML"),
        ("title: {", "no YAML"),
    ],
)
def test_a_yaml_file_that_is_no_class_is_refused(yaml_made: Made, content: str, told: str) -> None:
    assert told in refused(yaml_made(content))


def test_a_file_that_is_not_there_is_offered_one_that_is(made: Made, tmp_path: Path) -> None:
    made("code\n8542\n")
    assert "Did you mean mine.csv?" in refused(str(tmp_path / "mime.csv"))
    (tmp_path / "folder.csv").mkdir()
    assert "no plain file" in refused(str(tmp_path / "folder.csv"))


def test_a_file_beyond_all_measure_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(f"{n}\n" for n in range(100_002))
    assert "100,000" in refused(made(f"code\n{many}"))
    monkeypatch.setattr(own_text, "_MOST_BYTES", 100)
    assert "too large" in refused(made("code\n" + "8542\n" * 100))


def test_files_are_refused_while_another_asks(made: Made) -> None:
    path = made("code\n8542\n")
    with without_files(), pytest.raises(BadClassFile, match="command line"):
        find_class(path)
    assert find_class(path).members


# --- anything at all --------------------------------------------------------------------------

CELLS = ["code", "group", "flow", "edition", "first", "last", "8542", "854231", "010121", "85"]
CELLS += ["M", "X", "2022", "2017", "1700", "hs2022", "isic4", "C", "26", "9.2", "", '"', "'", "²"]
CELLS += ["# title: a", "# nomenclature: isic4", "# nomenclature: ebops2010", "1-99999999", "-"]
MARKS = [",", ";", "\n", "\r\n", "\t", "\n# ", "\x00", "\ufeff", "sep=;\n", "é", "\x85", "\u2028"]


@given(
    st.lists(st.sampled_from(CELLS) | st.sampled_from(MARKS), max_size=20).map("".join),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
@SEVERAL
@example("# nomenclature: naics\ncode\n1-99999999999\n", "utf-8")
@example("# nomenclature: isic4\ncode\n-\n", "utf-8")
def test_any_table_is_a_class_or_is_refused(made: Made, text: str, encoding: str) -> None:
    _class_or_refused(made(text.encode(encoding, "ignore")))


@given(st.binary(max_size=60))
@SEVERAL
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf")
def test_any_bytes_are_a_class_or_are_refused(made: Made, yaml_made: Made, data: bytes) -> None:
    for path in (made(data), made(b"code\n" + data), yaml_made(data)):
        _class_or_refused(path)


LEAVES = st.sampled_from(CELLS) | st.none() | st.booleans() | st.integers() | st.floats()
TREES = st.recursive(
    LEAVES | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["code", "group", "flow", "x", "8542"]), inner)
    ),
    max_leaves=12,
)
NAMES = ["title", "nomenclature", "groups", "members", "exact", "goods", "valid", "licence"]


@given(st.dictionaries(st.sampled_from(NAMES), TREES))
@SEVERAL
def test_any_yaml_is_a_class_or_is_refused(yaml_made: Made, entry: dict[str, object]) -> None:
    _class_or_refused(yaml_made(yaml.safe_dump(entry)))


def _class_or_refused(path: str) -> None:
    found = None
    with suppress(SteelyardError):
        found = own_class(path)
    assert found is None or (found.members and find_class(path) == found)
