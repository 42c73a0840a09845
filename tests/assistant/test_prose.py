from __future__ import annotations

import pytest
from small_law import find, with_hits

from assistant.compose import Draft
from assistant.prose import Prose, draft_from_prose, fault_of, is_written_in, without_reasoning
from assistant.retrieve import Retrieved
from assistant.verify import MARKER, check_quotes, unsupported_sentences
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language

SHOWN = ("gdpr:art-5-1", "gdpr:art-83", "cnil-faq:61")


@pytest.fixture
def retrieved(index: Index) -> Retrieved:
    """Three passages, in this order, as a model is shown them."""
    return with_hits(find(index, "crieur, amende, carnet, porte", lang="fr"), *SHOWN)


def written(text: str, retrieved: Retrieved, *, is_cut: bool = False) -> Prose:
    return Prose(text, retrieved.hits, is_cut)


def draft(
    text: str, retrieved: Retrieved, index: Index, manifest: Manifest, *, is_cut: bool = False
) -> Draft:
    drafted = draft_from_prose(written(text, retrieved, is_cut=is_cut), retrieved, index, manifest)
    assert drafted is not None
    return drafted


def prose_of(drafted: Draft) -> str:
    """What stands above the quotes."""
    return drafted.text.split("\n\n> ")[0]


# --- the numbers of the prose become the numbers of the citations


