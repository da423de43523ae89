"""Builds `article`: the figures of the founding article, each with its source, our recomputation and a verdict.

The article is R. Toews, "Deep Learning's Carbon Emissions Problem", Forbes, 17 June 2020. Claims are in our words;
`ours` is worked out in this module or, for the regressions, by the program from table `ai_and_compute`.
"""

import math

import papers
from tables import Table, rule

POUND = 0.45359237
PF_DAY = 8.64e19
NAS = 1.58 * 274120 * 1515.43 / 1000 * 0.954
TUNED = 9870 / 0.12 * 0.954
# key, name, claim, claimed, ours, unit, range of ours, verdict, finding, source of the claim.
CLAIMS = [
    ("a01", "compute doubling time", "the compute of the best models doubles every 3.4 months", 3.4, 3.36,
     "month", "doubling-3.4", "reproduced", "Least squares over the 15 models: 3.36 months, 95 per cent interval "
     "2.56 to 4.89, R2 0.787. The interval is never quoted.", "amodei-hernandez-2018"),
    ("a02", "growth of compute", "compute grew 300,000 times", 3e5, 1860 / 0.0054, "times", "rounded-3",
     "reproduced", "AlexNet 0.0054 to AlphaGo Zero 1,860 petaflop/s-days; to AlphaZero only 78,600 times.",
     "amodei-hernandez-2018"),
    ("a03", "years of the growth", "from 2012 to 2018", 72, 3.4 * math.log2(3e5), "month", "rounded-4", "flag",
     "300,000 times at 3.4 months take 61.9 months, not six years; six years would be 2.4 million times.",
     "amodei-hernandez-2018"),
    ("a04", "GPT-3 parameters", "GPT-3 has 175 billion parameters", 1.75e11, 1.75e11, "1", "rounded-3",
     "reproduced", "As in the paper's table 2.1.", "brown-2020"),
    ("a05", "GPT-2 parameters", "GPT-2 has 1.5 billion parameters", 1.5e9, 1.5e9, "1", "rounded-2", "reproduced",
     "GPT-3 is 116.7 times as large, as said: over a hundred times.", "radford-2019"),
    ("a06", "GPT-2 compute", "GPT-2 took a few dozen petaflop/s-days", 24, 1.92e21 / PF_DAY, "PFLOP/s-day",
     "factor-3", "context", "Nothing is published; Epoch AI's 1.92e21 FLOP are 22.2. One rendering of the "
     "article turns the amount of work into days.", "epoch-notable"),
    ("a07", "GPT-3 compute", "GPT-3 took several thousand petaflop/s-days", 3640, 6 * 175e9 * 300e9 / PF_DAY,
     "PFLOP/s-day", "rounded-3", "flag", "6 x parameters x tokens give 3,646. An amount of work, no time: the "
     "run took 14.8 days on 10,000 V100.", "brown-2020"),
    ("a08", "largest training emissions", "training one model can emit 626,155 lb of CO2", 626155, NAS, "lb CO2e",
     "rounded-4", "reproduced", "1.58 x 274,120 h x 1,515.43 W x 0.954 lb/kWh, 284.0 t; a search that was never "
     "run at that size. The real one emitted 3.2 t.", "strubell-2019"),
    ("a09", "five cars", "as much as five cars in their lifetime", 5, NAS / 126000, "car", "rounded-3",
     "reproduced", "Cars with manufacture and fuel, 126,000 lb each.", "strubell-2019"),
    ("a10", "American year", "an average American emits 36,156 lb a year", 36156, 36156, "lb CO2e", "as-stated",
     "reproduced", "The search of a08 is 17.3 such years.", "strubell-2019"),
    ("a11", "BERT training text", "BERT learned from 3 billion words", 3e9, 0.8e9 + 2.5e9, "word", "rounded-2",
     "reproduced", "0.8 billion words of books and 2.5 billion of Wikipedia: 3.3 billion.", "devlin-2019"),
    ("a12", "XLNet training text", "XLNet learned from 32 billion words", 3.2e10,
     (2.78 + 1.09 + 4.75 + 4.30 + 19.97) * 1e9, "subword piece", "rounded-4", "flag",
     "The paper counts 32.89 billion subword pieces, not words.", "yang-2019"),
    ("a13", "GPT-2 training text", "GPT-2 learned from 40 billion words", 4e10, 40e9 / 5, "word", "factor-2",
     "flag", "The set has 40 GB of text: about 8 billion words at 5 bytes each. Bytes were read as words.",
     "radford-2019"),
    ("a14", "GPT-3 training text", "GPT-3 learned from nearly 500 billion words", 5e11, 499e9 * 0.75, "word",
     "factor-2", "flag", "499 billion tokens were at hand, 300 billion were seen in training; at 0.75 words per "
     "token 499 billion are 374 billion words.", "brown-2020"),
    ("a15", "versions trained", "4,789 versions of one model were trained in six months", 6, 172 / (365.25 / 12),
     "month", "rounded-3", "reproduced", "172 days are 5.65 months.", "strubell-2019"),
    ("a16", "GPU days of a project", "9,998 GPU-days, more than 27 years", 9998, 239942 / 24, "GPU-day",
     "rounded-4", "reproduced", "239,942 h are 9,997.6 days or 27.4 years.", "strubell-2019"),
    ("a17", "emissions of a project", "about 78,000 lb, more than two American years", 78000, TUNED, "lb CO2e",
     "rounded-4", "reproduced", "9,870 USD at 0.12 USD/kWh and 0.954 lb/kWh give 78,466 lb, 35.6 t or 2.17 "
     "American years; printed is 78,468.", "strubell-2019"),
    ("a18", "share of inference", "inference makes 80 to 90 per cent of the cost of neural networks", 85, None,
     "%", "as-stated", "context", "A vendor's word about cost, not energy. Google measured 60 per cent of "
     "energy, Meta 65 per cent of a language model's carbon.", "patterson-2021"),
    ("a19", "US electricity", "US electricity emits 0.954 lb of CO2 per kWh", 0.954, 0.947, "lb/kWh", "rounded-3",
     "flag", "432.7 g/kWh. No eGRID edition at hand has it; `ours` is the US output rate of eGRID2018.",
     "strubell-2019"),
    ("a20", "mix of AWS", "the electricity mix of AWS is like that of the US", None, None, "%", "as-stated",
     "context", "Renewables are equal (17 per cent); gas 24 against 35, nuclear 26 against 19, coal 30 against "
     "27.", "cook-2017"),
    ("a21", "renewables of clouds", "AWS has 17 per cent of renewables, Google 56", 56, 56, "%", "as-stated",
     "reproduced", "Table 2 of the paper; figures of early 2017, and the rows do not reach 100 per cent.",
     "cook-2017"),
    ("a22", "north-west hydropower", "hydropower of the Pacific Northwest lowers emissions", None, None, "1",
     "as-stated", "flag", "A slip of the Chinese rendering: it prints the Atlantic side.", "toews-2020"),
    ("a23", "power of the brain", "the brain is a very efficient machine, about 20 W", 20, 20, "W", "factor-2",
     "context", "0.48 kWh a day, 175 kWh a year. A comparator only.", "toews-2020"),
    ("a24", "diminishing returns", "35 per cent more compute for half a point of accuracy", 0.5, 0.528,
     "percentage point", "rounded-3", "flag", "34.3 per cent more operations; 0.53 points by one table of "
     "accuracies, 1.76 by another.", "schwartz-2019"),
]


