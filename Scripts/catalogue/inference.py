"""Builds `inference` and `inference_tasks`: measured energy of generating text, images and video.

`inference`: the ML.ENERGY leaderboards v1 and v2 (Apache-2.0) row by row, and a few values of v3 and of a paper as
they are printed. Choices: GPU energy only, as the sources measure it; joules per output token are energy per request
over mean output tokens where no such value is printed, so reading the prompt is inside; `gpus` is tensor times
pipeline parallelism; v1 handled one request at a time (its throughput times latency is its response length).
`inference_tasks`: kWh per 1,000 inferences of Luccioni et al., as printed in the paper and as computed here from
its released runs, those on images made smaller left out; the two are never merged.
"""

import statistics

from tables import Table, cite, read_csv

# Printed single values of v3 (snapshot of 2026-02): model, GPU, GPUs, batch, precision, J/token, J/request.
QUOTED = [
    ("Llama-3.1-8B", "H100", 1, 64, None, 0.1186, 46.9), ("Llama-3.1-70B", "H100", 4, 64, None, 0.7972, 280.6),
    ("Llama-3.3-70B", "H100", None, 64, None, 0.8223, None),
    ("Llama-3.1-405B-FP8", "H100", 8, 64, "fp8", 3.0825, 1108.7), ("Qwen3-8B", "H100", None, 64, None, 0.1192, None),
    ("Qwen3-14B", "H100", None, 64, None, 0.1672, None), ("Qwen3-32B", "H100", 2, 64, None, 0.3671, None),
    ("Qwen3-235B-A22B", "H100", 8, 64, "bf16", 2.394, None),
    ("Qwen3-235B-A22B-FP8", "H100", 4, 64, "fp8", 1.7413, None),
    ("Llama-4-Scout", "H100", 4, 64, None, 1.0593, None),
    ("Llama-4-Maverick-FP8", "H100", 8, 64, "fp8", 0.9439, None),
    ("gemma-3-12b", "H100", None, 64, None, 0.2008, None), ("gemma-3-27b", "H100", None, 64, None, 0.388, None),
]
# Rows whose power and throughput are printed too: GPU, GPUs, batch, watts, tokens/s, J/token, J/request, tokens.
POWERED = [("H100", 4, 8, 1765.4279, 469.6893, 3.7587, 1315.4985, 349.9863),
           ("H100", 4, 16, 1803.806, 862.6481, 2.091, None, None),
           ("B200", 2, 8, 1698.02, 475.7337, 3.5693, None, None),
           ("B200", 2, 2048, 1907.0861, 10107.8121, 0.1887, None, None),]
# As printed: task, kWh per 1,000 inferences, standard deviation.
PRINTED = [
    ("text classification", 0.002, 0.001), ("extractive question answering", 0.003, 0.001),
    ("masked language modelling", 0.003, 0.001), ("token classification", 0.004, 0.002),
    ("image classification", 0.007, 0.001), ("object detection", 0.038, 0.02), ("text generation", 0.047, 0.03),
    ("summarisation", 0.049, 0.01), ("image captioning", 0.063, 0.02), ("image generation", 2.907, 3.31),
]
# Which experiments of the released runs make up a task: by the beginning of the experiment's name.
EXPERIMENTS = [
    ("token_classif", "token classification"), ("text_classif", "text classification"),
    ("fillmask", "masked language modelling"), ("qa_", "extractive question answering"),
    ("image_class", "image classification"), ("obj_detection", "object detection"), ("summarize", "summarisation"),
    ("textgen", "text generation"), ("itt_", "image captioning"), ("tti_", "image generation"),
    ("zeroshot_sentiment", "zero-shot sentiment"), ("zeroshot_qa", "zero-shot question answering"),
    ("zeroshot_summarize", "zero-shot summarisation"),
]


