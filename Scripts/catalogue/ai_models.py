"""Builds `ai_models`: models since 1950 with size, training compute, data, time, hardware and cost.

From two files of Epoch AI (CC BY 4.0): the notable models and, for names that are not among them, the
large-scale models. Choices: the confidence word of a row is its range rule; the source's data set size counts
tokens, words, images or other things by row, so it has a unit column and says `datapoints` where the unit is not
certain; two values of one cell (`a,b`) are dropped; `tokens_seen` is typed in from the papers for dense language
models only, and the check of compute against 6 x parameters x tokens (X30) runs on these rows alone.
"""

import re

from tables import Table, cite, read_csv, rule

ATTRIBUTION = ("Epoch AI, 'Data on AI Models' and 'Data on Machine Learning Hardware', epoch.ai, CC BY 4.0; "
               "trimmed and corrected.")
ACCESS = {
    "Open weights (unrestricted)": "open-weights", "Open weights (restricted use)": "open-weights-restricted",
    "Open weights (non-commercial)": "open-weights-non-commercial", "API access": "api",
    "Hosted access (no API)": "hosted", "Unreleased": "unreleased",
}
GREEK = {"σ": "sigma", "π": "pi", "α": "alpha", "β": "beta", "μ": "mu", "×": "x", "+": "-plus-"}
# A size in a name: `70B`, `1.5 B`, `110M`, `1T`, but not `A22B` (the active part) or `VGG16`.
SIZE = re.compile(r"(?<![A-Za-z0-9.])(\d+(?:\.\d+)?) ?([BbMmT])(?![A-Za-z0-9])")
# Rows whose data set is counted in words by the source's own notes.
WORDS = {"GNMT", "BPE", "Seq2Seq LSTM", "RNNsearch-50*", "NLLB", "GPipe (Transformer)", "IBM Model 4",
         "RECONTRA-uncategorized", "RECONTRA-categorized", "DistBelief NNLM", "LSTM LM", "NLP from scratch", "HLBL",
         "RNN for 1B words", "RNN LM", "Neural LM", "Deep Multitask NLP Networks"}
# Multimodal or older rows whose data set is known to be tokens from their papers.
TOKENS = {"OPT-175B", "Chinchilla", "Gopher (280B)", "PaLM (540B)", "Megatron-Turing NLG 530B", "Jurassic-1-Jumbo",
          "Sparse all-MLP", "RETRO-7B", "GLaM", "Llama 4 Scout", "Llama 4 Maverick", "Llama 4 Behemoth (preview)",
          "ELECTRA"}
# Language rows since 2023 whose figure is not, or perhaps not, tokens.
NOT_TOKENS = {"CoEdiT-xxl", "FinGPT-13B", "Incoder-6.7B", "RoFormer", "GPT-4 (Jun 2023)", "GPT-4 (Mar 2023)", "ReALM",
              "Aya", "Llama Guard", "Doubao-pro", "Grok-1", "PaLM 2", "StarCoder", "Goat-7B", "CODEFUSION (Python)",
              "Claude 2", "AFM-on-device"}
# Image sets that are recognised by their size: MNIST, CIFAR, ImageNet-1k (1.2 to 1.3 million), ImageNet-21k.
IMAGES = [(60000, 60000), (50000, 50000), (1.2e6, 1.3e6), (14.0e6, 14.2e6)]
# Tokens processed in training: model, tokens, whose figure. Dense models only, where 6 x N x D holds.
SEEN = {
    "GPT-3 175B (davinci)": (300e9, "brown-2020"), "T5-11B": (1e12, "raffel-2020"),
    "Gopher (280B)": (300e9, "rae-2021"), "PaLM (540B)": (780e9, "chowdhery-2022"),
    "OPT-175B": (300e9, "zhang-2022-opt"), "BLOOM-176B": (366e9, "luccioni-2023-bloom"),
    "Chinchilla": (1.4e12, "hoffmann-2022"), "Megatron-Turing NLG 530B": (270e9, "epoch-notable"),
    "Jurassic-1-Jumbo": (300e9, "epoch-notable"), "LLaMA-65B": (1.4e12, "touvron-2023-llama"),
    "Llama 2-7B": (2e12, "touvron-2023-llama2"), "Llama 2-70B": (2e12, "touvron-2023-llama2"),
    "Llama 3-70B": (15e12, "meta-cards"), "Llama 3.1-405B": (15.6e12, "meta-cards"),
    "Falcon-40B": (1e12, "epoch-notable"), "Falcon-180B": (3.5e12, "epoch-notable"),
    "Nemotron-4 340B": (9e12, "epoch-notable"), "Qwen-72B": (3e12, "epoch-notable"),
    "Qwen2.5-72B": (18e12, "epoch-notable"),
}
# Published energy of whole training runs in MWh, to hold against hours x facility power of the source.
PUBLISHED = {
    "PaLM (540B)": (3436, "chowdhery-2022"), "GPT-3 175B (davinci)": (1287, "patterson-2021"),
    "T5-11B": (85.7, "patterson-2021"), "Meena": (232, "patterson-2021"), "LLaMA-65B": (449, "touvron-2023-llama"),
    "BLOOM-176B": (433.196, "luccioni-2023-bloom"),
}