def build(_data):
    papers.build()
    rule("doubling-3.4", 2.56 / 3.36, 4.89 / 3.36, "95 per cent interval of the regression over the fifteen models",
         "joulebook-checks")
    t = Table("article", "The founding article, claim by claim",
              about="Figures of R. Toews, Deep Learning's Carbon Emissions Problem, Forbes 2020: who said it, what "
              "we get.")
    t.column("key", "key", "number of the claim")
    t.column("name", "name", "what it is about")
    t.column("claim", "text", "what the article says, in our words")
    t.column("claimed", "number", "the article's figure in `unit`", "1", 0.1, 1e12, "as-stated")
    t.column("ours", "number", "our recomputation in `unit`", "1", 0.1, 1e12, "column:range")
    t.column("unit", "text", "unit of `claimed` and `ours`")
    t.column("range", "rule", "how far `ours` may be off")
    t.column("verdict", "choice", "reproduced; not to be passed on as it stands; or for background only",
             choices="reproduced|flag|context")
    t.column("finding", "text", "how ours comes about, and what is wrong")
    t.column("source", "source", "whom the article has it from")
    t.column("year", "year", "year of the article")
    for key, name, claim, claimed, ours, unit, span, verdict, finding, source in CLAIMS:
        t.row(key=key, name=name, claim=claim, claimed=claimed, ours=ours, unit=unit, range=span, verdict=verdict,
              finding=finding, source=source, year=2020)
    notes(t)
    t.write()


def notes(t):
    check = "joulebook-checks"
    t.note("a01", "Without DQN and TI7: 3.50 months (2.79 to 4.68); record holders only: 3.39 (2.48 to 5.34); all "
           "notable models of the same years in a wider list: 8.80 (4.97 to 38.3).", check, "ours")
    t.note("a01", "The article was first printed with 3.5.", "amodei-hernandez-2018", "claimed", 3.5, "month")
    t.note("a03", "Growth and period do not fit each other: 62 months, from AlexNet to AlphaGo Zero 60.6.", check,
           "claimed",
           3.4 * math.log2(3e5), "month", "X21")
    t.note("a06", "The claim is 'a few dozen'; 24 stands for it. A Chinese rendering has days on a petaflop machine.",
           check,
           "claimed", check="X08")
    t.note("a07", "A rendering has thousands of days, another thousands of times GPT-2; the ratio is about 164.", check,
           "claimed", check="X08")
    t.note("a08", "An extrapolation that is passed on as a real run: 88 times the search that was run.",
           "patterson-2021",
           "ours", 3200 / POUND, "lb CO2e", "X22")
    for key, text in [("a12", "Subword pieces called words."), ("a13", "Bytes called words, five times too many."),
                      ("a14", "Tokens called words, and tokens at hand called tokens trained on.")]:
        t.note(key, text, check, "claimed", check="X07")
    t.note("a14", "The paper's sampling weights 60, 22, 8, 8 and 3 per cent add up to 101.", "brown-2020", "", 101,
           "%", "X04")
    t.note("a16", "The paper's text has 52 h per job; 239,942 h over 4,789 jobs are 50.1.", check, "claimed", 50.1,
           "h", "X13")
    t.note("a18", "The middle of the stated 80 to 90 stands in the row.", "patterson-2021", "claimed")
    t.note("a19", "0.954 lb are 0.4327 kg; a later paper has 0.423 kg for the same figure.", "patterson-2021",
           "claimed",
           0.423 / POUND, "lb/kWh", "X05")
    for key in ("a20", "a21"):
        t.note(key, "A report of January 2017, quoted in 2020.", "cook-2017", check="X16")
    t.note("a24", "Two evaluation protocols: 78.428 to 78.956 in one maintained table, 77.84 to 79.6 with the original "
           "weights.", check, "ours", 1.76, "percentage point", "X41")
