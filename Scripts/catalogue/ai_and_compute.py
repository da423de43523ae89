"""Builds `ai_and_compute`: the fifteen models behind OpenAI's doubling time of 3.4 months, and their compute.

Petaflop/s-days as OpenAI's article, its appendix or its chart give them; twelve of them are quoted in Epoch AI's
notes on the same models, three are from memory. Where the article says how a figure was come by, the product is
worked out again: examples x passes x multiply-accumulates x 2 x 3, or days x GPUs x peak x 0.33.
"""

import papers
from tables import Table, number

PETAFLOP_DAY = 8.64e19
DAY = 86400
# key, name, date, petaflop/s-days, method, how, FLOP by its factors, read.
MODELS = [
    ("dropout", "Dropout", "2012-06-03", 0.0021, "gpu-time", "from GPU time, factors not at hand", None,
     "memory"),
    ("alexnet", "AlexNet", "2012-09-30", 0.0054, "counted", "1.2 million images, 90 passes, 0.75 billion "
     "multiply-accumulates, x 2 x 3", 1.2e6 * 90 * 0.75e9 * 6, "primary"),
    ("visualizing-cnns", "Visualizing and Understanding Conv Nets", "2013-11-12", 0.0062, "gpu-time",
     "1 GTX 580, 12 days, 1.54 TFLOP/s, 0.33 used", DAY * 12 * 1.54e12 * 0.33, "primary"),
    ("dqn", "DQN", "2013-12-19", 2.66e-5, "counted", "2.3e15 FLOP, factors not at hand", None, "primary"),
    ("vgg", "VGG", "2014-09-04", 0.098, "counted", "1.2 million images, 74 passes, 16 billion "
     "multiply-accumulates, x 2 x 3", 1.2e6 * 74 * 16e9 * 6, "primary"),
    ("seq2seq", "Seq2Seq", "2014-09-10", 0.085, "not-stated", "not at hand", None, "memory"),
    ("googlenet", "GoogLeNet", "2014-09-17", 0.0175, "chart", "1.51e18 FLOP read from the chart", None,
     "primary"),
    ("deepspeech2", "DeepSpeech2", "2015-12-08", 0.30, "counted", "26,000 petaFLOP, factors not at hand", None,
     "primary"),
    ("resnet-152", "ResNet-152", "2015-12-10", 0.1204, "counted", "1.2 million images, 128 passes, 11.3 billion "
     "multiply-accumulates, x 2 x 3", 1.2e6 * 128 * 11.3e9 * 6, "primary"),
    ("gnmt", "Neural Machine Translation (GNMT)", "2016-09-26", 79, "gpu-time", "96 K80, 9 days, 8.5 TFLOP/s, "
     "0.33 used, x the root of 1000", DAY * 9 * 96 * 8.5e12 * 0.33 * 1000 ** 0.5, "primary"),
    ("xception", "Xception", "2016-10-07", 5.0, "gpu-time", "60 K80, 30 days, 8.5 TFLOP/s, 0.33 used",
     DAY * 30 * 60 * 8.5e12 * 0.33, "primary"),
    ("nas", "Neural Architecture Search", "2016-11-05", 22, "counted", "12,800 networks, 50 passes, 50,000 "
     "images, 10 billion multiply-accumulates, x 2 x 3", 12800 * 50 * 5e4 * 10e9 * 6, "primary"),
    ("ti7-dota-1v1", "TI7 Dota 1v1", "2017-08-11", 7.0, "chart", "6.05e20 FLOP read from the chart", None,
     "primary"),
    ("alphago-zero", "AlphaGo Zero", "2017-10-18", 1860, "not-stated", "not at hand", None, "memory"),
    ("alphazero", "AlphaZero", "2017-12-05", 424.5, "chart", "3.668e22 FLOP read from the chart", None,
     "primary"),
]


def build(_data):
    papers.build()
    t = Table("ai_and_compute", "OpenAI's AI and Compute: fifteen models",
              about="Training compute of the models behind the doubling time of 3.4 months: least squares over all "
              "fifteen give 3.36 months, 95 per cent interval 2.56 to 4.89.")
    t.column("key", "key", "model")
    t.column("name", "name", "its name")
    t.column("published", "date", "date that the fit uses")
    t.column("petaflop_s_days", "number", "training compute, an amount of work and no time", "PFLOP/s-day", 1e-5, 1e4,
             "factor-2")
    t.column("training_flop", "number", "the same, x 8.64e19", "FLOP", 1e15, 1e24, "factor-2")
    t.column("recomputed_flop", "number", "from the factors in `how`", "FLOP", 1e15, 1e24, "factor-2")
    t.column("method", "choice", "how OpenAI had it: counted operations, hours of GPUs, or read from its chart by "
             "others",
             choices="counted|gpu-time|chart|not-stated")
    t.column("how", "text", "the factors")
    t.column("read", "choice", "read in a copy of the source or of notes that quote it, or known from memory",
             choices="primary|memory")
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year of the article")
    for key, name, published, days, method, how, factors, read in MODELS:
        t.row(key=key, name=name, published=published, petaflop_s_days=days, training_flop=days * PETAFLOP_DAY,
              recomputed_flop=factors, method=method, how=how, read=read,
              source="amodei-hernandez-2018 epoch-notable" if read == "primary" else "amodei-hernandez-2018", year=2018)
        if factors and abs(factors / (days * PETAFLOP_DAY) - 1) > 0.02:
            t.note(key, f"The factors give {number(factors / PETAFLOP_DAY)}, {number(days)} is stated.",
                   "joulebook-checks",
                   "petaflop_s_days", factors / PETAFLOP_DAY, "PFLOP/s-day", "X44")
        if read == "memory":
            t.note(key, "From memory, not read in a copy of the article: look it up before relying on it.",
                   "amodei-hernandez-2018", "petaflop_s_days")
    t.note("alexnet", "By GPU time the article has 0.0058.", "amodei-hernandez-2018", "petaflop_s_days", 0.0058,
           "PFLOP/s-day")
    t.note("vgg", "By GPU time the article has 0.12; its factors (4 Titan Black, 15 days, 5.1 TFLOP/s, 0.33) give "
           "0.101.",
           "amodei-hernandez-2018", "petaflop_s_days", 0.12, "PFLOP/s-day")
    t.note("alphago-zero", "Epoch AI's own estimate is 3.41e23 FLOP, 3,947 petaflop/s-days, twice as much.",
           "epoch-notable", "training_flop", 3.41e23, "FLOP")
    t.write()
