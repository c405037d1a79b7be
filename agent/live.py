"""Tells an answer while a language model still writes it: each sentence once the check lets it through."""

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler

from storyreel.agent.check.answer import check
from storyreel.agent.check.ground import Ground
from storyreel.agent.sentences import joined, split
from storyreel.prompts.loader import unfenced

OnSentences = Callable[[str], None]
MOST_TOLD = 20
"""Sentences, each checked with all before it: a model that runs on is not listened to so closely."""


class Live(BaseCallbackHandler):
    """Gathers a model's words, and hands on all its sentences so far that are whole and supported.

    The last sentence is held back until the next begins: only then is it known to be whole.
    """

    def __init__(self, ground: Ground, on_sentences: OnSentences) -> None:
        self.ground = ground
        self.on_sentences = on_sentences
        self._words = ""
        self._sentences = 0
        self._told = ""

    def on_llm_new_token(
        self,
        token: str | list[str | dict[str, Any]],
        **_: Any,  # noqa: ANN401 -- BaseCallbackHandler's signature
    ) -> None:
        """Takes the next words."""
        self._words += str(token)
        if self._sentences >= MOST_TOLD:
            return
        whole = split(unfenced(self._words))[:-1]
        if len(whole) > self._sentences:
            self._sentences = len(whole)
            self._tell(joined(whole))

    def _tell(self, whole: str) -> None:
        kept = check(whole, self.ground).kept
        if len(kept) > len(self._told) and kept.startswith(self._told):
            self.on_sentences(kept)
            self._told = kept
