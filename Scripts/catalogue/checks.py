"""Builds `checks`: the 45 consistency checks whose ids stand in notes, so that `X31` can be looked up.

Rules in our words; `seen_in` names one or two cases. Severity: an error is refused or corrected, a warning is shown,
an information stands in the explanation.
"""

import papers
from tables import Table

# id, severity, name, rule, seen in.
CHECKS = [
    ("X01", "E", "PUE applied not at all or twice", "declared energy is compared with power x hours and with "
     "that x PUE; the nearer one within 2 per cent tells", "Strubell's preprint; water of GPT-3"),
    ("X02", "E", "power of ten", "the logarithm of declared over recomputed lies within 0.03 of a whole number "
     "other than 0", "SCI for AI examples; a GPT-3 card ten times too high"),
    ("X03", "E", "negative or falling energy", "no part is below zero and no running total falls",
     "a public log with -0.026 kWh of CPU energy"),
    ("X04", "W", "parts do not make the total", "the sum of the parts differs from the total by more than "
     "rounding", "Strubell's mixes of 94 to 98 per cent; shares of 101 per cent"),
    ("X05", "E", "pounds, kilograms, tons", "a ratio near 2.2046 or 0.9072", "0.954 lb given as 0.423 kg"),
    ("X06", "E", "grams for kilograms", "a factor outside the plausible band of its quantity, such as 5 to 1,300 "
     "g/kWh", "a manifest that feeds kilograms as grams"),
    ("X07", "W", "words, tokens, bytes", "amounts of text need a unit; 0.75 words per token, about 5 bytes per "
     "word", "GPT-2's 40 GB as 40 billion words"),
    ("X08", "E", "work read as time", "petaflop/s-days are never taken where a time is asked for",
     "renderings of the founding article"),
    ("X09", "W", "multiply-accumulates for FLOP", "a ratio of 2, or of 6 with the backward pass",
     "tables of image models"),
    ("X10", "W", "dense and sparse peaks", "utilisation above 0.8, or a peak twice that of the catalogue; chip, "
     "core or board", "H100 with 1,979 TFLOP/s"),
    ("X11", "I", "rated power for measured", "power equal to a rated one is declared, not measured",
     "model cards of Llama"),
    ("X12", "W", "board and name", "declared power is none of those of that product", "an A100 with 700 W"),
    ("X13", "W", "text and table", "one quantity stated twice, apart by more than rounding",
     "79 and 79.2 h of BERT; PUE 1.185 and 1.125 of Azure"),
    ("X14", "W", "implied and stated factor", "emissions over energy against the stated intensity, and with PUE",
     "0.411 to 0.416 against 0.4235 in Llama 3.1"),
    ("X15", "W", "another region's factor", "the implied intensity is a world's or group's although the site is "
     "named", "0.432 kg/kWh in France"),
    ("X16", "I", "stale reference", "a factor or comparator more than two years older than what it is used for",
     "10 g per search; survey of 2019"),
    ("X17", "I", "comparators that disagree", "an equivalence carries its source and its grams",
     "one flight with 570, 900 and 1,200 kg"),
    ("X18", "E", "market and location mixed", "both sides of a comparison, and all years of a series, have one "
     "basis", "0 t of Llama 3.1; Google's regions of 2020 and 2021"),
    ("X19", "W", "average and marginal mixed", "the same for average and marginal factors",
     "savings set against inventories"),
    ("X20", "W", "boundaries differ", "device, node and facility are never added or compared",
     "BLOOM by node, Llama by GPU"),
    ("X21", "W", "period and growth", "doublings in the period give the stated growth",
     "300,000 times at 3.4 months in six years"),
    ("X22", "W", "hypothetical shown as real", "an estimate stays one when it is quoted",
     "284 t for a search of 3.2 t"),
    ("X23", "W", "estimate called measured", "the kind of evidence comes from where a value is from",
     "outputs of estimators"),
    ("X24", "E", "input ignored", "each parameter given is used or refused", "a device's embodied figure without "
     "effect"),
    ("X25", "E", "power curve falls or jumps", "power never falls with use and jumps by less than 5 per cent",
     "a curve for one processor line"),
    ("X26", "E", "counted twice", "one device and overlapping times in two records",
     "several trackers on one node"),
    ("X27", "E", "median x count", "a median is not multiplied into a total", "a provider's median prompt"),
    ("X28", "W", "training and use merged", "each amount names its stage of life",
     "a life-cycle study in the press"),
    ("X29", "I", "step and run utilisation", "recomputed from chip hours of the whole run",
     "46.2 and 30.4 per cent of PaLM"),
    ("X30", "I", "6 x N x D", "declared compute over 6 x parameters x tokens outside 0.8 to 1.2; to 1.5 "
     "recomputation and attention may explain it",
     "three values of T5"),
    ("X31", "W", "size in the name", "the number in a name and the stored one differ by more than 2.5",
     "a 7B model with 7e10 parameters"),
    ("X32", "W", "all experts counted", "compute over 6 x all parameters x tokens is small in a mixture of "
     "experts", "definitions of active parameters"),
    ("X33", "W", "wrong owner", "one number attached to two things", "LISA's GPU days given to GPT-3"),
    ("X34", "W", "scope of embodied carbon", "die, module and server more than 5 times apart",
     "14.7, 164 and 273 kg of one GPU"),
    ("X35", "W", "life and use hidden", "a share of embodied carbon states both", "lives of 3 to 6 years"),
    ("X36", "E", "impossible units", "watts per hour and bits for bytes are refused", "154 W/hour in a manual"),
    ("X37", "W", "carried over", "fields equal between releases, sites or years though others changed",
     "one water figure for many regions"),
    ("X38", "W", "rows left out", "the rows shown do not make the printed total", "two families of model cards"),
    ("X39", "I", "outliers decide", "the fit is repeated without its most influential points",
     "5 of 245 points of a loss law"),
    ("X40", "E", "constant in another unit", "a constant's unit is kept with it",
     "a loss law in petaflop/s-days"),
    ("X41", "W", "evaluation changed", "a gain compares one data set, recipe and resolution",
     "0.53 or 1.76 points gained by ResNeXt"),
    ("X42", "E", "version of the estimator", "only results of one version of a method are compared",
     "an estimator that fell by a factor of 95"),
    ("X43", "I", "circular validation", "what is to be predicted is not an input",
     "utilisation taken from the paper"),
    ("X44", "W", "product and factors", "derived columns are recomputed from their inputs",
     "1,507 kWh printed for 1,503"),
    ("X45", "E", "alternating and direct current", "a process takes no more than its package; power per core is "
     "not TDP", "a sample that takes TDP per core"),
    ("X46", "W", "memory above the devices", "memory of a machine at work with its accelerators draws less than they do",
     "a tracker log with constant watts per gigabyte"),
]
WORDS = {"E": "error", "W": "warning", "I": "information"}


def build(_data):
    papers.build()
    t = Table("checks", "Consistency checks", about="What is looked for in figures of others; notes name the check "
              "that finds a row.")
    t.column("key", "key", "id of the check")
    t.column("name", "name", "what is wrong when it finds something")
    t.column("test", "text", "how it is told")
    t.column("severity", "choice", "refused or corrected, shown, or told in the explanation",
             choices="error|warning|information")
    t.column("seen_in", "text", "cases that were found")
    t.column("source", "source", "where the check is from")
    t.column("year", "year", "year of the check")
    assert [row[0] for row in CHECKS] == [f"X{number:02}" for number in range(1, 47)]
    for id, severity, name, test, seen in CHECKS:
        t.row(key=id, name=name, test=test, severity=WORDS[severity], seen_in=seen, source="joulebook-checks",
              year=2026)
    t.write()
