"""Search: by words and by meaning, fused; and honest about what it could not use."""

import pytest

from storyreel.memory.search import search
from storyreel.memory.vectors import index_pending


@pytest.fixture
def film_with_lines(tell, make):
    tell(
        "dialogue",
        make.line(1, "Ready to orbit the planet.", 10),
        make.line(2, "Planets everywhere!", 20),
        make.line(3, "Tea, Earl Grey, hot.", 70),
    )
    tell("segments", make.segment(0, 0, 60), make.segment(1, 60, 120))
    tell("captioner", make.caption("A bridge with a large window on a planet.", 0, 60))


def test_what_both_indexes_find_comes_first(library, film, film_with_lines, embed):
    index_pending(library, embed)
    found = search(library, film.id, "Ready to orbit the planet", embed)
    assert found.hits[0].observation.text == "Ready to orbit the planet."
    assert found.hits[0].score == pytest.approx(2 / 61)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert found.notes == ()


def test_meaning_finds_what_shares_no_word(library, film, film_with_lines, embed):
    index_pending(library, embed)
    found = search(library, film.id, "Earlgrey", embed, kinds=["utterance"])
    assert found.hits[0].observation.text == "Tea, Earl Grey, hot."
    assert library.facts.search(film.id, "Earlgrey") == []


def test_before_anything_is_indexed_words_must_do_and_it_says_so(library, film, film_with_lines, embed):
    found = search(library, film.id, "planet", embed)
    assert {hit.observation.kind for hit in found.hits} == {"utterance", "caption"}
    [note] = found.notes
    assert "words alone" in note


def test_without_a_model_and_with_a_damaged_index_words_must_do(library, film, film_with_lines, embed):
    assert search(library, film.id, "planet").notes == ("Searched by words alone.",)
    index_pending(library, embed)
    library.vectors.close()
    (library.directory / "vectors" / "chroma.sqlite3").write_bytes(b"damaged" * 500)
    found = search(library, film.id, "planet", embed)
    assert found.hits
    assert "storyreel memory rebuild" in found.notes[0]


def test_lines_that_wait_for_the_index_are_spoken_of(library, film, film_with_lines, embed, tell, make):
    index_pending(library, embed)
    tell("speech", make.line(9, "Something new about a planet.", 90))
    found = search(library, film.id, "planet", embed)
    assert found.notes == ("Not everything is indexed by meaning yet.",)


def test_a_span_and_kinds_narrow_both(library, film, film_with_lines, embed, make):
    index_pending(library, embed)
    late = search(library, film.id, "planet tea", embed, span=make.span(60, 120))
    assert {hit.observation.span.start_s for hit in late.hits} <= {60, 70}
    segments = search(library, film.id, "planet", embed, kinds=["segment"], limit=1)
    assert [hit.observation.kind for hit in segments.hits] == ["segment"]


def test_nothing_fits_is_an_empty_answer(library, film, embed):
    assert search(library, film.id, "anything", embed).hits == ()
    assert search(library, film.id, "", embed).hits == ()
