"""The command that starts vLLM's server, with the flags that Storyreel needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyreel.errors import LanguageModelError
from storyreel.serving.environment import Build, Environment

PARSERS = {
    "qwen3-coder": "qwen3_coder",
    "qwen": "hermes",
    "hermes": "hermes",
    "mistral": "mistral",
    "llama-4": "llama4_pythonic",
    "llama-3": "llama3_json",
    "granite": "granite",
    "deepseek-v3": "deepseek_v3",
    "gpt-oss": "openai",
    "phi-4-mini": "phi4_mini_json",
}
"""By a part of a model's name, the first that fits: which of vLLM's parsers reads its tool calls. Others call
tools by a schema that holds their decoding, which needs none."""
LEAST_TOKENS = 2048
MOST_TOKENS = 32_768
"""More than a question about a film ever takes."""
CACHE_SHARE = 0.25
"""Of free memory, for what the server keeps of prompts it has read; on a CPU."""
BYTES_A_NUMBER = 2
HELD = {"backend": "xgrammar", "disable_any_whitespace": True}
"""How decoding is held to a schema: a weak model would write blanks between its words without end."""


@dataclass(frozen=True)
class Wish:
    """What a user wants to be served."""

    model: str
    """A folder, or a hub's name for it."""
    host: str = "127.0.0.1"
    port: int = 8000
    gpus: int = 1
    """Over how many devices each layer is spread (tensor parallel)."""
    nodes: int = 1
    """Over how many machines of a Ray cluster the layers are spread (pipeline parallel)."""
    tokens: int | None = None
    """What it reads at once; None: as much as memory holds."""

    def __post_init__(self) -> None:
        """Raises LanguageModelError for a folder that is not there."""
        if self.model.startswith(("/", ".", "~")) and not Path(self.model).is_dir():
            raise LanguageModelError(f"{self.model!r} is no folder with a model")

    @property
    def name(self) -> str:
        """What the model is called by those who ask it."""
        return Path(self.model).absolute().name

    def check_fits(self, build: Build) -> None:
        """Raises LanguageModelError where it asks for what that build of vLLM cannot do."""
        if build == "cpu" and (self.gpus > 1 or self.nodes > 1):
            raise LanguageModelError(
                "--gpus and --nodes spread a model over GPUs, and the CPU build uses none: leave them out, "
                "or give --build gpu"
            )


def command(environment: Environment, wish: Wish, free_bytes: int) -> list[str]:
    """Starts the server: with tool calls where its model can, and the beginnings of prompts kept."""
    # by module: the command of the CPU build looks for a distribution of another name
    words = [str(environment.python), "-m", "vllm.entrypoints.openai.api_server", "--model", wish.model]
    words += ["--served-model-name", wish.name, "--host", wish.host, "--port", str(wish.port)]
    words += ["--enable-prefix-caching", "--enable-prompt-tokens-details"]
    words += ["--structured-outputs-config", json.dumps(HELD)]
    words += ["--max-model-len", str(wish.tokens or _tokens(environment.build, wish, free_bytes))]
    if parser := _parser(wish.name):
        words += ["--enable-auto-tool-choice", "--tool-call-parser", parser]
    return words + _spread(wish, environment.build)


def _spread(wish: Wish, build: Build) -> list[str]:
    if build == "cpu":
        return ["--enforce-eager"]  # compiling a graph takes minutes on a few processor cores
    words = ["--tensor-parallel-size", str(wish.gpus)]
    if wish.nodes > 1:
        words += ["--pipeline-parallel-size", str(wish.nodes), "--distributed-executor-backend", "ray"]
    return words


def variables(build: Build, free_bytes: int) -> dict[str, str]:
    """Environment variables of the server: it reports its use to nobody."""
    quiet = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
    if build == "gpu":
        return quiet
    return quiet | {"VLLM_CPU_KVCACHE_SPACE": str(max(1, int(free_bytes * CACHE_SHARE) >> 30))}


def _parser(name: str) -> str | None:
    return next((parser for part, parser in PARSERS.items() if part in name.lower()), None)


def _tokens(build: Build, wish: Wish, free_bytes: int) -> int | str:
    if build == "gpu":
        return "auto"  # vLLM itself sees what its devices have
    file = Path(wish.model) / "config.json"
    config = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return tokens_that_fit(config, int(free_bytes * CACHE_SHARE))


def tokens_that_fit(config: Mapping[str, Any], cache_bytes: int) -> int:
    """How many tokens a model of this `config.json` may read at once, so that two such prompts fit the cache.

    A token's keys and values take 2 × layers × key heads × width of a head × 2 bytes.
    """
    longest = int(config.get("max_position_embeddings", LEAST_TOKENS * 4))
    heads = int(config.get("num_attention_heads", 32))
    width = int(config.get("head_dim") or config.get("hidden_size", 4096) // heads)
    keys = int(config.get("num_key_value_heads", heads))
    token_bytes = 2 * int(config.get("num_hidden_layers", 32)) * keys * width * BYTES_A_NUMBER
    return max(LEAST_TOKENS, min(longest, MOST_TOKENS, cache_bytes // token_bytes // 2))
