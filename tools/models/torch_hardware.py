"""What this machine allows a large network: where it runs, in which numbers, by which attention."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal

from storyreel.errors import WeightsError

Attention = Literal["flash_attention_2", "sdpa"]
FLASH_CAPABILITY = (8, 0)
"""Of CUDA, from which FlashAttention 2 runs: Ampere (Dao 2023, arXiv:2307.08691)."""


@dataclass(frozen=True)
class Hardware:
    """How a network is loaded here."""

    on_gpu: bool
    dtype: Any
    """torch's: bfloat16 where the GPU has it, float16 on an older one, float32 on a CPU."""
    attention: Attention

    @classmethod
    def found(cls) -> "Hardware":
        """Of this machine."""
        import torch

        if not torch.cuda.is_available():
            return cls(False, torch.float32, "sdpa")
        has_bfloat16 = torch.cuda.is_bf16_supported(including_emulation=False)
        is_able = (
            torch.cuda.get_device_capability() >= FLASH_CAPABILITY and find_spec("flash_attn") is not None
        )
        dtype = torch.bfloat16 if has_bfloat16 else torch.float16
        return cls(True, dtype, "flash_attention_2" if is_able else "sdpa")

    def options(self, four_bit: bool) -> dict[str, Any]:
        """For `from_pretrained`. Raises WeightsError where four bits a weight cannot be had."""
        options: dict[str, Any] = {"dtype": self.dtype, "attn_implementation": self.attention}
        if four_bit:
            options["quantization_config"] = self._four_bits()
        if self.on_gpu:
            options["device_map"] = "auto"  # over all GPUs, where one is too small
        return options

    def _four_bits(self) -> Any:  # noqa: ANN401  transformers has no types
        """NF4 (Dettmers et al. 2023, arXiv:2305.14314)."""
        if not self.on_gpu:
            raise WeightsError("weights of 4 bits need a CUDA GPU, and there is none: leave the option out")
        if find_spec("bitsandbytes") is None:
            raise WeightsError("weights of 4 bits need bitsandbytes: pip install bitsandbytes")
        from transformers import BitsAndBytesConfig

        return BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=self.dtype
        )
