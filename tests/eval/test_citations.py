"""Citations are scored by what the cited segments themselves hold."""

import pytest

from storyreel.eval.citations import Cited, Evidence, Scores, Share, score
from storyreel.memory.records import Span


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


BRIDGE, BOAT, MONEY = span(6, 9), span(13, 16), span(46, 50)
FILM = Evidence(
    duration_s=60.0,
    lines=(
        (BRIDGE, "ANNA The bridge is gone. We must go by boat."),
        (BOAT, "BEN You promised me the boat!"),
        (MONEY, "BEN I never wanted the money."),
    ),
    names=frozenset(["Anna", "Ben"]),
    stays=((span(30, 36), "Anna"),),
)


def scored(text: str, *spans: Span) -> Scores:
    return score([Cited(text, spans)], FILM, alike=False)


class TestPrecision:
    def test_a_quotation_must_stand_in_what_is_cited(self):
        quote = "“You promised me the boat!”"
        assert scored(quote, BOAT).quotes == Share(1, 1)
        assert scored(quote, MONEY).quotes == Share(0, 1)
        assert scored("“You promised me the bridge!”", BOAT).quotes == Share(0, 1)

    def test_a_time_must_lie_in_it(self):
        assert scored("He speaks at 0:14.", BOAT).times == Share(1, 1)
        assert scored("He speaks at 0:20.", BOAT).times == Share(0, 1)

    def test_a_stretch_must_begin_and_end_in_it(self):
        assert scored("He speaks from 0:13 to 0:16.", BOAT).times == Share(1, 1)
        assert scored("He speaks from 0:13 to 0:30.", BOAT).times == Share(0, 1)
        assert scored("Between 0:10 and 0:30, he speaks.", BOAT).times == Share(1, 1)

    def test_a_name_must_be_of_who_speaks_or_is_there(self):
        assert scored("Ben is heard.", BOAT).names == Share(1, 1)
        assert scored("Anna is heard.", BOAT).names == Share(0, 1)
        assert scored("Anna is seen.", span(31, 33)).names == Share(1, 1)

    def test_what_is_quoted_names_nobody_and_no_time(self):
        assert scored("He says “Anna, come at 5:00.”", BOAT).names == Share(0, 0)
        assert scored("He says “Anna, come at 5:00.”", BOAT).times == Share(0, 0)

    def test_nothing_claimed_is_nothing_wrong(self):
        assert scored("That is all.", BOAT).times.value == 1.0


class TestRecall:
    def test_a_claim_needs_something_that_bears_on_it(self):
        assert scored("Ben speaks at 0:14.", BOAT).recall == Share(1, 1)
        assert scored("Ben speaks at 0:14.").recall == Share(0, 1)

    @pytest.mark.parametrize("text", ["Nobody says “money”.", "I cannot tell who Ben is.", "That is all."])
    def test_what_claims_nothing_of_the_film_needs_none(self, text: str):
        assert scored(text).recall == Share(0, 0)


def test_a_sentence_is_nearer_to_its_own_segment():
    told = score([Cited("They have to cross the river in a boat.", (BRIDGE,))], FILM)
    assert told.nearer.value == 1.0
    wrong = score([Cited("They have to cross the river in a boat.", (MONEY,))], FILM)
    assert wrong.nearer.value < told.nearer.value


def test_scores_of_films_add_up():
    assert (scored("Ben is heard.", BOAT) + scored("Anna is heard.", BOAT)).names == Share(1, 2)
