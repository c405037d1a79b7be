"""Where a language model is served, and what that server says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, cast

from storyreel.agent.llm.failures import BusyServerError, refusal
from storyreel.deadline import within
from storyreel.errors import LanguageModelError
from storyreel.hearing import heard
from storyreel.services import ANSWERS, Price, Service, base_of, clean_key

if TYPE_CHECKING:
    import httpx

CONNECT_S = 5.0
"""A server that does not answer the door in this time is not there."""
LISTING_S = 15.0
"""Nor is one that takes longer than this to say what it serves."""
CONTEXT_TOKENS = 8192
"""Taken for granted where a server does not say how much its model reads at once."""


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible server and one of its models."""

    url: str
    """The base of its paths, as `http://127.0.0.1:8000/v1`."""
    model: str | None = None
    """None: the one that it serves."""
    key: str = field(default="", repr=False)
    """Sent to this server alone, and shown nowhere."""
    answer_s: float = Service.timeout_s
    """How long one message may take."""

    price: Price | None = None

    @property
    def where(self) -> str:
        """How it is called when it fails."""
        return f"the language model at {self.url}"

    @classmethod
    def of(cls, url: str, model: str | None = None, key: str = "") -> Self:
        """An endpoint by its address, with or without the `/v1` at its end.

        Raises LanguageModelError for what is no address of a web server, or no key.
        """
        return cls(base_of(url, ANSWERS), model or None, clean_key(key, ANSWERS))

    @classmethod
    def of_service(cls, service: Service) -> Self:
        """The endpoint of a model as the user names it; it must have an address."""
        found = cls.of(service.url or "", service.model, service.key)
        return replace(found, price=service.price, answer_s=service.timeout_s)


@dataclass(frozen=True)
class Served:
    """What a server says that it serves."""

    model: str
    context_tokens: int


def served(endpoint: Endpoint) -> Served:
    """Asks a server for its models and picks the wanted one.

    Raises BusyServerError for what may pass, LanguageModelError, in one line, if it is no such server or
    has no such model.
    """
    listing = _models(endpoint)
    if listing is None and endpoint.model is None:
        raise LanguageModelError(
            f"{endpoint.url} lists no models (404): see that it is the right address, or name one with "
            "--llm-model"
        )
    models = {str(one["id"]): one for one in listing or []}
    if endpoint.model is None and len(models) != 1:
        raise LanguageModelError(f"{endpoint.url} serves {_listed(models)}: choose one with --llm-model")
    name = endpoint.model or next(iter(models))
    if models and name not in models:
        raise LanguageModelError(f"{endpoint.url} has no model {name!r}; it serves {_listed(models)}")
    return Served(name, _context_of(models.get(name, {})))


def _models(endpoint: Endpoint) -> list[dict[str, Any]] | None:
    """What it lists; None where it lists nothing, as some that answer chats do."""
    import httpx

    try:
        reply = next(within(LISTING_S, _asked(endpoint)))
    except (httpx.ReadTimeout, TimeoutError) as error:
        raise LanguageModelError(
            f"{endpoint.where} took more than {LISTING_S:g} s to list its models"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BusyServerError(f"{endpoint.where} cannot be reached") from error
    return None if reply.status_code == 404 else _listing(reply, endpoint)


def _asked(endpoint: Endpoint) -> Iterator["httpx.Response"]:
    import httpx

    from storyreel.agent.llm.bounded import client

    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    timeout = httpx.Timeout(LISTING_S, connect=CONNECT_S)
    with client() as asking:
        yield asking.get(f"{endpoint.url}/models", headers=headers, timeout=timeout)


def _listing(reply: "httpx.Response", endpoint: Endpoint) -> list[dict[str, Any]]:
    strange = LanguageModelError(f"what answers at {endpoint.url} is no OpenAI-compatible server")
    if not reply.is_success:
        raise refusal(endpoint.url, reply, "")
    try:
        data = heard(reply.json()["data"], endpoint.key)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise strange from error
    if not isinstance(data, list) or not all(isinstance(one, dict) and "id" in one for one in data):
        raise strange
    return cast("list[dict[str, Any]]", data)


def _context_of(model: dict[str, Any]) -> int:
    tokens = model.get("max_model_len")
    return tokens if isinstance(tokens, int) and tokens > 0 else CONTEXT_TOKENS


def _listed(models: dict[str, Any]) -> str:
    return ", ".join(sorted(models)) or "no model"
