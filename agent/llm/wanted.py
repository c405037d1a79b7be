"""The language model that the user wants to be answered by."""

from storyreel.agent.llm.endpoint import Endpoint
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server
from storyreel.services import ANSWERS, Budget, Service


def language_model(url: str | None = None, name: str | None = None) -> GuardedChatModel | None:
    """The model at an address, else the environment's; None if there is none, and rules answer.

    Raises LanguageModelError, in one line, for an address, a price or a budget that is none.
    """
    wanted = Service.from_environment(ANSWERS).at(url, name)
    if wanted.url is None:
        return None
    return GuardedChatModel(server=Server(Endpoint.of_service(wanted)), budget=Budget.from_environment())
