from __future__ import annotations

import re
from dataclasses import replace

import pytest
from small_law import (
    QUESTIONS,
    SHORT_ANSWERS,
    SMALL_LAW,
    TODAY,
    find,
    open_small_law,
    publish,
    with_hits,
)

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.card_choice import CARD_DEPTH
from assistant.compose import Draft, compose, compose_refusal, put_first
from assistant.draft import word_count
from assistant.plan import ANSWER_WORDS
from assistant.retrieve import Retrieved
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage

# The contract that tools outside depend on: fields may be added, never renamed.
ANSWER_FIELDS = {
    "question", "lang", "outcome", "mode", "text", "citations", "unsupported", "nearest",
    "index_version", "as_of", "model", "timings_ms",
}  # fmt: skip
ADDED_ANSWER_FIELDS = {"notices"}
CITATION_FIELDS = {
    "n", "locator", "source", "label", "lang", "authority", "quote", "quote_status", "url", "page",
    "applies_from", "applies_until",
}  # fmt: skip
ADDED_CITATION_FIELDS = {"last_modified", "text_of", "published", "source_status", "flags"}
STAGES = {"understand", "retrieve", "answer", "verify", "total"}


def markers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", text)]


def plain(text: str) -> str:
    """Without bold and markers."""
    return re.sub(r"\*\*|\s*\[\d+\]", "", text)


def quoted(text: str) -> str:
    return " ".join(line.lstrip("> ").strip() for line in text.splitlines() if line.startswith(">"))


def about_nothing(retrieved: Retrieved) -> Retrieved:
    """The same hits, for a question of whose words no card speaks."""
    understood = retrieved.understood
    question = replace(understood.question, text="Qwerty azerty ?")
    return replace(
        retrieved, understood=replace(understood, question=question, search_text="Qwerty azerty ?")
    )


def ask(assistant: Assistant, question: str, lang: Language | None = None) -> Answer:
    return assistant.ask(question, lang=lang, as_of=TODAY)


# --- from a card


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_card_answers_first_then_shows_the_law_and_is_cited_last(
    lang: Language, assistant: Assistant, index: Index
) -> None:
    answer = ask(assistant, QUESTIONS[lang])
    assert (answer.outcome, answer.mode, answer.lang) == ("answered", "composed", lang)
    opening = answer.text.split("\n\n")[0]
    assert plain(opening) == SHORT_ANSWERS[lang]
    assert opening.startswith("**")
    locators = [citation.locator for citation in answer.citations]
    assert locators[0] == "gdpr:art-5-1" and locators[-1] == "card:crier-visit"
    for citation in answer.citations[:2]:
        assert citation.quote == index.passage(citation.locator, lang).text
        assert citation.quote in quoted(answer.text)


def test_each_sentence_of_a_card_points_to_the_law_it_stands_on(assistant: Assistant) -> None:
    answer = ask(assistant, QUESTIONS["fr"])
    number = {citation.locator: citation.n for citation in answer.citations}
    agreement, fine = answer.text.split("\n\n")[0].split("Sinon")
    assert number["gdpr:art-5-1"] in markers(agreement)
    assert number["gdpr:art-83"] in markers(fine)
    own = number["card:crier-visit"]
    assert own in markers(agreement) and own in markers(fine)
    assert answer.unsupported == ()


def test_a_law_that_is_not_loaded_is_cited_by_name_and_link_only(
    assistant: Assistant, manifest: Manifest
) -> None:
    answer = ask(assistant, QUESTIONS["fr"])
    [absent] = [c for c in answer.citations if c.quote_status == "not_loaded"]
    assert (absent.locator, absent.quote) == ("eprivacy:art-13-2", "")
    assert absent.url == manifest.source("eprivacy").url("fr")
    assert "texte non chargé" in answer.text


def test_a_card_found_after_the_text_it_stands_on_answers_and_that_text_is_quoted(
    index: Index, manifest: Manifest
) -> None:
    retrieved = find(index, QUESTIONS["fr"])
    for found in ("gdpr:art-5-1", "gdpr:art-83"):
        draft = compose(with_hits(retrieved, found, "card:crier-visit"), index, manifest)
        assert plain(draft.text.split("\n\n")[0]) == SHORT_ANSWERS["fr"]
        assert draft.citations[-1].locator == "card:crier-visit"
        quotes = {citation.locator: citation.quote for citation in draft.citations}
        assert quotes[found] in index.passage(found, "fr").text
        assert quotes[found] and quotes[found] in quoted(draft.text)


