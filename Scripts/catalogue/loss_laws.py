"""Builds `loss_laws` and `returns_statements`: how loss falls with size, data and compute, and what was said of it.

Long form: one row per law and coefficient. Two rival readings of one experiment stand side by side, the original and
its re-estimation, because they answer questions differently by factors; the losses both predict are recomputed here.
Choices: the range is 1.96 standard errors where the authors give one; where they give none it is the value alone.
"""

from tables import Table, cite

# law: form, {coefficient: (value, standard error, unit)}, source, year
LAWS = {
    "hoffmann-2022": ("chinchilla", {"E": (1.69, None), "A": (406.4, None), "B": (410.7, None), "alpha": (0.34, None),
                                     "beta": (0.28, None)}, "hoffmann-2022", 2022),
    "hoffmann-2022-source": ("chinchilla", {"alpha": (0.33917, None), "beta": (0.28491, None)}, "hoffmann-2022", 2022),
    "besiroglu-2024": ("chinchilla", {"E": (1.8172, 0.026), "A": (482.01, 124.6), "B": (2085.43, 1293),
                                      "alpha": (0.3478, 0.015), "beta": (0.3658, 0.021)}, "besiroglu-2024", 2024),
    "besiroglu-2024-notebook": ("chinchilla", {"E": (1.817236, None), "A": (477.84, None), "B": (2143.86, None),
                                               "alpha": (0.347313, None), "beta": (0.367183, None)}, "besiroglu-2024",
                                2024),
    "refit-240": ("chinchilla", {"E": (1.81722, None), "A": (477.89, None), "B": (2142.8, None),
                                 "alpha": (0.34732, None), "beta": (0.36716, None)}, "loss-refit", 2026),
    "refit-245": ("chinchilla", {"B": (12829, None), "beta": (0.453, None)}, "loss-refit", 2026),
    "kaplan-2020-parameters": ("kaplan", {"scale": (8.8e13, None), "exponent": (0.076, None)}, "kaplan-2020", 2020),
    "kaplan-2020-tokens": ("kaplan", {"scale": (5.4e13, None), "exponent": (0.095, None)}, "kaplan-2020", 2020),
    "kaplan-2020-compute": ("kaplan", {"scale": (3.1e8, None), "exponent": (0.050, None)}, "kaplan-2020", 2020),
}
SCALES = {"kaplan-2020-parameters": "parameters without embeddings", "kaplan-2020-tokens": "tokens",
          "kaplan-2020-compute": "PF-days"}
MEANING = {"E": "loss that no size and no data removes", "A": "weight of the size term",
           "B": "weight of the data term", "alpha": "exponent of size", "beta": "exponent of data",
           "scale": "argument at which the law gives a loss of 1", "exponent": "exponent of scale over argument"}
UNITS = {"E": "nat/token", "A": "nat/token", "B": "nat/token"}
# Predicted losses, for the check: parameters, tokens, by hoffmann-2022, by besiroglu-2024.
CHECKS = [(70e9, 1.4e12, 1.93665, 1.97388), (175e9, 300e9, 2.00229, 2.00854), (405e9, 15.6e12, 1.81904, 1.89259)]
# key: statement, value, low, high, unit, source, year
STATEMENTS = {
    "schwartz-2019/logarithmic": ("quality grows at best with the logarithm of compute: a linear gain needs "
                                  "exponential cost", None, None, None, "", "schwartz-2019", 2019),
    "thompson-2020/fit-r2": ("R2 of log-log fits of error against compute over five tasks", 0.485, 0.29, 0.68, "1",
                             "thompson-2020", 2020),
    "thompson-2020/imagenet-exponent": ("exponent of ImageNet error in compute", -0.11, None, None, "1",
                                        "thompson-2020", 2020),
    "thompson-2020/halving-cost": ("times the compute that halve the ImageNet error", 500, None, None, "1",
                                   "thompson-2020", 2020),
    "thompson-2020/five-percent-error": ("times the compute for 5 per cent ImageNet error, optimistic branch, at least",
                                         1e5, None, None, "1", "thompson-2020", 2020),
    "thompson-2020/theory-minimum": ("power of performance that compute grows with at least, by statistical theory", 4,
                                     None, None, "1", "thompson-2020", 2020),
    "luccioni-2023-counting/mean-intensity": ("mean intensity of electricity over 95 models; no clear correlation of "
                                              "accuracy and emissions", 372, None, None, "g/kWh",
                                              "luccioni-2023-counting", 2023),
    "besiroglu-2024/loss-per-e-fold": ("part of the reducible loss won by e times the compute, at the optimum",
                                       0.1783, None, None, "1", "besiroglu-2024", 2024),
    "besiroglu-2024/halving-cost": ("times the compute that halve the reducible loss, at the optimum", 48.8, None, None,
                                    "1", "besiroglu-2024", 2024),
    "kaplan-2020/five-percent-cost": ("times the compute that lower the loss by 5 per cent", 2.79, None, None, "1",
                                      "kaplan-2020", 2020),
    "openai-2018/doubling": ("doubling time of the largest training runs, 2012 to 2018", 3.4, None, None, "months",
                             "amodei-hernandez-2018", 2018),
    "openai-2018/doubling-first-version": ("the same in the article's first version", 3.5, None, None, "months",
                                           "amodei-hernandez-2018", 2018),
    "openai-2018/doubling-refit": ("the same, refitted to the article's 15 models with a 95 per cent interval", 3.36,
                                   2.56, 4.89, "months", "loss-refit", 2026),
    "sevilla-2022/doubling": ("doubling time of training compute 2010 to 2022", 5.7, None, None, "months",
                              "sevilla-2022", 2022),
    "sevilla-2022/doubling-large-scale": ("doubling time of the large-scale branch", 9.9, None, None, "months",
                                          "sevilla-2022", 2022),
    "sevilla-2022/doubling-openai-window": ("doubling time in the window of the OpenAI article, 31 models", 3.7, 2.8,
                                            6.2, "months", "sevilla-2022", 2022),
    "sevilla-2022/doubling-before-2010": ("doubling time of training compute before 2010", 21.3, None, None, "months",
                                          "sevilla-2022", 2022),
    "epoch-2024/growth": ("growth of training compute of notable models a year", 4.5, 4.1, 5, "1", "epoch-2024-growth",
                          2024),
    "cottier-2024/cost-growth": ("growth of the cost of frontier training runs a year", 2.4, 2.0, 2.9, "1",
                                 "cottier-2024", 2024),
    "cottier-2024/energy-share": ("part of that cost that is energy", 0.04, 0.02, 0.06, "1", "cottier-2024", 2024),
}