def build(data):
    cite("mlenergy-v2", "ML.ENERGY Initiative", "ML.ENERGY Leaderboard v2", 2024, "Apache-2.0",
         "https://github.com/ml-energy/leaderboard-v2", "ML.ENERGY Leaderboard data, Apache-2.0.")
    cite("mlenergy-v1", "ML.ENERGY Initiative", "ML.ENERGY Leaderboard v1, kept as legacy data in v2", 2023,
         "Apache-2.0", "https://github.com/ml-energy/leaderboard-v2", "ML.ENERGY Leaderboard data, Apache-2.0.")
    cite("mlenergy-v3", "ML.ENERGY Initiative", "ML.ENERGY Leaderboard v3, quoted single values", 2026, "facts",
         "https://ml.energy/leaderboard")
    cite("chung-2025", "Chung et al.", "The ML.ENERGY Benchmark: Toward Automated Inference Energy Measurement and "
         "Optimization", 2025, "facts", "arXiv:2505.06371")
    cite("luccioni-2024", "Luccioni, Jernite and Strubell", "Power Hungry Processing: Watts Driving the Cost of AI "
         "Deployment?", 2024, "facts", "arXiv:2311.16863")
    cite("luccioni-runs", "Luccioni, Jernite and Strubell", "co2_inference, released runs", 2023, "MIT",
         "https://github.com/sashavor/co2_inference", "Contains data of co2_inference, MIT licence. Copyright (c) 2023 Sasha Luccioni and co-authors.")
    measured(data)
    tasks(data)


def measured(data):
    t = Table("inference", "Measured energy of inference", about="GPU energy of serving open models, by task, GPU and "
              "batch; joules per output token hold the reading of the prompt.",
              built_from="inference/mlenergy_v2.csv inference/mlenergy_v1_A100_chat.csv "
              "inference/mlenergy_v1_A40_chat.csv inference/mlenergy_v1_V100_chat.csv")
    t.column("key", "key", "edition/task/model/gpu/tp = tensor and pp = pipeline parallel GPUs/b = batch")
    t.column("name", "name", "model as the source names it")
    t.column("benchmark", "choice", "edition of the benchmark; quoted ones are single printed values",
             choices="mlenergy-v1|mlenergy-v2|mlenergy-v3-quoted|chung-2025-quoted")
    t.column("area", "choice", "kind of model", choices="text|vision-text|diffusion")
    t.column("task", "text", "what was asked")
    t.column("gpu", "text", "GPU as printed")
    t.column("gpus", "count", "GPUs used together", "1", 1, 64, "exact")
    t.column("precision", "choice", "number format of the weights, where it is told", choices="bf16|fp8")
    t.column("max_batch", "count", "most requests handled at a time", "1", 1, 1e4, "exact")
    t.column("mean_batch", "number", "mean requests handled at a time", "1", 1, 1e4, "measured-5")
    for name, meaning, unit, least, most in [
        ("joules_per_request", "energy of a request", "J", 1, 1e6),
        ("joules_per_output_token", "energy of a request over its output tokens", "J", 0.01, 100),
        ("joules_per_image", "energy of an image", "J", 10, 1e5),
        ("joules_per_video", "energy of a video", "J", 100, 1e6),
        ("tokens_per_second", "output tokens of all requests together", "1/s", 1, 1e5),
        ("mean_watts", "mean power of all GPUs together", "W", 10, 20000),
    ]:
        t.column(name, "number", meaning, unit, least, most, "measured-10")
    t.column("batch_seconds", "number", "time of a batch of images or videos", "s", 0.01, 1e4, "measured-10")
    t.column("mean_output_tokens", "number", "mean length of an answer", "1", 1, 1e5, "measured-5")
    t.column("denoising_steps", "count", "denoising steps", "1", 1, 1000, "exact")
    t.column("frames", "count", "frames of a video", "1", 1, 1e4, "exact")
    t.column("boundary", "choice", "what was metered", choices="gpu|machine|facility")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the measurement's publication")
    for r in read_csv(data / "inference/mlenergy_v2.csv"):
        second(t, r)
    for gpu in ("A100", "A40", "V100"):
        for r in read_csv(data / f"inference/mlenergy_v1_{gpu}_chat.csv"):
            tokens, energy = float(r["response_length"]), float(r["energy"])
            # One request at a time: the tokens of a second times the seconds of a request are those of a request.
            assert 0.7 < float(r["throughput"]) * float(r["latency"]) / tokens < 1.5, r
            t.row(key=f"v1/chat/{plain(r['model'])}/{gpu.lower()}/b1", name=r["model"], benchmark="mlenergy-v1",
                  area="text", task="chat", gpu=gpu, max_batch=1, joules_per_request=energy,
                  joules_per_output_token=energy / tokens, tokens_per_second=float(r["throughput"]),
                  mean_output_tokens=tokens, boundary="gpu", source="mlenergy-v1", year=2023)
    quoted(t)
    t.write()


