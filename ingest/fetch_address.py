"""Which addresses may be asked at all: https, and no machine of a private network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from ingest.fetch_words import FetchFault

Resolve = Callable[[str], Iterable[str]]
"""The IP addresses of a host name; raises `OSError`."""


def resolve(host: str) -> list[str]:
    """The IP addresses the system knows for `host`; raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def host_of(url: str) -> str:
    """The host name of an address, in lower case."""
    return split(url).hostname or ""


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    if host == "localhost":
        return True
    address = _ip_address(host)
    return address is not None and address.is_loopback


def is_private(address: str) -> bool:
    """Whether an IP address is none of the public internet."""
    found = _ip_address(address)
    return found is not None and not found.is_global


def check_address(url: str, resolve_host: Resolve | None) -> None:
    """Raises `FetchFault` unless `url` is https on a public host, or on this machine.

    `resolve_host` is None where a proxy resolves names: then only addresses in figures are checked.
    """
    parts = split(url)
    host = parts.hostname or ""
    if is_loopback(host) and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise FetchFault("insecure", url=url)
    addresses = (
        [host] if _ip_address(host) or resolve_host is None else _resolved(host, resolve_host)
    )
    if any(is_private(address) for address in addresses):
        raise FetchFault("private", host=host)


def redirected(url: str, location: str) -> str:
    """Where a redirect leads; raises `FetchFault` for one that leaves https.

    Cellar answers https requests with the http form of its own addresses: those are asked by https.
    """
    try:
        target = split(urljoin(url, location))
    except ValueError as error:
        raise FetchFault("insecure", url=location[:80]) from error
    here = split(url)
    if target.scheme == "http" and here.scheme == "https" and target.hostname == here.hostname:
        target = target._replace(scheme="https", netloc=target.netloc.removesuffix(":80"))
    if target.scheme not in ("http", "https") or (here.scheme, target.scheme) == ("https", "http"):
        raise FetchFault("insecure", url=urlunsplit(target))
    # A public site has no business on this machine, nor this machine's test server abroad.
    if is_loopback(target.hostname or "") and not is_loopback(here.hostname or ""):
        raise FetchFault("private", host=target.hostname or "")
    return urlunsplit(target)


def split(url: str) -> SplitResult:
    """The parts of an address; raises `FetchFault` where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError as error:
        raise FetchFault("insecure", url=url[:80]) from error
    return parts


def _resolved(host: str, resolve_host: Resolve) -> list[str]:
    try:
        return list(resolve_host(host))
    except (OSError, UnicodeError) as error:
        raise FetchFault("unreachable", host=host) from error


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
