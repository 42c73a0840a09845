from ingest.parse.pdf_lines import printed_lines
from ingest.parse.pdf_notes import Note, separate_notes
from ingest.parse.pdf_text import read_text


def separated(*pages: str) -> tuple[list[str], list[Note]]:
    bodies, notes = separate_notes(printed_lines(pages))
    return ["\n".join(line.text for line in lines) for lines in bodies], notes


def words(note: Note) -> str:
    return " ".join(line.text for line in note.lines)


def test_a_note_leaves_the_text_and_so_does_its_mark() -> None:
    [body], [note] = separated("Le chat dort beaucoup.1 Il mange peu.\n1 Voir le guide\ndes chats.")
    assert body == "Le chat dort beaucoup. Il mange peu."
    assert (note.number, note.page, words(note)) == (1, 1, "Voir le guide des chats.")


def test_a_mark_after_a_year_goes_and_other_numbers_stay() -> None:
    page = "Vu l'article 12 du règlement 154/2018 du 6 juillet 20181,\nvu l'article 6(1).2\n1 Au JO.\n2 Au BO."
    [body], notes = separated(page)
    assert body == "Vu l'article 12 du règlement 154/2018 du 6 juillet 2018,\nvu l'article 6(1)."
    assert [note.number for note in notes] == [1, 2]


def test_a_mark_printed_apart_takes_its_space_along() -> None:
    [body], _ = separated("Le chat dort1 près du chien 2 .\n1 Un chat.\n2 Un chien.")
    assert body == "Le chat dort près du chien."


def test_notes_at_the_top_of_a_page_end_where_its_list_begins() -> None:
    [body], [note] = separated("1 Voir le guide.\n• Le chat dort1 ;\n• le chien veille.")
    assert body == "• Le chat dort ;\n• le chien veille."
    assert words(note) == "Voir le guide."


def test_a_note_carried_over_below_a_rule_goes_on_with_the_note_before() -> None:
    rule = " " * 60
    ends = ("Voir le livre.", "Lire la thèse.", "Relire le livre.", "Voir le guide")
    verbs = ("dort", "mange", "veille", "joue")
    pages = [
        f"Le chat {verb}{number}.\n{rule}\n{number} {end}"
        for number, (verb, end) in enumerate(zip(verbs, ends, strict=True), start=1)
    ]
    pages.append(f"Le chien veille5.\n{rule}\ndes chats, page 3.\n5 Voir ailleurs.")
    _, notes = separated(*pages)
    assert [words(note) for note in notes][-2:] == [
        "Voir le guide des chats, page 3.",
        "Voir ailleurs.",
    ]


def test_a_numbered_title_or_a_date_is_no_note() -> None:
    for line in ("1 LE CHAT DORT", "1 janvier 2024 au soir"):
        bodies, notes = separated(f"Le chat dort1.\n{line}\nIl mange.")
        assert notes == []
        assert line in bodies[0]


def test_a_number_in_a_sentence_is_no_mark() -> None:
    bodies, notes = separated("Il dort pendant 1 an ou plus.\n1 mois après son départ.")
    assert notes == []
    assert bodies == ["Il dort pendant 1 an ou plus.\n1 mois après son départ."]


def test_the_notes_of_a_page_follow_its_text() -> None:
    document = read_text(["Le chat dort.1\n1 Voir le guide."])
    [page] = document.pages
    assert [document.note_text(note) for note in page.notes] == ["Voir le guide."]


def test_a_list_printed_below_the_notes_is_no_part_of_them() -> None:
    pages = [
        f"Le chat dort{number}.\n{number} Voir le guide.\nTO GO FURTHER\n• Il mange peu."
        for number in (2, 3)
    ]
    bodies, notes = separated("Le chat joue1.\n1 Voir le livre.", *pages)
    assert [words(note) for note in notes] == ["Voir le livre.", "Voir le guide.", "Voir le guide."]
    assert bodies[1] == "Le chat dort.\nTO GO FURTHER\n• Il mange peu."


def test_a_mark_printed_twice_over_or_one_off_goes_too() -> None:
    marks = [f"Le chat {verb}{n}." for n, verb in enumerate(("dort", "joue"), start=12)]
    page = "\n".join(
        [*marks, "Le chien1313 veille11 ; AES12 aussi.", "12 Un chat.", "13 Un chien."]
    )
    before = [f"Le coq chante{n}.\n{n} Voir le guide." for n in range(1, 12)]
    bodies, _ = separated(*before, page)
    assert bodies[-1] == "Le chat dort.\nLe chat joue.\nLe chien veille ; AES aussi."


def test_a_note_printed_twice_over_is_read_once() -> None:
    page = "Le chat dort10 peu11.\n1010 Voir le guide des chats. Voir le guide des chats.\n11 11 Voir le livre.Voir le livre."
    before = [f"Le coq chante{n}.\n{n} Voir le guide." for n in range(1, 10)]
    bodies, notes = separated(*before, page)
    assert [words(note) for note in notes][-2:] == ["Voir le guide des chats.", "Voir le livre."]
    assert bodies[-1] == "Le chat dort peu."


def test_the_mark_of_a_note_on_the_next_page_goes_too() -> None:
    pages = [
        "Le chat dort1. Il mange.2\n1 Voir le guide.",
        "Le coq chante3.\n2 Ici.\n3 Voir le livre.",
    ]
    bodies, _ = separated(*pages)
    assert bodies[0] == "Le chat dort. Il mange."
