"""``steelyard serve``: where it listens, what it tells, how it ends. No socket is opened."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from steelyard.api import command
from steelyard.cli.main import exit_code
from steelyard.store.store import BUNDLED

Capture = pytest.CaptureFixture[str]


class FakeSocket:
    """Stands for a socket that listens."""

    def __init__(self, address: tuple[Any, ...]) -> None:
        self.address = address

    def getsockname(self) -> tuple[Any, ...]:
        return self.address


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Serve nothing, and keep what would have been served."""
    for part in command.PARTS:
        pytest.importorskip(part, reason="the extra `web` is not installed")
    kept: list[tuple[Any, Any]] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET,)])
    monkeypatch.setattr(socket, "create_server", lambda address, **_: FakeSocket(address))
    monkeypatch.setattr("steelyard.api.server.prepare", lambda _, root: root)
    monkeypatch.setattr("steelyard.api.server.run", lambda *given: kept.append(given))
    return kept


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the addresses that would have been opened in a browser."""
    kept: list[str] = []
    monkeypatch.setattr("webbrowser.open", kept.append)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return kept


def settle() -> None:
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        if thread.daemon:
            thread.join(0.2)


def test_it_serves_this_machine_and_tells_the_address(
    served: list[Any], opened: list[str], capsys: Capture
) -> None:
    assert exit_code(["serve"]) == 0
    settle()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0].startswith("Steelyard answers at http://127.0.0.1:8000/v1/")
    assert "Warning" not in err
    assert opened == ["http://127.0.0.1:8000/v1/"]
    assert [root for root, _ in served] == [None]


@pytest.mark.parametrize("flags", [["--no-open"], []])
def test_no_page_is_opened_when_not_wanted_or_not_possible(
    served: list[Any], opened: list[str], monkeypatch: pytest.MonkeyPatch, flags: list[str]
) -> None:
    if not flags:
        monkeypatch.delenv("DISPLAY")
    assert exit_code(["serve", *flags]) == 0
    settle()
    assert opened == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8001/v1/"),  # noqa: S104  (named, not listened on)
        ("192.168.0.7", "http://192.168.0.7:8001/v1/"),
        ("[::]", "http://[::1]:8001/v1/"),
    ],
)
def test_other_machines_are_let_in_with_a_warning(
    served: list[Any], capsys: Capture, host: str, address: str
) -> None:
    assert exit_code(["serve", "--host", host, "--port", "8001", "--no-open"]) == 0
    err = capsys.readouterr().err
    assert address in err
    assert f"Warning: --host {host} lets other machines in" in err


def test_ipv6_of_this_machine_is_no_danger(served: list[Any], capsys: Capture) -> None:
    assert exit_code(["serve", "--host", "::1", "--no-open"]) == 0
    err = capsys.readouterr().err
    assert "http://[::1]:8000/v1/" in err
    assert "Warning" not in err


def test_a_port_that_is_taken_is_a_coded_error(
    served: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def taken(*given: object, **named: object) -> None:
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))

    monkeypatch.setattr(socket, "create_server", taken)
    assert exit_code(["serve", "--no-open"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("[bad-option] You asked to serve at 127.0.0.1, port 8000.")
    assert "--port 0" in err
    assert served == []


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_a_coded_error(capsys: Capture, port: str) -> None:
    assert exit_code(["serve", "--port", port, "--no-open"]) == 2
    assert capsys.readouterr().err.startswith("[bad-option] ")


def test_a_missing_part_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(command, "import_module", missing)
    assert exit_code(["serve"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("[missing-extra] ")
    assert "pip install 'steelyard[web]'" in err


def test_a_store_that_is_none_is_told_before_anything_is_served(
    served: list[Any], capsys: Capture
) -> None:
    assert exit_code(["serve", "--store", "nowhere", "--no-open"]) == 3
    assert capsys.readouterr().err.startswith("[no-store] ")
    assert served == []


@pytest.mark.parametrize("way", ["flag", "variable", "file"])
def test_the_store_is_named_like_that_of_a_verb(
    served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    own = shutil.copytree(BUNDLED, tmp_path / "own")
    if way == "variable":
        monkeypatch.setenv("STEELYARD_STORE", str(own))
    if way == "file":
        (tmp_path / "steelyard.toml").write_text(f"store = {str(own)!r}", encoding="utf-8")
        monkeypatch.setenv("STEELYARD_CONFIG", str(tmp_path / "steelyard.toml"))
    flags = ["--store", str(own)] if way == "flag" else []
    assert exit_code(["serve", "--no-open", *flags]) == 0
    assert [root for root, _ in served] == [str(own)]


def test_help_and_the_list_of_commands_need_no_part(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "PARTS", ("no_such_part",))
    assert exit_code(["--help"]) == 0
    assert "serve" in capsys.readouterr().out
    assert exit_code(["serve", "--help"]) == 0
    assert "--no-open" in capsys.readouterr().out
