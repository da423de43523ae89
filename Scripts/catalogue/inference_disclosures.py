"""Builds `inference_disclosures`: what providers and studies state per prompt, answer or token.

Typed in from the publications, with the statistic (a median, a mean, one model run …) and the boundary each time: a
median times a number of prompts is no total, and a modelled figure is no measurement. Shares and quotients are
recomputed here and what does not close carries a note. No figure is scaled to another boundary.
"""

from tables import Table, cite, rule

SOURCES = [
    ("elsworth-2025", "Elsworth et al. (Google)",
     "Measuring the Environmental Impact of Delivering AI at Google "
     "Scale", 2025, "arXiv:2508.15734"),
    ("mistral-2025-lca", "Mistral AI", "Life-cycle analysis of Mistral Large 2", 2025,
     "https://mistral.ai/news/our-contribution-to-a-global-environmental-standard-for-ai"),
    ("altman-2025", "Altman (OpenAI)", "The Gentle Singularity", 2025,
     "https://blog.samaltman.com/the-gentle-singularity"),
    ("epoch-2025-chatgpt", "You (Epoch AI)", "How much energy does ChatGPT use?", 2025,
     "https://epoch.ai/gradient-updates/how-much-energy-does-chatgpt-use"),
    ("jegham-2025", "Jegham et al.", "How Hungry is AI?", 2025, "arXiv:2505.09598"),
    ("de-vries-2023", "de Vries", "The growing energy footprint of artificial intelligence", 2023,
     "doi:10.1016/j.joule.2023.09.004"),
    ("google-2009-search", "Hölzle (Google)", "Powering a Google search", 2009,
     "https://googleblog.blogspot.com/2009/01/powering-google-search.html"),
    ("samsi-2023", "Samsi et al.",
     "From Words to Watts: Benchmarking the Energy Costs of Large Language Model "
     "Inference", 2023, "arXiv:2310.03003"),
    ("ai-energy-score", "Hugging Face and Salesforce", "AI Energy Score", 2025, "https://huggingface.co/AIEnergyScore"),
    ("luccioni-2023-bloom", "Luccioni, Viguier and Ligozat",
     "Estimating the Carbon Footprint of BLOOM, a 176B "
     "Parameter Language Model", 2023, "arXiv:2211.02001"),
    ("luccioni-2024", "Luccioni, Jernite and Strubell",
     "Power Hungry Processing: Watts Driving the Cost of AI "
     "Deployment?", 2024, "arXiv:2311.16863"),]
