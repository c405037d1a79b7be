"""Answers in other languages: what can be checked word by word is, and all else goes."""

import pytest

from storyreel.agent.check.languages import in_english
from tests.agent.test_check_table import stands

TRUE = (
    "Anna ist von 0:04 bis 0:16 zu sehen.",
    "Um 0:32 ist Anna wütend.",
    "Anna und Ben sind um 0:13 im Bild.",
    "Anna sagt “I hate you! Get out!” um 0:31.",
    "Ben ist um 0:05 nicht zu sehen.",
    "Anna est à l'écran de 0:04 à 0:16.",
    "À 0:32, Anna est en colère.",
    "Ben dit “I never wanted the money.” à 0:46.",
    "Ben est triste de 0:46 à 0:51.",
    "Anna está en pantalla de 0:04 a 0:16.",
    "Anna está enojada a las 0:32.",
    "Nadie está en pantalla a las 0:24.",
    "Anna è sullo schermo dalle 0:04 alle 0:16.",
    "Anna è arrabbiata a 0:32.",
    "Ben appare sorpreso a 0:14.",
)
FALSE = (
    "Anna ist von 0:04 bis 0:50 zu sehen.",
    "Um 0:32 ist Ben wütend.",
    "Anna ist um 0:31 nicht zu sehen.",
    "Ben sagt “I hate you! Get out!” um 0:31.",
    "Anna tötet Ben um 0:31.",
    "Das Schiff brennt um 0:12.",
    "Anna est à l'écran de 0:04 à 0:50.",
    "Ben est en colère à 0:32.",
    "Anna n'est pas en colère à 0:32.",
    "Anna aime Ben.",
    "Ben está en pantalla a las 0:05.",
    "Nadie está en pantalla a las 0:13.",
    "Anna roba el dinero.",
    "Ben è arrabbiato a 0:32.",
    "Anna è sullo schermo a 0:24.",
    "Anna uccide Ben a 0:14.",
)


@pytest.mark.parametrize("sentence", TRUE)
def test_the_truth_stands_in_its_own_words(sentence: str):
    assert stands(sentence)


@pytest.mark.parametrize("sentence", FALSE)
def test_a_lie_does_not(sentence: str):
    assert not stands(sentence)


def test_a_word_that_no_glossary_has_leaves_a_sentence_as_it_is():
    assert in_english("Anna ist um 0:31 betrunken.", ("Anna",)) == "Anna ist um 0:31 betrunken."


def test_english_stays_as_it_is():
    assert in_english("Anna is angry at 0:31.", ("Anna",)) == "Anna is angry at 0:31."


def test_a_quotation_is_not_translated():
    assert in_english("Ben sagt “Nein, Anna ist wütend.”", ("Ben",)) == "Ben says “Nein, Anna ist wütend.”"
