"""Builds `training_logs` and `flop_published`: component logs of trackers, and printed operations and utilisations.

`training_logs`: CodeCarbon rows published with models; their parts must add up to the printed energy, and a row with
a negative part is kept as a case to refuse. `flop_published`: operations, PF-days and utilisation as printed beside
the size, tokens and device-hours they come from; each is recomputed here. Choices: 1 PF-day = 8.64e19 FLOP; peaks are
dense; a whole run's utilisation is not the step utilisation that papers quote.
"""

from tables import Table, cite

# id, name, cpu kWh, gpu kWh, ram kWh, kWh, kg, kg/kWh, seconds, CPU W, RAM W, place, year
LOGS = [
    ("v103-log-a", "Log A", 0.078362, 0.598520, 0.057708, 0.73459, 0.268476, None, 6637.735, 42.5, 31.304,
     "Germany", 2024),
    ("v105-log-b", "Log B, 4 H200", 0.189758, 2.514705, 0.073820, 2.778284, None, 0.205269, None, None, None,
     "California", 2025),
    ("v106-log-c", "Log C, T5-xxl", -0.026080, 1.266416, 2.113085, 3.353419, None, 0.055, None, None, None,
     "France", 2024),
    ("v107-teenytinyllama-460m", "TeenyTinyLlama-460m, 1.2 million steps", None, None, None, 115.69, 41.11,
     0.3553, None, None, None, "", 2024),
]
# id, name, parameters in use, tokens, device-hours, peak TFLOP/s, FLOP, PF-days, MFU, tolerance,
# source, year, read
FLOPS = [
    ("v61-gpt-3", "GPT-3", 175e9, 300e9, None, None, 3.14e23, 3640, None, 0.5, "brown-2020", 2020, "secondary"),
    ("v62-llama-3-1-405b", "Llama 3.1 405B", 405e9, 15.6e12, 30.84e6, 989, 3.8e25, None, None, 0.5, "meta-cards", 2024,
     "primary"),
    ("v63-deepseek-v3", "DeepSeek-V3, pre-training", 37e9, 14.8e12, 2.664e6, 989, None, None, None, 0.5, "deepseek-v3",
     2024, "secondary"),
    ("v64-palm-540b", "PaLM 540B", 540e9, 780e9, 8.40e6, 275, 2.527e24, None, None, 0.1, "chowdhery-2022", 2022,
     "primary"),
    ("v65-gopher-280b", "Gopher 280B", 280e9, 300e9, 3.77e6, 123, 6.31e23, None, None, 0.5, "rae-2021", 2021, "memory"),
    ("v66-falcon-180b", "Falcon-180B", 180e9, 3.5e12, None, None, 3.76e24, 43500, None, 0.6, "almazrouei-2023", 2023,
     "secondary"),
    ("v67-bloom", "BLOOM-176B", 176.25e9, 366e9, None, None, 3.87e23, None, None, 0.1, "luccioni-2023-bloom", 2022,
     "secondary"),
    ("v68-gpt-3-utilisation", "GPT-3, utilisation", None, None, 3.552e6, 125, 3.14e23, None, 0.197, 0.5,
     "patterson-2021", 2021, "primary"),
    ("v69-resnet-152", "ResNet-152", None, None, None, None, 11.3e9 * 2 * 3 * 1.2e6 * 128, 0.12, None, 0.6,
     "amodei-hernandez-2018", 2018, "primary"),
    ("b07-gpt-2", "GPT-2, 1.5 billion", None, None, None, None, 1.92e21, None, None, 0.5, "epoch-notable", 2019,
     "primary"),
    ("b08-opt-175b", "OPT-175B", 175e9, 300e9, None, None, 4.30e23, None, None, 0.5, "epoch-notable", 2022, "primary"),
]


def build(_data):
    cite("published-logs", "Authors of the model repositories", "CodeCarbon rows published with models", 2024, "facts",
         "https://huggingface.co/models")
    cite("deepseek-v3", "DeepSeek-AI", "DeepSeek-V3 Technical Report", 2024, "facts", "arXiv:2412.19437")
    cite("almazrouei-2023", "Almazrouei et al.", "The Falcon Series of Open Language Models", 2023, "facts",
         "arXiv:2311.16867")
    logs()
    flops()