def build(_data):
    for id, author, title, year, licence, address in [
        ("hoffmann-2022", "Hoffmann et al.", "Training Compute-Optimal Large Language Models", 2022, "facts",
         "arXiv:2203.15556"),
        ("besiroglu-2024", "Besiroglu et al.", "Chinchilla Scaling: A replication attempt", 2024, "facts",
         "arXiv:2404.10102"),
        ("kaplan-2020", "Kaplan et al.", "Scaling Laws for Neural Language Models", 2020, "facts", "arXiv:2001.08361"),
        ("loss-refit", "Joulebook", "Own fits to published data", 2026, "own work", "Docs/Methods.md"),
        ("schwartz-2019", "Schwartz, Dodge, Smith and Etzioni", "Green AI", 2019, "facts", "arXiv:1907.10597"),
        ("thompson-2020", "Thompson et al.", "The Computational Limits of Deep Learning", 2020, "facts",
         "arXiv:2007.05558"),
        ("luccioni-2023-counting", "Luccioni and Hernandez-Garcia",
         "Counting Carbon: A Survey of Factors Influencing "
         "the Emissions of Machine Learning", 2023, "facts", "arXiv:2302.08476"),
        ("amodei-hernandez-2018", "Amodei and Hernandez (OpenAI)", "AI and Compute", 2018, "facts",
         "https://openai.com/index/ai-and-compute/"),
        ("sevilla-2022", "Sevilla et al.", "Compute Trends Across Three Eras of Machine Learning", 2022, "facts",
         "arXiv:2202.05924"),
        ("epoch-2024-growth", "Sevilla and Roldán (Epoch AI)",
         "Training compute of frontier AI models grows by 4-5x "
         "per year", 2024, "facts",
         "https://epoch.ai/blog/training-compute-of-frontier-ai-models-grows-by-4-5x-per-year"),
        ("cottier-2024", "Cottier et al. (Epoch AI)", "The Rising Costs of Training Frontier AI Models", 2024, "facts",
         "arXiv:2405.21015"),]:
        cite(id, author, title, year, licence, address)
    closes()
    laws()
    statements()


def closes():
    """The rows reproduce the losses and multiples that are known of them."""
    for n, d, *losses in CHECKS:
        for law, loss in zip(("hoffmann-2022", "besiroglu-2024"), losses):
            c = {name: value for name, (value, _) in LAWS[law][1].items()}
            assert abs(c["E"] + c["A"] / n ** c["alpha"] + c["B"] / d ** c["beta"] - loss) < 1e-4, (law, n)
    a, b = (LAWS["besiroglu-2024"][1][name][0] for name in ("alpha", "beta"))
    assert abs(a * b / (a + b) - 0.1783) < 1e-4 and abs(2 ** ((a + b) / (a * b)) - 48.8) < 0.1
    assert abs(0.95 ** (-1 / 0.05) - 2.79) < 0.01
    for law, argument, loss in [("parameters", 1e9, 2.3756), ("tokens", 300e9, 1.6378), ("compute", 3640, 1.7641)]:
        c = LAWS[f"kaplan-2020-{law}"][1]
        assert abs((c["scale"][0] / argument) ** c["exponent"][0] - loss) < 1e-4


