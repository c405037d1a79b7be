"""Feelings as they are told: moments of nobody known joined, with the words they were read from."""

from storyreel.agent.ask import ask
from storyreel.agent.felt import joined_where_nobody
from storyreel.memory.library import Library
from storyreel.memory.records import EmotionInterval, Film, Span
from tests.agent.conftest import line, reading


def felt(start_s: float, end_s: float, who: str | None = None, emotion="anger") -> EmotionInterval:
    return EmotionInterval(
        span=Span(start_s=start_s, end_s=end_s),
        character_id=who,
        emotion=emotion,
        confidence=0.5,
        modalities={"text": 0.6},
        evidence=(f"o{start_s}",),
    )


def test_lines_of_unknown_speakers_close_together_are_one_moment():
    [one] = joined_where_nobody([felt(1, 2), felt(3, 4)])
    assert (one.span.start_s, one.span.end_s, one.evidence) == (1, 4, ("o1", "o3"))


def test_what_lies_apart_or_is_another_feeling_stays_apart():
    assert len(joined_where_nobody([felt(1, 2), felt(5, 6), felt(2, 3, emotion="fear")])) == 3


def test_known_people_are_never_joined_with_others():
    kept = [felt(1, 2, "P1"), felt(2, 3, "P2"), felt(3, 4)]
    assert joined_where_nobody(kept) == kept


def test_what_only_words_say_is_told_with_the_words(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 4, 6, "Get out of here, you filthy liar!")])
    commit("text_emotion", [reading("u1", "text", "anger", 4, 6)])
    reply = ask(library, film, "When does anyone sound angry?")
    assert reply.answer.startswith(
        "Somebody sounds angry in what is said from 0:04 to 0:06, “Get out of here, you filthy liar!” (words"
    )
    assert (reply.citations[0].start_s, reply.citations[0].end_s) == (4, 6)
