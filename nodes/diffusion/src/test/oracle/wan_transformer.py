"""Writes what the tests of WanTransformer3DModel compare with: tiny networks with what diffusers computes by them, and
the tensors of the real configurations as digests.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, safetensors 0.8.0. Run from this folder: python wan_transformer.py
Everything is seeded: a second run writes the same bytes. Weights are random; nothing of a released model is in it. The
full sizes are built on torch's meta device and take no memory.
"""

import hashlib
import json
import pathlib

import diffusers
import torch
from diffusers import WanTransformer3DModel
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion/wan"

# As the folders of the released models have them.
WAN_1_3B = {
    "added_kv_proj_dim": None, "attention_head_dim": 128, "cross_attn_norm": True, "eps": 1e-06, "ffn_dim": 8960,
    "freq_dim": 256, "image_dim": None, "in_channels": 16, "num_attention_heads": 12, "num_layers": 30, "out_channels": 16,
    "patch_size": [1, 2, 2], "qk_norm": "rms_norm_across_heads", "rope_max_seq_len": 1024, "text_dim": 4096,
}
WAN_14B = WAN_1_3B | {"ffn_dim": 13824, "num_attention_heads": 40, "num_layers": 40}
WAN_22_5B = WAN_1_3B | {
    "ffn_dim": 14336, "in_channels": 48, "num_attention_heads": 24, "out_channels": 48, "pos_embed_seq_len": None,
}
REAL = {"wan21_1_3b": WAN_1_3B, "wan21_14b": WAN_14B, "wan22_5b": WAN_22_5B}

TINY = {
    "three_layers": WAN_1_3B | {
        "attention_head_dim": 12, "ffn_dim": 40, "freq_dim": 32, "in_channels": 4, "num_attention_heads": 2, "num_layers": 3,
        "out_channels": 4, "text_dim": 10,
    },
    # A head whose parts differ, another patch, no norm before the text, a prediction of other channels.
    "deep_patch": WAN_1_3B | {
        "attention_head_dim": 20, "cross_attn_norm": False, "eps": 1e-5, "ffn_dim": 36, "freq_dim": 18, "in_channels": 5,
        "num_attention_heads": 1, "num_layers": 2, "out_channels": 3, "patch_size": [2, 1, 3], "rope_max_seq_len": 12,
        "text_dim": 7,
    },
    "bfloat": WAN_22_5B | {
        "attention_head_dim": 12, "ffn_dim": 24, "freq_dim": 16, "in_channels": 6, "num_attention_heads": 3, "num_layers": 2,
        "out_channels": 6, "text_dim": 8,
    },
}
KEPT_IN = {"bfloat": torch.bfloat16}

# Patches along frames, rows and columns, batch, words, whether each token has its own time.
CASES = [(3, 3, 5, 2, 9, False), (1, 1, 7, 1, 1, False), (2, 4, 3, 3, 12, True)]


def randomise(model, seed):
    """Every parameter matters: the library's own start is close to the identity."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name and name.endswith("weight"):
            parameter.data = 1 + 0.3 * noise
        elif parameter.dim() == 1 or name.endswith("table"):
            parameter.data = 0.3 * noise
        else:
            parameter.data = noise * 1.2 * parameter[0].numel() ** -0.5
    return model.eval()


def inputs(config, frames, rows, columns, batch, words, own, seed):
    generator = torch.Generator().manual_seed(seed)
    deep, high, wide = config.patch_size
    sizes = frames * deep, rows * high, columns * wide
    times = torch.tensor([801.0, 13.0, 499.5])[:batch, None]
    if own:
        times = times * torch.rand(batch, frames * rows * columns, generator=generator)
    return {
        "x": torch.randn(batch, config.in_channels, *sizes, generator=generator),
        "t": times.contiguous(),
        "hidden": torch.randn(batch, words, config.text_dim, generator=generator),
    }


def network(name, config, seed):
    model = randomise(WanTransformer3DModel(**config), seed)
    model.to(KEPT_IN.get(name, torch.float32)).save_pretrained(OUT / "networks" / name)
    # Anew, since the turns of places, which are no weights, were rounded with them.
    model = WanTransformer3DModel.from_pretrained(OUT / "networks" / name, torch_dtype=torch.float32).eval()
    golden = {}
    for case, sizes in enumerate(CASES):
        given = inputs(model.config, *sizes, seed + case)
        # A time for each token is told in two dimensions, one for all in one.
        t = given["t"] if sizes[-1] else given["t"][:, 0]
        with torch.no_grad():
            given["out"] = model(given["x"], t, given["hidden"]).sample
        golden |= {f"{part}.{case}": tensor.contiguous() for part, tensor in given.items()}
    save_file(golden, OUT / f"{name}.safetensors")


def digest(config):
    with torch.device("meta"):
        tensors = WanTransformer3DModel(**config).state_dict()
    lines = [f"{name} {'x'.join(map(str, tensor.shape))}\n" for name, tensor in tensors.items()]
    return {
        "tensors": len(tensors), "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256("".join(sorted(lines)).encode()).hexdigest(),
    }


def main():
    torch.set_num_threads(1)
    for seed, (name, config) in enumerate(TINY.items(), 1):
        network(name, config, 10 * seed)
    index = {name: ["diffusers", "WanTransformer3DModel"] for name in TINY}
    (OUT / "networks/model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    for name, config in REAL.items():
        folder = OUT / "full" / name
        folder.mkdir(parents=True, exist_ok=True)
        written = {"_class_name": "WanTransformer3DModel", "_diffusers_version": diffusers.__version__} | config
        (folder / "config.json").write_text(json.dumps(written, indent=2) + "\n")
    digests = {name: digest(config) for name, config in REAL.items()}
    (OUT / "full/digests.json").write_text(json.dumps(digests, indent=2) + "\n")
    for file in OUT.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


if __name__ == "__main__":
    main()
