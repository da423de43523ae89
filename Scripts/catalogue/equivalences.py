"""Builds `equivalences`: what a number of grams or kilowatt-hours is like, each comparator with whose figure it is.

Sources disagree by factors of two and more about the same comparator, so every source has a row of its own and a
conflict has notes on all of its rows. Reference values of Green Algorithms are taken from its file; the others are
typed in from papers. A range is given only where the source has one.
"""

import csv

import papers
from tables import Table, rule

POUND_G = 453.59237
# key, name, per, basis, grams, kWh, range rule, low, high, stale, source, year.
ROWS = [
    ("flight-ny-sf/strubell-2019", "flight New York to San Francisco", "passenger", "round trip, as read",
     1984 * POUND_G, None, "rounded-4", None, None, "no", "strubell-2019", 2019),
    ("flight-ny-sf/patterson-2021", "flight New York to San Francisco", "passenger", "round trip", 1.2e6, None,
     "rounded-2", None, None, "no", "patterson-2021", 2021),
    ("human-year/strubell-2019", "life of a human", "person and year", "world average", 11023 * POUND_G, None,
     "as-stated", None, None, "no", "strubell-2019", 2019),
    ("american-year/strubell-2019", "life of an American", "person and year", "United States", 36156 * POUND_G,
     None, "as-stated", None, None, "no", "strubell-2019", 2019),
    ("car-lifetime/strubell-2019", "car with its fuel", "car", "lifetime, manufacture and fuel", 126000 * POUND_G,
     None, "as-stated", None, None, "no", "strubell-2019", 2019),
    ("car-km/eea-2024", "driving a car", "km", "new cars sold in the EU, test cycle", 106.8, None, "as-stated",
     None, None, "no", "eea-cars", 2024),
    ("phone-charge/luccioni-2024", "charging a phone", "charge", "", None, 0.022, "rounded-2", None, None, "no",
     "luccioni-2024", 2024),
    ("brain-day/20-watts", "running a human brain", "day", "20 W", None, 0.48, "factor-2", None, None, "no",
     "toews-2020", 2020),
    ("brain-year/20-watts", "running a human brain", "year", "20 W, 8,760 h", None, 175.2, "factor-2", None, None,
     "no", "toews-2020", 2020),
]
# Green Algorithms' variable: key, name, per, basis, range rule, low, high, stale, year of the reference.
GREEN = {
    "passengerCar_EU_perkm": ("car-km/green-algorithms-eu", "driving a car", "km", "car in Europe", "as-stated",
        None, None, "no", 2019),
    "passengerCar_US_perkm": ("car-km/green-algorithms-us", "driving a car", "km", "car in the US", "as-stated",
        None, None, "no", 2018),
    "train_perkm": ("train-km/green-algorithms", "riding a train", "passenger km", "", "spread-train", 5, 37,
        "no", 2020),
    "flight_economy_perkm": ("flight-km/green-algorithms", "flying", "passenger km", "economy class",
        "spread-flight", 139, 244, "no", 2020),
    "treeYear": ("tree-year/green-algorithms", "carbon that a tree binds", "tree and year", "", "factor-3", None,
        None, "no", 2001),
    "tree_month": ("tree-month/green-algorithms", "carbon that a tree binds", "tree and month", "", "factor-3",
        None, None, "no", 2001),
    "flight_NY-SF": ("flight-ny-sf/green-algorithms", "flight New York to San Francisco", "passenger",
        "one way or return not said", "as-stated", None, None, "no", 2020),
    "flight_PAR-LON": ("flight-paris-london/green-algorithms", "flight Paris to London", "passenger", "",
        "as-stated", None, None, "no", 2020),
    "flight_PAR-DUB": ("flight-paris-dublin/green-algorithms", "flight Paris to Dublin", "passenger", "",
        "as-stated", None, None, "no", 2020),
    "flight_NYC-MEL": ("flight-ny-melbourne/green-algorithms", "flight New York to Melbourne", "passenger", "",
        "as-stated", None, None, "no", 2020),
    "streaming_netflix_perhour": ("streaming-hour/green-algorithms", "watching streamed video", "hour", "",
        "factor-3", None, None, "no", 2020),
    "google_search": ("web-search/green-algorithms", "searching the web", "search", "", "factor-10", None, None,
        "yes", 2009),
}


