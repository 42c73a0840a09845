"""Whether a question is written in French or in English: weighed evidence, no dependency.

Questions here are short, often without accents, and full of words both languages share
("newsletter", "prospect", "opt-in"): a word brings one piece of evidence at most, and a shared word
brings none.
"""

from __future__ import annotations

import re

from corpus.nouns import Language

# From what the other language almost never has, down to a habit of spelling. Set on the questions
# of tests/assistant/test_language.py.
FUNCTION_WORD = 3.0
ACCENT = 2.0
TELLING_WORD = 2.0
ENDING = 1.0
HINT = 0.5
# Enough to tell, and a pasted text costs no more than a question.
READ_CHARACTERS = 400

# Left out because both languages have them: a, an, as, car, dont, me, on, son.
_FRENCH_FUNCTION_WORDS = """
    le la les un une des du de et est sont au aux ce cet cette ces ca cela celui celle ceux
    mon ma mes ton ta tes sa ses notre nos votre vos leur leurs je tu il elle nous vous ils elles moi
    toi lui eux y qui que quoi quel quelle quels quelles comment combien pourquoi quand quid lequel
    laquelle lesquels avec sans sous sur dans par pour vers chez entre avant apres pendant depuis
    jusque contre selon ne pas plus aussi tres trop deja encore toujours jamais rien tout tous toute
    toutes si mais donc alors sinon puis peut peux peuvent pouvez pouvons dois doit doivent devons
    devez faut ont avons avez avoir etre etait etais sera serait faire fait fais font suis sommes ou
    en meme autre autres chaque afin lors quelqu quelque certains aucun aucune mm pr ds qd tjs tjrs
    svp stp slt bjr pk pq pcq qq jai cest ya qu
"""
_ENGLISH_FUNCTION_WORDS = """
    the of to and or is are was were be been being am i you he she it we they him her them my your
    his its our their this that these those what which who whom whose where when why how do does did
    doing can cannot could should would will shall may might must have has had having not no if then
    else with without within from for by at into onto about against between during before after under
    over there here any some all every each many much more most another only just still yet ever never
    than too very so but while until because unless need needs cant isnt doesnt whats im ive u ur r
    pls plz ppl thx let lets get got keep kept give given take ask asks use uses used using in out up
"""
_FRENCH_TELLING_WORDS = """
    droit droits donnee donnees personnelle personnelles personnel acces delai delais duree durees loi
    lois clientele prospecter demarchage fichier fichiers salarie salaries entreprise entreprises
    societe courriel courriels pub pubs publicite publicites envoi envois envoyer envoie mairie refus
    refuser avis amende amendes legale legales interdit autorise valable valables conforme traitement
    traitements registre responsable finalite effacement opposition oubli oubliee plainte mentions
    politique formulaire cocher cochee precochee desinscription achat acheter vente vendre loue louer
    appel appels appeler telephone mineur mineurs enfant enfants ecole eleve sante medecin banque
    bonjour merci exemple regle regles liste ancien anciens prive privee vie nom prenom adresse
    numero compte contrat travail employeur recherche partenaire partenaires tiers abonne abonnes
    jeu carte fidelite caisse magasin mois jour jours ans hors traceur traceurs bandeau clients
    besoin gratuit transfert transferts americain obligatoire obligation demander demande supprimer garder
    conserver utiliser perso cgv cgu rappel aipd soustraitant sous-traitant fuite
    examen qcm appli lettre courrier papier tarif prix cout couts modele modeles fiche exercice corrige
    cours resume synthese autorite reclamation exiger interdiction derogation dispense texte textes
    anniversaire boite telecharger ordinateur logiciel voeux cadeau sondage enquete panier
    relance cible ciblee ciblage reseau reseaux fournisseur hebergeur stagiaire stage retraite paie
    cv embauche syndicat cabinet avocat notaire immobilier commerce vitrine considerant considerants
"""
_ENGLISH_TELLING_WORDS = """
    customer customers consumer consumers user users employee employees consent rule rules law
    laws right rights access retention breach breaches notify fine fines deadline lawful legitimate
    interest interests processing processor processors controller controllers purpose purposes
    subject subjects policy send sending sent phone call calls text texts unsubscribe company
    companies business businesses child children kids year years day days month months hours allowed
    required mandatory banner banners purchase purchased buy buying bought list lists share sharing
    shared third party parties sell selling existing soft cold explain mean means storage store stored
    delete deletion erasure erase objection withdraw withdrawal health school officer record records
    assessment transfer transfers checkbox form loyalty card free staff hire old new own
    legally request requests respond people person email's address addresses example
    sensitive basis consents rely website websites
    exam exams mcq quiz app apps price prices cost costs custom external internal recital recitals fonts paper
    mean meaning checklist template templates summary overview guidance guidelines authority
    regulator complaint complaints penalty penalties lawsuit court ads ad advert
    adverts ban banned unlawful survey surveys reminder birthday gift gifts download laptop
    define defines defined describe outline distinguish enumerate
    software network networks supplier vendor vendors bank insurance lawyer estate job jobs
    payroll trade shop shops store stores cart click tick ticked box boxes wall walls named
"""
_FRENCH_HINTS = "client rgpd cnil lil cpce cepd ue rh"
_ENGLISH_HINTS = "data privacy gdpr ico edpb dpia dsar eu uk ccpa pecr hr"
# English words that French marketers use as their own.
_BORROWED_WORDS = """
    marketing emailing e-mailing mailing phishing tracking profiling scoring retargeting targeting
    phoning scraping parking consulting coaching computing reporting newsletter newsletters eprivacy
    header headers browser browsers adblocker influencer designer freelance crm saas public publics traffic trafic clic cloud lookalike
    design data-driven growth b2b b2c lead leads pixel pixels spam wallet stories story web wifi
"""

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|aujourd)['’](?=[^\W\d_])")
# "d acces", "c possible": an elision or a short form typed without its apostrophe.
_BARE_ELISION = re.compile(r"(?:^|\s)[cdjlnsg]\s(?=[^\W\d_]{2})")
_CONTRACTION = re.compile(r"\w(?:n['’]t|['’](?:s|m|re|ve|ll|d))\b")
_ACCENTED = re.compile(r"\w*[àâçèéêëîïôùûœ]\w*")
# A locator, an address, "opt in" say nothing of the language around them.
_CODE = re.compile(r"\S+[:@]\S+|\b(?:opt|plug|log|check|pop|sign|back)[\s-]?(?:in|out|up)s?\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WITHOUT_ACCENTS = str.maketrans("àâäçèéêëîïôöùûüÿ", "aaaceeeeiioouuuy")

# "fichiers" and "usagers" stand in both lists: they end as "suppliers" and "managers" do.
_FRENCH_ENDINGS = tuple(
    "ement ements eur eurs euse euses eux ique iques aire aires oire oires alite alites ilite ilites "
    "ulite arite icite elle elles ette ettes eau eaux aux if ifs aient ais ait ez oir oirs oit oi ees "
    "ienne iennes isme ismes gie gies hie hies lie lies mie mies nie nies rie ries "
    "iers gers".split()
)
_ENGLISH_ENDINGS = tuple(
    "ing ings ed ly ness ful less ship ships ght y ers th wn ow ck sh ic ics ism ization izations".split()
)
_SHORTEST_ENDING_WORD = 5


def _weights() -> dict[str, float]:
    """Positive for French, negative for English."""
    weights: dict[str, float] = {}
    for words, weight in (
        (_FRENCH_HINTS, HINT),
        (_ENGLISH_HINTS, -HINT),
        (_FRENCH_TELLING_WORDS, TELLING_WORD),
        (_ENGLISH_TELLING_WORDS, -TELLING_WORD),
        (_BORROWED_WORDS, 0.0),
        (_FRENCH_FUNCTION_WORDS, FUNCTION_WORD),
        (_ENGLISH_FUNCTION_WORDS, -FUNCTION_WORD),
    ):
        weights.update(dict.fromkeys(words.split(), weight))
    return weights


_WEIGHTS = _weights()


def detect_language(text: str, default: Language = "fr") -> Language:
    """The language of a question, `default` when nothing tells one from the other."""
    read = _CODE.sub(" ", text[:READ_CHARACTERS].lower())
    score = FUNCTION_WORD * (len(_ELISION.findall(read)) + len(_BARE_ELISION.findall(read)))
    score -= FUNCTION_WORD * len(_CONTRACTION.findall(read))
    score += ACCENT * len(_ACCENTED.findall(read))
    words = _WORD.findall(read.translate(_WITHOUT_ACCENTS))
    score += sum(_weight(word) for word in words)
    if score == 0:
        return default
    return "fr" if score > 0 else "en"


def _weight(word: str) -> float:
    known = _WEIGHTS.get(word)
    if known is not None:
        return known
    if "-" in word:  # "peut-on", "opt-in": each half speaks for itself
        return sum(_weight(part) for part in word.split("-"))
    if len(word) < _SHORTEST_ENDING_WORD:
        return 0.0
    return ENDING * (word.endswith(_FRENCH_ENDINGS) - word.endswith(_ENGLISH_ENDINGS))