def second(t, r):
    value = {name: float(text) for name, text in r.items() if text and name not in ("area", "task", "Model", "GPU")}
    area = {"llm_text_generation": "text", "mllm_text_generation": "vision-text", "diffusion": "diffusion"}[r["area"]]
    gpu = {"NVIDIA A100-SXM4-40GB": "a100-40gb", "NVIDIA H100 80GB HBM3": "h100"}[r["GPU"]]
    batch = value.get("Batch size", value.get("Max BS (reqs)"))
    tp, pp = int(value.get("TP", 1)), int(value.get("PP", 1))
    split = f"/tp{tp}" + (f"pp{pp}" if pp > 1 else "") if "TP" in value else ""
    task = "visual-chat" if area == "vision-text" else r["task"]
    energy, tokens = value.get("Energy/req (J)"), value.get("Avg Output Tokens")
    image, video = value.get("Energy/image (J)"), value.get("Energy/video (J)")
    per_token = energy / tokens if energy else None
    watts = (per_token * value["Token tput (tok/s)"] / tp / pp if energy else
             (image or video) * batch / value["Batch latency (s)"])
    assert 50 < watts < 710, (r, watts)  # a GPU of 400 or 700 W: catches a slip of unit or of the GPU count
    t.row(key=f"v2/{task}/{plain(r['Model'])}/{gpu}{split}/b{batch:.0f}", name=r["Model"], benchmark="mlenergy-v2",
          area=area, task=task, gpu=r["GPU"], gpus=tp * pp, max_batch=batch, mean_batch=value.get("Avg BS (reqs)"),
          joules_per_request=energy, joules_per_output_token=per_token, joules_per_image=image,
          joules_per_video=video, tokens_per_second=value.get("Token tput (tok/s)"),
          batch_seconds=value.get("Batch latency (s)"), mean_output_tokens=tokens,
          denoising_steps=value.get("Denoising steps"), frames=value.get("Frames"), boundary="gpu",
          source="mlenergy-v2", year=2024)


def quoted(t):
    common = dict(benchmark="mlenergy-v3-quoted", area="text", task="chat", boundary="gpu", source="mlenergy-v3",
                  year=2026)
    for model, gpu, gpus, batch, precision, per_token, energy in QUOTED:
        tp = f"/tp{gpus}" if gpus else ""
        t.row(key=f"v3/chat/{plain(model)}/{gpu.lower()}{tp}/b{batch}", name=model, gpu=gpu, gpus=gpus,
              max_batch=batch, precision=precision, joules_per_output_token=per_token, joules_per_request=energy,
              **common)
    for gpu, gpus, batch, watts, speed, per_token, energy, tokens in POWERED:
        assert abs(watts / speed / per_token - 1) < 6e-4
        t.row(key=f"v3/chat/llama-3-1-70b/{gpu.lower()}/tp{gpus}/b{batch}", name="Llama-3.1-70B", gpu=gpu, gpus=gpus,
              max_batch=batch, joules_per_output_token=per_token, joules_per_request=energy, mean_watts=watts,
              tokens_per_second=speed, mean_output_tokens=tokens, **common)
    for batch, energy in [(4, 122500.0), (64, 33100.0)]:
        t.row(key=f"chung-2025/reasoning/qwen3-235b-thinking/b{batch}", name="Qwen3-235B thinking",
              benchmark="chung-2025-quoted", area="text", task="reasoning", max_batch=batch,
              joules_per_request=energy, boundary="gpu", source="chung-2025", year=2025)
    t.note("v3/chat/llama-3-1-70b/b200/tp2/b8", "The same model and GPUs take 19 times less energy a token at batch "
           "2,048: a figure without its batch says little.", "mlenergy-v3", column="joules_per_output_token",
           value=0.1887, unit="J")
    t.note("v3/chat/llama-3-1-70b/h100/tp4/b64", "GPU energy only; the machine, idle replicas and the facility come on "
           "top.", "mlenergy-v3", check="X20")


def plain(model):
    return "".join(c if c.isalnum() else "-" for c in model.lower())