def papers():
    cite("epoch-notable", "Epoch AI", "Data on AI Models: notable models, copy of 2026-07", 2026, "CC-BY-4.0",
         "https://epoch.ai/data/ai-models", ATTRIBUTION)
    cite("epoch-large-scale", "Epoch AI", "Data on AI Models: large-scale models, copy of 2025-12", 2025, "CC-BY-4.0",
         "https://epoch.ai/data/ai-models", ATTRIBUTION)
    for id, author, title, year, address in [
        ("brown-2020", "Brown et al.", "Language Models are Few-Shot Learners", 2020, "arXiv:2005.14165"),
        ("raffel-2020", "Raffel et al.", "Exploring the Limits of Transfer Learning with a Unified Text-to-Text "
         "Transformer", 2020, "arXiv:1910.10683"),
        ("rae-2021", "Rae et al.", "Scaling Language Models: Gopher", 2021, "arXiv:2112.11446"),
        ("chowdhery-2022", "Chowdhery et al.", "PaLM: Scaling Language Modeling with Pathways", 2022,
         "arXiv:2204.02311"),
        ("zhang-2022-opt", "Zhang et al.", "OPT: Open Pre-trained Transformer Language Models", 2022,
         "arXiv:2205.01068"),
        ("luccioni-2023-bloom", "Luccioni, Viguier and Ligozat", "Estimating the Carbon Footprint of BLOOM, a 176B "
         "Parameter Language Model", 2023, "arXiv:2211.02001"),
        ("hoffmann-2022", "Hoffmann et al.", "Training Compute-Optimal Large Language Models", 2022,
         "arXiv:2203.15556"),
        ("touvron-2023-llama", "Touvron et al.", "LLaMA: Open and Efficient Foundation Language Models", 2023,
         "arXiv:2302.13971"),
        ("touvron-2023-llama2", "Touvron et al.", "Llama 2: Open Foundation and Fine-Tuned Chat Models", 2023,
         "arXiv:2307.09288"),
        ("meta-cards", "Meta", "Model cards of Llama 3, 3.1, 3.2 and 4", 2024,
         "https://github.com/meta-llama/llama-models"),
        ("patterson-2021", "Patterson et al.", "Carbon Emissions and Large Neural Network Training", 2021,
         "arXiv:2104.10350"),
    ]:
        cite(id, author, title, year, "facts", address)


def build(data):
    papers()
    for word, factor, text in [("confident", 3, "Epoch's `confident`"), ("likely", 10, "Epoch's `likely`"),
                               ("speculative", 30, "Epoch's `speculative`"),
                               ("unknown", 30, "no confidence given, taken as `speculative`")]:
        rule(f"epoch-{word}", 1 / factor, factor, f"{text}: 90 per cent interval of about a factor {factor} each way",
             "epoch-notable")
    t = table()
    notable = read_csv(data / "models/epoch_notable_models.csv")
    large = read_csv(data / "models/epoch_large_scale_models.csv")
    known = {slug(r["Model"]) for r in notable}
    rows = [model(r, "epoch-notable") for r in notable]
    rows += [model(r, "epoch-large-scale") for r in large if slug(r["Model"]) not in known]
    # The same model under two names: same day, size and compute (GPT-4 is `GPT-4 (Mar 2023)` in the other file).
    twins = {twin(r) for r in rows if r["source"].startswith("epoch-notable")} - {None}
    rows = [r for r in rows if r["source"].startswith("epoch-notable") or twin(r) not in twins]
    keyed = {}
    for r in sorted(rows, key=lambda r: (r["source"] != "epoch-notable", r["published"] or "9999", r["name"])):
        key = slug(r["name"])
        if key in keyed:
            key = f"{key}-{r['year']}"
        assert key not in keyed, key
        keyed[key] = r
        t.row(key=key, **r)
    notes(t, keyed)
    t.write()


