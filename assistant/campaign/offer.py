"""Whether a question asked in the chat is about a campaign that could be checked."""

from __future__ import annotations

import re
from datetime import date

from assistant.campaign.describe import describe, fold
from assistant.campaign.facts import OPERATIONS

# Somebody speaks of what they plan: "can we …", "peut-on …", "je voudrais …".
_PLAN = re.compile(
    r"\b(?:we|our|us|i|my|nous|nos|notre|on|je|j'|mes|mon|peut-on|puis-je|pouvons-nous|a-t-on"
    r"|can i|can we|may we|may i|allowed to|le droit d)\b"
)
LEAST_FACTS = 2
"""Facts besides the means: fewer is a question on the law in general."""
_OF_A_CAMPAIGN = frozenset(
    (
        "audience",
        "relationship",
        "consent",
        "tracker_consent",
        "use_consent",
        "objected",
        "data_origin",
        "last_contact",
        "purpose",
        "sector",
        "age",
        "refusal_in_each_message",
    )
)


def is_about_a_campaign(question: str, today: date) -> bool:
    """Whether the question names a means, speaks of a plan, and says enough about it."""
    if not _PLAN.search(fold(question)):
        return False
    given = describe(question, today).facts.given
    if not given.get(OPERATIONS):
        return False
    return len(given.keys() & _OF_A_CAMPAIGN) >= LEAST_FACTS
