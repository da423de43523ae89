"""Builds `loss_points`: the training runs behind the law of loss, as they were read off a figure.

Hoffmann et al. 2022 print no losses; Besiroglu et al. 2024 took size, compute and loss of 245 runs from the vector drawing
of figure 4. Kept are the three numbers of each, to seven digits.
"""

from pathlib import Path

from tables import Table


def build(_data):
    t = Table("loss_points", "Losses of the Chinchilla training runs",
              about="Points of figure 4 of Hoffmann et al. 2022, read off by Besiroglu et al. 2024: what the law of loss was fitted "
              "on again. Tokens are compute over six times the parameters.",
              built_from="loss-points.tsv")
    t.column("key", "key", "number of the point, by falling loss")
    t.column("parameters", "count", "parameters", "1", 1e6, 1e12, "as-stated")
    t.column("training_flop", "count", "floating-point operations of the training run", "FLOP", 1e17, 1e23, "as-stated")
    t.column("loss", "number", "loss in nat per token", "nat/token", 1, 6, "as-stated")
    t.column("source", "source", "who read it off")
    t.column("year", "year", "year of the reading")
    lines = (Path(__file__).parent / "loss-points.tsv").read_text().splitlines()[1:]
    points = sorted((tuple(float(cell) for cell in line.split("\t")) for line in lines), key=lambda p: (-p[2], p))
    assert len(points) == 245, len(points)
    for number, (parameters, flop, loss) in enumerate(points, 1):
        t.row(key=f"{number:03}", parameters=parameters, training_flop=flop, loss=loss, source="besiroglu-2024", year=2024)
    t.write()
