"""How feelings move, meet, part and contradict themselves: asked through the real graph, of a small film."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Answer, Chat, ask
from storyreel.agent.exchanges import calls
from storyreel.agent.moods import sureness
from storyreel.memory.characters import rename
from storyreel.memory.library import Library
from storyreel.memory.records import EMOTIONS, Affect, Emotion, EmotionReading, Film, Modality
from storyreel.memory.timeline import emotion_intervals
from tests.agent.conftest import line, reading

ANGRY = "angry 0:14–0:19 (face and words, confidence 0.9"
SAD = "sad 0:50–0:55 (face, confidence 0."
HAPPY = "happy 0:46–0:55 (face and words, confidence 0.9"
SOURCES = "I read feelings from faces (4 readings) and words (3 readings); voices were not listened to."


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], Answer]:
    """Asks, and lets no sentence of an answer of our own be one that the film does not support."""

    def answer(question: str) -> Answer:
        reply = ask(library, voyage, question)
        assert reply.unsupported == ()
        return reply

    return answer


def test_a_feeling_about_somebody_is_told_by_what_is_felt_and_said_beside_them(answer):
    told = answer("How does Ben feel about Anna?").answer
    assert told.startswith("With Anna near: Ben sounds afraid in what is said 0:11–0:14")
    assert f"; {ANGRY}" in told
    assert (
        "In talk with Anna: Ben says “The harbour is on fire!” (0:11), “I hate that you lied to me, Anna.”"
        in told
    )
    assert told.endswith("At whom a feeling is aimed I cannot tell.")


def test_what_is_felt_far_from_somebody_is_not_about_them(answer):
    assert "0:14" not in answer("How does Ben feel about Person 3?").answer
    assert answer("How does Anna feel about Person 3?").answer.startswith(
        "I do not know of any feeling of Anna with Person 3 near."
    )


def test_both_sides_of_two_people_are_told(answer):
    told = answer("How do Anna and Ben feel about each other?").answer
    assert told.index("With Ben near: Anna appears happy") < told.index("With Anna near: Ben sounds afraid")


def test_what_some_feel_is_no_yes_to_whether_all_do(answer):
    assert answer("Is anybody angry or afraid?").answer.startswith("Yes")
    assert answer("Is everybody angry or afraid?").answer.startswith("I found")


@pytest.mark.parametrize(
    "question", ["Does Anna love Ben?", "Is Anna in love with Ben?", "Is Anna mad about Ben?"]
)
def test_love_gets_neither_yes_nor_no(answer, question: str):
    told = answer(question).answer
    assert told.startswith(
        "I cannot tell whether that is so; from faces, voices and words I read only anger,"
    )
    assert f"With Ben near: Anna appears {HAPPY}" in told


def test_a_feeling_about_a_thing_is_what_is_felt_when_it_is_spoken_of(answer):
    told = answer("How does Anna feel about the treasure?").answer
    assert told.startswith(f"Near those words, Anna appears {HAPPY}")
    assert "“We found it! The treasure of Corvo!” (0:47)" in told
    assert "not mentioned" in answer("How does Anna feel about the parrot?").answer


def test_a_change_is_told_part_by_part_with_what_is_not_known(answer):
    told = answer("Does Ben change over the film?").answer
    assert told.startswith("Ben's mood goes from angry to sad. At the beginning, between 0:00 and 0:20, Ben")
    assert f"; {ANGRY}" in told
    assert "I do not know what Ben feels between 0:20 and 0:40." in told
    assert f"At the end, between 0:40 and 1:00, Ben appears {SAD}" in told


def test_too_little_is_no_change(answer):
    told = answer("Does Anna change over the film?").answer
    assert told.startswith(f"I know too little of Anna to tell a change. Anna appears {HAPPY}")


def test_opposite_moods_at_once_are_a_disagreement(answer):
    told = answer("When do Anna and Ben disagree in mood?")
    assert told.answer.startswith(f"Anna appears {HAPPY}")
    assert f" while Ben appears {SAD}" in told.answer
    assert "Whether people disagree in what they say I cannot tell" in told.answer
    assert [one.emotion for one in told.intervals] == ["happiness", "sadness"]
    assert (
        "I do not know of a moment when Ben and Person 3"
        in answer("When do Ben and Person 3 disagree?").answer
    )


def test_one_feeling_beside_another_is_told_only_the_way_round_that_is_asked(answer):
    assert f" while Ben appears {SAD}" in answer("When is Anna happy while Ben is sad?").answer
    assert answer("When is Anna sad while Ben is happy?").answer.startswith("I do not know of a moment")


def test_without_a_turn_what_there_is_is_told(answer):
    told = answer("When does Anna cheer up?").answer
    assert told.startswith(
        "I do not know of a moment when Anna turns from sad, angry, afraid or disgusted to happy."
    )
    assert f"What there is: Anna appears {HAPPY}" in told


def test_a_turn_has_both_its_feelings(answer):
    told = answer("When does Ben turn from afraid to angry?").answer
    assert told.startswith(
        "Ben turns from afraid to angry at 0:14: afraid in what is said 0:11–0:14, “The harbour"
    )
    assert f"; {ANGRY}" in told


def test_who_cheers_up_was_low_before(library: Library, voyage: Film, commit, answer):
    commit(
        "voice_emotion",
        [reading("t0.2", "face", "sadness", 23, 26), reading("t0.2", "face", "happiness", 27, 30)],
    )
    told = answer("Does Anna cheer up?").answer
    assert told.startswith("Yes: Anna turns from sad to happy at 0:27: sad 0:23–0:26 (face,")


def test_of_two_feelings_read_at_once_the_surer_is_what_turns(library: Library, voyage: Film, commit, answer):
    both = dict.fromkeys(EMOTIONS, 0.01) | {"sadness": 0.45, "fear": 0.5}
    torn = reading("t0.2", "face", "fear", 23, 26).model_copy(update={"probabilities": both})
    commit("voice_emotion", [torn, reading("t0.2", "face", "happiness", 27, 30)])
    felt = {one.emotion for one in emotion_intervals(library.facts, voyage.id, span=torn.span)}
    assert {"fear", "sadness"} <= felt
    assert "Anna turns from afraid to happy at 0:27" in answer("When does Anna cheer up?").answer
    assert "Anna turns from sad to happy at 0:27" in answer("When does Anna turn from sad to happy?").answer
    there = answer("What happens at 0:24?").answer
    assert "Anna appears afraid from 0:23 to 0:26 (face, confidence 0." in there
    assert "sad" not in there


def test_the_most_emotional_scene_is_a_scene_with_who_feels_it(answer):
    told = answer("What is the most emotional scene?").answer
    assert told.startswith(f"The most emotional scene is between 0:45 and 1:00; Anna appears {HAPPY}")
    assert answer("What is the angriest scene?").answer.startswith(
        "The angriest scene is between 0:00 and 0:21; Ben"
    )


def test_a_face_at_odds_with_the_words_is_told_with_both(library: Library, voyage: Film, commit):
    torn = [_mixed("u4", "text", "sadness", 23, 26), _mixed("t0.2", "face", "happiness", 22, 30)]
    commit("text_emotion", torn[:1])
    commit("expression", torn[1:])
    reply = ask(library, voyage, "When does Anna smile but sound sad?")
    assert reply.unsupported == ()
    assert reply.answer.startswith("Anna looks happy")
    assert "but the words sound sad" in reply.answer
    assert ask(library, voyage, "When does Anna smile but sound afraid?").answer.startswith(
        "I do not know of a moment"
    )
    assert "though the words sound sad" in ask(library, voyage, "When is Anna happy?").answer


def test_the_sense_that_contradicts_is_named_not_one_that_agrees(library: Library, voyage: Film, commit):
    commit("voice_emotion", [reading("u4", "voice", "happiness", 23, 26)])
    commit("text_emotion", [_mixed("u4", "text", "sadness", 23, 26)])
    commit("expression", [_mixed("t0.2", "face", "happiness", 22, 30)])
    told = ask(library, voyage, "When does Anna smile but sound sad?").answer
    assert "Anna looks happy from 0:2" in told
    assert "but the words sound sad" in told


def test_without_a_contradiction_its_limits_are_told(answer):
    told = answer("When does Ben look happy but sound sad?").answer
    assert told.startswith("I do not know of a moment when Ben looks one way and sounds another.")
    assert "I compare pleasant feelings with unpleasant ones" in told
    assert told.endswith(SOURCES)


def test_tension_is_told_with_what_it_rests_on(answer):
    told = answer("When is it tense?").answer
    assert told.startswith("It is most tense from 0:1")
    assert f"Ben appears {ANGRY}" in told
    assert "At 0:15, tension 0." in answer("How tense is it at 0:15?").answer


def test_tension_of_a_film_never_watched_is_not_known(library: Library, film: Film):
    with Chat(library, film, budget_s=0) as chat:
        told = chat.ask("When is it tense?").answer
    assert told.startswith("I do not know how tense it is. Tension is reckoned from nothing so far;")


def test_how_sure_an_answer_is_can_be_asked(library: Library, voyage: Film):
    with Chat(library, voyage) as chat:
        chat.ask("When is Ben angry?")
        reply = chat.ask("How sure are you?")
    assert reply.unsupported == ()
    assert reply.answer.startswith("Ben appears angry from 0:14 to 0:19 (face and words, confidence 0.9")
    assert "almost certainly" in reply.answer
    assert "face 0.94 and words 0." in reply.answer
    assert "a confidence says how sure I am of a feeling, not how strong it is" in reply.answer
    assert reply.answer.endswith(SOURCES)


def test_of_nothing_nobody_is_sure(library: Library, voyage: Film):
    with Chat(library, voyage) as chat:
        chat.ask("When is Anna disgusted?")
        assert (
            chat.ask("How sure are you?").answer
            == f"I found no moment when Anna appears disgusted. {SOURCES}"
        )


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(0.95, "almost certainly"), (0.9, "almost certainly"), (0.6, "probably"), (0.4, "perhaps")],
)
def test_words_of_sureness_have_their_limits(confidence: float, word: str):
    assert sureness(confidence) == word


def test_what_cannot_be_told_is_answered_by_what_comes_nearest(answer):
    told = answer("Is Ben jealous?").answer
    assert told.startswith(
        "I cannot tell who is jealous: from faces, voices and words I read only anger, disgust,"
    )
    assert "Nearest to it: Ben sounds afraid in what is said" in told
    assert "appears angry" in told


def test_how_strong_a_feeling_is_cannot_be_told(answer):
    told = answer("When is Ben furious?").answer
    assert told.startswith("Ben appears angry once")
    assert told.endswith("the confidence says how sure I am of it, not how strong it is.")


def test_how_strong_a_feeling_is_a_voice_tells(library: Library, voyage: Film, commit):
    loud = reading("u3", "voice", "anger", 15, 18)
    commit("voice_emotion", [loud.model_copy(update={"affect": Affect(arousal=0.82, valence=0.2)})])
    reply = ask(library, voyage, "When is Ben furious?")
    assert reply.unsupported == ()
    assert (
        " The arousal of the voice is, of Ben at 0:14, 0.82. How strong a feeling is, only a voice"
        in reply.answer
    )
    assert "arousal" not in ask(library, voyage, "When is Ben angry?").answer


def test_what_happens_without_somebody_leaves_out_their_time(answer):
    told = answer("What happens when Anna is not there?").answer
    assert told.startswith("I do not see Anna at these times: 0:00–0:04, 0:14–0:22, 0:30–0:46, 0:56–1:00.")
    assert "On screen: Ben (0:14–0:20, 0:32–0:40) and Person 3 (0:38–0:44)." in told
    assert "treasure" not in told


def test_what_is_felt_without_somebody_leaves_out_their_time(answer):
    told = answer("How does Ben feel when Anna is not there?").answer
    assert "Ben appears angry from 0:14 to 0:19" in told
    assert "sad" not in told


def test_a_film_that_tells_nothing_says_what_was_looked_at(library: Library, film: Film, commit):
    for tool in ("dialogue", "speech", "faces", "people", "text_emotion", "expression", "voice_emotion"):
        commit(tool, [])
    told = ask(library, film, "When is anyone angry?").answer
    assert told.startswith("I found no moment when anyone appears angry. I have read no feelings so far;")
    assert told.endswith("faces, voices and words told none.")


def test_a_film_only_heard_has_no_face_to_look_at(library: Library, film: Film, commit):
    library.add(film.model_copy(update={"width_px": 0, "height_px": 0}))
    commit("dialogue", [line(1, 4, 6, "Get out of here, you filthy liar!", "ANNA")])
    commit("text_emotion", [reading("u1", "text", "anger", 4, 6)])
    told = ask(library, library.film(film.id), "When is Anna sad?").answer
    assert "I read feelings from words (1 reading); faces told none; voices were not listened to." in told


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("I hate that you lied to me, Anna.", True),
        ("Anna, come here!", True),
        ("No, Anna, never.", True),
        ("Anna is gone.", False),
        ("We gave it to Anna and left.", False),
        ("Savannah!", False),
    ],
)
def test_who_is_called_by_name_is_spoken_to(words: str, called: bool):
    assert calls(words, "Anna Hill") is called


def test_names_in_other_scripts_do_not_break_a_mood(library: Library, voyage: Film):
    rename(library.facts, voyage.id, "P1", "שרה")
    reply = ask(library, voyage, "When do people disagree in mood?")
    assert "שרה appears happy" in reply.answer
    assert reply.unsupported == ()


def _mixed(about: str, modality: Modality, emotion: Emotion, start_s: float, end_s: float) -> EmotionReading:
    one = reading(about, modality, emotion, start_s, end_s)
    chance = 0.75 if modality == "text" else 0.94
    rest = (1 - chance) / (len(EMOTIONS) - 1)
    return one.model_copy(
        update={"probabilities": {name: chance if name == emotion else rest for name in EMOTIONS}}
    )
