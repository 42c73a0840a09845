"""The phrases by which a text gives orders to a machine, in French and in English.

A phrase is words parted by spaces, in small letters without accents. `a|b` is either, `_` a gap
inside one of them, `~` before a word leaves it out or not, `*` takes up to six of it, `^` is the
start of a line or sentence, a word in capitals one of `_WORDS`. What is left is a regular expression.
"""

from __future__ import annotations

import re

_WORDS = {
    "ORDERS": "instructions?|prompts?|directives?|directions?|guidelines?|commands?|rules?|messages?"
    "|context|orders?|constraints?|policy|policies|restrictions?|training",
    "EARLIER": "previous|prior|above|earlier|preceding|foregoing|your|system|original|initial"
    "|safety|former|existing",
    "FILLER": "all|any|of|the|these|those|my|every|everything|and|other",
    "IGNORE": "ignor(?:e|es|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|es|ing)"
    "|bypass(?:ing)?|neglect",
    "ANSWER": "answer|reply|respond",
    "MACHINE": "ai|(?:ai|llm|language)_(?:assistant|model|agent|system)s?|large_language_models?"
    "|llms?|chat_?bots?|assistants?(?!s?[ ][a-z])|chatgpt|gpt|copilot|gemini|claude",
    "ROBOT": "chat_?bots?|ai_(?:assistant|model|reviewer)s?|language_models?|llms?",
    "CONSIGNES": "instructions?|consignes?|directives?|regles?|prompts?|ordres?|messages?|contexte"
    "|commandes?|contraintes?|restrictions?",
    "PRECEDENTES": "precedente?s?|anterieure?s?|ci_dessus|plus_haut|initiale?s?|initiaux|d_origine"
    "|du_systeme|systeme|de_securite|que_tu_as_recue?s?|que_vous_avez_recue?s?",
    "MOTS": "de|d|des|du|la|le|les|l|toute?s?|tous|tout|ces|cet|cette|mes|ensemble|ce|et|autres",
    "TES": "tes|vos",
    "IGNOREZ": "ignore[rz]?|oublie[rz]?",
    "NEGLIGEZ": "neglige[rz]?|annule[rz]?|contourne[rz]?|outrepasse[rz]?|efface[rz]?",
    "REPONDS": "reponds|repondez",
    "SEULEMENT": "uniquement|seulement|exclusivement|toujours|simplement|desormais",
    "ROBOTS": "assistants?(?!s?[ ][a-z])|modeles?_de_langage|modeles?_d_ia|ia|intelligences?_artificielles?"
    "|chat_?bots?|agents?_conversationnels?|llms?|chatgpt|gpt|copilot",
}

