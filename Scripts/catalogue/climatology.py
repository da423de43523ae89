"""What a grid's intensity is like by month, hour of day and weekday: mean and ends of the middle 80 %.

`climatology` (ODbL): Electricity Maps' hourly series of 18 zones, life-cycle and direct, consumption, all years of
a zone together. The live-polled zones are left out: in none of them is every hour of every month seen in nine of
ten days. `climatology_us` (open): five US balancing areas in 2022, from generation by source (EIA-930) and IPCC's
medians, production. Hours without a figure are skipped, and so are hours with less than a twentieth of the usual
generation. Kinds of plants that EIA does not name count as unknown thermal (700 and 575 g/kWh), which is high for
geothermal plants, biomass and storage; they are 0.3 to 1.7 % of generation.

Hours and weekdays are UTC. Values have three significant digits. The range of a weekday's ratio is taken from how
much the single years differ: 3, 6 or 12 %; 6 % where there is one year only.
"""

import math
from datetime import date

import grid_sources
from mix import FUELS
from tables import Table, read_csv, rule

ZONES = ["AU-NSW", "AU-VIC", "BR", "BR-CS", "CA-ON", "DE", "FR", "GB", "IN-WE", "JP-TK", "KR", "NO", "SG",
         "US-CAL-CISO", "US-MIDA-PJM", "US-NY-NYIS", "US-TEX-ERCO", "ZA"]
US_ZONES = ["US-CAL-CISO", "US-MIDA-PJM", "US-MIDW-MISO", "US-NW-BPAT", "US-TEX-ERCO"]
EIA = {"WND": "wind-onshore", "SUN": "solar-utility", "WAT": "hydro", "OIL": "oil", "NG": "gas", "COL": "coal",
       "NUC": "nuclear", "OTH": "unknown"}
SCOPES = {"life-cycle": "ci_lifecycle_g_per_kwh", "direct": "ci_direct_g_per_kwh"}
STATISTICS = ("mean", "p10", "p90")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
POLLED = ("CA-QC", "FI", "ID", "IT-NO", "PL", "SE", "TW", "US-NE-ISNE", "UY")
RAW = ("IE", "JP-KN", "US-NW-PACW")


class Series:
    """Hourly values sorted into (month, hour) and weekdays."""

    def __init__(self):
        self.cells, self.days, self.years = {}, {}, set()

    def add(self, stamp, value):
        year, month, day, hour = int(stamp[:4]), int(stamp[5:7]), int(stamp[8:10]), int(stamp[11:13])
        self.cells.setdefault((month, hour), []).append(value)
        self.days.setdefault((year, date(year, month, day).weekday()), []).append(value)
        self.years.add(year)

    def statistic(self, name, month, hour):
        values = sorted(self.cells[month, hour])
        if name == "mean":
            return math.fsum(values) / len(values)
        place = (len(values) - 1) * {"p10": 0.1, "p90": 0.9}[name]
        below = int(place)
        above = min(below + 1, len(values) - 1)
        return values[below] + (values[above] - values[below]) * (place - below)

    def weekday_ratios(self, years):
        """Mean of every weekday over the mean of all days."""
        days = [[v for year in years for v in self.days[year, i]] for i in range(7)]
        mean = math.fsum(v for day in days for v in day) / sum(len(day) for day in days)
        return [math.fsum(day) / len(day) / mean for day in days]

    def weekday_range(self):
        """The rule for the range of all years' ratios."""
        together = self.weekday_ratios(sorted(self.years))
        off = max(abs(one / all_years - 1) for year in self.years
                  for one, all_years in zip(self.weekday_ratios([year]), together))
        if len(self.years) == 1:
            return "weekday-6"
        return "weekday-3" if off <= 0.03 else "weekday-6" if off <= 0.06 else "weekday-12"

    @property
    def span(self):
        first, last = min(self.years), max(self.years)
        return str(first) if first == last else f"{first}-{last}"


