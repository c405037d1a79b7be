"""Questions answered by a served language model: what holds stays, what fails is stood in for and said."""

import threading
from collections.abc import Callable

import pytest

from storyreel.agent.ask import TOLD, Answer, Chat, ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.services import Budget
from storyreel.tools.media.probe import probe
from tests.agent.llm.conftest import (
    NOBODY,
    ScriptedServer,
    breaks_off,
    calls,
    chooses,
    event,
    plans,
    refuses,
    says,
    send,
    stream,
    tells,
)

WHO_AT_47 = ("on_screen", {"start_s": 46.5, "end_s": 47.5})
BY_RULES_TOO = ("on_screen", {"start_s": 47.0, "end_s": 48.0})
"""What rules would call: then they have enough for an answer."""
NO_TOOLS = refuses(400, "tool choice needs a parser")
ANNA_AT_47 = "Anna is on screen at 0:47."
BY_RULES = "Anna is on screen at 0:47 (0:46–0:56)."
QUESTION = "Who is on screen at 0:47?"


@pytest.fixture
def answer(library: Library, voyage: Film, scripted: ScriptedServer) -> Callable[[], Answer]:
    return lambda: ask(library, voyage, QUESTION, model=scripted.model())


class TestAModelThatCallsTools:
    def test_is_asked_past_a_proxy_if_it_is_on_this_machine(self, answer, scripted, monkeypatch):
        monkeypatch.setenv("ALL_PROXY", NOBODY)
        scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_answers_from_what_they_tell(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert [one.name for one in found.tools] == ["on_screen"]
        assert found.model == "test-model"
        assert found.stood_in is None
        assert found.tokens == 220
        assert found.citations[0].start_s == 46

    def test_is_given_the_films_words_behind_a_fence(self, answer, scripted):
        scripted.plays(calls(("dialogue", {"words": "Corvo"})), says("I cannot tell."))
        answer()
        told = next(one for one in scripted.requests[1]["messages"] if one["role"] == "tool")
        assert told["content"].startswith("<film_data>")

    def test_may_copy_the_fence_and_nobody_sees_it(self, library, voyage, scripted):
        told = []
        hear = lambda event, update: told.append(update[TOLD]) if event == TOLD else None  # noqa: E731
        longer = "Anna is on screen from 0:46 to 0:56."
        fenced = f"<film_data>{ANNA_AT_47}</film_data> <film_data>{longer}</film_data>"
        scripted.plays(calls(WHO_AT_47), says(fenced))
        found = ask(library, voyage, QUESTION, model=scripted.model(), on_event=hear)
        assert found.answer == f"{ANNA_AT_47} {longer}"
        assert found.unsupported == ()
        assert told == [ANNA_AT_47]

    def test_is_sent_the_same_beginning_at_each_step(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
        answer()
        first, second = (one["messages"] for one in scripted.requests)
        assert second[: len(first)] == first

    def test_writes_anew_what_nothing_supports(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says("Ben is on screen at 0:47."), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert "Ben is on screen at 0:47." in scripted.requests[2]["messages"][-1]["content"]

    def test_loses_what_nothing_supports_even_then(self, answer, scripted):
        wrong = "Ben is on screen at 0:47."
        scripted.plays(calls(WHO_AT_47), says(f"{ANNA_AT_47} {wrong}"), says(wrong))
        found = answer()
        assert found.unsupported == (wrong,)
        assert found.answer.startswith(ANNA_AT_47)
        assert "left out" in found.answer

    def test_gives_way_to_rules_if_nothing_holds(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says("Das Schiff brennt um 0:12."))
        found = answer()
        assert found.answer.startswith(BY_RULES)
        assert found.model == "offline"
        assert found.stood_in == "nothing that the language model said is supported by the film"

    def test_that_gives_way_has_what_it_said_listed(self, answer, scripted):
        wrong = "Ben is on screen at 0:47."
        scripted.plays(calls(WHO_AT_47), says(wrong))
        found = answer()
        assert found.unsupported == (wrong,)
        assert "left out" not in found.answer
        assert found.answer.count(str(found.stood_in)) == 1

    def test_that_goes_round_is_stopped_and_told_once(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says(f"{ANNA_AT_47} " * 60 + "Ben is on screen at 0:47."))
        found = answer()
        assert (found.answer, found.unsupported) == (ANNA_AT_47, ())

    def test_that_runs_on_is_cut_after_a_whole_sentence(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says(f"{ANNA_AT_47} And then she", finish="length"))
        assert answer().answer == ANNA_AT_47


class TestAModelThatCallsThemBadly:
    def test_is_told_once_what_is_wrong(self, answer, scripted):
        scripted.plays(calls(("telepathy", {})), plans(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47
        assert "there is no tool 'telepathy'" in str(scripted.requests[1]["messages"])

    @pytest.mark.parametrize(
        "args", ['{"start_s": "soon"}', "{not json", '{"start_s": 1}', '{"start_s": 1, "end_s": 2, "x": 3}']
    )
    def test_of_wrong_arguments_too(self, answer, scripted, args):
        scripted.plays(calls(("on_screen", args)), plans(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_then_has_the_step_planned_by_rules(self, answer, scripted):
        scripted.plays(calls(("telepathy", {})), says("I will not."), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert [one.name for one in found.tools] == ["on_screen"]

    def test_in_an_endless_loop_must_answer(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), calls(WHO_AT_47), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert len(found.tools) == 1

    def test_that_calls_all_at_once_is_given_what_it_may(self, answer, scripted):
        many = [("on_screen", {"start_s": second, "end_s": second + 1}) for second in range(40)]
        scripted.plays(calls(WHO_AT_47), calls(WHO_AT_47, many[0], *many), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert [one.args for one in found.tools] == [args for _, args in (WHO_AT_47, *many[:11])]

    def test_of_a_server_that_counts_no_tokens_stops_at_its_budget_all_the_same(
        self, library, voyage, scripted
    ):
        def uncounted(handler, _):
            call = {"name": "on_screen", "arguments": '{"start_s": 46.5, "end_s": 47.5}'}
            delta = {"tool_calls": [{"index": 0, "id": "a", "type": "function", "function": call}]}
            stream(handler, [delta], None)
            event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]})

        scripted.plays(uncounted, says(ANNA_AT_47))
        ask(library, voyage, QUESTION, model=scripted.model(budget=Budget(tokens=100)))
        assert scripted.requests[1]["tool_choice"] == "none"

    def test_in_ever_new_calls_stops_at_its_budget(self, answer, scripted):
        rounds = [calls(("on_screen", {"start_s": 46.5, "end_s": 48 + second})) for second in range(12)]
        scripted.plays(*rounds, says(ANNA_AT_47))
        found = answer()
        assert len(found.tools) == 12
        assert found.answer == ANNA_AT_47
        assert scripted.requests[-1]["tool_choice"] == "none"


class TestAModelThatWantsToWatch:
    ALL = ("look_shots", {"start_s": 0, "end_s": 40})
    FIRST = ("look_shots", {"start_s": 0, "end_s": 10})
    LAST = ("look_shots", {"start_s": 31, "end_s": 40})

    @pytest.fixture
    def answer(self, library, make_film, scripted) -> Callable[[], Answer]:
        film = probe(make_film("long.mp4", scenes=[((200, 30, 30), 20), ((30, 30, 200), 20)]))
        library.add(film)
        with Chat(library, film, model=scripted.model(), budget_s=35) as chat:
            yield lambda: chat.ask("How many cuts does the film have?")

    def test_more_than_it_may_is_told_how_much_is_left(self, answer, scripted):
        scripted.plays(calls(self.ALL), says("I cannot tell."))
        [look] = answer().tools
        assert "35 s more may be watched" in (look.failed or "")
        assert str(look.failed) in scripted.requests[1]["messages"][-1]["content"]

    def test_bit_by_bit_is_held_to_the_sum(self, answer, scripted):
        scripted.plays(calls(self.ALL), calls(self.FIRST, self.LAST), says("I cannot tell."))
        first, last = answer().tools[1:]
        assert first.failed is None
        assert "5 s more may be watched for this question; 0:00–0:30 was watched" in (last.failed or "")


class TestAServerWithoutTools:
    def test_is_held_to_schemas_instead(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(BY_RULES_TOO), tells(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47
        asked = [one["response_format"]["json_schema"]["name"] for one in scripted.requests[1:]]
        assert asked == ["calls", "sentences"]
        assert all(one["role"] != "tool" for one in scripted.requests[2]["messages"])

    def test_is_not_asked_to_take_them_again(self, library, voyage, scripted):
        scripted.plays(refuses(400), plans(BY_RULES_TOO), tells(ANNA_AT_47))
        with Chat(library, voyage, model=scripted.model()) as chat:
            chat.ask(QUESTION)
            scripted.plays(plans(BY_RULES_TOO), tells(ANNA_AT_47))
            assert chat.ask(QUESTION).answer == ANNA_AT_47

    def test_that_answers_in_plain_words_all_the_same_is_understood(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(BY_RULES_TOO), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_that_knows_no_schema_of_answers_either_is_asked_without(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(BY_RULES_TOO), refuses(400), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_whose_answer_does_not_hold_chooses_among_what_does(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(BY_RULES_TOO), tells("Ben is on screen at 0:47."), chooses(1))
        found = answer()
        assert found.answer.startswith("Anna is on screen: 0:4")
        assert found.stood_in is None
        assert "1. <film_data>Anna is on screen" in scripted.requests[-1]["messages"][-1]["content"]

    def test_that_calls_other_tools_than_rules_is_asked_for_more(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(WHO_AT_47), plans(), tells(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47
        assert "fitting next calls" in scripted.requests[2]["messages"][-1]["content"]

    def test_that_chooses_nothing_writes_it_anew(self, answer, scripted):
        wrong = tells("Ben is on screen at 0:47.")
        scripted.plays(NO_TOOLS, plans(BY_RULES_TOO), wrong, says("{}"), tells(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_nor_any_schema_has_the_question_planned_by_rules(self, answer, scripted):
        scripted.plays(refuses(400), refuses(400), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert [(one.name, one.args) for one in found.tools] == [BY_RULES_TOO]

    def test_that_answers_unasked_has_the_question_planned_and_no_note_on_it(self, answer, scripted):
        scripted.plays(says(ANNA_AT_47), refuses(400), says(ANNA_AT_47))
        assert [(one.name, one.args) for one in answer().tools] == [BY_RULES_TOO]

    def test_that_is_told_of_fitting_calls_has_no_note_planned(self, answer, scripted):
        scripted.plays(NO_TOOLS, plans(WHO_AT_47), refuses(400), says(ANNA_AT_47))
        found = answer()
        assert found.answer == ANNA_AT_47
        assert {one.name for one in found.tools} == {"on_screen"}


class TestAServerThatFails:
    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (refuses(500), "refused (500)"),
            (refuses(401), "does not take the key"),
            (breaks_off("Anna is"), "broke off"),
            (lambda handler, _: send(handler, 200, "<html>Welcome</html>", "text/html"), "broke off"),
            (lambda handler, _: send(handler, 200, "data: {oops\n\n", "text/event-stream"), "cannot be read"),
            (says(""), "empty answer"),
            (calls(("telepathy", {})), "called tools and gave no answer"),
            (calls(("on_screen", "{not json")), "called tools and gave no answer"),
        ],
        ids=["error", "key", "half a stream", "a web page", "no JSON", "nothing", "no tool", "no call"],
    )
    def test_is_stood_in_for(self, answer, scripted, reply, reason):
        scripted.plays(reply)
        found = answer()
        assert found.answer.startswith(BY_RULES)
        assert reason in (found.stood_in or "")
        assert found.answer.endswith(f"(Answered by rules: {found.stood_in}.)")

    def test_that_thinks_too_long_is_too(self, library, voyage, scripted):
        hold = threading.Event()
        scripted.plays(lambda *_: hold.wait(5) and None)
        found = ask(library, voyage, QUESTION, model=scripted.model(answer_s=0.2))
        hold.set()
        assert "took more than" in (found.stood_in or "")

    def test_in_the_middle_of_a_question_too(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), breaks_off("Anna"))
        found = answer()
        assert found.answer.startswith(BY_RULES)
        assert found.model == "offline"

    def test_is_left_alone_for_a_while(self, library, voyage, scripted):
        scripted.plays(refuses(401))
        with Chat(library, voyage, model=scripted.model()) as chat:
            chat.ask(QUESTION)
            asked = len(scripted.requests)
            assert chat.ask(QUESTION).stood_in
            assert len(scripted.requests) == asked

    def test_that_reads_too_little_is_not_asked(self, answer, scripted):
        scripted.context_tokens = 1024
        found = answer()
        assert "reads too little at once" in (found.stood_in or "")
        assert scripted.requests == []

    def test_never_has_its_key_shown(self, library, voyage, scripted, capfd):
        scripted.plays(refuses(400, "key sk-secret is unknown"))
        found = ask(library, voyage, QUESTION, model=scripted.model(key="sk-secret"))
        assert "sk-secret" not in found.model_dump_json()
        assert "sk-secret" not in "".join(capfd.readouterr())


class TestAnAnswerThatIsHeardWhileItComes:
    def test_is_told_by_sentences_that_hold(self, library, voyage, scripted):
        second = "Ben is on screen from 0:48 to 0:56."
        together = ("together", {"characters": ["Anna", "Ben"]})
        told: list[str] = []
        answer_text = f"{ANNA_AT_47} Ben is on screen at 0:22. Both are on screen at 0:50."
        scripted.plays(calls(WHO_AT_47, together), says(answer_text), says(second))
        hear = lambda event, update: told.append(update[TOLD]) if event == TOLD else None  # noqa: E731
        found = ask(library, voyage, QUESTION, model=scripted.model(), on_event=hear)
        assert told == [ANNA_AT_47]
        assert found.answer.startswith(ANNA_AT_47)

    def test_is_told_with_all_that_was_said_before(self, library, voyage, scripted):
        both = f"{ANNA_AT_47} Anna is on screen at 0:46."
        scripted.plays(calls(WHO_AT_47), says(f"{both} Anna is on screen at 0:47."))
        told: list[str] = []
        hear = lambda event, update: told.append(update[TOLD]) if event == TOLD else None  # noqa: E731
        ask(library, voyage, QUESTION, model=scripted.model(), on_event=hear)
        assert told == [ANNA_AT_47, both]

    def test_is_not_told_before_anything_is_known(self, library, voyage, scripted):
        scripted.plays(says("I cannot tell. I do not know."), plans(WHO_AT_47), says(ANNA_AT_47))
        told: list[str] = []
        hear = lambda event, update: told.append(update[TOLD]) if event == TOLD else None  # noqa: E731
        assert ask(library, voyage, QUESTION, model=scripted.model(), on_event=hear).answer == ANNA_AT_47
        assert told == []
