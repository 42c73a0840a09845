"""Every number that bounds a chat model: its times, tries, sizes, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """The one table of them; tests inject short ones.

    A model on this machine may take long to begin, since it reads the whole prompt on a processor.
    """

    connect_seconds: float = 5
    first_piece_seconds: float = 30
    """From the question to the first piece, every try and every wait between tries included."""
    local_first_piece_seconds: float = 120
    between_pieces_seconds: float = 20
    total_seconds: float = 120
    local_total_seconds: float = 240

    retries: int = 2
    """Never after the first piece."""
    retry_wait_seconds: float = 0.5
    """Before the first retry, give or take half of it; twice as long before the next."""
    longest_wait_seconds: float = 8
    """A provider that asks for a longer pause is left alone instead."""

    failures_before_rest: int = 5
    rest_seconds: float = 30
    longest_rest_seconds: float = 300
    calls_at_once: int = 32
    """Beyond it, answers are composed; a call given up counts until its connection has closed."""

    answer_tokens: int = 1_500
    answer_characters: int = 8_000
    answer_bytes: int = 2_000_000
    """Of one response as it comes over the wire, where a word takes some 250 bytes."""

    passages: int = 8
    passage_characters: int = 1_500
    history_tokens: int = 1_500
    characters_per_token: float = 3.0
    """An estimate on the safe side: French legal prose has 3.3 to 4 in common vocabularies."""

    unsupported_share: float = 0.5
    """Of the sentences of an answer; with more, the composed answer is given instead."""

    def first_piece(self, is_local: bool) -> float:
        """Seconds until the first piece must have come."""
        return self.local_first_piece_seconds if is_local else self.first_piece_seconds

    def total(self, is_local: bool) -> float:
        """Seconds until the answer must be whole."""
        return self.local_total_seconds if is_local else self.total_seconds
