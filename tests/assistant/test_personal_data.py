from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.personal_data import (
    NAMED,
    PLACEHOLDERS,
    Kind,
    Mask,
    find_personal_data,
    masked_notice,
)
from corpus.nouns import LANGUAGES

SAMPLES = 500


def kinds(text: str) -> list[str]:
    return [datum.kind for datum in find_personal_data(text)]


def values(text: str) -> list[str]:
    return [datum.value for datum in find_personal_data(text)]


# --- made-up values, with checksums of their own


def luhn_digit(digits: str) -> str:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def card(chance: random.Random) -> str:
    start, length = chance.choice([("4", 16), ("51", 16), ("55", 16), ("2720", 16), ("37", 15), ("36", 14), ("6011", 16)])  # fmt: skip
    body = start + "".join(chance.choices("0123456789", k=length - len(start) - 1))
    digits = body + luhn_digit(body)
    between = chance.choice(["", " ", "-", "\u00a0"])
    return between.join(digits[at : at + 4] for at in range(0, length, 4))


def iban(chance: random.Random) -> str:
    country, length = chance.choice([("FR", 27), ("DE", 22), ("BE", 16), ("GB", 22), ("ES", 24), ("MT", 31)])  # fmt: skip
    body = "".join(chance.choices("0123456789", k=length - 4))
    number = int("".join(str(int(char, 36)) for char in f"{body}{country}00"))
    whole = f"{country}{98 - number % 97:02d}{body}"
    if chance.random() < 0.5:
        whole = " ".join(whole[at : at + 4] for at in range(0, length, 4))
    return chance.choice([whole, whole.lower()])


def social_security(chance: random.Random) -> str:
    department = chance.choice(["75", "2A", "2B", "13", "97"])
    digits = f"{chance.choice('12')}{chance.randrange(100):02d}{chance.randrange(1, 13):02d}{department}{chance.randrange(1000):03d}{chance.randrange(1000):03d}"
    number = int(digits.replace("2A", "19").replace("2B", "18"))
    key = f"{97 - number % 97:02d}"
    if chance.random() < 0.5:
        return digits + key
    parts = (digits[0], digits[1:3], digits[3:5], digits[5:7], digits[7:10], digits[10:13], key)
    return " ".join(parts)


def phone(chance: random.Random) -> str:
    digits = "".join(chance.choices("0123456789", k=8))
    pairs = [digits[at : at + 2] for at in range(0, 8, 2)]
    first = chance.choice("1234567 9".replace(" ", ""))
    between = chance.choice([" ", ".", "-", "", "\u00a0"])
    national = between.join([f"0{first}", *pairs])
    abroad = chance.choice(["+33 ", "+33", "0033 ", "+33 (0)"]) + between.join([first, *pairs])
    foreign = chance.choice(["+44 20 7946 0", "+49 30 9018", "+32 2 555 12 ", "+1 212 555 0"])
    return chance.choice([national, abroad, foreign + digits[:3]])


def email(chance: random.Random) -> str:
    local = chance.choice(["jean.dupont", "j", "a.b-c_d+news", "élodie", "info2026", "O'Brien"])
    domain = chance.choice(["exemple.fr", "mail.example.co.uk", "sous-domaine.example.org", "x.io"])
    return f"{local}@{domain}"


MADE_UP: dict[Kind, Callable[[random.Random], str]] = {
    "card": card,
    "iban": iban,
    "social_security": social_security,
    "phone": phone,
    "email": email,
}
SENTENCES = (
    "Puis-je écrire à {} sans accord ?",
    "Client : {}, opposition le 12/03/2026.",
    "Does {} count as personal data under article 4(1)?",
    "({}) a demandé l'effacement",
    "{}",
)


@pytest.mark.parametrize("kind", MADE_UP)
def test_values_of_every_form_are_found_whole(kind: Kind) -> None:
    chance = random.Random(20261122)
    missed = []
    for number in range(SAMPLES):
        value = MADE_UP[kind](chance)
        text = SENTENCES[number % len(SENTENCES)].format(value)
        if (kind, value) not in [(datum.kind, datum.value) for datum in find_personal_data(text)]:
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("kind", ["card", "iban", "social_security"])
def test_a_wrong_check_digit_makes_it_no_such_number(kind: Kind) -> None:
    chance = random.Random(7)
    for _ in range(SAMPLES):
        value = MADE_UP[kind](chance)
        at = max(index for index, char in enumerate(value) if char.isdigit())
        broken = value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]
        assert kind not in kinds(f"numéro {broken}"), broken


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Depuis 192.168.1.12, il a écrit.", ["192.168.1.12"]),
        ("ip=2001:db8:85a3::8a2e:370:7334", ["2001:db8:85a3::8a2e:370:7334"]),
        ("M. Dupont peut-il refuser ?", ["Dupont"]),
        ("M. J.-P. de La Tour et Mme Nguyên Thị ?", ["J.-P. de La Tour", "Nguyên Thị"]),
        ("Mr. Smith and Mrs O’Hara object", ["Smith", "O’Hara"]),
        ("Monsieur DURAND, Madame Ben Ali", ["DURAND", "Ben Ali"]),
        ("jean [at] exemple.fr", ["jean [at] exemple.fr"]),
        ("a@b.fr;c@d.fr", ["a@b.fr", "c@d.fr"]),
        ("tél:0612345678.", ["0612345678"]),
        ("4111 1111 1111 1111 12/27 123", ["4111 1111 1111 1111"]),
        ("2 4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("FR76 3000 6000 0112 3456 7890 189 AGRIFRPP", ["FR76 3000 6000 0112 3456 7890 189"]),
        ("AB12 FR76 3000 6000 0112 3456 7890 189", ["FR76 3000 6000 0112 3456 7890 189"]),
    ],
)
def test_addresses_and_titled_names_are_found(text: str, found: list[str]) -> None:
    assert values(text) == found


