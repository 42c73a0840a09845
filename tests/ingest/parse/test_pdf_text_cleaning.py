from collections.abc import Sequence

from ingest.parse.pdf_lines import printed_lines
from ingest.parse.pdf_text import page_texts, read_text
from ingest.parse.pdf_words import respaced, unspaced, vocabulary_of


def clean_pages(raw_pages: Sequence[str]) -> list[str]:
    return page_texts(read_text(raw_pages))


def test_words_broken_at_a_line_end_are_whole_again() -> None:
    assert clean_pages(["Les don-\nnées et les sous-\ntraitants."]) == [
        "Les données et les sous-traitants."
    ]


def test_a_hyphen_that_the_text_writes_elsewhere_stays() -> None:
    assert clean_pages(["Un chat-\nchien dort. Le chat-chien dort."]) == [
        "Un chat-chien dort. Le chat-chien dort."
    ]


def test_a_soft_hyphen_at_a_line_end_is_only_a_break() -> None:
    assert clean_pages(["Les don\u00ad\nnées."]) == ["Les données."]


def test_a_hyphen_printed_apart_still_breaks_the_word() -> None:
    assert clean_pages(["Les outils pédago -\ngiques du chat."]) == [
        "Les outils pédagogiques du chat."
    ]


def test_a_dash_at_a_line_end_is_not_a_broken_word() -> None:
    page = (
        "Le chat – le chat noir -\net le chien dorment. Il dort en noir et en rond, le chat noir."
    )
    assert "noir - et" in clean_pages([page])[0]


def test_a_title_in_capitals_is_whole_again() -> None:
    assert clean_pages(["LES VIOLA-\nTIONS"]) == ["LES VIOLATIONS"]


def test_ligatures_become_letters() -> None:
    assert clean_pages(["o\ufb03ce, \ufb01che, \ufb02eur"]) == ["office, fiche, fleur"]


def test_lines_are_joined_into_paragraphs_and_bullets_start_their_own() -> None:
    page = (
        "Un chat dort presque toute la journée dans un\npanier. Il mange peu.\n"
        "Il faut prévoir :\n• un panier, de préférence\nen osier ;\n• une gamelle."
    )
    assert clean_pages([page]) == [
        "Un chat dort presque toute la journée dans un panier. Il mange peu.\n"
        "Il faut prévoir :\n• un panier, de préférence en osier ;\n• une gamelle."
    ]


def test_items_without_bullets_keep_to_a_line_each() -> None:
    page = (
        "Un chat dort presque toute la journée dans son panier, et un\n"
        "chat qui dort presque toute la journée a besoin de ceci :\n"
        "un panier d'osier ;\nune gamelle ;\nun coussin."
    )
    assert clean_pages([page])[0].split("\n")[1:] == [
        "un panier d'osier ;",
        "une gamelle ;",
        "un coussin.",
    ]


def test_running_headers_and_page_numbers_go() -> None:
    bodies = ["Le chat dort.", "Le chien veille.", "Le lapin court.", "Le coq chante."]
    pages = [f"Guide des animaux\n{body}\nPage {n}" for n, body in enumerate(bodies)]
    assert clean_pages(pages) == bodies


def test_what_a_browser_prints_around_a_page_goes_even_from_a_single_page() -> None:
    page = "20/04/2026, 18:25Les chats | Animaux\nPage 1 of 1https://animaux.test/chats\nIl dort."
    assert clean_pages([page]) == ["Il dort."]


def test_the_numbers_a_browser_prints_apart_from_their_items_go() -> None:
    page = "20/04/2026, 18:25Les chats\n1.\n2.\nLe chat dort ;\nle chat mange."
    assert clean_pages([page])[0].split() == "Le chat dort ; le chat mange.".split()


def test_the_last_cell_of_a_table_is_not_a_running_footer() -> None:
    pages = [
        f"Le chat {n} dort\n29/01/2026\nIl mange\n29/01/2026\nIl veille\nun peu\n29/01/2026"
        for n in range(5)
    ]
    assert all(page.endswith("29/01/2026") for page in clean_pages(pages))


