"""Writes the package `tiny-sdxl`, text alone, and the conditionings that diffusers makes with it and with `tiny-sd`.

Pins: as clip.py, and diffusers 0.35.1. Run from this folder after clip.py: python conditionings.py
"""

import json

import diffusers
import torch
import transformers
from clip import EOS, LENGTH, OUT, PACKAGE, randomise, write_tokenizer
from diffusers import StableDiffusionPipeline, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

XL = OUT / "tiny-sdxl"
PROMPT, OTHER, BAD = "a photo of the red ball, café 😀", "studio light! film grain", "blurry, low quality"


def write_xl():
    size = write_tokenizer(XL / "tokenizer", EOS)
    write_tokenizer(XL / "tokenizer_2", "!")
    common = dict(
        vocab_size=size, num_hidden_layers=3, max_position_embeddings=LENGTH, eos_token_id=2, attn_implementation="eager"
    )
    first = CLIPTextConfig(
        hidden_size=12, intermediate_size=18, num_attention_heads=3, hidden_act="quick_gelu", **common
    )
    second = CLIPTextConfig(
        hidden_size=20, intermediate_size=24, num_attention_heads=2, hidden_act="gelu", projection_dim=14, **common
    )
    randomise(CLIPTextModel(first), 11).save_pretrained(XL / "text_encoder")
    randomise(CLIPTextModelWithProjection(second), 12).save_pretrained(XL / "text_encoder_2")
    index = {
        "_class_name": "StableDiffusionXLPipeline", "_diffusers_version": "0.35.1", "force_zeros_for_empty_prompt": True,
        "text_encoder": ["transformers", "CLIPTextModel"], "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "tokenizer_2": ["transformers", "CLIPTokenizer"],
    }
    (XL / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def sd(skip, negative):
    pipe = StableDiffusionPipeline(
        vae=None, unet=None, scheduler=None, safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        text_encoder=CLIPTextModel.from_pretrained(PACKAGE / "text_encoder"),
        tokenizer=CLIPTokenizer.from_pretrained(PACKAGE / "tokenizer"),
    )
    with torch.no_grad():
        return torch.cat(pipe.encode_prompt(PROMPT, "cpu", 1, True, negative, clip_skip=skip))


def xl(refiner=False, **given):
    parts = dict(
        vae=None, unet=None, scheduler=None,
        text_encoder=None if refiner else CLIPTextModel.from_pretrained(XL / "text_encoder"),
        tokenizer=None if refiner else CLIPTokenizer.from_pretrained(XL / "tokenizer"),
        text_encoder_2=CLIPTextModelWithProjection.from_pretrained(XL / "text_encoder_2"),
        tokenizer_2=CLIPTokenizer.from_pretrained(XL / "tokenizer_2"), add_watermarker=False,
    )
    kind = StableDiffusionXLImg2ImgPipeline if refiner else StableDiffusionXLPipeline
    pipe = kind(**parts, force_zeros_for_empty_prompt=not refiner)
    with torch.no_grad():
        hidden, absent, pooled, absent_pooled = pipe.encode_prompt(PROMPT, device="cpu", **given)
    return torch.cat([hidden, absent]), torch.cat([pooled, absent_pooled])


if __name__ == "__main__":
    assert diffusers.__version__ == "0.35.1" and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    write_xl()
    golden = {"sd_negative": sd(None, BAD), "sd_skipped": sd(1, BAD)}
    cases = {
        "absent": {}, "empty": {"negative_prompt": ""}, "negative": {"negative_prompt": BAD},
        "two": {"prompt_2": OTHER, "negative_prompt": BAD, "negative_prompt_2": "night"},
        "skipped": {"negative_prompt": BAD, "clip_skip": 1}, "refiner": {"refiner": True},
    }
    for name, given in cases.items():
        golden[name], golden[name + "_pooled"] = xl(**given)
    save_file({name: tensor.contiguous() for name, tensor in golden.items()}, OUT / "conditionings_xl.safetensors")
