from assistant.card_body import Role, Statement
from assistant.card_lines import choose, weigh
from assistant.sentences import Span
from corpus.keywords import words


def statement(text: str, role: Role = "conditions") -> Statement:
    return Statement((text,), role, Span(0, len(text)))


def anything(_: Statement) -> bool:
    return True


LINES = (
    statement("Le crieur attend devant la porte."),
    statement("Un chien aboie devant la porte pendant 3 heures."),
    statement("Notez la porte dans le carnet.", "steps"),
)


def asked(question: str) -> list[str]:
    weighed = weigh(LINES, words(question, "fr"), "fr")
    return [s.text for s in choose(weighed, ("conditions", "steps"), 1, set(), anything)]


def test_the_statement_with_the_rarest_word_of_the_question_comes_first() -> None:
    assert asked("un chien devant la porte") == [LINES[1].text]
    assert asked("que mettre dans le carnet") == [LINES[2].text]


def test_a_word_of_the_same_family_counts() -> None:
    lines = (statement("Le crieur attend."), statement("Le profilage des habitants est rare."))
    weighed = weigh(lines, words("profiler", "fr"), "fr")
    assert weighed[1].score > weighed[0].score == 0


def test_without_a_word_of_the_question_the_sections_go_in_their_order() -> None:
    assert asked("azerty") == [LINES[0].text]


def test_what_was_said_is_not_repeated() -> None:
    weighed = weigh(LINES, words("crieur", "fr"), "fr")
    said = set(words("Le crieur attend toujours devant une porte fermée.", "fr"))
    chosen = choose(weighed, ("conditions",), 2, said, anything)
    assert [s.text for s in chosen] == [LINES[1].text]


def test_only_the_sections_asked_for_are_told_and_in_the_order_of_the_card() -> None:
    weighed = weigh(LINES, words("chien", "fr"), "fr")
    chosen = choose(weighed, ("steps", "conditions"), 3, set(), anything)
    assert chosen == list(LINES)
    assert choose(weighed, ("steps",), 3, set(), anything) == [LINES[2]]


def test_a_statement_for_which_there_is_no_room_gives_way_to_the_next() -> None:
    weighed = weigh(LINES, words("chien", "fr"), "fr")
    chosen = choose(weighed, ("conditions",), 1, set(), lambda s: "chien" not in s.text)
    assert chosen == [LINES[0]]
