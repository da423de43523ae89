"""Builds `hosted_models`: sizes of models behind provider interfaces, as EcoLogits 0.11.3 has them (MPL-2.0).

A table of its own under its licence; nothing of it is merged elsewhere. Choices: the value between the low and the
high size is their geometric mean, because guesses of closed models span factors; where both are the same the size
is known. Provider speeds (tokens per second, time to first token) are carried as the source states them.
"""

import json
import math
import re

from ai_models import sizes
from tables import Table, cite, read_csv

WARNINGS = {"model-arch-not-released": "guessed", "model-arch-multimodal": "multimodal"}


def build(data):
    cite("ecologits-0.11.3", "EcoLogits (GenAI Impact)", "EcoLogits 0.11.3, model repository", 2026, "MPL-2.0",
         "https://pypi.org/project/ecologits/0.11.3/", "EcoLogits data, MPL-2.0.")
    t = Table("hosted_models", "Models behind provider interfaces", licence="MPL-2.0",
              about="Sizes in billions of parameters, as ranges where the maker keeps them to itself.",
              built_from="inference/ecologits_models.csv inference/ecologits_aliases.csv")
    t.column("key", "key", "provider/model in lower case")
    t.column("name", "name", "name of the model at the provider; a size in it (70b) is checked against "
             "`total_billion` and `active_billion` (X31)")
    t.column("provider", "text", "provider as the source names it")
    t.column("aliases", "text", "other names of the model at the provider, parted by blanks")
    t.column("architecture", "choice", "all parameters in use for each token, or a mixture of experts",
             choices="dense|moe")
    for part, meaning in [("total", "all parameters"), ("active", "parameters in use for a token")]:
        t.column(f"{part}_billion", "number", f"{meaning}: geometric mean of low and high", "10^9", 0.01, 2e4,
                 f"low_{part}_billion..high_{part}_billion")
        t.column(f"low_{part}_billion", "number", f"{meaning}, low", "10^9", 0.01, 2e4, "bound")
        t.column(f"high_{part}_billion", "number", f"{meaning}, high", "10^9", 0.01, 2e4, "bound")
    t.column("size_basis", "choice", "whether the maker published the size or the source guessed it",
             choices="published|guessed")
    t.column("multimodal", "choice", "takes or gives images or sound too; the source's method counts text only",
             choices="yes|no")
    t.column("tokens_per_second", "number", "output speed seen by a client", "1/s", 1, 5000, "factor-2")
    t.column("first_token_seconds", "number", "time to the first token seen by a client", "s", 0.01, 1000, "factor-2")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the source's release")
    aliases = {}
    for r in read_csv(data / "inference/ecologits_aliases.csv"):
        aliases.setdefault((r["provider"], r["alias"]), []).append(r["name"])
    models = read_csv(data / "inference/ecologits_models.csv")
    lost = set(aliases) - {(r["provider"], r["model"]) for r in models}
    assert not lost, lost
    for r in models:
        low = {part: float(r[f"{part}_params_b_min"]) for part in ("total", "active")}
        high = {part: float(r[f"{part}_params_b_max"]) for part in ("total", "active")}
        mean = {part: low[part] if low[part] == high[part] else math.sqrt(low[part] * high[part]) for part in low}
        speed = json.loads(r["deployment"] or "{}")
        words = {WARNINGS[w] for w in r["warnings"].split(";") if w}
        key = re.sub(r"\s+", "-", f"{r['provider']}/{r['model']}".lower())
        t.row(key=key, name=r["model"], provider=r["provider"],
              aliases=" ".join(sorted(aliases.get((r["provider"], r["model"]), []))), architecture=r["architecture"],
              total_billion=mean["total"], low_total_billion=low["total"], high_total_billion=high["total"],
              active_billion=mean["active"], low_active_billion=low["active"], high_active_billion=high["active"],
              size_basis="guessed" if "guessed" in words else "published",
              multimodal="yes" if "multimodal" in words else "no", tokens_per_second=speed.get("tps"),
              first_token_seconds=speed.get("ttft"), source="ecologits-0.11.3", year=2026)
        named = sizes(r["model"])
        if named and not any(1 / 2.5 <= mean[part] * 1e9 / n <= 2.5 for part in mean for n in named):
            t.note(key, "The size in the name differs from the stored one.", "ecologits-0.11.3",
                   column="total_billion", value=named[0] / 1e9, unit="10^9", check="X31")
    t.write()
