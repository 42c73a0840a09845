"""Means that no single phrase says: the words of one sentence that say them together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.campaign.facts import OPERATIONS
from assistant.campaign.mentions import Mention

_SENTENCE = re.compile(r"[^.;!?]+")
_PEOPLE = (
    r"(?:clients?|clientes?|clientele|customers?|members?|membres?|abonnes?|subscribers?|users?|utilisateurs?|people|personnes"
    r"|gens|acheteurs?|buyers?|shoppers?|prospects?|donateurs?|donors?|visitors?|visiteurs?|internautes?|joueurs?|players?)"
)
_DATA = (
    r"(?:adresses?|addresses|e-?mails?|numeros?|numbers?|coordonnees|details|fichiers?|files?|listes?|lists?|bases?|databases?"
    r"|data|donnees|contacts?|crm|records?)"
)
_PLATFORM = (
    r"(?:facebook|instagram|linkedin|meta|tiktok|snapchat|pinterest|google|twitter|youtube|(?:social )?networks?"
    r"|reseaux? socia(?:l|ux)|le reseau|(?:ad |the |une? |la )plateforme?s?)"
)
_OTHERS = (
    r"(?:partenaires?|partners?|tiers|third part(?:y|ies)|insurers?|assureurs?|courtiers?|confreres?|annonceurs?|advertisers?"
    r"|sponsors?|filiales?|subsidiar\w+|sister compan\w+|another (?:company|charity|brand|shop|firm|ngo)|autres? (?:societes?|entreprises?"
    r"|marques?|associations?|ongs?|enseignes?)|other (?:compan\w+|charit\w+|brands?|shops?|firms?)|fellow charit\w+|retailers?|fabricants?)"
)
# All of these in one sentence; the means is said by the words of the first.
_RULES = tuple(
    (value, tuple(re.compile(rf"\b(?:{words})\b") for words in patterns))
    for value, patterns in (
        (
            "custom_audience",
            (
                r"(?:hand|give|giv\w+|send|pass|upload\w*|load\w*|import\w*|match\w*|push\w*|confi\w+|donn\w+|envo\w+|transm\w+|charg\w+"
                r"|depos\w+|rapproch\w+|hash\w*|hachees?)",
                _DATA,
                _PLATFORM,
                r"(?:ads?|advert\w*|pubs?|publicit\w+|cibl\w+|target\w*|audiences?|retrouver|find them)",
            ),
        ),
        (
            "share_data",
            (
                r"(?:sells?|selling|sold|pass(?:es|ing)? on|pass(?:es|ing)?|hand(?:s|ing)? over|giv(?:e|es|ing)|lends?|lending|rents? out|provid\w+"
                r"|suppl(?:y|ies|ying)|pays? us for|vend(?:re|ons|rait|ent|rions)?|cede[rs]?|cedons|cession|transmet\w*|transmettre|fourni(?:r|ssons)"
                r"|communiqu\w+|remett\w+|mettre|mettons|loue(?:r|ons)|partage(?:r|ons)|refil\w+)",
                rf"(?:our|nos|notre|the|les?|leurs?)\b(?: [\w'-]+){{0,3}} (?:{_DATA})",
                rf"(?:to|a|aux?|d'une?|a la disposition d\w*|with|avec|an?|pays?)\b(?: [\w']+){{0,3}} (?:{_OTHERS})|an? {_OTHERS} pays",
            ),
        ),
        (
            "profiling",
            (
                r"(?:class(?:er|ons|ify|ifies)|not(?:er|ons)|rang(?:er|eons)|tri(?:er|ons)|group(?:er|ons|ing)|regroup\w+|rank(?:s|ing)?|sort(?:s|ing)?"
                r"|label(?:s|ling)?|estimat\w+|estim(?:er|ons|e)|predi\w+|guess(?:es|ing)?|devin\w+|anticip\w+|calcul(?:er|ons|e)|grad(?:e|ing))",
                _PEOPLE,
                r"(?:d'apres|selon|en fonction d\w+|from (?:their|what|past|the)|by (?:what|how|their|spend\w*)|based on|according to"
                r"|how likely|likel(?:y|ihood)|probabilit\w+|risque d\w+|\"[^\"]{3,30}\" (?:et|and|ou|or)|\"[^\"]{3,30}\", \")",
            ),
        ),
        (
            "enrichment",
            (
                r"(?:complet\w+|enrich\w*|ajout\w+|add(?:s|ing)?|append\w*|attach\w*|combin\w+|bolt\w*|top(?:s|ping)? up)",
                r"(?:fiches?|fichiers?|bases?|crm|records?|profiles?|profils?|files?|databases?)",
                r"(?:achete\w*|bought|external|externes?|tiers|third[- ]part\w+|outside|d'ailleurs|brokers?|vendors?|provider's|autres? (?:sites|enseignes|sources))",
            ),
        ),
        (
            "buy_data",
            (
                r"(?:fournisseurs?|vendeurs?|courtiers?|brokers?|sellers?|vendors?|suppliers?|list owners?)",
                r"(?:\d[\d .,]*k?|list|liste|fichier|file|thousands?|milliers)",
                _DATA,
                r"(?:€|euros?|pounds?|dollars?|on (?:en )?prend\w*|we(?:'d)? take|on achete|offers? us|nous propose|sells? us|nous vend|order|commander)",
            ),
        ),
        (
            "audience_measurement",
            (
                r"(?:count\w*|compt(?:er|ons|age|e)|mesur\w+|measur\w+|statisti\w+|stats)",
                r"(?:visit\w+|audiences?|pages?|frequentation|traffic|trafic|clics?|clicks?)",
                r"(?:sites?|websites?|applis?|apps?|pages?|editeur|publisher|web)",
            ),
        ),
        (
            "automated_call",
            (
                r"(?:robots?|automates?|voicebots?|callbots?|robotise\w*|pre-?recorded|pre-?enregistre\w*|synthetic voice|voix de synthese|machine)",
                r"(?:calls?|calling|dials?|dialling|rings?|r?appel(?:s|er|le|lent|lera|ons)?|sonn\w+|telephon\w+|phones?)",
                _PEOPLE + r"|standards?|switchboards?|households?|foyers?|particuliers?|consumers?",
            ),
        ),
    )
)


def said_together(folded: str) -> Iterator[Mention]:
    """Each means that the words of one sentence say together."""
    for sentence in _SENTENCE.finditer(folded):
        for value, patterns in _RULES:
            first = patterns[0].search(folded, sentence.start(), sentence.end())
            if first and all(one.search(sentence.group()) for one in patterns[1:]):
                yield Mention(OPERATIONS, value, first.start(), first.end())
