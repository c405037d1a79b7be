"""A short question borrows from the one before, and pronouns from what was spoken of."""

import pytest

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.pronouns import Focus
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.understand import understand
from storyreel.memory.records import Span

SETTING = Setting(cast=(Person("P1", "Anna"), Person("P2", "Ben")), duration_s=60.0)
SPOKEN_OF = Focus(groups=(("P1", "P2"),), span=Span(start_s=20, end_s=25))


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


def test_so_much_later_is_reckoned_from_what_was_spoken_of():
    question = talk("who is on screen at 0:20?", "and ten seconds later?", focus=Focus())
    assert (question.intent, question.span) == ("on screen", Span(start_s=30, end_s=31))


def test_anybody_else_is_asked_of_all():
    question = talk("what does Anna say about the ship?", "anyone else?")
    assert (question.intent, question.people, question.topic) == ("said", (), "ship")


def test_what_they_say_whom_a_time_was_about_is_said_then():
    question = talk("who is on screen at 0:20?", "what are they saying?", focus=Focus())
    assert (question.intent, question.span) == ("said", Span(start_s=20, end_s=21))


def test_a_pronoun_is_the_person_last_spoken_of():
    question = talk("who is on screen at 0:20?", "when is she angry?")
    assert (question.intent, question.people) == ("feelings", ("P1",))
    assert talk("who is on screen at 0:20?", "is he ever alone").intent == "together"


def test_what_was_asked_may_be_narrowed_to_a_time():
    asked = talk("When is Anna angry?", "Trim that to the first half.")
    assert (asked.intent, asked.people) == ("feelings", ("P1",))
    assert asked.span is not None
    assert asked.span.start_s == 0


@pytest.mark.parametrize(
    ("text", "intent", "people", "topic"),
    [
        ("What does Anna say about him?", "said", ("P1",), "Ben"),
        ("What do the others say of him?", "said", (), "Ben"),
        ("Does anyone mention him?", "mentions", (), "Ben"),
        ("How often is he mentioned?", "mentions", (), "Ben"),
        ("Does his name come up?", "mentions", (), "Ben"),
        ("What does he say about Anna?", "said", ("P2",), "Anna"),
    ],
)
def test_who_is_spoken_about_is_not_who_speaks(text: str, intent: str, people: tuple[str, ...], topic: str):
    question = understand(text, SETTING, None, Focus(groups=(("P2",),)))
    assert (question.intent, question.people, question.topic) == (intent, people, topic)


def test_of_two_pronouns_neither_is_put_as_a_name():
    question = understand("What does he say to her?", SETTING, None, Focus(groups=(("P2",), ("P1",))))
    assert question.people == ("P2",)


def test_to_whom_somebody_speaks_is_not_who_speaks():
    question = understand("What does Anna tell him?", SETTING, None, Focus(groups=(("P2",),)))
    assert (question.intent, question.people, question.aimed) == ("said", ("P1",), True)


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


STRANGERS = Setting(
    cast=tuple(Person(f"P{number}", f"Person {number}") for number in range(1, 7)), duration_s=60.0
)


def conversation(setting: Setting, *texts: str, told: tuple[str, ...] = ()) -> Question:
    """The last of some questions, each answered with the same people."""
    question, focus = None, Focus()
    for text in texts:
        question = understand(text, setting, question, focus)
        focus = focus.after(question, told, Span(start_s=1, end_s=2))
    assert question is not None
    return question


def test_people_of_a_question_come_before_people_of_its_answer():
    question = conversation(STRANGERS, "when does Person 6 appear?", "when is she happy?", told=("P2", "P6"))
    assert question.people == ("P6",)


def test_people_that_a_search_happened_upon_are_not_spoken_of():
    texts = ("when does Person 6 appear?", "what is in the box?", "when does she appear?")
    assert conversation(STRANGERS, *texts, told=("P2",)).people == ("P6",)


def test_who_answers_the_question_who_is_spoken_of():
    texts = ("who is on screen at 0:20?", "how often does he appear?")
    assert conversation(STRANGERS, *texts, told=("P4",)).people == ("P4",)


