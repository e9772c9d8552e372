"""The side of diffusers in the benches `unet-step` and `unet-full`; `./cinegraph bench` starts it.

    python unet_step.py small|full FOLDER

It makes a UNet2DConditionModel with random weights, `small` in the layout of SDXL with 116 M parameters or
`full` in the real size of SD 1.5 (3.4 GB of FOLDER and as much memory), saves it to FOLDER/models/package/unet as a model
package has it, and to FOLDER/given.safetensors an input with diffusers' prediction `out`. Of `full` it also writes
what one step of a pipeline makes by it, `latents`, and the conditioning that this took. Then it says
its versions, and for each line on its input it predicts once more and says how many seconds that took.
Pins as in unet.py for the comparison with the release that the worker has; others are told. One thread, as
the worker has it.
"""

import json
import pathlib
import sys
import time

import diffusers
import torch
from diffusers import EulerDiscreteScheduler, UNet2DConditionModel
from safetensors.torch import save_file

from unet import SD15, SDXL, added, inputs, predict, randomise

SMALL = SDXL | added(6, 256, 64) | {
    "attention_head_dim": [3, 6, 12], "block_out_channels": [96, 192, 384], "cross_attention_dim": 512, "sample_size": 32,
    "transformer_layers_per_block": [1, 2, 4],
}
# What is made, and the rows, columns, batch and words of the input.
MADE = {"small": (SMALL, (32, 32, 2, 77)), "full": (SD15, (16, 16, 2, 77))}


SCHEDULE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, steps_offset=1)
SEED, GUIDANCE = 7, 7.5


def step(model, scheduler, hidden):
    """As StableDiffusionPipeline does it; row 0 of the hidden states is the prompt."""
    scheduler.set_timesteps(1)
    t = scheduler.timesteps[0]
    x = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(SEED)) * scheduler.init_noise_sigma
    given = {"x": scheduler.scale_model_input(torch.cat([x, x]), t), "t": t.repeat(2), "hidden": hidden.flip(0)}
    negative, prompt = predict(model, given).chunk(2)
    return scheduler.step(negative + GUIDANCE * (prompt - negative), t, x).prev_sample


def main(which, folder):
    torch.set_num_threads(1)
    config, sizes = MADE[which]
    model = randomise(UNet2DConditionModel(**config), 1)
    package = folder / "models/package"
    model.save_pretrained(package / "unet", max_shard_size="100GB")
    index = {"unet": ["diffusers", "UNet2DConditionModel"]}
    given = inputs(model.config, *sizes, 2)
    golden = given | {"out": predict(model, given)}
    if which == "full":
        scheduler = EulerDiscreteScheduler(**SCHEDULE)
        scheduler.save_pretrained(package / "scheduler")
        index["scheduler"] = ["diffusers", "EulerDiscreteScheduler"]
        hidden = given["hidden"]
        save_file({"hidden": hidden, "present": torch.ones(hidden.shape[:2])}, folder / "conditioning.safetensors")
        golden["latents"] = step(model, scheduler, hidden)
    (package / "model_index.json").write_text(json.dumps(index))
    save_file(golden, folder / "given.safetensors")
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}", flush=True)
    for _ in sys.stdin:
        begun = time.perf_counter()
        predict(model, given)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
