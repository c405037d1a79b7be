"""Teaches Video-LLaVA a user's own way of telling clips: a LoRA adapter, learnt from `captions.jsonl`.

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (2021, arXiv:2106.09685). One film in five is
held out, whole; the epoch that tells its captions best is kept. Needs the gpu extra.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from storyreel.errors import StoryreelError
from storyreel.eval.captioned import Captioned, read, shown, split
from storyreel.tools.models import video_llava_loading
from storyreel.tools.models.captions import Clip
from storyreel.tools.models.video_llava import placed
from storyreel.tools.models.video_llava_inputs import Inputs
from storyreel.tools.models.video_llava_loading import Source

SEED = 0
EPOCHS = 3
TOGETHER = 8
"""Clips a step; one after another, so that memory holds them."""
RATE = 2e-4
RANK, STRENGTH, DROPOUT = 16, 32, 0.05
LAYERS = r".*language_model.*\.(q|k|v|o|gate|up|down)_proj"
"""What is adapted: how it tells, not how it sees."""
UNTAUGHT = -100
OnProgress = Callable[[str], None]


class Lesson(NamedTuple):
    """How well an epoch's adapter tells the captions held out."""

    epoch: int
    loss: float
    """Mean of the negative logarithm of each token's chance."""


def train(data: Path, on_progress: OnProgress, model: str, out: Path) -> dict[str, float]:
    """Learns from a folder's captions upon a model, a folder or `owner/name@commit`; writes the adapter.

    Raises StoryreelError where captions, films, model or the place for the adapter are not as they must be.
    """
    if out.exists() and any(out.iterdir()):
        raise StoryreelError(f"{str(out)!r} is not empty: name a new folder for the adapter")
    learnt, held = split(read(data))
    on_progress(f"{len(learnt)} captions to learn from, {len(held)} of other films held out")
    network, inputs = _adaptable(Source.named(model))
    lessons = [Lesson(0, _loss(network, inputs, held))]
    steps = _Steps(network)
    for epoch in range(1, EPOCHS + 1):
        steps.learn(inputs, learnt, epoch)
        lessons.append(Lesson(epoch, _loss(network, inputs, held)))
        on_progress(f"epoch {epoch} of {EPOCHS}: loss held out {lessons[-1].loss:.3f}")
        if epoch == 1 or lessons[-1].loss < min(lesson.loss for lesson in lessons[1:-1]):
            network.save_pretrained(out)
    best = min(lessons[1:], key=lambda lesson: lesson.loss)
    (out / "README.md").write_text(card(model, learnt, held, lessons[0].loss, best), "utf-8")
    return {"held out, loss before": lessons[0].loss, "held out, loss after": best.loss}


def _adaptable(source: Source) -> tuple[Any, Inputs]:
    """The model with an adapter that changes nothing yet, and nothing else to be learnt."""
    import torch

    torch.manual_seed(SEED)
    loaded = video_llava_loading.read(source)
    from peft import LoraConfig, get_peft_model

    wish = LoraConfig(r=RANK, lora_alpha=STRENGTH, lora_dropout=DROPOUT, target_modules=LAYERS)
    network = get_peft_model(loaded.network, wish)
    network.enable_input_require_grads()
    network.gradient_checkpointing_enable({"use_reentrant": False})
    return network, loaded.inputs


class _Steps:
    """Steps of AdamW; the rate falls from epoch to epoch."""

    def __init__(self, network: Any) -> None:  # noqa: ANN401  transformers has no types
        import torch

        self._network = network
        self._tuned = [tensor for tensor in network.parameters() if tensor.requires_grad]
        self._optimiser = torch.optim.AdamW(self._tuned, lr=RATE, weight_decay=0.0)

    def learn(self, inputs: Inputs, captioned: Sequence[Captioned], epoch: int) -> None:
        """Learns from each caption once."""
        self._network.train()
        for group in self._optimiser.param_groups:
            group["lr"] = RATE * (1 - (epoch - 1) / EPOCHS)
        for number, (clip, words) in enumerate(shown(_shuffled(captioned, epoch)), 1):
            batch = example(inputs, [clip], [words], self._network)
            (self._network(**batch).loss / TOGETHER).backward()
            if number % TOGETHER == 0 or number == len(captioned):
                self._take()

    def _take(self) -> None:
        import torch

        torch.nn.utils.clip_grad_norm_(self._tuned, 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()


def _shuffled(captioned: Sequence[Captioned], epoch: int) -> list[Captioned]:
    """In any order, but film by film, as they are read."""
    dice = random.Random(SEED + epoch)  # noqa: S311  repeatable, not secret
    films = sorted({one.film.id for one in captioned})
    dice.shuffle(films)
    mixed = dice.sample(captioned, len(captioned))
    return sorted(mixed, key=lambda one: films.index(one.film.id))


def _loss(network: Any, inputs: Inputs, captioned: Sequence[Captioned]) -> float:  # noqa: ANN401
    import torch

    network.eval()
    total, tokens = 0.0, 0
    with torch.inference_mode():
        for clip, words in shown(captioned):
            batch = example(inputs, [clip], [words], network)
            count = int((batch["labels"] != UNTAUGHT).sum())
            total, tokens = total + count * float(network(**batch).loss), tokens + count
    return total / tokens


def example(inputs: Inputs, clips: Sequence[Clip], captions: Sequence[str], network: Any) -> dict[str, Any]:  # noqa: ANN401
    """A batch whose `labels` are the captions' tokens and the end; of the request nothing is learnt."""
    import torch

    asked = inputs.of(clips, draws_names=False)
    ends = [f"{words}{inputs.tokenizer.eos_token}" for words in captions]
    said = inputs.tokenizer(
        ends, padding=True, padding_side="right", add_special_tokens=False, return_tensors="pt"
    )
    untaught = torch.full_like(asked["input_ids"], UNTAUGHT)
    taught = said["input_ids"].where(said["attention_mask"].bool(), UNTAUGHT)
    batch = {
        "input_ids": torch.cat([asked["input_ids"], said["input_ids"]], dim=1),
        "attention_mask": torch.cat([asked["attention_mask"], said["attention_mask"]], dim=1),
        "labels": torch.cat([untaught, taught], dim=1),
        "pixel_values_videos": asked["pixel_values_videos"],
    }
    return placed(batch, network)


def card(
    model: str, learnt: Sequence[Captioned], held: Sequence[Captioned], before: float, best: Lesson
) -> str:
    """The model card, in Markdown."""
    films = [len({one.film.id for one in part}) for part in (learnt, held)]
    base = Path(model).name if Path(model).is_dir() else model
    return f"""---
base_model: {base.partition("@")[0]}
library_name: peft
tags: [lora, video-captioning]
---

# An adapter for captions

Laid upon `{base}`, it tells clips as the captions that it was taught do: name its folder with
`--captioner-adapter`.

- Learnt from {len(learnt)} captions of {films[0]} films; {len(held)} of {films[1]} other films were held out.
- Mean loss of a token of these: {before:.3f} before, {best.loss:.3f} after epoch {best.epoch} of {EPOCHS}.
- LoRA of rank {RANK}, alpha {STRENGTH}, dropout {DROPOUT}; rate {RATE}, {TOGETHER} clips a step, seed {SEED}.

It may have learnt the looks, names and habits of these films, and tells nothing better than their captions.
The licence of the model that it is laid upon holds for it too.
"""
