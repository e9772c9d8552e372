"""Writes the goldens of schedules and solvers. Needs only a virtual environment with

    torch==2.7.1 diffusers==0.35.1 transformers==4.56.1 numpy==2.4.6 scipy==1.16.3 safetensors torchsde==0.2.6

and writes, below the folder that is its argument (src/test/resources/org/cinegraph/nodes/diffusion):
schedule/diffusers.json, solver/cases.json and solver/diffusers.safetensors.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import torch
from diffusers import (
    CosineDPMSolverMultistepScheduler,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FlowMatchHeunDiscreteScheduler,
    HeunDiscreteScheduler,
    LCMScheduler,
    PNDMScheduler,
    UniPCMultistepScheduler,
)
from safetensors.torch import save_file

SD = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
SHAPE = (1, 4, 8, 8)
SEED = 7


def configuration(scheduler):
    return json.loads(scheduler.to_json_string())


def schedules():
    cases = []
    families = [EulerDiscreteScheduler, HeunDiscreteScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler]
    spacings = ["linspace", "leading", "trailing"]
    for family in families + [EulerAncestralDiscreteScheduler, DDIMScheduler]:
        for spacing in spacings:
            cases.append(family(**SD, timestep_spacing=spacing, steps_offset=1))
    for family in families:
        for sigmas in ["karras", "exponential", "beta"]:
            for spacing in ["linspace", "leading"]:
                cases.append(family(**SD, timestep_spacing=spacing, steps_offset=1, **{f"use_{sigmas}_sigmas": True}))
    for family in [EulerDiscreteScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler, DDIMScheduler]:
        cases.append(family(beta_schedule="linear"))
        cases.append(family(beta_schedule="squaredcos_cap_v2"))
        cases.append(family(**SD, rescale_betas_zero_snr=True, timestep_spacing="trailing"))
    cases.append(EulerDiscreteScheduler(**SD, final_sigmas_type="sigma_min"))
    cases.append(
        EulerDiscreteScheduler(
            **SD, use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0,
            timestep_type="continuous", prediction_type="v_prediction",
        )
    )
    cases.append(DPMSolverMultistepScheduler(**SD, use_lu_lambdas=True))
    cases.append(DPMSolverMultistepScheduler(beta_schedule="squaredcos_cap_v2", lambda_min_clipped=-5.1))
    cases.append(DPMSolverMultistepScheduler(**SD, use_flow_sigmas=True, flow_shift=5.0))
    cases.append(CosineDPMSolverMultistepScheduler())
    cases.append(CosineDPMSolverMultistepScheduler(sigma_schedule="karras", sigma_max=80.0, final_sigmas_type="sigma_min"))
    cases.append(LCMScheduler())
    for spacing in spacings:
        for skip in [True, False]:
            cases.append(PNDMScheduler(**SD, timestep_spacing=spacing, steps_offset=1, skip_prk_steps=skip))
    cases.append(PNDMScheduler())
    for shift in [1.0, 3.0, 6.0]:
        cases.append(FlowMatchEulerDiscreteScheduler(shift=shift))
    cases.append(FlowMatchEulerDiscreteScheduler(shift=3.0, use_karras_sigmas=True))
    cases.append(FlowMatchEulerDiscreteScheduler(shift=2.0, invert_sigmas=True))
    cases.append(FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, time_shift_type="linear"))
    cases.append(FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift_terminal=0.1))
    written = []
    for scheduler in cases:
        for steps in [4, 30]:
            dynamic = isinstance(scheduler, FlowMatchEulerDiscreteScheduler) and scheduler.config.use_dynamic_shifting
            mu = dict(mu=0.9) if dynamic else {}
            scheduler.set_timesteps(steps, **mu)
            sigmas = [] if isinstance(scheduler, (DDIMScheduler, LCMScheduler, PNDMScheduler)) else scheduler.sigmas.tolist()
            noise = getattr(scheduler, "init_noise_sigma", 1.0)
            written.append(
                dict(
                    config=configuration(scheduler), steps=steps, **mu,
                    timesteps=scheduler.timesteps.tolist(), sigmas=sigmas, noise=float(noise),
                )
            )
    return written


def call_seed(call):
    return int.from_bytes(hashlib.sha256(f"step:{SEED}:{call}".encode()).digest()[:4], "big")


def network(x, t):
    """Any fixed function that is not linear; in 32-bit floats it is the same everywhere."""
    flat = x.flatten()
    near = torch.roll(flat, -1)
    t = torch.as_tensor(t, dtype=torch.float32)
    scale = 0.5 + 0.25 * (t / 1000)
    return ((flat + 0.3 * near) / (1 + flat.abs()) * scale).reshape(x.shape)


def sample(scheduler, told=None, **extra):
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(SEED))
    x = x * float(getattr(scheduler, "init_noise_sigma", 1.0))
    scheduler.set_begin_index(0) if hasattr(scheduler, "set_begin_index") else None
    for call, t in enumerate(scheduler.timesteps):
        shown = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        output = network(shown, t if told is None else told[call])
        torch.manual_seed(call_seed(call))
        if isinstance(scheduler, CosineDPMSolverMultistepScheduler):
            # In place of the library's tree of Brownian motion: noise by seed and call.
            scheduler.noise_sampler = lambda *_: torch.randn(SHAPE)
        noisy = dict(generator=torch.Generator().manual_seed(call_seed(call))) if takes_noise(scheduler) else {}
        x = scheduler.step(output, t, x, **noisy, **extra).prev_sample
    return x


def takes_noise(scheduler):
    return isinstance(
        scheduler, (EulerAncestralDiscreteScheduler, DDIMScheduler, LCMScheduler, DPMSolverMultistepScheduler)
    )


def solvers():
    leading = dict(**SD, timestep_spacing="leading", steps_offset=1)
    v = dict(**SD, prediction_type="v_prediction", timestep_spacing="trailing", rescale_betas_zero_snr=True)
    dpm, unipc = DPMSolverMultistepScheduler, UniPCMultistepScheduler
    plms, sd = dict(skip_prk_steps=True), dict(**SD, steps_offset=1)
    return {
        "euler": EulerDiscreteScheduler(**SD),
        "euler leading": EulerDiscreteScheduler(**leading),
        "euler v": EulerDiscreteScheduler(**v),
        "euler sample": EulerDiscreteScheduler(**SD, prediction_type="sample"),
        "euler karras": EulerDiscreteScheduler(**SD, use_karras_sigmas=True),
        "euler ancestral": EulerAncestralDiscreteScheduler(**leading),
        "euler ancestral v": EulerAncestralDiscreteScheduler(**SD, prediction_type="v_prediction"),
        "heun": HeunDiscreteScheduler(**SD),
        "heun v": HeunDiscreteScheduler(**SD, prediction_type="v_prediction"),
        "heun clipped": HeunDiscreteScheduler(**leading, clip_sample=True, clip_sample_range=2.0),
        "dpm 1": dpm(**SD, solver_order=1),
        "dpm 2": dpm(**SD),
        "dpm 2 karras": dpm(**SD, use_karras_sigmas=True),
        "dpm 2 heun": dpm(**leading, solver_type="heun"),
        "dpm 2 v": dpm(**SD, prediction_type="v_prediction", timestep_spacing="trailing"),
        "dpm 2 sample": dpm(**SD, prediction_type="sample"),
        "dpm 2 ends above zero": dpm(**SD, final_sigmas_type="sigma_min"),
        "dpm 2 flow": dpm(use_flow_sigmas=True, flow_shift=3.0, prediction_type="flow_prediction"),
        "dpm 3": dpm(**SD, solver_order=3),
        "dpm 3 flow": dpm(use_flow_sigmas=True, flow_shift=3.0, prediction_type="flow_prediction", solver_order=3),
        "sde 2": dpm(**SD, algorithm_type="sde-dpmsolver++"),
        "sde 2 heun": dpm(**SD, algorithm_type="sde-dpmsolver++", solver_type="heun", use_karras_sigmas=True),
        "cosine 2": CosineDPMSolverMultistepScheduler(),
        "cosine 2 heun karras": CosineDPMSolverMultistepScheduler(
            solver_type="heun", sigma_schedule="karras", sigma_max=80.0, sigma_data=0.5),
        "cosine 1 epsilon": CosineDPMSolverMultistepScheduler(
            solver_order=1, prediction_type="epsilon", final_sigmas_type="sigma_min"),
        "unipc 1": unipc(**SD, solver_order=1),
        "unipc 2": unipc(**SD),
        "unipc 2 bh1": unipc(**SD, solver_type="bh1", final_sigmas_type="sigma_min"),
        "unipc 2 v": unipc(**leading, prediction_type="v_prediction"),
        "unipc 2 in part uncorrected": unipc(**SD, disable_corrector=[0, 3]),
        "unipc 3": unipc(**SD, solver_order=3),
        "unipc 3 karras": unipc(**SD, solver_order=3, use_karras_sigmas=True),
        "unipc 2 flow": unipc(use_flow_sigmas=True, flow_shift=5.0, prediction_type="flow_prediction"),
        "unipc 3 flow": unipc(use_flow_sigmas=True, flow_shift=3.0, prediction_type="flow_prediction", solver_order=3),
        "ddim": DDIMScheduler(**leading, clip_sample=False, set_alpha_to_one=False),
        "ddim clipped": DDIMScheduler(**leading),
        "ddim sample": DDIMScheduler(**leading, clip_sample=False, prediction_type="sample"),
        "ddim eta 1": DDIMScheduler(**leading, clip_sample=False),
        "ddim eta half v": DDIMScheduler(**leading, clip_sample=False, prediction_type="v_prediction"),
        "pndm": PNDMScheduler(**sd, **plms),
        "pndm alpha one": PNDMScheduler(**SD, **plms, set_alpha_to_one=True),
        "pndm v": PNDMScheduler(**sd, **plms, prediction_type="v_prediction"),
        "pndm trailing": PNDMScheduler(**SD, **plms, timestep_spacing="trailing"),
        "pndm linspace": PNDMScheduler(**SD, **plms, timestep_spacing="linspace"),
        "pndm runge kutta": PNDMScheduler(**sd),
        "pndm runge kutta v": PNDMScheduler(**SD, prediction_type="v_prediction", timestep_spacing="trailing"),
        "lcm": LCMScheduler(),
        "lcm v": LCMScheduler(prediction_type="v_prediction"),
        "flow euler": FlowMatchEulerDiscreteScheduler(shift=3.0),
        "flow euler stochastic": FlowMatchEulerDiscreteScheduler(shift=3.0, stochastic_sampling=True),
    }


def unipc_flow_grid(scheduler, steps):
    """Releases after the pinned one begin where this does; the one that is pinned begins lower."""
    shift = scheduler.config.flow_shift
    sigmas = np.linspace(1, 1 / 1000, steps + 1)[:-1]
    sigmas = shift * sigmas / (1 + (shift - 1) * sigmas)
    sigmas[0] = 1 - 1e-6
    scheduler.timesteps = torch.from_numpy((sigmas * 1000).astype(np.int64))
    scheduler.sigmas = torch.from_numpy(np.concatenate([sigmas, [0]]).astype(np.float32))


def solver_cases(tensors):
    cases = []
    for name, scheduler in solvers().items():
        for steps in [20, 50]:
            eta = dict(eta=1.0) if "eta 1" in name else dict(eta=0.5) if "eta half" in name else {}
            scheduler.set_timesteps(steps)
            if name.startswith("unipc") and "flow" in name:
                unipc_flow_grid(scheduler, steps)
            tensor = f"{name} {steps}".replace(" ", ".")
            tensors[tensor] = sample(scheduler, **eta).contiguous()
            cases.append(dict(name=tensor, config=configuration(scheduler), steps=steps, eta=eta.get("eta", 0.0)))
    return cases


def flow_cases(tensors):
    """Noise levels that the model's family brings: here evenly from 1 to 0."""
    flow = dict(use_flow_sigmas=True, prediction_type="flow_prediction")
    schedulers = {
        "euler": FlowMatchEulerDiscreteScheduler(),
        "heun": FlowMatchHeunDiscreteScheduler(),
        "dpmpp-2m": DPMSolverMultistepScheduler(**flow),
        "dpmpp-3m": DPMSolverMultistepScheduler(**flow, solver_order=3),
        "dpmpp-2m-sde": DPMSolverMultistepScheduler(**flow, algorithm_type="sde-dpmsolver++"),
        "unipc-2": UniPCMultistepScheduler(**flow),
        "unipc-3": UniPCMultistepScheduler(**flow, solver_order=3),
    }
    for name, scheduler in schedulers.items():
        for steps in [8, 20, 50]:
            scheduler.set_timesteps(steps)
            told = np.array([1 - i / steps for i in range(steps + 1)], dtype=np.float32)
            sigmas = told.copy()
            if name not in ("euler", "heun"):
                sigmas[0] = 1 - 1e-6
            if name == "heun":
                told = np.concatenate([told[:1], told[1:-1].repeat(2), told[-1:]])
                sigmas = told
            scheduler.sigmas = torch.from_numpy(sigmas)
            scheduler.timesteps = torch.from_numpy(told[:-1] * 1000)
            tensors[f"over.flow.{name}.{steps}"] = sample(scheduler, told=told).contiguous()


def main():
    folder = pathlib.Path(sys.argv[1])
    tensors = {}
    cases = solver_cases(tensors)
    flow_cases(tensors)

    def lines(rows):
        return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n"

    (folder / "schedule/diffusers.json").write_text(lines(schedules()))
    (folder / "solver/cases.json").write_text(lines(cases))
    save_file({name: tensors[name] for name in sorted(tensors)}, folder / "solver/diffusers.safetensors")


main()
