"""How vLLM is started."""

import json
import os
from pathlib import Path

import pytest

from storyreel.errors import LanguageModelError
from storyreel.serving.command import LEAST_TOKENS, MOST_TOKENS, Wish, command, tokens_that_fit, variables
from storyreel.serving.environment import Environment
from storyreel.serving.server import free_bytes

GIB = 1 << 30
SMALL = {
    "hidden_size": 576,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "num_hidden_layers": 30,
    "max_position_embeddings": 8192,
}
"""SmolLM2-135M's shape: a token takes 2 × 30 × 3 × 64 × 2 bytes."""


def started(model: str, build: str = "cpu", free: int = 16 * GIB, **wish: int) -> list[str]:
    environment = Environment(Path("/opt/vllm"), "gpu" if build == "gpu" else "cpu")
    return command(environment, Wish(model, **wish), free)


def after(words: list[str], flag: str) -> str:
    return words[words.index(flag) + 1]


def test_a_model_reads_what_it_can_where_memory_is_plenty():
    assert tokens_that_fit(SMALL, 4 * GIB) == 8192


def test_it_reads_less_where_two_prompts_would_not_fit():
    assert tokens_that_fit(SMALL, 2 * 5000 * 23_040) == 5000


@pytest.mark.parametrize(("cache", "tokens"), [(0, LEAST_TOKENS), (1 << 50, MOST_TOKENS)])
def test_it_reads_neither_too_little_nor_more_than_is_needed(cache: int, tokens: int):
    assert tokens_that_fit({**SMALL, "max_position_embeddings": 1 << 20}, cache) == tokens


@pytest.mark.parametrize("model", ["/nowhere/model", "./model", "~/model"])
def test_a_folder_that_is_not_there_is_told_of_before_anything_is_installed(model: str):
    with pytest.raises(LanguageModelError, match="no folder with a model"):
        Wish(model)


def test_a_folder_is_served_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "small").mkdir()
    monkeypatch.chdir(tmp_path / "small")
    assert Wish(".").name == Wish("./").name == "small"
    assert Wish("Qwen/Qwen2.5-7B-Instruct").name == "Qwen2.5-7B-Instruct"


@pytest.mark.parametrize("spread", [{"gpus": 4}, {"nodes": 2}])
def test_a_processor_is_no_gpu_to_spread_a_model_over(spread: dict[str, int]):
    wish = Wish("some/model", **spread)
    with pytest.raises(LanguageModelError, match="the CPU build uses none"):
        wish.check_fits("cpu")
    wish.check_fits("gpu")
    Wish("some/model").check_fits("cpu")


def test_a_folders_own_shape_counts(tmp_path: Path):
    (tmp_path / "config.json").write_text(json.dumps({**SMALL, "max_position_embeddings": 4096}))
    assert after(started(str(tmp_path)), "--max-model-len") == "4096"


def test_a_gpus_memory_is_left_to_vllm():
    assert after(started("some/model", build="gpu"), "--max-model-len") == "auto"
    assert after(started("some/model", build="gpu", tokens=4096), "--max-model-len") == "4096"


def test_memory_that_keeps_files_counts_as_free():
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2 < free_bytes() < total


def test_it_listens_on_this_machine_alone_and_keeps_beginnings_of_prompts():
    words = started("some/model", port=8123)
    assert (after(words, "--host"), after(words, "--port")) == ("127.0.0.1", "8123")
    assert "--enable-prefix-caching" in words


def test_what_is_held_to_a_schema_is_written_without_blanks():
    config = json.loads(after(started("some/model"), "--structured-outputs-config"))
    assert config["disable_any_whitespace"]


@pytest.mark.parametrize(
    ("model", "parser"),
    [
        ("Qwen/Qwen2.5-7B-Instruct", "hermes"),
        ("Qwen/Qwen3-Coder-30B-A3B-Instruct", "qwen3_coder"),
        ("mistralai/Mistral-7B", "mistral"),
        ("meta-llama/Llama-3.1-8B-Instruct", "llama3_json"),
        ("HF/SmolLM2-135M", None),
    ],
)
def test_tool_calls_are_read_where_a_parser_is_known(model: str, parser: str | None):
    words = started(model)
    assert ("--tool-call-parser" in words) == (parser is not None)
    assert parser is None or after(words, "--tool-call-parser") == parser


def test_layers_are_spread_over_devices_and_machines():
    words = started("some/model", build="gpu", gpus=4, nodes=2)
    assert after(words, "--tensor-parallel-size") == "4"
    assert after(words, "--pipeline-parallel-size") == "2"
    assert after(words, "--distributed-executor-backend") == "ray"


def test_it_reports_its_use_to_nobody():
    for build in ("cpu", "gpu"):
        assert variables(build, 8 * GIB)["VLLM_NO_USAGE_STATS"] == "1"


def test_a_cpus_cache_is_a_share_of_free_memory():
    assert variables("cpu", 16 * GIB)["VLLM_CPU_KVCACHE_SPACE"] == "4"
    assert variables("cpu", GIB)["VLLM_CPU_KVCACHE_SPACE"] == "1"
