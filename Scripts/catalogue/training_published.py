"""Builds `training_published`: published energy and emissions of training, inputs beside what is printed.

The figures stand in `training_runs.py`, what is disputed about them here; they are merged with the file of published
footprints (same run, one row).
Every printed value is recomputed from its own inputs: energy = unit-hours x watts x PUE, emissions = energy x
intensity; where the difference is more than rounding explains (`tolerance_percent`) the row carries a note X14.
Choices: `energy_basis` tells whether the printed energy holds the PUE; the Llama cards state one factor per kWh of the
GPUs, which hides PUE and intensity, so it has a column of its own; pounds are converted exactly.
"""

import training_runs
from tables import Table, read_csv
from training_runs import CARDS, FLM, LLAMA_1, RUNS, SUMS

# Names in the file of published footprints -> row here.
FOOTPRINTS = {
    "GPT-3 175B": "v11-gpt-3", "T5 11B": "v08-t5-11b", "Meena 2.6B": "v09-meena", "GShard 600B": "v10-gshard-600b",
    "Switch Transformer 1.5T": "f01-switch-transformer-1-5t", "BLOOM 176B (dynamic part)": "v19-bloom-dynamic",
    "LLaMA 7B": "v22-llama-7b", "LLaMA 13B": "v23-llama-13b", "LLaMA 33B": "v24-llama-33b",
    "LLaMA 65B": "v25-llama-65b", "Llama 2 7B": "v27-llama-2-7b", "Llama 2 13B": "v28-llama-2-13b",
    "Llama 2 34B": "f03-llama-2-34b", "Llama 2 70B": "v29-llama-2-70b", "PaLM 540B": "f02-palm-540b",
    "BERT base (Strubell)": "v03-bert-base", "Transformer big (Strubell)": "v02-transformer-big",
}
# Tolerance in per cent up to -> range of the printed figure.
ROUNDING = [(0.05, "rounded-4"), (0.5, "rounded-3"), (5, "rounded-2"), (100, "measured-10")]
STAGES = "training|fine-tuning|search|project|embodied|evaluation|total"
COLUMNS = {  # short name in the data -> column
    "unit": "unit", "units": "units", "hours": "hours", "unit_hours": "unit_hours", "watts": "watts", "pue": "pue",
    "kg": "kg_per_kwh", "kg_net": "kg_per_kwh_net", "kg_it": "kg_per_it_kwh", "kg_per_unit_hour": "kg_per_unit_hour",
    "mwh": "mwh", "energy": "energy_basis", "tonnes": "tonnes", "tonnes_net": "tonnes_net", "litres": "litres",
    "litres_per_kwh": "litres_per_kwh", "tflops": "achieved_tflops", "flop": "training_flop", "stage": "stage",
    "basis": "basis", "power": "power_basis", "hardware": "hardware", "printed": "printed", "read": "read",
}
# id, column, value, unit, check, text, source
NOTES = [
    ("v03-bert-base", "hours", 79, "h", "X13", "The text has 79.2 h, the table 79 h, which gives 1,503 kWh and "
     "1,434 lb.", "strubell-2019"),
    ("v01-transformer-base", "kg_per_kwh", 0.423, "kg/kWh", "X05", "0.954 lb is 0.4327 kg; the figure also "
     "circulates as 0.423 kg.", "strubell-2019"),
    ("v04-nas", "tonnes", 3.2, "t", "X22", "Never run: an extrapolation at full size on foreign hardware. The "
     "search as it ran took 7.5 MWh and 3.2 t.", "patterson-2021"),
    ("v04-nas", "unit_hours", 32623, "h", "X13", "The TPU-hours of the same search are printed as 32,623; its "
     "steps give 32,633.", "strubell-2019"),
    ("v05-lisa-project", "tonnes", None, "", "", "Energy is its 9,870 USD over 0.12 USD/kWh. In the cloud the "
     "hours cost 103,175 to 350,315 USD.", "strubell-2019"),
    ("v05-lisa-project", "unit_hours", 50.1, "h", "X13", "A single job is printed with 52 h in the text and 50.1 h "
     "in a table.", "strubell-2019"),
    ("v11-gpt-3", "watts", 300, "W", "X12", "330 W is a chip with its share of the system; the paper lists 300 W "
     "of TDP for the V100.", "patterson-2021"),
    ("v11-gpt-3", "tonnes", 5521, "t", "X02", "An awareness card says 5,521,000 kg: ten times too much.",
     "patterson-2021"),
    ("v17-nas-as-strubell-costed", "tonnes", None, "", "X22", "The 2019 extrapolation retraced, not a run; the "
     "search at proxy size is 18.7 times less.", "patterson-2021"),
    ("v18-nas-proxy", "tonnes", 3.2, "t", "X22", "Still an estimate on foreign hardware; as run it was 3.2 t.",
     "patterson-2021"),
    ("v19-bloom-dynamic", "tonnes", 235, "t", "X02", "Some lists carry 235 t, a slip of a power of ten.",
     "luccioni-2023-bloom"),
    ("v19-bloom-dynamic", "mwh", None, "", "X20", "Holds no PUE and no idle machines; the hardware share is a row "
     "of its own.", "luccioni-2023-bloom"),
    ("v20-opt-175b", "tonnes", 75, "t", "X18", "Its own authors state 75 t: market- against location-based.",
     "zhang-2022-opt"),
    ("b01-opt-175b-development", "tonnes", 137, "t", "X18", "Recosted with the same hours at 137 t: location- "
     "against market-based.", "touvron-2023-llama"),
    ("v21-bloom-176b", "tonnes", 24.7, "t", "X18", "At its own site and without PUE 24.7 t; here a US average is "
     "taken.", "luccioni-2023-bloom"),
    ("v26-llama-1", "hours", 5, "months", "X21", "The energy allows 6.0 million GPU-hours, 4.0 months of 2,048 "
     "GPUs; the text says about five.", "touvron-2023-llama"),
    ("v31-llama-3-70b", "tonnes", 3901, "t", "X33", "A review carries 3,901 t.", "meta-cards"),
    ("v34-llama-3-1-405b", "tonnes_net", 0, "t", "X18", "The card prints 0 t market-based beside this.",
     "meta-cards"),
    ("v39-llama-3-1", "tonnes_net", 0, "t", "X18", "The card prints 0 t market-based beside this.", "meta-cards"),
    ("v44-olmo-2-13b", "mwh", 230, "MWh", "X01", "The paper's row prints 230 MWh; its 101 t and 892 kL need 257 "
     "MWh and PUE 1.12.", "morrison-2025"),
    ("v44-olmo-2-13b", "litres_per_kwh", 1.29, "L/kWh", "X13", "The water factor is 1.29 in one place and 1.49 in "
     "another, the intensity 0.352 and 0.351.", "morrison-2025"),
    ("v45-olmo-embodied", "kg_per_unit_hour", 0.013, "kg/h", "X35", "Four years at full use, 3,700 kg a node of "
     "eight; other works spread from 0.003 to 0.06 kg.", "morrison-2025"),
    ("v19-bloom-embodied", "kg_per_unit_hour", None, "", "X35", "Computed by us from the paper's inputs; life and "
     "use decide it.", "luccioni-2023-bloom"),
    ("v52-flm-101b", "mwh", None, "", "X02", "The table's header says MkWh where MWh is meant.", "li-2023-flm"),
    ("v52-flm-101b", "kg_per_kwh", None, "", "", "The intensity is implied by energy and emissions, not stated.",
     "li-2023-flm"),
    ("v53-stable-diffusion-v1", "kg_per_kwh", 0.3678, "kg/kWh", "X14", "The calculator it names has 0.3678 for the "
     "region (13,792 kg).", "stable-diffusion-card"),
    ("v54-idefics-80b", "kg_per_kwh", 0.287, "kg/kWh", "X14", "States 288 g/kWh (39,636 kg); the printed sum was "
     "made with 287 g.", "idefics-card"),
    ("v55-idefics-80b-instruct", "kg_per_kwh", 0.287, "kg/kWh", "X14", "States 288 g/kWh; the printed sum was made "
     "with 287 g.", "idefics-card"),
    ("v56-gpt-fr", "kg_per_kwh", 0.057, "kg/kWh", "X15", "The site is French: at 57 g/kWh it is 76.6 kg. 432 g is "
     "a wider region's default.", "gpt-fr-card"),
    ("v59-declaration-a100", "tonnes", 0.07264, "t", "X01", "The PUE is applied to a sum that mixes sources.",
     "co2-submissions"),
    ("b03-olmo-7b-lumi", "tonnes_net", None, "", "X18", "A market-based zero; 135 MWh at the grid's average are "
     "not nothing.", "groeneveld-2024"),
    ("b05-dalle-mini", "tonnes", None, "", "X10", "Whether chips or cores were counted is disputed: a factor of "
     "four.", "dalle-mini-card"),
    ("b06-covid-explorer", "mwh", None, "", "", "304 W a chip with PUE: plausible.", "patterson-2021"),
    ("v48-gpt-3", "mwh", 1287, "MWh", "X01", "Without PUE here; 1,287 MWh with it.", "patterson-2021"),
    ("v50-palm", "mwh", 3436, "MWh", "X01", "Without PUE here; 3,436 MWh with it.", "chowdhery-2022"),
]


