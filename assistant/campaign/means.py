"""The means of a campaign under the themes people look for them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

THEMES: Mapping[str, Mapping[str, Any]] = {
    "messages": {
        "fr": "Écrire ou appeler",
        "en": "Write or call",
        "means": (
            *("email", "sms", "push", "in_app", "social_message"),
            *("post", "live_call", "automated_call", "fax"),
        ),
    },
    "advertising": {
        "fr": "Traceurs et publicité",
        "en": "Trackers and advertising",
        "means": (
            *("trackers", "email_pixel", "audience_measurement", "contextual_ads"),
            *("custom_audience", "lookalike_audience"),
        ),
    },
    "data": {
        "fr": "Données",
        "en": "Data",
        "means": (
            *("buy_data", "share_data", "enrichment", "scraping"),
            *("profiling", "automated_decision"),
        ),
    },
    "programmes": {
        "fr": "Programmes",
        "en": "Programmes",
        "means": ("loyalty", "contest", "referral"),
    },
}


def themed_means() -> Sequence[str]:
    """Every means, in the order of the themes."""
    return tuple(one for theme in THEMES.values() for one in theme["means"])
