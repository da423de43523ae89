"""Builds `inference_methods`: coefficients of inference estimators, by version.

`inference_methods` is long: one row per method, version and parameter, so that an estimate can name the very numbers
it used and no two versions are mixed. EcoLogits' constants are read from its released packages (single constants,
typed in; the package is MPL-2.0); its regression coefficients keep all their digits, because its own results are
reproduced here to six digits from them.
"""

import math

from tables import Table, cite

ECOLOGITS = {  # parameter: meaning, unit
    "alpha": ("GPU energy per output token and 10^9 active parameters, times exp(beta x batch); 0.8 knows no batch",
              "Wh"),
    "beta": ("exponent of GPU energy in batch", "1"),
    "gamma": ("constant part of GPU energy per output token (called beta in 0.8)", "Wh"),
    "energy_standard_deviation": ("standard deviation of GPU energy per output token", "Wh"),
    "latency_a": ("seconds per output token and 10^9 active parameters", "s"),
    "latency_b": ("seconds per output token and request of the batch", "s"),
    "latency_c": ("constant seconds per output token", "s"),
    "batch": ("requests handled at a time", "1"),
    "quantisation_bits": ("bits of a weight", "bit"),
    "memory_overhead": ("GPU memory over the size of the weights", "1"),
    "gpu_memory": ("memory of a GPU", "GB"),
    "server_gpus": ("GPUs of a server", "1"),
    "server_watts": ("power of the server without its GPUs", "W"),
    "server_kg": ("embodied emissions of the server without its GPUs", "kg"),
    "gpu_kg": ("embodied emissions of a GPU", "kg"),
    "server_adpe": ("abiotic depletion by the server without its GPUs", "kg Sb-eq"),
    "gpu_adpe": ("abiotic depletion by a GPU", "kg Sb-eq"),
    "server_primary_energy": ("primary energy of making the server without its GPUs", "MJ"),
    "gpu_primary_energy": ("primary energy of making a GPU", "MJ"),
    "lifetime": ("service life, years of 8,760 hours", "a"),
    "gpu_rounding": ("GPUs are rounded up to a power of this", "1"),
    "world_intensity": ("intensity where no place is known", "kg/kWh"),
}
NEW = dict(alpha="1.1665273170451914e-06", beta="-0.011205921025579175", gamma="4.052928146734005e-05",
           latency_a="0.0006785088094353663", latency_b="0.0003119310311688259", latency_c="0.019473717579473387",
           batch=64, quantisation_bits=16, memory_overhead=1.2, gpu_memory=80, server_gpus=8, server_watts=1200,
           server_kg=5700, server_adpe=0.37, server_primary_energy=70000, lifetime=3, gpu_rounding=2)
VERSIONS = {
    "0.8": dict(alpha="8.91e-05", gamma="1.43e-03", energy_standard_deviation="5.19e-04", latency_a="8.02e-04",
                latency_c="2.23e-02", quantisation_bits=4, memory_overhead=1.2, gpu_memory=80, server_gpus=8,
                server_watts=1000, server_kg=3000, gpu_kg=143, server_adpe=0.24, gpu_adpe=0.0051,
                server_primary_energy=38000, gpu_primary_energy=1828, lifetime=5, world_intensity=0.590478),
    "0.9": dict(NEW, gpu_kg=164, gpu_adpe=0.0051, gpu_primary_energy=1828, world_intensity=0.47301),
    "0.11.3": dict(NEW, gpu_kg=273, gpu_adpe=0.00895, gpu_primary_energy=3721, world_intensity=0.45829),
}
# Providers of EcoLogits 0.9 and 0.11.3: low and high PUE and site water in L/kWh, and the country assumed.
PROVIDERS = {
    "anthropic": (1.09, 1.14, 0.13, 0.999, "USA"), "cohere": (1.09, 1.09, 0.999, 0.999, "USA"),
    "google_genai": (1.09, 1.09, 0.999, 0.999, "USA"), "huggingface_hub": (1.09, 1.14, 0.13, 0.99, "USA"),
    "mistralai": (1.16, 1.16, 0.09, 0.09, "SWE"), "openai": (1.2, 1.2, 0.569, 0.569, "USA"),
}
JEGHAM = {"azure": (1.12, 0.30, 4.35, 0.35), "aws": (1.14, 0.18, 5.11, 0.287), "deepseek": (1.27, 1.20, 6.016, 0.6)}
# Own results of EcoLogits 0.11.3: active, total (10^9), tokens, PUE, latency in s or None, Wh, embodied g.
VECTORS = [
    (7.3, 7.3, 200, 1.26, 5, 0.015362435, 0.000813802), (12.9, 46.7, 200, 1.26, 10, 0.039941225, 0.003137374),
    (70, 70, 400, 1.14, None, 0.249861017, 0.022638781), (405, 405, 400, 1.2, None, 3.653536693, 0.327326429),
]


