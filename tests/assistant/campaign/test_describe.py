"""Facts read out of sentences, in French and English."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.campaign.describe import describe, fold

TODAY = date(2026, 11, 23)


def said(text: str, fact: str) -> object:
    return describe(text, TODAY).facts.to_json().get(fact)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("E-mail : ils ont coché la case", "valid"),
        ("mail à nos clients avec leur accord", "valid"),
        ("We text our customers with their consent", "valid"),
        ("Emails to people who clicked the confirmation link", "valid"),
        ("newsletter en double opt-in", "valid"),
        ("SMS : ils ont coché une case (non précochée)", "valid"),
        ("E-mail, la case était pré-cochée", "doubtful"),
        ("The box was pre-ticked, can we email them?", "doubtful"),
        ("mail, ils ont accepté les CGV qui en parlent", "doubtful"),
        ("WhatsApp avec leur accord oral mais sans trace écrite", "doubtful"),
        ("email offers of a partner, they said yes only for our own offers", "doubtful"),
        ("un mail à nos clients, on leur a pas demandé", "none"),
        ("SMS aux joueurs, ils n'ont jamais donné leur feu vert", "none"),
        ("whatsapp blast to leads, nobody asked about marketing", "none"),
        ("email people who stayed silent after our opt-in request", "none"),
        ("text messages to people who never consented", "none"),
        ("mail à des gens qui ont retiré leur consentement", "withdrawn"),
        ("They took back their consent but we want to email them", "withdrawn"),
        ("mail, je ne sais pas s'ils ont dit oui", "unknown"),
    ],
)
def test_a_consent_is_as_weak_as_its_weakest_words(text: str, state: str) -> None:
    assert said(text, "consent") == state


@pytest.mark.parametrize(
    "text",
    [
        "Texts to UK consumers. British law wants prior consent.",
        "e-mails aux enfants avec le consentement des parents",
        "Do we need consent to email our customers?",
        "mail : faut-il leur accord ?",
    ],
)
def test_a_consent_of_others_or_asked_about_is_not_the_recipients(text: str) -> None:
    assert said(text, "consent") is None


def test_a_consent_that_can_be_withdrawn_is_not_withdrawn() -> None:
    text = "Mail, on garde la preuve du consentement et ils peuvent se retirer en un clic"
    assert said(text, "consent") == "valid"
    assert said(text, "withdrawal_as_easy") is True


def test_each_consent_is_to_what_its_own_words_name() -> None:
    text = (
        "Charger notre base clients dans Meta Ads. Ils ont accepté nos e-mails mais on ne leur a"
        " rien demandé pour Facebook."
    )
    assert (said(text, "consent"), said(text, "use_consent")) == ("valid", "none")


def test_a_consent_without_an_object_is_to_the_means_named_nearest() -> None:
    assert said("retargeting, visitors clicked accept", "tracker_consent") == "valid"
    assert said("lookalikes on TikTok, they agreed", "use_consent") == "valid"


def test_an_explicit_consent_to_sensitive_data_is_its_own_fact() -> None:
    text = "Offers by email from health data; they gave explicit consent"
    assert said(text, "explicit_consent") == "valid"
    assert said("Emails, they gave explicit consent", "explicit_consent") is None


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("mail sans lien de désinscription", "refusal_in_each_message", False),
        ("email with an unsubscribe link", "refusal_in_each_message", True),
        ("email people who unsubscribed", "objected", True),
        ("mail aux clients qui ont répondu STOP", "objected", True),
        ("email to donors, nobody has opted out", "objected", False),
        ("mail promo, aucun ne s'est opposé", "objected", False),
        ("email after removing those who opted out", "objections_removed", True),
    ],
)
def test_who_refused_is_not_how_to_refuse(text: str, fact: str, value: bool) -> None:
    assert said(text, fact) is value


@pytest.mark.parametrize(
    "text", ["email with an unsubscribe link", "mail avec un lien de désinscription"]
)
def test_an_unsubscribe_link_says_nothing_of_who_unsubscribed(text: str) -> None:
    assert said(text, "objected") is None


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("email a rented list of consumers", "bought"),
        ("appeler des leads achetés à un courtier", "bought"),
        ("mails to contacts passed on by a partner", "partner"),
        ("cold email to CTOs, scraped from LinkedIn", "scraped"),
        ("mail, adresses relevées à la main sur les sites des entreprises", "public_source"),
        ("parrainage : l'adresse mail d'un ami", "friend"),
        ("sms, leur numéro a été pris en caisse", "direct"),
        ("on behalf of a client, with their list, we call people", "client_file"),
    ],
)
def test_the_origin_of_the_data_is_read_in_many_words(text: str, origin: str) -> None:
    assert said(text, "data_origin") == origin


def test_a_file_rented_out_is_not_a_file_bought() -> None:
    assert said("location de notre base d'abonnés à un annonceur", "data_origin") is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("mail à nos anciens clients", ["former_customer"]),
        ("email customers and prospects", ["prospect", "customer"]),
        ("mail aux inscrits sans achat", ["registered"]),
        ("relance de panier abandonné par mail", ["registered"]),
        ("Direct message on Instagram to followers", None),
        ("e-mail pour le compte d'un client", None),
    ],
)
def test_a_relationship_is_the_longest_words_that_say_one(
    text: str, links: list[str] | None
) -> None:
    assert said(text, "relationship") == links


def test_the_bare_word_customers_says_no_sale() -> None:
    assert said("mail à nos clients", "collected_at_sale") is None
    assert said("email customers who gave their email when buying shoes", "collected_at_sale")


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Scoring customers. The DPIA has not been done.", "impact_assessment", False),
        ("Score clients, l'analyse d'impact est faite.", "impact_assessment", True),
        ("Scoring customers. Do we need a DPIA?", "impact_assessment", None),
        ("post to prospects, no balancing test has been written", "balancing_test", False),
        ("appeler nos prospects, fichier passé à Bloctel", "bloctel_checked", True),
        ("call consumers, not checked against Bloctel", "bloctel_checked", False),
        ("courrier à des prospects, inscrit au registre", "recorded", True),
        ("appeler des particuliers le dimanche", "call_rules", False),
        ("appels, les horaires légaux sont respectés", "call_rules", True),
        ("we call people without saying who we are", "sender_identified", False),
        ("email leads, we never tell people where we got their email", "source_told", False),
        (
            "a call centre rings our customers, we haven't signed any processing agreement",
            "processor_contract",
            False,
        ),
    ],
)
def test_a_duty_is_done_or_left_as_the_words_around_it_say(
    text: str, fact: str, value: bool | None
) -> None:
    assert said(text, fact) is value


def test_words_glued_inside_a_longer_word_say_nothing() -> None:
    # "anonymous" ends in "us", which is no country here
    assert said("Do we need a banner for anonymous visit stats?", "sender_place") is None


@pytest.mark.parametrize(
    ("text", "place", "people"),
    [
        ("We're a Berlin start-up and call French businesses", "other_eu", ["france"]),
        ("Notre société est au Québec et écrit aux consommateurs français par mail",
         "outside_eu", ["france"]),
    ],
)  # fmt: skip
def test_where_the_sender_is_says_nothing_of_the_recipients(
    text: str, place: str, people: list[str]
) -> None:
    assert (said(text, "sender_place"), said(text, "territory")) == (place, people)


@given(st.text(max_size=200))
def test_folding_keeps_each_sign_at_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


_WORDS = st.sampled_from(
    "clients mail sms sans pas consent case pré-cochée opted out unsubscribed link 2 ans depuis never"
    " DPIA Bloctel partner bought list , . ? mais avec leur accord explicit health 2022 mars".split()
)


@given(st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=30).map(" ".join)))
def test_any_text_is_read_and_each_mention_lies_inside_it(text: str) -> None:
    described = describe(text, TODAY)
    assert described.text == text
    assert all(0 <= one.start < one.end <= len(text) for one in described.mentions)
    assert {one.fact for one in described.mentions} == set(described.facts.to_json())


@pytest.mark.parametrize("words", ["sans ", "not ", "data list emails ", "a", "d'", "1 an "])
def test_a_long_text_of_one_word_is_read_in_bounded_time(words: str) -> None:
    describe("mail", TODAY)
    begins = time.perf_counter()
    describe((words * 2000)[:2000], TODAY)
    assert time.perf_counter() - begins < 2  # a pattern that backtracks takes minutes


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Ils ont dit oui à la newsletter. On veut les appeler.", ["live_call"]),
        ("Push promos. To stop them people must send us a letter.", ["push"]),
        ("Contest entrants had to accept our mails; we text them now.", ["sms"]),
        ("On cède à un confrère le fichier de nos clients, pour des e-mails.", ["share_data"]),
        (
            "We hand our members' e-mail addresses to Instagram to show them ads.",
            ["custom_audience"],
        ),
        ("Un pixel dans la lettre demandée par les abonnés", ["email_pixel"]),
        ("Lettre d'un jeu en ligne à ses inscrits", ["email"]),
        ("A robot calls our customers", ["automated_call"]),
        ("La machine refuse seule le crédit", ["automated_decision"]),
    ],
)
def test_the_means_meant_are_told_from_those_only_named(text: str, means: list[str]) -> None:
    assert said(text, "operations") == means


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Newsletter. Le registre, on n'en tiendra pas.", "recorded"),
        ("Scoring de nos clients. L'analyse d'impact ? On s'en passe.", "impact_assessment"),
        ("SMS promo, and we won't put any way to say stop in it", "refusal_in_each_message"),
        ("Email promo. We refuse to write a privacy notice.", "informed"),
        ("Post from a rented list; we'd keep quiet about where the names come from", "source_told"),
        ("E-mail. On ne retirera pas les opposés avant l'envoi.", "objections_removed"),
    ],
)
def test_a_duty_declined_for_the_future_is_not_done(text: str, fact: str) -> None:
    assert said(text, fact) is False


def test_all_duties_said_done_are_done_but_for_those_left_open() -> None:
    text = (
        "E-mail to opted-in customers. Every other duty is done, but the retention period is"
        " still to be set."
    )
    assert (said(text, "recorded"), said(text, "retention_set")) == (True, None)
    assert said("E-mail. Not all duties are done.", "recorded") is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Push promo, ils avaient dit oui puis ont désactivé les offres", "withdrawn"),
        ("We text people; they agreed to our calls", "doubtful"),
        ("SMS. Whether they consented is being checked.", "unknown"),
        ("E-mail promo, opt-in soi-disant", "doubtful"),
        ("E-mail, they agreed, but that was arranged by cousins of the intern", None),
    ],
)
def test_a_consent_taken_back_or_to_something_else_is_not_valid(
    text: str, state: str | None
) -> None:
    assert said(text, "consent") == state


def test_one_promotion_makes_a_service_message_marketing() -> None:
    assert said("SMS : votre colis est arrivé, avec un code promo", "purpose") == "marketing"
    assert said("SMS : votre colis est arrivé, sans code promo", "purpose") == "service"


def test_a_consent_obtained_as_a_condition_is_forced() -> None:
    assert said("The entry button stays grey until they accept our e-mails", "forced_consent")
    assert said("La carte ne s'obtient qu'en cochant l'accord aux e-mails", "forced_consent")
    assert said("SMS ; accepter est facultatif", "forced_consent") is False


def test_readers_of_a_newsletter_bought_nothing() -> None:
    assert said("Newsletter à nos abonnés", "relationship") == ["registered"]
    assert said("Appels à nos abonnés, forfait en cours", "relationship") == ["customer"]


def test_our_own_callers_are_not_the_audience() -> None:
    assert said("Nos commerciaux vont appeler des particuliers", "audience") == ["consumers"]
