"""Rules and sources that several builders share."""

from tables import cite, rule


def build(_data):
    cite("joulebook-ranges", "Joulebook", "Ranges where a source gives none", 2026, "own work",
         "Docs/Methods.md")
    rule("exact", 1, 1, "counted or defined, known exactly")
    rule("as-stated", 1, 1, "a maker's or author's own statement; how far a sample lies from it is not known")
    rule("rounded-2", 0.95, 1.05, "printed with two significant digits")
    rule("rounded-3", 0.995, 1.005, "printed with three significant digits")
    rule("rounded-4", 0.9995, 1.0005, "printed with four or more significant digits")
    rule("measured-5", 0.95, 1.05, "measured, some per cent of calibration and spread")
    rule("measured-10", 0.9, 1.1, "measured, a tenth of spread between devices and runs")
    rule("modelled-30", 0.7, 1.4, "modelled, checked against few measurements")
    rule("factor-2", 0.5, 2, "order of magnitude known to a factor of two")
    rule("factor-3", 1 / 3, 3, "order of magnitude known to a factor of three")
    rule("factor-10", 0.1, 10, "order of magnitude only")