def build(data):
    training_runs.build(data)
    runs = {key: dict(run) for key, run in RUNS.items()}
    declared = dict(unit="accelerator", power="declared-tdp")
    for key, name, hours, mwh, tonnes in LLAMA_1:
        runs[key] = dict(declared, name=name, source="touvron-2023-llama", year=2023, unit_hours=hours, watts=400,
                         pue=1.1, kg=0.385, mwh=mwh, tonnes=tonnes, tolerance=1, read="memory",
                         printed=f"{mwh} MWh, {tonnes} t", basis="recosted" if "recosted" in name else "published")
    for key, name, hours, watts, kg, tonnes, tolerance, year in CARDS:
        runs[key] = dict(declared, name=name, source="touvron-2023-llama2" if "Llama 2" in name else "meta-cards",
                         year=year, unit_hours=hours, watts=watts, kg_it=kg, tonnes=tonnes, tolerance=tolerance,
                         hardware="H100 80GB" if watts == 700 else None, printed=f"{tonnes:,} t")
    for key, name, hours, watts, pue, kg, mwh, tonnes in FLM:
        runs[key] = dict(unit="accelerator", name=name, source="li-2023-flm", year=2023, unit_hours=hours, watts=watts,
                         pue=pue, kg=kg, mwh=mwh, energy="it", tonnes=tonnes, tolerance=0.3, basis="recosted",
                         printed=f"{mwh:,} MWh without PUE, {tonnes} t")
    for key, name, source, year, hours, mwh, kg, tonnes in SUMS:
        runs[key] = dict(name=name, source=source, year=year, unit_hours=hours, mwh=mwh, kg=kg, tonnes=tonnes,
                         tolerance=0.1, stage="total", read="secondary" if mwh else "primary",
                         printed=f"{tonnes:,} t")
    merge(data, runs)
    t = table()
    for key, run in runs.items():
        add(t, key, run)
    for key, column, value, unit, check, text, source in NOTES:
        t.note(key, text, source, column=column, value=value, unit=unit, check=check)
    sums(runs)
    t.write()