def laws():
    t = Table("loss_laws", "Laws of loss over size, data and compute",
              about="chinchilla: L = E + A/N^alpha + B/D^beta; "
              "kaplan: L = (scale/x)^exponent. N parameters, D tokens, loss in nat per token.")
    t.column("key", "key", "law/coefficient")
    t.column("law", "text", "law and study")
    t.column("form", "choice", "shape of the law", choices="chinchilla|kaplan")
    t.column("coefficient", "text", "coefficient of the shape")
    t.column("value", "number", "value in `unit`", "as in the row", 0, 1e15, "low_value..high_value")
    t.column("standard_error", "number", "standard error, where the authors give one", "as in the row", 0, 1e4, "exact")
    t.column("low_value", "number", "less 1.96 standard errors; the value itself where none is given", "as in the row",
             -1e4, 1e15, "bound")
    t.column("high_value", "number", "and 1.96 standard errors; the value itself where none is given", "as in the row",
             0, 1e15, "bound")
    t.column("unit", "text", "unit of the value")
    t.column("meaning", "text", "what the coefficient is")
    t.column("source", "source", "whose fit")
    t.column("year", "year", "year of the fit")
    for law, (form, coefficients, source, year) in LAWS.items():
        for name, (value, error) in coefficients.items():
            spread = 1.96 * (error or 0)
            unit = SCALES[law] if name == "scale" else UNITS.get(name, "1")
            t.row(key=f"{law}/{name.lower()}", law=law, form=form, coefficient=name, value=value, standard_error=error,
                  low_value=value - spread, high_value=value + spread, unit=unit, meaning=MEANING[name], source=source,
                  year=year)
    t.note("besiroglu-2024/b", "The interval of 1.96 standard errors passes zero, which B cannot: the true one is "
           "lopsided.", "besiroglu-2024", column="low_value")
    t.note("hoffmann-2022/beta",
           "These coefficients put the optimum of 3.14e23 FLOP at 87 tokens per parameter, against about 20 in the "
           "paper's own text and 19 by the re-estimation.",
           "besiroglu-2024", column="value", value=0.3658, unit="1", check="X39")
    t.note("hoffmann-2022/b", "Rounded so far that losses shift; the re-estimation has five times as much.",
           "besiroglu-2024", column="value", value=2085.43, unit="nat/token", check="X39")
    t.note("refit-245/beta", "Five of 245 points with the highest loss move the exponent from 0.37 to 0.45.",
           "loss-refit", column="value", value=0.36716, unit="1", check="X39")
    t.note("refit-245/b", "Five of 245 points with the highest loss move this from 2,143 to 12,829.", "loss-refit",
           column="value", value=2142.8, unit="nat/token", check="X39")
    t.note("kaplan-2020-compute/scale", "The constant is in PF-days and often misread as FLOP; in FLOP it is "
           "8.64e19 times as much.", "kaplan-2020", column="value", value=3.1e8 * 8.64e19, unit="FLOP", check="X40")
    t.write()


def statements():
    t = Table("returns_statements", "What was found about returns on compute", about="Statements of the literature for "
              "comparison; none is a default. Negative exponents: the error falls.")
    t.column("key", "key", "study/statement")
    t.column("statement", "text", "what is stated")
    t.column("value", "number", "its figure in `unit`", "as in the row", -10, 1e9, "low_value..high_value")
    t.column("low_value", "number", "low end of the source's interval, else the value", "as in the row", -10,
             1e9, "bound")
    t.column("high_value", "number", "high end of the source's interval, else the value", "as in the row", -10, 1e9,
             "bound")
    t.column("unit", "text", "unit of the figure")
    t.column("source", "source", "whose statement")
    t.column("year", "year", "year of the statement")
    for key, (statement, value, low, high, unit, source, year) in STATEMENTS.items():
        t.row(key=key, statement=statement, value=value, low_value=value if low is None else low,
              high_value=value if high is None else high, unit=unit, source=source, year=year)
    t.note("thompson-2020/imagenet-exponent", "The exponent is recalled, not read in a copy of the paper; the text's "
           "500-fold for half the error is the ninth power, 512.", "thompson-2020", column="value", value=512, unit="1")
    t.note("thompson-2020/fit-r2", "The value is the middle of the printed span 0.29 to 0.68.", "thompson-2020")
    t.note("openai-2018/doubling",
           "A wider sample of the same window gives 8.8 months with R2 below 0.1: the selection of models decides.",
           "loss-refit", column="value", value=8.8, unit="months", check="X21")
    t.note("cottier-2024/energy-share", "The value is the middle of the printed 2 to 6 per cent.", "cottier-2024")
    t.write()
