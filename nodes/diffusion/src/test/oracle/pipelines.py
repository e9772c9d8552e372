"""Writes tiny whole packages of Stable Diffusion, SDXL and its refiner, and the latents that diffusers' pipelines
make with them: what the tests of `sample-latents` compare with, from the prompt on.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, transformers 4.56.1, safetensors 0.8.0. Run from this folder,
after clip.py and conditionings.py of nodes/text: python pipelines.py
Everything is seeded: a second run writes the same bytes. Weights are random; the text parts are those of the tests
of `encode-text`. Noise of steps is drawn by Cinegraph's rule, which the schedulers are given in place of a stream.
"""

import contextlib
import functools
import hashlib
import importlib
import itertools
import json
import pathlib
import shutil
import tempfile

import diffusers
import numpy
import torch
import transformers
from diffusers import (
    AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
    HeunDiscreteScheduler, LCMScheduler, PNDMScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline,
    StableDiffusionPipeline, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline, UNet2DConditionModel,
    UniPCMultistepScheduler,
)
from safetensors.torch import save_file
from unet import CROSS, PLAIN, REFINER, SD15, SDXL, added, blocks, randomise

ORACLE = pathlib.Path(__file__).parent
OUT = ORACLE.parent / "resources/org/cinegraph/nodes/diffusion/image"
TEXT = ORACLE.parents[3] / "text/src/test/resources/org/cinegraph/nodes/text/clip"

UNETS = {
    "tiny-sd": SD15 | {
        "attention_head_dim": 2, "block_out_channels": [8, 12], "cross_attention_dim": 16, "layers_per_block": 1,
        "norm_num_groups": 4, "sample_size": 8, **blocks(CROSS, PLAIN),
    },
    "tiny-sdxl": SDXL | added(6, 14) | {
        "attention_head_dim": [2, 4], "block_out_channels": [8, 12], "cross_attention_dim": 32, "layers_per_block": 1,
        "norm_num_groups": 4, "sample_size": 8, "transformer_layers_per_block": [1, 2], **blocks(PLAIN, CROSS),
    },
    "tiny-refiner": REFINER | added(5, 14) | {
        "attention_head_dim": [2, 4], "block_out_channels": [8, 12], "cross_attention_dim": 20, "layers_per_block": 1,
        "norm_num_groups": 4, "sample_size": 8, "transformer_layers_per_block": 1, **blocks(PLAIN, CROSS),
    },
}
TEXTS = {
    "tiny-sd": ("tiny-sd", ["text_encoder", "tokenizer"]),
    "tiny-sdxl": ("tiny-sdxl", ["text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2"]),
    "tiny-refiner": ("tiny-sdxl", ["text_encoder_2", "tokenizer_2"]),
}
SCHEDULE = dict(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, steps_offset=1,
    timestep_spacing="leading", prediction_type="epsilon", interpolation_type="linear", use_karras_sigmas=False,
)
SOLVERS = {
    "euler": (EulerDiscreteScheduler, {}), "euler-ancestral": (EulerAncestralDiscreteScheduler, {}),
    "heun": (HeunDiscreteScheduler, {}), "ddim": (DDIMScheduler, {"clip_sample": False}), "lcm": (LCMScheduler, {}),
    "pndm": (PNDMScheduler, {}),
    "dpmpp-2m": (DPMSolverMultistepScheduler, {"solver_order": 2}),
    "dpmpp-3m": (DPMSolverMultistepScheduler, {"solver_order": 3}),
    "dpmpp-2m-sde": (DPMSolverMultistepScheduler, {"solver_order": 2, "algorithm_type": "sde-dpmsolver++"}),
    "unipc-2": (UniPCMultistepScheduler, {"solver_order": 2}), "unipc-3": (UniPCMultistepScheduler, {"solver_order": 3}),
}
KINDS = {
    "text": {"tiny-sd": StableDiffusionPipeline, "tiny-sdxl": StableDiffusionXLPipeline},
    "start": {
        "tiny-sd": StableDiffusionImg2ImgPipeline, "tiny-sdxl": StableDiffusionXLImg2ImgPipeline,
        "tiny-refiner": StableDiffusionXLImg2ImgPipeline,
    },
    "mask": {"tiny-sd": StableDiffusionInpaintPipeline, "tiny-sdxl": StableDiffusionXLInpaintPipeline},
}
# Of the same kind as those whose names they begin with.
OTHER_UNETS = {
    "tiny-sd-lcm": {"time_cond_proj_dim": 8}, "tiny-sd-inpaint": {"in_channels": 9}, "tiny-sdxl-inpaint": {"in_channels": 9},
}
# The scheduler of Stable Diffusion 1.5, as it ships.
OWN = dict(
    _class_name="PNDMScheduler", _diffusers_version="0.6.0", beta_end=0.012, beta_schedule="scaled_linear",
    beta_start=0.00085, num_train_timesteps=1000, set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1,
    trained_betas=None, clip_sample=False,
)
PROMPT, BAD = "a photo of the red ball", "blurry, low quality"