# --- what must never be masked

UNTOUCHED = [
    "article 6(1)(f) du RGPD, art. L34-5 du CPCE, L. 223-1, R. 10-1",
    "règlement (UE) 2016/679, directive 2002/58/CE, loi n° 78-17 du 6 janvier 1978",
    "SAN-2020-018, SAN-2023-024, délibération n° 2022-113, décision MED-2021-134",
    "CELEX 32016R0679, JORFTEXT000046195453, LEGIARTI000006417930, C-311/18, ECLI:EU:C:2020:559",
    "le 12/03/2026, 2026-11-22, 01.02.2024, 12:30:45, 25 mai 2018",
    "20 000 000 €, 1 234 567 890 euros, +20 000 000 €, 50 millions, €20,000,000.00, 0,75 %",
    "72 heures, 30 jours, 13 mois, 3 ans, 1 000 000 000 000 contacts",
    "section 3.2.1.1, points 4.1.2.3, version 1.2.3.4, guidelines 07/2020, par. 12.1.1.2",
    "SIRET 732 829 320 00074, SIREN 732829320, RCS Paris 552 100 554",
    "Mme la Présidente, M. le ministre, Madame, Monsieur, Mr President, M. Est-ce bien lui",
    "gdpr:art-6-1-f, cnil-faq:61, edpb-2024-1:par-42, rec-47",
    "« opt-in », B2B, 3919, 33700, 0 800 123, 118 218",
    "le CEPD a publié l'avis 08/2024 ; voir les pages 12-15, 101 et 2 000-2 010",
    "@recital sur les réseaux, nom@, user@localhost",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_references_dates_and_amounts_are_never_masked(text: str) -> None:
    assert values(text) == []


def test_the_law_itself_is_left_as_it_is(mirror: Path) -> None:
    from corpus.manifest import default_manifest
    from corpus.settings import DataSettings
    from ingest.obtain import obtain
    from ingest.read import read_documents

    found = obtain(default_manifest(), DataSettings(mirror_directory=mirror))
    documents = [item for item in found if isinstance(item, list) and item[0].source.id == "gdpr"]
    texts = [passage.text for reading in read_documents(documents[:1], None) for passage in reading.passages]  # fmt: skip
    assert len(texts) > 500
    assert [text for text in texts if find_personal_data(text)] == []


# --- masking

anything = st.text(max_size=120)
some_values = st.sampled_from(
    [MADE_UP[kind](random.Random(seed)) for kind in MADE_UP for seed in range(8)]
)


@given(before=anything, value=some_values, after=anything, lang=st.sampled_from(LANGUAGES))
def test_nothing_that_is_found_is_left_in_a_masked_text(
    before: str, value: str, after: str, lang: str
) -> None:
    text = f"{before} {value} {after}"
    masked = Mask("fr" if lang == "fr" else "en")(text)
    assert find_personal_data(masked) == ()
    assert value not in masked


@given(text=anything)
def test_what_is_found_stands_in_the_text_in_order(text: str) -> None:
    at = 0
    for datum in find_personal_data(text):
        assert at <= datum.start < datum.end and text[datum.start : datum.end] == datum.value
        at = datum.end


@given(text=anything)
def test_a_text_with_nothing_to_mask_stays_as_it_is(text: str) -> None:
    if not find_personal_data(text):
        assert Mask("fr")(text) == text


def test_one_value_has_one_placeholder_in_a_whole_conversation() -> None:
    mask = Mask("fr")
    assert mask("Écrire à A@x.fr et b@x.fr ?") == "Écrire à ‹COURRIEL-1› et ‹COURRIEL-2› ?"
    assert mask("Et a@x.fr, au 06 12 34 56 78 ?") == "Et ‹COURRIEL-1›, au ‹TÉLÉPHONE-1› ?"
    assert mask("au 06.12.34.56.78") == "au ‹TÉLÉPHONE-1›"


def test_a_notice_counts_what_was_masked_and_repeats_none_of_it() -> None:
    text = "M. Dupont (a@x.fr, b@x.fr) peut-il refuser ?"
    french, english = masked_notice(text, "fr"), masked_notice(text, "en")
    assert "1 nom, 2 adresses électroniques" in french and "1 name, 2 e-mail addresses" in english
    assert not any(word in french + english for word in ("Dupont", "x.fr"))
    assert masked_notice("Que dit l'article 6(1) ?", "fr") == ""


def test_every_kind_has_its_words_in_both_languages() -> None:
    assert set(NAMED) == set(PLACEHOLDERS)
    assert all(set(words) == set(LANGUAGES) for words in NAMED.values())
    assert all(set(words) == set(LANGUAGES) for words in PLACEHOLDERS.values())


READ_IN_NO_TIME = ("1", "1 ", "a", "a.", "a@", ".", ":", "A. ", "M. A ", "FR76 ", "+1", "0", "d'", "-")  # fmt: skip


@pytest.mark.parametrize("piece", READ_IN_NO_TIME)
def test_ten_thousand_characters_of_anything_are_read_in_no_time(piece: str) -> None:
    started = time.process_time()
    find_personal_data((piece * 10_000)[:10_000])
    assert time.process_time() - started < 0.5