def test_the_text_found_first_is_quoted_also_where_the_card_has_more_texts_than_are_shown(
    index: Index, manifest: Manifest
) -> None:
    retrieved = with_hits(find(index, QUESTIONS["fr"]), "gdpr:art-83", "card:crier-visit")
    found, hit = retrieved.hits
    before = ("gdpr:art-5-2", "gdpr:art-21-1-a", "gdpr:art-21-1-b")
    card = replace(hit.passage, cited_locators=(*before, "gdpr:art-83"))
    wide = replace(retrieved, hits=(found, replace(hit, passage=card)), texts=())
    draft = compose(wide, index, manifest)
    assert [citation.locator for citation in draft.citations] == [
        *before, "gdpr:art-83", "card:crier-visit",
    ]  # fmt: skip
    quote = draft.citations[3].quote
    assert quote and quote in quoted(draft.text)


@pytest.mark.parametrize("is_about_messages", [True, False])
def test_a_card_on_several_channels_leaves_the_law_of_calls_out_of_an_answer_on_messages(
    index: Index, manifest: Manifest, is_about_messages: bool
) -> None:
    retrieved = with_hits(find(index, QUESTIONS["en"]), "card:crier-visit")
    (hit,) = retrieved.hits
    card = replace(
        hit.passage, cited_locators=("conso:art-l223-1", "gdpr:art-5-1"), carried=("", "")
    )
    asked = "May a crier send an e-mail?" if is_about_messages else QUESTIONS["en"]
    question = replace(retrieved.understood.question, text=asked)
    wide = replace(
        retrieved,
        hits=(replace(hit, passage=card),),
        texts=(),
        understood=replace(retrieved.understood, question=question),
    )
    cited = [citation.locator for citation in compose(wide, index, manifest).citations]
    assert ("conso:art-l223-1" in cited) is not is_about_messages
    assert "gdpr:art-5-1" in cited


@pytest.mark.parametrize(
    ("found", "cited", "is_used"),
    [
        ("gdpr:art-5-1", "gdpr:art-5-1", True),
        ("gdpr:art-5-1", "gdpr:art-5", True),
        ("gdpr:art-21-1", "gdpr:art-21-1-b", True),
        ("gdpr:art-5-1", "gdpr:art-5-2", False),
        ("gdpr:art-5-1", "gdpr:art-83", False),
    ],
)
def test_a_card_stands_on_a_text_when_it_cites_it_or_what_is_around_or_inside_it(
    index: Index, manifest: Manifest, found: str, cited: str, is_used: bool
) -> None:
    retrieved = find(index, QUESTIONS["fr"])
    [card] = [hit for hit in retrieved.hits if hit.passage.kind == "card"]
    unit = index.passage(found, "fr")
    first = replace(card, passage=unit, focus=unit)
    narrow = replace(card, passage=replace(card.passage, cited_locators=(cited,)))
    asked = about_nothing(replace(retrieved, hits=(first, narrow)))
    draft = compose(asked, index, manifest)
    assert plain(draft.text).startswith(SHORT_ANSWERS["fr"]) == is_used
    assert ("card:crier-visit" in [c.locator for c in draft.citations]) == is_used


def test_a_card_far_down_the_list_does_not_answer(index: Index, manifest: Manifest) -> None:
    retrieved = with_hits(find(index, QUESTIONS["fr"]), "gdpr:art-5-1", "card:crier-visit")
    first, card = retrieved.hits

    def locators(others: int) -> list[str]:
        hits = (first, *[first] * others, card)
        draft = compose(about_nothing(replace(retrieved, hits=hits)), index, manifest)
        return [citation.locator for citation in draft.citations]

    assert "card:crier-visit" in locators(CARD_DEPTH - 2)
    assert "card:crier-visit" not in locators(CARD_DEPTH - 1)


def test_a_card_that_speaks_of_the_question_answers_for_the_article_it_stands_on(
    index: Index, manifest: Manifest
) -> None:
    alone = with_hits(find(index, QUESTIONS["fr"]), "gdpr:art-5-2")
    draft = compose(alone, index, manifest)
    assert SHORT_ANSWERS["fr"] in plain(draft.text)
    assert draft.citations[-1].locator == "card:crier-visit"


