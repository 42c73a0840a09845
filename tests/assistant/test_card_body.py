from pathlib import Path

import pytest

from assistant.card_body import Statement, read_statements
from corpus.card import card_paths, read_card
from corpus.nouns import Language

BODY = """## Ce qu'il faut faire
1. Frappez deux coups de la main gauche,
   puis attendez un peu : *Attendre à la porte*.
2. Notez l'accord dans le carnet.

## Quand c'est permis, quand ça ne l'est pas
| situation | réponse |
|---|---|
| volet fermé | passez votre chemin |
| chien sur le seuil | non |

| cri | amende ? |
|---|---|
| avant l'aube | oui |

Le guet a puni un crieur. Il criait la nuit.

## Exceptions et voisins
- Voir *Le tambour* et *La trompette*.
- Les foires de la ville (*Jour de foire*) ont leur propre règle.

## À garder pour le prouver
Le carnet, « un mot par porte. Rien de plus. » et la date du passage.
"""


def told(role: str) -> list[str]:
    return [statement.text for statement in read_statements(BODY, "fr") if statement.role == role]


def test_an_item_over_several_lines_is_one_statement_without_its_reference_to_a_card() -> None:
    assert told("steps")[0] == "Frappez deux coups de la main gauche, puis attendez un peu."


def test_a_row_of_a_table_says_the_case_and_the_answer() -> None:
    assert "Volet fermé : passez votre chemin." in told("conditions")


def test_a_bare_yes_is_told_with_the_column_it_answers_or_not_at_all() -> None:
    assert "Avant l'aube, amende : oui." in told("conditions")
    assert not [text for text in told("conditions") if text.startswith("Chien")]


def test_a_sentence_that_leans_on_the_one_before_it_stays_with_it() -> None:
    [statement] = [s for s in read_statements(BODY, "fr") if "guet" in s.text]
    assert statement.sentences == ("Le guet a puni un crieur.", "Il criait la nuit.")


def test_references_to_other_cards_are_left_out() -> None:
    assert told("exceptions") == ["Les foires de la ville ont leur propre règle."]


def test_a_sentence_that_ends_inside_quotation_marks_is_not_told_in_pieces() -> None:
    assert told("evidence") == []


def test_the_place_of_a_statement_is_where_its_words_stand() -> None:
    first = read_statements(BODY, "fr")[0]
    assert first.span.of(BODY).startswith("1. Frappez deux coups")
    assert first.span.of(BODY).endswith("*Attendre à la porte*.")


def test_a_heading_of_no_card_says_nothing() -> None:
    assert read_statements("## Recettes\n- Un oignon, deux carottes, du sel.", "fr") == ()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_card_of_ours_has_statements_of_whole_sentences(lang: Language) -> None:
    def is_whole(statement: Statement) -> bool:
        return all(
            s.count("«") == s.count("»") and not s.endswith(":") for s in statement.sentences
        )

    paths: list[Path] = list(card_paths(lang=lang))
    assert len(paths) > 500
    for path in paths:
        statements = read_statements(read_card(path).body, lang)
        assert statements, path.name
        assert all(map(is_whole, statements)), path.name
