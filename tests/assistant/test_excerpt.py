from assistant.excerpt import excerpt, weights
from corpus.keywords import words

TEXT = (
    "Le crieur se lève avant l'aube et déjeune. "
    "Il frappe aux portes des habitants pendant 2 heures. "
    "Le soir, la trompette retourne dans son étui de cuir, près du tambour, sous la fenêtre de la halle. "
    "Un chien dort sur le seuil."
)
LIST = "Le crieur se tait quand :\na) un volet est fermé ;\nb) un chien dort sur le seuil."


def cut(wanted: str, limit: int, text: str = TEXT, *, counts: bool = False) -> str:
    return excerpt(text, weights(words(wanted, "fr")), "fr", limit, counts=counts).of(text)


def test_a_text_within_the_limit_is_taken_whole() -> None:
    assert cut("chien", len(TEXT)) == TEXT


def test_the_sentences_that_hold_the_wanted_words_are_taken() -> None:
    assert cut("chien seuil", 60) == "Un chien dort sur le seuil."
    assert cut("trompette étui", 110).startswith("Le soir, la trompette")


def test_without_wanted_words_it_is_the_opening() -> None:
    assert cut("", 60) == "Le crieur se lève avant l'aube et déjeune."


def test_a_sentence_far_over_the_limit_gives_way_to_a_shorter_one() -> None:
    long = "Le crieur " + "et son ami " * 60 + "frappent. Le crieur frappe."
    assert cut("crieur frapper", 60, long) == "Le crieur frappe."


def test_a_figure_is_in_the_excerpt_where_one_was_asked_for() -> None:
    assert cut("chien", 60) == "Un chien dort sur le seuil."
    assert "2 heures" in cut("chien", 60, counts=True)


def test_an_announced_list_is_begun() -> None:
    assert cut("crieur tait", 40, LIST).startswith("Le crieur se tait quand :\na) un volet")


def test_an_excerpt_goes_to_the_end_of_a_list_that_fits() -> None:
    text = f"{LIST}\nLe maire passe ses soirées à lire le journal de la ville voisine."
    assert cut("volet", len(LIST), text).endswith("un chien dort sur le seuil.")


def test_what_stands_in_two_purposes_counts_twice() -> None:
    assert weights(["un", "un"], ["un", "deux"]) == {"un": 2, "deux": 1}
