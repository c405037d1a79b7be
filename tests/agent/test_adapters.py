"""Perception on demand: what a question lacks is watched then and there, and remembered."""

from pathlib import Path

import pytest

from storyreel.agent.adapters import perception_tools, watch
from storyreel.agent.ask import Chat, ask
from storyreel.agent.context import Context
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.errors import ToolError
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.tools.contract import discover
from storyreel.tools.media.probe import probe


@pytest.fixture
def unseen(library: Library, film_with_everything: Path) -> Film:
    """A real film that is in the library and was never watched."""
    film = probe(film_with_everything)
    library.add(film)
    return film


def test_every_perception_tool_can_be_called_by_a_model():
    tools = {tool.name: tool for tool in perception_tools()}
    assert set(tools) == {f"look_{name}" for name in discover()}
    assert all(tool.description.startswith("Watches a stretch of film now.") for tool in tools.values())
    assert all(set(tool.tool_call_schema.model_fields) == {"start_s", "end_s"} for tool in tools.values())


def test_a_question_about_an_unseen_film_reads_its_subtitles_first(library: Library, unseen: Film):
    reply = ask(library, unseen, "Who says “Where are we”?")
    assert reply.answer.startswith("Anna says “Where are we?”")
    assert [tool.name for tool in reply.tools] == ["dialogue", "look_dialogue", "dialogue"]
    assert [tool.cached for tool in reply.tools] == [True, False, True]


def test_what_was_watched_once_is_remembered(library: Library, unseen: Film):
    ask(library, unseen, "Who says “Where are we”?")
    again = ask(library, unseen, "Who says “No, there”?")
    assert [tool.name for tool in again.tools] == ["dialogue"]


def test_the_answer_says_what_was_looked_at(library: Library, unseen: Film):
    reply = ask(library, unseen, "What is the longest scene?")
    assert "look_segments" in [tool.name for tool in reply.tools]
    assert "I looked at 0:00–0:06 for this." in reply.answer


def test_more_than_the_budget_is_not_watched_and_the_answer_says_so(library: Library, unseen: Film):
    with Chat(library, unseen, budget_s=1) as chat:
        reply = chat.ask("Who is on screen?")
    assert [tool.name for tool in reply.tools] == ["on_screen"]
    assert "The film has not been watched for faces so far" in reply.answer


def test_a_film_that_another_process_watches_can_still_be_asked(
    library: Library, unseen: Film, tmp_path: Path
):
    context = Context(library, unseen, OfflineChatModel())
    with Library.open(tmp_path / "library") as other, other.ingest_lock(unseen.id):
        with pytest.raises(ToolError, match="process"):
            watch(context, "dialogue", 0, 6)
        reply = ask(library, unseen, "What do they say?")
    assert reply.answer.startswith("I know of no line.")
    assert next(tool.failed for tool in reply.tools if tool.name == "look_dialogue")


class TestHowMuchIsWatchedForAQuestion:
    @pytest.fixture
    def long(self, library: Library, make_film) -> Context:
        """Forty seconds, two reels, of which 35 s may be watched."""
        film = probe(make_film("long.mp4", scenes=[((200, 30, 30), 20), ((30, 30, 200), 20)]))
        library.add(film)
        return Context(library, film, OfflineChatModel(), budget_s=35)

    def test_a_stretch_beyond_it_is_refused_with_what_is_left(self, long: Context):
        with pytest.raises(ToolError, match=r"0:00–0:40 was not watched for shots: 40 s .* 35 s more may"):
            watch(long, "shots", 0, 40)
        assert watch(long, "shots", 0, 10).looks[0].span.end_s == 30

    def test_is_the_sum_of_all_looks(self, long: Context):
        watch(long, "shots", 0, 10)
        with pytest.raises(ToolError, match=r"10 s of it would be new, and 5 s more may .*0:00–0:30 was wat"):
            watch(long, "shots", 31, 40)

    def test_counts_a_stretch_once(self, long: Context):
        watch(long, "shots", 0, 10)
        assert watch(long, "shots", 5, 30).looks[0].cached
        assert watch(long, "sound_levels", 0, 30).looks
        assert [one.end_s for one in long.watched] == [30]

    def test_begins_anew_with_each_question(self, long: Context):
        watch(long, "shots", 0, 10)
        assert watch(long.anew(), "shots", 31, 40).looks

    def test_is_no_limit_for_reading_subtitles(self, library: Library, unseen: Film):
        assert watch(Context(library, unseen, OfflineChatModel(), budget_s=0), "dialogue", 0, 6).total

    def test_is_no_limit_for_reading_feelings_in_subtitles_for_which_nothing_is_heard(
        self, library: Library, unseen: Film
    ):
        context = Context(library, unseen, OfflineChatModel(), budget_s=0)
        watch(context, "dialogue", 0, 6)
        assert {look.tool for look in watch(context, "text_emotion", 0, 6).looks} == {"text_emotion"}
