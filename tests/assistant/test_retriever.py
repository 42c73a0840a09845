from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from small_law import QUESTIONS, REFORM, TODAY

from assistant.assistant import Assistant
from assistant.retriever import PassageRetriever
from corpus.errors import UnknownSource
from corpus.index import Index


def test_documents_carry_the_words_and_say_where_they_stand(assistant: Assistant) -> None:
    retriever = PassageRetriever(assistant=assistant, limit=4, as_of=TODAY)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("Que dit l'article 5(1) du RGPD ?")
    assert len(documents) == 4 and all(isinstance(found, Document) for found in documents)
    first = documents[0]
    assert first.page_content == "Le crieur ne frappe à une porte qu'avec l'accord de l'habitant."
    assert first.id == "gdpr:art-5-1@fr@2018-05-25"
    assert first.metadata == {
        "locator": "gdpr:art-5-1",
        "label": "RGPD, article 5(1)",
        "source": "gdpr",
        "lang": "fr",
        "authority": "law",
        "url": "https://eur-lex.europa.eu/fr/art-5-1",
        "page": None,
        "score": first.metadata["score"],
    }
    scores = [found.metadata["score"] for found in documents]
    assert scores == sorted(scores, reverse=True)


def test_a_point_is_read_with_its_opening_words(assistant: Assistant) -> None:
    retriever = PassageRetriever(assistant=assistant, limit=1, as_of=TODAY)
    [found] = retriever.invoke("article 21(1)(b) RGPD")
    assert found.page_content == "Le crieur se tait quand :\nun chien dort sur le seuil."


def test_a_retriever_keeps_to_its_source_its_language_and_its_day(
    assistant: Assistant, index: Index
) -> None:
    guide = PassageRetriever(assistant=assistant, source="cnil-dpo-guide", as_of=TODAY)
    [page] = guide.invoke(QUESTIONS["fr"])
    assert (page.metadata["page"], page.metadata["authority"]) == (12, "cnil")
    english = PassageRetriever(assistant=assistant, lang="en", source="gdpr", as_of=TODAY)
    assert {found.metadata["lang"] for found in english.invoke("agreement")} == {"en"}
    before = PassageRetriever(assistant=assistant, source="conso", as_of=REFORM.replace(day=1))
    assert "liste bleue" in before.invoke("Le colporteur et le moulin")[0].page_content


def test_an_unknown_source_is_refused(assistant: Assistant) -> None:
    with pytest.raises(UnknownSource):
        PassageRetriever(assistant=assistant, source="nowhere").invoke("accord")


def test_a_retriever_works_inside_a_chain_of_somebody_else(assistant: Assistant) -> None:
    def locators(found: list[Document]) -> list[str]:
        return [document.metadata["locator"] for document in found]

    retriever = PassageRetriever(assistant=assistant, limit=2, as_of=TODAY)
    question: Runnable[str, str] = RunnablePassthrough()
    chain = question | {"context": retriever | RunnableLambda(locators), "question": question}
    values = chain.invoke("Que dit l'article 83 du RGPD ?")
    assert values["context"][0] == "gdpr:art-83" and len(values["context"]) == 2
    assert values["question"] == "Que dit l'article 83 du RGPD ?"
    both = retriever.batch(["article 5(1) RGPD", "article 83 RGPD"])
    assert [found[0].metadata["locator"] for found in both] == ["gdpr:art-5-1", "gdpr:art-83"]
