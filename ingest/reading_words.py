"""What the loaders and the gate say of a text they refuse, in French.

They record it in English; `{words}` stand for what differs from one text to the next.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.system_words import in_plain_words

_FRENCH: dict[str, str] = {
    # The gate of the GDPR, and the checks of every text.
    "missing: {units}": "il manque {units}",
    "not expected: {units}": "en trop : {units}",
    "found twice: {units}": "présent deux fois : {units}",
    "without words: {units}": "sans texte : {units}",
    "out of order: {unit} before {other}": "dans le désordre : {unit} vient avant {other}",
    "no passage in it": "aucun passage",
    "no loader is called {name}": "aucun lecteur ne s'appelle {name}",
    # EUR-Lex pages.
    "no XHTML page": "ce n'est pas une page XHTML",
    "the page is in {found}, {wanted} was expected": "la page est en {found}, on attendait {wanted}",
    "paragraph {number} does not start with its number": "le paragraphe {number} ne commence pas par son numéro",
    "unknown point mark {mark}": "marque de point inconnue : {mark}",
    "a table of {count} cells where a mark and its words were expected": "un tableau de {count} cellules là où l'on attendait une marque et son texte",
    "recital {number} a second time": "le considérant {number} est présent deux fois",
    "recital {number} carries the mark {mark}": "le considérant {number} porte la marque {mark}",
    "unknown article heading {heading}": "titre d'article inconnu : {heading}",
    "no article found": "aucun article",
    "articles repeated or out of order: {units}": "articles répétés ou dans le désordre : {units}",
    "no words in article {units}": "article sans texte : {units}",
    "{unit}: the change to {words} has no one place": "{unit} : le rectificatif vers {words} ne trouve pas sa place",
    # Other forms of the law.
    "no recitals or no enacting terms": "ni considérants ni dispositif",
    "not the file of {package} that the outline was made for": "ce n'est pas le fichier de {package} pour lequel le plan a été fait",
    "not the expected form ({detail})": "forme inattendue ({detail})",
    "the file does not say of which day its text is": "le fichier ne dit pas de quel jour est son texte",
    "state of {day}, before these articles applied ({first})": "état du {day}, avant que ces articles ne s'appliquent ({first})",
    "two wordings of article {number}, one of them out of force": "deux rédactions de l'article {number}, dont une hors vigueur",
    "no article {units} in it": "il n'y a pas d'article {units}",
    "no numbered paragraph": "aucun paragraphe numéroté",
    "paragraphs missing, repeated or out of order at {units}": "paragraphes absents, répétés ou dans le désordre à {units}",
    "no words in paragraph {units}": "paragraphe sans texte : {units}",
    # Guides, lists and cards.
    "no entry in {lang}": "aucune entrée en {lang}",
    "no sentence in it": "aucune phrase",
    "no sheet in this folder": "aucune fiche dans ce dossier",
    "two files carry the same sheet number": "deux fichiers portent le même numéro de fiche",
    "sheet {number} has no title": "la fiche {number} n'a pas de titre",
    "another edition than the one paired with the French sheets: {sheets}": "une autre édition que celle appariée aux fiches françaises : {sheets}",
    "no decision in it": "aucune décision",
    "cases found twice: {cases}": "affaires présentes deux fois : {cases}",
    "two files for {names}": "deux fichiers pour {names}",
    "row {number}, {field}: {detail}": "ligne {number}, {field} : {detail}",
    "line {number}: entry {name} a second time": "ligne {number} : l'entrée {name} est présente deux fois",
    "line {number}, {field}: {detail}": "ligne {number}, {field} : {detail}",
    # What became of a text that is not read.
    "only the {kind} answers now": "seule l'origine « {kind} » répond à présent",
    "erased (recital restore {source})": "effacée (recital restore {source})",
    "the manifest names no source": "le manifeste ne nomme aucune source",
}
_FILE = re.compile(r"(?P<file>[^\s:;]+): (?P<said>.+)", re.DOTALL)
_FILE_WITH_SUFFIX = re.compile(r"[^\s:;]+\.\w{2,8}")


def french_of(part: str) -> str | None:
    """What a loader says of a text, in French; None where these are no words of a loader."""
    for pattern, french in _patterns():
        if match := pattern.fullmatch(part):
            return french.format(**match.groupdict())
    match = _FILE.fullmatch(part)
    if match is None:
        return None
    said = french_of(match["said"])
    if said is None and in_plain_words("fr", match["said"]) != match["said"]:
        said = in_plain_words("fr", match["said"])
    if said is None and _FILE_WITH_SUFFIX.fullmatch(match["file"]):
        said = f"illisible ({match['said']})"
    return None if said is None else f"{match['file']} : {said}"


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentence with most words of its own first: it fits least else."""
    return [
        (re.compile(_pattern(english), re.DOTALL), _FRENCH[english])
        for english in sorted(_FRENCH, key=lambda text: -len(re.sub(r"{\w+}", "", text)))
    ]


def _pattern(english: str) -> str:
    pieces = re.split(r"{(\w+)}", english)
    named = [
        f"(?P<{piece}>.+?)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    ]
    return "".join(named)
