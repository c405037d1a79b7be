"""What rules tell a language model of a question, and what they hold its first step to."""

import json

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from storyreel.agent.ask import known_tools
from storyreel.agent.asked import wish
from storyreel.agent.card import CardPerson, FilmCard
from storyreel.agent.llm.guided import calls_written, held_to
from storyreel.agent.llm.hints import must_call, with_hint
from storyreel.agent.llm.validation import misfits_of, problems_of, without_unasked
from storyreel.agent.offline_model import CARD_KEY, OfflineChatModel, question_of
from storyreel.agent.planner import first_calls
from storyreel.agent.understanding.understand import understand
from storyreel.eval.planner import conversation
from storyreel.eval.plans import LATER, QUESTIONS, Questions

CARD = FilmCard(
    film_id="x",
    title="The Voyage",
    duration_s=600,
    characters=(CardPerson(id="P1", name="Anna"), CardPerson(id="P2", name="Ben")),
    depth="standard",
    has_picture=True,
    has_sound=True,
    budget_s=90,
)


def card_message(card: FilmCard) -> SystemMessage:
    return SystemMessage("rules", additional_kwargs={CARD_KEY: card.model_dump(mode="json")})


SYSTEM = card_message(CARD)


def asked(*messages: BaseMessage) -> list[BaseMessage]:
    return [SYSTEM, HumanMessage("When is Anna angry?", id="q"), *messages]


class TestAHint:
    def test_says_below_the_question_what_rules_would_call(self):
        told = str(with_hint(asked())[1].text)
        assert told.startswith("When is Anna angry?\n")
        assert '"tool": "timeline"' in told
        assert '"character": "P1"' in told

    def test_says_it_of_each_part_of_a_question(self):
        told = str(with_hint([SYSTEM, HumanMessage("When is Anna angry and who is with Ben?")])[-1].text)
        assert '"tool": "timeline"' in told
        assert '"tool": "together"' in told

    def test_gives_times_in_seconds(self):
        told = str(with_hint([SYSTEM, HumanMessage("Who is on screen at 5:30?")])[-1].text)
        assert '"start_s": 330.0' in told

    def test_is_the_same_at_each_step(self):
        called = AIMessage("", tool_calls=[{"name": "tension", "args": {}, "id": "1", "type": "tool_call"}])
        later = with_hint(asked(called, ToolMessage("none", tool_call_id="1")))
        assert later[:2] == with_hint(asked())

    def test_is_never_below_a_wish_of_the_program(self):
        note = wish("Answer now.")
        assert with_hint(asked(note))[-1] == note

    def test_plans_nothing_for_another_language(self):
        told = str(with_hint([SYSTEM, HumanMessage("¿Cuándo está enojada Anna?")])[-1].text)
        assert "no plan" in told


class TestAFirstStep:
    def test_must_call_something_where_rules_would(self):
        assert must_call(asked())
        assert not must_call([SYSTEM, HumanMessage("Thank you!")])

    def test_need_not_once_something_was_found(self):
        failed = ToolMessage("no such tool", tool_call_id="1", status="error")
        found = ToolMessage("none", tool_call_id="2")
        assert must_call(asked(failed))
        assert not must_call(asked(failed, found))

    def test_is_held_to_a_call_by_the_decoding(self):
        wanted = held_to(known_tools(), fewest=1)["extra_body"]["response_format"]
        assert wanted["json_schema"]["schema"]["properties"]["calls"]["minItems"] == 1

    def test_can_write_no_list_or_word_without_end(self):
        def bounds(schema):
            if isinstance(schema, dict):
                yield {"array": "maxItems", "string": "maxLength"}.get(schema.get("type")), schema
                schema = list(schema.values())
            if isinstance(schema, list):
                for inner in schema:
                    yield from bounds(inner)

        schema = held_to(known_tools())["extra_body"]["response_format"]["json_schema"]["schema"]
        free = [(bound, one) for bound, one in bounds(schema) if bound and "enum" not in one]
        assert len(free) > 20
        assert all(bound in one for bound, one in free)


@pytest.mark.parametrize(
    ("question", "args", "misfit"),
    [
        ("When is Anna angry?", {"character": "P1", "emotions": ["anger"]}, None),
        ("When is Anna angry?", {"character": "anna"}, None),
        ("When is Anna angry and who is with Ben?", {"character": "P2"}, None),
        ("When is Anna angry?", {"character": "P7"}, "nobody is known as 'P7'; known are P1 Anna, P2 Ben"),
        ("When is Anna angry?", {"character": "Ben"}, "the question is not about Ben"),
        ("When is Anna angry?", {"character": "P1", "start_s": 0, "end_s": 30}, "names no time"),
        ("When is Anna angry?", {"character": "P1", "start_s": 0, "end_s": 600}, None),
        ("Who is there at 5:30?", {"start_s": 325, "end_s": 335}, None),
        ("Who is there at 5:30?", {"start_s": 5, "end_s": 30}, "about start_s 330 to end_s 331"),
        ("Who is there at 5:30?", {"start_s": 900, "end_s": 990}, "the film is 600 s long"),
        ("Who is there at 5:30?", {}, None),
        ("Who is angry from 5:30 to 6:00?", {}, "about start_s 330 to end_s 360"),
        ("What happens after Anna finds the map?", {"start_s": 20, "end_s": 40}, None),
        ("What does Ben say after Anna appears?", {"character": "P1", "start_s": 20, "end_s": 40}, None),
        ("Is Ben angry before somebody speaks?", {"character": "P1"}, "the question is not about P1"),
        ("Wer ist bei halber Strecke zu sehen?", {"start_s": 300, "end_s": 301}, None),
        ("Wer ist bei halber Strecke zu sehen?", {"character": "P1"}, "the question is not about P1"),
        ("¿Cuándo está enojada Anna?", {"character": "P1", "emotions": ["anger"]}, None),
        ("¿Cuándo está enojada Anna?", {"character": "P1", "other": "P2"}, "the question is not about P2"),
    ],
)
def test_a_call_misfits_that_is_not_about_what_is_asked(question, args, misfit):
    call = {"name": "timeline", "args": args, "id": "1", "type": "tool_call"}
    found = misfits_of(AIMessage("", tool_calls=[call]), understand(question, CARD.setting), CARD)
    assert (misfit in found["1"]) if misfit else not found