def logs():
    t = Table("training_logs", "Tracker logs published with models", about="Energy by component, as the tracker wrote "
              "it; parts that do not add up or fall below zero are errors of the log and kept as such.")
    t.column("key", "key", "id and name of the log")
    t.column("name", "name", "what ran")
    for part in ("cpu", "gpu", "ram"):
        t.column(f"{part}_kwh", "number", f"energy: {part}", "kWh", -1, 1e4, "measured-10")
    t.column("kwh", "number", "energy in all, as printed", "kWh", 0.001, 1e5, "rounded-4")
    t.column("kg", "number", "emissions as printed, CO2e", "kg", 0.001, 1e5, "rounded-4")
    t.column("kg_per_kwh", "number", "intensity, as printed or from the log's emissions", "kg/kWh", 0.005, 1.3,
             "rounded-3")
    t.column("seconds", "number", "duration", "s", 1, 1e8, "exact")
    t.column("cpu_watts", "number", "constant power the tracker took for the CPU", "W", 1, 2000, "as-stated")
    t.column("ram_watts", "number", "constant power the tracker took for the RAM", "W", 0.1, 2000, "as-stated")
    t.column("place_name", "text", "where the log says it ran")
    t.column("source", "source", "whose log")
    t.column("year", "year", "year of the log")
    for key, name, cpu, gpu, ram, kwh, kg, factor, seconds, cpu_watts, ram_watts, place, year in LOGS:
        source = "teenytinyllama" if "teeny" in key else "published-logs"
        t.row(key=key, name=name, cpu_kwh=cpu, gpu_kwh=gpu, ram_kwh=ram, kwh=kwh, kg=kg, kg_per_kwh=factor,
              seconds=seconds, cpu_watts=cpu_watts, ram_watts=ram_watts, place_name=place, source=source, year=year)
        if cpu is not None:
            assert abs(cpu + gpu + ram - kwh) < 2e-6, key
        if seconds:
            assert abs(cpu_watts * seconds / 3.6e6 / cpu - 1) < 1e-4
            assert abs(ram_watts * seconds / 3.6e6 / ram - 1) < 5e-4
        if kg and factor:
            assert abs(kg / kwh / factor - 1) < 3e-4
    t.note("v106-log-c", "The parts add up, but the CPU's energy is negative: refuse it.", "published-logs",
           column="cpu_kwh", check="X03")
    t.note("v106-log-c", "The RAM, which the tracker estimates, takes more than the GPUs.", "published-logs",
           column="ram_kwh", check="X20")
    t.write()


def flops():
    t = Table("flop_published", "Published operations and utilisation of training",
              about="Operations as printed, beside 6 x parameters in use x tokens and the utilisation of the whole "
              "run, both computed here.")
    t.column("key", "key", "id and slug of the run")
    t.column("name", "name", "what ran")
    t.column("active_parameters", "count", "parameters in use for a token", "1", 1e6, 1e13, "as-stated")
    t.column("tokens", "count", "tokens processed", "1", 1e9, 1e15, "as-stated")
    t.column("device_hours", "number", "accelerator-hours", "h", 1, 1e9, "as-stated")
    t.column("peak_tflops", "number", "dense peak of an accelerator in the format used", "TFLOP/s", 1, 5000, "exact")
    t.column("training_flop", "number", "operations as printed", "FLOP", 1e15, 1e27, "rounded-3")
    t.column("pf_days", "number", "the same in 8.64e19 FLOP, as printed", "PF-day", 0.01, 1e7, "rounded-2")
    t.column("flop_6nd", "number", "6 x active parameters x tokens, computed", "FLOP", 1e15, 1e27, "exact")
    t.column("mfu_printed", "number", "utilisation as printed", "1", 0.01, 1, "rounded-3")
    t.column("mfu_whole_run", "number",
             "operations over device-hours x peak, computed: 6 x N x D where it is known, or the printed operations",
             "1", 0.01, 1, "rounded-2")
    t.column("tolerance_percent", "number", "difference between printed and recomputed that rounding explains", "%",
             0, 10, "exact")
    t.column("read", "choice", "read in the publication, rerun, taken from others who quote it, or from memory",
             choices="primary|rerun|secondary|memory")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the publication")
    for key, name, n, d, hours, peak, flop, days, mfu, tolerance, source, year, read in FLOPS:
        own = 6 * n * d if n else None
        # Gopher's printed count holds recomputation and attention, which 6ND leaves out.
        done = flop if key.startswith("v65") else own or flop
        whole = done / (hours * 3600 * peak * 1e12) if hours else None
        t.row(key=key, name=name, active_parameters=n, tokens=d, device_hours=hours, peak_tflops=peak,
              training_flop=flop, pf_days=days, flop_6nd=own, mfu_printed=mfu, mfu_whole_run=whole,
              tolerance_percent=tolerance, source=source, year=year, read=read)
        if flop and days:
            assert abs(flop / 8.64e19 / days - 1) < 0.006, key
        if mfu:
            assert abs(whole / mfu - 1) < 0.005, key
        if own and flop and abs(own / flop - 1) * 100 > tolerance:
            t.note(key, f"Printed operations are {flop / own:.2f} times 6 x parameters x tokens: recomputation, "
                   "attention or restarts.", source, column="training_flop", value=own, unit="FLOP", check="X30")
    for key, step, text in [("v64-palm-540b", 0.462, "46.2 per cent"),
                            ("v62-llama-3-1-405b", 0.405, "38 to 43 per cent")]:
        t.note(key, f"The paper quotes {text} for a step; the whole run is far below.",
               "chowdhery-2022" if "palm" in key else "meta-cards", column="mfu_whole_run", value=step, unit="1",
               check="X29")
    t.note("v63-deepseek-v3", "No energy or emissions are published: whatever is computed from this is an estimate.",
           "deepseek-v3")
    t.note("v61-gpt-3", "PF-days are a quantity of operations, no duration.", "brown-2020", column="pf_days",
           check="X08")
    t.write()
