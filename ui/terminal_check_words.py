"""What only the terminal says of a campaign check: how to answer, what was heard, which day."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language


@dataclass(frozen=True, slots=True)
class TerminalWords:
    """The words around the facts, rules and duties of a decision on a terminal."""

    no_means: str
    a_day: str
    how_to_answer: str
    heard: str
    by_the_model: str
    unread: str
    proof_open: str
    assumed: str
    more_doubts: str
    permits: str
    duties_besides: str
    declined: str
    day: str


TERMINAL_WORDS: dict[Language, TerminalWords] = {
    "fr": TerminalWords(
        no_means="Aucun moyen n'a été reconnu. Dites ce que la campagne fait\u00a0:",
        a_day="AAAA-MM-JJ = ce jour-là",
        how_to_answer="Pour répondre, dites-le dans la phrase (--describe) ou donnez les faits à --facts FICHIER, comme ci-dessous, vos réponses à la place de «\u00a0unknown\u00a0» (je ne sais pas). recital check --schema liste tous les faits et leurs valeurs.",
        heard="«\u00a0{words}\u00a0»",
        by_the_model="(lu par le modèle)",
        unread="Rien tiré de «\u00a0{words}\u00a0»\u00a0: si cela compte, dites-le autrement ou par --facts.",
        proof_open="La phrase ne dit pas qu'on peut le prouver\u00a0: cette preuve reste une obligation à remplir.",
        assumed="Supposé, faute de l'avoir dit (une phrase ou --facts le corrige)",
        more_doubts="Règles plus éloignées\u00a0: {count}\u00a0; --json les liste.",
        permits="Ce qui plaide pour elle",
        duties_besides="Obligations qui s'appliqueraient aussi\u00a0: {count}\u00a0; --json les liste.",
        declined="Obligation refusée",
        day="Décidé pour aujourd'hui, {day}\u00a0; --as-of AAAA-MM-JJ décide pour un autre jour.",
    ),
    "en": TerminalWords(
        no_means="No means was recognised. Say what the campaign does:",
        a_day="YYYY-MM-DD = that day",
        how_to_answer="To answer, say it in the sentence (--describe) or give the facts to --facts FILE, as below, your answers in the place of “unknown” (I don't know). recital check --schema lists every fact with its values.",
        heard="“{words}”",
        by_the_model="(read by the model)",
        unread="Nothing made of “{words}”: if it matters, say it otherwise or with --facts.",
        proof_open="The sentence does not say that we can prove it: that proof is a duty still open.",
        assumed="Assumed, as nobody said otherwise (a sentence or --facts corrects it)",
        more_doubts="More remote rules: {count}; --json lists them.",
        permits="What speaks for it",
        duties_besides="Duties that would also apply: {count}; --json lists them.",
        declined="Duty refused",
        day="Decided for today, {day}; --as-of YYYY-MM-DD decides for another day.",
    ),
}