def build(data):
    papers.build()
    rule("spread-train", 5 / 41, 1, "the source's own value, 41 g, stands above the 5 to 37 g it calls usual",
         "green-algorithms")
    rule("spread-flight", 139 / 171, 244 / 171, "139 to 244 g by distance and class", "green-algorithms")
    t = Table("equivalences", "Comparators",
              about="Grams of CO2e or kilowatt-hours of familiar things, by source; always name the source with the "
              "number. Flights of Green Algorithms bear the year of the tool.",
              built_from="equivalences/green_algorithms_referenceValues.csv")
    t.column("key", "key", "comparator and source")
    t.column("comparator", "name", "what is compared with")
    t.column("per", "text", "what one unit of it is")
    t.column("basis", "text", "what the source counts in it")
    t.column("grams_co2e", "number", "emissions of one unit; of a tree, what it takes up", "g CO2e", 1, 1e8,
             "column:range")
    t.column("kwh", "number", "energy of one unit", "kWh", 0.001, 1e5, "column:range")
    t.column("range", "rule", "how far it may be off")
    t.column("low_grams_co2e", "number", "low end of what the source calls usual", "g CO2e", 1, 1e8, "bound")
    t.column("high_grams_co2e", "number", "high end of what the source calls usual", "g CO2e", 1, 1e8, "bound")
    t.column("stale", "choice", "too old to be used for things of today", choices="yes|no")
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figure holds for")
    for key, name, per, basis, grams, kwh, span, low, high, stale, source, year in ROWS:
        t.row(key=key, comparator=name, per=per, basis=basis, grams_co2e=grams, kwh=kwh, range=span,
              low_grams_co2e=low,
              high_grams_co2e=high, stale=stale, source=source, year=year)
    with open(data / "equivalences/green_algorithms_referenceValues.csv", encoding="utf-8", newline="") as file:
        values = {row[0]: row[1] for row in csv.reader(file)}
    for variable, (key, name, per, basis, span, low, high, stale, year) in GREEN.items():
        t.row(key=key, comparator=name, per=per, basis=basis, grams_co2e=float(values[variable]), range=span,
              low_grams_co2e=low,
              high_grams_co2e=high, stale=stale, source="green-algorithms", year=year)
    notes(t)
    t.write()


def notes(t):
    flights = {"strubell-2019": 899927, "patterson-2021": 1.2e6, "green-algorithms": 570000}
    for source in flights:
        others = " and ".join(f"{grams / 1000:,.0f} kg ({other})" for other,
                              grams in flights.items() if other != source)
        t.note(f"flight-ny-sf/{source}", f"Others have {others} for the same flight; one way or return is often not "
               f"said.",
               "joulebook-checks", "grams_co2e", check="X17")
    cars = {"green-algorithms-eu": ("green-algorithms", 175), "green-algorithms-us": ("green-algorithms", 251),
            "eea-2024": ("eea-cars", 106.8)}
    for key in cars:
        others = " and ".join(f"{grams:g} g ({other})" for other, (_, grams) in cars.items() if other != key)
        t.note(f"car-km/{key}", f"Others have {others}: all cars or new ones, on the road or on the test bench, and "
               f"where.",
               "joulebook-checks", "grams_co2e", check="X17")
    t.note("car-lifetime/strubell-2019", "Holds manufacture and fuel; others count fuel or manufacture only.",
           "joulebook-checks", "grams_co2e", check="X17")
    t.note("phone-charge/luccioni-2024", "Other tools take other values for a charge, by battery and charger.",
           "joulebook-checks",
           "kwh", check="X17")
    t.note("car-km/eea-2024", "Read in carbontracker 2.4.7, which quotes the agency.", "eea-cars", "grams_co2e")
    t.note("train-km/green-algorithms", "The value stands above the range that the same file calls usual.",
           "green-algorithms",
           "grams_co2e", 41, "g CO2e", "X13")
    t.note("web-search/green-algorithms", "Goes back to a page without a date (2009 is a guess) "
           "and says nothing about a search of today.", "joulebook-checks", "grams_co2e", check="X16")
    t.note("tree-year/green-algorithms", "One study of urban trees of 2001; species and age change it by factors.",
           "green-algorithms", "grams_co2e")
    t.note("tree-month/green-algorithms", "A twelfth of the year's figure, whatever the season.", "green-algorithms",
           "grams_co2e")
    t.note("flight-paris-dublin/green-algorithms", "The file writes DUB; the amount fits Dublin.", "green-algorithms",
           "grams_co2e")
