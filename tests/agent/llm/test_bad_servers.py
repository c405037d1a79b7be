"""Servers that are not what they should be: the answer comes by rules, says why, and comes in time."""

import gzip
import json
import string
import threading
import time
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage

from storyreel.agent.ask import Answer, Chat, ask
from storyreel.agent.llm.circuit import Circuit
from storyreel.agent.llm.connection import MOST_LETTERS
from storyreel.agent.llm.endpoint import Endpoint
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server
from storyreel.agent.trace import last
from storyreel.errors import LanguageModelError
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span, Utterance
from storyreel.services import Budget
from tests.agent.llm.conftest import (
    Reply,
    ScriptedServer,
    breaks_off_inside,
    calls,
    drips,
    event,
    plans,
    redirects,
    refuses,
    says,
    send,
    serving,
    stream,
)

TOO_LONG = refuses(400, "This model's maximum context length is 1024 tokens.")
LATIN_ONLY = string.ascii_letters + string.whitespace


def holding(context_tokens: int, reply: Reply) -> Reply:
    """A reply of a model that knows English words and else only bytes, if it can read what it is sent."""

    def checked(handler, request):
        text = "".join(str(one["content"]) for one in request["messages"])
        letters = sum(one in LATIN_ONLY for one in text)
        tokens = letters / 4 + 0.9 * (len(text.encode()) - letters) + request["max_completion_tokens"]
        fits = tokens <= context_tokens
        (reply if fits else refuses(400, "maximum context length"))(handler, request)

    return checked


QUESTION = "Who is on screen at 0:47?"
WHO_AT_47 = ("on_screen", {"start_s": 46.5, "end_s": 47.5})
ANNA_AT_47 = "Anna is on screen at 0:47."
BY_RULES = "Anna is on screen at 0:47 (0:46–0:56)."
KEY = "sk-secret"
LONG_KEY = "sk-secret-0123456789-abcdefghij"


@pytest.fixture
def answer(library: Library, voyage: Film, scripted: ScriptedServer):
    return lambda **how: ask(library, voyage, QUESTION, model=scripted.model(**how))


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def at(url: str) -> GuardedChatModel:
    return GuardedChatModel(server=Server(Endpoint.of(url), Circuit()))


def is_by_rules(found: Answer, reason: str) -> bool:
    return found.answer.startswith(BY_RULES) and reason in (found.stood_in or "")


class TestAServerThatIsNotThere:
    def test_is_stood_in_for(self, library, voyage):
        assert is_by_rules(
            ask(library, voyage, QUESTION, model=at("http://127.0.0.1:9")), "cannot be reached"
        )

    def test_nor_is_its_name(self, library, voyage):
        found = ask(library, voyage, QUESTION, model=at("http://no-such-host.invalid"))
        assert is_by_rules(found, "cannot be reached")

    def test_but_a_web_page_is_stood_in_for_too(self, answer, scripted):
        scripted.lists = lambda handler, _: send(handler, 200, "<html>Welcome</html>", "text/html")
        assert is_by_rules(answer(), "is no OpenAI-compatible server")


class TestASlowServer:
    @pytest.mark.parametrize(
        "drop", [b": still there\n\n", b"x", b"data: {}\n\n"], ids=["comments", "a line", "nothing"]
    )
    def test_that_keeps_the_connection_alive_is_left(self, answer, scripted, stop, drop):
        scripted.plays(drips(stop, drop))
        began = time.monotonic()
        assert is_by_rules(answer(answer_s=0.5), "")
        assert time.monotonic() - began < 8

    def test_that_keeps_silent_is_told_of(self, library, voyage, scripted, monkeypatch):
        monkeypatch.setattr("storyreel.deadline.SILENCE_S", 0.05)
        model, told, most_s = scripted.model(answer_s=60), threading.Event(), []
        model.server.on_silence = lambda seconds: (most_s.append(seconds), told.set())
        scripted.plays(lambda *asked: told.wait(30) and calls(WHO_AT_47)(*asked), says(ANNA_AT_47))
        assert ask(library, voyage, QUESTION, model=model).answer == ANNA_AT_47
        assert all(30 < one <= 60 for one in most_s)

    def test_is_given_no_more_than_the_time_of_a_question(self, answer, scripted, stop):
        scripted.plays(calls(WHO_AT_47), drips(stop))
        began = time.monotonic()
        assert is_by_rules(answer(budget=Budget(seconds=2)), "took more than the 2 s of a question")
        assert time.monotonic() - began < 8

    def test_is_asked_to_answer_once_half_of_it_is_over(self, answer, scripted):
        def slowly(handler, request):
            time.sleep(4.1)
            calls(WHO_AT_47)(handler, request)

        scripted.plays(slowly, says(ANNA_AT_47))
        assert answer(budget=Budget(seconds=8)).answer == ANNA_AT_47
        assert scripted.requests[-1]["tool_choice"] == "none"

    def test_that_lists_its_models_drop_by_drop_is_left(self, answer, scripted, stop, monkeypatch):
        monkeypatch.setattr("storyreel.agent.llm.endpoint.LISTING_S", 0.3)
        scripted.lists = drips(stop)
        assert is_by_rules(answer(), "took more than 0.3 s to list its models")