def digits(value):
    """Three significant digits."""
    return 0 if value == 0 else round(value, 2 - math.floor(math.log10(abs(value))))


def hourly(data, zone):
    """{scope: Series}, and the share of hours that the publisher marked as estimated."""
    (path,) = (data / "hourly").glob(f"{zone}_20*.csv.gz")
    rows = read_csv(path)
    series = {scope: Series() for scope in SCOPES}
    for row in rows:
        for scope, column in SCOPES.items():
            series[scope].add(row["datetime_utc"], float(row[column]))
    return series, sum(row["estimated"] == "1" for row in rows) / len(rows)


def generated(data, zone):
    """{scope: Series} from generation by source, and why hours were skipped: {reason: [stamp]}."""
    rows = read_csv(data / f"hourly/us-generation-mix/{zone}_2022.csv.gz")
    totals = sorted(sum(float(row[s] or 0) for s in EIA) for row in rows)
    usual = totals[len(totals) // 2]
    series, skipped = {scope: Series() for scope in SCOPES}, {"empty": [], "implausible": []}
    for row in rows:
        made = {source: float(row[source] or 0) for source in EIA}
        total = sum(made.values())
        assert min(made.values()) >= 0
        if total == 0:
            skipped["empty"].append(row["datetime_utc"])
        elif total < usual / 20:
            skipped["implausible"].append(row["datetime_utc"])
        else:
            for scope, place in (("life-cycle", 3), ("direct", 1)):
                value = sum(made[source] * FUELS[EIA[source]][place] for source in EIA) / total
                series[scope].add(row["datetime_utc"], value)
    return series, skipped


def coverage(data, path):
    """The worst share of days that any hour of any month was seen on, polled once an hour at best."""
    stamps = {(row.get("zone_datetime") or row["datetime_utc"])[:13] for row in read_csv(path)}
    days = {stamp[:10] for stamp in stamps}
    first, last = min(days), max(days)
    possible, seen = {}, {}
    for number in range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1):
        month = date.fromordinal(number).month
        possible[month] = possible.get(month, 0) + 1
    for stamp in stamps:
        cell = int(stamp[5:7]), int(stamp[11:13])
        seen[cell] = seen.get(cell, 0) + 1
    return min(seen.get((month, hour), 0) / possible.get(month, 31) for month in range(1, 13) for hour in range(24))


def climate_table(name, title, licence, about, built_from):
    table = Table(name, title, licence, about=about, built_from=built_from)
    table.column("key", "key", "place, scope, month and statistic")
    table.column("place", "place", "whose electricity")
    table.column("scope", "choice", "life-cycle has fuel supply and plant building in it", choices="life-cycle|direct")
    table.column("month", "count", "month of the year", "1", 1, 12, "exact")
    table.column("statistic", "choice", "mean; a tenth of the hours lie below p10, a tenth above p90",
                 choices="|".join(STATISTICS))
    table.column("years", "text", "years behind the row")
    table.column("hours_seen", "count", "hours behind the row", "h", 600, 4000, "exact")
    for hour in range(24):
        table.column(f"h{hour:02}_g_per_kwh", "number", f"intensity from {hour:02}:00 UTC", "g/kWh", 0.5, 1200,
                     "siblings")
    table.column("source", "source", "where the figures are from")
    table.column("year", "year", "last year of the series")
    return table


def weekday_table(name, title, licence, about, built_from):
    table = Table(name, title, licence, about=about, built_from=built_from)
    table.column("key", "key", "place and scope")
    table.column("place", "place", "whose electricity")
    table.column("scope", "choice", "life-cycle has fuel supply and plant building in it", choices="life-cycle|direct")
    table.column("years", "text", "years behind the row")
    for day in WEEKDAYS:
        table.column(day, "number", f"mean of {day.capitalize()}s (UTC) over the mean of all days", "1", 0.5, 1.5,
                     "column:ratio_range")
    table.column("ratio_range", "rule", "how far the ratios of single years lie from these")
    table.column("source", "source", "where the figures are from")
    table.column("year", "year", "last year of the series")
    return table


