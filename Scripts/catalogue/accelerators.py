"""accelerators.tsv: what GPUs, TPUs and their like draw, compute and hold.

From Epoch AI's hardware list (`hardware/accelerators_seed.csv`), cards it lacks (`accelerator-cards.tsv`) and
makers' sheets that win over it (`accelerator-corrections.tsv`). A key is Epoch's id or the name's letters and
digits with hyphens. Peaks are dense. What was changed in Epoch's rows stands in FIXES, with the reason as a note.
"""

import re
from pathlib import Path

import hardware_sources
from accelerator_fixes import (EMBODIED, FIXES, FORMS, IDLE, MEAN, NO_VECTOR_FP16, NOTEBOOK_TWINS, RENAMED, RIVALS)
from tables import Table, accelerator_key, read_csv, rule

HERE = Path(__file__).resolve().parent
PEAKS = {"fp64_tflops": (0.01, 500), "fp32_tflops": (0.1, 1000), "tf32_tflops": (5, 10000),
         "fp16_tflops": (0.01, 1000), "tensor_fp16_tflops": (1, 20000), "fp8_tflops": (20, 50000),
         "fp4_tflops": (100, 100000), "int8_tops": (1, 50000)}
VENDORS = {"Amazon AWS": "Amazon", "Kunlunxin Baidu": "Baidu", "Iluvatar CoreX": "Iluvatar CoreX",
           "Moore Threads (Tencent)": "Moore Threads"}
# Epoch calls several matrix chips GPU and leaves others open.
NPU = ("amazon", "aws", "huawei", "microsoft", "maia", "meta-mtia", "tesla-d1", "cambricon", "baidu", "groq",
       "intel-habana", "t-head")
OTHER = ("mt-2000", "mt-3000", "sunway", "pezy")


def identifier(name):
    return "-".join(re.findall(r"[a-z0-9.]+", name.lower()))


def table_rows(path):
    lines = [line.split("\t") for line in (HERE / path).read_text(encoding="utf-8").split("\n") if line]
    return [dict(zip(lines[0], cells)) for cells in lines[1:]]


def kind(key, text):
    if key.startswith(NPU):
        return "npu"
    if key.startswith(OTHER):
        return "other"
    if key == "amd-instinct-mi300a":
        return "apu"
    return {"TPU": "tpu", "NPU": "npu"}.get(text, "gpu")


def form(key):
    return next((form for pattern, form in FORMS if re.search(pattern, key)), None)


def epoch(data):
    rows = {}
    for source in read_csv(data / "hardware/accelerators_seed.csv"):
        key, row = source["id"], dict.fromkeys(PEAKS)
        row.update(key=key, name=RENAMED.get(key, source["name"].strip()), source="epoch-hardware", year=2026,
                   vendor=VENDORS.get(source["vendor"], source["vendor"]) or "Groq", kind=kind(key, source["kind"]),
                   form=form(key), released=source["release_date"])
        for column in PEAKS:
            text = source["tensor_fp16_bf16_tflops" if column == "tensor_fp16_tflops" else column]
            row[column] = float(text) if text else None
        # Many rows hold the matrix units' rate in the column of the plain one.
        if key in NO_VECTOR_FP16 or row["kind"] in ("npu", "tpu"):
            row["tensor_fp16_tflops"] = row["tensor_fp16_tflops"] or row["fp16_tflops"]
            row["fp16_tflops"] = None
        for column, name in [("memory_gb", "memory_gb"), ("bandwidth_gb_per_s", "bandwidth_gb_s"),
                             ("process_nm", "process_nm"), ("die_mm2", "die_mm2")]:
            row[column] = float(source[name]) if source[name] else None
        size = re.search(r"-(\d+)-?gb$", key)
        if size and not row["memory_gb"]:
            row["memory_gb"] = float(size[1])
        watts = float(source["tdp_w"]) if source["tdp_w"] else None
        row.update(board_watts=watts, low_watts=watts, high_watts=watts)
        rows[key] = row
    return rows


