"""The published training runs that `training_published.py` makes into a table, as data.

Typed in from papers and model cards, one row per published run or printed sum, with the inputs that its authors give
and what they print. Ids are those of Joulebook's validation set (v01 …); rows without one have no inputs enough to
recompute (b01 …, plausibility only) or come from the file of published footprints (f01 …). `build` cites them.
"""

from tables import cite

LB = 0.45359237  # kg in a pound, exact
DAY = 24

SOURCES = [
    ("strubell-2019", "Strubell, Ganesh and McCallum", "Energy and Policy Considerations for Deep Learning in NLP",
     2019, "arXiv:1906.02243"),
    ("patterson-2021", "Patterson et al.", "Carbon Emissions and Large Neural Network Training", 2021,
     "arXiv:2104.10350"),
    ("luccioni-2023-bloom", "Luccioni, Viguier and Ligozat", "Estimating the Carbon Footprint of BLOOM, a 176B "
     "Parameter Language Model", 2023, "arXiv:2211.02001"),
    ("touvron-2023-llama", "Touvron et al.", "LLaMA: Open and Efficient Foundation Language Models", 2023,
     "arXiv:2302.13971"),
    ("touvron-2023-llama2", "Touvron et al.", "Llama 2: Open Foundation and Fine-Tuned Chat Models", 2023,
     "arXiv:2307.09288"),
    ("meta-cards", "Meta", "Model cards of Llama 3, 3.1, 3.2 and 4", 2024,
     "https://github.com/meta-llama/llama-models"),
    ("chowdhery-2022", "Chowdhery et al.", "PaLM: Scaling Language Modeling with Pathways", 2022,
     "arXiv:2204.02311"),
    ("oquab-2023", "Oquab et al.", "DINOv2: Learning Robust Visual Features without Supervision; model card", 2023,
     "arXiv:2304.07193"),
    ("simeoni-2025", "Siméoni et al.", "DINOv3; model card", 2025, "arXiv:2508.10104"),
    ("morrison-2025", "Morrison et al.", "Holistically Evaluating the Environmental Impact of Creating Language "
     "Models", 2025, "arXiv:2503.05804"),
    ("olmo-3", "Ai2", "OLMo 3 report", 2025, "https://allenai.org/olmo"),
    ("li-2023-flm", "Li et al.", "FLM-101B: An Open LLM and How to Train It with $100K Budget", 2023,
     "arXiv:2309.03852"),
    ("stable-diffusion-card", "CompVis and Stability AI", "Stable Diffusion v1 model card", 2022,
     "https://huggingface.co/CompVis/stable-diffusion-v1-4"),
    ("idefics-card", "Hugging Face", "IDEFICS-80B model card", 2023,
     "https://huggingface.co/HuggingFaceM4/idefics-80b"),
    ("gpt-fr-card", "Simoulin and Crabbé", "gpt-fr model card", 2021,
     "https://huggingface.co/asi/gpt-fr-cased-base"),
    ("li-2023-starcoder", "Li et al.", "StarCoder: may the source be with you!", 2023, "arXiv:2305.06161"),
    ("open-llm-leaderboard", "Hugging Face", "Open LLM Leaderboard, emissions of an evaluation", 2024,
     "https://huggingface.co/open-llm-leaderboard"),
    ("co2-submissions", "Authors of the declarations", "co2_submissions, declarations per paper", 2023, "a public "
     "file named co2_submissions"),
    ("groeneveld-2024", "Groeneveld et al.", "OLMo: Accelerating the Science of Language Models", 2024,
     "arXiv:2402.00838"),
    ("zhang-2022-opt", "Zhang et al.", "OPT: Open Pre-trained Transformer Language Models", 2022,
     "arXiv:2205.01068"),
    ("cohere-card", "Cohere", "Embed v2 model card", 2022, "https://docs.cohere.com/"),
    ("dalle-mini-card", "Dayma et al.", "DALL-E mini model card", 2022,
     "https://huggingface.co/dalle-mini/dalle-mini"),
]
# id and slug -> name, source, year, and any column of the table; `cards` below fills the Llama cards.
RUNS = {
    "v01-transformer-base": dict(
        name="Transformer base", source="strubell-2019", year=2019, unit="job", hours=12, watts=1415.78, pue=1.58,
        kg=0.954 * LB, mwh=0.027, tonnes=26 * LB / 1000, tolerance=2, printed="27 kWh, 26 lb"),
    "v02-transformer-big": dict(
        name="Transformer big", source="strubell-2019", year=2019, unit="job", hours=84, watts=1515.43, pue=1.58,
        kg=0.954 * LB, mwh=0.201, tonnes=192 * LB / 1000, tolerance=0.5, printed="201 kWh, 192 lb"),
    "v03-bert-base": dict(
        name="BERT base", source="strubell-2019", year=2019, unit="job", hours=79.2, watts=12041.51, pue=1.58,
        kg=0.954 * LB, mwh=1.507, tonnes=1438 * LB / 1000, tolerance=0.1, printed="1,507 kWh, 1,438 lb"),
    "v04-nas": dict(
        name="Neural architecture search, extrapolated", source="strubell-2019", year=2019, unit="job", hours=274120,
        watts=1515.43, pue=1.58, kg=0.954 * LB, mwh=656.347, tonnes=626155 * LB / 1000, tolerance=0.001,
        stage="search", basis="extrapolated", printed="656,347 kWh, 626,155 lb"),
    "v05-lisa-project": dict(
        name="LISA, whole project", source="strubell-2019", year=2019, unit="accelerator", unit_hours=239942,
        kg=0.954 * LB, mwh=82.25, tonnes=78468 * LB / 1000, tolerance=0.01, stage="project", basis="computed",
        printed="9,998 GPU-days, 9,870 USD of electricity, 78,468 lb"),
    "v07-evolved-transformer-nas": dict(
        name="Evolved Transformer search", hardware="TPU v2", source="patterson-2021", year=2021, unit="accelerator",
        units=200, hours=6.8 * DAY, watts=208, pue=1.1, kg=0.431, kg_net=0.431, mwh=7.5, tonnes=3.2, tonnes_net=3.2,
        tflops=24.8, flop=2.91e21, tolerance=2, stage="search", printed="7.5 MWh, 3.2 t"),
    "v08-t5-11b": dict(
        name="T5-11B", source="patterson-2021", year=2021, unit="accelerator", units=512, hours=20 * DAY, watts=310,
        pue=1.12, kg=0.545, kg_net=0.545, mwh=85.7, tonnes=46.7, tonnes_net=46.7, tflops=45.6, flop=4.05e22,
        tolerance=2, printed="85.7 MWh, 46.7 t"),
    "v09-meena": dict(
        name="Meena", source="patterson-2021", year=2021, unit="accelerator", units=1024, hours=30 * DAY, watts=289,
        pue=1.09, kg=0.415, kg_net=0.415, mwh=232, tonnes=96.4, tonnes_net=96.4, tflops=42.3, flop=1.12e23,
        tolerance=2, printed="232 MWh, 96.4 t"),
    "v10-gshard-600b": dict(
        name="GShard-600B", source="patterson-2021", year=2021, unit="accelerator", units=1024, hours=3.1 * DAY,
        watts=288, pue=1.09, kg=0.201, kg_net=0.177, mwh=24.1, tonnes=4.8, tonnes_net=4.3, tflops=48.0, flop=1.33e22,
        tolerance=2, printed="24.1 MWh, 4.8 t gross, 4.3 t net"),
    "v11-gpt-3": dict(
        name="GPT-3", source="patterson-2021", year=2021, unit="accelerator", units=10000, hours=14.8 * DAY,
        watts=330, pue=1.1, kg=0.429, kg_net=0.429, mwh=1287, tonnes=552.1, tonnes_net=552.1, tflops=24.6,
        flop=3.14e23, tolerance=2, printed="1,287 MWh, 552.1 t"),
    "v12-transformer-big-p100-average": dict(
        name="Transformer big, 8 P100, average US site", hardware="P100", source="patterson-2021", year=2021,
        unit="accelerator", units=8, hours=3.5 * DAY, watts=296, pue=1.59, kg=0.429, mwh=0.316, tonnes=0.1357,
        tolerance=1.2, printed="316 kWh, 0.1357 t"),
    "v13-transformer-big-p100-iowa": dict(
        name="Transformer big, 8 P100, Iowa", hardware="P100", source="patterson-2021", year=2021, unit="accelerator",
        units=8, hours=3.5 * DAY, watts=296, pue=1.11, kg=0.478, kg_net=0.08, mwh=0.221, tonnes=0.1055,
        tonnes_net=0.0177, tolerance=1.3, printed="221 kWh, 0.1055 t gross, 0.0177 t net"),
    "v14-evolved-transformer-p100-iowa": dict(
        name="Evolved Transformer medium, 8 P100, Iowa", hardware="P100", source="patterson-2021", year=2021,
        unit="accelerator", units=8, hours=3.2 * DAY, watts=271, pue=1.11, kg=0.478, kg_net=0.08, mwh=0.185,
        tonnes=0.0883, tonnes_net=0.0148, tolerance=1.3, printed="185 kWh, 0.0883 t gross, 0.0148 t net"),
    "v15-transformer-big-tpuv2-iowa": dict(
        name="Transformer big, 8 TPU v2, Iowa", hardware="TPU v2", source="patterson-2021", year=2021,
        unit="accelerator", units=8, hours=0.81 * DAY, watts=229, pue=1.11, kg=0.478, kg_net=0.08, mwh=0.040,
        tonnes=0.0189, tonnes_net=0.0032, tolerance=1.3, printed="40 kWh, 0.0189 t gross, 0.0032 t net"),
    "v16-evolved-transformer-tpuv2-iowa": dict(
        name="Evolved Transformer medium, 8 TPU v2, Iowa", hardware="TPU v2", source="patterson-2021", year=2021,
        unit="accelerator", units=8, hours=0.62 * DAY, watts=227, pue=1.11, kg=0.478, kg_net=0.08, mwh=0.030,
        tonnes=0.0143, tonnes_net=0.0024, tolerance=1.3, printed="30 kWh, 0.0143 t gross, 0.0024 t net"),
    "v17-nas-as-strubell-costed": dict(
        name="Architecture search as costed in 2019, 8 chips, full-size steps", source="patterson-2021", year=2021,
        unit="accelerator", unit_hours=979e6 / 300e3 * 84 * 8, kg_per_unit_hour=0.2855296 * LB,
        tonnes=626155 * LB / 1000, tolerance=0.01, stage="search", basis="recosted", printed="626,155 lb"),
    "v18-nas-proxy": dict(
        name="Architecture search at proxy size, one chip", source="patterson-2021", year=2021, unit="accelerator",
        unit_hours=979e6 / 100e3 * 12, kg_per_unit_hour=0.2855296 * LB, tonnes=33544 * LB / 1000, tolerance=0.01,
        stage="search", basis="recosted", printed="33,544 lb, 18.7 times less"),
    "v19-bloom-dynamic": dict(
        name="BLOOM-176B, dynamic part", source="luccioni-2023-bloom", year=2022, unit="accelerator",
        unit_hours=1082990, watts=400, kg=0.057, mwh=433.196, tonnes=24.7, tolerance=0.2, power="declared-tdp",
        energy="it", printed="433,196 kWh, 24.7 t"),
    "v19-bloom-embodied": dict(
        name="BLOOM-176B, hardware share", source="luccioni-2023-bloom", year=2022, unit="accelerator",
        unit_hours=1082990, kg_per_unit_hour=(2500 / 8 + 150) / (6 * 8760 * 0.85),
        tonnes=1082990 * (2500 / 8 + 150) / (6 * 8760 * 0.85) / 1000, tolerance=0.1, stage="embodied",
        basis="computed",
        printed="not printed here; 2,500 kg a server of eight, 150 kg a GPU, 6 years of 8,760 h, 85 per cent in use"),
    "v41-dinov2-all": dict(
        name="DINOv2, four models", hardware="A100", source="oquab-2023", year=2023, unit="accelerator",
        unit_hours=22000 + 4500 + 5300 + 8000, watts=400, pue=1.1, kg=0.385, tonnes=7, tolerance=5,
        power="declared-tdp", printed="7 t"),
    "v42-dinov2-vit-g": dict(
        name="DINOv2 ViT-g", hardware="A100", source="oquab-2023", year=2023, unit="accelerator", unit_hours=22000,
        watts=400, pue=1.1, kg=0.385, mwh=9.7, tonnes=3.7, tolerance=1, power="declared-tdp", read="memory",
        printed="9.7 MWh, 3.7 t"),
    "v43-dinov3": dict(
        name="DINOv3", hardware="H100", source="simeoni-2025", year=2025, unit="accelerator", unit_hours=61440,
        watts=700, pue=1.1, kg=0.385, mwh=47, tonnes=18, tolerance=1.5, power="declared-tdp", printed="47 MWh, 18 t"),
    "v44-olmo-2-13b": dict(
        name="OLMo 2 13B", source="morrison-2025", year=2024, mwh=257, pue=1.12, kg=0.351, tonnes=101, litres=892e3,
        litres_per_kwh=3.10, tolerance=0.2, energy="it", power="measured", read="memory", printed="101 t, 892 kL"),
    "v45-olmo-embodied": dict(
        name="OLMo series, hardware share", source="morrison-2025", year=2024, unit="accelerator", unit_hours=1.65e6,
        kg_per_unit_hour=3700 / 8 / (4 * 8760), tonnes=22, tolerance=1.5, stage="embodied",
        printed="0.013 kg per GPU-hour, 22 t"),
    "v46-olmo-total": dict(
        name="OLMo series, development, training and hardware", source="morrison-2025", year=2024, tonnes=493,
        litres=2769e3, tolerance=0.1, stage="total", printed="493 t, 2,769 kL"),
    "v47-olmo-3": dict(
        name="OLMo 3, all runs", source="olmo-3", year=2025, mwh=12300, tonnes=4251, litres=15887e3, tolerance=1,
        stage="total", read="secondary", printed="12.3 GWh, 4,251 t, 15,887 kL"),
    "v52-flm-101b": dict(
        name="FLM-101B", source="li-2023-flm", year=2023, unit="accelerator", unit_hours=1.01e5, watts=400, kg=0.65,
        mwh=40, tonnes=26, tolerance=1.2, energy="it", power="declared-tdp", printed="40 MWh, 26 t"),
    "v53-stable-diffusion-v1": dict(
        name="Stable Diffusion v1", hardware="A100 PCIe", source="stable-diffusion-card", year=2022,
        unit="accelerator", unit_hours=150000, watts=250, kg=0.30, tonnes=11.25, tolerance=0.001, energy="it",
        power="declared-tdp", printed="11,250 kg"),
    "v54-idefics-80b": dict(
        name="IDEFICS-80B", source="idefics-card", year=2023, unit="accelerator", units=512, hours=672, watts=400,
        kg=0.288, tonnes=39.498, tolerance=0.01, energy="it", power="declared-tdp", printed="39,498 kg, 288 g/kWh"),
    "v55-idefics-80b-instruct": dict(
        name="IDEFICS-80B instruct", source="idefics-card", year=2023, unit="accelerator", units=384, hours=72,
        watts=400, kg=0.288, tonnes=3.174, tolerance=0.01, energy="it", power="declared-tdp", stage="fine-tuning",
        printed="3,174 kg"),
    "v56-gpt-fr": dict(
        name="gpt-fr", hardware="V100", source="gpt-fr-card", year=2021, unit="accelerator", units=32, hours=140,
        watts=300, kg=0.432, tonnes=0.58061, tolerance=0.01, energy="it", power="declared-tdp", printed="580.61 kg"),
    "v57-starcoder": dict(
        name="StarCoder", source="li-2023-starcoder", year=2023, unit="accelerator", unit_hours=320256, watts=280,
        pue=1.2, kg=0.155, mwh=89.67168, tonnes=16.68, tolerance=0.1, energy="it", read="memory",
        printed="89,671.68 kWh, 16.68 t"),
    "v58-open-llm-leaderboard-hour": dict(
        name="An hour of the Open LLM Leaderboard", source="open-llm-leaderboard", year=2024, unit="machine", units=1,
        hours=1, watts=5600, kg=0.2698, tonnes=0.00151088, tolerance=0.1, energy="it", stage="evaluation",
        basis="computed", printed="the formula: 5.6 kW, 269.8 g/kWh"),
    "v59-declaration-a100": dict(
        name="A declared paper, 16 A100", hardware="A100", source="co2-submissions", year=2023, unit="accelerator",
        units=16, hours=20, watts=250, kg=0.617, tonnes=0.049, tolerance=1, energy="it", power="declared-tdp",
        printed="49 kg; with 15 kg more and PUE 1.135: 73 kg"),
    "v60-declaration-titan-rtx": dict(
        name="A declared paper, 2 Titan RTX", hardware="Titan RTX", source="co2-submissions", year=2023,
        unit="accelerator", units=2, hours=72, watts=280, kg=0.105, tonnes=0.004, tolerance=9, energy="it",
        power="declared-tdp", printed="4 kg; with PUE 1.28: 5 kg"),
    # Without inputs enough to recompute.
    "b01-opt-175b-development": dict(
        name="OPT-175B, as its authors state", source="zhang-2022-opt", year=2022, tonnes=75, tolerance=5,
        read="memory", printed="75 t"),
    "b02-olmo-7b": dict(
        name="OLMo 1 7B", source="groeneveld-2024", year=2024, mwh=104, pue=1.1, kg=0.61, tonnes=70, tolerance=1,
        energy="it", read="memory", printed="70 t"),
    "b03-olmo-7b-lumi": dict(
        name="OLMo 1 7B on LUMI", source="groeneveld-2024", year=2024, mwh=135, pue=1.1, tonnes_net=0, tolerance=1,
        energy="it", read="memory", printed="0 t, hydro contract"),
    "b04-cohere-embed-v2": dict(
        name="Cohere embed v2", source="cohere-card", year=2022, tonnes=6.68976, tolerance=1, read="secondary",
        printed="6,689.76 kg"),
    "b05-dalle-mini": dict(
        name="DALL-E mini", source="dalle-mini-card", year=2022, tonnes=0.00754, tolerance=1, read="secondary",
        printed="7.54 kg"),
    "b06-covid-explorer": dict(
        name="COVID Research Explorer, fine-tuning", hardware="TPU v3", source="patterson-2021", year=2020,
        unit="accelerator", units=64, hours=6 * DAY, mwh=2.8, tonnes=0.13, tolerance=5, printed="2.8 MWh, 0.13 t"),
    "f01-switch-transformer-1-5t": dict(
        name="Switch Transformer 1.5T", source="patterson-2021", year=2021, unit="accelerator", units=1024, hours=648,
        watts=245, pue=1.1, kg=0.403, mwh=179, tonnes=72.2, tolerance=1, printed="179 MWh, 72.2 t"),
    "f02-palm-540b": dict(
        name="PaLM 540B", source="chowdhery-2022", year=2022, unit="accelerator", unit_hours=8404992, watts=378.5,
        pue=1.08, kg=0.079, mwh=3436, tonnes=271.43, tolerance=0.5, printed="3,436 MWh, 271.43 t"),
}
# Touvron 2023, table 15: id, name, GPU-hours, MWh, t; 400 W, PUE 1.1, 0.385 kg/kWh.
LLAMA_1 = [("v20-opt-175b", "OPT-175B as recosted", 809472, 356, 137),
           ("v21-bloom-176b", "BLOOM-176B as recosted", 1082880, 475, 183),
           ("v22-llama-7b", "LLaMA-7B", 82432, 36, 14),
           ("v23-llama-13b", "LLaMA-13B", 135168, 59, 23),
           ("v24-llama-33b", "LLaMA-33B", 530432, 233, 90),
           ("v25-llama-65b", "LLaMA-65B", 1022362, 449, 173)]
