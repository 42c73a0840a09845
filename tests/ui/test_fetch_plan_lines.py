import pytest

from corpus.nouns import Language
from ingest.fetch_plan import PlannedFetch
from ui.fetch_plan import plan_lines

URL = "https://example.org/text"
PLAN = [
    PlannedFetch("gdpr", "fr", URL, "text/plain", "missing"),
    PlannedFetch("lil", "fr", URL, "text/plain", "due", "2026-11-20T08:00:00+00:00", 1500),
    PlannedFetch("cpce", "fr", URL, "text/plain", "recent", "2026-11-22T08:00:00+00:00", 10),
    PlannedFetch("wp251", "en", URL, "application/pdf", "mirror"),
]


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "fr",
            [
                f"- gdpr [fr] à télécharger: {URL}",
                f"- lil [fr] à vérifier (confirmé le 2026-11-20, 2 ko): {URL}",
                f"- cpce [fr] confirmé il y a moins d'un jour: {URL}",
                f"- wp251 [en] déjà sur cette machine: {URL}",
                "2 adresses sur 4 seraient demandées. Rien n'a été demandé.",
            ],
        ),
        (
            "en",
            [
                f"- gdpr [fr] to be downloaded: {URL}",
                f"- lil [fr] to be checked (confirmed on 2026-11-20, 2 kB): {URL}",
                f"- cpce [fr] confirmed less than a day ago: {URL}",
                f"- wp251 [en] already on this machine: {URL}",
                "2 of 4 addresses would be asked. Nothing was asked.",
            ],
        ),
    ],
)
def test_the_plan_names_every_address_and_what_would_be_done(
    lang: Language, lines: list[str]
) -> None:
    assert plan_lines(PLAN, lang) == lines