@pytest.mark.parametrize(
    ("people", "fits"), [([None], True), (["P1"], False), (["P2"], False), (["P1", "P2"], True)]
)
def test_a_comparison_is_of_all_who_are_compared(people, fits):
    question = understand("Who talks more, Anna or Ben?", CARD.setting)
    calls = [
        {"name": "characters", "args": {"character": who} if who else {}, "id": str(who)} for who in people
    ]
    found = misfits_of(AIMessage("", tool_calls=calls), question, CARD)
    assert not found if fits else "is compared too" in found[people[0]]


OF_EVENTS = (
    "What does Ben say after Anna first appears?",
    "How does Ben feel when Anna appears?",
    "Is Ben angry before Anna speaks?",
    "What does Ben do while Anna is on screen?",
    "Does Ben speak while Anna is on screen?",
    "Who is with Ben when Anna is angry?",
    "Where is Ben after Anna meets Clara Weiss?",
    "Is Ben sad after Captain Morse says “cast off”, and who is with Anna?",
)


TOOLS = {tool.name: tool for tool in known_tools()}


def plan_of_rules(talk, card) -> AIMessage:
    calls = first_calls(question_of(talk, card), card)
    return AIMessage("", tool_calls=[{"name": one.tool, "args": one.args, "id": str(one)} for one in calls])


class TestThePlanOfRules:
    """A model that does exactly what the hint says is never told that it cannot be."""

    @pytest.mark.parametrize(
        "file",
        [QUESTIONS, *LATER],
        ids=lambda file: file.stem,
    )
    def test_fits_every_question_of_the_evaluation(self, file):
        questions = Questions.read(file)
        card = questions.film.card
        for asked in questions.questions:
            talk = conversation(OfflineChatModel(), asked, questions)
            plan = plan_of_rules(talk, card)
            assert not problems_of(plan, TOOLS), asked.ask
            assert not misfits_of(plan, question_of(talk, card), card), asked.ask

    @pytest.mark.parametrize("ask", OF_EVENTS)
    def test_fits_a_question_that_starts_from_what_somebody_else_does(self, ask):
        card = Questions.read(QUESTIONS).film.card
        plan = plan_of_rules([card_message(card), HumanMessage(ask)], card)
        assert plan.tool_calls
        assert not problems_of(plan, TOOLS)
        assert not misfits_of(plan, understand(ask, card.setting), card)


@pytest.mark.parametrize(
    ("question", "limit", "kept"),
    [
        ("When is Anna angry?", {"min_confidence": 0.9}, False),
        ("When is Anna angry, at least 70% sure?", {"min_confidence": 0.9}, True),
        ("When is Anna angry?", {"emotions": ["anger"]}, True),
        ("Which emotions does Anna show?", {"emotions": ["anger", "fear"]}, False),
        ("What does Anna say to Ben?", {"words": "Ben"}, False),
        ("What does Anna say about the map?", {"words": "the map"}, True),
        ("Which emotions does Anna show while Ben speaks?", {"emotions": ["anger"]}, True),
    ],
)
def test_what_is_narrowed_down_is_for_the_question_to_say(question, limit, kept):
    args = {"character": "P1", **limit}
    call = {"name": "timeline", "args": args, "id": "1", "type": "tool_call"}
    left = without_unasked(AIMessage("", tool_calls=[call]), understand(question, CARD.setting))
    assert left.tool_calls[0]["args"] == (args if kept else {"character": "P1"})


@pytest.mark.parametrize(
    "text",
    [
        '{"calls": [{"tool": "tension", "args": {}}]}',
        '```json\n{"name": "tension", "arguments": {}}\n```',
        '<tool_call>{"name": "tension", "arguments": {}}</tool_call>',
    ],
)
def test_calls_that_a_model_writes_out_are_calls(text):
    assert [one["name"] for one in calls_written(AIMessage(text)).tool_calls] == ["tension"]


@pytest.mark.parametrize("text", ["Anna is angry at 0:12.", json.dumps({"answer": 1}), "{oops}"])
def test_other_words_are_an_answer(text):
    said = AIMessage(text)
    assert calls_written(said) == said