@pytest.mark.parametrize(
    ("prose", "expected", "locators"),
    [
        ("Il paie [2]. Il dort [1].", "Il paie [1]. Il dort [2].", [SHOWN[1], SHOWN[0]]),
        ("Il paie [3]. Il dort [3].", "Il paie [1]. Il dort [1].", [SHOWN[2]]),
        ("Il paie [2, 3].", "Il paie [1] [2].", [SHOWN[1], SHOWN[2]]),
        ("Il paie [3; 1].", "Il paie [1] [2].", [SHOWN[2], SHOWN[0]]),
        ("Il paie [1-3].", "Il paie [1] [2] [3].", list(SHOWN)),
        ("Il paie [2–3].", "Il paie [1] [2].", [SHOWN[1], SHOWN[2]]),
        ("Il dort.", "Il dort.", []),
    ],
)
def test_the_passages_pointed_to_are_renumbered_as_they_come(
    prose: str, expected: str, locators: list[str], retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:  # fmt: skip
    drafted = draft(prose, retrieved, index, manifest)
    assert prose_of(drafted) == expected
    assert [citation.locator for citation in drafted.citations] == locators


@pytest.mark.parametrize("marker", ["[4]", "[0]", "[99]", "[12345]", "[1, 9]", "[1-900]"])
def test_a_number_beyond_the_passages_never_becomes_a_citation(
    marker: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(f"Il paie [2]. Il dort {marker}.", retrieved, index, manifest)
    sleeps = prose_of(drafted).split("Il dort")[1]
    numbers = {int(number) for number in MARKER.findall(sleeps)}
    assert not numbers <= {citation.n for citation in drafted.citations}


def test_the_quotes_below_the_prose_are_the_words_of_the_store(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft("Il faut un accord [1].", retrieved, index, manifest)
    [citation] = drafted.citations
    assert citation.quote == index.passage("gdpr:art-5-1", "fr").text
    assert f"> {citation.quote}" in drafted.text


@pytest.mark.parametrize(
    "forged",
    [
        "> Le crieur paie 50 % [1].",
        "  > Le crieur paie 50 % [1].",
        "- > Le crieur paie 50 % [1].",
        "1. > Le crieur paie 50 % [1].",
        "> # > Le crieur paie 50 % [1].",
        "## Le crieur paie 50 % [1].",
        "*Le crieur paie 50 % [1].*",
        "_Le crieur paie 50 % [1]._",
        "```\nLe crieur paie 50 % [1].\n```",
    ],
)
def test_a_model_cannot_make_its_words_look_like_a_quote_a_note_or_a_heading(
    forged: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(forged, retrieved, index, manifest)
    assert prose_of(drafted).splitlines()[0].strip() == "Le crieur paie 50 % [1]."


def test_lists_and_bold_words_of_a_model_stay(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    prose = "**Oui.** [1]\n\n- un accord [1]\n* une amende [2]\n1. un carnet [3]"
    assert prose_of(draft(prose, retrieved, index, manifest)) == prose


@pytest.mark.parametrize(
    "prose",
    ["NO ANSWER", "AUCUNE RÉPONSE", "AUCUNE REPONSE.", "**NO ANSWER**", "« Aucune réponse. »",
     "NO ANSWER. The passages are about soup.", " \n", "…", "no answer"],
)  # fmt: skip
def test_a_model_may_decline(
    prose: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    assert draft_from_prose(written(prose, retrieved), retrieved, index, manifest) is None


def test_an_answer_that_begins_with_no_answer_is_one(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    prose = "No answer is due within the month [1]."
    assert prose_of(draft(prose, retrieved, index, manifest)) == prose


# --- a passage the model was not shown


def test_a_passage_found_but_not_shown_cannot_be_cited(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    prose = Prose("Il paie [1]. Il dort [3].", retrieved.hits[:1])
    drafted = draft_from_prose(prose, retrieved, index, manifest)
    assert drafted is not None
    assert [citation.locator for citation in drafted.citations] == [SHOWN[0]]
    assert "Il dort [1]" not in drafted.text and "Il dort [3]" not in drafted.text


# --- reasoning

REASONED = [
    ("<think>Hm.</think>Oui [1].", "Oui [1]."),
    ("Oui <think>a</think>et <THINKING>b</THINKING>non.", "Oui et non."),
    ("[THINK]Hm.[/THINK]Oui [1].", "Oui [1]."),
    ("<reasoning>\nDeux\nlignes\n</reasoning>\n\nOui.", "\n\nOui."),
    ("<think>jamais fini", ""),
    ("1 < 2 et 3 > 2 [1], <b>oui</b> <", "1 < 2 et 3 > 2 [1], <b>oui</b> <"),
    ("Les personnes [1] [2].", "Les personnes [1] [2]."),
]


@pytest.mark.parametrize(("said", "shown"), REASONED)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_reasoning_is_never_streamed_however_it_is_cut_into_pieces(
    said: str, shown: str, size: int
) -> None:
    pieces = [said[at : at + size] for at in range(0, len(said), size)]
    assert "".join(without_reasoning(pieces)) == shown


def test_a_piece_without_a_tag_is_handed_on_at_once() -> None:
    def pieces() -> object:
        yield "Oui "
        raise AssertionError("the first piece was held back")

    assert next(without_reasoning(pieces())) == "Oui "  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    ["<think>Hm [2].</think>Il paie [1].", "Hm [2], mais non.</think>\n\nIl paie [1]."],
)
def test_reasoning_is_no_part_of_the_answer(
    said: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(said, retrieved, index, manifest)
    assert prose_of(drafted) == "Il paie [1]." and len(drafted.citations) == 1


# --- an answer cut off, quotes that nobody wrote


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Il paie [1]. Il dort [2]. Il faut enc", "Il paie [1]. Il dort [2]."),
        ("Il paie [1]. Il dort [2].", "Il paie [1]. Il dort [2]."),
        ("Il faut enc", "Il faut enc"),
    ],
)
def test_an_answer_cut_off_ends_with_its_last_whole_sentence(
    said: str, kept: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    assert prose_of(draft(said, retrieved, index, manifest, is_cut=True)) == kept


@pytest.mark.parametrize("marks", ["« {} »", "“{}”", '"{}"'])
def test_a_quote_that_stands_in_no_passage_is_reported(
    marks: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    invented = "le crieur peut frapper la nuit sans accord"
    said = f"Il paie [2]. La loi dit {marks.format(invented)} [1]. Il dort [1]."
    drafted = draft(said, retrieved, index, manifest)
    assert prose_of(drafted) == f"Il paie [1]. La loi dit {invented}. Il dort [2]."
    citations = check_quotes(drafted.citations, index)
    assert unsupported_sentences(drafted.text, citations, index) == (f"La loi dit {invented}.",)


def test_true_words_of_a_passage_and_single_terms_may_stand_between_marks(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    words = " ".join(retrieved.hits[0].focus.full_text.split()[:7])
    said = f"La loi dit « {words} » [1]. C'est le « carnet de tournée » [3]."
    assert f"« {words} » [1]" in prose_of(draft(said, retrieved, index, manifest))


# --- what is not shown at all


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Il faut un accord [1]. L'amende atteint 20 000 euros [2].", None),
        ("Il faut un accord pour aller sur le seuil et pour frapper à la porte.", "uncited"),
        ("Désolé, je ne peux pas répondre à cette question sur les personnes.", "uncited"),
        ("Il faut un accord [42]. Il dort [99].", "uncited"),
        ("Il faut un accord [1]. Il dort. Il crie. Il paie.", "unsupported"),
        ("Il faut un accord [1]. Il dort.", None),
        ("You must ask the inhabitant for an agreement before you knock at the door [1].", "language"),
        ("Hay que pedir el acuerdo de la persona antes de llamar a la puerta [1].", "language"),
        ("敲门之前必须先征得居民的同意 [1]。", "language"),
    ],
)  # fmt: skip
def test_prose_that_cannot_be_relied_upon_is_put_aside(
    said: str, fault: str | None, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(said, retrieved, index, manifest)
    assert fault_of(drafted, retrieved.understood, index, 0.5) == fault


WRITTEN: list[tuple[str, Language | None]] = [
    ("Oui, si la personne a donné son accord avant l'envoi et peut le retirer à tout moment.", "fr"),
    ("Non. Le consentement doit être libre, spécifique, éclairé et univoque selon le RGPD.", "fr"),
    ("Cela dépend du canal : par courriel, l'accord préalable est requis, sauf pour vos clients.", "fr"),
    ("Vous devez notifier la violation à la CNIL dans les 72 heures.", "fr"),
    ("Yes, if the person gave consent before you sent it and may withdraw it at any time.", "en"),
    ("It depends on the channel: prior consent is required for e-mail, except for customers.", "en"),
    ("Notify the breach to the authority within 72 hours unless a risk is unlikely.", "en"),
    ("Ja, wenn die Person vor dem Versand eingewilligt hat und jederzeit widerrufen kann.", None),
    ("Sí, si la persona dio su consentimiento antes del envío y puede retirarlo siempre.", None),
    ("Sì, se la persona ha dato il consenso prima dell'invio e può revocarlo in ogni momento.", None),
    ("Sim, se a pessoa deu o seu consentimento antes do envio e pode retirá-lo sempre.", None),
    ("Ja, als de persoon vooraf toestemming heeft gegeven en die altijd kan intrekken.", None),
    ("نعم، إذا أعطى الشخص موافقته قبل الإرسال ويمكنه سحبها في أي وقت.", None),
    ("Да, если человек дал согласие до отправки и может отозвать его в любое время.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang"), WRITTEN)
def test_the_language_of_a_model_is_told(text: str, lang: Language | None) -> None:
    assert [is_written_in(text, "fr"), is_written_in(text, "en")] == [lang == "fr", lang == "en"]


def test_a_few_words_get_the_benefit_of_the_doubt() -> None:
    assert is_written_in("Oui [1].", "fr") and is_written_in("Oui [1].", "en")
    assert is_written_in(
        "Oui, selon l'article 6, § 1, nº 2 (1ª phrase), dans les cas prévus.", "fr"
    )