class TestABusyServer:
    def test_is_asked_again(self, answer, scripted):
        scripted.plays(refuses(503), refuses(429), calls(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_but_not_for_ever(self, answer, scripted):
        scripted.plays(refuses(503))
        assert is_by_rules(answer(), "refused (503)")
        assert len(scripted.requests) == 3

    def test_that_asks_for_time_gets_it(self, scripted, answer):
        def busy(handler, _):
            handler.send_response(429)
            handler.send_header("Retry-After", "1")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        scripted.plays(busy, calls(WHO_AT_47), says(ANNA_AT_47))
        began = time.monotonic()
        assert answer().answer == ANNA_AT_47
        assert time.monotonic() - began >= 1

    def test_with_its_list_of_models_is_asked_again_too(self, answer, scripted):
        busy, usual = refuses(429), scripted.lists
        waits = iter([busy, busy])
        scripted.lists = lambda handler, request: next(waits, usual)(handler, request)
        scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_is_quoted_without_what_is_said_already(self, answer, scripted):
        scripted.plays(refuses(503, "Overloaded."))
        assert answer().stood_in == f"the server at {scripted.url} refused (503): Overloaded"

    def test_that_lists_nothing_is_not_said_to_serve_nothing(self, answer, scripted):
        scripted.lists = refuses(404)
        assert is_by_rules(answer(), "lists no models (404): see that it is the right address")


class TestAnAnswer:
    def test_that_a_filter_cut_off_is_not_used(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says("Anna is", finish="content_filter"))
        assert is_by_rules(answer(), "did not let its model finish (content_filter)")

    def test_that_a_filter_cut_off_is_no_reason_to_leave_the_server_alone(self, library, voyage, scripted):
        scripted.plays(says("Anna is", finish="content_filter"), calls(WHO_AT_47), says(ANNA_AT_47))
        with Chat(library, voyage, model=scripted.model()) as chat:
            assert chat.ask(QUESTION).stood_in
            assert chat.ask(QUESTION).answer == ANNA_AT_47

    @pytest.mark.parametrize("many", ["many", -5, [1]])
    def test_is_used_though_its_tokens_are_no_numbers(self, answer, scripted, many):
        def reply(handler, _):
            stream(handler, [{"content": ANNA_AT_47}], None)
            event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            counts = {"prompt_tokens": many, "completion_tokens": 3, "total_tokens": many}
            event(handler, {"choices": [], "usage": counts})

        scripted.plays(calls(WHO_AT_47), reply)
        found = answer()
        assert (found.answer, found.tokens) == (ANNA_AT_47, 110)

    def test_that_breaks_off_inside_an_event_is_not_used(self, answer, scripted):
        scripted.plays(breaks_off_inside("Anna"))
        assert is_by_rules(answer(), "broke off")

    def test_of_a_hundred_pages_is_cut_to_what_was_asked_for(self, answer, scripted):
        pages = " ".join([ANNA_AT_47] * 12_000)
        scripted.plays(calls(WHO_AT_47), says(pages))
        found = answer()
        assert found.answer.startswith(ANNA_AT_47)
        assert len(found.answer) <= MOST_LETTERS + len(ANNA_AT_47)

    @pytest.mark.parametrize(
        "words", ["安娜在0:47出现在屏幕上。", "Анна на экране в 0:47.", "安娜与本在0:12争吵，然后离开。"]
    )
    def test_in_a_language_that_was_not_asked_in_gives_way_to_rules(self, answer, scripted, words):
        scripted.plays(calls(WHO_AT_47), says(words))
        assert is_by_rules(answer(), "nothing that the language model said is supported")


class TestAListener:
    def test_that_fails_is_not_taken_for_the_server(self, scripted):
        server = scripted.model().server
        with pytest.raises(ZeroDivisionError):
            server.ask([HumanMessage("Hello?")], lambda _: 1 / 0)
        assert server.circuit.broken() is None


class TestARedirect:
    def test_is_not_followed(self, answer, scripted, another):
        scripted.plays(redirects(f"{another.url}/chat/completions"))
        assert is_by_rules(answer(key=KEY), "sends us elsewhere (307): name the right address itself")
        assert (another.requests, another.keys) == ([], [])

    def test_is_not_followed_to_a_list_of_models_either(self, answer, scripted, another):
        scripted.lists = redirects(f"{another.url}/models")
        assert is_by_rules(answer(key=KEY), "sends us elsewhere (307)")
        assert another.keys == []


class TestAnAddress:
    @pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
    def test_may_end_in_many_ways(self, library, voyage, scripted, end):
        scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
        url = scripted.url.removesuffix("/v1") + end
        assert ask(library, voyage, QUESTION, model=at(url)).answer == ANNA_AT_47

    def test_may_be_of_the_newer_kind(self, library, voyage):
        with serving(ScriptedServer("::1")) as server:
            server.plays(calls(WHO_AT_47), says(ANNA_AT_47))
            assert ask(library, voyage, QUESTION, model=at(server.url)).answer == ANNA_AT_47


class TestAKey:
    def test_goes_to_its_server_alone(self, answer, scripted, monkeypatch):
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
        scripted.plays(says("I cannot tell."))
        answer(key=KEY)
        assert set(scripted.keys) == {f"Bearer {KEY}"}

    def test_that_is_wrong_is_shown_and_written_nowhere(
        self, library, voyage, answer, scripted, capfd, caplog
    ):
        scripted.plays(refuses(401, f"Incorrect API key provided: {KEY}"))
        found = answer(key=KEY)
        assert is_by_rules(found, "does not take the key of STORYREEL_LLM_KEY")
        kept = [file.read_bytes() for file in library.directory.rglob("*") if file.is_file()]
        assert not any(KEY.encode() in data for data in kept)
        assert KEY not in "".join(capfd.readouterr()) + caplog.text + found.model_dump_json()

    def test_is_in_no_cause_of_an_error(self, scripted):
        scripted.plays(refuses(400, f"no: {KEY}"))
        with pytest.raises(Exception, match="refused") as error:
            scripted.model(key=KEY).server.ask([])
        assert KEY not in str(error.value)

    @pytest.mark.parametrize("before", [0, 120, 150, 165, 190, 198])
    def test_is_hidden_before_a_refusal_is_cut(self, answer, scripted, before):
        scripted.plays(refuses(400, f"{'x' * before} {LONG_KEY}"))
        found = answer(key=LONG_KEY)
        assert LONG_KEY[:5] not in found.model_dump_json()

    def test_is_in_no_name_of_a_model(self, answer, scripted):
        scripted.models = json.dumps({"data": [{"id": LONG_KEY}, {"id": "other"}]})
        assert is_by_rules(answer(key=LONG_KEY), "serves other, …: choose one")

    def test_that_a_model_repeats_is_in_no_trace_and_told_to_nobody(self, library, answer, scripted):
        scripted.plays(calls(("dialogue", {"query": LONG_KEY})), says(f"{ANNA_AT_47} Key: {LONG_KEY}"))
        found = answer(key=LONG_KEY)
        assert LONG_KEY not in json.dumps([last(library), found.model_dump(mode="json")])

    def test_that_a_model_repeats_is_not_told_while_it_speaks(self, scripted):
        scripted.plays(lambda handler, _: stream(handler, [{"content": one} for one in LONG_KEY], "stop"))
        told: list[str] = []
        scripted.model(key=LONG_KEY).server.ask([HumanMessage("Hello?")], told.append)
        assert "".join(told) == "…"


class TestWordsThatCannotBeWritten:
    def test_do_not_end_an_answer(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), says(f"\ud800 {ANNA_AT_47}"))
        assert ANNA_AT_47 in answer().answer

    def test_nor_in_a_call(self, library, answer, scripted):
        scripted.plays(calls(("dialogue", {"query": "\udc00"})), says(ANNA_AT_47))
        answer()
        assert last(library)[-1]["event"] == "ended"


class TestABodyWithoutEnd:
    @pytest.fixture
    def endless(self, monkeypatch):
        """What sends x until nobody reads any more, and an event for that moment."""
        monkeypatch.setattr("storyreel.agent.llm.bounded.MOST_BYTES", 100_000)
        gone = threading.Event()

        def reply(handler, _):
            handler.send_response(200)
            handler.end_headers()
            try:
                while not gone.is_set():
                    handler.wfile.write(b"x" * 10_000)
            except OSError:
                gone.set()

        yield reply, gone
        gone.set()

    def test_is_not_read_on_as_an_answer(self, answer, scripted, endless):
        reply, gone = endless
        scripted.plays(reply)
        assert is_by_rules(answer(), "sends an answer without end")
        assert gone.wait(10)

    def test_nor_as_a_list_of_models(self, answer, scripted, endless):
        scripted.lists, gone = endless
        assert is_by_rules(answer(), "sends an answer without end")
        assert gone.wait(10)

    def test_nor_after_the_time_that_it_was_given(self, answer, scripted):
        gone = threading.Event()

        def drop(handler, _):
            stream(handler, [], finish=None)
            try:
                while not gone.wait(0.02):
                    handler.wfile.write(b"x")
            except OSError:
                gone.set()

        scripted.plays(drop)
        assert is_by_rules(answer(answer_s=0.3), "took more than 0.3 s")
        assert gone.wait(10)

    def test_is_not_unpacked(self, scripted):
        chunk = {"id": "c", "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}

        def packed(handler, _):
            handler.send_response(200)
            handler.send_header("Content-Encoding", "gzip")
            handler.end_headers()
            handler.wfile.write(gzip.compress(f"data: {json.dumps(chunk)}\n\n".encode()))

        scripted.plays(packed)
        with pytest.raises(LanguageModelError, match="broke off"):
            scripted.model().server.ask([HumanMessage("Hello?")])


class TestTypesThatAreWrong:
    @pytest.mark.parametrize("wrong", [{"choices": "x"}, {"choices": [], "usage": {"prompt_tokens": "many"}}])
    def test_are_told_in_the_answer_and_not_on_the_terminal(self, answer, scripted, recwarn, wrong):
        scripted.plays(lambda handler, _: (stream(handler, [], None), event(handler, wrong)))
        assert is_by_rules(answer(), "broke off or sent what cannot be read")
        assert list(recwarn) == []


class TestJsonThatIsTooDeep:
    def test_lists_no_models(self, answer, scripted):
        scripted.models = "[" * 200_000
        assert is_by_rules(answer(), "is no OpenAI-compatible server")

    @pytest.mark.parametrize("depth", [300, 450, 900, 2000])
    def test_is_no_call(self, answer, scripted, depth):
        scripted.plays(calls(("on_screen", '{"start_s": ' + "[" * depth + "]" * depth + "}")))
        assert answer().answer.startswith(BY_RULES)

    def test_is_no_written_call_and_no_sentence(self, answer, scripted):
        scripted.plays(refuses(400, "no tools here"), says("[" * 2000))
        assert answer().answer.startswith(BY_RULES)


class TestAServerThatReadsLessThanWasThought:
    def test_is_told_less_and_asked_again(self, answer, scripted):
        scripted.plays(calls(WHO_AT_47), TOO_LONG, says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47

    def test_is_not_left_alone_for_it(self, library, voyage, scripted):
        scripted.context_tokens = 128_000
        with Chat(library, voyage, model=scripted.model()) as chat:
            scripted.plays(TOO_LONG)
            assert is_by_rules(chat.ask(QUESTION), "maximum context length")
            scripted.plays(calls(WHO_AT_47), says(ANNA_AT_47))
            assert chat.ask(QUESTION).answer == ANNA_AT_47

    @pytest.mark.parametrize("status", [413, 422])
    def test_may_say_so_in_other_ways(self, answer, scripted, status):
        scripted.plays(refuses(status, "the prompt is too long"), calls(WHO_AT_47), says(ANNA_AT_47))
        assert answer().answer == ANNA_AT_47


class TestAReaderOfTwoThousandTokens:
    @pytest.mark.parametrize(
        "line", ["他在车里找到了钥匙然后开车离开了这个城市。", "Он нашёл ключ в машине и уехал из города."]
    )
    def test_reads_films_in_other_scripts(self, library, film, commit, scripted, line):
        spans = [Span(start_s=at, end_s=at + 1) for at in range(58)]
        said = {"words": line, "source": "subtitles"}
        commit("dialogue", [Utterance(span=one, utterance_id=f"u{one.start_s}", **said) for one in spans])
        library.remember(film.id, "depth", "standard")
        scripted.context_tokens = 2048
        asked = ("dialogue", {"start_s": 0, "end_s": 60})
        scripted.plays(*[holding(2048, one) for one in (plans(asked), plans(), says("I cannot tell."))])
        found = ask(library, film, "What is said in the film?", model=scripted.model())
        assert (found.answer, found.stood_in) == ("I cannot tell.", None)

    def test_answers_in_a_thread_of_sixty_questions(self, library, voyage, scripted):
        scripted.context_tokens = 2048
        with Chat(library, voyage, model=scripted.model()) as chat:
            for _ in range(60):
                scripted.plays(plans(WHO_AT_47), plans(), says(ANNA_AT_47))
                assert chat.ask(QUESTION).answer == ANNA_AT_47
        longest = max(len(str(one["messages"])) for one in scripted.requests)
        assert longest / 4 < 2048