def merge(data, runs):
    """Hardware comes from the file of footprints; all its other figures must be those typed in here."""
    for r in read_csv(data / "models/published_training_footprints.csv"):
        run = runs[FOOTPRINTS[r["model"]]]
        run["hardware"] = r["hardware"]
        same = [("published_mwh", run.get("mwh")), ("published_tco2e", run.get("tonnes"))]
        if run["unit"] != "job":
            same += [("mean_w_per_accelerator", run.get("watts"))]
        for column, value in same:
            assert not r[column] or abs(float(r[column]) / value - 1) < 2e-3, (r["model"], column, value)


def add(t, key, run):
    run.setdefault("unit_hours", run["units"] * run["hours"] if "units" in run else run.get("hours"))
    run.setdefault("energy", "facility" if run.get("mwh") else None)
    run.setdefault("stage", "training")
    run.setdefault("basis", "published")
    run.setdefault("read", "primary")
    if run.get("watts") and "power" not in run:
        run["power"] = "system" if run["unit"] != "job" else "measured"
    cells = {column: run.get(short) for short, column in COLUMNS.items()}
    tolerance = run["tolerance"]
    rounding = next(rule for most, rule in ROUNDING if tolerance <= most)
    t.row(key=key, name=run["name"], tolerance_percent=tolerance, rounding=rounding, source=run["source"],
          year=run["year"], **cells)
    noted = {(note[0], note[4]) for note in NOTES}
    for what, printed, own in recomputed(run):
        if abs(own / printed - 1) * 100 > tolerance and (key, "X14") not in noted:
            t.note(key, f"The row's own inputs give {own:.6g}.", run["source"], column=what, value=own,
                   unit={"mwh": "MWh", "training_flop": "FLOP"}.get(what, "t"), check="X14")
    if run.get("power") == "declared-tdp":
        t.note(key, "The power is the TDP of the device, not a measurement.", run["source"], column="watts",
               check="X11")
    if run.get("kg_it") and run["kg_it"] != 0.4235:
        t.note(key, "The factor is inferred from the card, which states no PUE and no intensity; earlier cards had "
               "0.4235.", run["source"], column="kg_per_it_kwh", value=0.4235, unit="kg/kWh", check="X14")