_ENGLISH = (
    # Forget what you were told.
    "IGNORE *FILLER EARLIER *EARLIER|FILLER ORDERS",
    "ignore|disregard|forget *all|any|of|the|these|those|my (?:ORDERS)(?!_of|_given_by)",
    "ignore|disregard|forget *all|any|of|the (?:above|preceding|foregoing)(?=\\s?(?:[.,;:!]|and|$))",
    "stop following|obeying *the|your|all|any|previous|prior ORDERS",
    "do_not|don_t|never follow|obey *the|all|any EARLIER ORDERS",
    "ORDERS you_were|you_have_been given|told",
    "your previous|prior|earlier ORDERS are|is|were void|cancell?ed|revoked|superseded|obsolete|overridden",
    "ignore|disregard|forget *all|any|of|what you_were|you_have_been told|given",
    "ignore|disregard|forget everything|anything|all|what *that|was|is|i|we|they|you|were|have|been "
    "above|before|written_above|said|told",
    "override your|all|the safety|system|content|ethical|security ORDERS|filters?|protocols?",
    "no_longer bound_by your|any|the|these|those|all ~\\w+ ORDERS",
    "without|free_of|free_from *any|all|your safety|ethical|content|moderation "
    "filters?|restrictions?|guidelines?|checks?|limits?",
    # Be somebody else.
    "you are now a|an|in|the|free|no_longer|unrestricted|called|dan|my|acting|playing",
    "from now on only|always|answer|respond|reply|act|ignore|you_are",
    "from now on you will|must|shall ~only|always|never act|answer|respond|reply|ignore|speak|say|output|behave|obey|be",
    "as_an ai|ai_model|ai_assistant|llm|language_model you",
    "you_are|act_as|acting_as|behave_as|role_?play_as ~if_you_are|if_you_were ~a|an|the|my "
    "dan|chatgpt|language_model|large_language_model|chat_?bot|ai_assistant|ai_model"
    "|(?:helpful|unrestricted|uncensored|jailbroken|evil|unfiltered)_(?:ai|assistant|chat_?bot|model|agent)",
    "pretend ~that you are|were|have|can",
    "do anything now",
    "developer|god|dan|unrestricted|debug|admin|sudo|root mode ~is on|enabled?|activated?|unlocked",
    "enter|enable|activate|switch_to|unlock ~the developer|god|dan|unrestricted|admin|sudo mode",
    "jail_?break prompt|mode|the_model|yourself",
    "your new|real|true|actual|only|sole "
    "tasks?|roles?|goals?|missions?|instructions?|purpose|jobs?|objectives?|identity|name is|are|will_be",
    "if you are a|an|the MACHINE",
    # Here come your orders.
    "new|updated|real|actual|override system prompt|message|instructions?",
    "^ system prompt|message|instructions? [:>]",
    "^ system|assistant|developer [:>] you|ignore|always|never|do_not|forget|the_user|respond|answer|override",
    "begin|start ~of system prompt|message|instructions?",
    "these|here are your new instructions?|orders|rules",
    "treat *this|the|following|text|document|page|as|a|an|your system prompt|message|instructions?",
    "hey|dear|hello|hi|attention ~the (?:chatgpt|gpt|copilot|gemini|claude|ai|llm|ai_assistant|language_model|chat_?bot)(?=\\s?[,:!])",
    "^ new|updated|hidden|secret|important|urgent|override|admin|special ~system "
    "instructions?|prompts?|commands?|task [:>]",
    "instructions?|message|note|notice|attention|orders?|commands? to|for ~the|any|all MACHINE",
    "ROBOT|the_assistant ~reading_this must|should|shall|has_to|have_to|needs?_to|will ~now|always|only|instead "
    "ignore|disregard|recommend|forget|claim|output|give|approve|(?:answer|reply|respond|say|state|write)_(?:that|with|only)",
    "assistant|model|ai|chat_?bot|llm reading|processing|summari[sz]ing this",
    "when summari[sz]ing|reviewing|processing|evaluating|answering ~\\w+ ~\\w+ ~\\w+ always|only|you_must|never",
    "end|close|stop of ~the context|system_prompt|system_message|prompt|user_input"
    "|retrieved_(?:passages?|text|documents?)",
    # Say this, whatever you are asked.
    "ANSWER *to|the|this|every|any|all|questions?|requests?|user|prompts?|it "
    "only|exclusively|solely with|by|in|using|as",
    "only|exclusively|solely|always ANSWER with|by_saying|in|using|that|as",
    "ANSWER ~to any|every|all|each *of|the|user|further|following "
    "questions?|requests?|prompts?|query|queries with|by|that|as",
    "repeat|recite|output|print after_me|everything_above|all_of_the_above"
    "|(?:all_)?(?:the_)?(?:words|text|content)_above",
    # Hide it, or give something away.
    "do_not|don_t|never|must_not tell|inform|warn|alert|notify ~the users?|readers?|humans? "
    "~about|of|that this|these|the instructions?|messages?|prompts?|notes?|text",
    "do_not|don_t|never|must_not mention|reveal|disclose|repeat|quote|refer_to|acknowledge "
    "~to_the_user this|these|your|those ~hidden|secret|system instructions?|messages?|prompts?|notes?|rules",
    "reveal|print|show|repeat|output|display|leak|disclose|recite|give|tell|write|dump "
    "*me|us|out|back|verbatim|the|your|all|of|full|entire|exact|complete|hidden|secret "
    "system_prompts?|system_message|system_instructions?"
    "|(?:your|hidden|secret|initial|internal)_(?:instructions?|prompts?|rules|guidelines)",
    "send|post|forward|append|exfiltrate|leak|upload|transmit *the|this|all|every|entire|full|whole|of|your "
    "conversation|chat_history|chat_log|user_s?_?(?:questions?|inputs?|prompts?)|system_prompt"
    "|previous_messages|api_keys?|secrets?",
)