def test_a_case_number_is_not_a_page_number() -> None:
    [lines] = printed_lines(["Il a été jugé dans l'affaire\n487/21"])
    assert [line.text for line in lines][-1] == "487/21"


def test_a_number_inside_a_page_stays() -> None:
    [text] = clean_pages(["Il y en a\nbien plus de\n12\nchats dans la\nrue."])
    assert text.split() == "Il y en a bien plus de 12 chats dans la rue.".split()


def test_an_empty_page_stays_in_its_place() -> None:
    assert clean_pages(["", "Un."]) == ["", "Un."]


def test_a_contents_page_is_told_by_its_leaders_or_its_numbers() -> None:
    leaders = "\n".join(f"{n}. Le chat {n} ........ {n}" for n in range(1, 6))
    numbers = "\n".join(str(n) for n in range(1, 14)) + "\nLe chat\nLe chien"
    pages = read_text([leaders, numbers, "Le chat dort."]).pages
    assert [page.is_contents for page in pages] == [True, True, False]


def test_a_title_that_the_contents_announce_is_found_in_the_text() -> None:
    contents = (
        "1. Le chat ........ 2\n2. Le sommeil du chat et\ncelui du chien ........ 3\n"
        "3. Le chien ........ 4\n4. Le lapin ........ 5\n5. Le coq ........ 6"
    )
    body = "Il mange.\n2. LE SOMMEIL DU CHAT ET\nCELUI DU CHIEN\nIls dorment."
    titles = [line.text for line in read_text([contents, body]).pages[1].lines if line.is_title]
    assert titles == ["2. LE SOMMEIL DU CHAT ET CELUI DU CHIEN"]


def test_letter_spaced_titles_are_words_again() -> None:
    assert (
        respaced("Ge st ion  a dm in ist ra t ive  du  cha t") == "Gestion administrative du chat"
    )
    known = vocabulary_of(["gestion des relations collectives de travail", "des relations de chat"])
    assert unspaced("Ge st ion de s re la t ion s", known) == "Gestion des relations"
    assert unspaced("Le chat dort.", known) == "Le chat dort."


def test_words_torn_all_over_a_document_are_put_together() -> None:
    words = [f"mot{letter}long" for letter in "abcdefghijklmnopqrstuvwxyz"]
    page = "\n".join(f"Le {word} et le {word} ou le {word[:4]} {word[4:]}." for word in words)
    text = clean_pages([page])[0]
    assert [word for word in words if text.count(word) == 3] == words


def test_a_single_torn_word_is_left_as_it_is_printed() -> None:
    assert "betwe en" in clean_pages(["A cat betwe en dogs. Between us, between them."])[0]


def test_the_rows_of_a_retention_table_stay_whole() -> None:
    page = (
        "Gestion du chat\n\x1f\x1fFinalités \x1fDurée \x1fDate de mise à jour\n\x1f\x1fNourrir\nle chat\n"
        "\x1f2 ans\n\x1f29/01/2026\n\x1f\x1fLoger\nle chat\n\x1f3 ans\n\x1f29/01/2026"
    )
    assert clean_pages([page])[0].split("\n") == [
        "Gestion du chat",
        "Finalités | Durée | Date de mise à jour",
        "Nourrir le chat | 2 ans | 29/01/2026",
        "Loger le chat | 3 ans | 29/01/2026",
    ]


def test_a_line_printed_over_itself_to_look_bold_is_read_once() -> None:
    assert clean_pages(["CAS PARTICULIER DU CHATCAS PARTICULIER DU CHAT\nLe chat dort."]) == [
        "CAS PARTICULIER DU CHAT Le chat dort."
    ]


def test_an_item_of_a_web_page_follows_the_colon_of_a_full_line() -> None:
    opening = "Le chat qui dort dans son panier presque toute la journée demande :"
    page = f"Page 1 of 1https://cats.example\n{opening}\nun panier bien chaud et propre ;\nune gamelle bien remplie."
    assert clean_pages([page])[0].split("\n") == [
        opening,
        "un panier bien chaud et propre ;",
        "une gamelle bien remplie.",
    ]
