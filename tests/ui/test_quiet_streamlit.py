from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit.web.cli
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from ui.quiet_streamlit import main


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run `main` with a server that only notes its name and ends with a status."""
    # Set by hand first, so that what `main` replaces is put back after the test.
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)

    def run_main(status: int | None = None) -> list[str]:
        started: list[str] = []

        def server(prog_name: str) -> int | None:
            started.append(prog_name)
            return status

        monkeypatch.setattr(streamlit.web.cli, "main", server)
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == status
        return started

    return run_main


def test_streamlit_is_started_under_its_own_name(run: Callable[..., list[str]]) -> None:
    assert run() == ["streamlit"]
    assert run(3) == ["streamlit"]


def test_nobody_is_asked_for_the_public_address(run: Callable[..., list[str]]) -> None:
    asking = net_util.get_external_ip
    run()
    assert net_util.get_external_ip is not asking
    assert net_util.get_external_ip() is None


def test_the_address_is_replaced_before_the_server_starts(
    run: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    seen: list[str | None] = []
    monkeypatch.setattr(net_util, "get_external_ip", lambda: "203.0.113.7")
    monkeypatch.setattr(
        streamlit.web.cli, "main", lambda prog_name: seen.append(net_util.get_external_ip())
    )
    with pytest.raises(SystemExit):
        main()
    assert seen == [None]


def test_an_unknown_origin_is_refused_without_asking_anyone(
    run: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, network_attempts: list[str]
) -> None:
    run()
    # The address on the local network is looked up on this machine.
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "127.0.0.1")
    assert not is_url_from_allowed_origins("http://elsewhere.example")
    assert is_url_from_allowed_origins("http://localhost:8501")
    assert network_attempts == []