def test_the_words_of_a_card_are_not_printed_twice(assistant: Assistant) -> None:
    answer = ask(assistant, QUESTIONS["fr"])
    assert plain(answer.text).count(SHORT_ANSWERS["fr"]) == 1
    assert SHORT_ANSWERS["fr"] not in quoted(answer.text)


# --- from a card with a body


_BODIES: dict[Language, str] = {
    "fr": """## Ce qu'il faut faire
1. Frappez deux coups, puis attendez.
2. Notez l'accord de l'habitant dans le carnet.

## Quand c'est permis, quand ça ne l'est pas
| situation | réponse |
|---|---|
| volet fermé à midi | passez votre chemin |
| habitant à sa porte | demandez-lui d'abord |

## Exceptions et voisins
- Un crieur de 72 ans reste un crieur comme les autres.

## À garder pour le prouver
Le carnet de la tournée.

## Erreurs fréquentes
Crier avant de frapper.
""",
    "en": """## What to do
Knock twice, then wait for an answer. Write the agreement of the householder into the book.

## Allowed, not allowed
- A closed shutter at noon: pass by.
- A householder at the door: ask first.

## Exceptions
A crier aged 72 is a crier like any other.

## Evidence to keep
The book of the round.

## Common mistakes
Crying before knocking.
""",
}


