"""The side of diffusers in the bench `video-job-memory`; `./cinegraph bench` starts it.

    python wan_job.py make FOLDER
    python wan_job.py use FOLDER

`make` writes FOLDER/models/package in the layout of Wan 2.1 with random weights: 100 M parameters in the transformer, 14 M in
the autoencoder and 304 M in a text encoder of UMT5's kind, which is most of a package here as it is in the released ones.
`use` says its versions and answers the lines on its input: `job` with the seconds of a video, `peak` with the MiB of memory
that the process has had at most. One thread, as the worker has it. Pins as in wan_pipeline.py.
"""

import json
import pathlib
import sys
import time
import types

import diffusers
import torch
import transformers
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanPipeline, WanTransformer3DModel
from diffusers.pipelines.wan import pipeline_wan
from transformers import T5TokenizerFast, UMT5Config, UMT5EncoderModel

import wan_autoencoder
import wan_transformer
from image_job import peak
from wan_step import EXAMPLE, NARROW, SMALL

SIZES = dict(d_ff=2816, d_kv=64, d_model=1024, num_heads=16, num_layers=21, vocab_size=32768)
FRAMES, SIDE, STEPS, SEED, GUIDANCE = 17, 128, 6, 7, 5.0
PROMPT, NEGATIVE = "a photo of the red ball", "blurry, low quality"


def make(folder):
    models = folder / "models/package"
    torch.manual_seed(1)
    text = UMT5EncoderModel(UMT5Config.from_pretrained(EXAMPLE / "text_encoder", **SIZES)).eval()
    transformer = wan_transformer.randomise(WanTransformer3DModel(**SMALL | {"text_dim": SIZES["d_model"]}), 1)
    vae = wan_autoencoder.randomise(AutoencoderKLWan(**NARROW), 1)
    scheduler = UniPCMultistepScheduler.from_pretrained(EXAMPLE / "scheduler")
    tokenizer = T5TokenizerFast.from_pretrained(EXAMPLE / "tokenizer")
    WanPipeline(tokenizer, text, vae, scheduler, transformer).save_pretrained(models, max_shard_size="100GB")
    index = json.loads((EXAMPLE / "model_index.json").read_text())
    (models / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def job(folder):
    pipe = WanPipeline.from_pretrained(folder / "models/package")
    pipe.set_progress_bar_config(disable=True)
    return pipe(
        PROMPT, negative_prompt=NEGATIVE, num_inference_steps=STEPS, height=SIDE, width=SIDE, num_frames=FRAMES,
        guidance_scale=GUIDANCE, generator=torch.Generator().manual_seed(SEED), output_type="np",
    ).frames


def use(folder):
    # No prompt here has anything to mend.
    pipeline_wan.ftfy = types.SimpleNamespace(fix_text=lambda text: text)
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}, transformers {transformers.__version__}", flush=True)
    for line in sys.stdin:
        if line.strip() == "peak":
            print(peak(), flush=True)
            continue
        begun = time.perf_counter()
        job(folder)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    if sys.argv[1] == "make":
        make(pathlib.Path(sys.argv[2]))
        print("made", flush=True)
    else:
        use(pathlib.Path(sys.argv[2]))
