"""Writes how far diffusers is from its own float32 when it computes the tiny networks in 16 bits: what ours may be.

Pins: as unet.py and autoencoder_kl.py, which come before. Run from this folder: python halves.py
"""

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file

import autoencoder_kl
import unet

DTYPES = {"bf16": torch.bfloat16, "f16": torch.float16}


def apart(found, wanted):
    return ((found.double() - wanted.double()).norm() / wanted.double().norm()).item()


def of_unet(name, dtype):
    golden = load_file(unet.OUT / f"{name}.safetensors")
    model = UNet2DConditionModel(**unet.TINY[name])
    model.load_state_dict(load_file(unet.NETWORKS / name / "diffusion_pytorch_model.safetensors"))
    model = model.to(dtype).eval()
    total = 0.0
    for case in range(3):
        given = {key.split(".")[0]: tensor for key, tensor in golden.items() if key.endswith(f".{case}")}
        out = given.pop("out")
        given = {key: tensor if key in ("t", "ids") else tensor.to(dtype) for key, tensor in given.items()}
        total += apart(unet.predict(model, given), out)
    # One alone is a matter of chance: these networks make much of small differences.
    return total / 3


def of_autoencoder(name, dtype):
    golden = load_file(autoencoder_kl.OUT / f"{name}.safetensors")
    model = AutoencoderKL.from_pretrained(autoencoder_kl.OUT / "networks" / name, torch_dtype=dtype).eval()
    with torch.no_grad():
        mean = model.encode(golden["image"].to(dtype)).latent_dist.mean
        raw = autoencoder_kl.raw(model, golden["latents"])
        return max(apart(mean, golden["mean"]), apart(model.decode(raw.to(dtype)).sample, golden["decoded"]))


def write(folder, names, measure):
    figures = {f"{name}.{key}": torch.tensor([measure(name, dtype)]) for name in names for key, dtype in DTYPES.items()}
    save_file(figures, folder / "halves.safetensors")


if __name__ == "__main__":
    torch.set_num_threads(1)
    write(unet.OUT, [name for name in unet.TINY if not name.endswith("guided")], of_unet)
    write(autoencoder_kl.OUT, ["three_levels", "old_names", "shifted_bare"], of_autoencoder)
