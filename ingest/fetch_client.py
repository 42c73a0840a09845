"""The one door to the network: polite, bounded HTTP requests."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx

from ingest.fetch_address import (
    Resolve,
    check_address,
    host_of,
    is_loopback,
    is_private,
    redirected,
)
from ingest.fetch_limits import FetchLimits
from ingest.fetch_network import proxy_for, retry_after, user_agent
from ingest.fetch_robots import Robots, RobotsAnswer
from ingest.fetch_words import FetchFault

Sleep = Callable[[float], None]
Timer = Callable[[], float]

_REDIRECTS = (301, 302, 303, 307, 308)
# This machine is never reached through a proxy.
_DIRECT: Mapping[str, None] = {
    f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")
}


class Client:
    """GET requests, one at a time; every failure is a `FetchFault`."""

    def __init__(
        self, limits: FetchLimits, *, timer: Timer, sleep: Sleep, resolve_host: Resolve
    ) -> None:
        self._limits = limits
        self._timer = timer
        self._sleep = sleep
        self._resolve = resolve_host
        self._robots = Robots(self._read_robots)
        self._free_at: dict[str, float] = {}
        self._unreachable: dict[str, FetchFault] = {}
        self._opened: httpx.Client | None = None

    def close(self) -> None:
        """End all connections."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _http(self) -> httpx.Client:
        # Opened when first needed: most runs ask nothing.
        if self._opened is None:
            self._opened = httpx.Client(
                headers={"User-Agent": user_agent(), "Accept-Encoding": "identity"},
                timeout=httpx.Timeout(
                    self._limits.silence_seconds, connect=self._limits.connect_seconds
                ),
                follow_redirects=False,
                mounts=dict(_DIRECT),
            )
        return self._opened

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str], deadline: float) -> Iterator[Answer]:
        """The answer at the end of the redirects; raises `FetchFault`."""
        with self._follow(url, headers, deadline, obeys_robots=True) as answer:
            yield answer

    def wait_before_retry(self, fault: FetchFault, attempt: int, deadline: float) -> None:
        """Sleep before the next attempt; raises the fault when there is no time for one."""
        wait = self._limits.first_wait_seconds * 2 ** (attempt - 1)
        wait *= 1 + random.random() / 2  # noqa: S311 - spreads requests, keeps no secret
        if fault.wait_seconds is not None:
            wait = max(wait, fault.wait_seconds)
        if wait > self._limits.longest_wait_seconds or self._timer() + wait > deadline:
            if fault.wait_seconds is not None:
                host, seconds = fault.values["host"], round(fault.wait_seconds)
                raise FetchFault("later", host=host, seconds=seconds) from fault
            raise fault
        self._sleep(wait)

    def give_up(self, fault: FetchFault) -> None:
        """Remember a host that takes no connection: its other texts are not waited for."""
        if fault.code == "unreachable":
            fault.is_passing = False
            self._unreachable[str(fault.values["host"])] = fault

    @contextmanager
    def _follow(
        self, url: str, headers: Mapping[str, str], deadline: float, *, obeys_robots: bool
    ) -> Iterator[Answer]:
        asked = url
        for _ in range(self._limits.redirects + 1):
            self._check(url, obeys_robots=obeys_robots)
            with self._send(url, headers, deadline) as answer:
                location = answer.location
                if location is None:
                    yield answer
                    return
            url = redirected(url, location)
        raise FetchFault("redirects", host=host_of(asked), limit=self._limits.redirects)

    def _check(self, url: str, *, obeys_robots: bool) -> None:
        host = host_of(url)
        if host in self._unreachable:
            raise self._unreachable[host]
        check_address(url, None if proxy_for(url) else self._resolve)
        if obeys_robots:
            self._robots.check(url)

    @contextmanager
    def _send(self, url: str, headers: Mapping[str, str], deadline: float) -> Iterator[Answer]:
        host = host_of(url)
        self._pause(url)
        try:
            with (
                _as_faults(host, self._limits),
                self._http.stream("GET", url, headers=dict(headers)) as response,
            ):
                self._check_peer(response, host)
                yield Answer(response, self._limits, self._timer, deadline)
        finally:
            self._free_at[host] = self._timer()

    def _pause(self, url: str) -> None:
        host = host_of(url)
        if host in self._free_at:
            asked = min(self._robots.delay_seconds(url), self._limits.crawl_delay_seconds)
            pause = max(self._limits.pause_seconds, asked)
            self._sleep(max(0.0, self._free_at[host] + pause - self._timer()))

    def _check_peer(self, response: httpx.Response, host: str) -> None:
        """The name may have led elsewhere than when it was looked up."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if (
            peer
            and is_private(str(peer[0]))
            and not is_loopback(host)
            and not proxy_for(str(response.url))
        ):
            raise FetchFault("private", host=host)

    def _read_robots(self, url: str) -> RobotsAnswer:
        deadline = self._timer() + self._limits.silence_seconds
        # The rules may lie on another host (those of publications.europa.eu do): they only restrict.
        with self._follow(url, {"Accept": "text/plain"}, deadline, obeys_robots=False) as answer:
            text = answer.first_bytes(self._limits.robots_bytes)
            return RobotsAnswer(answer.status, text.decode("utf-8", errors="replace"))


class Answer:
    """One answer as its headers are known; the body is read as it comes."""

    def __init__(
        self, response: httpx.Response, limits: FetchLimits, timer: Timer, deadline: float
    ) -> None:
        self._response = response
        self._limits = limits
        self._timer = timer
        self._deadline = deadline
        self.status = response.status_code
        self.url = str(response.url)
        self.host = host_of(self.url)
        self.etag = response.headers.get("ETag", "")
        self.modified = response.headers.get("Last-Modified", "")
        self.media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def location(self) -> str | None:
        """Where a redirect leads; None for any other answer."""
        if self.status not in _REDIRECTS:
            return None
        location: str = self._response.headers.get("Location", "")
        if not location:
            raise FetchFault("status", status=self.status, host=self.host)
        return location

    @property
    def length(self) -> int | None:
        """The bytes the body is declared to have."""
        declared: str = self._response.headers.get("Content-Length", "")
        return int(declared) if declared.isdecimal() else None

    def require_success(self) -> None:
        """Raises `FetchFault` unless a text, or the rest of one, follows."""
        if self.status in (200, 206):
            return
        wait = retry_after(self._response.headers.get("Retry-After", ""))
        raise FetchFault("status", status=self.status, host=self.host, wait_seconds=wait)

    def require_type(self, accepted: Sequence[str]) -> None:
        """Raises `FetchFault` for another content type than those asked for, or compressed bytes."""
        encoding = self._response.headers.get("Content-Encoding", "identity").lower()
        if encoding != "identity":
            raise FetchFault("encoded", host=self.host, encoding=encoding[:40])
        if self.media_type not in accepted:
            name = self.media_type[:60] or "(none)"
            raise FetchFault("wrong_type", host=self.host, media_type=name)

    def continues(self, start: int, etag: str) -> bool:
        """Whether the body begins at byte `start` of the text with this ETag."""
        declared = self._response.headers.get("Content-Range", "")
        return declared.startswith(f"bytes {start}-") and (not etag or self.etag in ("", etag))

    def chunks(self, start: int) -> Iterator[bytes]:
        """The body; raises `FetchFault` when it is too large, too slow or ends too early."""
        limit = self._limits.bytes_of((self.media_type,))
        done = start
        if start + (self.length or 0) > limit:
            raise FetchFault("too_large", host=self.host, limit=limit)
        for chunk in self._raw_chunks():
            done += len(chunk)
            if done > limit:
                raise FetchFault("too_large", host=self.host, limit=limit)
            yield chunk
        if self.length is not None and done != start + self.length:
            raise FetchFault("truncated", host=self.host)

    def first_bytes(self, limit: int) -> bytes:
        """The body up to `limit` bytes; the rest is not read."""
        body = b""
        for chunk in self._raw_chunks():
            body += chunk
            if len(body) >= limit:
                break
        return body[:limit]

    def _raw_chunks(self) -> Iterator[bytes]:
        # Raw: a small compressed body must not become a huge one in memory.
        try:
            for chunk in self._response.iter_raw():
                if self._timer() > self._deadline:
                    seconds = round(self._limits.document_seconds)
                    raise FetchFault("timeout", host=self.host, seconds=seconds)
                yield chunk
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise FetchFault("truncated", host=self.host) from error


@contextmanager
def _as_faults(host: str, limits: FetchLimits) -> Iterator[None]:
    try:
        yield
    except (httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError) as error:
        raise FetchFault("unreachable", host=host) from error
    except httpx.TimeoutException as error:
        raise FetchFault("timeout", host=host, seconds=round(limits.silence_seconds)) from error
    except httpx.NetworkError as error:
        raise FetchFault("reset", host=host) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFault("broken", host=host) from error
