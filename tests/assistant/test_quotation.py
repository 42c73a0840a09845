import pytest
from small_law import find

from assistant.citations import Citations
from assistant.plan import Room, plan_for
from assistant.quotation import quotation
from corpus.index import Index
from corpus.manifest import Manifest


@pytest.fixture
def citations(index: Index, manifest: Manifest) -> Citations:
    return Citations(index, manifest, find(index, "Que fait le crieur devant un chien ?"))


def test_a_point_stands_under_the_opening_words_of_its_paragraph(
    citations: Citations, index: Index
) -> None:
    point = index.passage("gdpr:art-21-1-b", "fr")
    block = quotation(citations.add(point, point, ()), citations)
    opening, _, words, *_ = block.splitlines()
    assert opening == "> *Le crieur se tait quand :*"
    assert words == "> un chien dort sur le seuil."


def test_a_paragraph_has_nothing_above_it(citations: Citations, index: Index) -> None:
    paragraph = index.passage("gdpr:art-5-1", "fr")
    block = quotation(citations.add(paragraph, paragraph, ()), citations)
    assert block.startswith(f"> {paragraph.text}")


def test_a_unit_cited_twice_keeps_its_number(citations: Citations) -> None:
    first = citations.add_locator("gdpr:art-5-1", {"fr": "l'accord de l'habitant"})
    assert citations.add_locator("gdpr:art-5-1", {"fr": "autre chose"}) is first
    assert [citation.n for citation in citations.cited] == [1]


def test_room_is_given_while_there_is_some_and_what_must_be_said_is_said() -> None:
    room = Room(10)
    assert room.take(6) and not room.take(6)
    room.spend(6)
    assert room.left == -2


def test_a_procedure_tells_its_steps_first_and_a_permission_its_cases() -> None:
    assert plan_for("procedure").before[0] == "steps"
    assert plan_for("permission").before[0] == "conditions"
    assert plan_for("permission") == plan_for("other")