# key: (name, request, Wh, g, mL, J/token, tokens, statistic, boundary, basis, spread, source, year)
ROWS = {
    "gemini-2025": ("Gemini apps", "text prompt, May 2025", 0.24, 0.03, 0.26, None, None, "median", "full-stack",
                    "market", "rounded-2", "elsworth-2025", 2025),
    "gemini-2025-accelerators-only": ("Gemini apps", "text prompt, May 2025", 0.10, None, None, None, None, "median",
                                      "accelerators", None, "rounded-2", "elsworth-2025", 2025),
    "mistral-large-2": ("Mistral Large 2", "answer of 400 tokens", None, 1.14, 45, None, 400, "mean", "life-cycle",
                        "location", "rounded-2", "mistral-2025-lca", 2025),
    "chatgpt-2025-altman": ("ChatGPT", "average query, not defined", 0.34, None, 0.32, None, None, "stated", "unknown",
                            None, "factor-3", "altman-2025", 2025),
    "gpt-4o-epoch-2025": ("GPT-4o", "answer of 500 tokens", 0.3, None, None, None, 500, "modelled", "facility", None,
                          "factor-3", "epoch-2025-chatgpt", 2025),
    "gpt-4o-epoch-2025-1500-tokens": ("GPT-4o", "answer of 1,500 tokens", 0.9, None, None, None, 1500, "modelled",
                                      "facility", None, "factor-3", "epoch-2025-chatgpt", 2025),
    "gpt-4o-epoch-2025-small": ("20 billion active parameters", "answer of 500 tokens", 0.06, None, None, None, 500,
                                "modelled", "facility", None, "factor-3", "epoch-2025-chatgpt", 2025),
    "gpt-4o-epoch-2025-pessimistic": ("200 billion active parameters", "answer of 500 tokens", 1.3, None, None, None,
                                      500, "modelled", "facility", None, "factor-3", "epoch-2025-chatgpt", 2025),
    "chatgpt-2023-de-vries": ("ChatGPT", "query", 3, None, None, None, None, "modelled", "unknown", None, "factor-10",
                              "de-vries-2023", 2023),
    "gpt-4o-jegham-short": ("GPT-4o", "short prompt", 0.423, None, None, None, None, "modelled", "facility", None,
                            "jegham-20", "jegham-2025", 2025),
    "gpt-4o-jegham-medium": ("GPT-4o", "medium prompt", 1.215, None, None, None, None, "modelled", "facility", None,
                             "jegham-20", "jegham-2025", 2025),
    "gpt-4o-jegham-long": ("GPT-4o", "long prompt", 2.875, None, None, None, None, "modelled", "facility", None,
                           "jegham-20", "jegham-2025", 2025),
    "llama-3-1-8b-jegham": ("Llama-3.1-8B", "prompt, length not kept", 0.052, None, None, None, None, "modelled",
                            "facility", None, "jegham-20", "jegham-2025", 2025),
    "llama-3-1-405b-jegham": ("Llama-3.1-405B", "prompt, length not kept", 2.226, None, None, None, None, "modelled",
                              "facility", None, "jegham-20", "jegham-2025", 2025),
    "deepseek-r1-own-cloud-jegham": ("DeepSeek-R1", "prompt, length not kept, at DeepSeek", 19.25, None, None, None,
                                     None, "modelled", "facility", None, "jegham-20", "jegham-2025", 2025),
    "deepseek-r1-azure-jegham": ("DeepSeek-R1", "prompt, length not kept, at Azure", 2.353, None, None, None, None,
                                 "modelled", "facility", None, "jegham-20", "jegham-2025", 2025),
    "google-search-2009": ("Google search", "search", 0.3, None, None, None, None, "stated", "unknown", None,
                           "factor-3", "google-2009-search", 2009),
    "google-search-green-algorithms": ("Google search", "search", None, 10, None, None, None, "stated", "unknown", None,
                                       "factor-10", "lannelongue", 2021),
    "llama-65b-samsi": ("LLaMA-65B", "512 tokens, batch 64, sharded A100 or V100", None, None, None, 3.5, None, "mean",
                        "accelerators", None, "samsi-3-4", "samsi-2023", 2023),
    "bloom-176b-deployment": ("BLOOM-176B", "request over 18 days", 3.96, None, None, None, None, "mean", "machine",
                              None, "measured-10", "luccioni-2023-bloom", 2022),
    "sdxl-ai-energy-score": ("Stable Diffusion XL", "image, H100, fixed size", 1.64, None, None, None, None, "mean",
                             "accelerators", None, "measured-10", "ai-energy-score", 2025),
    "sdxl-luccioni-2024": ("Stable Diffusion XL", "image, A100, default size", 11.41, None, None, None, None, "mean",
                           "machine", None, "measured-10", "luccioni-2024", 2023),
}
SHARES = {"gemini-2025": (0.58, 0.25, 0.10, 0.08)}
# Totals: tonnes, m3, kWh, requests, intensity the text states in kg/kWh.
TOTALS = {
    "mistral-large-2-life": ("Mistral Large 2", "training and 18 months of use, to January 2025", 20400, 281000, None,
                             None, None, "life-cycle", "location", "mistral-2025-lca", 2025),
    "luccioni-2024-study": ("Models of the study", "all inferences of the study", 0.17897, None, 754.66, None, 0.2976,
                            "machine", "location", "luccioni-2024", 2023),
    "bloom-176b-18-days": ("BLOOM-176B", "18 days of deployment", None, None, 914, 230768, None, "machine", None,
                           "luccioni-2023-bloom", 2022),
}


def build(_data):
    for id, author, title, year, address in SOURCES:
        cite(id, author, title, year, "facts", address)
    rule("samsi-3-4", 3 / 3.5, 4 / 3.5, "3 to 4 J per token as read off by the authors", "samsi-2023")
    rule("jegham-20", 1 - 0.085 / 0.423, 1 + 0.085 / 0.423, "the spread printed for GPT-4o's short prompt",
         "jegham-2025")
    t = table()
    for key, (name, request, wh, g, ml, joules, tokens, statistic,
              boundary, basis, spread, source, year) in ROWS.items():
        shares = dict(zip(("accelerator_share", "host_share", "idle_share", "overhead_share"), SHARES.get(key, ())))
        t.row(key=key, name=name, request=request, wh_per_request=wh, g_per_request=g, ml_per_request=ml,
              joules_per_output_token=joules, output_tokens=tokens, statistic=statistic, boundary=boundary,
              electricity=basis, range=spread, source=source, year=year, **shares)
        if shares and abs(sum(shares.values()) - 1) > 1e-9:
            t.note(key, f"The four printed shares add up to {sum(shares.values()):.2f}.", source,
                   column="accelerator_share", value=sum(shares.values()), unit="1", check="X04")
    for key, (name, request, tonnes, m3, kwh, requests, stated, boundary, basis, source, year) in TOTALS.items():
        t.row(key=key, name=name, request=request, total_tonnes=tonnes, total_litres=m3 and m3 * 1000, total_kwh=kwh,
              total_requests=requests, stated_kg_per_kwh=stated, statistic="total", boundary=boundary,
              electricity=basis, range="rounded-3", source=source, year=year)
        if stated and abs(tonnes * 1000 / kwh / stated - 1) > 0.02:
            t.note(key, f"Emissions over energy are {tonnes * 1000 / kwh:.4f} kg/kWh, not the stated {stated}; another "
                   "table of the paper uses about 0.139.", source, column="stated_kg_per_kwh",
                   value=tonnes * 1000 / kwh, unit="kg/kWh", check="X14")
    notes(t)
    t.write()