def test_he_and_she_are_not_the_same_person():
    texts = ("when does Person 2 appear?", "and Person 6?", "when does he speak?", "when does she look sad?")
    assert conversation(STRANGERS, *texts).people == ("P2",)
    assert conversation(STRANGERS, "how does Person 6 feel?", "and him?", "is she sad?").intent == "unclear"


def test_a_pronoun_keeps_to_whom_it_was_said_of():
    texts = ("when does Person 2 appear?", "when does she speak?", "when does Person 3 appear?")
    assert conversation(STRANGERS, *texts, "is he sad?", "is she sad?").people == ("P2",)


def test_a_first_name_may_tell_which_pronoun_is_meant():
    assert conversation(SETTING, "when are Anna and Ben together?", "what does he say?").people == ("P2",)
    assert conversation(SETTING, "when does Anna appear?", "and Ben?", "what does she say?").people == ("P1",)


def test_where_two_people_fit_it_is_asked_back():
    question = conversation(STRANGERS, "when are Person 1 and Person 2 together?", "when is she sad?")
    assert question.candidates == ("P1", "P2")
    settled = conversation(
        STRANGERS, "when are Person 1 and Person 2 together?", "when is she sad?", "Person 2"
    )
    assert (settled.intent, settled.people, settled.emotions) == ("feelings", ("P2",), ("sadness",))


def test_they_are_the_last_two_people_asked_about():
    texts = ("how often does Person 4 appear?", "and Person 5?", "are they together?")
    question = conversation(STRANGERS, *texts)
    assert (question.intent, set(question.people)) == ("together", {"P4", "P5"})


def test_it_is_what_was_talked_about_last():
    texts = ("what does Ben say about the box?", "and what does she say about it?")
    question = conversation(SETTING, "when does Anna appear?", *texts)
    assert (question.intent, question.people, question.topic) == ("said", ("P1",), "box")
    assert conversation(SETTING, "who mentions the box?", "when is it mentioned?").topic == "box"


def test_what_somebody_is_doing_is_asked_of_the_moment_spoken_of():
    question = understand("What is he doing?", SETTING, None, SPOKEN_OF)
    assert (question.intent, question.span) == ("happening", SPOKEN_OF.span)


def test_what_somebody_says_next_is_said_after_what_was_spoken_of():
    question = understand("What does she say next?", SETTING, None, SPOKEN_OF)
    assert (question.intent, question.span) == ("said", Span(start_s=25, end_s=45))


def test_when_they_first_appear_is_asked_of_each_spoken_of():
    question = understand("When do they first appear?", SETTING, None, SPOKEN_OF)
    assert (question.intent, question.people, question.which) == ("appearances", ("P1", "P2"), "first")


def test_another_name_is_looked_for_where_one_was():
    assert talk("When is Corvo mentioned?", "And Winkel?").topic == "Winkel"
    assert talk("What do they say about Corvo?", "And about Anna?").topic == "Anna"


def test_the_second_is_the_second_half_where_the_first_half_was_asked_of():
    question = talk("Is the first half sad?", "And the second?")
    assert (question.emotions, question.span) == (("sadness",), Span(start_s=30, end_s=60))


def test_it_is_what_was_searched_for_last():
    assert understand("Who has it?", SETTING, None, Focus(topic="gun")).topic == "gun"


def test_the_last_time_asks_the_same_of_the_last_time():
    question = conversation(STRANGERS, "when does Person 6 first appear?", "and the last time?")
    assert (question.intent, question.people, question.which) == ("appearances", ("P6",), "last")
    question = conversation(STRANGERS, "when is Person 6 sad?", "when is the first time?", "and the last?")
    assert (question.intent, question.emotions, question.which) == ("feelings", ("sadness",), "last")
    assert conversation(STRANGERS, "when is the first time?").intent == "unclear"


def test_another_sound_is_asked_for_as_the_one_before():
    assert talk("Is there music at 0:20?", "what about gunshots?").topic == "gunshots"


def test_when_that_was_asks_for_the_time_of_what_was_asked():
    question = talk("Does Ben mention the ferry?", "when was that?")
    assert (question.intent, question.topic, question.ask) == ("mentions", "ferry", "when")


