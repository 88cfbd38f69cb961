"""Classes over HTTP: any word but a file, which would lie on the disk of who serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ASKED = "/v1/weigh"
CHOSEN = {"reporter": "USA", "partner": "CHN", "years": "2024"}


@pytest.mark.parametrize("ending", ["csv", "yaml", "yml", "CSV"])
def test_no_class_file_is_read(client: Any, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"secret.{ending}"
    path.write_text("code\nhush\n", "utf-8")
    for word in (str(path), f"{path}:group", f"goods,{path}", str(tmp_path / f"none.{ending}")):
        answered = client.get(ASKED, params={**CHOSEN, "of": word})
        assert answered.status_code == 400
        assert answered.json()["code"] == "bad-class-file"
        assert "hush" not in answered.text
        assert "no such file" not in answered.text


def test_groups_and_codes_are_asked_as_elsewhere(client: Any) -> None:
    for word, name in (("chips:circuits", "chips:circuits"), ("hs:8542+8541", "hs:8541,8542")):
        answered = client.get(ASKED, params={**CHOSEN, "of": word})
        assert answered.status_code == 200
        assert answered.json()["question"]["of"] == name


@pytest.mark.parametrize(
    "of", ["hs:8541+8542", "hs:8541%2B8542", "hs:8541,8542", "chips:devices+circuits"]
)
def test_a_plus_in_an_address_joins_codes_and_groups(client: Any, of: str) -> None:
    answered = client.get(f"{ASKED}?reporter=USA&partner=CHN&years=2024&of={of}")
    assert answered.json()["question"]["of"] in {"hs:8541,8542", "chips:devices+circuits"}


def test_a_group_whose_title_has_a_space_is_found(client: Any) -> None:
    answered = client.get("/v1/classes/show?name=atp:life+science&period=2022")
    assert answered.status_code == 200
    assert answered.json()["question"]["class"] == "atp:life-science"
