"""Writes what the tests of refocused attention compare with: maps, CosmicMan's loss, energies with their
gradients and changed predictions, computed by an attention processor of diffusers' networks.

Pins: Python 3.11, torch 2.7.1, diffusers 0.35.1, safetensors 0.8.0. Run from this folder, after unet.py:
python refocus.py
Everything is seeded: a second run writes the same bytes.
"""

import pathlib

import diffusers
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from diffusers.pipelines.stable_diffusion_attend_and_excite.pipeline_stable_diffusion_attend_and_excite import GaussianSmoothing
from safetensors.torch import save_file

RESOURCES = pathlib.Path(__file__).parent.parent / "resources/org/cinegraph/nodes/diffusion"
NETWORKS = RESOURCES / "unet/networks"
OUT = RESOURCES / "refocus"

# Latents of 12 × 16; a text of 12 tokens, of which 0 begins, 1 to 9 are words and 10 ends.
ROWS, COLUMNS, WORDS, FIRST, END = 12, 16, 12, 1, 10
SPANS, WEIGHTS = [(1, 3), (4, 5), (6, 9)], [1.0, 0.5, 2.0]
NETWORK_FACTORS = {"sd15_two_groups": [8, 16, 32], "sdxl_depths": [16, 32]}
TIME = 801.0


