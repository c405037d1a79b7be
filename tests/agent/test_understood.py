"""Questions as people put them, asked through the real graph: each is answered by what it asks for."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Answer, Chat, ask
from storyreel.memory.characters import rename
from storyreel.memory.library import Library
from storyreel.memory.records import Film, NameClaim, Utterance
from tests.agent.conftest import LINES, span


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


@pytest.fixture
def talk(library: Library, voyage: Film) -> Callable[..., Answer]:
    """The answer to the last of some questions of one conversation."""

    def talk(*questions: str) -> Answer:
        with Chat(library, voyage) as chat:
            return [chat.ask(question) for question in questions][-1]

    return talk


@pytest.mark.parametrize("question", ["Compare the characters.", "Compare all characters", "Compare them."])
def test_with_nobody_named_the_principals_are_compared(answer: Callable[[str], str], question: str):
    told = answer(question)
    assert "Anna is on screen for 28 seconds, says 4 lines and appears most clearly happy" in told
    assert "Ben is on screen for 26 seconds, says 4 lines" in told
    assert "Person 3 is on screen for 6 seconds" in told


def test_nobody_can_be_compared_in_a_film_without_people(library: Library, film: Film, commit):
    for tool in ("dialogue", "speech", "faces", "people", "text_emotion", "expression"):
        commit(tool, [])
    assert ask(library, film, "Compare the characters.").answer.startswith("I know no people")


def test_an_answer_without_words_is_never_given(answer: Callable[[str], str], monkeypatch):
    from storyreel.agent.wording import compose

    monkeypatch.setitem(compose._COMPOSERS, "cast", lambda _: "")
    assert answer("Who are the characters?") == "Nothing that I saw or heard tells me that."


def test_he_and_she_are_told_apart_in_a_talk(talk: Callable[..., Answer]):
    asked = ("How often does Anna appear?", "And Ben?", "What does he say about the map?")
    assert talk(*asked[:2]).answer.startswith("Ben appears 3 times")
    assert "Anna says “I never lied about the map.”" in talk(*asked, "And what does she say about it?").answer
    assert talk(*asked, "How often does she appear?").answer.startswith("Anna appears 3 times")


def test_whom_a_pronoun_means_is_asked_where_it_may_be_two(library: Library, voyage: Film):
    rename(library.facts, voyage.id, "P1", "Robin")
    rename(library.facts, voyage.id, "P2", "Kim")
    with Chat(library, voyage) as chat:
        chat.ask("When are Robin and Kim together?")
        assert chat.ask("When is she happy?").answer == "Do you mean Robin or Kim?"
        assert chat.ask("Robin").answer.startswith("Robin appears happy once")


def test_the_last_time_is_not_the_first(talk: Callable[..., Answer]):
    asked = ("When does Ben first appear?", "And the last time?")
    assert talk(*asked[:1]).answer == "Ben is first seen from 0:10 to 0:20."
    assert talk(*asked).answer == "Ben is last seen from 0:48 to 0:56."


@pytest.mark.parametrize(
    ("question", "cannot"),
    [
        ("What happens after Ben dies?", "I cannot tell when Ben dies."),
        ("What happens after Anna steals the map?", "I cannot tell when Anna steals the map."),
        ("What happens after Haskell finds the map?", "I cannot tell when Haskell finds the map."),
        ("What happens after Corvo sinks?", "I cannot tell when Corvo sinks; “Corvo” is first said at 0:04."),
        (
            "What happens after Ben says I never lied?",
            "I cannot tell when Ben says I never lied; but at 0:23 Anna says “I never lied about the map.”.",
        ),
    ],
)
def test_an_event_is_not_put_where_its_words_merely_stand(
    answer: Callable[[str], str], question: str, cannot: str
):
    assert answer(question) == cannot


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        (
            "What is said after Anna says I never lied?",
            "Anna says “I never lied about the map.” from 0:23 to",
        ),
        ("What happens after Anna meets Ben?", "Anna and Ben are on screen from 0:10 to 0:14."),
        ("What does Anna say after she gets happy?", "Anna appears happy from 0:46 to 0:55."),
        ("What happens after Anna steals it?", "I cannot tell when Anna steals it."),
        ("What happens after they found the treasure?", "“We found it! The treasure of Corvo!” is said"),
        ("What happens after they burn the harbour?", "I cannot tell for sure when they burn the harbour"),
    ],
)
def test_an_event_is_where_who_does_what(answer: Callable[[str], str], question: str, anchor: str):
    assert answer(question).startswith(anchor)


def test_who_is_only_heard_is_met_where_they_answer(library: Library, film: Film, commit):
    heard = film.model_copy(update={"width_px": 0, "height_px": 0, "audio_tracks": ()})
    library.add(heard)
    commit("dialogue", LINES)
    reply = ask(library, heard, "What is said after Anna meets Ben?").answer
    assert reply.startswith("Ben says “The harbour is on fire!” from 0:11 to 0:14.")


def test_who_is_there_while_somebody_is_not(answer: Callable[[str], str]):
    assert answer("Who is on screen when Anna is not there?") == (
        "Ben and Person 3 are on screen without Anna: Ben 0:14–0:20, 0:32–0:40; Person 3 0:38–0:44."
    )


@pytest.mark.parametrize("question", ["When does the Ben speak?", "When does Ben speak?"])
def test_a_name_may_have_its_article(answer: Callable[[str], str], question: str):
    assert answer(question).startswith("Ben speaks 4 lines")


@pytest.fixture
def noisy(library: Library, film: Film, commit) -> Film:
    """The film, with what is heard captioned."""
    captions = (
        (0, 3, "soft piano music", "sound"),
        (20, 21, "door slams", "sound"),
        (41, 44, "O Corvo", "song"),
    )
    heard = [
        Utterance(
            span=span(start_s, end_s),
            utterance_id=f"s{start_s}",
            words=words,
            manner=manner,
            source="subtitles",
        )
        for start_s, end_s, words, manner in captions
    ]
    commit("dialogue", [*LINES, *heard])
    return film


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the door slam?", "“door slams” is heard from 0:20 to 0:21."),
        ("When is there music?", "One hears “soft piano music” (0:00–0:03), “O Corvo” (0:41–0:44)."),
        ("Is there music?", "Yes: One hears “soft piano music” (0:00–0:03), “O Corvo” (0:41–0:44)."),
        ("When does the music first play?", "“soft piano music” is heard from 0:00 to 0:03."),
        (
            "What sounds are heard?",
            "One hears “soft piano music” (0:00–0:03), “door slams” (0:20–0:21), “O Corvo” (0:41–0:44).",
        ),
        ("Is there a bell?", "I cannot tell"),
        ("Is there any singing?", "Yes: “O Corvo” is heard from 0:41 to 0:44."),
        ("Who sings?", "“O Corvo” is said from 0:41 to 0:44; I cannot tell by whom."),
        ("What is the first line?", "The first line is: at 0:04 Anna says “Captain's log."),
        ("Is there applause?", "I cannot tell: no sound with “applause” is captioned in the lines I know."),
        (
            "Who slams the door?",
            "I cannot tell who that is; what bears on it: at 0:20 one hears “door slams”.",
        ),
        ("Does Anna slam the door?", "I cannot tell whether that is so"),
    ],
)
def test_sounds_are_told_as_far_as_subtitles_caption_them(
    library: Library, noisy: Film, question: str, told: str
):
    assert ask(library, noisy, question).answer.startswith(told)


@pytest.mark.parametrize("question", ["What sounds are heard?", "What sounds are heard at 0:30?"])
def test_where_no_sound_is_captioned_none_is_denied(answer: Callable[[str], str], question: str):
    assert answer(question).startswith("I cannot tell: no sound is captioned there.")


def test_whence_sounds_are_known_is_said(library: Library, noisy: Film):
    limit = "I know sounds only where subtitles caption them."
    assert limit in ask(library, noisy, "Is there music?").answer
    assert limit in ask(library, noisy, "When does the door slam?").answer


@pytest.mark.parametrize("question", ["Does anybody laugh?", "When do people laugh?", "Does anybody smile?"])
def test_a_deed_is_only_guessed_from_feelings(answer: Callable[[str], str], question: str):
    told = answer(question)
    assert "Anna" in told
    assert "I read feelings, not deeds: of" in told


MEASURED = [
    (
        "Which emotion does Anna show most?",
        "Anna appears happy most: happy 9 seconds, 0:46–0:55 (face and words, confidence 0.",
    ),
    ("Who speaks more, Anna or Ben?", "Anna speaks for 12 seconds; Ben speaks for 12 seconds."),
    ("Is Ben on screen less than Anna?", "Ben is on screen less: Ben 26 seconds; Anna 28 seconds."),
    ("Which scene is the longest?", "The longest scene runs from 0:21 to 0:45, 24 seconds."),
    ("How many scenes is Person 3 in?", "Person 3 is seen in 1 of 3 scenes."),
    ("Who never speaks?", "I know of no line that Person 3 says."),
    ("Who has no lines?", "I know of no line that Person 3 says."),
    ("Who is NOT on screen at 0:50?", "Of the people I know, Person 3 is not seen at 0:50."),
    ("Anna and who else are on screen at 0:50?", "Together with Anna at 0:50: Ben 0:50–0:51."),
    ('Who says "lie"?', "Nobody says “lie” in the lines I know."),
    (
        'When is "treasure" said?',
        "“treasure” is mentioned once: Anna says “We found it! The treasure of Corvo!”",
    ),
    ("When is Ben first heard?", "Ben first speaks from 0:11 to 0:14."),
    ("When do we see nobody?", "I do not see anybody at these times: 0:00–0:04, 0:20–0:22"),
    ("Where is the map?", "I cannot tell when or where that is; what bears on it: at 0:23 Anna says"),
    ("Who talks to Anna?", "I cannot tell who that is"),
    ("How many people speak?", "Anna speaks for 12 seconds; Ben speaks for 12 seconds."),
    ("What does Kirk say about the map?", "There is nobody named Kirk in this film that I know of"),
    ("Does Kirk mention the map?", "There is nobody named Kirk in this film that I know of"),
    ("When is Kirk mentioned?", "“Kirk” is not mentioned in the lines I know."),
    ("What is the longest silence?", "Nothing that I saw or heard tells me that."),
    ("What is said after the treasure is mentioned?", "“We found it! The treasure of Corvo!” is said from"),
    (
        "Who is never happy?",
        "I do not read that Ben or Person 3 is happy at any time. Anna appears happy 0:46–0:55 "
        "(face and words, confidence 0.99",
    ),
]


@pytest.mark.parametrize(("question", "told"), MEASURED, ids=[question for question, _ in MEASURED])
def test_what_is_asked_for_is_told_first(answer: Callable[[str], str], question: str, told: str):
    assert answer(question).startswith(told)


def test_to_whom_somebody_speaks_is_not_told(answer: Callable[[str], str]):
    told = answer("What does Anna say to Ben?")
    assert "Anna says “Captain's log." in told
    assert told.endswith("To whom a line is said I cannot tell.")


@pytest.mark.parametrize("question", ["Who is the main character?", "Who speaks most?"])
def test_without_picture_or_speakers_there_is_no_main_character(
    library: Library, film: Film, commit, question: str
):
    heard = film.model_copy(update={"width_px": 0, "height_px": 0, "audio_tracks": ()})
    library.add(heard)
    commit("dialogue", [one.model_copy(update={"speaker": None}) for one in LINES])
    assert ask(library, heard, question).answer.startswith("I cannot tell who speaks: no line is known")


WHY_BEN = "The name of Ben rests on labels of subtitles (confidence 0.75): 2 of 2 lines labelled 'Ben' go"


@pytest.mark.parametrize(
    "question",
    [
        "How sure are you that this is Ben?",
        "How do you know that this is Ben?",
        "Why is Ben called Ben?",
        "Why do you call him Ben?",
        "Is this really Ben?",
        "What makes you think that this is Ben?",
    ],
)
def test_why_somebody_bears_a_name_is_told_with_its_evidence(answer: Callable[[str], str], question: str):
    assert answer(question).startswith(WHY_BEN)


def test_who_somebody_is_comes_with_what_the_name_rests_on(answer: Callable[[str], str]):
    assert WHY_BEN in answer("Who is Ben?")


def test_a_name_that_nothing_speaks_for_is_not_explained(answer: Callable[[str], str]):
    assert answer("Why is Person 3 called Person 3?") == (
        "Nothing that I saw or heard tells me the name of Person 3."
    )
    assert answer("Why is Ben called Kirk?").startswith("Nothing that I saw or heard calls Ben Kirk.")


def test_a_name_that_is_only_possible_is_told_as_such(library: Library, voyage: Film, commit):
    call = NameClaim(
        span=LINES[3].span, source="vocative", name="Kirk", words="Kirk!", about="u4", confidence=0.9
    )
    commit("names", [call])
    told = ask(library, voyage, "Who is Kirk?").answer
    assert "perhaps Kirk, by the dialogue (confidence 0." in told
    assert "“Kirk!” at 0:23" in told


def test_more_than_is_listed_is_counted(library: Library, film: Film, commit):
    many = [
        one.model_copy(update={"utterance_id": f"m{at}", "span": span(at, at + 1)})
        for at, one in enumerate(LINES[:7])
    ]
    commit("dialogue", many)
    told = ask(library, film, "What happens in the first 10 seconds?")
    assert "(0:04), and 2 more." in told.answer
    assert told.unsupported == ()


@pytest.mark.parametrize(
    "question",
    [
        "Why did Dracula come to the harbour?",
        "Why is Dracula angry?",
        "Does Dracula smile?",
        "Did Dracula smile?",
    ],
)
def test_whoever_nobody_knows_is_said_to_be_unknown(answer: Callable[[str], str], question: str):
    assert answer(question).startswith("There is nobody named Dracula in this film that I know of")


def test_a_place_in_a_question_is_nobody_unknown(answer: Callable[[str], str]):
    assert "nobody named" not in answer("Why did they sail to Lisbon?")
