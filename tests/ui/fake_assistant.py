"""A hand-written assistant: the answers of a tiny made-up law, no model and no index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.answer import Answer, Citation, Turn
from corpus.errors import EmptyQuestion, UnknownLocator
from corpus.manifest import default_manifest
from corpus.nouns import Authority, Language, Passage, Source

LAW = Passage(
    locator="gdpr:art-21-2",
    lang="fr",
    source="gdpr",
    kind="paragraph",
    heading="Droit d'opposition",
    text=(
        "Toute personne de la ville peut dire non aux crieurs publics, à tout moment et sans frais.\n"
        "Le crieur qui a entendu ce refus se tait devant sa porte."
    ),
    lead="2. Des crieurs et de leurs messages :",
    applies_from=date(2018, 5, 25),
)
CARD = Passage(
    locator="card:sms-b2c",
    lang="fr",
    source="card",
    kind="card",
    heading="SMS promotionnel à un particulier",
    text="Demandez d'abord. Gardez la preuve de l'accord, et faites marcher le mot STOP tout de suite.",
    applies_from=date(2018, 5, 25),
)
QUESTION_AND_ANSWER = Passage(
    locator="cnil-faq:61",
    lang="fr",
    source="cnil-faq",
    kind="entry",
    heading="Combien de temps un crieur garde-t-il la liste des portes ?",
    text="Trois saisons après la dernière visite, puis il brûle la liste.",
    last_modified=date(2019, 3, 1),
)
CARDS = tuple(
    Passage(
        locator=f"card:{name}",
        lang="fr",
        source="card",
        kind="card",
        heading=question,
        text="Selon le cas.",
        questions=("crieur mot clé", question),
        cited_locators=("gdpr:art-21-2",),
    )
    for name, question in (
        ("a-bell", "Le crieur peut-il sonner la nuit ?"),
        ("b-door", "Que faire devant une porte fermée ?"),
        ("c-list", "Qui tient la liste des portes ?"),
        ("d-drum", "Le tambour demande-t-il un accord ?"),
    )
)
PASSAGES = {passage.locator: passage for passage in (LAW, CARD, QUESTION_AND_ANSWER)}

CITATIONS = (
    Citation(
        n=1,
        locator="gdpr:art-21-2",
        source="gdpr",
        label="RGPD, article 21(2)",
        lang="fr",
        authority="law",
        quote="peut dire non aux crieurs publics, à tout moment et sans frais",
        quote_status="exact",
        url="https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:02016R0679-20160504",
        applies_from=date(2018, 5, 25),
    ),
    Citation(
        n=2,
        locator="cnil-faq:61",
        source="cnil-faq",
        label="CNIL, question-réponse n° 61, sur la durée pendant laquelle un crieur public garde la liste des portes où il a sonné",
        lang="fr",
        authority="cnil",
        quote="Trois saisons après la dernière visite, puis il brûle la liste.",
        quote_status="repaired",
        url="https://www.cnil.fr/fr/cnil-direct",
        last_modified=date(2019, 3, 1),
    ),
    Citation(
        n=3,
        locator="edpb-2024-1:par-42",
        source="edpb-2024-1",
        label="EDPB, lignes directrices 1/2024, paragraphe 42",
        lang="en",
        authority="edpb",
        quote="",
        quote_status="not_loaded",
        url="https://www.edpb.europa.eu/",
        page=14,
    ),
)
ANSWER_TEXT = """**Oui, sans leur redemander, mais à deux conditions** : ils vous ont donné leur adresse lors d'un achat, et chaque message permet de dire non, gratuitement [1].

Deux ans, c'est encore dans la durée recommandée : trois saisons après la dernière visite [2]. Les lignes directrices vont dans le même sens [3]. La lune est en fromage.

> « peut dire non aux crieurs publics, à tout moment et sans frais » — **RGPD, article 21(2)**, loi [1]

**À vérifier chez vous :**

- la preuve de l'information donnée à l'achat ;
- la liste d'opposition ;
- le mot STOP.

*Information, pas un conseil juridique. Textes au 22 novembre 2026.*"""


@dataclass(frozen=True)
class FakeSourceStatus:
    source: Source
    is_loaded: bool
    languages: tuple[str, ...]
    passage_count: int
    reason: str = ""


@dataclass
class FakeAssistant:
    """Answers by the words of the question; `answers` adds Markdown of a test's own."""

    index_version: str = "20261122T103000-4f2a"
    provider: Any = None
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    limits: list[tuple[Any, Any, Any]] = field(default_factory=list)

    def sources(self) -> tuple[FakeSourceStatus, ...]:
        held: dict[str, tuple[tuple[str, ...], int]] = {
            "gdpr": (("en",), 787),
            "card": (("fr", "en"), 96),
        }
        return tuple(
            FakeSourceStatus(source, source.id in held, *held.get(source.id, ((), 0)))
            for source in default_manifest().sources.values()
        )

    def passage(self, locator: str, lang: Language, as_of: date | None = None) -> Passage:
        if locator not in PASSAGES:
            raise UnknownLocator(locator=locator)
        return PASSAGES[locator]

    def cards(self, lang: Language) -> tuple[Passage, ...]:
        return CARDS

    def stream(
        self,
        question: str,
        lang: Language | None = None,
        as_of: date | None = None,
        history: tuple[Turn, ...] = (),
        likely_lang: Language = "fr",
        limit: int = 9999,
        authorities: frozenset[Authority] | None = None,
        text_lang: Language | None = None,
    ) -> Iterator[str | Answer]:
        self.asked.append((question, history))
        self.limits.append((authorities, text_lang, as_of))
        if not any(character.isalnum() for character in question):
            raise EmptyQuestion()
        answer = self.answer(question)
        if isinstance(answer, Exception):
            raise answer
        for start in range(0, len(answer.text), 40):
            yield answer.text[start : start + 40]
        yield answer

    def answer(self, question: str) -> Any:
        if question in self.answers:
            return self.answers[question]
        if "lune" in question:
            return answer_with(
                "Aucun passage ne parle de la lune. Les passages ci-dessous en sont les plus proches.",
                outcome="not_found",
                nearest=("card:sms-b2c", "cnil-faq:61"),
            )
        if "gâteau" in question:
            return answer_with(
                "Je réponds sur le RGPD et le marketing de données.", outcome="out_of_scope"
            )
        return answer_with(
            ANSWER_TEXT,
            citations=CITATIONS,
            unsupported=("La lune est en fromage.",),
            notices=(
                "Le modèle de dialogue n'a pas répondu : la réponse composée est donnée à la place.",
            ),
        )


def answer_with(text: str, **values: Any) -> Answer:
    known: dict[str, Any] = {
        "question": "?",
        "lang": "fr",
        "outcome": "answered",
        "mode": "composed",
        "citations": (),
        "index_version": "20261122T103000-4f2a",
        "as_of": date(2026, 11, 22),
    }
    return Answer(text=text, **(known | values))
