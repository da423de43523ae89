import Accounting
import Hummingbird
import JoulebookKit
import Reporting

extension APIRoutes {
  static let plans: [APIRoute] = [
    APIRoute(
      "/plan", "plan", "When, where and on what a job should run.",
      .of(jobParameters, placeParameters, timeParameters, moneyParameters),
      forms: [.json("Plan"), .text, .csv], refusals: [.meaning, .state], freshness: .never
    ) { request in
      let asked = request.plan
      let answer = try await request.ask { try $0.plan(asked) }
      return request.form.name == "csv" ? .text(answer.csv) : request.written(answer)
    },
    APIRoute(
      "/plan/savings", "savings",
      "What delay and pausing would have saved over a year of hours that are sent along.",
      [
        APIParameter(
          "name", .text(most: 100), "Name of the table: the zone is taken from its beginning.",
          example: "DE_2024.csv"),
        APIParameter(
          "year", .whole(1970...2199), "Year that is worked out; the last whole one else."),
      ], method: .post,
      body: .text(
        "Intensities of a year, hour by hour, as `joulebook intensity` reads files.",
        ["text/csv"], limit: 4_194_304),
      forms: [.json("Savings"), .text, .markdown], refusals: [.meaning], freshness: .never
    ) { request in
      let (name, year) = (request.text("name") ?? "here.csv", request.whole("year"))
      let bytes = request.bytes
      let answer = try await request.ask { try $0.savings(of: bytes, named: name, year: year) }
      return request.form.name == "markdown"
        ? .text(answer.report.markdown) : request.written(answer)
    },
    APIRoute(
      "/intensity", "intensity", "How clean the electricity of a place was, is and will be.",
      [
        APIParameter(
          "place", .text(most: 200),
          "Country, state, grid zone or cloud region; where this machine stands else.",
          example: "DE"),
        APIParameter("from", .text(most: 60), "A moment, or a length of time from now: -24h."),
        APIParameter(
          "to", .text(most: 60), "A moment, or a length of time from now. Else two days ahead."),
        APIParameter("marginal", .flag, "What one kilowatt-hour more causes."),
        APIParameter("direct", .flag, "The plants' own emissions only."),
      ],
      forms: [.json("Intensity"), .text, .csv], refusals: [.meaning, .state], freshness: .never
    ) { request in
      var asked = IntensityRequest()
      asked.place = request.text("place")
      asked.from = request.text("from")
      asked.to = request.text("to")
      asked.isMarginal = request.flag("marginal")
      asked.basis = request.flag("direct") ? "direct" : nil
      let answer = try await request.ask { [asked] in try $0.intensity(asked) }
      return request.form.name == "csv" ? .text(answer.csv) : request.written(answer)
    },
    APIRoute(
      "/intensity/providers", "intensityProviders",
      "Who can be asked for intensities, and what each needs.",
      forms: [.json("IntensityProviders"), .text]
    ) { request in request.written(Joulebook.intensityProviders()) },
  ]

  private static let jobParameters: [APIParameter] = [
    APIParameter("like", .text(most: 200), "A run of the ledger: its metered power over time."),
    APIParameter(
      "duration", .text(most: 60), "How long the job takes: 6h, 1d12h, 90min.", example: "6h"),
    APIParameter(
      "power", .text(most: 60), "Mean IT power of the whole job: 2.4kW.", example: "2.4kW"),
    APIParameter("energy", .text(most: 60), "IT energy of the whole job: 40kWh."),
    APIParameter("device", .text(most: 200), "Accelerator that the job is stated for."),
    APIParameter("count", .whole(1...1_000_000), "How many of them."),
  ]

  private static let placeParameters: [APIParameter] = [
    APIParameter(
      "region", .text(most: 500), "Places besides here: DE,FR · gcp/* · cloud · countries.",
      example: "DE,FR"
    ).repeated,
    APIParameter("pue", .text(most: 60), "PUE of all places; else each place's own."),
    APIParameter("on", .text(most: 200), "Other hardware: 8xh100, 16x, h100.").repeated,
    APIParameter("power-cap", .text(most: 200), "Power limits of each device: 300W,250W.").repeated,
    APIParameter("elastic", .flag, "Choose limit or count anew in each slot."),
    APIParameter("data", .text(most: 60), "Data that moves with the job: 500GB."),
  ]

  private static let timeParameters: [APIParameter] = [
    APIParameter("release", .text(most: 60), "Earliest start: now, 2h, 2026-12-01T06:00:00Z."),
    APIParameter("deadline", .text(most: 60), "Latest finish, from the release on: 24h, 3d."),
    APIParameter("interruptible", .flag, "The job may pause and go on."),
    APIParameter("min-stretch", .text(most: 60), "Time it runs through at least once it runs: 1h."),
    APIParameter("resume-energy", .text(most: 60), "IT energy of each going on: 0.2kWh."),
    APIParameter("paused-power", .text(most: 60), "IT power while paused: 300W."),
    APIParameter("waiting-power", .text(most: 60), "IT power until the start: 300W."),
    APIParameter(
      "blackout", .text(most: 60), "Hours of each day (UTC) without work: 08:00-18:00."
    ).repeated,
    APIParameter(
      "capacity", .text(most: 60), "Power in hours of each day (UTC): 08:00-18:00=4kW."
    ).repeated,
  ]

  private static let moneyParameters: [APIParameter] = [
    APIParameter("price", .text(most: 60), "Price of a kWh: 0.25EUR, or DE=0.25EUR.").repeated,
    APIParameter("device-price", .text(most: 60), "Price of an hour of a device: 2EUR."),
    APIParameter("egress-price", .text(most: 60), "Price of a gigabyte that moves: 0.09EUR."),
    APIParameter("top", .whole(1...1000), "Plans of the ranking that are shown; else 10."),
  ]
}

extension APIRequest {
  fileprivate var plan: PlanRequest {
    var plan = PlanRequest()
    plan.like = text("like")
    plan.duration = text("duration")
    plan.power = text("power")
    plan.energy = text("energy")
    plan.device = text("device")
    plan.count = whole("count")
    plan.regions = all("region")
    plan.pue = text("pue")
    plan.hardware = all("on")
    plan.powerCaps = all("power-cap")
    plan.choosesSpeed = flag("elastic")
    plan.data = text("data")
    plan.release = text("release")
    plan.deadline = text("deadline")
    plan.isInterruptible = flag("interruptible")
    plan.minimumStretch = text("min-stretch")
    plan.resumeEnergy = text("resume-energy")
    plan.pausedPower = text("paused-power")
    plan.waitingPower = text("waiting-power")
    plan.blackouts = all("blackout")
    plan.capacities = all("capacity")
    plan.prices = all("price")
    plan.devicePrice = text("device-price")
    plan.egressPrice = text("egress-price")
    plan.limit = whole("top") ?? plan.limit
    return plan
  }
}
