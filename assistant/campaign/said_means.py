"""What a campaign does, out of every means its description names.

Most means a text names are not what is done: people agreed to them ("they said yes to the newsletter,
we call them"), the data came through them (a contest, a scraped page), a plan names them to say what
for (a list bought "for e-mails"), or people use them to refuse ("to stop it, send us a letter").
Such means count only where no other is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.campaign.facts import OPERATIONS
from assistant.campaign.mentions import Mention, outermost, sentence_around

_CHANNELS = frozenset(
    "email sms post live_call automated_call push in_app social_message fax".split()
)
# Means that a larger plan names only to say what for: passing a file on so that others send e-mails.
_SERVES: Mapping[str, frozenset[str]] = {
    "automated_call": frozenset(("live_call",)),
    "social_message": frozenset(("email",)),
    "share_data": _CHANNELS | {"buy_data"},
    "custom_audience": frozenset(("trackers", "email", "share_data")),
    "lookalike_audience": frozenset(("trackers", "email", "share_data")),
    "email_pixel": frozenset(("trackers", "email", "audience_measurement")),
    "audience_measurement": frozenset(("trackers", "profiling")),
    "contextual_ads": frozenset(("trackers", "in_app", "audience_measurement")),
    "automated_decision": frozenset(("profiling",)),
    "enrichment": frozenset(("profiling", "buy_data")),
    "push": frozenset(("in_app",)),
    "scraping": frozenset(("email_pixel",)),
}
_ACT, _ONLY_NAMED, _ONLY_DATA, _NO_MEANS = range(4)
"""How much a mention says that this is done, the lower the more."""
# What people agreed to, refused or asked for, in the words just before a means.
_AGREED_TO = re.compile(
    r"\b(?:accept\w*|agree\w*|opt(?:ed|ing)?[- ]?(?:in|out)|said (?:yes|no)|yes to|oui a(?:ux?)?|consent\w*"
    r"|dit (?:oui|non)|coch\w*|tick\w*|subscri\w+|inscrits?|inscrites?|withdr\w+|retir\w+|refus\w*|accord"
    r"|object\w*|oppos\w+|unsubscri\w+|autoris\w+|active[es]*|demande[es]*|asked)\b"
    r"(?:(?!\b(?:on|nous|we|we'd|pour (?:leur|les)|to (?:call|text|e-?mail|phone|ring|mail))\b)[^.;:!?]){0,50}$"
)
_DENIED = re.compile(
    r"\b(?:no|not(?: an?| by)?|pas (?:de |d'|d'un )?|sans|without|never|jamais|aucune?|ni|rather than|plutot que)"
    r"(?: \w+)? ?$"
)
# How people refuse or withdraw: "to stop it they must write to us", "taking it back needs a letter".
_TO_REFUSE = re.compile(
    r"\b(?:to (?:stop|refuse|withdraw|opt out|unsubscribe)|withdraw\w*|taking it back|take it back|retir\w+|retrait"
    r"|(?:pour|de) (?:refuser|se desinscrire|arreter|dire non|s'opposer|retirer\w*))\b"
    r"(?:(?!\b(?:on veut|we'd|we want)\b)[^.;!?]){0,60}$"
)
_MUST = re.compile(
    r"\b(?:must|have to|has to|needs?|requires?|faut|doi(?:t|vent)|exige\w*|by|par|only)\b"
)
# They write to us: "e-mailed us", "ils appellent d'eux-memes".
_BY_THEM_AFTER = re.compile(r"^ (?:us|nous|d'eux-memes|from them)\b")
_BY_THEM_BEFORE = re.compile(r"(?:\bnous (?:ont|a|avaient) |\bils |\belles |\bthey )$")
# E-mails as a thing one has: a list of them, named ones, those of somebody.
_HAD_AFTER = re.compile(
    r"^ (?:nominati\w+|(?:de|d'|des|of) ?(?:nos |our |the |ses |their |named )?(?:particuliers|prospects|clients"
    r"|consommateurs|donateurs|personnes|abonnes|membres|inscrits|consumers|customers|people|members|lawyers"
    r"|architects|engineers|professionals|buyers|businesses|companies))\b"
)
_HAD_BEFORE = re.compile(
    r"(?:\b(?:lists?|files?|fichiers?|listes?|bases?|leads?|thousands?|milliers|millions?)(?: of| d'| de| d)"
    r"(?: [\w']+){0,2} ?|\b\d[\d .,]*k? (?:private |consumer |work )?|\b(?:consumer|consumers'|customers'|work|named|their|scraped)"
    r" (?:work )?)$"
)
# What only says where the people come from, unless it is run here and now.
_SOURCES = frozenset(("contest", "loyalty", "referral"))
_REACHING = _CHANNELS | {"share_data", "custom_audience", "lookalike_audience", "buy_data"}
_RUN = re.compile(
    r"\b(?:run|runs|running|decid\w+|organis\w+|organiz\w+|launch\w*|lanc\w+|mont(?:e|ent|ons|er)|set up|hold|puis|then)\b"
    r"[^.;!?]{0,40}$"
)
_THEN = re.compile(r"^[^.;!?]{0,30}\b(?:puis|then)\b")
_GATHERED = re.compile(
    r"(?:^| )(?:scraped|harvested|crawled|aspire(?:e?s)?|moissonne(?:e?s)?|extracted)"
)
_CONTACTED = re.compile(
    r"\b(?:(?:leur|lui|y|on|nous|nous leur|we|to|and|then|we'd|we'll|still|bot)\s+(?:ecri(?:re|t|vons|vait|rons|ra)"
    r"|write|reecri\w+|contact(?:er|ons|e)?|relanc(?:e|er|ons))|(?:envo(?:i|yer|yons|ie|ient)|send|sending)\b)"
)
_SELECTED = re.compile(r"(?:^| )(?:segments?|score|scores|profils?)$")
_BARE_LETTER = re.compile(r"(?:envo\w+ (?:[\w']+ ){0,4})?(?:lettres?|letters?)$")
_PAPER = re.compile(
    r"\b(?:poste\w*|posts?|posta\w+|papiers?|paper|courriers?|timbr\w+|stamps?|enveloppes?|envelopes?|brochures?|catalog\w*"
    r"|imprim\w+|print\w+|mailshot|adressees?|addressed|home address\w*|boites? aux lettres|liste electorale)\b"
)
_ON_SCREEN = re.compile(
    r"\b(?:e-?mails?|mails?|courriels?|pixels?|ouvertures?|opens?|opened|en ligne|online|sites?|inscrits?|abonnes?"
    r"|subscri\w+|cases?|box|coche\w*|ticked|comptes?|applis?|apps?|clic\w*|click\w*|newsletters?|liens?|jeu video"
    r"|demandees?)\b"
)
_COUPLED_BEFORE = re.compile(r"\b(?:et|and|ou|or)(?: une?| a| des| by| par)? $")
_COUPLED_AFTER = re.compile(r"^ (?:and|et|or|ou) ")
_PIXEL = re.compile(r"\bpixels?\b")
_AD_PIXEL = re.compile(
    r"\b(?:publicit\w+|advert\w*|ads?|re-?target\w*|re-?cibl\w*|facebook|meta|tiktok|linkedin|sdk)\b"
)
_NEWSLETTER = re.compile(
    r"\b(?:e-?mails?|mails?|newsletters?|infolettres?|lettres?|letters?|routeur)\b"
)


def campaign_means(
    said: Sequence[Mention], others: Sequence[Mention], folded: str
) -> list[Mention]:
    """What the campaign does, out of the means a text names; `others` say other facts."""
    outer = outermost([_as_meant(one, folded) for one in said])
    free = [one for one in outer if not any(other.holds(one) for other in others)] or outer
    ranked = [(_rank(one, folded), one) for one in free]
    ranked = [(rank, one) for rank, one in ranked if rank < _NO_MEANS]
    if not any(rank == _ACT for rank, _ in ranked) and _CONTACTED.search(folded):
        ranked = [(_ACT if _is_channel(one) else rank, one) for rank, one in ranked]
    lowest = min((rank for rank, _ in ranked), default=_ACT)
    done = [one for rank, one in ranked if rank == lowest]
    if not any(one.value in _REACHING for one in done):
        done += [one for rank, one in ranked if rank > lowest and one.value in _SOURCES]
    return _told_apart(done)


def hinted_means(hints: Iterable[Mention], folded: str) -> Iterator[Mention]:
    """The means an address hints at where somebody is to be written to, and no means is named."""
    found = [one for one in hints if one.value in _CHANNELS]
    if found and _CONTACTED.search(folded):
        yield replace(found[0], fact=OPERATIONS)


def _is_channel(one: Mention) -> bool:
    return one.value in _CHANNELS


def _as_meant(one: Mention, folded: str) -> Mention:
    """The mention as its surroundings mean it: a newsletter is no letter, its pixel no tracker."""
    words = folded[one.start : one.end]
    if one.value == "post" and _BARE_LETTER.match(words) and _is_newsletter(one, folded):
        return replace(one, value="email")
    if one.value == "trackers" and _PIXEL.search(words) and not _AD_PIXEL.search(folded):
        return replace(one, value="email_pixel") if _NEWSLETTER.search(folded) else one
    return one


def _is_newsletter(one: Mention, folded: str) -> bool:
    if _COUPLED_BEFORE.search(folded[max(0, one.start - 20) : one.start]) or _COUPLED_AFTER.match(
        folded[one.end :]
    ):
        return False
    return bool(_ON_SCREEN.search(folded)) and not _PAPER.search(folded)


def _rank(one: Mention, folded: str) -> int:
    """How much these words say that the campaign does this."""
    begins, ends = sentence_around(folded, one.start, one.end)
    before, after = folded[begins : one.start], folded[one.end : ends]
    words = folded[one.start : one.end]
    if _CONTACTED.search(words):  # "their e-mails and write to them"
        return _ACT
    refusing = _TO_REFUSE.search(before)
    if _is_channel(one) and refusing and _MUST.search(refusing.group()):
        return _NO_MEANS
    if _is_channel(one) and (_BY_THEM_AFTER.match(after) or _BY_THEM_BEFORE.search(before)):
        return _NO_MEANS
    if one.value == "email" and (_HAD_AFTER.match(after) or _HAD_BEFORE.search(before)):
        return _ONLY_DATA
    if one.value in _SOURCES and not (_RUN.search(before) or _THEN.match(after)):
        return _ONLY_NAMED
    if one.value == "scraping" and _GATHERED.match(words):
        return _ONLY_NAMED
    if one.value == "profiling" and _SELECTED.search(words):
        return _ONLY_NAMED
    return _ONLY_NAMED if _AGREED_TO.search(before) or _DENIED.search(before) else _ACT


def _told_apart(done: Sequence[Mention]) -> list[Mention]:
    """Without the means that others only name to say what for."""
    said = {str(one.value) for one in done}
    serving = frozenset[str]().union(*(_SERVES.get(value, frozenset()) for value in said))
    return [one for one in done if one.value not in serving]