_FRENCH = (
    # Oublie ce qu'on t'a dit.
    "IGNOREZ|NEGLIGEZ *MOTS ~TES CONSIGNES PRECEDENTES",
    "IGNOREZ *MOTS TES ~anciennes?|precedentes?|autres|propres CONSIGNES",
    "ignorez?|oubliez? *toutes?|tous|les|ces|l_ensemble_des|precedentes?|anciennes?|autres "
    "(?:instructions?|consignes?|prompts?)(?!_(?:du|de|des|d)(?![a-z]))",
    "ignorez?|oubliez? ~tout ce_qui precede|est_ecrit|a_ete_dit|figure",
    "ignorez?|oubliez? ~tout ce_que l_on|on|je|nous t|vous|te a|ai|avons",
    "ne_tiens|ne_tenez|ne_tenir|fais|faites|sans_tenir *pas|plus|aucun|abstraction|compte|MOTS ~TES "
    "instructions?|consignes?|prompts?",
    "ne_tiens|ne_tenez|ne_respectez?|ne_suis|ne_suivez|n_appliquez?|fais_abstraction|faites_abstraction *pas|plus|aucun|compte|MOTS ~TES "
    "CONSIGNES PRECEDENTES",
    "tu_n_es|vous_n_etes plus soumis|lie|limite|tenu|soumise|liee ~a|par|aux?|de ~\\w+ "
    "regles?|instructions?|consignes?|restrictions?|limites?",
    "sans|aucune? restrictions?|filtres?|censure|limites? ethiques?|morales?|de_securite|de_moderation",
    # Sois quelqu'un d'autre.
    "tu_es|vous_etes maintenant|desormais|a_present|dorenavant une?|le|la|l|libre|en_mode|dan|mon|notre",
    "tu_es|vous_etes ~une? chatgpt|dan|ia|assistant_(?:ia|virtuel|utile|sans)|modele_de_langage"
    "|intelligence_artificielle|chat_?bot",
    "a_partir_de_maintenant|a_compter_de_maintenant|a_partir_de_cet_instant "
    "tu|reponds|repondez|ignorez?|oubliez?|agis|vous_(?:etes|repondez|repondrez|ignorez|agissez|oubliez)",
    "tu dois|vas ignorer|oublier|repondre|affirmer|dire_que",
    "en_tant_qu ia|assistant|intelligence_artificielle tu|vous",
    "desormais|dorenavant tu es|dois|vas|reponds|agis|ignores|seras|repondras",
    "desormais|dorenavant reponds|ignore|oublie|agis",
    "fais|faites comme_si tu|vous etais|etiez|n",
    "comporte_toi|comportez_vous comme",
    "agis comme|en_tant_qu.",
    "joue|jouez le_role d.",
    "active|passe|entre|bascule|activez|passez ~en|dans|le|au mode "
    "developpeur|sans_restrictions?|debride|dan|administrateur|libre",
    "ta|ton|votre nouvelle?|nouveau|vraie?|veritable|seule?|unique "
    "tache|mission|role|objectif|fonction|but|nom|identite est|sera|consiste",
    "si tu_es|vous_etes une?|l|le|la ROBOTS",
    # Voici tes ordres.
    "voici tes|vos nouvelles? instructions?|consignes?|regles?",
    "cher|chere|bonjour|attention (?:ROBOTS)(?=\\s?[,:!])",
    "remplacent?|annulent? tes ~\\w+ CONSIGNES",
    "^ nouvelles?|vraies?|seules? instructions?|consignes? ~du ~systeme [:>]",
    "^ message|instructions?|consignes?|invite|prompt ~du systeme [:>]",
    "instructions?|messages?|notes?|consignes?|attention|ordres?|avis "
    "*importantes?|destinee?s?|adressee?s?|speciale?s? a|pour|aux? *l|la|le|les|toute?|tout ROBOTS",
    "l|le|un|une|toute?|tout assistant|ia|chat_?bot|modele_de_langage|llm|intelligence_artificielle "
    "~qui_lit_\\w+ ~\\w+ doit|devra ~desormais|toujours|maintenant|uniquement|seulement "
    "ignorer|oublier|affirmer|recommander|conclure|declarer|pretendre|(?:repondre|dire|ecrire)_(?:que|par)",
    "fin_du contexte|prompt|message_systeme",
    # Dis ceci, quoi qu'on te demande.
    "REPONDS (?:SEULEMENT)(?!_(?:si|s|aux?|a)(?![a-z]))",
    "toujours|uniquement|seulement repondre par|en|avec|que",
    "repondre SEULEMENT par|en|avec|que",
    "REPONDS ~a toutes?|tous|chaque ~les|ces questions?|demandes? par|en|avec|que",
    "repetez?|recopiez? ~tout apres_moi|ce_qui_precede|le_texte_ci_dessus|le_texte_precedent",
    # Cache-le, ou livre quelque chose.
    "ne|n dis|dites|mentionnez?|revelez?|signalez?|citez?|parlez?|evoquez? "
    "*pas|jamais|rien|surtout|a|au|aux|l|utilisateur|lecteur|de|la|le|les "
    "ces?|cette|TES instructions?|messages?|consignes?|prompts?|notes?|texte",
    "ne dis|dites rien|pas|jamais ~\\w+ a_l_utilisateur|au_lecteur|l_utilisateur",
    "revelez?|affichez?|montrez?|repetez?|donnez?|devoilez?|communiquez?|ecris|recopiez?|divulguez?|imprimez? "
    "*moi|nous|mot|pour|a|le|la|les|l|ton|ta|tes|votre|vos|integralite|de|du|texte|exact|complet "
    "prompt|(?:invite|message|instructions?|consignes?)_(?:du_)?(?:systeme|initiale?s?|internes?|cachee?s?|secretes?)"
    "|(?:tes|vos)_(?:instructions?|consignes?)",
    "envoie|envoyez|transmets|transmettez|publiez?|ajoutez?|exfiltre "
    "*moi|nous|la|le|les|l|cette|toute|tout|de|integralite "
    "conversation|historique_de_la_conversation|historique_des_messages|historique_du_chat"
    "|question_de_l_utilisateur|prompt|cles?_(?:api|secretes?)",
)

