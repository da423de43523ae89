"""How power follows load: curves.tsv (the one the program uses), power_curves.tsv (rivals, as a share of TDP),
power_curves_log.tsv (Boavizta's logarithms), watts_per_vcpu.tsv (CCF), cpu_load_watts.tsv (RAPL, measured).

Models are computed from their formulas; the measured curves come from `traces/cpu-load-vs-rapl` (all cores loaded
alike, steps of a tenth) as energy over duration. Its own column of power is not used: it lags one step, so that each
value belongs to the load before.
"""

import math

import hardware_sources
from tables import Table, read_csv, rule

STEPS = range(0, 101, 10)


def codecarbon_threadripper(u):
    """CodeCarbon 3.3.2 for `AMD Ryzen Threadripper`: falls at 50 per cent."""
    if u < 0.1:
        return 0.5 * u
    if u <= 0.3:
        return 0.05 + 1.8 * (u - 0.1)
    if u <= 0.5:
        return 0.45 + 0.5 * ((u - 0.3) / 0.2) ** 1.8
    return 0.85 + 0.15 * (1 - math.exp(-5 * (u - 0.5)))


def teads(u):
    points = [(0, 0.12), (0.1, 0.32), (0.5, 0.75), (1, 1.02)]
    for (u0, p0), (u1, p1) in zip(points, points[1:]):
        if u <= u1:
            return p0 + (p1 - p0) * (u - u0) / (u1 - u0)
    return points[-1][1]


MODELS = [  # key, name, function of load 0..1, source, year, used
    ("teads", "Teads: four points, straight between", teads, "teads", 2021, "yes"),
    ("linear", "TDP times load", lambda u: u, "codecarbon", 2026, "no"),
    ("half", "half the TDP at any load (CodeCarbon, no load known)", lambda u: 0.5, "codecarbon", 2026, "no"),
    ("cubic", "a tenth, then with the cube of load (CodeCarbon, machine)", lambda u: 0.1 + 0.9 * u ** 3, "codecarbon",
     2026, "no"),
    ("threadripper", "CodeCarbon for AMD Ryzen Threadripper", codecarbon_threadripper, "codecarbon", 2026, "no"),
]
LOGS = [("platinum", "Xeon Platinum", 171.1813, 0.0354, 36.8953, -10.1336),
        ("gold", "Xeon Gold", 35.5688, 0.2438, 9.6694, -0.6087), ("silver", "Xeon Silver", 20.7794, 0.3043, 8.4241,
                                                                  0.8613),
        ("e5", "Xeon E5", 48.9167, 0.1349, 15.7262, -4.654), ("e3", "Xeon E3", 342.3624, 0.0347, 36.8952, -16.4022),
        ("e", "Xeon E", 55.6501, 0.0467, 20.4146, 4.24362)]
FLEETS = [("aws", 0.74, 3.5), ("gcp", 0.71, 4.26), ("azure", 0.78, 3.76)]
TRACES = ["AMD_EPYC_8024P_8C", "AMD_Threadripper", "E3-1240", "E5-1240", "E5-2620"]
CPUS = {"AMD EPYC 8024P 8-Core Processor": "epyc 8024p",
        "AMD Ryzen Threadripper 1950X 16-Core Processor": "ryzen threadripper 1950x",
        "Intel(R) Xeon(R) CPU E3-1240 V2 @ 3.40GHz": "xeon e3-1240 v2",
        "Intel(R) Xeon(R) CPU E5-2620 v3 @ 2.40GHz": "xeon e5-2620 v3"}
# A reading this share below the one before is a fall, not noise; one this share above is a jump between two steps.
FALL = 0.02


def falls(values):
    return any(after < before * (1 - FALL) for before, after in zip(values, values[1:]))


def load_columns(t, unit, most, range):
    for step in STEPS:
        t.column(f"at_{step}_percent", "number", f"at {step} per cent load", unit, 0, most, range)


def build_curves():
    t = Table("curves", "Power of a processor by load",
              about="The curve of the model for processors without a counter")
    t.column("key", "key", "kind of device")
    for step in (0, 10, 50, 100):
        t.column(f"at_{step}_percent", "number", f"power over TDP at {step} per cent load", "1", 0, 2, "curve-share")
    t.column("note", "text", "how to read it")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    t.row(key="cpu", at_0_percent=0.12, at_10_percent=0.32, at_50_percent=0.75, at_100_percent=1.02,
          note="power over TDP by utilisation, straight lines between", source="teads", year=2021)
    t.note("cpu", "measured on a handful of Xeons in the cloud; package and memory are not kept apart", "teads")
    t.write()


def build_models():
    t = Table("power_curves", "Models of processor power by load", about="Power over TDP; rivals side by side")
    t.column("key", "key", "model")
    t.column("name", "name", "model in words")
    t.column("used", "choice", "whether this program uses it", choices="yes|no")
    t.column("monotone", "choice", "whether it never falls as load rises", choices="yes|no")
    load_columns(t, "1", 2, "curve-share")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for key, name, share, source, year, used in MODELS:
        values = [share(step / 100) for step in STEPS]
        fine = [share(step / 1000) for step in range(1001)]
        t.row(key=key, name=name, used=used, monotone="no" if falls(values) or falls(fine) else "yes", source=source,
              year=year, **{f"at_{step}_percent": float(value) for step, value in zip(STEPS, values)})
        if falls(values) or falls(fine):
            t.note(key, "jumps from 0.41 to 0.45 after 30 per cent and falls from 0.95 to 0.85 after 50 per cent",
                   source, column="at_60_percent", check="X25")
    t.write()


