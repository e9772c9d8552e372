"""The side of diffusers in the benches of whole images; `./cinegraph bench` starts it.

    python image_job.py make small|large FOLDER
    python image_job.py use FOLDER

`make` writes FOLDER/models/package in the layout of SDXL with random weights, `small` with 116 M parameters in the
denoiser or `large` with 460 M (1.9 GB). `use` says its versions and answers the lines on its input: `job` with the
seconds of an image of 30 steps (written to FOLDER/theirs.png), `load` with those from nothing loaded to the end of
the first step, `peak` with the MiB of memory that the process has had at most.
Pins as in pipelines.py for the comparison with the release that the worker has; others are told. One thread, as the
worker has it.
"""

import gc
import io
import pathlib
import sys
import time

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from unet import SDXL, added, randomise

TEXT = pathlib.Path(__file__).parents[4] / "text/src/test/resources/org/cinegraph/nodes/text/clip/tiny-sdxl"
WIDTHS = {"small": [96, 192, 384], "large": [192, 384, 768]}
SCHEDULE = dict(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, steps_offset=1,
    timestep_spacing="leading", prediction_type="epsilon",
)
STEPS, SIDE, SEED, GUIDANCE = 30, 128, 7, 5.0
PROMPT, NEGATIVE = "a photo of the red ball", "blurry, low quality"


def text_encoder(kind, part, **sizes):
    return kind(CLIPTextConfig.from_pretrained(TEXT / part, **sizes)).eval()


def make(size, folder):
    torch.manual_seed(1)
    unet = UNet2DConditionModel(**SDXL | added(6, 256, 64) | {
        "attention_head_dim": [3, 6, 12], "block_out_channels": WIDTHS[size], "cross_attention_dim": 512,
        "sample_size": SIDE // 8, "transformer_layers_per_block": [1, 2, 4],
    })
    vae = AutoencoderKL(
        block_out_channels=[64, 128, 256, 256], down_block_types=["DownEncoderBlock2D"] * 4, latent_channels=4,
        layers_per_block=2, sample_size=SIDE, scaling_factor=0.13025, up_block_types=["UpDecoderBlock2D"] * 4,
    )
    first = text_encoder(
        CLIPTextModel, "text_encoder", hidden_size=192, intermediate_size=768, num_attention_heads=3, num_hidden_layers=6,
    )
    second = text_encoder(
        CLIPTextModelWithProjection, "text_encoder_2", hidden_size=320, intermediate_size=1280, num_attention_heads=5,
        num_hidden_layers=8, projection_dim=256,
    )
    pipe = StableDiffusionXLPipeline(
        vae.eval(), first, second, *(CLIPTokenizer.from_pretrained(TEXT / part) for part in ("tokenizer", "tokenizer_2")),
        randomise(unet, 1), EulerDiscreteScheduler(**SCHEDULE), add_watermarker=False,
    )
    pipe.save_pretrained(folder / "models/package", max_shard_size="100GB")


def opened(folder):
    pipe = StableDiffusionXLPipeline.from_pretrained(folder / "models/package", add_watermarker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def run(pipe, steps, output):
    return pipe(
        PROMPT, negative_prompt=NEGATIVE, num_inference_steps=steps, height=SIDE, width=SIDE, guidance_scale=GUIDANCE,
        generator=torch.Generator().manual_seed(SEED), output_type=output,
    ).images


def peak():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def use(folder):
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}, transformers {transformers.__version__}", flush=True)
    pipe = None
    for line in sys.stdin:
        asked = line.strip()
        if asked == "peak":
            print(peak(), flush=True)
            continue
        if asked == "job":
            pipe = pipe or opened(folder)
        begun = time.perf_counter()
        if asked == "job":
            png = io.BytesIO()
            run(pipe, STEPS, "pil")[0].save(png, "png")
        else:
            run(opened(folder), 1, "latent")
        print(time.perf_counter() - begun, flush=True)
        if asked == "job":
            (folder / "theirs.png").write_bytes(png.getvalue())
        gc.collect()


if __name__ == "__main__":
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    if sys.argv[1] == "make":
        make(sys.argv[2], pathlib.Path(sys.argv[3]))
        print("made", flush=True)
    else:
        use(pathlib.Path(sys.argv[2]))
