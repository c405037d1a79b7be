"""Loads Video-LLaVA, and adapters upon it: safetensors only, and no code of a model's own."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from textwrap import shorten
from typing import Any, Self

from storyreel.config import Settings
from storyreel.errors import ToolError, WeightsError
from storyreel.printable import printable
from storyreel.tools.models.torch_hardware import Hardware
from storyreel.tools.models.transformers_feelings import COMMIT
from storyreel.tools.models.video_llava_inputs import Inputs

MODEL_CONFIG, MODEL_TYPE = "config.json", "video_llava"
ADAPTER_WEIGHTS, ADAPTER_CONFIG = "adapter_model.safetensors", "adapter_config.json"
MOST_TOLD = 400
"""Letters of a library's own words in a message."""


@dataclass(frozen=True)
class Source:
    """Which model: a folder, or a hub's repository at one commit; and what is laid upon it."""

    model: str
    revision: str | None = None
    adapter: Path | None = None
    """A folder with a LoRA adapter (Hu et al. 2021, arXiv:2106.09685) as PEFT saves it."""
    four_bit: bool = False

    def __post_init__(self) -> None:
        """Raises ToolError if the model is neither a folder nor a repository at a commit."""
        if not self.model:
            raise ToolError("no Video-LLaVA model is given: name its folder, or owner/name@commit")
        if not Path(self.model).is_dir() and not COMMIT.fullmatch(self.revision or ""):
            raise ToolError(
                f"{self.model!r} is no folder; of a hub's repository name the commit too, 40 hex digits: "
                f"{self.model}@COMMIT"
            )

    @classmethod
    def named(cls, model: str, adapter: Path | None = None, four_bit: bool = False) -> Self:
        """Of a folder, or `owner/name@commit`. Raises ToolError if it is neither."""
        if model and Path(model).is_dir():  # no name is not this folder
            return cls(str(Path(model).resolve()), None, adapter, four_bit)
        repository, _, revision = model.partition("@")
        return cls(repository, revision or None, adapter, four_bit)

    @property
    def name(self) -> str:
        """The model's and the adapter's."""
        base = Path(self.model).name
        return f"{base}+{self.adapter.name}" if self.adapter else base


@dataclass(frozen=True)
class Loaded:
    """A network that is ready, and how its inputs are made."""

    network: Any
    """transformers has no types here."""
    inputs: Inputs


@cache
def load(source: Source) -> Loaded:
    """As `read`, kept for the next time."""
    return read(source)


def read(source: Source) -> Loaded:
    """The model with its adapter, on a GPU where torch sees one.

    Raises WeightsError if it cannot be had, is another kind of model, or does not run here.
    """
    check(source)
    hardware = _hardware(source)
    from safetensors import SafetensorError

    try:
        network, missing, inputs = _parts(source, hardware)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:  # whatever is damaged
        raise WeightsError(f"the model {source.model!r} cannot be had: {_line(error)}") from error
    if missing:
        raise WeightsError(f"{source.model!r} is no Video-LLaVA: it lacks {min(missing)}")
    return Loaded(with_adapter(network, source).eval(), inputs)


def _hardware(source: Source) -> dict[str, Any]:
    """How it is loaded on this machine. Raises WeightsError where it cannot be."""
    try:
        import torch  # noqa: F401  whether they can be loaded
        import transformers  # noqa: F401
    except (ImportError, OSError) as error:
        raise _lacking("transformers", error) from error
    return Hardware.found().options(source.four_bit)


def _parts(source: Source, hardware: dict[str, Any]) -> tuple[Any, set[str], Inputs]:
    """The network, the tensors that it lacks, and how its inputs are made."""
    from transformers import AutoTokenizer, VideoLlavaForConditionalGeneration, VideoLlavaImageProcessor

    safely: dict[str, Any] = {
        "revision": source.revision or "main",
        "trust_remote_code": False,
        "local_files_only": Path(source.model).is_dir() or Settings.from_environment().offline,
    }
    tokenizer = AutoTokenizer.from_pretrained(source.model, **safely)
    pictures = VideoLlavaImageProcessor.from_pretrained(source.model, **safely)
    network, report = VideoLlavaForConditionalGeneration.from_pretrained(
        source.model, use_safetensors=True, output_loading_info=True, **safely, **hardware
    )
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.unk_token or tokenizer.eos_token
    return network, set(report["missing_keys"]), Inputs(tokenizer, pictures, network.config)


def with_adapter(network: Any, source: Source) -> Any:  # noqa: ANN401  transformers has no types
    """The network with the source's adapter upon it, if it has one. Raises WeightsError."""
    if source.adapter is None:
        return network
    try:
        from peft import PeftModel
        from safetensors import SafetensorError
    except (ImportError, OSError) as error:
        raise _lacking("peft", error) from error
    try:
        return PeftModel.from_pretrained(network, source.adapter)
    except (OSError, ValueError, RuntimeError, TypeError, KeyError, SafetensorError) as error:
        raise WeightsError(
            f"the adapter {str(source.adapter)!r} does not fit {source.model!r}: {_line(error)}"
        ) from error


def check(source: Source) -> None:
    """Raises WeightsError for what is amiss as far as that can be seen before anything is loaded."""
    if source.adapter:
        _check_adapter(source.adapter, source.model)
    if source.revision is None:
        _check_folder(Path(source.model))
    if find_spec("transformers") is None:
        raise WeightsError("Video-LLaVA needs more libraries than are here: pip install 'storyreel[gpu]'")
    if source.four_bit:
        _hardware(source)


def _check_folder(folder: Path) -> None:
    """Raises WeightsError if a folder holds no model, or another kind of one."""
    if not (folder / MODEL_CONFIG).is_file():
        raise WeightsError(f"{str(folder)!r} is no model: it has no {MODEL_CONFIG}")
    kind = _config(folder / MODEL_CONFIG).get("model_type")
    if kind != MODEL_TYPE:
        raise WeightsError(
            f"{str(folder)!r} is no Video-LLaVA: model_type in its {MODEL_CONFIG} is "
            f"{kind!r}, not {MODEL_TYPE!r}"
        )


def _check_adapter(folder: Path, model: str) -> None:
    """Raises WeightsError if a folder holds no LoRA adapter, or one that was learnt upon another model."""
    missing = [name for name in (ADAPTER_CONFIG, ADAPTER_WEIGHTS) if not (folder / name).is_file()]
    if missing:
        raise WeightsError(f"{str(folder)!r} is no adapter of captions: it has no {missing[0]}")
    config = _config(folder / ADAPTER_CONFIG)
    kind, base = (str(config.get(key)) for key in ("peft_type", "base_model_name_or_path"))
    if kind != "LORA":
        raise WeightsError(f"{str(folder)!r} is an adapter of another kind: expected LORA, got {kind!r}")
    if Path(base).name != Path(model).name:
        raise WeightsError(f"the adapter {str(folder)!r} was learnt upon {base!r}, not upon {model!r}")


def _config(path: Path) -> dict[str, Any]:
    """A settings file. Raises WeightsError for one that cannot be read."""
    try:
        config = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise WeightsError(f"{str(path)!r} cannot be read: {_line(error)}") from error
    if not isinstance(config, dict):
        raise WeightsError(f"{str(path)!r} cannot be read: it holds no settings")
    return config


def _lacking(library: str, error: Exception) -> WeightsError:
    return WeightsError(f"{library} cannot be loaded ({error}): pip install 'storyreel[gpu]'")


def _line(error: Exception) -> str:
    """What a library says, whole and on one line."""
    return shorten(printable(str(error)), MOST_TOLD, placeholder="…") or type(error).__name__