def table():
    t = Table("ai_models", "AI models since 1950", about="Size, training compute, data, time, hardware and cost of "
              "notable and large-scale models; `confidence` is the range of the training compute.",
              built_from="models/epoch_notable_models.csv models/epoch_large_scale_models.csv")
    t.column("key", "key", "the name in lower case with hyphens, with the year where two models share it")
    t.column("name", "name", "name of the model as its makers write it; a size in it (70B) is checked against "
             "`parameters` (X31)")
    t.column("organisation", "text", "who published it")
    t.column("published", "date", "day of publication")
    t.column("domain", "text", "main domain; Multimodal when the source lists several with that word")
    t.column("parameters", "count", "parameters, all experts counted", "1", 1, 1e14, "as-stated")
    t.column("training_flop", "count", "floating-point operations of the training run", "FLOP", 1, 1e28,
             "column:confidence")
    t.column("tokens_seen", "count", "tokens processed in training by a dense language model; X30 compares "
             "`training_flop` with 6 x parameters x this where it is filled", "1", 1e9, 1e15, "as-stated")
    t.column("dataset_size", "count", "size of the training set, counted in `dataset_unit`", "1", 1, 1e16, "factor-2")
    t.column("dataset_unit", "choice", "what `dataset_size` counts; datapoints where the source does not say "
             "clearly", choices="tokens|words|images|datapoints")
    t.column("epochs", "number", "passes over the training set", "1", 0.1, 1e6, "as-stated")
    t.column("training_hours", "number", "duration of the training run", "h", 0.01, 2e4, "as-stated")
    t.column("hardware", "text", "training hardware as the source writes it")
    t.column("hardware_quantity", "count", "accelerators used at a time", "1", 1, 1e6, "as-stated")
    t.column("mfu", "number", "model FLOP utilisation as stated, mostly of a step", "1", 0.01, 1, "as-stated")
    t.column("hfu", "number", "hardware FLOP utilisation as stated, recomputation counted", "1", 0.01, 1, "as-stated")
    t.column("facility_power_watts", "number", "estimated power of the facility share during training, not of the "
             "chips alone", "W", 10, 1e9, "factor-2")
    t.column("cost_usd_2023", "number", "estimated cost of the training compute in 2023 US dollars", "USD", 1, 1e10,
             "factor-3")
    t.column("base_model", "text", "model it was trained from, as the source writes it")
    t.column("accessibility", "choice", "how the weights can be had", choices="|".join(ACCESS.values()))
    t.column("confidence", "rule", "the source's confidence in the row, as range of `training_flop`")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of publication; of the source's copy where that is unknown")
    return t


def twin(r):
    facts = (r["published"], r["parameters"], r["training_flop"])
    return facts if all(facts) else None


def slug(name):
    text = "".join(GREEK.get(c, c) for c in name.lower())
    return re.sub(r"[^a-z0-9]+", "-", text.replace("plus--", "plus-")).strip("-")


def amount(text):
    """None for an empty cell and for the few cells that hold two numbers."""
    return float(text) if text and "," not in text else None


def model(r, source):
    name = " ".join(r["Model"].split())
    published = r["Publication date"]
    domains = r["Domain"].split(",")
    domain = "Multimodal" if len(domains) > 1 and "Multimodal" in domains else domains[0]
    size = amount(r.get("Training dataset size (total)", r.get("(DEPRECATED) Training dataset size (datapoints)")))
    seen, of = SEEN.get(name, (None, ""))
    confidence = r["Confidence"].lower()
    return dict(
        name=name, organisation=r["Organization"], published=published or None, domain=domain,
        parameters=amount(r["Parameters"]), training_flop=amount(r["Training compute (FLOP)"]), tokens_seen=seen,
        dataset_size=size, dataset_unit=unit(name, r, domain, size, published) if size else None,
        epochs=amount(r.get("Epochs", "")), training_hours=amount(r["Training time (hours)"]),
        hardware=r["Training hardware"], hardware_quantity=amount(r["Hardware quantity"]),
        mfu=amount(r["Hardware utilization (MFU)"]), hfu=amount(r["Hardware utilization (HFU)"]),
        facility_power_watts=amount(r.get("Training power draw (W)", "")),
        cost_usd_2023=amount(r.get("Training compute cost (2023 USD)", "")), base_model=r["Base model"],
        accessibility=ACCESS.get(r["Model accessibility"]),
        confidence=f"epoch-{confidence if confidence in ('confident', 'likely', 'speculative') else 'unknown'}",
        source=source if of in ("", source) else f"{source} {of}", year=published[:4] or "2026")


def unit(name, r, domain, size, published):
    """What the source's data set size counts, by what its own notes and the papers say."""
    if name in WORDS:
        return "words"
    if "Training dataset notes" in r:  # the large-scale file: a column its makers gave up, in mixed units
        said = r["Training dataset notes"].lower()
        return "tokens" if domain == "Language" and "token" in said and "word" not in said else "datapoints"
    if name in TOKENS or (domain == "Language" and published >= "2023" and size >= 1e9 and name not in NOT_TOKENS):
        return "tokens"
    if domain == "Vision" and any(low <= size <= high for low, high in IMAGES):
        return "images"
    return "datapoints"


