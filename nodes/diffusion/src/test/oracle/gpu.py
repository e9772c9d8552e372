"""Runs the denoisers' program on a GPU under that machine's own torch: the program only, not through a worker.

In two steps, since a machine with a GPU may have no diffusers:
    python gpu.py shapes FOLDER     anywhere with diffusers 0.35.1: shapes and operations of the real configurations
    python gpu.py run FOLDER        where the GPU is, with torch alone
Weights are random. The second step prints one line of JSON a case: the device, the type, seconds a step (the middle of
twenty, by the device's own clock), operations a second, the peak of memory beside the weights, and the relative RMS against
the same program in float32 without TF32.
"""

import io
import json
import pathlib
import re
import statistics
import sys
import zipfile

import torch

PROGRAM = pathlib.Path(__file__).parents[2] / "main/resources/org/cinegraph/nodes/diffusion/unet/UNet2DConditionModel.py"
CLASS = "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
OBJECT = bytes.fromhex("8002635f5f746f7263685f5f0a4f70730a29817d285808000000747261696e696e678875622e")
CONSTANTS = bytes.fromhex("8002292e")

# Batch of two, as guidance asks; latents of 512x512 and 1024x1024 pixels; 77 words.
CASES = {"sd15": (64, 768, None), "sdxl": (128, 2048, (1280, 6))}
WARM, TIMED = 5, 20


def shapes(folder):
    import diffusers
    import unet
    from torch.utils.flop_counter import FlopCounterMode

    for name, config in (("sd15", unet.SD15), ("sdxl", unet.SDXL)):
        size, width, added = CASES[name]
        with torch.device("meta"):
            model = diffusers.UNet2DConditionModel(**config)
            inputs = [torch.empty(2, 4, size, size), torch.empty(2), torch.empty(2, 77, width)]
            known = added and {"text_embeds": torch.empty(2, added[0]), "time_ids": torch.empty(2, added[1])}
            counter = FlopCounterMode(display=False)
            with counter, torch.no_grad():
                model(*inputs, added_cond_kwargs=known)
        described = {
            "config": config,
            "operations": counter.get_total_flops(),
            "tensors": {key: list(value.shape) for key, value in model.state_dict().items()},
        }
        (folder / f"{name}.json").write_text(json.dumps(described))


def program():
    """The archive that the worker makes of the text."""
    methods = re.sub(r"^def (\w+)\(self", r"def \1(self: __torch__.Ops", PROGRAM.read_text(), flags=re.M)
    text = CLASS + "".join(f"  {line}\n" for line in methods.splitlines())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("ops/version", "3\n")
        out.writestr("ops/constants.pkl", CONSTANTS)
        out.writestr("ops/data.pkl", OBJECT)
        out.writestr("ops/code/__torch__.py", text)
    return torch.jit.load(io.BytesIO(archive.getvalue()))


def parts(config):
    """As UNetPart lists them."""
    heads = config["attention_head_dim"]
    depth = config.get("transformer_layers_per_block", 1)
    count = len(config["block_out_channels"])
    heads = heads if isinstance(heads, list) else [heads] * count
    depth = depth if isinstance(depth, list) else [depth] * count
    down = [d if "CrossAttn" in kind else 0 for d, kind in zip(depth, config["down_block_types"])]
    up = [d if "CrossAttn" in kind else 0 for d, kind in zip(reversed(depth), config["up_block_types"])]
    layers = config["layers_per_block"]
    yield from (("down", f"down_blocks.{i}.", layers, heads[i], down[i]) for i in range(count))
    yield "mid", "mid_block.", 1, heads[-1], depth[-1]
    yield from (("up", f"up_blocks.{i}.", layers + 1, heads[-1 - i], up[i]) for i in range(count))


def predict(ops, weights, config, x, t, text, added):
    half, groups, eps = config["block_out_channels"][0] // 2, config["norm_num_groups"], config["norm_eps"]
    guidance, dtype = torch.zeros_like(t), {torch.float32: 6, torch.bfloat16: 15, torch.float16: 5}[x.dtype]
    if added:
        e = ops.embed_added(weights, t, guidance, *added, half, config["addition_time_embed_dim"] // 2, 1, 0.0)
    else:
        e = ops.embed(weights, t, guidance, half, 1, 0.0)
    road = ops.enter(weights, x, dtype)
    for method, at, layers, heads, depth in parts(config):
        road = getattr(ops, method)(weights, road, e, text, at, layers, heads, depth, groups, eps)
    return ops.head(weights, road, groups, eps)


def seconds(step):
    for _ in range(WARM):
        step()
    times = []
    for _ in range(TIMED):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        step()
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end) / 1000)
    return statistics.median(times)


def run(folder):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch._C._set_graph_executor_optimize(False)
    ops = program()
    for name, (size, width, added) in CASES.items():
        described = json.loads((folder / f"{name}.json").read_text())
        draw = torch.Generator("cuda").manual_seed(7)

        def normal(*sizes):
            return torch.randn(*sizes, generator=draw, device="cuda")

        full = {}
        for key, sizes in described["tensors"].items():
            fan = max(1, torch.Size(sizes[1:]).numel())
            full[key] = normal(*sizes) * (fan**-0.5 if len(sizes) > 1 else 0.02) + (key.endswith("norm.weight") * 1.0)
        x, text = normal(2, 4, size, size), normal(2, 77, width)
        t = torch.full((2,), 500.0, device="cuda")
        known = added and (normal(2, added[0]), torch.full((2, added[1]), 512.0, device="cuda"))
        expected = None
        for dtype in (torch.float32, torch.bfloat16, torch.float16):
            weights = {key: value.to(dtype) for key, value in full.items()}
            arguments = (ops, weights, described["config"], x.to(dtype), t, text.to(dtype), known)
            with torch.no_grad():
                torch.cuda.synchronize()
                torch.cuda.reset_peak_memory_stats()
                held = torch.cuda.memory_allocated()
                found = predict(*arguments).float()
                peak = torch.cuda.max_memory_allocated() - held
                took = seconds(lambda: predict(*arguments))
            expected = found if expected is None else expected
            error = ((found - expected).pow(2).mean().sqrt() / expected.pow(2).mean().sqrt()).item()
            print(json.dumps({
                "network": name, "device": torch.cuda.get_device_name(), "torch": torch.__version__, "dtype": str(dtype),
                "seconds": round(took, 5), "teraflops": round(described["operations"] / took / 1e12, 1),
                "operations": described["operations"], "weights_bytes": sum(w.nbytes for w in weights.values()),
                "peak_bytes": peak, "relative_rms": error, "finite": bool(torch.isfinite(found).all()),
            }), flush=True)
            del weights, arguments


if __name__ == "__main__":
    {"shapes": shapes, "run": run}[sys.argv[1]](pathlib.Path(sys.argv[2]))