def package(name, seed, folder):
    source, parts = TEXTS[name]
    for part in [*parts, "scheduler", "unet", "vae"]:
        shutil.rmtree(folder / part, ignore_errors=True)
    for part in parts:
        shutil.copytree(TEXT / source / part, folder / part)
    randomise(UNet2DConditionModel(**UNETS[name]), seed).save_pretrained(folder / "unet")
    vae = AutoencoderKL(
        block_out_channels=[4, 4, 8, 8], norm_num_groups=2, sample_size=64, latent_channels=4,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        scaling_factor=0.18215 if name == "tiny-sd" else 0.13025,
    )
    randomise(vae, seed + 1).save_pretrained(folder / "vae")
    # clip_sample is written down, since diffusers would clip what DDIM makes of latents by default.
    EulerDiscreteScheduler(**SCHEDULE).save_pretrained(folder / "scheduler")
    config = folder / "scheduler/scheduler_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"clip_sample": False}, indent=2) + "\n")
    index = {
        "_class_name": KINDS["start" if name == "tiny-refiner" else "text"][name].__name__, "_diffusers_version": "0.35.1",
    }
    index |= {part: ["transformers", "CLIPTokenizer" if "tok" in part else "CLIPTextModel"] for part in parts}
    if "text_encoder_2" in parts:
        index["text_encoder_2"][1] = "CLIPTextModelWithProjection"
        index["force_zeros_for_empty_prompt"] = name == "tiny-sdxl"
    if name == "tiny-refiner":
        index |= {"requires_aesthetics_score": True, "text_encoder": [None, None], "tokenizer": [None, None]}
    index |= {"scheduler": ["diffusers", "EulerDiscreteScheduler"]}
    index |= {"unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    for file in folder.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def base(name):
    return "tiny-sdxl" if name.startswith("tiny-sdxl") else "tiny-sd"


def variant(name, classes):
    """A folder with what is other than in its base."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    index = json.loads((OUT / base(name) / "model_index.json").read_text()) | classes
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    return folder


def variants():
    own = variant("tiny-sd-pndm", {"scheduler": ["diffusers", "PNDMScheduler"]}) / "scheduler"
    own.mkdir()
    (own / "scheduler_config.json").write_text(json.dumps(OWN, indent=2) + "\n")
    for i, (name, other) in enumerate(OTHER_UNETS.items()):
        randomise(UNet2DConditionModel(**UNETS[base(name)] | other), 500 + i).save_pretrained(variant(name, {}) / "unet")
    for file in OUT.glob("tiny-*-*/unet/*"):
        file.chmod(0o644)


@contextlib.contextmanager
def whole(name):
    """The folder of a package; that of a variant is laid over its base."""
    if name in UNETS:
        yield OUT / name
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(OUT / base(name), folder, dirs_exist_ok=True)
        shutil.copytree(OUT / name, folder, dirs_exist_ok=True)
        yield pathlib.Path(folder)


def step_noise(seed, call, shape):
    digest = hashlib.sha256(f"step:{seed}:{call}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:4], "big"))
    return torch.randn(shape, generator=generator)


@contextlib.contextmanager
def ruled_noise(scheduler, seeds, first):
    """Schedulers that add noise get that of the call and the seed."""
    call, at, step = itertools.count(first), [first], scheduler.step

    @functools.wraps(step)
    def counted(*given, **named):
        at[0] = next(call)
        return step(*given, **named)

    def drawn(shape, **_):
        return torch.cat([step_noise(seed, at[0], (1, *shape[1:])) for seed in seeds])

    module = importlib.import_module(type(scheduler).__module__)
    before = getattr(module, "randn_tensor", None)
    scheduler.step, module.randn_tensor = counted, drawn
    yield
    module.randn_tensor = before


def made_by(case, tensors, output):
    name, sample, text = case["model"], case["sample"], case["text"]
    kind, extra = SOLVERS[sample.get("solver", "euler")]
    scheduler = kind.from_config(SCHEDULE | extra | case.get("scheduler", {}))
    family = name if name in UNETS else base(name)
    pipeline = KINDS["mask" if "mask" in case else "start" if "start" in case else "text"][family]
    with whole(name) as folder:
        if name == "tiny-sd-pndm":
            scheduler = PNDMScheduler.from_pretrained(folder / "scheduler")
        unchecked = {"safety_checker": None} if family == "tiny-sd" else {}
        pipe = pipeline.from_pretrained(folder, scheduler=scheduler, **unchecked)
    pipe.set_progress_bar_config(disable=True)
    seeds = [sample.get("seed", 0) + i for i in range(sample.get("count", 1))]
    given = dict(case["call"], prompt=text["prompt"], negative_prompt=text.get("negative"), output_type=output)
    given |= dict(num_inference_steps=sample["steps"], guidance_scale=sample.get("guidance", 7.5 if family == "tiny-sd" else 5.0))
    given |= dict(num_images_per_prompt=len(seeds), generator=[torch.Generator().manual_seed(s) for s in seeds])
    first = 0
    if "start" in case:
        given["image"] = tensors[case["start"]]
        given["strength"] = sample.get("denoise", 1.0)
        first = (sample["steps"] - int(sample["steps"] * given["strength"])) * scheduler.order
    if "mask" in case:
        given |= dict(mask_image=tensors[case["mask"]], height=64, width=64)
        # A plain model makes no use of it, and none means to encode.
        given["masked_image_latents"] = tensors[case.get("masked", "start")]
        given.setdefault("image", given["masked_image_latents"])
    with torch.no_grad(), ruled_noise(scheduler, seeds, first):
        return pipe(**given).images


def case(name, model, sample, text=None, call=None, **more):
    return {"name": name, "model": model, "sample": sample, "text": text or {"prompt": PROMPT}, "call": call or {}, **more}


DECODED = ["sd-odd", "sd-two", "sd-mask", "xl-euler", "xl-sizes"]
BADLY = {"prompt": PROMPT, "negative": BAD}


def cases():
    sd, xl, refiner = "tiny-sd", "tiny-sdxl", "tiny-refiner"
    yield case("sd-euler", sd, {"steps": 8, "seed": 3})
    yield case("sd-negative", sd, {"steps": 5, "guidance": 4.0}, BADLY)
    yield case("sd-unguided", sd, {"steps": 5, "guidance": 1.0}, BADLY)
    yield case(
        "sd-odd", sd, {"steps": 6, "width": 72, "height": 56, "rescale": 0.7, "solver": "dpmpp-2m", "sigmas": "karras"}, BADLY,
        call={"width": 72, "height": 56, "guidance_rescale": 0.7}, scheduler={"use_karras_sigmas": True},
    )
    yield case(
        "sd-zero-snr", sd,
        {"steps": 6, "rescale": 0.7, "spacing": "trailing", "prediction": "v-prediction", "zero-snr": True, "solver": "ddim"},
        BADLY, call={"guidance_rescale": 0.7},
        scheduler={"timestep_spacing": "trailing", "prediction_type": "v_prediction", "rescale_betas_zero_snr": True},
    )
    yield case("sd-exponential", sd, {"steps": 6, "solver": "euler", "sigmas": "exponential"}, scheduler={"use_exponential_sigmas": True})
    yield case("sd-two", sd, {"steps": 5, "seed": 11, "count": 2, "solver": "euler-ancestral"}, BADLY)
    for solver in ("heun", "dpmpp-3m", "dpmpp-2m-sde", "unipc-2", "unipc-3"):
        yield case(f"sd-{solver}", sd, {"steps": 6, "seed": 5, "solver": solver}, BADLY)
        yield case(f"sd-start-{solver}", sd, {"steps": 8, "seed": 5, "solver": solver, "denoise": 0.6}, BADLY, start="start")
    yield case("sd-ddim", sd, {"steps": 6, "seed": 5, "solver": "ddim", "eta": 0.5}, BADLY, call={"eta": 0.5})
    yield case("sd-lcm", sd, {"steps": 4, "seed": 5, "solver": "lcm", "guidance": 1.0})
    yield case("sd-start", sd, {"steps": 8, "denoise": 0.75}, start="start")
    yield case("sd-start-whole", sd, {"steps": 5, "denoise": 1.0}, start="start")
    yield case("sd-start-ancestral", sd, {"steps": 8, "denoise": 0.5, "solver": "euler-ancestral"}, start="start")
    yield case("sd-mask", sd, {"steps": 8, "denoise": 0.75}, BADLY, start="start", mask="mask")
    yield case("sd-mask-whole", sd, {"steps": 6, "denoise": 1.0, "solver": "unipc-2"}, start="start", mask="mask")
    yield case("sd-pndm", sd, {"steps": 6, "seed": 5, "solver": "pndm"}, BADLY)
    yield case("sd-own-pndm", "tiny-sd-pndm", {"steps": 8, "seed": 3})
    yield case("sd-own-pndm-start", "tiny-sd-pndm", {"steps": 8, "denoise": 0.6}, BADLY, start="start")
    yield case("sd-own-pndm-mask", "tiny-sd-pndm", {"steps": 8, "denoise": 0.9}, BADLY, start="start", mask="mask")
    yield case("sd-told-guidance", "tiny-sd-lcm", {"steps": 4, "seed": 5, "solver": "lcm", "guidance": 8.3}, BADLY)
    yield case("sd-told-guidance-start", "tiny-sd-lcm", {"steps": 6, "denoise": 0.5, "count": 2}, start="start")
    masked = dict(mask="mask", masked="masked")
    yield case("sd-inpaint", "tiny-sd-inpaint", {"steps": 6, "seed": 9}, BADLY, **masked)
    yield case("sd-inpaint-two", "tiny-sd-inpaint", {"steps": 4, "count": 2, "guidance": 1.0, "solver": "dpmpp-2m"}, **masked)
    yield case("sd-inpaint-start", "tiny-sd-inpaint", {"steps": 8, "denoise": 0.6}, start="start", **masked)
    yield case("sd-inpaint-whole", "tiny-sd-inpaint", {"steps": 5, "denoise": 1.0, "solver": "ddim"}, start="start", **masked)
    yield case("xl-inpaint", "tiny-sdxl-inpaint", {"steps": 5, "seed": 2, "denoise": 0.8}, BADLY, start="start", **masked)
    yield case("xl-euler", xl, {"steps": 8, "seed": 3})
    yield case("xl-empty", xl, {"steps": 5}, {"prompt": PROMPT, "negative": ""})
    yield case("xl-negative", xl, {"steps": 6, "solver": "dpmpp-2m"}, BADLY)
    yield case("xl-unguided", xl, {"steps": 4, "guidance": 0.0, "spacing": "trailing"}, scheduler={"timestep_spacing": "trailing"})
    yield case(
        "xl-sizes", xl,
        {"steps": 5, "width": 72, "height": 40, "original-size": [900, 700], "crop": [16, 8], "target-size": [80, 50], "rescale": 0.5},
        BADLY,
        call={
            "width": 72, "height": 40, "original_size": (700, 900), "crops_coords_top_left": (8, 16), "target_size": (50, 80),
            "guidance_rescale": 0.5,
        },
    )
    yield case(
        "xl-zero-snr", xl, {"steps": 6, "spacing": "trailing", "prediction": "v-prediction", "zero-snr": True},
        scheduler={"timestep_spacing": "trailing", "prediction_type": "v_prediction", "rescale_betas_zero_snr": True},
    )
    yield case("xl-second-pass", xl, {"steps": 10, "denoise": 0.3}, {"prompt": PROMPT, "negative": ""}, start="start")
    yield case("xl-until", xl, {"steps": 10, "seed": 4, "until": 0.6}, call={"denoising_end": 0.6})
    yield case("refiner-from", refiner, {"steps": 10, "seed": 4, "from": 0.6}, BADLY, call={"denoising_start": 0.6}, start="xl-until")
    yield case("refiner-heun", refiner, {"steps": 6, "from": 0.5, "solver": "heun"}, call={"denoising_start": 0.5}, start="xl-until")
    yield case(
        "refiner-score", refiner, {"steps": 5, "denoise": 0.6, "aesthetic": 8.0, "negative-aesthetic": 1.5}, BADLY,
        call={"aesthetic_score": 8.0, "negative_aesthetic_score": 1.5}, start="start",
    )


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and diffusers.__version__ == "0.35.1" and transformers.__version__ == "4.56.1"
    torch.set_num_threads(1)
    for i, name in enumerate(UNETS):
        package(name, 100 * i + 7, OUT / name)
    variants()
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., 20:50, 9:37] = 1
    tensors = {"start": torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1)), "mask": mask}
    tensors["masked"] = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    told = []
    for each in cases():
        tensors[each["name"]] = made_by(each, tensors, "latent").contiguous()
        if each["name"] in DECODED:
            pictures = made_by(each, tensors, "pil")
            tensors[each["name"] + ".images"] = torch.stack([torch.tensor(numpy.array(it)) for it in pictures]).float()
        told.append({key: each[key] for key in ("name", "model", "text", "sample", "start", "mask", "masked") if key in each})
        made = tensors[each["name"]]
        assert torch.isfinite(made).all(), each["name"]
        print(each["name"], tuple(made.shape), float(made.std()))
    save_file(tensors, OUT / "pipelines.safetensors")
    (OUT / "pipelines.safetensors").chmod(0o644)
    (OUT / "cases.json").write_text("[\n" + ",\n".join(json.dumps(each) for each in told) + "\n]\n")
