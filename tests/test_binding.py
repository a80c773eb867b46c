"""Who counts as sitting at the computer that the app runs on."""

from __future__ import annotations

import pytest
from streamlit.runtime.context import StreamlitHeaders

from selfassess.ui import binding
from selfassess.ui.binding import is_loopback, names_this_computer


@pytest.mark.parametrize("address", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_loopback(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "0.0.0.0",
        "::",
        "192.168.1.5",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "unix:/x",
        "127.1",
    ],
)
def test_anything_else_is_not(address: str | None) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:8501"},
        {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"},
        {"HOST": "[::1]:8501", "origin": "http://[::1]:8501"},
    ],
)
def test_a_request_to_this_computer_by_its_own_name(headers: dict[str, str]) -> None:
    assert names_this_computer(StreamlitHeaders(headers.items()))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "example.org"},
        {"Host": "example.org:8501"},
        {"Host": "localhost@example.org"},
        {"Host": "[::1"},
        {"Host": "localhost:8501", "Origin": "https://example.org"},
        {"Host": "localhost:8501", "Origin": "null"},
        {"Host": "localhost:8501", "x-forwarded-for": "203.0.113.9"},
        {"Host": "localhost:8501", "X-Real-IP": "127.0.0.1"},
        {"Host": "localhost:8501", "Forwarded": "for=127.0.0.1"},
        {"Host": "localhost:8501", "Via": "1.1 proxy"},
    ],
)
def test_a_request_from_anywhere_else_or_passed_on(headers: dict[str, str]) -> None:
    assert not names_this_computer(StreamlitHeaders(headers.items()))


def test_a_key_that_is_set_is_asked_for_on_the_computer_itself_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "without_browser", False)
    monkeypatch.setattr(binding, "is_bound_to_loopback", lambda: True)
    monkeypatch.setattr(binding, "names_this_computer", lambda headers: True)
    monkeypatch.delenv("SELFASSESS_OWNER_KEY", raising=False)
    assert binding.is_local()
    monkeypatch.setenv("SELFASSESS_OWNER_KEY", "k" * 32)
    assert not binding.is_local()