def tasks(data):
    t = Table("inference_tasks", "Energy of tasks per 1,000 inferences", about="Eight A100 80 GB, one request at a "
              "time. About 42 per cent of the energy is the tool's RAM estimate on a machine of 1.1 TB; compare only "
              "the GPU share with GPU measurements.",
              built_from="inference/luccioni2023_runs.csv.gz inference/luccioni2023_per_task_kwh_per_1000.csv")
    t.column("key", "key", "study/task/basis")
    t.column("name", "name", "task")
    t.column("basis", "choice", "as printed in the paper, or computed here from the released runs",
             choices="printed|computed")
    t.column("kwh_per_1000", "number", "mean over models and runs", "kWh", 1e-4, 50,
             "low_kwh_per_1000..high_kwh_per_1000")
    t.column("low_kwh_per_1000", "number", "printed: mean less a standard deviation, or the lowest computed run where "
             "that is below zero; computed: lowest run", "kWh", 1e-5, 50, "bound")
    t.column("high_kwh_per_1000", "number", "printed: mean and a standard deviation; computed: highest run", "kWh",
             1e-4, 50, "bound")
    t.column("median_kwh_per_1000", "number", "median over runs", "kWh", 1e-4, 50, "measured-10")
    t.column("standard_deviation_kwh", "number", "standard deviation over runs", "kWh", 1e-5, 50, "measured-10")
    t.column("models", "count", "models measured", "1", 1, 1000, "exact")
    t.column("runs", "count", "runs of 1,000 inferences", "1", 1, 1e5, "exact")
    t.column("gpu_share", "number", "share of the energy that is the GPUs'", "1", 0, 1, "measured-5")
    t.column("ram_share", "number", "share of the energy that is the tool's RAM estimate", "1", 0, 1, "measured-5")
    t.column("boundary", "choice", "what was metered or estimated", choices="gpu|machine|facility")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the runs")
    lowest = {}
    listed = {r["task"]: r for r in read_csv(data / "inference/luccioni2023_per_task_kwh_per_1000.csv")}
    found = {}
    for r in read_csv(data / "inference/luccioni2023_runs.csv.gz"):
        if r["experiment"].endswith("_resized"):
            continue
        task = next(task for start, task in EXPERIMENTS if r["experiment"].startswith(start))
        found.setdefault(task, []).append(r)
    assert set(found) == set(listed)
    for task, runs in sorted(found.items()):
        energy = [float(r["energy_kwh"]) for r in runs]
        total = sum(energy)
        mean, listed_mean = total / len(energy), float(listed[task]["mean_kwh"])
        assert len(runs) == int(listed[task]["runs"]) and abs(mean / listed_mean - 1) < 1e-3, task
        lowest[task] = min(energy)
        t.row(key=f"luccioni-2024/{task.replace(' ', '-')}/computed", name=task, basis="computed", kwh_per_1000=mean,
              low_kwh_per_1000=min(energy), high_kwh_per_1000=max(energy),
              median_kwh_per_1000=statistics.median(energy), standard_deviation_kwh=statistics.stdev(energy),
              models=len({r["model"] for r in runs}), runs=len(runs),
              gpu_share=sum(float(r["gpu_kwh"]) for r in runs) / total,
              ram_share=sum(float(r["ram_kwh"]) for r in runs) / total, boundary="machine", source="luccioni-runs",
              year=2023)
    for task, mean, deviation in PRINTED:
        low = mean - deviation if mean > deviation else lowest[task]
        t.row(key=f"luccioni-2024/{task.replace(' ', '-')}/printed", name=task, basis="printed", kwh_per_1000=mean,
              low_kwh_per_1000=low, high_kwh_per_1000=mean + deviation, standard_deviation_kwh=deviation,
              boundary="machine", source="luccioni-2024", year=2023)
        own = sum(float(r["energy_kwh"]) for r in found[task]) / len(found[task])
        if not 1 / 1.25 < own / mean < 1.25:
            t.note(f"luccioni-2024/{task.replace(' ', '-')}/printed", f"The released runs give {own / mean:.2f} times "
                   "the printed mean.", "luccioni-runs", column="kwh_per_1000", value=own, unit="kWh", check="X13")
    key = "luccioni-2024/image-generation/"
    t.note(key + "printed", "The most demanding model is printed with 11.49 kWh. SDXL takes 11.41 kWh here at its "
           "default size, 1.64 kWh in the AI Energy Score (H100, fixed size): seven times less by protocol.",
           "luccioni-2024", column="kwh_per_1000", value=11.49, unit="kWh", check="X20")
    t.note("luccioni-2024/text-generation/printed",
           "Three intensities in one paper: 178.97 kg over 754.66 kWh is 0.2372 kg/kWh, the text states 0.2976, a "
           "table uses about 0.139.",
           "luccioni-2024", value=0.2976, unit="kg/kWh", check="X14")
    t.note("luccioni-2024/text-generation/computed",
           "The RAM part is 0.375 W/GB charged on 1,149 GB, not a measurement, and the CPU is a constant 42.5 W.",
           "luccioni-runs", column="ram_share", check="X20")
    t.write()
