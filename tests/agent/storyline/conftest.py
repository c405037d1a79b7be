"""The scripted server of language models, for stories."""

from tests.agent.llm.conftest import scripted

__all__ = ["scripted"]
