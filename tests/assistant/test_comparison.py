from dataclasses import replace
from pathlib import Path

import pytest
from small_law import SMALL_LAW, find, open_small_law, publish

from assistant.comparison import sides_of
from assistant.compose import Draft, compose
from assistant.verify import unsupported_sentences
from corpus.index import Index
from corpus.manifest import default_manifest
from corpus.nouns import Language, Passage


@pytest.mark.parametrize(
    ("question", "lang", "sides"),
    [
        ("ct quoi la diff entre responsable et sous-traitant", "fr", ("responsable", "sous-traitant")),
        ("Quelle différence entre droit d'accès et portabilité ?", "fr", ("droit d'acces", "portabilite")),
        ("opt-in vs opt-out", "fr", ("opt-in", "opt-out")),
        ("consentement ou intérêt légitime, c'est quoi la différence ?", "fr", ("consentement", "interet legitime")),
        ("controller vs processor vs third party", "en", ("controller", "processor", "third party")),
        ("What's the difference between Article 13 and Article 14 notices?", "en", ("article 13", "article 14")),
        ("consent or legitimate interest: how do they differ?", "en", ("consent", "legitimate interest")),
        ("How does a drum differ from a trumpet?", "en", ("a drum", "a trumpet")),
        ("on hésite entre tambour et trompette", "fr", ("tambour", "trompette")),
        ("We are torn between a drum and a trumpet.", "en", ("a drum", "a trumpet")),
    ],
)  # fmt: skip
def test_the_terms_compared_are_found(
    question: str, lang: Language, sides: tuple[str, ...]
) -> None:
    assert sides_of(question, lang) == sides


def _term(name: str, title: str, text: str, law: str) -> Passage:
    return Passage(
        f"card:term-{name}", "fr", "card", "card", title, text,
        cited_locators=(law,), carried=("ce que dit la loi",),
    )  # fmt: skip


DRUM = _term("drum", "Tambour", "Le tambour se frappe avec deux baguettes.", "gdpr:art-5-1")
TRUMPET = _term(
    "trumpet", "Trompette (clairon)", "La trompette se souffle sans baguette.", "gdpr:art-83"
)
DRUM_BODY = replace(
    DRUM,
    locator="card:term-drum#body",
    text="## En pratique\nOn le bat à midi.\n\n## À ne pas confondre\nLa trompette ne se frappe pas du tout.",
    cited_locators=(),
    carried=(),
    is_searched=False,
)


@pytest.fixture(scope="module")
def band(tmp_path_factory: pytest.TempPathFactory) -> Index:
    data: Path = tmp_path_factory.mktemp("band")
    publish(data, (*SMALL_LAW, DRUM, TRUMPET, DRUM_BODY))
    return open_small_law(data).setting.reader.index()


def ask(index: Index, question: str) -> Draft:
    return compose(find(index, question, lang="fr"), index, default_manifest())


@pytest.mark.parametrize(
    "question",
    [
        "différence entre tambour et trompette",
        "tambour ou clairon ?",
        "Nous jouons le soir. Tambour ou clairon : quelle différence ?",
    ],
)
def test_both_terms_stand_side_by_side_with_the_law_of_both(question: str, band: Index) -> None:
    answer = ask(band, question)
    assert answer.text.startswith("- Tambour\u00a0:\n  **Le tambour")
    assert "\n- Trompette (clairon)\u00a0:\n  **La trompette" in answer.text
    assert {"gdpr:art-5-1", "gdpr:art-83"} <= {citation.locator for citation in answer.citations}
    assert answer.text.count("\n> — ") == 2
    assert not unsupported_sentences(answer.text, answer.citations, band)


def test_what_tells_them_apart_is_said(band: Index) -> None:
    answer = ask(band, "différence entre tambour et trompette")
    assert "- La trompette ne se frappe pas du tout." in answer.text


def test_a_term_without_a_card_is_not_compared(band: Index) -> None:
    answer = ask(band, "différence entre tambour et locomotive")
    assert not answer.text.startswith("- ")


def test_the_singular_of_a_name_leads_to_the_card_of_the_plural(tmp_path: Path) -> None:
    band = _term(
        "band", "Tambours battants", "Les tambours battants marchent ensemble.", "gdpr:rec-7"
    )
    publish(tmp_path, (*SMALL_LAW, DRUM, TRUMPET, band))
    index = open_small_law(tmp_path).setting.reader.index()
    answer = ask(index, "différence entre tambour battant et trompette")
    assert answer.text.startswith("- Tambours battants\u00a0:")


def test_a_practice_asked_for_in_its_own_words_says_itself_what_tells_terms_apart(
    tmp_path: Path,
) -> None:
    question = "Quelle différence entre tambour et trompette au défilé ?"
    parade = Passage(
        "card:parade", "fr", "card", "card", "Tambour ou trompette au défilé",
        "Le tambour ouvre la marche, la trompette la ferme.", questions=(question,),
        cited_locators=("gdpr:art-5-1",), carried=("ce que dit la loi",),
    )  # fmt: skip
    publish(tmp_path, (*SMALL_LAW, DRUM, TRUMPET, DRUM_BODY, parade))
    index = open_small_law(tmp_path).setting.reader.index()
    assert ask(index, question).text.startswith("**Le tambour ouvre la marche")
    assert ask(index, "tambour et trompette : quelle différence ?").text.startswith("- Tambour")
