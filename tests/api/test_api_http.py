"""HTTP itself: hashes, names of the host, lengths, headers, pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from steelyard.api.parameters import served_verbs
from steelyard.terms.errors import error_types
from steelyard.terms.version import __version__


@pytest.mark.parametrize("sent", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_bytes_is_not_sent_them_again(client: Any, sent: str) -> None:
    first = client.get("/v1/holdings")
    again = client.get(
        "/v1/holdings", headers={"If-None-Match": sent.format(first.headers["etag"])}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"


def test_other_bytes_have_another_hash(client: Any) -> None:
    first, other = client.get("/v1/holdings"), client.get("/v1/holdings.csv")
    assert first.headers["etag"] != other.headers["etag"]
    told = {"If-None-Match": other.headers["etag"]}
    assert client.get("/v1/holdings", headers=told).status_code == 200


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "localhost."]
)
def test_this_machine_may_be_named(client: Any, host: str) -> None:
    assert client.get("/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "192.168.0.7", "", "[::1", "a b", "[]"]
)
def test_another_name_is_refused(client: Any, host: str) -> None:
    answered = client.get("/v1/holdings", headers={"Host": host})
    assert (answered.status_code, answered.json()["code"]) == (421, "bad-option")


def test_the_named_host_may_be_named(make_client: Callable[..., Any]) -> None:
    client = make_client(host="data.example")
    assert client.get("/v1/health", headers={"Host": "data.example:80"}).status_code == 200
    assert client.get("/v1/health", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  (named, not listened on)
def test_a_server_on_every_address_is_named_by_number(
    make_client: Callable[..., Any], host: str
) -> None:
    client = make_client(host=host)
    assert client.get("/v1/health", headers={"Host": "192.168.0.7:8000"}).status_code == 200
    assert client.get("/v1/health", headers={"Host": "evil.example"}).status_code == 421


def test_a_long_address_is_refused(client: Any) -> None:
    answered = client.get("/v1/weigh", params={"reporter": "x" * 5000})
    assert (answered.status_code, answered.json()["code"]) == (414, "bad-option")


def test_no_other_origin_is_let_in(client: Any) -> None:
    answered = client.get("/v1/holdings", headers={"Origin": "https://evil.example"})
    assert not [name for name in answered.headers if name.startswith("access-control")]
    assert answered.headers["cross-origin-resource-policy"] == "same-origin"
    assert answered.headers["x-content-type-options"] == "nosniff"


def test_head_is_answered_like_get(client: Any) -> None:
    head, get = client.head("/v1/holdings"), client.get("/v1/holdings")
    assert (head.status_code, head.headers) == (200, get.headers)


def test_health_and_version(client: Any) -> None:
    assert client.get("/v1/health").json() == {"status": "ok"}
    assert client.get("/v1/version").json()["version"] == __version__


@pytest.mark.parametrize("place", ["/", "/v1", "/v1/"])
def test_the_page_lists_every_verb_and_loads_nothing(client: Any, place: str) -> None:
    page = client.get(place)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert [v.name for v in served_verbs() if f">{v.name}</h2>" not in page.text] == []
    assert not re.search(r"<script|<link|<img|https?://|@import|url\(", page.text)


def test_links_of_the_page_lead_somewhere(client: Any) -> None:
    fixed = set(re.findall(r'href="([^"?]+)"', client.get("/").text))
    assert {"/v1/openapi.json", "/v1/health", "/v1/holdings"} <= fixed
    assert [link for link in sorted(fixed) if client.get(link).status_code != 200] == []


def test_every_code_has_its_place_on_the_page_of_problems(client: Any) -> None:
    page = client.get("/v1/problems").text
    assert [kind.code for kind in error_types() if f'id="{kind.code}"' not in page] == []
