"""A short question borrows from the one before, and pronouns from what was spoken of."""

from storyreel.agent.understanding.follow_up import Focus
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.understand import Setting, understand
from storyreel.memory.records import Span

SETTING = Setting(cast=(Person("P1", "Anna"), Person("P2", "Ben")), duration_s=60.0)
SPOKEN_OF = Focus(people=("P1", "P2"), span=Span(start_s=20, end_s=25))


def talk(*texts: str, focus: Focus = SPOKEN_OF) -> Question:
    question: Question | None = None
    for text in texts:
        question = understand(text, SETTING, question, focus if question else None)
    assert question is not None
    return question


def test_what_about_somebody_asks_the_same_of_them():
    question = talk("when is Anna angry?", "what about Ben?")
    assert (question.intent, question.people, question.emotions) == ("feelings", ("P2",), ("anger",))


def test_another_feeling_keeps_the_person():
    question = talk("when is Anna angry?", "and happy?")
    assert (question.people, question.emotions) == (("P1",), ("happiness",))


def test_another_time_keeps_the_rest():
    question = talk("when is Anna angry?", "and in the second half?")
    assert (question.emotions, question.span) == (("anger",), Span(start_s=30, end_s=60))


def test_a_pronoun_is_the_person_last_spoken_of():
    question = talk("who is on screen at 0:20?", "when is she angry?")
    assert (question.intent, question.people) == ("feelings", ("P1",))
    assert talk("who is on screen at 0:20?", "is he ever alone").intent == "together"


def test_they_are_the_two_last_spoken_of():
    assert talk("when are Anna and Ben together?", "when are they angry?").people == ("P1", "P2")


def test_after_that_begins_where_the_last_answer_ended():
    question = talk("when is Anna angry?", "what happens after that?")
    assert (question.intent, question.span) == ("happening", Span(start_s=25, end_s=45))
    assert talk("when is Anna angry?", "what happens next?").span == Span(start_s=25, end_s=45)
    assert talk("when is Anna angry?", "what happens before that?").span == Span(start_s=0, end_s=20)


def test_then_is_the_time_of_the_last_answer():
    question = talk("when is Anna angry?", "who is there then?")
    assert (question.intent, question.span) == ("on screen", SPOKEN_OF.span)


def test_another_question_word_asks_the_same_otherwise():
    question = talk("how often does Ben appear?", "how long?")
    assert (question.intent, question.people, question.ask) == ("appearances", ("P2",), "duration")
    assert talk("when is Ben angry?", "why?").intent == "why"


def test_another_topic_keeps_the_question():
    question = talk("what do they say about the planet?", "and about the pods?")
    assert (question.intent, question.topic) == ("said", "pods")


def test_a_whole_question_borrows_nothing():
    question = talk("when is Anna angry in the first half?", "how often does Ben appear?")
    assert (question.people, question.emotions, question.span) == (("P2",), (), None)


def test_a_pronoun_for_nobody_is_not_guessed():
    assert talk("who is on screen at 0:20?", "is she sad?", focus=Focus()).intent == "unclear"