def fill(climate, weekdays, zone, series, source):
    for scope, hours in series.items():
        common = dict(place=zone, scope=scope, years=hours.span, source=source, year=max(hours.years))
        for month in range(1, 13):
            seen = sum(len(hours.cells[month, hour]) for hour in range(24))
            for name in STATISTICS:
                cells = {f"h{hour:02}_g_per_kwh": digits(hours.statistic(name, month, hour)) for hour in range(24)}
                climate.row(key=f"{zone}/{scope}/{month:02}/{name}", month=month, statistic=name, hours_seen=seen,
                            **common, **cells)
        ratios = dict(zip(WEEKDAYS, (round(ratio, 4) for ratio in hours.weekday_ratios(sorted(hours.years)))))
        weekdays.row(key=f"{zone}/{scope}", ratio_range=hours.weekday_range(), **common, **ratios)


def build_maps(data):
    for zone in [*POLLED, *RAW]:
        folder = data / "hourly/polled" / ("raw" if zone in RAW else "")
        (path,) = folder.glob(f"{zone}[_.]*")
        assert coverage(data, path) < 0.9, f"{zone} has become usable"
    about = "Electricity Maps, consumption. FR is 2022 only, BR and NO 2021 to 2023."
    climate = climate_table("climatology", "Intensity by month and hour of day, 18 zones", "ODbL-1.0", about,
                            "hourly/*.csv.gz")
    weekdays = weekday_table("climatology_weekdays", "Intensity by weekday, 18 zones", "ODbL-1.0", about,
                             "hourly/*.csv.gz")
    for zone in ZONES:
        series, estimated = hourly(data, zone)
        fill(climate, weekdays, zone, series, "electricity-maps-hourly")
        if estimated >= 0.1:
            climate.note(f"{zone}/life-cycle/01/mean", f"{100 * estimated:.0f} % of the zone's hours are estimated by "
                         "the publisher.", "electricity-maps-hourly")
    climate.note("DE/life-cycle/01/mean", "Another release of 2023 has a yearly mean of 395.1, this one 367.0.",
                 "electricity-maps-hourly", value=395.1, unit="g/kWh", year=2023, check="X42")
    climate.write()
    weekdays.write()


def build_us(data):
    about = "Computed from generation (EIA-930, 2022) and IPCC's medians; production."
    climate = climate_table("climatology_us", "Intensity by month and hour of day, five US areas", "Apache-2.0", about,
                            "hourly/us-generation-mix/*.csv.gz")
    weekdays = weekday_table("climatology_us_weekdays", "Intensity by weekday, five US areas", "Apache-2.0", about,
                             "hourly/us-generation-mix/*.csv.gz")
    for zone in US_ZONES:
        series, skipped = generated(data, zone)
        fill(climate, weekdays, zone, series, "eia-930 ipcc-ar5 dc-rl")
        for reason, stamps in skipped.items():
            for month in sorted({stamp[5:7] for stamp in stamps}):
                count = sum(stamp[5:7] == month for stamp in stamps)
                text = ("without generation of any source" if reason == "empty" else
                        "with less than a twentieth of the usual generation")
                climate.note(f"{zone}/life-cycle/{month}/mean",
                             f"{count} {'hour' if count == 1 else 'hours'} {text} skipped.", "eia-930", year=2022)
    climate.write()
    weekdays.write()


def build(data):
    grid_sources.build(data)
    rule("exact", 1, 1, "counted or defined, known exactly")
    rule("siblings", 1, 1, "the spread stands in the rows p10 and p90 of the same place, scope and month")
    rule("weekday-3", 0.97, 1.03, "single years lie within 3 % of it")
    rule("weekday-6", 0.94, 1.06, "single years lie within 6 % of it, or there is one year only")
    rule("weekday-12", 0.88, 1.12, "single years lie within 12 % of it")
    build_maps(data)
    build_us(data)
