"""What the sender does or leaves undone: a duty's name and the words around it, or all duties at once.

"The DPIA is done", "no DPIA", "the DPIA? We won't do one" and "do we need a DPIA?" are told apart by
the clause. "Every other duty is done" says each duty the text says nothing else of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.campaign.facts import fact_table
from assistant.campaign.mentions import Mention, clause_around, phrases, sentence_around

_NEAR_WORDS = 6
_FAR = 70
_LISTED_AT_LEAST = 3
_ASKED = re.compile(
    r"\b(?:faut-il|faut|doit-on|devons|devrions|necessaires?|obligatoires?|besoin|need(?:ed)?|required?"
    r"|must|should|mandatory|do we|does|est-ce|quand|when|if|si|dois|doit)\b"
)
_NEGATED = re.compile(
    r"\b(?:not?|never|without|neither|nor|none|nobody|skip\w*|lacks?|lacking|missing|isn't|aren't"
    r"|hasn't|haven't|hadn't|wasn't|weren't|don't|doesn't|didn't|won't|cannot|can't|couldn't|forgot\w*"
    r"|pas|sans|aucune?s?|jamais|ni|manque\w*|absence|oublie\w*|ignor\w+|omi[st]\w*|rien|still to"
    r"|(?:on|nous|we|board|direction|management) refus\w+|refus(?:e|es|ed|ons|ent) (?:de|to)|said no)\b"
)
# "The register, we won't keep one": what is said of the name by the words that take it up again.
_TAKEN_UP = re.compile(
    r"^[^.;!?]{0,40}?[,?:]\s*(?:on|nous|we|they|ils)\s(?:(?:ne |n')?(?:l'|la |le |les |en |s'en )"
    r"(?:\w+ ){0,2}?(?P<deed>\w+)(?P<no> (?:pas|jamais|plus))?|(?:won't|will not|don't|do not|never)\b(?P<no_en>))"
)
_DOES_WITHOUT = frozenset(
    (
        "passe",
        "passera",
        "passerons",
        "dispense",
        "fiche",
        "moque",
        "enleve",
        "enlevera",
        "enlevons",
        "retire",
        "retirera",
        "retirons",
        "supprime",
        "supprimera",
        "supprimons",
    )
)
_DONE = re.compile(
    r"\b(?:fai(?:t|te|ts|tes)|realise\w*|mene\w*|signe[des]*|redige\w*|ecrit\w*|documente\w*|done"
    r"|signed|written|completed|carried|run|place|exist\w*|avec|with|avons|ont|a|have|has|had|we"
    r"|got|tenue?s?|keep|kept|held|hold|joint\w*|appointed|named|nommee?s?|designe\w*|fixe\w*|set|defini\w*|garde\w*"
    r"|appliqu\w+|applied|apply|conserv\w+|stored?|is|are|est|sont|passe\w*|verifi\w+|check\w*"
    r"|confront\w+|screened|cleaned|scrubbed|against|after|apres|respect\w*|log\w*|inscrit\w*"
    r"|figur\w*|can|peu(?:t|vent)|includ\w*|compris|shown?|bound|lie|archiv\w+|ok|dispos\w+)\b"
)
# Words by which a sender declines, wherever they stand in the sentence.
_DECLINED = re.compile(
    r"\b(?:won't|will not|will never|(?:is|are|were|was)n't going to|not going to|no intention|(?:don't|do not|doesn't) (?:intend|plan|want|bother)"
    r"|refus(?:e|es|ed|ing) to|out of the question|(?:see|sees) no (?:point|need)|(?:was|were|been|got) (?:dropped|skipped|scrapped|cancelled|abandoned)"
    r"|left out|leave (?:it|them|that) out|thrown away|throw\w* (?:it|them) away|keep(?:s|ing)? quiet|not happening|(?:we'll|we|will) skip|skip (?:it|them|that)"
    r"|(?:there )?will be no|there (?:is|are) no|there's no|decided (?:against|not to)|do(?:es)? without|not taken out|are not (?:removed|filtered|applied)"
    r"|is never applied|said no|(?:not|never) bother\w*|can't be bothered|don't care|no time"
    r"|pas question|hors de question|s'en pass\w+|refus(?:e|ons|ent|era) (?:de|d')|n'en veu\w+ pas|n'en (?:\w+ )?(?:pas|aucun)|personne ne compte"
    r"|ne (?:compt|prevo|souhait|v(?:oul|eu)|pens|f(?:er|ai|on)|ser|figur|mett|indiqu|donn|sign|design|nomm|redig|men|inform|retir|appliqu|fix|gard|tien)\w* "
    r"(?:pas|jamais|rien|aucun\w*)|n'(?:a|ont|avons|est|etait|appliqu\w+|indiqu\w+|inform\w+|inscri\w+|aur\w+|y aur\w+)\w* (?:pas|jamais|aucun\w*)"
    r"|on (?:taira|tait|cache|zappe|oublie|laisse tomber|renonce)|inutile de|trop (?:cher|long|lourd|de)|pas le temps|pas prevu|rien ne sera|ne sera jamais"
    r"|a quoi bon|on ne voit pas l'interet)\b"
)
# Neither done nor left undone: it is on somebody's list, or nobody knows.
_PENDING = re.compile(
    r"\b(?:still (?:has |have |needs? )?to|(?:still|yet) to be|remains? to|to be (?:written|done|set|settled)|planned"
    r"|not (?:been )?(?:mentioned|settled|confirmed|decided)|reste a|restent a|en attente|prevue?s? mais"
    r"|sais pas|on ignore|no idea|not (?:yet )?confirmed|pas encore|a verifier|haven't checked|not sure)\b"
)
_ALL_DONE = re.compile(
    r"\b(?:(?:every|each|all)(?: of)?(?: the| our)?(?: other)? (?:dut(?:y|ies)|obligations?)\b[^.;!?]{0,60}?"
    r"\b(?:done|confirmed|ticked|checked|in place|in order|met|fulfilled|taken care of|complied with)"
    r"|(?:the rest|all else|everything else)(?: of (?:the|our) (?:dut\w+|obligations|list|form))?"
    r"(?:,? (?:is|are|was|were)|:)?(?: all)? (?:done|confirmed|ticked|in place|in order|met|fulfilled)"
    r"|everything (?:is|was) (?:done|in place|in order|ticked|confirmed)|the paperwork is (?:complete|done|in order)"
    r"|(?:toutes (?:les|nos)|l'ensemble des)(?: autres)? obligations\b[^.;!?]{0,40}?\b(?:remplies?|en place|en ordre|en regle"
    r"|cochee?s?|confirmees?|faites?|respectees?|tenues?|reunies?|satisfaites?|a jour)"
    r"|(?:tout )?le reste(?: des obligations| de la liste(?: des obligations)?)?(?: est| sont)?(?: bien)? "
    r"(?:cochee?s?|faite?s?|en place|en ordre|en regle|a jour|remplie?s?|validee?s?|tenue?s?|respectee?s?)"
    r"|tout (?:est|a ete)(?: bien)? (?:coche|fait|valide|en place|en ordre|en regle|rempli|documente))\b"
)
_NOT_ALL = re.compile(
    r"\b(?:not|pas|if|si|once|until|unless|when|quand|nearly|almost|presque|whether)\s+(?:\w+ )?$"
)
# How duties are named in a list of them, and what ends such a list.
_LIST_END = re.compile(
    r"\b(?:done|in place|in order|confirmed|ticked|kept|set|fixed|applied|given|en place|en ordre|tenus?|tenues?"
    r"|faits?|faites?|fixee?s?|a jour|prete?s?|signee?s?|respectee?s?|valide\w*|remplie?s?)\b"
)
_LISTED = tuple(
    (fact, re.compile(rf"\b(?:{names})\b"))
    for fact, names in (
        ("sender_identified", "identity|identite|sender(?: named)?|emetteur(?: nomme)?|caller names us"),
        ("refusal_in_each_message", "opt-?out|unsubscribe|refusal|stop(?: link)?|desinscription"),
        ("objections_removed", "suppression list|objections removed|refusals? (?:removed|honoured|logged)"
         "|oppositions? retirees?|liste d'opposition|list of refusals|refus (?:retires|tenus)"),
        ("informed", "notices?|information|mentions|people told|privacy page"),
        ("source_told", "source"),
        ("consent_proof", "proofs?|preuves?"),
        ("withdrawal_as_easy", "easy withdrawal|withdrawal(?: link)?|retrait"),
        ("call_rules", "hours|horaires"),
        ("balancing_test", "balancing(?: test)?|mise en balance|pesee"),
        ("processor_contract", "contracts?|contrats?"),
        ("retention_set", "retention|periods|durees?|purge\\w*"),
        ("recorded", "records?|register|registre"),
    )
)  # fmt: skip


def duties(folded: str) -> Iterator[Mention]:
    """The duties a text says are done or left undone, each by name, then all those it says at once."""
    declined = {one.fact: one for one in _declined(folded)}
    told = set(declined)
    yield from declined.values()
    for one, state in _named(folded):
        told.add(one.fact)
        if state is not None and one.fact not in declined:
            yield Mention(one.fact, state, one.start, one.end)
    for one in (*_listed(folded), *_all_at_once(folded)):
        if one.fact not in told:
            yield one


def is_wholesale(mention: Mention, folded: str) -> bool:
    """Whether the words say all duties at once."""
    return bool(_ALL_DONE.fullmatch(folded, mention.start, mention.end))


def _named(folded: str) -> Iterator[tuple[Mention, bool | None]]:
    """Each duty named, and whether it is done; None: left open, so never said along with others."""
    for fact, pattern in phrases().duties:
        for found in pattern.finditer(folded):
            begins, ends = clause_around(folded, found.start(), found.end())
            before, after = folded[begins : found.start()], folded[found.end() : ends]
            one = Mention(fact, None, found.start(), found.end())
            taken_up = _taken_up(folded[found.end() :])
            if taken_up is not None:
                yield one, taken_up
            elif _PENDING.search(before) or _PENDING.search(after):
                yield one, None
            elif (done := _is_done(before, after)) is not None:
                yield one, done


def _declined(folded: str) -> Iterator[Mention]:
    """Each duty that a sentence, or the answer to the question it asks, declines."""
    for fact, pattern in phrases().topics:
        for found in pattern.finditer(folded):
            begins, ends = sentence_around(folded, found.start(), found.end())
            if folded[ends - 1 : ends] == "?":
                ends = sentence_around(folded, ends, ends + 1)[1]
            before, after = folded[begins : found.start()], folded[found.end() : ends]
            if _near(before[-_FAR:]) or _near(after[:_FAR]):
                yield Mention(fact, False, found.start(), found.end())
                break


def _near(words: str) -> bool:
    return bool(_DECLINED.search(words))


def _taken_up(after: str) -> bool | None:
    found = _TAKEN_UP.search(after)
    if found is None:
        return None
    if found["no_en"] is not None or found["no"]:
        return False
    return False if found["deed"] in _DOES_WITHOUT else None


def _is_done(before: str, after: str) -> bool | None:
    near = (
        " ".join(before.split(",")[-1].split()[-_NEAR_WORDS:]),
        " ".join(after.split(",")[0].split()[:_NEAR_WORDS]),
    )
    if any(map(_ASKED.search, near)):
        return None
    if any(map(_NEGATED.search, near)):
        return False
    return True if any(map(_DONE.search, near)) else None


def _listed(folded: str) -> Iterator[Mention]:
    """Duties in a list of at least three that ends with their being done."""
    for found in _LIST_END.finditer(folded):
        begins, _ = sentence_around(folded, found.start(), found.end())
        part = folded[begins : found.start()]
        if part.count(",") < 1 or _NEGATED.search(part):
            continue
        named = [(fact, pattern.search(folded, begins, found.start())) for fact, pattern in _LISTED]
        here = [(fact, name) for fact, name in named if name]
        if len(here) >= _LISTED_AT_LEAST:
            for fact, name in here:
                yield Mention(fact, True, name.start(), name.end())


def _all_at_once(folded: str) -> Iterator[Mention]:
    for found in _ALL_DONE.finditer(folded):
        if not _NOT_ALL.search(folded[max(0, found.start() - 40) : found.start()]):
            for fact in duty_facts():
                yield Mention(fact, True, found.start(), found.end())


def duty_facts() -> Collection[str]:
    """The facts that say whether a duty is done."""
    return tuple(fact.id for fact in fact_table() if fact.is_duty)
