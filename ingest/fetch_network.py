"""How this machine presents itself to the network, and whether there is one."""

from __future__ import annotations

import queue
import socket
import threading
import time
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, metadata
from urllib.parse import urlsplit

from ingest.fetch_address import host_of, is_loopback
from ingest.fetch_robots import PRODUCT

_HTTPS_PORT = 443


def user_agent() -> str:
    """The program, its version and its home page where the package names one; nothing else."""
    try:
        package = metadata(PRODUCT.lower())
    except PackageNotFoundError:
        return f"{PRODUCT}/0"
    links = (link.partition(",")[2].strip() for link in package.get_all("Project-URL") or [])
    page = next((f" (+{link})" for link in links if link.startswith("https://")), "")
    return f"{PRODUCT}/{package['Version']}{page}"


def has_network(hosts: Sequence[str], seconds: float) -> bool:
    """Whether any of `hosts`, or the proxy that leads to them, takes a connection in time."""
    places = {_first_hop(host) for host in hosts}
    outcomes: queue.Queue[bool] = queue.Queue()

    def connect(place: tuple[str, int]) -> None:
        try:
            socket.create_connection(place, timeout=seconds).close()
        except OSError:
            outcomes.put(False)
        else:
            outcomes.put(True)

    # Looking a name up may hang for half a minute: the threads are left to themselves then.
    for place in places:
        threading.Thread(target=connect, args=(place,), daemon=True).start()
    deadline = time.monotonic() + seconds
    try:
        return any(outcomes.get(timeout=max(0.0, deadline - time.monotonic())) for _ in places)
    except queue.Empty:
        return False


def proxy_for(url: str) -> str:
    """The proxy that the system or the environment names for `url`; "" for none."""
    host = host_of(url)
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return ""
    proxies = urllib.request.getproxies()
    return proxies.get("https") or proxies.get("all") or ""


def _first_hop(host: str) -> tuple[str, int]:
    proxy = proxy_for(f"https://{host}/")
    if not proxy:
        return host, _HTTPS_PORT
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.hostname or "", parts.port or _HTTPS_PORT


def retry_after(header: str) -> float | None:
    """The seconds a `Retry-After` asks for, in either of its two forms."""
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
