"""Questions that no text can tell, whatever it says of the subject: facts about the world.

How to reach a person, what a register holds on somebody, what a company that no text names does, how
many do so and so: these are recognised by their form, and one of what is allowed or due is never among
them. Prices, products, opinions, the future, one's own firm have no such form: they are told by what was
learnt (`answerable`). The nearest card would answer them all with the rule they are near to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assistant.answerable import answerable_model
from assistant.card_choice import kind_of_card
from assistant.per_index import once_per_index
from assistant.word_list import plain
from corpus.embedder import Vectors
from corpus.index import Index
from corpus.nouns import Hit

Untellable = Literal["contact", "register", "practice", "statistic", "fact"]
FORMS: frozenset[Untellable] = frozenset({"contact", "register", "practice", "statistic"})
"""The kinds recognised by their form: these words are of our field whatever else they are near to."""

# What makes a question one about the law, whatever else it asks.
_LAW = re.compile(
    r"\b(?:peut|peuvent|peux|puis je|pouvons|pouvez vous me demander|doi\w+|devons|devez|devrai\w*|faut il|il faut"
    r"|droit|autoris\w+|interdi\w+|legal\w*|licite|obligat\w+|oblige\w*|conforme\w*|amende|sanction\w*|condamn\w*"
    r"|reproch\w+|durees? maxim\w+|rgpd|gdpr|reglement|regulation|loi|law|(?:quels?|which|what) articles?|articles? (?:\w )?\d+|may|must|should|allowed|lawful\w*|legal\w*|permitted|forbidden"
    r"|prohibited|need to|have to|has to|right to|entitled|fined?|fines|compl\w+ with|penalt\w+|required?)\b"
)
_ASKING = (
    r"(?:auriez vous|avez vous|as tu|tu as|t as|vous avez|donnez?(?: moi| nous)?|communiquez?(?: moi)?|trouvez?(?: moi)?"
    r"|quel(?:le)? est|quel(?:le)?s sont|c est quoi|je cherche|il me faut|peux tu me (?:donner|trouver)"
    r"|pouvez vous me (?:donner|trouver|communiquer)|give me|tell me|find me|get me|i need|what is|what s|whats|what are"
    r"|do you (?:have|know)|have you got|can you (?:give|find|tell|get)(?: me)?)"
)
_CONTACT = re.compile(
    rf"\b{_ASKING} (?:\w+ ){{0,3}}?(?:"
    r"(?:numeros?|n|telephone|tel|ligne|adresse|e ?mail|mail|coordonnees|portable)"
    r"(?: \w+){0,3}? (?:personnel(?:le)?s?|prive\w*|directe?s?|portable|perso|domicile)\b(?: \w+){0,3}? (?:de|du|d|des|qui)"
    r"|(?:direct|personal|private|home|mobile|cell)(?: \w+)? (?:phone|telephone|number|line|address|e ?mail|extension)\b"
    r"(?: \w+){0,2}? (?:of|for|belonging)"
    r")\b"
)
_REGISTER = re.compile(
    r"\b(?:est (?:il|elle|ce que \w+ est)|suis je|is (?:he|she)|am i|is my \w+|are we|sommes nous)(?: \w+){0,4}? "
    r"(?:inscrite?s?|fichee?s?|liste?s?|listed|registered|recorded)(?: \w+){0,2}? (?:au|aux|sur|dans|a la|in|on|with)"
    r"(?: \w+){0,3}? (?:fichier|liste|registre|ficp|bloctel|fnci|file|list|register|database|base)\b"
)
_LOOK_UP = re.compile(
    r"\b(?:(?:pouvez vous|peux tu|tu peux|vous pouvez|merci de|peut on) (?:\w+ )?(?:regarder|verifier|chercher|consulter)"
    r"|(?:can|could) you (?:please )?(?:look|check|verify|find out)|look (?:it|him|her) up)\b"
)
_NUMBER_OF = re.compile(
    r"\b(?:quel(?:le)? (?:est (?:le|la) )?(?:pourcentage|proportion|part)|combien (?:de |d )(?:pme|tpe|entreprises?|societes?"
    r"|sites?|marques?|consommateurs?|internautes?|francais\w*|utilisateurs?|dpo|pour cent|boutiques?|agences?)"
    r"|taux (?:moyen|d ouverture|de clic|de conversion)|en moyenne combien|moyenne (?:de|des|du)"
    r"|(?:what|which) (?:percentage|proportion|share)|(?:on )?average|median|how many (?:\w+ )?(?:companies|businesses"
    r"|firms|sites|websites|consumers|users|people|brands|retailers|shops|dpos|smes|europeans)"
    r"|(?:open|click|conversion|bounce) rates?)\b"
)
_NO_STATISTIC = re.compile(
    r"\b(?:chiffre d affaires|turnover|ca mondial|salaries?|employees|personnes concernees|data subjects|criteres?"
    r"|criteria|fois|times|people (?:must|do you need|is)|a partir de|seuil|threshold)\b"
)
_DOES_FR = re.compile(
    r"\b(?:revend|vend|partage|utilise|conserve|garde|stocke|transmet|collecte|heberge|enregistre|ecoute|cede|exploite"
    r"|archive|recupere|lit|envoie)(?:nt|ent)?\b"
)
_DOES_EN = re.compile(
    r"\b(?:sells?|shares?|uses?|keeps?|keeping|stores?|tracks?|collects?|hosts?|records?|listens?|reads?|sends?|holds?"
    r"|buys?|scans?)\b"
)
_ASKS_OF_OTHERS = re.compile(
    r"(?:^|[.!?:] )(?:est ce qu\w*|quel(?:le)?s?|combien|ou|comment|does|do|how (?:long|much|many|often)|which|where|what|is)\b"
)
_WE = re.compile(
    r"\b(?:je|j|nous|notre|nos|on (?:garde|utilise|vend|revend|envoie|collecte|partage|stocke|a|fait|veut)|mon|ma|mes|we|our|us|i|my|your?|vous|votre)\b"
)
_NAME = re.compile(
    r"(?<![.!?:] )(?<!^)(?<![\w’'-])(?:[ld][’'])?((?:L[’'])?[A-ZÀ-Ý][\w&-]*[a-zà-ÿ][\w&-]*)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def untellable(question: str, hits: tuple[Hit, ...], index: Index) -> Untellable | None:
    """What kind of fact about the world is asked for, if the question asks for nothing else."""
    text = _marked(question)
    if _LAW.search(text):
        return None
    if _CONTACT.search(text):
        return "contact"
    if _REGISTER.search(text) or (_LOOK_UP.search(text) and _has_unknown_name(question, index)):
        return "register"
    if _NUMBER_OF.search(text) and not _NO_STATISTIC.search(text) and not _counts(hits):
        return "statistic"
    is_habit = _ASKS_OF_OTHERS.search(text) and (_DOES_FR.search(text) or _DOES_EN.search(text))
    if is_habit and not _WE.search(text) and _has_unknown_name(question, index):
        return "practice"
    return None


def asks_for_fact(vector: Vectors, embedding_model: str, hits: tuple[Hit, ...]) -> bool:
    """Whether a question with this vector, (dimension,), is like those no text was found to tell.

    Never where research comes first, which tells how things are, nor with another embedding model than
    the one it was learnt with.
    """
    model = answerable_model()
    if model.embedding_model != embedding_model or _first_is(hits, ("research",), ("goodintech",)):
        return False
    return model.is_beyond_texts(vector)


def _marked(question: str) -> str:
    """The question in plain words, with marks between its sentences."""
    return ". ".join(plain(sentence) for sentence in _SENTENCE.split(question))


def _counts(hits: tuple[Hit, ...]) -> bool:
    """Whether what was found first is research or a figure: then it may well tell how many."""
    return _first_is(hits, ("research", "figure", "decision"), ("goodintech", "cnil-decisions"))


def _first_is(hits: tuple[Hit, ...], kinds: tuple[str, ...], sources: tuple[str, ...]) -> bool:
    """Whether the first hit is a card of such a kind or a unit of such a source."""
    if not hits:
        return False
    first = hits[0].passage
    if first.kind == "card":
        return kind_of_card(first.locator) in kinds
    return first.source.startswith(sources)


def _has_unknown_name(question: str, index: Index) -> bool:
    return any(not _is_named(index, name) for name in _names(question))


def _names(question: str) -> Iterator[str]:
    """Proper names: capital letters where no sentence begins."""
    for match in _NAME.finditer(question):
        yield match[1].removesuffix("'s").removesuffix("’s")


@once_per_index
def _is_named(index: Index, name: str) -> bool:
    """Whether any text holds the name, written with its capital letter."""
    form = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(
        name in told and form.search(told)
        for passage in index.passages.values()
        for told in (f"{passage.heading} {passage.full_text} {' '.join(passage.questions)}",)
    )
