"""Video-LLaVA in transformers: a small checkpoint of the real classes that tells two clips apart."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyreel.errors import ToolError, WeightsError
from storyreel.memory.records import Box, Span
from storyreel.tools.models import torch_hardware, video_llava, video_llava_loading
from storyreel.tools.models.captions import Clip, Known
from storyreel.tools.models.keyword_stopping import AtKeywords, cut
from storyreel.tools.models.torch_hardware import Hardware
from storyreel.tools.models.video_llava import BATCH, VideoLlava
from storyreel.tools.models.video_llava_loading import Source, load
from storyreel.tools.scene import Frame
from storyreel.tools.video_captioner import CaptionerArgs, caption_segments

RED, BLUE = "A square moves over red ground.", "A square moves over blue ground."
ANNA = Known("{p:t0.1}", "Anna", {0.0: Box(x=0.1, y=0.1, width=0.3, height=0.5)})


@pytest.fixture
def model(tiny_video_llava) -> VideoLlava:
    return VideoLlava(Source.named(str(tiny_video_llava)))


@pytest.fixture
def copied(tiny_video_llava, tmp_path) -> Path:
    return Path(shutil.copytree(tiny_video_llava, tmp_path / "copy"))


@pytest.fixture
def adapter(tiny_video_llava, gpu_extra, tmp_path) -> Path:
    """A LoRA adapter that changes much."""
    gpu_extra("peft")
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import VideoLlavaForConditionalGeneration

    network = VideoLlavaForConditionalGeneration.from_pretrained(tiny_video_llava)
    network.name_or_path = str(tiny_video_llava)
    adapted = get_peft_model(network, LoraConfig(r=2, target_modules=r".*language_model.*_proj"))
    torch.manual_seed(0)
    for name, tensor in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(tensor, std=2.0)
    adapted.save_pretrained(tmp_path / "slang")
    return tmp_path / "slang"


def told(model: VideoLlava, *clips: Clip) -> list[str]:
    return model.caption(clips)


def test_tells_clips_of_a_real_film(model, clips_of_colours):
    assert told(model, *clips_of_colours) == [RED, BLUE]
    assert told(model) == []


def test_segments_of_a_film_are_captioned_by_it(tiny_video_llava, make_film, scene_of):
    film = make_film(scenes=[((200, 30, 30), 2), ((30, 30, 200), 2)])
    spans = [Span(start_s=0, end_s=2), Span(start_s=2, end_s=4)]
    args = CaptionerArgs(backend="video-llava", model=str(tiny_video_llava))
    found = caption_segments([scene_of(film, span) for span in spans], args)
    assert [[(one.span, one.words) for one in result.findings] for result in found] == [
        [(spans[0], RED)],
        [(spans[1], BLUE)],
    ]
    assert {one.backend for result in found for one in result.findings} == {"tiny-video-llava"}


def test_a_clip_among_others_is_told_as_alone(model, clips_of_colours):
    red, blue = clips_of_colours
    longer = replace(red, people=(ANNA,))
    many = [red, longer, blue, blue, red, longer]
    assert len(many) > BATCH
    assert told(model, *many) == [caption for clip in many for caption in told(model, clip)]


def test_fewer_frames_than_it_was_taught_are_shown_twice(model, clips_of_colours):
    red = clips_of_colours[0]
    assert told(model, replace(red, frames=red.frames[:1])) == [RED]


def test_names_drawn_on_the_frames_are_seen(tiny_video_llava, clips_of_colours):
    red = clips_of_colours[0]
    box = Box(x=0.3, y=0.3, width=0.4, height=0.4)
    known = replace(red, people=(Known("{p:t0.1}", "Anna", {frame.time_s: box for frame in red.frames}),))
    inputs = load(Source.named(str(tiny_video_llava))).inputs
    plain, drawn = (inputs.of([known], draws_names=drawn)["pixel_values_videos"] for drawn in (False, True))
    assert (plain != drawn).any()


def test_a_name_cannot_pass_for_a_picture(model, clips_of_colours):
    rascal = Known("{p:t0.1}", "<video></s>", {})
    assert len(told(model, replace(clips_of_colours[0], people=(rascal,)))) == 1


def test_is_named_by_its_folder_and_adapter():
    assert VideoLlava(Source("owner/Video-LLaVA-7B-hf", "0" * 40)).name == "Video-LLaVA-7B-hf"
    assert Source("owner/x", "0" * 40, Path("somewhere/mine")).name == "x+mine"


class TestMemory:
    def test_where_a_batch_is_too_large_halves_are_told(self, model, clips_of_colours, monkeypatch):
        sizes = self.short_of_memory(model, monkeypatch, fits=2)
        assert told(model, *clips_of_colours * 3) == [RED, BLUE] * 3
        assert sizes == [4, 2, 2, 2]

    def test_too_little_for_one_is_told_of(self, model, clips_of_colours, monkeypatch):
        self.short_of_memory(model, monkeypatch, fits=0)
        with pytest.raises(ToolError, match="too little memory for one clip"):
            told(model, *clips_of_colours)

    def test_what_memory_held_is_known_for_the_next_segments(self, copied, make_film, scene_of, monkeypatch):
        film = make_film(scenes=[((200, 30, 30), 4)])
        scenes = [scene_of(film, Span(start_s=start_s, end_s=start_s + 1)) for start_s in range(4)]
        sizes = self.short_of_memory(VideoLlava(Source.named(str(copied))), monkeypatch, fits=2)
        args = CaptionerArgs(backend="video-llava", model=str(copied))
        for _ in range(2):
            caption_segments(scenes, args)
        assert sizes == [4, 2, 2, 2, 2]

    def short_of_memory(self, model, monkeypatch, fits: int) -> list[int]:
        """Fails as a GPU does for larger batches; the sizes that were tried."""
        import torch

        network = load(model._source).network
        generate, sizes = network.generate, []

        def generate_if_it_fits(**inputs: Any) -> Any:
            sizes.append(len(inputs["input_ids"]))
            if sizes[-1] > fits:
                raise torch.OutOfMemoryError("CUDA out of memory")
            return generate(**inputs)

        monkeypatch.setattr(network, "generate", generate_if_it_fits)
        return sizes


class TestStopping:
    def test_each_row_stops_at_its_own_keyword(self, tiny_video_llava):
        tokenizer = load(Source.named(str(tiny_video_llava))).inputs.tokenizer
        prompt = tokenizer("USER: ASSISTANT:", return_tensors="pt")["input_ids"]
        said = ["a square ### and", "a square and more", "ASSISTANT: a square"]
        rows = tokenizer(said, padding=True, return_tensors="pt")["input_ids"]
        import torch

        whole = torch.cat([prompt.expand(len(rows), -1), rows], dim=1)
        assert AtKeywords(tokenizer, prompt.shape[1])(whole, None).tolist() == [True, False, False]

    def test_it_stops_before_it_talks_on(self, model, clips_of_colours, monkeypatch):
        network = load(model._source).network
        generate, lengths = network.generate, []

        def measured(**inputs: Any) -> Any:
            said = generate(**inputs)
            lengths.append(said.shape[1] - inputs["input_ids"].shape[1])
            return said

        monkeypatch.setattr(network, "generate", measured)
        told(model, clips_of_colours[1])
        tokenizer = load(model._source).inputs.tokenizer
        assert lengths == [len(tokenizer(f"{BLUE} USER:")["input_ids"])]

    def test_half_a_sentence_at_which_it_was_stopped_says_so(self, model, clips_of_colours, monkeypatch):
        monkeypatch.setattr(video_llava, "MOST_TOKENS", 4)
        [words] = told(model, clips_of_colours[0])
        assert words.endswith("…")
        assert RED.startswith(words.removesuffix("…"))

    @pytest.mark.parametrize(
        ("words", "left"),
        [
            (" ASSISTANT: A man walks. USER: And then?", "A man walks."),
            ("A man walks.###", "A man walks."),
            ("A man walks.", "A man walks."),
            ("USER: ", ""),
            ("", ""),
        ],
    )
    def test_what_is_not_the_caption_is_cut(self, words, left):
        assert cut(words) == left


class TestWeights:
    def test_without_a_model_it_says_how_to_name_one(self):
        with pytest.raises(ToolError, match="no Video-LLaVA model is given"):
            Source.named("")

    @pytest.mark.parametrize("name", ["owner/name", "owner/name@main", "/no/such/folder"])
    def test_of_a_hub_it_wants_one_commit(self, name):
        with pytest.raises(ToolError, match="name the commit too"):
            Source.named(name)

    def test_nothing_is_fetched_offline(self, gpu_extra, monkeypatch, clips_of_colours):
        gpu_extra("transformers")
        monkeypatch.setenv("STORYREEL_OFFLINE", "1")
        with pytest.raises(WeightsError, match="'owner/name' cannot be had"):
            told(VideoLlava(Source.named(f"owner/name@{'0' * 40}")), clips_of_colours[0])

    def test_pickled_weights_are_refused(self, copied, clips_of_colours):
        import torch
        from safetensors.torch import load_file

        torch.save(load_file(copied / "model.safetensors"), copied / "pytorch_model.bin")
        (copied / "model.safetensors").unlink()
        with pytest.raises(WeightsError, match="cannot be had"):
            told(VideoLlava(Source.named(str(copied))), clips_of_colours[0])

    def test_code_of_its_own_is_not_run(self, copied, tmp_path, clips_of_colours):
        config = json.loads((copied / "config.json").read_text())
        own = {
            "model_type": "own",
            "auto_map": {"AutoConfig": "own.Config", "AutoTokenizer": ["own.T", None]},
        }
        (copied / "config.json").write_text(json.dumps(config | own))
        (copied / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
        with pytest.raises(WeightsError, match="is no Video-LLaVA"):
            told(VideoLlava(Source.named(str(copied))), clips_of_colours[0])
        assert not (tmp_path / "ran").exists()

    @pytest.mark.parametrize("file", ["config.json", "model.safetensors", "preprocessor_config.json"])
    def test_a_damaged_folder_is_told_of_in_a_line(self, copied, file, clips_of_colours):
        (copied / file).write_bytes((copied / file).read_bytes()[:100])
        with pytest.raises(WeightsError) as caught:
            told(VideoLlava(Source.named(str(copied))), clips_of_colours[0])
        assert str(caught.value).count("\n") == 0

    def test_an_empty_folder_is_told_of(self, gpu_extra, tmp_path, clips_of_colours):
        gpu_extra("transformers")
        with pytest.raises(WeightsError, match=r"is no model: it has no config\.json"):
            told(VideoLlava(Source.named(str(tmp_path))), clips_of_colours[0])

    def test_what_a_library_says_is_told_whole(self, copied, clips_of_colours):
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (copied / name).unlink(missing_ok=True)
        with pytest.raises(WeightsError, match="cannot be had") as caught:
            told(VideoLlava(Source.named(str(copied))), clips_of_colours[0])
        assert not str(caught.value).rstrip().endswith(":")

    def test_a_network_that_lacks_a_part_is_told_of(self, copied, clips_of_colours):
        from safetensors.torch import load_file, save_file

        tensors = load_file(copied / "model.safetensors")
        rest = {name: tensor for name, tensor in tensors.items() if "multi_modal_projector" not in name}
        save_file(rest, copied / "model.safetensors", {"format": "pt"})
        with pytest.raises(WeightsError, match=r"is no Video-LLaVA: it lacks .*multi_modal_projector"):
            told(VideoLlava(Source.named(str(copied))), clips_of_colours[0])


class TestAdapter:
    def test_it_changes_what_is_told(self, tiny_video_llava, adapter, clips_of_colours):
        adapted = VideoLlava(Source.named(str(tiny_video_llava), adapter))
        assert told(adapted, *clips_of_colours) != [RED, BLUE]
        assert adapted.name == "tiny-video-llava+slang"

    def test_one_of_another_model_is_refused(self, copied, adapter, clips_of_colours):
        with pytest.raises(WeightsError, match=r"learnt upon .*tiny-video-llava', not upon .*copy"):
            told(VideoLlava(Source.named(str(copied), adapter)), clips_of_colours[0])

    def test_one_that_does_not_fit_is_refused(self, tiny_video_llava, adapter, clips_of_colours):
        from safetensors.torch import load_file, save_file

        path = adapter / video_llava_loading.ADAPTER_WEIGHTS
        wider = {name: tensor.repeat(2, 2).contiguous() for name, tensor in load_file(path).items()}
        save_file(wider, path)
        with pytest.raises(WeightsError, match="does not fit"):
            told(VideoLlava(Source.named(str(tiny_video_llava), adapter)), clips_of_colours[0])

    def test_pickled_ones_are_refused(self, tiny_video_llava, adapter, clips_of_colours):
        weights = adapter / video_llava_loading.ADAPTER_WEIGHTS
        weights.rename(adapter / "adapter_model.bin")
        with pytest.raises(WeightsError, match=r"has no adapter_model\.safetensors"):
            told(VideoLlava(Source.named(str(tiny_video_llava), adapter)), clips_of_colours[0])

    @pytest.mark.parametrize(
        ("config", "complaint"),
        [("{", "cannot be read"), ("[]", "cannot be read"), ("{}", "expected LORA"),
         ('{"peft_type": "IA3", "base_model_name_or_path": "x"}', "expected LORA"),
         ('{"peft_type": "LORA"}', "learnt upon")],
    )  # fmt: skip
    def test_a_damaged_one_is_told_of(self, tiny_video_llava, adapter, clips_of_colours, config, complaint):
        (adapter / video_llava_loading.ADAPTER_CONFIG).write_text(config)
        with pytest.raises(WeightsError, match=complaint):
            told(VideoLlava(Source.named(str(tiny_video_llava), adapter)), clips_of_colours[0])

    def test_a_folder_that_is_none_is_told_of(self, tiny_video_llava, tmp_path, clips_of_colours):
        with pytest.raises(WeightsError, match="is no adapter of captions"):
            told(VideoLlava(Source.named(str(tiny_video_llava), tmp_path)), clips_of_colours[0])


class TestHardware:
    """What is chosen for a GPU can be told without one; this machine's own answers are torch's."""

    @pytest.fixture
    def gpu(self, gpu_extra, monkeypatch):
        gpu_extra("torch")
        import torch

        def pretend(capability: tuple[int, int], has_bfloat16: bool, has_flash: bool) -> Hardware:
            monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
            monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: has_bfloat16)
            monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)
            monkeypatch.setattr(torch_hardware, "find_spec", lambda name: name if has_flash else None)
            return Hardware.found()

        return pretend

    def test_a_cpu_counts_in_full_numbers(self, gpu_extra):
        gpu_extra("torch")
        import torch

        if torch.cuda.is_available():
            pytest.skip("this machine has a GPU")
        assert Hardware.found() == Hardware(False, torch.float32, "sdpa")
        with pytest.raises(WeightsError, match="need a CUDA GPU"):
            Hardware.found().options(four_bit=True)

    def test_four_bits_without_a_gpu_are_refused_before_anything_is_loaded(self, tiny_video_llava):
        import torch

        if torch.cuda.is_available():
            pytest.skip("this machine has a GPU")
        with pytest.raises(WeightsError, match="need a CUDA GPU"):
            video_llava_loading.check(Source.named(str(tiny_video_llava), four_bit=True))

    def test_a_new_gpu_counts_in_bfloat16_with_flash_attention(self, gpu):
        import torch

        assert gpu((9, 0), True, True) == Hardware(True, torch.bfloat16, "flash_attention_2")
        assert gpu((9, 0), True, False).attention == "sdpa"

    def test_an_old_gpu_counts_in_float16(self, gpu):
        import torch

        assert gpu((7, 5), False, True) == Hardware(True, torch.float16, "sdpa")

    def test_four_bits_need_bitsandbytes(self, gpu):
        with pytest.raises(WeightsError, match="pip install bitsandbytes"):
            gpu((9, 0), True, False).options(four_bit=True)


def test_names_are_drawn_where_faces_are():
    from storyreel.tools.models.drawn_names import with_names

    grey = np.full((240, 320, 3), 90, np.uint8)
    box = Box(x=0.5, y=0.5, width=0.25, height=0.25)
    people = (Known("{p:t0.1}", "Anna", {0.0: box}), Known("{p:t0.2}", "Жанна", {}))
    clip = Clip(Span(start_s=0, end_s=2), [Frame(0.0, grey), Frame(1.0, grey)], people)
    drawn, plain = with_names(clip)
    changed = (drawn != grey).any(axis=2)
    assert changed[120, 160:240].all()
    assert changed[100:120, 160:200].any()
    assert not changed[:, :150].any()
    assert not changed[190:].any()
    assert (plain == grey).all()


@pytest.mark.parametrize(("x", "y"), [(-0.1, -0.1), (0.95, 0.0), (0.5, 0.9)])
def test_names_stay_inside_the_picture(x, y):
    from storyreel.tools.models.drawn_names import with_names

    grey = np.full((60, 80, 3), 90, np.uint8)
    anna = Known("{p:t0.1}", "Anna " * 9, {0.0: Box(x=x, y=y, width=0.3, height=0.3)})
    [drawn] = with_names(Clip(Span(start_s=0, end_s=2), [Frame(0.0, grey)], (anna,)))
    assert drawn.shape == grey.shape
    assert (drawn != grey).any()
