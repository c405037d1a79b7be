"""Stories by a very small model on a real vLLM server: whatever it writes, only what holds is told."""

import pytest

from storyreel.account import Request, account
from storyreel.agent.llm.endpoint import Endpoint
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server
from storyreel.agent.story import tell
from tests.agent.conftest import commit, film, library, voyage  # noqa: F401 -- fixtures


@pytest.mark.parametrize("length", ["scenes", "logline"])
def test_a_story_is_cited_throughout_and_says_who_wrote_it(endpoint: Endpoint, library, voyage, length):  # noqa: F811
    told = tell(library, voyage, length, model=GuardedChatModel(server=Server(endpoint)))
    assert told.sentences
    assert all(one.citations for one in told.sentences)
    by_template = {number for one in told.stood_in for number in one.sentences}
    assert (told.model == "offline") == (len(by_template) == len(told.sentences))
    assert not [one.reason for one in told.stood_in if "server" in one.reason or "refused" in one.reason]


def test_what_it_wrote_to_its_end_it_is_not_asked_again(endpoint: Endpoint, library, voyage):  # noqa: F811
    first = tell(library, voyage, "scenes", model=GuardedChatModel(server=Server(endpoint)))
    asked: list[Request] = []
    with account(on_request=asked.append):
        again = tell(library, voyage, "scenes", model=GuardedChatModel(server=Server(endpoint)))
    assert again == first
    assert all(one.ended == "length" for one in asked)