def sizes(name):
    return [float(n) * {"B": 1e9, "M": 1e6, "T": 1e12}[unit.upper()] for n, unit in SIZE.findall(name)]


def notes(t, keyed):
    by_name = {r["name"]: key for key, r in keyed.items()}
    for key, r in keyed.items():
        named, stored = sizes(r["name"]), r["parameters"]
        if stored and named and not any(1 / 2.5 <= stored / n <= 2.5 for n in named):
            t.note(key, "The number in the name does not count parameters (it counts tokens, words or images), so it "
                   "differs from the stored size.", r["source"].split()[0], column="parameters", value=named[0],
                   unit="1", check="X31")
        if r["tokens_seen"] and stored and r["training_flop"]:
            ratio = r["training_flop"] / (6 * stored * r["tokens_seen"])
            if not 0.7 <= ratio <= 1.5 and r["name"] != "T5-11B":
                t.note(key, f"The stored compute is {ratio:.2f} times 6 x parameters x tokens seen.",
                       r["source"].split()[0], column="training_flop",
                       value=6 * stored * r["tokens_seen"], unit="FLOP", check="X30")
        if (r["mfu"] or 0) > 0.8 or (r["hfu"] or 0) > 0.8:
            t.note(key, "A utilisation above 0.8 is not plausible for a whole run; the peak it is taken against may be "
                   "too low.", r["source"].split()[0], column="hfu" if (r["hfu"] or 0) > 0.8 else "mfu", check="X10")
    for name, stored in [("Llama 2-7B", 7e10), ("DeepSeek-V4-Flash", 284e6)]:
        t.note(by_name[name], "An earlier copy of the source stores a parameter count that the name contradicts; "
               "the right one stands here.", "epoch-notable", column="parameters", value=stored, unit="1",
               check="X31")
    t5 = by_name["T5-11B"]
    for value, text, source in [
        (6.6e22, "6 x parameters x tokens, which counts each token through encoder and decoder.", "raffel-2020"),
        (4.05e22, "Operations as printed beside its energy; three values are in circulation.", "patterson-2021"),
    ]:
        t.note(t5, text, source, column="training_flop", value=value, unit="FLOP", check="X30")
    t.note(by_name["OPT-175B"], "6 x parameters x 300 billion tokens; the stored compute is 1.37 times that and holds "
           "about a third of overhead.", "zhang-2022-opt", column="training_flop", value=3.15e23, unit="FLOP")
    t.note(by_name["Gopher (280B)"], "6 x parameters x 300 billion tokens; the published count holds recomputation and "
           "attention.", "rae-2021", column="training_flop", value=5.04e23, unit="FLOP")
    t.note(by_name["GPT-3 175B (davinci)"],
           "The stored data set size is no count of the 300 billion tokens the paper trained on, nor of its 499 "
           "billion token corpus.",
           "brown-2020", column="dataset_size", value=300e9, unit="1")
    for name, (mwh, source) in PUBLISHED.items():
        r = keyed[by_name[name]]
        estimate = r["training_hours"] * r["facility_power_watts"] / 1e6
        if estimate / mwh > 1.25:
            t.note(by_name[name],
                   f"Training hours x facility power give {estimate:.4g} MWh, {estimate / mwh:.2f} times the "
                   f"published {mwh:.6g} MWh: the power is an estimate for the whole facility.",
                   source, column="facility_power_watts", value=mwh * 1e6 / r["training_hours"], unit="W",
                   check="X14")
    llama = keyed[by_name["Llama 3.1-405B"]]
    t.note(by_name["Llama 3.1-405B"],
           f"The facility power is {llama['facility_power_watts'] / 16384:.0f} W for each of 16,384 accelerators "
           "of 700 W; GPU hours x 700 W are 21.6 GWh, hours x facility power 48.5 GWh.",
           "meta-cards", column="facility_power_watts", value=16384 * 700, unit="W", check="X14")
    for name, other in [("GPT-4 (Jun 2023)", "March"), ("GPT-4 (Mar 2023)", "June")]:
        t.note(by_name[name], f"The source lists GPT-4 twice with the same size and compute, here and under {other} "
               "2023: count it once.", "epoch-notable", check="X37")
    for name in ["GPT-4 (Jun 2023)", "GPT-4 (Mar 2023)", "GPT-3.5 Turbo", "GPT-3.5 Turbo Instruct", "PaLM 2"]:
        t.note(by_name[name], "The size was never published by the maker; it is what others report or infer.",
               "epoch-notable", column="parameters")