def collect(data):
    """All rows by key, and the notes on them as arguments of `Table.note`."""
    rows, notes = epoch(data), []
    by_name = {accelerator_key(row["name"]): key for key, row in reversed(rows.items())}
    by_name["a100pcie40gb"], by_name["a10080gbpcie"] = "nvidia-a100-pcie-40gb", "nvidia-a100-pcie-80gb"
    for card in table_rows("accelerator-cards.tsv"):
        key = identifier(card["name"])
        watts = {name: float(card[name]) if card[name] else None for name in ("board_watts", "low_watts",
                                                                              "high_watts")}
        assert key not in rows, key
        rows[key] = dict(card, key=key, year=2025, **watts)
        by_name[accelerator_key(card["name"])] = key
    for fix in table_rows("accelerator-corrections.tsv"):
        found = by_name.get(accelerator_key(fix["name"]), identifier(fix["name"]))
        vendor = fix["name"].split()[0]
        row = rows.setdefault(found, dict(key=found, name=fix["name"], vendor=vendor, kind="gpu", form=form(found),
                                          source="", year=2025))
        old = row.get("board_watts")
        if old and old != float(fix["board_watts"]):
            notes.append((found, f"Epoch gives {old:g} W; the maker's data sheet is taken", "epoch-hardware",
                          "board_watts", old, "W", ""))
        row.update({name: float(fix[name]) for name in ("board_watts", "low_watts", "high_watts")})
        row["source"] = " ".join(dict.fromkeys([fix["source"], *row["source"].split()]))
    for key, columns, source, text, check in FIXES:
        row = rows[key]
        for column, value in columns.items():
            old = row.get(column)
            if text and old is not None and old != value:
                unit = {"board_watts": "W", "low_watts": "W", "memory_gb": "GB", "int8_tops": "TOPS",
                        "bandwidth_gb_per_s": "GB/s"}.get(column, "TFLOPS" if "tflops" in column else "")
                notes.append((key, text, source if "epoch" in source else "epoch-hardware", column,
                              old if unit else "", unit, check))
            row[column] = value
        row["source"] = " ".join(dict.fromkeys([*row["source"].split(), source]))
    twin = "the driver prints the same name for the notebook part, whose watts open the range below"
    for key, low in NOTEBOOK_TWINS.items():
        rows[key]["low_watts"] = min(low, rows[key]["low_watts"])
        notes.append((key, twin, "nvidia-datasheets", "board_watts", low, "W", ""))
    for key, (low, high, source, text) in IDLE.items():
        rows[key].update(idle_low_watts=low, idle_high_watts=high)
        rows[key]["source"] = " ".join(dict.fromkeys([*rows[key]["source"].split(), source]))
        notes.append((key, text, source, "idle_low_watts", low, "W", ""))
    for key, (watts, boundary, source) in MEAN.items():
        rows[key].update(mean_training_watts=watts, mean_training_boundary=boundary)
        rows[key]["source"] = " ".join(dict.fromkeys([*rows[key]["source"].split(), source]))
    for key, (kg, low, high, source) in EMBODIED.items():
        rows[key].update(embodied_kg=kg, low_embodied_kg=low, high_embodied_kg=high)
        rows[key]["source"] = " ".join(dict.fromkeys([*rows[key]["source"].split(), source]))
    for key, row in rows.items():
        if row.get("form") == "laptop":
            notes.append((key, "the notebook's maker sets the limit inside this range; some boost beyond it",
                          "nvidia-laptops", "board_watts", "", "", ""))
    return rows, notes + RIVALS


def build(data):
    hardware_sources.build(data)
    rule("peak-stated", 0.98, 1.02, "a maker's peak; sheets differ by clock and rounding")
    t = Table("accelerators", "GPUs, TPUs and other accelerators", about="Board power, dense peaks, memory, carbon",
              built_from="hardware/accelerators_seed.csv accelerator-cards.tsv accelerator-corrections.tsv")
    t.column("key", "key", "id: maker and name, lower case, hyphens")
    t.column("name", "name", "name")
    t.column("vendor", "text", "maker")
    t.column("kind", "choice", "what it is", choices="gpu|tpu|npu|apu|other")
    t.column("form", "choice", "how it is built in; a laptop part draws what its notebook allows",
             choices="sxm|pcie|oam|mezzanine|module|laptop|integrated|soc|other")
    t.column("released", "date", "day it was released or announced")
    t.column("board_watts", "number", "power of the board or module at its limit, as the maker states it (TDP)", "W",
             1, 3000, "low_watts..high_watts")
    t.column("low_watts", "number", "lowest limit in use or in print", "W", 1, 3000, "bound")
    t.column("high_watts", "number", "highest limit in use or in print", "W", 1, 3000, "bound")
    t.column("idle_low_watts", "number", "at rest, lower end", "W", 1, 400, "bound")
    t.column("idle_high_watts", "number", "at rest, upper end", "W", 1, 400, "bound")
    t.column("mean_training_watts", "number", "measured mean under training", "W", 20, 3000, "measured-10")
    t.column("mean_training_boundary", "choice", "what that mean holds: the chip alone, or its share of the server",
             choices="chip|system")
    words = {"fp64_tflops": "double precision", "fp32_tflops": "single precision",
             "tf32_tflops": "TF32 on matrix units", "fp16_tflops": "half precision without matrix units",
             "tensor_fp16_tflops": "FP16 or BF16 on matrix units", "fp8_tflops": "FP8 on matrix units",
             "fp4_tflops": "FP4 on matrix units", "int8_tops": "8-bit integers"}
    for column, (least, most) in PEAKS.items():
        t.column(column, "number", f"peak, dense: {words[column]}", "TOPS" if "tops" in column else "TFLOPS", least,
                 most, "peak-stated")
    t.column("memory_gb", "number", "its own memory (10^9 bytes)", "GB", 0.1, 1000, "as-stated")
    t.column("bandwidth_gb_per_s", "number", "bandwidth of that memory (10^9 bytes)", "GB/s", 20, 100000, "as-stated")
    t.column("process_nm", "number", "name of the process", "nm", 2, 200, "as-stated")
    t.column("die_mm2", "number", "area of the main die or dies", "mm2", 20, 3000, "rounded-3")
    t.column("embodied_kg", "number", "carbon of making it, cradle to gate, for this very device", "kgCO2e", 20, 2000,
             "low_embodied_kg..high_embodied_kg")
    t.column("low_embodied_kg", "number", "a fifth less, or the lowest rival of this boundary", "kgCO2e", 10, 2000,
             "bound")
    t.column("high_embodied_kg", "number", "a fifth more, or the highest rival of this boundary", "kgCO2e", 20, 3000,
             "bound")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year of the list or sheet")
    rows, notes = collect(data)
    for row in rows.values():
        if size := re.search(r"-(\d+)-?gb$", row["key"]):
            memory = row.get("memory_gb")
            noted = any(note[0] == row["key"] and note[6] == "X31" for note in notes)
            assert not memory or float(size[1]) == memory or noted, row["key"]
        t.row(**row)
    for key, text, source, column, value, unit, check in notes:
        t.note(key, text, source, column=column, value=value, unit=unit, check=check)
    t.write()
