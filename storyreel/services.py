"""Models that are served elsewhere: where, at what price and how much of them, read from the environment."""

import math
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar
from urllib.parse import SplitResult, urlsplit

from storyreel.errors import LanguageModelError

ANSWERS = "STORYREEL_LLM"
"""The variable of the language model that answers questions and tells stories."""
CAPTIONS = "STORYREEL_CAPTION_LLM"
"""The variable of the vision model that describes pictures."""
CHAT = "/chat/completions"
"""What some give behind the base of a server's paths."""
DIRECT = dict.fromkeys(("all://127.0.0.1", "all://localhost", "all://[::1]"))
"""How httpx mounts the way to servers of this machine: past any proxy of the environment."""
MILLION = 1_000_000
N = TypeVar("N", int, float)
_PASSWORD = re.compile(r"^(\s*\w+://)?.*@", re.DOTALL)
_ASKED = re.compile(r"[?#].*", re.DOTALL)
"""Where some put a key."""


def base_of(url: str, name: str) -> str:
    """The base of a server's paths, `http://127.0.0.1:8000/v1`, given with or without the `/v1` at its end.

    `name` is the variable of the model that is served there. Raises LanguageModelError for what is no address
    of a web server, or holds a key.
    """
    parts = _parts(url)
    if parts.username or parts.password:
        raise LanguageModelError(f"Put the key of the language model into {name}_KEY, not its URL.")
    path = parts.path.rstrip("/").removesuffix(CHAT) or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def shown(url: str) -> str:
    """An address, or what was given for one, without a password or what is asked behind a question mark.

    >>> shown("http://me:sk-x@host:8000/v1?key=sk-x")
    'http://…@host:8000/v1?…'
    """
    return _ASKED.sub("?…", _PASSWORD.sub(r"\1…@", url))


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        is_address = False
    if not is_address:
        raise LanguageModelError(
            f"{shown(url)!r} is no address of a language model: give one like http://127.0.0.1:8000/v1"
        )
    return parts


def clean_key(key: str, name: str) -> str:
    """A key without what a shell or an editor leaves around it.

    Raises LanguageModelError for what is none.
    """
    key = key.strip()
    if not (key.isascii() and key.isprintable()):
        raise LanguageModelError(f"{name}_KEY is no key: it holds other signs than letters and digits.")
    return key


def _bare(url: str) -> str:
    """An address without what may be left out at its end."""
    return url.strip().rstrip("/").removesuffix(CHAT).removesuffix("/v1")


@dataclass(frozen=True)
class Price:
    """What a model's tokens cost, a million of them, in whatever money the user reckons in."""

    read: float
    written: float

    @classmethod
    def of(cls, text: str) -> Self:
        """A price given as `0.15/0.60`, of tokens read and tokens written.

        Raises LanguageModelError for what is none.
        """
        try:
            read, written = map(float, text.split("/"))
        except ValueError:
            read = written = math.nan
        if not (0 <= read < math.inf and 0 <= written < math.inf):
            raise LanguageModelError(
                f"{text!r} is no price: give what a million tokens read and written cost, like 0.15/0.60"
            )
        return cls(read, written)

    def cost(self, read: int, written: int) -> float:
        """Of so many tokens."""
        return (read * self.read + written * self.written) / MILLION


@dataclass(frozen=True)
class Service:
    """A model on an OpenAI-compatible server, as a user names it."""

    url: str | None = None
    """None: there is none."""
    model: str | None = None
    """Needed where the address serves several."""
    key: str = field(default="", repr=False)
    """Sent to that address alone."""
    price: Price | None = None
    """None: nobody said what it costs."""
    timeout_s: float = 300.0
    """How long one message may take; a small model on two processor cores needs minutes."""

    @classmethod
    def from_environment(cls, name: str) -> Self:
        """By the variable of this name, ANSWERS or CAPTIONS, and `…_MODEL`, `…_KEY`, `…_PRICE`, `…_TIMEOUT`.

        Raises LanguageModelError for a price that is none, or a time that is no number above 0.
        """
        price = os.environ.get(f"{name}_PRICE")
        return cls(
            url=os.environ.get(name) or None,
            model=os.environ.get(f"{name}_MODEL") or None,
            key=os.environ.get(f"{name}_KEY", ""),
            price=Price.of(price) if price else None,
            timeout_s=_number(f"{name}_TIMEOUT", float, cls.timeout_s),
        )

    def at(self, url: str | None, model: str | None) -> "Service":
        """As a command line changes it: another address is not told the key that belongs to this one."""
        if url and self.url and _bare(url) != _bare(self.url):
            return Service(url, model, timeout_s=self.timeout_s)
        return replace(self, url=url or self.url, model=model or self.model)


@dataclass(frozen=True)
class Budget:
    """What a language model may spend on one question."""

    calls: int = 12
    """Of tools (`STORYREEL_LLM_CALLS`)."""
    seconds: float = 300.0
    """Of the model and its tools (`STORYREEL_LLM_SECONDS`)."""
    tokens: int = 60_000
    """Read and written, over all steps (`STORYREEL_LLM_TOKENS`)."""

    @classmethod
    def from_environment(cls) -> Self:
        """As the user wants it. Raises LanguageModelError for what is no number above 0."""
        return cls(
            calls=_number("STORYREEL_LLM_CALLS", int, cls.calls),
            seconds=_number("STORYREEL_LLM_SECONDS", float, cls.seconds),
            tokens=_number("STORYREEL_LLM_TOKENS", int, cls.tokens),
        )


def _number(name: str, kind: Callable[[str], N], default: N) -> N:
    text = os.environ.get(name)
    if not text:
        return default
    wrong = LanguageModelError(f"{name} must be a number above 0, got {text!r}")
    try:
        value = kind(text)
    except ValueError as error:
        raise wrong from error
    if not 0 < value < math.inf:
        raise wrong
    return value