# Cards: id, name, GPU-hours, W, kg per kWh of the GPUs, t, tolerance in per cent, year.
CARDS = [
    ("v27-llama-2-7b", "Llama 2 7B", 184320, 400, 0.4235, 31.22, 0.05, 2023),
    ("v28-llama-2-13b", "Llama 2 13B", 368640, 400, 0.4235, 62.44, 0.05, 2023),
    ("f03-llama-2-34b", "Llama 2 34B", 1038336, 350, 0.4235, 153.9, 0.05, 2023),
    ("v29-llama-2-70b", "Llama 2 70B", 1720320, 400, 0.4235, 291.42, 0.05, 2023),
    ("v30-llama-3-8b", "Llama 3 8B", 1300000, 700, 0.4235, 390, 1.5, 2024),
    ("v31-llama-3-70b", "Llama 3 70B", 6400000, 700, 0.4235, 1900, 0.5, 2024),
    ("v32-llama-3-1-8b", "Llama 3.1 8B", 1460000, 700, 0.4137, 420, 1, 2024),
    ("v33-llama-3-1-70b", "Llama 3.1 70B", 7000000, 700, 0.4137, 2040, 1, 2024),
    ("v34-llama-3-1-405b", "Llama 3.1 405B", 30840000, 700, 0.4137, 8930, 0.1, 2024),
    ("v35-llama-3-2-1b", "Llama 3.2 1B", 370000, 700, 0.413, 107, 0.2, 2024),
    ("v36-llama-3-2-3b", "Llama 3.2 3B", 460000, 700, 0.413, 133, 0.2, 2024),
    ("v37-llama-4-scout", "Llama 4 Scout", 5000000, 700, 0.387, 1354, 0.1, 2025),
    ("v38-llama-4-maverick", "Llama 4 Maverick", 2380000, 700, 0.387, 645, 0.1, 2025),
    ("v40-llama-3-2-vision-11b", "Llama 3.2-Vision 11B, all stages", 147000 + 98000 + 896 + 224, 700, 0.4124, 71,
     1, 2024),
]
# Li 2023, table 3: id, name, GPU-hours, W, PUE, kg per kWh, MWh without PUE, t net.
FLM = [("v48-gpt-3", "GPT-3 as recosted", 3.55e6, 330, 1.1, 0.429, 1171, 552),
       ("v49-gopher", "Gopher as recosted", 3.77e6, 283, 1.08, 0.33, 1066, 380),
       ("v50-palm", "PaLM as recosted", 8.4e6, 378.5, 1.08, 0.079, 3179, 271),
       ("v51-llama-2-70b", "Llama 2 70B as recosted", 1.72e6, 400, 1.1, 0.385, 688, 291)]
# Sums of printed rows: id, name, source, year, GPU-hours, MWh, kg per kWh, t, stage.
SUMS = [("v26-llama-1", "LLaMA-1, all models", "touvron-2023-llama", 2023, None, 2638, 0.385, 1015),
        ("v39-llama-3-1", "Llama 3.1, all models", "meta-cards", 2024, 39.3e6, None, None, 11390)]


def build(_data):
    for id, author, title, year, address in SOURCES:
        cite(id, author, title, year, "facts", address)