def build_logs():
    t = Table("power_curves_log", "Boavizta's logarithmic curves", about="P = a ln(b (u + c)) + d, u in per cent")
    t.column("key", "key", "family")
    t.column("name", "name", "family")
    t.column("a", "number", "a", "W", 1, 1000, "as-stated")
    t.column("b", "number", "b", "1", 0.001, 1, "as-stated")
    t.column("c", "number", "c, in per cent of load", "1", 1, 100, "as-stated")
    t.column("d", "number", "d", "W", -50, 50, "as-stated")
    for step in (0, 50, 100):
        t.column(f"at_{step}_watts", "number",
                 f"computed from the four at {step} per cent load", "W", 1, 800, "modelled-30")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for key, name, a, b, c, d in LOGS:
        watts = {f"at_{u}_watts": a * math.log(b * (u + c)) + d for u in (0, 50, 100)}
        assert watts["at_0_watts"] < watts["at_50_watts"] < watts["at_100_watts"]
        t.row(key=key, name=name, a=a, b=b, c=c, d=d, source="boavizta-figures", year=2025, **watts)
    t.note("e3",
           "gives a four-core part of 69 to 95 W several hundred watts at full load: only its shape may be used, "
           "scaled to the TDP", "boavizta-figures", column="at_100_watts", check="X25")
    t.write()


def build_vcpu(data):
    t = Table("watts_per_vcpu", "Watts per virtual CPU of clouds", built_from="hardware/ccf_coefficients-*-use.csv",
              about="Idle and full, from SPECpower averages by microarchitecture; one vCPU is one thread")
    t.column("key", "key", "provider/microarchitecture; any stands for the fleet")
    t.column("provider", "choice", "cloud", choices="aws|azure|gcp")
    t.column("microarchitecture", "name", "microarchitecture")
    t.column("idle_watts", "number", "at rest", "W", 0.1, 20, "modelled-30")
    t.column("full_watts", "number", "at full load", "W", 0.5, 40, "modelled-30")
    t.column("memory_gb_per_chip", "number", "memory per chip of the tested servers", "GB", 1, 2000, "as-stated")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for provider in ("aws", "azure", "gcp"):
        seen = {}
        for row in read_csv(data / f"hardware/ccf_coefficients-{provider}-use.csv"):
            key = f"{provider}/{row['Architecture'].lower().replace(' ', '-')}"
            pair = (float(row["Min Watts"]), float(row["Max Watts"]))
            t.row(key=key, provider=provider, microarchitecture=row["Architecture"], idle_watts=pair[0],
                  full_watts=pair[1], memory_gb_per_chip=float(row["GB/Chip"]), source="ccf-coefficients", year=2026)
            if row["Architecture"] == "EPYC 5th Gen":
                t.note(key,
                       "about four times the generation before: per core or module where the others are per thread",
                       "ccf-coefficients", column="idle_watts", value=pair[0], unit="W", check="X10")
            if row["Architecture"].startswith("Graviton"):
                t.note(key, "a copy of EPYC 2nd Gen; no Graviton was tested", "ccf-coefficients", column="idle_watts",
                       check="X37")
            seen[row["Architecture"]] = pair
    for provider, idle, full in FLEETS:
        t.row(key=f"{provider}/any", provider=provider, microarchitecture="any", idle_watts=idle, full_watts=full,
              source="ccf-coefficients", year=2024)
    t.write()


def build_measured(data):
    t = Table("cpu_load_watts", "Processors measured under load", built_from="traces/cpu-load-vs-rapl",
              about="Package power by RAPL while all cores run at a set load, 30 s each, January 2025")
    t.column("key", "key", "trace")
    t.column("cpu", "link", "processor", choices="cpus")
    t.column("sockets", "count", "sockets in the figure", "1", 1, 8, "exact")
    load_columns(t, "W", 500, "measured-5")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for name in TRACES:
        rows = read_csv(data / f"traces/cpu-load-vs-rapl/{name}__all_cores.csv")
        assert len(rows) == len(STEPS)
        key = name.lower().replace("_", "-")
        values = [float(r["rapl_energy"]) * 3.6e6 / float(r["duration"]) for r in rows]
        printed = [float(r["rapl_power"]) for r in rows]
        # The column of power is the mean of the row before.
        assert all(abs(printed[i + 1] / values[i] - 1) < 0.05 for i in range(10)), name
        t.row(key=key, cpu=CPUS[rows[0]["cpu_name"]], sockets=2 if name == "E5-2620" else 1, source="codecarbon-rapl",
              year=2025, **{f"at_{step}_percent": round(value, 2) for step, value in zip(STEPS, values)})
        if falls(values):
            t.note(key, "as measured: it falls at high load", "codecarbon-rapl", column="at_100_percent", check="X25")
        t.note(key, "the trace's column of power, one step late: the mean of the load before",
               "codecarbon-rapl", column="at_20_percent", value=round(printed[2], 2), unit="W", check="X13")
    t.note("e5-1240",
           "the file is called E5-1240, the processor named in it is an E3-1240 v2, and the watts are twice "
           "those of the other trace and beyond its TDP of 69 W: which part it was is not known", "codecarbon-rapl",
           column="cpu", check="X33")
    t.note("e5-2620", "24 logical processors are two sockets of this part: the watts are of both", "codecarbon-rapl",
           column="sockets")
    t.write()


def build(data):
    hardware_sources.build(data)
    rule("curve-share", 0.5, 1.5, "shares of TDP: single processors lie up to a half off any common curve",
         "codecarbon-rapl")
    build_curves()
    build_models()
    build_logs()
    build_vcpu(data)
    build_measured(data)
