"""What the robots.txt of a site allows us (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlunsplit
from urllib.robotparser import RobotFileParser

from ingest.fetch_address import host_of, split
from ingest.fetch_words import FetchFault

PRODUCT = "Recital"
"""The name that a robots.txt calls us by."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What asking for a robots.txt gave."""

    status: int
    text: str = ""


class Robots:
    """The rules of each site, asked for once; `ask` fetches one robots.txt."""

    def __init__(self, ask: Callable[[str], RobotsAnswer]) -> None:
        self._ask = ask
        self._rules: dict[str, RobotFileParser | FetchFault] = {}

    def check(self, url: str) -> None:
        """Raises `FetchFault` where the site forbids `url`, or its rules cannot be had now."""
        rules = self._rules_of(url)
        if isinstance(rules, FetchFault):
            raise rules
        if not rules.can_fetch(PRODUCT, url):
            raise FetchFault("robots", host=host_of(url))

    def delay_seconds(self, url: str) -> float:
        """The pause between two requests that the site asks for; 0 if it asks for none."""
        rules = self._rules.get(_robots_address(url))
        delay = rules.crawl_delay(PRODUCT) if isinstance(rules, RobotFileParser) else None
        return float(delay or 0)

    def _rules_of(self, url: str) -> RobotFileParser | FetchFault:
        address = _robots_address(url)
        if address not in self._rules:
            self._rules[address] = self._read(address)
        return self._rules[address]

    def _read(self, address: str) -> RobotFileParser | FetchFault:
        """Raises a fault that may pass, so that another attempt asks again."""
        try:
            answer = self._ask(address)
        except FetchFault as fault:
            if fault.is_passing:
                raise
            return fault
        rules = RobotFileParser(address)
        if answer.status >= 500 or answer.status == 429:
            return FetchFault("robots_unknown", host=host_of(address), status=answer.status)
        if answer.status in (401, 403):
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse(answer.text.splitlines() if answer.status < 300 else [])
        return rules


def _robots_address(url: str) -> str:
    parts = split(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
