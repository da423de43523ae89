"""Builds `ai_models_2024`: Epoch AI's notable models as they stood in December 2024.

The source is edited all the time: rows come, go and are estimated anew, and fits over the same window move by up to
an eighth. This copy is the one that the windows of `Docs/Methods/Trends.md` were first fitted on, so that they can be
recomputed; `ai_models` is the newer one. Only what a trend needs is kept: rows with a date and with compute, power
or cost.
"""

from pathlib import Path

from ai_models import slug
from tables import Table, cite

ATTRIBUTION = "Epoch AI, 'Data on AI Models', epoch.ai, CC BY 4.0; trimmed."


def build(_data):
    cite("epoch-notable-2024", "Epoch AI", "Data on AI Models: notable models, copy of 2024-12", 2024, "CC-BY-4.0",
         "https://epoch.ai/data/ai-models", ATTRIBUTION)
    t = Table("ai_models_2024", "AI models as Epoch AI listed them in 2024", "Apache-2.0",
              about="Notable models with a date and with training compute, power or cost, in the copy of December 2024: "
              "what published growth rates were fitted on, before later edits.",
              built_from="epoch-notable-2024-12.tsv")
    t.column("key", "key", "the name in lower case with hyphens, with the year where two models share it")
    t.column("name", "name", "name of the model as its makers write it")
    t.column("published", "date", "day of publication")
    t.column("domain", "text", "main domain; Multimodal when the source lists several with that word")
    t.column("training_flop", "count", "floating-point operations of the training run", "FLOP", 1, 1e28,
             "column:confidence")
    t.column("parameters", "count", "parameters, all experts counted", "1", 1, 1e14, "as-stated")
    t.column("facility_power_watts", "number", "estimated power of the facility share during training", "W", 10, 1e9,
             "factor-2")
    t.column("cost_usd_2023", "number", "estimated cost of the training compute in 2023 US dollars", "USD", 0.01, 1e10,
             "factor-3")
    t.column("confidence", "rule", "the source's confidence in the row, as range of `training_flop`")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of publication")
    keys = set()
    lines = (Path(__file__).parent / "epoch-notable-2024-12.tsv").read_text().splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        r = dict(zip(names, line.split("\t")))
        domains = r["domain"].split(",")
        key = slug(r["name"])
        if key in keys:
            key += "-" + r["published"][:4]
        assert key not in keys, key
        keys.add(key)
        confidence = r["confidence"].lower()
        known = confidence in ("confident", "likely", "speculative")
        t.row(key=key, name=r["name"], published=r["published"],
              domain="Multimodal" if len(domains) > 1 and "Multimodal" in domains else domains[0],
              training_flop=amount(r["training_flop"]), parameters=amount(r["parameters"]),
              facility_power_watts=amount(r["power_watts"]), cost_usd_2023=amount(r["cost_usd_2023"]),
              confidence=f"epoch-{confidence if known else 'unknown'}", source="epoch-notable-2024",
              year=r["published"][:4])
    t.write()


def amount(text):
    return float(text) if text else None