def test_of_two_people_another_takes_the_place_of_the_second():
    three = Setting(cast=(*SETTING.cast, Person("P3", "Clara")), duration_s=60.0)
    before = understand("Does Anna like Ben?", three)
    assert understand("how about Clara?", three, before).people == ("P1", "P3")
    assert understand("and the other way round?", three, before).people == ("P2", "P1")


def test_a_question_may_be_asked_again_only_to_be_surer():
    question = talk("When is Anna sad?", "only if you are 80% sure")
    assert (question.intent, question.people, question.least_sure) == ("feelings", ("P1",), 0.8)


def test_the_same_is_asked_a_little_later():
    question = talk("Is Anna angry at 0:20?", "what about ten seconds later?", focus=Focus())
    assert (question.intent, question.people, question.span) == (
        "feelings",
        ("P1",),
        Span(start_s=30, end_s=31),
    )


def test_what_is_so_of_somebody_is_compared_to_somebody_else():
    question = talk("How often does Ben appear?", "compared to Anna?")
    assert (question.intent, question.people, question.subject) == ("compare", ("P2", "P1"), "presence")


@pytest.mark.parametrize(
    ("first", "then", "intent", "subject"),
    [
        ("when do people appear together?", "what about Anna?", "companions", ""),
        ("when is Ben alone?", "what about Anna?", "together", "alone"),
        ("when are Anna and Ben together?", "and alone?", "together", "alone"),
    ],
)
def test_one_person_is_alone_only_where_that_is_asked(first: str, then: str, intent: str, subject: str):
    question = talk(first, then)
    assert (question.intent, question.subject) == (intent, subject)


@pytest.mark.parametrize(
    ("text", "which", "stretch"),
    [
        ("and the one before?", "last", (0, 40)),
        ("the previous one", "last", (0, 40)),
        ("and the one before that?", "last", (0, 40)),
        ("and the next one?", "first", (45, 60)),
    ],
)
def test_the_one_before_is_sought_in_all_that_lies_before_what_was_told(
    text: str, which: str, stretch: tuple[float, float]
):
    told = Focus(span=Span(start_s=0, end_s=60), proof=Span(start_s=40, end_s=45))
    question = talk("what is the last line?", text, focus=told)
    assert (question.intent, question.which) == ("said", which)
    assert question.span is not None
    assert (question.span.start_s, min(question.span.end_s, 60)) == stretch


def test_after_and_before_alone_ask_what_happens_there():
    assert talk('who says "hello"?', "and before?").span == Span(start_s=0, end_s=20)
    after = talk('who says "hello"?', "and after?")
    assert (after.intent, after.span) == ("happening", Span(start_s=25, end_s=45))


def test_both_are_the_two_last_spoken_of():
    assert talk("how often does Ben appear?", "and both?").people == ("P1", "P2")
    assert talk("how often does Ben appear?", "and both?").intent == "together"
    assert talk("when does Ben speak?", "and both?").intent == "compare"


@pytest.mark.parametrize("text", ["Shorter please", "in one sentence", "And in German?", "in other words"])
def test_an_answer_is_not_told_in_another_form(text: str):
    question = talk("what happens at 0:30?", text)
    assert (question.intent, question.subject) == ("help", "form")


def test_a_summary_is_told_shorter():
    question = talk("summarize the film", "shorter please")
    assert (question.intent, question.text) == ("summary", "shorter please")


def test_what_is_not_known_to_be_where_it_was_found_moves_nothing():
    where = Span(start_s=20, end_s=25)
    focus = Focus(span=where).after(Question("to whom?", "search"), (), Span(start_s=1, end_s=2))
    assert focus.span == where


def test_to_whom_asks_of_the_words_told():
    question = talk('who says "get out"?', "to whom?")
    assert (question.intent, question.subject, question.topic) == ("mentions", "to whom", "get out")


@pytest.mark.parametrize(
    "text", ["When is the second one?", "what is the third line of Anna?", "Ben's second line"]
)
def test_neither_first_nor_last_is_not_told_by_its_place(text: str):
    question = talk("when does Ben appear?", text)
    assert (question.intent, question.subject) == ("unclear", "place")