def recomputed(run):
    """Each printed value beside what its own inputs give."""
    hours, watts, pue = run["unit_hours"], run.get("watts"), run.get("pue", 1)
    energy = hours * watts / 1e6 if hours and watts else None
    mwh, tonnes, net = run.get("mwh"), run.get("tonnes"), run.get("tonnes_net")
    it = run.get("energy") == "it"
    facility = energy * pue if energy else mwh and (mwh * pue if it else mwh)
    if mwh and energy:
        yield "mwh", mwh, energy if it else facility
    if tonnes and run.get("kg") and facility:
        yield "tonnes", tonnes, facility * run["kg"]
    if tonnes and run.get("kg_it"):
        yield "tonnes", tonnes, energy * run["kg_it"]
    if tonnes and run.get("kg_per_unit_hour"):
        yield "tonnes", tonnes, hours * run["kg_per_unit_hour"] / 1000
    if net and run.get("kg_net"):
        yield "tonnes_net", net, facility * run["kg_net"]
    if run.get("litres_per_kwh"):
        yield "litres", run["litres"], mwh * 1000 * pue * run["litres_per_kwh"]
    if run.get("tflops"):
        yield "training_flop", run["flop"], run["tflops"] * 1e12 * hours * 3600


def sums(runs):
    """Printed totals are the sums of the printed parts."""
    parts = [runs[key] for key in ("v32-llama-3-1-8b", "v33-llama-3-1-70b", "v34-llama-3-1-405b")]
    assert sum(p["tonnes"] for p in parts) == runs["v39-llama-3-1"]["tonnes"]
    assert abs(sum(p["unit_hours"] for p in parts) - runs["v39-llama-3-1"]["unit_hours"]) < 1e-3
    assert 159 + 312 + 22 == runs["v46-olmo-total"]["tonnes"]


def table():
    t = Table("training_published", "Published energy and emissions of training", about="Printed figures beside the "
              "inputs their authors give. v… are rows of Joulebook's validation set, f… of a file of footprints, b… "
              "have no inputs to recompute and are plausibility bands only.",
              built_from="models/published_training_footprints.csv")
    t.column("key", "key", "id and slug of the run")
    t.column("name", "name", "what ran")
    t.column("stage", "choice", "what part of a model's making", choices=STAGES)
    t.column("basis", "choice",
             "published by its makers, recosted, extrapolated without a run, or computed by us from "
             "published inputs",
             choices="published|recosted|extrapolated|computed")
    t.column("hardware", "text", "accelerator")
    t.column("unit", "choice", "what `units`, `unit_hours` and `watts` are of", choices="accelerator|machine|job")
    t.column("units", "count", "units used together", "1", 1, 1e6, "exact")
    t.column("hours", "number", "hours they were used", "h", 0.1, 1e6, "as-stated")
    t.column("unit_hours", "number", "units x hours, or the hours as printed", "h", 0.1, 1e9, "as-stated")
    t.column("watts", "number", "mean or declared power of a unit", "W", 50, 20000, "as-stated")
    t.column("power_basis", "choice", "measured, a system's share for the accelerator, or the device's TDP",
             choices="measured|system|declared-tdp")
    t.column("pue", "number", "PUE the authors take", "1", 1, 2.5, "as-stated")
    t.column("kg_per_kwh", "number", "intensity the authors take, grid or gross", "kg/kWh", 0.005, 1.3, "as-stated")
    t.column("kg_per_kwh_net", "number", "intensity after contracted carbon-free energy", "kg/kWh", 0.005, 1.3,
             "as-stated")
    t.column("kg_per_it_kwh", "number", "PUE x intensity, where only that is known", "kg/kWh", 0.005, 2, "as-stated")
    t.column("kg_per_unit_hour", "number", "emissions of a unit-hour, where that is the factor", "kg/h", 0.001, 5,
             "as-stated")
    t.column("mwh", "number", "energy as printed", "MWh", 1e-4, 1e5, "column:rounding")
    t.column("energy_basis", "choice", "whether that energy holds the PUE (facility) or not (it)",
             choices="facility|it")
    t.column("tonnes", "number", "emissions as printed, location-based or gross, CO2e", "t", 1e-4, 1e5,
             "column:rounding")
    t.column("tonnes_net", "number", "emissions as printed, market-based or net, CO2e", "t", 0, 1e5, "column:rounding")
    t.column("litres", "number", "water as printed", "L", 1e3, 1e9, "column:rounding")
    t.column("litres_per_kwh", "number", "water per kWh of the facility, site and source", "L/kWh", 0.01, 20,
             "as-stated")
    t.column("achieved_tflops", "number", "operations a second of a unit", "TFLOP/s", 1, 2000, "as-stated")
    t.column("training_flop", "number", "operations as printed", "FLOP", 1e18, 1e27, "column:rounding")
    t.column("printed", "text", "figures in the units of print")
    t.column("tolerance_percent", "number", "difference between printed and recomputed that rounding explains", "%",
             0, 10, "exact")
    t.column("rounding", "rule", "range of the printed figures, from that tolerance")
    t.column("read", "choice", "read in the publication, rerun, taken from others who quote it, or from memory",
             choices="primary|rerun|secondary|memory")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the run's publication")
    return t