def build(_data):
    cite("ecologits-code", "EcoLogits (GenAI Impact)", "EcoLogits 0.8.2, 0.9.2 and 0.11.3, constants of the method",
         2026, "facts", "https://pypi.org/project/ecologits/")
    cite("jegham-2025", "Jegham et al.", "How Hungry is AI?", 2025, "facts", "arXiv:2505.09598")
    cite("epoch-2025-chatgpt", "You (Epoch AI)", "How much energy does ChatGPT use?", 2025, "facts",
         "https://epoch.ai/gradient-updates/how-much-energy-does-chatgpt-use")
    for active, total, tokens, pue, latency, wh, grams in VECTORS:
        own = ecologits(VERSIONS["0.11.3"], active, total, tokens, pue, latency)
        assert abs(own[0] / wh - 1) < 1e-6 and abs(own[1] / grams - 1) < 1e-6, (own, wh, grams)
    methods()


def ecologits(v, active, total, tokens, pue, latency):
    """Wh and embodied grams of a request, by the method of 0.9 and later."""
    v = {name: float(value) for name, value in v.items()}
    per_token = v["alpha"] * math.exp(v["beta"] * v["batch"]) * active + v["gamma"]
    seconds = tokens * (v["latency_a"] * active + v["latency_b"] * v["batch"] + v["latency_c"])
    seconds = min(seconds, latency or seconds)
    weights = v["memory_overhead"] * total * v["quantisation_bits"] / 8
    gpus = v["gpu_rounding"] ** math.ceil(math.log2(math.ceil(weights / v["gpu_memory"])))
    server = seconds / 3600 * v["server_watts"] * gpus / v["server_gpus"] / v["batch"]
    kg = gpus / v["server_gpus"] * v["server_kg"] + gpus * v["gpu_kg"]
    held = seconds / (v["lifetime"] * 8760 * 3600) / v["batch"]
    return pue * (server + gpus * tokens * per_token), held * kg * 1000


