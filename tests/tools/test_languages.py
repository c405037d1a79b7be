"""Telling languages apart by common words and letters."""

import pytest

from storyreel.tools.languages import languages_of, name_of


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Where have you been all this time?", "en"),
        ("Je ne sais pas ce que tu veux.", "fr"),
        ("Ich habe dich nicht gesehen.", "de"),
        ("No sé qué quieres de mí.", "es"),
        ("Non so che cosa vuoi da me.", "it"),
        ("Eu não sei o que você quer.", "pt"),
        ("Ik weet niet wat je wilt.", "nl"),
        ("Где ты был всё это время?", "cyrillic"),
        ("どこにいたの", "hiragana"),
        ("Ποῦ ἤσουν;", "greek"),
    ],
)
def test_a_line_tells_its_language(line, language) -> None:
    assert languages_of([line]) == [language]


@pytest.mark.parametrize("line", ["Hm.", "", "1984", "Casablanca!", "♪♪"])
def test_what_has_no_telling_words_tells_nothing(line) -> None:
    assert languages_of([line]) == [None]


def test_a_foreign_line_stands_out_in_an_english_talk() -> None:
    talk = ["What did she say to you?", "Je ne sais pas, monsieur.", "I don't know what that is."]
    assert languages_of(talk) == ["en", "fr", "en"]


def test_foreign_names_do_not_make_a_line_foreign() -> None:
    talk = ["Where is Don Juan de la Vega?", "Tell Signor Rossi that I am here.", "La Traviata, I love it."]
    assert languages_of(talk) == ["en", "en", "en"]


def test_a_very_long_line_is_told_by_its_beginning() -> None:
    assert languages_of(["the cat is on the mat " * 5000]) == ["en"]


def test_an_unknown_code_names_itself() -> None:
    assert (name_of("fr"), name_of("xx")) == ("French", "xx")
