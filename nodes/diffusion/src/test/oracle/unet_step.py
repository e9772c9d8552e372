"""The side of diffusers in the benches `unet-step` and `unet-full`; `./cinegraph bench` starts it.

    python unet_step.py small|full FOLDER

It makes a UNet2DConditionModel with random weights, `small` in the layout of SDXL with 116 M parameters or
`full` in the real size of SD 1.5 (3.4 GB of FOLDER and as much memory), saves it to FOLDER/unet as a model
package has it, and to FOLDER/given.safetensors an input with diffusers' prediction `out`. Then it says
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
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

from unet import SD15, SDXL, added, inputs, predict, randomise

SMALL = SDXL | added(6, 256, 64) | {
    "attention_head_dim": [3, 6, 12], "block_out_channels": [96, 192, 384], "cross_attention_dim": 512, "sample_size": 32,
    "transformer_layers_per_block": [1, 2, 4],
}
# What is made, and the rows, columns, batch and words of the input.
MADE = {"small": (SMALL, (32, 32, 2, 77)), "full": (SD15, (16, 16, 2, 77))}


def main(which, folder):
    torch.set_num_threads(1)
    config, sizes = MADE[which]
    model = randomise(UNet2DConditionModel(**config), 1)
    model.save_pretrained(folder / "unet", max_shard_size="100GB")
    (folder / "model_index.json").write_text(json.dumps({"unet": ["diffusers", "UNet2DConditionModel"]}))
    given = inputs(model.config, *sizes, 2)
    save_file(given | {"out": predict(model, given)}, folder / "given.safetensors")
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}", flush=True)
    for _ in sys.stdin:
        begun = time.perf_counter()
        predict(model, given)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