def methods():
    t = Table("inference_methods", "Coefficients of inference estimators, by version",
              about="One row per method, version and parameter. Figures of different versions are not comparable.")
    t.column("key", "key", "method-version/parameter, or method-version/provider/parameter")
    t.column("method", "text", "method")
    t.column("version", "text", "version or year of the method")
    t.column("parameter", "text", "parameter, by the method's own symbol or in words")
    t.column("value", "number", "value in `unit`", "as in the row", -1, 1e16, "low_value..high_value")
    t.column("low_value", "number", "low end where the method has a range, else the value", "as in the row", -1, 1e16,
             "bound")
    t.column("high_value", "number", "high end where the method has a range, else the value", "as in the row", -1, 1e16,
             "bound")
    t.column("unit", "text", "unit of the three values")
    t.column("meaning", "text", "what the parameter is")
    t.column("source", "source", "whose method")
    t.column("year", "year", "year of the version")

    def add(method, version, parameter, value, unit, meaning, source, year, low=None, high=None):
        t.row(key=f"{method}-{version}/{parameter}", method=method, version=version, parameter=parameter.split("/")[-1],
              value=value, low_value=value if low is None else low, high_value=value if high is None else high,
              unit=unit, meaning=meaning, source=source, year=year)

    for version, year in [("0.8", 2025), ("0.9", 2025), ("0.11.3", 2026)]:
        for parameter, value in VERSIONS[version].items():
            meaning, unit = ECOLOGITS[parameter]
            add("ecologits", version, parameter, value, unit, meaning, "ecologits-code", year)
        if version == "0.8":
            add("ecologits", version, "pue", 1.2, "1", "PUE of every provider", "ecologits-code", year)
            continue
        for provider, (low, high, dry, wet, country) in PROVIDERS.items():
            add("ecologits", version, f"{provider}/pue", (low + high) / 2, "1", f"PUE; place assumed: {country}",
                "ecologits-code", year, low, high)
            add("ecologits", version, f"{provider}/wue_site", (dry + wet) / 2, "L/kWh",
                "water at the site per kWh of the machines", "ecologits-code", year, dry, wet)
    for provider, values in JEGHAM.items():
        for parameter, value, unit, meaning in zip(
                ("pue", "wue_site", "wue_source", "intensity"), values, ("1", "L/kWh", "L/kWh", "kg/kWh"),
                ("PUE", "water at the site per kWh of the machines", "water of making a kWh", "emissions per kWh")):
            add("jegham", "2025", f"{provider}/{parameter}", value, unit, meaning, "jegham-2025", 2025)
    for parameter, value, unit, meaning in [
        ("server_watts", 10200, "W", "rated power of a DGX server of eight GPUs, split into GPUs and the rest"),
        ("batch", 8, "1", "requests handled at a time; decides the result"),
        ("utilisation_non_gpu", 0.5, "1", "share of its power that the rest of the server draws, before the split"),
    ]:
        add("jegham", "2025", parameter, value, unit, meaning, "jegham-2025", 2025)
    for parameter, value, unit, meaning, low, high in [
        ("active_parameters", 100e9, "1", "active parameters assumed for GPT-4o", 20e9, 200e9),
        ("output_tokens", 500, "1", "tokens of an answer", 500, 1500),
        ("peak", 989e12, "FLOP/s", "dense peak of an H100", None, None),
        ("utilisation", 0.1, "1", "share of the peak that generation reaches", 0.05, 0.1),
        ("watts_per_gpu", 1275, "W", "rated power of a server per GPU", None, None),
        ("power_share", 0.7, "1", "share of the rated power that is drawn", None, None),
        ("pue", 1.2, "1", "PUE", 1.2, 1.3),
        ("flop_per_parameter", 2, "FLOP", "per active parameter and token", None, None),
    ]:
        add("epoch", "2025", parameter, value, unit, meaning, "epoch-2025-chatgpt", 2025, low, high)
    old, new = VERSIONS["0.8"], VERSIONS["0.9"]
    before = float(old["alpha"]) * 70 + float(old["gamma"])
    after = float(new["alpha"]) * math.exp(float(new["beta"]) * 64) * 70 + float(new["gamma"])
    t.note("ecologits-0.8/alpha", f"At 70 billion parameters 0.8 gives {before:.3g} Wh per output token and GPU, "
           f"{before / after:.0f} times what 0.9 gives: compare figures of one version only.", "ecologits-code",
           check="X42")
    t.note("ecologits-0.9/alpha", "Divides the energy per token of 0.8 by about 95 at 70 billion parameters: compare "
           "figures of one version only.", "ecologits-code", check="X42")
    t.note("ecologits-0.9/gpu_kg", "0.11.3 has 273 kg for the same GPU; its water formula and world intensity changed "
           "too.", "ecologits-code", column="value", value=273, unit="kg", check="X42")
    t.note("ecologits-0.11.3/gpu_kg", "0.9 had 164 kg for the same GPU; the document behind the change was not found.",
           "ecologits-code", column="value", value=164, unit="kg", check="X42")
    t.note("ecologits-0.9/openai/wue_site", "Releases up to 0.9.1 multiply energy that already holds the PUE by site "
           "water and PUE x source water: the PUE counts twice.", "ecologits-code", check="X01")
    t.note("jegham-2025/batch",
           "Energy per token changes 19 times between batch 8 and 2,048 on the same GPUs; the batch is an "
           "assumption, not a finding.",
           "jegham-2025")
    t.write()
