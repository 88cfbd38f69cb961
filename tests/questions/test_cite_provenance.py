"""Where a file was had from stands in the citation and in the evidence."""

from __future__ import annotations

from bundled_answers import ask

import steelyard as sy


def test_a_citation_names_the_copy_that_a_file_came_from() -> None:
    citations = sy.cite("census-goods-by-country@2023-03-08").column("citation")
    assert "through public repository JJamesRoy/ECN3950" in str(citations[0])


def test_evidence_names_the_copy_too() -> None:
    found = {item.obtained_from for item in ask("USA", "CHN", years="2010:2023").evidence}
    assert found == {"public repository JJamesRoy/ECN3950, country.xlsx, commit of 2023-03-19"}