def planes():
    """Regions in pixels: two boxes that meet and a soft mask."""
    height, width = 8 * ROWS, 8 * COLUMNS
    made = torch.zeros(3, height, width)
    made[0, :, : width // 2] = 1
    made[1, height // 4 :, width // 2 :] = 1
    soft = torch.rand(1, 1, 6, 8, generator=torch.Generator().manual_seed(99))
    made[2] = F.interpolate(soft, (height, width), mode="bicubic").clamp(0, 1)[0, 0]
    return made


class Processor:
    """Explicit attention of the first of a batch; the rest as it is."""

    def __init__(self, state):
        self.state = state

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        words = encoder_hidden_states is not None
        source = encoder_hidden_states if words else hidden_states
        batch, places, _ = hidden_states.shape

        def split(x):
            return x.reshape(batch, -1, attn.heads, x.shape[-1] // attn.heads).transpose(1, 2)

        q, k, v = split(attn.to_q(hidden_states)), split(attn.to_k(source)), split(attn.to_v(source))
        scores = q @ k.transpose(-1, -2) * attn.scale
        chosen = places == self.state["regions"].shape[1]
        if chosen and "pull" in self.state:
            scores = torch.cat([self.modulated(scores[:1], words), scores[1:]])
        weights = scores.softmax(-1)
        if chosen and words:
            self.state["seen"].append(weights[0])
            if "scale" in self.state:
                weights = torch.cat([weights[:1] * self.state["scale"], weights[1:]])
        out = (weights @ v).transpose(1, 2).reshape(batch, places, -1)
        return attn.to_out[0](out)

    def modulated(self, scores, words):
        """DenseDiffusion's, for the words of groups alone: towards the largest score inside, the smallest outside."""
        regions = self.state["regions"]
        segments = torch.cat([regions, 1 - regions.amax(0, keepdim=True)])
        outside = 1 - segments.mean(1)
        area = (segments * outside[:, None]).sum(0) / segments.sum(0)
        if words:
            inside, amount = torch.zeros(2, *scores.shape[-2:], dtype=scores.dtype)
            for (start, end), region, weight in zip(SPANS, regions, WEIGHTS):
                for word in range(start, end):
                    inside[:, word] = region
                    amount[:, word] = area * weight * self.state["pull"]
        else:
            inside = (segments.T @ segments).clamp(0, 1)
            amount = area[:, None] * self.state["pull_self"]
        amount = amount.clamp(0, 1)
        highest, lowest = scores.amax(-1, keepdim=True), scores.amin(-1, keepdim=True)
        return scores + inside * amount * (highest - scores) - (1 - inside) * amount * (scores - lowest)


def channels(weights, mean=True):
    """The maps of each group's words, and behind them their mean: [heads, places, rows]."""
    made = []
    for start, end in SPANS:
        made += [weights[..., word] for word in range(start, end)]
        if mean:
            made.append(weights[..., start:end].mean(-1))
    return torch.stack(made, -1)


def targets(regions, mean=True):
    made = []
    for (start, end), region in zip(SPANS, regions):
        made += [region] * (end - start + (1 if mean else 0))
    return torch.stack(made, -1)


def hola(state):
    return torch.stack([((channels(w) - targets(state["regions"])) ** 2).mean((1, 2)) for w in state["seen"]]).mean()


def hola_n(state):
    total = []
    for weights in state["seen"]:
        kept = torch.zeros_like(weights)
        kept[..., FIRST : END + 1] = weights[..., FIRST : END + 1]
        maps = channels(kept / kept.sum(-1, keepdim=True))
        total.append(((maps / maps.amax(1, keepdim=True) - targets(state["regions"])) ** 2).mean((1, 2)))
    return torch.stack(total).mean()


def box(state):
    total = []
    for weights in state["seen"]:
        for head in weights:
            energy = 0
            for (start, end), region, weight in zip(SPANS, state["regions"], WEIGHTS):
                for word in range(start, end):
                    share = (head[:, word] * region).sum() / head[:, word].sum()
                    energy = energy + weight * (1 - share) ** 2 / (end - start) / len(SPANS)
            total.append(energy)
    return torch.stack(total).mean()


def excite(state):
    mean = torch.cat(state["seen"]).mean(0)
    words = (mean[:, 1 : WORDS - 1] * 100).softmax(-1)
    smoothing = GaussianSmoothing().to(mean.dtype)
    seen = []
    for start, end in SPANS:
        for word in range(start, end):
            picture = words[:, word - 1].reshape(1, 1, *state["shape"])
            seen.append(smoothing(F.pad(picture, (1, 1, 1, 1), mode="reflect")).max())
    return max(1 - most for most in seen)


ENERGIES = {"box": box, "hola": hola, "hola-n": hola_n, "ae": excite}


def case(golden, name, factor, seed):
    model = UNet2DConditionModel.from_pretrained(NETWORKS / name).eval()
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(2, model.config.in_channels, ROWS, COLUMNS, generator=generator)
    text = torch.randn(2, WORDS, model.config.cross_attention_dim, generator=generator)
    known = None
    if model.config.addition_embed_type:
        pooled = model.config.projection_class_embeddings_input_dim - 6 * model.config.addition_time_embed_dim
        ids = torch.tensor([[96.0, 128.0, 0.0, 0.0, 96.0, 128.0]] * 2)
        known = {"text_embeds": torch.randn(2, pooled, generator=generator), "time_ids": ids}
    rows, columns = ROWS * 8 // factor, COLUMNS * 8 // factor
    pixels = planes()
    small = F.interpolate(pixels[None], (rows, columns), mode="bilinear", align_corners=False)[0]

    def ask(sample, **changes):
        state = {"regions": small.flatten(1), "shape": (rows, columns), "seen": []} | changes
        model.set_attn_processor(Processor(state))
        rest = len(sample)
        told = {key: value[:rest] for key, value in known.items()} if known else None
        times = torch.tensor([TIME] * rest, dtype=sample.dtype)
        return state, model(sample, times, text[:rest], added_cond_kwargs=told).sample

    made = {"x": x, "text": text}
    if known:
        made |= {"pooled": known["text_embeds"], "ids": known["time_ids"]}
    with torch.no_grad():
        state, made["plain"] = ask(x)
        made["maps"] = torch.cat([channels(weights) for weights in state["seen"]]).mean(0)
        made["loss"] = hola(state)[None]
        scale = torch.ones(WORDS)
        for (start, end), weight in zip(SPANS, WEIGHTS):
            scale[start:end] = weight
        made["reweighted"] = ask(x, scale=scale)[1]
        fading = (TIME / 1000) ** 5
        made["modulated"] = ask(x, pull=0.9 * fading, pull_self=0.3 * fading)[1]
    # In float64, so that the gradient can be held against differences.
    model.double()
    small, text = small.double(), text.double()
    known = {key: value.double() for key, value in known.items()} if known else None
    for energy, value in ENERGIES.items():
        followed = x[:1].double().requires_grad_()
        found = value(ask(followed)[0])
        gradient = torch.autograd.grad(found, followed)[0]
        with torch.no_grad():
            way = gradient / gradient.norm() * 1e-5
            rise = value(ask(followed + way)[0]) - value(ask(followed - way)[0])
        assert abs(rise / 2e-5 / gradient.norm() - 1) < 1e-6, (name, factor, energy)
        made[f"energy.{energy}"] = found.detach().float()[None]
        made[f"gradient.{energy}"] = gradient.float()
    golden |= {f"{name}.{factor}.{part}": tensor.contiguous() for part, tensor in made.items()}


if __name__ == "__main__":
    assert torch.__version__.startswith("2.7.1") and diffusers.__version__ == "0.35.1"
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    golden, seed = {"plane": planes()[2]}, 100
    for network, factors in NETWORK_FACTORS.items():
        for factor in factors:
            seed += 1
            case(golden, network, factor, seed)
    save_file(golden, OUT / "refocus.safetensors")