def _body(lang: Language) -> Passage:
    return Passage(
        "card:crier-visit#body", lang, "card", "card", "", _BODIES[lang], is_searched=False
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    data = tmp_path_factory.mktemp("cards-with-bodies")
    publish(data, (*SMALL_LAW, _body("fr"), _body("en")))
    return open_small_law(data)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_cases_come_before_the_law_and_the_steps_after_it(
    lang: Language, told: Assistant
) -> None:
    answer = ask(told, QUESTIONS[lang])
    case, step = {
        "fr": ("- Volet fermé à midi", "1. Frappez deux coups, puis attendez."),
        "en": ("- A closed shutter at noon", "1. Knock twice, then wait for an answer."),
    }[lang]
    first_quote = answer.text.index("\n> ")
    assert answer.text.index(case) < first_quote < answer.text.index(step)
    assert answer.unsupported == ()


def test_the_article_that_the_case_asked_about_names_is_quoted_first(
    told: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("cards-naming-an-article")
    body = replace(
        _body("en"), text=_BODIES["en"].replace("ask first.", "ask first, see Article 83.")
    )
    publish(data, (*SMALL_LAW, body))
    naming = quoted(ask(open_small_law(data), QUESTIONS["en"]).text)
    silent = quoted(ask(told, QUESTIONS["en"]).text)
    assert silent.index("Article 5(1)") < silent.index("Article 83")
    assert naming.index("Article 83") < naming.index("Article 5(1)")


def test_every_sentence_of_the_body_points_to_the_body_and_the_card_is_cited_too(
    told: Assistant,
) -> None:
    answer = ask(told, QUESTIONS["fr"])
    number = {citation.locator: citation.n for citation in answer.citations}
    items = [line for line in answer.text.splitlines() if re.match(r"-|\d+\.", line)]
    assert len(items) >= 4
    assert all(number["card:crier-visit#body"] in markers(item) for item in items)
    assert "card:crier-visit" in number
    [body] = [c for c in answer.citations if c.locator == "card:crier-visit#body"]
    assert body.quote_status == "exact"


def test_a_figure_of_the_body_is_supported_by_the_body(told: Assistant) -> None:
    answer = ask(told, QUESTIONS["fr"])
    assert "72 ans" in answer.text and answer.unsupported == ()


def test_how_to_do_something_is_told_in_numbered_steps_before_the_law(told: Assistant) -> None:
    answer = ask(told, "Comment un crieur peut-il frapper à la porte d'un habitant ?")
    assert answer.text.index("1. Frappez deux coups") < answer.text.index("\n> ")


def test_an_answer_stays_within_its_words(told: Assistant) -> None:
    for question in QUESTIONS.values():
        assert word_count(ask(told, question).text) <= ANSWER_WORDS


def test_our_french_has_unbreakable_spaces_and_quotes_are_left_as_they_are(
    told: Assistant, index: Index
) -> None:
    answer = ask(told, QUESTIONS["fr"])
    ours = [line for line in answer.text.splitlines() if not line.startswith(">")]
    assert not [line for line in ours if re.search(r" [;:!?»]", line)]
    assert any("\u00a0:" in line for line in ours)
    law = answer.citations[0]
    assert law.quote in index.passage(law.locator, "fr").full_text


def test_a_question_of_several_parts_gets_a_section_for_each(
    index: Index, manifest: Manifest
) -> None:
    knock = find(index, QUESTIONS["fr"])
    book = find(index, "Combien de temps garder le carnet de tournée ?")
    whole = replace(knock, facets=(knock, book))
    draft = compose(whole, index, manifest)
    headings = [line for line in draft.text.splitlines() if line.startswith("#### ")]
    assert [heading[5:9] for heading in headings] == ["Un c", "Comb"]
    numbers = [citation.n for citation in draft.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "cnil-faq:61" in [citation.locator for citation in draft.citations]


def test_parts_that_one_thing_answers_stand_over_it_together(
    index: Index, manifest: Manifest
) -> None:
    knock = find(index, QUESTIONS["fr"])
    book = find(index, "Combien de temps garder le carnet de tournée ?")
    draft = compose(replace(knock, facets=(knock, book, knock)), index, manifest)
    headings = [line for line in draft.text.splitlines() if line.startswith("#### ")]
    assert len(headings) == 2
    asked = headings[0].removeprefix("#### ")
    assert asked[: len(asked) // 2] == asked[len(asked) // 2 + 1 :], "both questions"


def test_a_question_whose_parts_one_thing_answers_gets_a_whole_answer(
    index: Index, manifest: Manifest
) -> None:
    knock = find(index, QUESTIONS["fr"])
    alike = compose(replace(knock, facets=(knock, knock)), index, manifest)
    assert alike == compose(knock, index, manifest)


def test_a_paragraph_can_be_put_before_everything(index: Index, manifest: Manifest) -> None:
    draft = compose(find(index, QUESTIONS["fr"]), index, manifest)
    assert put_first(draft, "D'abord ceci.").text.startswith("D'abord ceci.\n\n**Oui")
    assert put_first(draft, "") == draft


# --- the article asked for


def test_an_article_asked_for_is_shown_paragraph_by_paragraph(assistant: Assistant) -> None:
    answer = ask(assistant, "Que dit l'article 5 du RGPD ?")
    assert answer.text.startswith("Voici ce que dit l'article 5 du RGPD")
    assert [citation.locator for citation in answer.citations] == ["gdpr:art-5-1", "gdpr:art-5-2"]
    assert {citation.quote_status for citation in answer.citations} == {"exact"}
    assert markers(answer.text.split("\n\n")[0]) == [1, 2]


def test_articles_asked_for_together_are_shown_in_that_order(assistant: Assistant) -> None:
    answer = ask(assistant, "What do Articles 83 and 5 of the GDPR say?")
    assert answer.citations[0].locator == "gdpr:art-83"
    assert answer.citations[-1].locator.startswith("gdpr:art-5")
    assert answer.text.index("Article 83") < answer.text.index("Article 5 of the GDPR")


def test_a_point_asked_for_is_shown_itself(assistant: Assistant) -> None:
    answer = ask(assistant, "article 21(1)(b) RGPD")
    assert [(c.locator, c.quote) for c in answer.citations] == [
        ("gdpr:art-21-1-b", "un chien dort sur le seuil.")
    ]


# --- from passages


def test_passages_are_introduced_in_a_sentence_and_quoted_word_for_word(
    index: Index, manifest: Manifest
) -> None:
    retrieved = with_hits(find(index, "Que fait le crieur devant un chien ?"), "gdpr:art-21-1-b")
    draft = compose(retrieved, index, manifest)
    introduction, block = draft.text.split("\n\n")
    assert introduction.startswith("La réponse est dans l'article 21(1)(b) du RGPD")
    assert markers(introduction) == [1]
    assert "> un chien dort sur le seuil." in block
    assert [citation.locator for citation in draft.citations] == ["gdpr:art-21-1-b"]


def test_passages_that_come_close_are_read_together_and_no_card_among_them(
    index: Index, manifest: Manifest
) -> None:
    retrieved = find(index, QUESTIONS["fr"])
    hits = {hit.passage.locator: hit for hit in retrieved.hits}
    close = [
        replace(hits[locator], score=score)
        for locator, score in (
            ("gdpr:art-5-2", 2.0),
            ("card:crier-visit", 1.9),
            ("gdpr:art-83", 1.8),
        )
    ]
    assert "gdpr:art-5-2" not in hits["card:crier-visit"].passage.cited_locators
    draft = compose(about_nothing(replace(retrieved, hits=tuple(close))), index, manifest)
    assert [citation.locator for citation in draft.citations] == ["gdpr:art-5-2", "gdpr:art-83"]
    assert "À lire avec" in draft.text


def test_an_old_entry_of_the_cnil_says_how_old_it_is(assistant: Assistant) -> None:
    answer = ask(assistant, "Combien de temps garder le carnet de tournée ?")
    assert answer.citations[0].locator == "cnil-faq:61"
    assert "3 mai 2017" in answer.text and "2017" in answer.notices[0]
    assert f"*{answer.notices[0]}*" in answer.text


def test_a_text_that_exists_in_french_only_is_quoted_in_french_to_an_english_reader(
    assistant: Assistant,
) -> None:
    answer = ask(assistant, "What does article 82 of the loi Informatique et Libertés say?", "en")
    assert (answer.citations[0].lang, answer.citations[0].quote_status) == ("fr", "exact")
    assert "text in French" in answer.text


# --- no answer


def test_a_refusal_names_the_nearest_passages(index: Index, manifest: Manifest) -> None:
    retrieved = find(index, "Quelle recette de soupe aux poireaux ?")
    draft: Draft = compose_refusal(retrieved, index, manifest, "not_found")
    assert draft.text.startswith("Je n'ai pas trouvé")
    assert draft.citations == () and 1 <= len(draft.nearest) <= 3
    assert list(draft.nearest) == [
        hit.passage.locator for hit in retrieved.hits[: len(draft.nearest)]
    ]
    assert draft.text.count("\n- **") == len(draft.nearest)


@pytest.mark.parametrize(
    ("question", "start", "advice"),
    [
        ("Combien coûte un délégué ?", "Aucun texte ne peut", "demandez ce qui est permis"),
        ("What does a delegate cost?", "No text can tell", "ask what is allowed"),
    ],
)
def test_a_fact_that_no_text_tells_is_said_to_be_one_with_the_nearest_rules(
    index: Index, manifest: Manifest, question: str, start: str, advice: str
) -> None:
    retrieved = replace(find(index, question), untellable="fact")
    draft = compose_refusal(retrieved, index, manifest, "not_found")
    assert draft.text.startswith(start) and advice in draft.text
    assert draft.citations == () and draft.nearest


def test_outside_the_field_the_field_is_named_instead(index: Index, manifest: Manifest) -> None:
    retrieved = find(index, "What is a good leek soup?")
    draft = compose_refusal(retrieved, index, manifest, "out_of_scope")
    assert draft.text.startswith("This question is outside my field")
    assert draft.citations == ()


def test_an_article_that_does_not_exist_is_said_not_to_exist(assistant: Assistant) -> None:
    answer = ask(assistant, "Que dit l'article 104 du RGPD ?")
    assert answer.outcome == "not_found"
    assert answer.text.startswith("Je ne trouve pas **RGPD, article 104**")
    assert answer.nearest != () and answer.unsupported == ()


def test_an_article_of_a_text_that_is_not_loaded_is_not_said_to_be_missing(
    assistant: Assistant,
) -> None:
    answer = ask(assistant, "Que dit l'article 13 de la directive ePrivacy ?")
    assert answer.outcome == "not_found"
    assert "n'est pas chargé" in answer.text


# --- the object


@pytest.mark.parametrize(
    "question",
    [QUESTIONS["fr"], "Que dit l'article 5 du RGPD ?", "Que dit l'article 104 du RGPD ?"],
)
def test_the_answer_is_the_object_of_the_contract(question: str, assistant: Assistant) -> None:
    answer = ask(assistant, question).to_json()
    assert set(answer) == ANSWER_FIELDS | ADDED_ANSWER_FIELDS
    for citation in answer["citations"]:
        assert set(citation) == CITATION_FIELDS | ADDED_CITATION_FIELDS
    assert set(answer["timings_ms"]) == STAGES
    assert answer["as_of"] == "2026-11-22" and answer["model"] is None
    assert [citation["n"] for citation in answer["citations"]] == list(
        range(1, len(answer["citations"]) + 1)
    )
    assert set(markers(answer["text"])) <= {citation["n"] for citation in answer["citations"]}
    assert "Information, pas un conseil juridique. Textes au 22 novembre 2026." in answer["text"]