# Marks by which chat models part the turns of a conversation.
_MARKUP = (
    r"<[ ]?\|[ ]?(?:im_start|im_end|im_sep|system|user|assistant|endoftext|end_of_text|eot_id"
    r"|start_header_id|begin_of_text)[ ]?\|?[ ]?>",
    r"\[/?inst\]|<<[ ]?/?sys[ ]?>>",
    r"</?(?:system|assistant|instructions?|system_prompt|human)>",
    r"(?:^|\n)[ ]{0,3}#{2,4}[ ]?(?:instruction|system|response|human|assistant)[ ]?(?::|\n|$)",
    r"(?:^|\n)(?:-{3,9}|={3,9})[ ]?(?:begin|end|start)[ ](?:of[ ])?(?:system|prompt|instructions?)",
)

_GAP = r"[\W_]{0,6}"
_LINE_START = r"(?:(?:\A|\n|[.!?;:]\s)[^\w\n]{0,12})"


def _phrase(phrase: str) -> str:
    pattern = ""
    for word in phrase.split(" "):
        if word == "^":
            pattern += _LINE_START
            continue
        one = f"(?:{_choices(word).replace('_', _GAP)})"
        if word.startswith("*"):
            pattern += f"(?:{one}{_GAP}){{0,6}}"
        elif word.startswith("~"):
            pattern += f"(?:{one}{_GAP})?"
        else:
            pattern += one + _GAP
    return pattern.removesuffix(_GAP)


def _choices(word: str) -> str:
    choices = word.lstrip("~*")
    for name, meaning in _WORDS.items():
        choices = re.sub(rf"(?<![A-Z]){name}(?![A-Z])", meaning.replace("\\", r"\\"), choices)
    return choices


def _first_letters(phrase: str) -> set[str]:
    """The letters that a phrase may begin with, and perhaps some others."""
    letters: set[str] = set()
    for word in phrase.split(" "):
        letters |= set(re.findall(r"(?:^|\||\(\?:)([a-z])", _choices(word)))
        if word[0] not in "~*":
            break
    return letters


def _of_letter() -> str:
    """The phrases behind each letter they can begin with, so that few are tried at any one place."""
    of_letter: dict[str, list[str]] = {}
    for phrase in _IN_LINE:
        for letter in _first_letters(phrase):
            of_letter.setdefault(letter, []).append(_phrase(phrase))
    return "|".join(f"(?={x})(?:{'|'.join(of_letter[x])})" for x in sorted(of_letter))


_IN_LINE = [phrase for phrase in (*_ENGLISH, *_FRENCH) if not phrase.startswith("^")]
_AT_START = [_phrase(phrase) for phrase in (*_ENGLISH, *_FRENCH) if phrase.startswith("^")]

ORDERS = re.compile(
    rf"(?<![a-z])(?=[a-z])(?:{_of_letter()})(?![a-z])"
    rf"|(?:\A|(?=[\n.!?;:]))(?:{'|'.join(_AT_START)})"
)
"""An order in words, in a text in small letters without accents."""

ORDERS_IN_LETTERS = re.compile(rf"(?=[a-z])(?:{_of_letter()})")
"""The same where the spaces between words are lost."""

CHAT_MARKUP = re.compile("|".join(_MARKUP))
"""The marks of a chat template, in small letters."""