def table():
    t = Table("inference_disclosures", "What a prompt takes, as stated",
              about="Statements of providers and studies per "
              "prompt, answer or token; statistic and boundary differ row by row and are never mixed.")
    t.column("key", "key", "subject, study and variant")
    t.column("name", "name", "model or service")
    t.column("request", "text", "what one request is")
    t.column("wh_per_request", "number", "energy of a request", "Wh", 0.001, 100, "column:range")
    t.column("g_per_request", "number", "emissions of a request, CO2e", "g", 0.001, 100, "column:range")
    t.column("ml_per_request", "number", "water of a request", "mL", 0.001, 1000, "column:range")
    t.column("joules_per_output_token", "number", "energy of an output token", "J", 0.01, 100, "column:range")
    t.column("output_tokens", "count", "length of the answer", "1", 1, 1e6, "exact")
    for part in ("accelerator", "host", "idle", "overhead"):
        t.column(f"{part}_share", "number", f"share of the energy: {part}", "1", 0, 1, "rounded-2")
    t.column("total_tonnes", "number", "emissions in all, CO2e", "t", 0.001, 1e6, "column:range")
    t.column("total_litres", "number", "water in all", "L", 1, 1e12, "column:range")
    t.column("total_kwh", "number", "energy in all", "kWh", 1, 1e9, "column:range")
    t.column("total_requests", "count", "requests in all", "1", 1, 1e13, "exact")
    t.column("stated_kg_per_kwh", "number", "intensity the text states", "kg/kWh", 0.005, 1.3, "rounded-4")
    t.column("statistic", "choice", "what the figure is over requests",
             choices="median|mean|modelled|stated|total")
    t.column("boundary", "choice", "what is inside: accelerators alone, machine, facility, all parts with idle "
             "machines (full-stack), making of hardware too (life-cycle)",
             choices="accelerators|machine|facility|full-stack|life-cycle|unknown")
    t.column("electricity", "choice", "whether emissions are location- or market-based", choices="location|market")
    t.column("range", "rule", "how far the figures reach")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year the figure is for")
    return t


def notes(t):
    gemini = "elsworth-2025"
    t.note("gemini-2025", "A median: it cannot be multiplied by a number of prompts.", gemini, column="wh_per_request",
           check="X27")
    t.note("gemini-2025", "0.03 g over 0.24 Wh is 125 g/kWh: market-based electricity and hardware; no location-based "
           "figure is given. Water is on-site only.", gemini, column="g_per_request", value=125, unit="g/kWh",
           check="X18")
    t.note("gemini-2025", "Accelerators alone are 0.10 Wh by the narrower method of the same paper.", gemini,
           column="wh_per_request", value=0.10, unit="Wh", check="X20")
    t.note("gemini-2025-accelerators-only", "The full-stack figure of the same paper is 0.24 Wh.", gemini,
           column="wh_per_request", value=0.24, unit="Wh", check="X20")
    t.note("mistral-large-2-life", "Training and 18 months of use together; often quoted as training alone.",
           "mistral-2025-lca", column="total_tonnes", check="X28")
    t.note("chatgpt-2025-altman", "No statement of what an average query is or what the figure contains.",
           "altman-2025", column="wh_per_request", check="X20")
    t.note("chatgpt-2023-de-vries",
           "An early remark (ten times a search) on a search figure of 2009; estimates of 2025 are ten times lower.",
           "epoch-2025-chatgpt", column="wh_per_request", value=0.3, unit="Wh", check="X16")
    t.note("google-search-2009", "Older than any machine in use.", "google-2009-search", column="wh_per_request",
           check="X16")
    t.note("google-search-green-algorithms",
           "Stale: over the 0.3 Wh stated in 2009 it would be 33 kg/kWh, which no power plant emits.",
           "google-2009-search", column="g_per_request", check="X16")
    for key, other, wh in [("deepseek-r1-own-cloud-jegham", "Azure", 2.353),
                           ("deepseek-r1-azure-jegham", "DeepSeek itself", 19.25)]:
        t.note(key, f"The same model at {other} by the same method: the host matters more than the model.",
               "jegham-2025", column="wh_per_request", value=wh, unit="Wh")
    t.note("sdxl-ai-energy-score", "11.41 Wh by another protocol (A100, default size).", "luccioni-2024",
           column="wh_per_request", value=11.41, unit="Wh", check="X20")
    t.note("sdxl-luccioni-2024", "1.64 Wh by another protocol (H100, fixed size).", "ai-energy-score",
           column="wh_per_request", value=1.64, unit="Wh", check="X20")
    t.note("bloom-176b-deployment",
           "914 kWh over 230,768 requests; recalled from the paper, repeated as 0.004 kWh in a later one.",
           "luccioni-2024", column="wh_per_request", value=4, unit="Wh")
