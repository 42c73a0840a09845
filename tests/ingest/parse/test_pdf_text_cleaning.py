from ingest.parse.pdf_text import clean_pages


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


def test_running_headers_and_page_numbers_go() -> None:
    bodies = ["Le chat dort.", "Le chien veille.", "Le lapin court.", "Le coq chante."]
    pages = [f"Guide des animaux\n{body}\nPage {n}" for n, body in enumerate(bodies)]
    assert clean_pages(pages) == bodies


def test_a_number_inside_a_page_stays() -> None:
    [text] = clean_pages(["Il y en a\nbien plus de\n12\nchats dans la\nrue."])
    assert text.split() == "Il y en a bien plus de 12 chats dans la rue.".split()


def test_an_empty_page_stays_in_its_place() -> None:
    assert clean_pages(["", "Un."]) == ["", "Un."]
