import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Reporting
import Testing

/// What published schemas ask for, written as our own facts.
@Suite struct ReportSchemaTests {
  private func report(
    _ name: String, _ statement: Statement = ReportFormatContract.many,
    _ change: (inout ReportContext) -> Void = { _ in }
  ) throws -> Any {
    var context = ReportFormatContract.context
    change(&context)
    let text = try ReportFormats.named(name).report(statement, context)
    return try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  private static let published = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Docs/schemas/report.schema.json")

  @Test func `the JSON report keeps its published schema`() throws {
    let check = try SchemaCheck(contentsOf: Self.published)
    #expect(check.violations(try report("json")) == [])
    #expect(check.violations(try report("json", ReportFormatContract.one)) == [])
  }

  @Test func `a report that leaves the schema is seen`() throws {
    let check = try SchemaCheck(contentsOf: Self.published)
    var object = try #require(try report("json") as? [String: Any])
    object["total"] = nil
    object["more"] = 1
    object["schema"] = 2
    #expect(
      check.violations(object).sorted() == [
        "$.more is not in the schema", "$.schema is not 1", "$.total is missing",
      ])
  }

  /// CycloneDX 1.6, `bom-1.6.schema.json`: the parts that a report has, with what they require and allow.
  @Test func `the CycloneDX report keeps the facts of its schema`() throws {
    func object(_ required: [String], _ properties: [String: Any]) -> [String: Any] {
      [
        "type": "object", "required": required, "additionalProperties": false,
        "properties": properties,
      ]
    }
    func list(_ items: [String: Any]) -> [String: Any] { ["type": "array", "items": items] }
    func measure(_ unit: String) -> [String: Any] {
      object(["value", "unit"], ["value": ["type": "number"], "unit": ["enum": [unit]]])
    }
    let property = object(
      ["name"], ["name": ["type": "string"], "value": ["type": "string"]])
    let provider = object(
      ["organization", "energySource", "energyProvided"],
      [
        "organization": object([], ["name": ["type": "string"]]),
        "energySource": [
          "enum": [
            "coal", "oil", "natural-gas", "nuclear", "wind", "solar", "geothermal", "hydropower",
            "biofuel", "unknown", "other",
          ]
        ],
        "energyProvided": measure("kWh"),
      ])
    let consumption = object(
      ["activity", "energyProviders", "activityEnergyCost"],
      [
        "activity": [
          "enum": [
            "design", "data-collection", "data-preparation", "training", "fine-tuning",
            "validation", "deployment", "inference", "other",
          ]
        ],
        "energyProviders": list(provider), "activityEnergyCost": measure("kWh"),
        "co2CostEquivalent": measure("tCO2eq"), "co2CostOffset": measure("tCO2eq"),
        "properties": list(property),
      ])
    let card = object(
      [],
      [
        "considerations": object(
          [],
          [
            "environmentalConsiderations": object(
              [], ["energyConsumptions": list(consumption), "properties": list(property)])
          ])
      ])
    let component = object(
      ["type", "name"],
      [
        "type": ["enum": ["application", "machine-learning-model"]], "name": ["type": "string"],
        "bom-ref": ["type": "string"], "version": ["type": "string"], "modelCard": card,
      ])
    let schema = object(
      ["bomFormat", "specVersion"],
      [
        "$schema": ["enum": ["http://cyclonedx.org/schema/bom-1.6.schema.json"]],
        "bomFormat": ["enum": ["CycloneDX"]], "specVersion": ["enum": ["1.6"]],
        "serialNumber": [
          "type": "string",
          "pattern":
            "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        ],
        "version": ["type": "integer", "minimum": 1.0],
        "metadata": object(
          [],
          [
            "timestamp": ["type": "string"],
            "tools": object([], ["components": list(component)]),
          ]), "components": list(component),
      ])
    #expect(SchemaCheck(schema).violations(try report("cyclonedx")) == [])
  }

  /// BoAmps, `report_schema.json` and those that it refers to.
  @Test(arguments: [ReportFormatContract.one, ReportFormatContract.many])
  func `the BoAmps report keeps the facts of its schema`(statement: Statement) throws {
    let text: [String: Any] = ["type": "string"]
    let number: [String: Any] = ["type": "number"]
    func object(_ required: [String], _ properties: [String: Any]) -> [String: Any] {
      [
        "type": "object", "required": required, "additionalProperties": false,
        "properties": properties,
      ]
    }
    func list(_ items: [String: Any]) -> [String: Any] {
      ["type": "array", "minItems": 1, "items": items]
    }
    let schema = object(
      ["task", "measures", "infrastructure"],
      [
        "header": object(
          ["reportDatetime"],
          [
            "formatVersion": text, "formatVersionSpecificationUri": text, "reportId": text,
            "reportDatetime": [
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$",
            ], "reportStatus": ["enum": ["draft", "final", "corrective", "other"]],
          ]),
        "task": object(
          ["taskStage", "taskFamily", "algorithms", "dataset"],
          [
            "taskStage": text, "taskFamily": text, "taskDescription": text,
            "algorithms": list(object([], ["algorithmName": text])),
            "dataset": list(
              object(
                ["dataUsage", "dataType"],
                [
                  "dataUsage": ["enum": ["input", "output"]],
                  "dataType": [
                    "enum": [
                      "tabular", "audio", "boolean", "image", "video", "object", "text", "token",
                      "word", "other",
                    ]
                  ],
                ])),
          ]),
        "measures": list(
          object(
            ["measurementMethod", "powerConsumption"],
            [
              "measurementMethod": text, "version": text, "cpuTrackingMode": text,
              "gpuTrackingMode": text, "powerConsumption": number, "measurementDuration": number,
              "measurementDateTime": text,
            ])),
        "infrastructure": object(
          ["infraType", "components"],
          [
            "infraType": ["enum": ["publicCloud", "privateCloud", "onPremise", "other"]],
            "cloudProvider": text,
            "components": list(
              object(
                ["componentType", "nbComponent"],
                ["componentType": text, "nbComponent": ["type": "integer"]])),
          ]),
        "environment": object(
          ["country"],
          ["country": text, "location": text, "powerSourceCarbonIntensity": number]),
        "quality": ["enum": ["high", "medium", "low"]],
      ])
    #expect(SchemaCheck(schema).violations(try report("boamps", statement)) == [])
  }

  /// SPDX 3.0.1: classes and properties of the AI profile, moments without fraction.
  @Test func `the SPDX report keeps the facts of its model`() throws {
    let graph = try #require(
      (try report("spdx") as? [String: Any])?["@graph"] as? [[String: Any]])
    let creation = try #require(graph.first { $0["type"] as? String == "CreationInfo" })
    #expect(creation["specVersion"] as? String == "3.0.1")
    let created = try #require(creation["created"] as? String)
    #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    let ids = Set(graph.compactMap { $0["spdxId"] as? String })
    #expect(ids.isSuperset(of: creation["createdBy"] as? [String] ?? ["none"]))
    let document = try #require(graph.first { $0["type"] as? String == "SpdxDocument" })
    #expect(ids.isSuperset(of: document["rootElement"] as? [String] ?? ["none"]))
    for element in graph where element["type"] as? String != "CreationInfo" {
      #expect(element["creationInfo"] as? String == "_:creationinfo")
    }
    let package = try #require(graph.first { $0["type"] as? String == "ai_AIPackage" })
    let energy = try #require(package["ai_energyConsumption"] as? [String: Any])
    #expect(
      energy.keys.sorted() == [
        "ai_finetuningEnergyConsumption", "ai_trainingEnergyConsumption", "type",
      ])
    let training = try #require(
      (energy["ai_trainingEnergyConsumption"] as? [[String: Any]])?.first)
    #expect(training["type"] as? String == "ai_EnergyConsumptionDescription")
    #expect(training["ai_energyUnit"] as? String == "kilowattHour")
    // One run is training, one fine-tuning, one none of the three, and one was not measured.
    let run = ReportFormatContract.many.runs[0].amounts.facilityEnergy.value.kilowattHours
    #expect(training["ai_energyQuantity"] as? Double == run)
    #expect((package["comment"] as? String)?.contains("SPDX has none for these stages") == true)
  }

  @Test func `CodeCarbon's columns are there in its order`() throws {
    let text = try ReportFormats.named("codecarbon").report(
      ReportFormatContract.one, ReportFormatContract.context)
    let rows = ReportStructure.csvRows(text)
    #expect(rows[0].joined(separator: ",") == Self.codeCarbonColumns)
    func value(_ name: String) -> Double? {
      rows[0].firstIndex(of: name).flatMap { Double(rows[1][$0]) }
    }
    let parts = ["cpu_energy", "gpu_energy", "ram_energy"].compactMap(value)
    let sum = try #require(value("energy_consumed"))
    #expect(parts.count == 3 && abs(parts.reduce(0, +) - sum) < sum * 1e-12)
    let mean = try #require(value("gpu_power"))
    let gpu = try #require(value("gpu_energy"))
    let seconds = try #require(value("duration"))
    #expect(abs(mean * seconds / 3.6e6 - gpu) < gpu * 1e-12)
  }

  private static let codeCarbonColumns = """
    timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,\
    ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,\
    country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,\
    cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,\
    cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,\
    pue,wue
    """

  /// Vega-Lite 5: a specification has data, a mark and an encoding, and every field that it encodes is in the data.
  @Test func `the Vega-Lite chart encodes fields that its data has`() throws {
    let chart = try #require(try report("vega-lite") as? [String: Any])
    #expect(chart["$schema"] as? String == "https://vega.github.io/schema/vega-lite/v5.json")
    let encoding = try #require(chart["encoding"] as? [String: [String: Any]])
    let values = try #require(
      (chart["data"] as? [String: Any])?["values"] as? [[String: Any]])
    for (channel, what) in encoding {
      let field = try #require(what["field"] as? String)
      #expect(values.allSatisfy { $0[field] != nil }, "\(channel)")
    }
  }
}
