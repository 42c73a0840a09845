"""What an ingestion would ask of which official address, in lines a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.nouns import Language
from ingest.fetch_plan import PlannedFetch, PlanReason

_REASONS: dict[Language, dict[PlanReason, str]] = {
    "fr": {
        "missing": "à télécharger",
        "due": "à vérifier (confirmé le {day}, {size} ko)",
        "recent": "confirmé il y a moins d'un jour",
        "mirror": "déjà sur cette machine",
    },
    "en": {
        "missing": "to be downloaded",
        "due": "to be checked (confirmed on {day}, {size} kB)",
        "recent": "confirmed less than a day ago",
        "mirror": "already on this machine",
    },
}
_TOTALS: dict[Language, str] = {
    "fr": "{asked} adresses sur {total} seraient demandées. Rien n'a été demandé.",
    "en": "{asked} of {total} addresses would be asked. Nothing was asked.",
}


def plan_lines(plan: Sequence[PlannedFetch], lang: Language) -> list[str]:
    """One line per official address, then the total."""
    lines = [f"- {p.source} [{p.lang}] {_reason(p, lang)}: {p.url}" for p in plan]
    asked = sum(planned.is_asked for planned in plan)
    return [*lines, _TOTALS[lang].format(asked=asked, total=len(plan))]


def _reason(planned: PlannedFetch, lang: Language) -> str:
    size = -(-planned.kept_bytes // 1000)
    return _REASONS[lang][planned.reason].format(day=planned.checked_at[:10], size=size)
